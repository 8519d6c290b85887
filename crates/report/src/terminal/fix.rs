//! Fixes on a terminal: Markdown, lightly.

use super::paint::{Ink, Page};
use crate::sanitize::sanitize;

/// Prints a fix: paragraphs wrapped, code indented and left as it is.
pub(super) fn print(page: &mut Page, indent: &str, markdown: &str) {
    let mut paragraph = String::new();
    let mut code = false;
    for line in markdown.lines() {
        let bare = line.trim();
        if bare.starts_with("```") {
            flush(page, indent, &mut paragraph);
            code = !code;
            continue;
        }
        if code {
            let line = format!("{indent}    {}", page.ink(Ink::Bold, &sanitize(line)));
            page.raw(&line);
            continue;
        }
        let starts_item = bare.starts_with("- ")
            || bare.split_once(". ").is_some_and(|(number, _)| {
                !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
            });
        if bare.is_empty() || starts_item {
            flush(page, indent, &mut paragraph);
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(bare);
    }
    flush(page, indent, &mut paragraph);
}

fn flush(page: &mut Page, indent: &str, paragraph: &mut String) {
    let text = paragraph.replace("**", "").replace('`', "");
    paragraph.clear();
    if text.is_empty() {
        return;
    }
    let rest = if text.starts_with("- ") { format!("{indent}  ") } else { indent.to_owned() };
    page.wrapped(indent, &rest, Ink::Plain, &text);
}
