//! The small part of Markdown that fixes are written in: paragraphs, lists, fenced code, `code`,
//! **strong** and headings. Anything else stays the text it is, so nothing in it can become active.

/// A part of a text, from top to bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// A paragraph, or a heading of any depth.
    Paragraph(Vec<Span>),
    /// Lines of code without the indentation of their fence.
    Code(String),
    /// Items of a list; the number of the first one when they are numbered.
    List {
        /// First number of a numbered list.
        start: Option<u32>,
        /// Items in order.
        items: Vec<Vec<Span>>,
    },
}

/// A run of text within a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Span {
    /// As it is.
    Text(String),
    /// Between backticks.
    Code(String),
    /// Between double asterisks.
    Strong(String),
}

impl Span {
    /// The text without its marks.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Code(text) | Self::Strong(text) => text,
        }
    }
}

/// Reads a text.
pub(crate) fn parse(text: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let bare = line.trim();
        if let Some(fence) = fence(bare) {
            reader.flush();
            let indent = line.len() - line.trim_start().len();
            let code: Vec<&str> = lines
                .by_ref()
                .take_while(|line| !line.trim().starts_with(fence))
                .map(|line| without_indent(line, indent))
                .collect();
            reader.blocks.push(Block::Code(code.join("\n")));
        } else if bare.is_empty() {
            reader.paragraph_ends();
        } else if let Some((number, rest)) = item(bare) {
            reader.item(number, rest);
        } else if bare.starts_with('#') {
            reader.flush();
            reader.text(bare.trim_start_matches('#').trim_start());
            reader.flush();
        } else {
            // A paragraph that is not indented ends the list before it.
            if reader.after_blank && !line.starts_with(' ') {
                reader.flush();
            }
            reader.text(bare);
        }
    }
    reader.flush();
    reader.blocks
}

/// Spans of a line of text.
pub(crate) fn spans(text: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let marked = if let Some((code, after)) = between(rest, "`") {
            Some((Span::Code(code.to_owned()), after))
        } else {
            between(rest, "**").map(|(strong, after)| (Span::Strong(strong.to_owned()), after))
        };
        if let Some((span, after)) = marked {
            if !plain.is_empty() {
                spans.push(Span::Text(std::mem::take(&mut plain)));
            }
            spans.push(span);
            rest = after;
        } else {
            plain.push(character);
            rest = &rest[character.len_utf8()..];
        }
    }
    if !plain.is_empty() {
        spans.push(Span::Text(plain));
    }
    spans
}

/// What stands between two marks at the start of a text, and what follows.
fn between<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    text.strip_prefix(mark)?.split_once(mark).filter(|(inside, _)| !inside.is_empty())
}

fn fence(bare: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| bare.starts_with(fence))
}

fn without_indent(line: &str, indent: usize) -> &str {
    let blanks = line.bytes().take(indent).take_while(|byte| *byte == b' ').count();
    &line[blanks..]
}

/// The number (if any) and the text of a list item.
fn item(bare: &str) -> Option<(Option<u32>, &str)> {
    for bullet in ["- ", "* "] {
        if let Some(rest) = bare.strip_prefix(bullet) {
            return Some((None, rest));
        }
    }
    let (number, rest) = bare.split_once(". ")?;
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| number.parse().ok()).flatten().map(|number| (Some(number), rest))
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    paragraph: String,
    list: Option<(Option<u32>, Vec<String>)>,
    after_blank: bool,
}

impl Reader {
    fn text(&mut self, text: &str) {
        self.after_blank = false;
        let target = match &mut self.list {
            Some((_, items)) => match items.last_mut() {
                Some(item) => item,
                None => &mut self.paragraph,
            },
            None => &mut self.paragraph,
        };
        if !target.is_empty() {
            target.push(' ');
        }
        target.push_str(text);
    }

    fn item(&mut self, number: Option<u32>, text: &str) {
        self.after_blank = false;
        match &mut self.list {
            Some((start, items)) if start.is_some() == number.is_some() => {
                items.push(text.to_owned());
            }
            _ => {
                self.flush();
                self.list = Some((number, vec![text.to_owned()]));
            }
        }
    }

    fn paragraph_ends(&mut self) {
        if self.list.is_some() {
            self.after_blank = true;
        } else {
            self.flush();
        }
    }

    fn flush(&mut self) {
        self.after_blank = false;
        if !self.paragraph.is_empty() {
            self.blocks.push(Block::Paragraph(spans(&std::mem::take(&mut self.paragraph))));
        }
        if let Some((start, items)) = self.list.take() {
            let items = items.iter().map(|item| spans(item)).collect();
            self.blocks.push(Block::List { start, items });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Span, parse, spans};

    #[test]
    fn fixes_fall_into_paragraphs_lists_and_code() {
        let blocks = parse(
            "Set `a`\nhere:\n\n```yaml\n- x\n  y\n```\n\n1. one\n   more\n2. **two**\n\nThe end.",
        );
        assert_eq!(
            blocks,
            [
                Block::Paragraph(vec![
                    Span::Text("Set ".into()),
                    Span::Code("a".into()),
                    Span::Text(" here:".into()),
                ]),
                Block::Code("- x\n  y".into()),
                Block::List {
                    start: Some(1),
                    items: vec![
                        vec![Span::Text("one more".into())],
                        vec![Span::Strong("two".into())],
                    ],
                },
                Block::Paragraph(vec![Span::Text("The end.".into())]),
            ]
        );
    }

    #[test]
    fn marks_without_an_end_are_text() {
        assert_eq!(spans("a ` b ** c"), [Span::Text("a ` b ** c".into())]);
        assert_eq!(parse("```\nnever closed"), [Block::Code("never closed".into())]);
    }

    #[test]
    fn code_in_a_list_loses_the_indentation_of_the_list() {
        let blocks = parse("- do:\n\n  ```\n  a\n    b\n  ```");
        assert_eq!(blocks.last(), Some(&Block::Code("a\n  b".into())));
    }
}
