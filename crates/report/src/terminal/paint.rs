//! Lines for a terminal: colour, wrapping, indentation.

use plimsoll_model::Status;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::sanitize::sanitize;

/// A page that is being written.
pub(super) struct Page {
    pub(super) text: String,
    width: usize,
    colour: bool,
    unicode: bool,
}

/// What a piece of text is, which decides its colour. Never the only sign of its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Plain,
    Bold,
    Dim,
    Code,
    Status(Status),
}

impl Page {
    pub(super) fn new(width: usize, colour: bool, unicode: bool) -> Self {
        Self { text: String::new(), width: width.max(24), colour, unicode }
    }

    pub(super) const fn width(&self) -> usize {
        self.width
    }

    /// Between what was seen and where.
    pub(super) const fn dash(&self) -> &'static str {
        if self.unicode { "—" } else { "--" }
    }

    /// Beside the line of an excerpt.
    pub(super) const fn bar(&self) -> &'static str {
        if self.unicode { "│" } else { "|" }
    }

    /// Between parts of a line; also a zero in a table.
    pub(super) const fn dot(&self) -> &'static str {
        if self.unicode { "·" } else { "." }
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
            Ink::Code => "36",
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
    /// Both are sanitised and may be inked; the text is neither.
    pub(super) fn wrapped(&mut self, first: &str, rest: &str, ink: Ink, text: &str) {
        let text = sanitize(text);
        let room = |prefix: &str| self.width.saturating_sub(columns(prefix)).max(8);
        for (index, line) in wrap(&text, room(first), room(rest)).iter().enumerate() {
            let prefix = if index == 0 { first } else { rest };
            let line = format!("{prefix}{}", self.ink(ink, line));
            self.raw(&line);
        }
    }
}

/// Columns that a text takes, colours aside.
pub(super) fn columns(text: &str) -> usize {
    let mut width = 0;
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        width += before.width();
        rest = after.split_once('m').map_or("", |(_, after)| after);
    }
    width + rest.width()
}

/// The beginning of a text that fits into so many columns.
pub(super) fn fitting(text: &str, width: usize) -> &str {
    let mut taken = 0;
    for (index, character) in text.char_indices() {
        taken += character.width().unwrap_or(0);
        if taken > width {
            return &text[..index];
        }
    }
    text
}

/// Breaks a text at blanks into lines, the first of at most `first` columns, the others of at most
/// `rest`. A word that fits on no line is cut.
pub(super) fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        let mut word = word;
        loop {
            let width = if lines.is_empty() { first } else { rest };
            let taken = if line.is_empty() { 0 } else { line.width() + 1 };
            if taken + word.width() <= width {
                if !line.is_empty() {
                    line.push(' ');
                }
                line.push_str(word);
                break;
            }
            // A word that the next line can hold whole goes there.
            if !line.is_empty() || (lines.is_empty() && word.width() <= rest && first < rest) {
                lines.push(std::mem::take(&mut line));
                continue;
            }
            let head = match fitting(word, width) {
                // Not even one wide character fits: it goes out anyhow.
                "" => &word[..word.chars().next().map_or(0, char::len_utf8)],
                head => head,
            };
            lines.push(head.to_owned());
            word = &word[head.len()..];
            if word.is_empty() {
                break;
            }
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{columns, wrap};

    #[test]
    fn text_is_broken_at_blanks_and_long_words_are_cut() {
        assert_eq!(wrap("one two three", 7, 5), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh ij", 3, 4), ["abc", "defg", "h ij"]);
        assert_eq!(wrap("abcd", 3, 4), ["", "abcd"]);
        assert_eq!(wrap("  ", 3, 4), Vec::<String>::new());
    }

    #[test]
    fn wide_characters_take_two_columns_and_colours_none() {
        assert_eq!(wrap("日本語", 4, 4), ["日本", "語"]);
        assert_eq!(columns("\u{1b}[1;31mFAIL\u{1b}[0m x"), 6);
    }
}
