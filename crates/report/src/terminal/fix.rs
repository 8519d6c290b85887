//! Markdown on a terminal: paragraphs wrapped, code indented and left as it is, so that it can be
//! copied whole.

use super::paint::{Ink, Page, columns};
use crate::markdown::{Block, Span, parse};
use crate::sanitize::sanitize;

/// Prints a text under an indentation.
pub(super) fn print(page: &mut Page, indent: &str, markdown: &str) {
    for block in parse(markdown) {
        match block {
            Block::Paragraph(spans) => page.wrapped(indent, indent, Ink::Plain, &plain(&spans)),
            Block::Code(code) => {
                for line in code.lines() {
                    let line = format!("{indent}  {}", page.ink(Ink::Code, &sanitize(line)));
                    page.raw(&line);
                }
            }
            Block::List { start, items } => {
                for (index, item) in (0_u32..).zip(&items) {
                    let mark = match start {
                        Some(start) => format!("{indent}{}. ", start.saturating_add(index)),
                        None => format!("{indent}- "),
                    };
                    let rest = " ".repeat(columns(&mark));
                    page.wrapped(&mark, &rest, Ink::Plain, &plain(item));
                }
            }
        }
    }
}

/// A terminal shows code between backticks as people type it; strong text loses its marks.
fn plain(spans: &[Span]) -> String {
    spans
        .iter()
        .map(|span| match span {
            Span::Code(code) => format!("`{code}`"),
            Span::Text(text) | Span::Strong(text) => text.clone(),
        })
        .collect()
}
