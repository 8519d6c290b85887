//! Lines for a terminal: colour, wrapping, indentation.

use plimsoll_model::Status;

use crate::sanitize::sanitize;

/// A page that is being written.
pub(super) struct Page {
    pub(super) text: String,
    width: usize,
    colour: bool,
}

/// What a piece of text is, which decides its colour. Never the only sign of its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Bold,
    Dim,
    Status(Status),
}

impl Page {
    pub(super) fn new(width: usize, colour: bool) -> Self {
        Self { text: String::new(), width: width.max(20), colour }
    }

    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// Text in an ink. The text must be sanitised already.
    pub(super) fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Plain => return text.to_owned(),
            Ink::Bold => "1",
            Ink::Dim => "2",
            Ink::Status(Status::Pass) => "32",
            Ink::Status(Status::Fail | Status::Mixed) => "1;31",
            Ink::Status(Status::Error) => "1;35",
            Ink::Status(Status::Manual) => "33",
            Ink::Status(Status::NotApplicable) => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line as it is; its parts are sanitised and inked already.
    pub(super) fn raw(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// A paragraph: wrapped to the width, the first line after `first`, the others after `rest`.
    pub(super) fn wrapped(&mut self, first: &str, rest: &str, ink: Ink, text: &str) {
        let text = sanitize(text);
        for (index, line) in
            wrap(&text, self.width.saturating_sub(rest.chars().count()).max(12)).iter().enumerate()
        {
            let prefix = if index == 0 { first } else { rest };
            let line = format!("{prefix}{}", self.ink(ink, line));
            self.raw(&line);
        }
    }
}

/// Breaks a text at blanks into lines of at most `width` characters; longer words stand alone or,
/// when they do not fit at all, are cut.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let mut word = word;
        let mut word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > width {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        while word_length > width {
            let cut = word.char_indices().nth(width).map_or(word.len(), |(index, _)| index);
            lines.push(word[..cut].to_owned());
            word = &word[cut..];
            word_length = word.chars().count();
        }
        if word.is_empty() {
            continue;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += word_length;
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
