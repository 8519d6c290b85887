//! Markdown on a terminal: paragraphs wrapped, code indented and left as it is, so that it can be
//! copied whole.
//!
//! A text that is too long loses whole blocks from its end, never part of one: half a YAML document,
//! copied to where the other half belongs, stops a component.

use super::paint::{Ink, Page, columns};
use crate::markdown::{Block, Span, parse};
use crate::sanitize::sanitize;

/// Prints as many blocks of a text as fit into `most` lines, under an indentation. Returns how many
/// lines are missing.
pub(super) fn print(page: &mut Page, indent: &str, markdown: &str, most: usize) -> usize {
    let blocks = parse(markdown);
    let begin = page.text.len();
    // Where each block ends, and how many lines there are up to there.
    let mut ends = Vec::new();
    for one in &blocks {
        block(page, indent, one);
        ends.push((page.text.len(), page.text[begin..].lines().count()));
    }
    let all = ends.last().map_or(0, |(_, lines)| *lines);
    // A line that tells of one or two missing ones saves nothing.
    if all <= most.saturating_add(2) {
        return 0;
    }
    let fit = ends.iter().take_while(|(_, lines)| *lines <= most).count();
    // A first paragraph says what is to be done, however long it is.
    let prose = usize::from(!matches!(blocks.first(), None | Some(Block::Code(_))));
    let (end, lines) = match fit.max(prose).checked_sub(1).and_then(|last| ends.get(last)) {
        Some(end) => *end,
        None => (begin, 0),
    };
    page.text.truncate(end);
    all - lines
}

fn block(page: &mut Page, indent: &str, block: &Block) {
    match block {
        Block::Paragraph(spans) => page.wrapped(indent, indent, Ink::Plain, &plain(spans)),
        Block::Code(code) => {
            for line in code.lines() {
                let line = format!("{indent}  {}", page.ink(Ink::Code, &sanitize(line)));
                page.raw(&line);
            }
        }
        Block::List { start, items } => {
            for (index, item) in (0_u32..).zip(items) {
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
