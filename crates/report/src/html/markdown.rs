//! Markdown of fixes and guidance to HTML: paragraphs, lists, fenced code, inline code, bold.
//!
//! Everything is escaped here, so the result may be written to a page as it is. What is not in
//! this subset stays text.

use crate::sanitize::{sanitize, sanitize_lines};

/// Lists in lists in lists end here; deeper ones are text.
const DEPTH: u8 = 6;

/// Text of several lines.
pub(super) fn block(text: &str) -> String {
    let text = sanitize_lines(text);
    let lines: Vec<&str> = text.lines().collect();
    let mut html = String::with_capacity(text.len() + 64);
    blocks(&mut html, &lines, 0);
    html
}

/// Text of one line, in which only code is marked.
pub(super) fn line(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    inline(&mut html, &sanitize(text), false);
    html
}

/// Text with nothing marked.
pub(super) fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            character => html.push(character),
        }
    }
}

/// What begins a line of a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Bullet,
    Number(u32),
}

/// The marker of a line, and where the text behind it begins.
fn marker(line: &str) -> Option<(Marker, usize)> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let bare = &line[indent..];
    if bare.starts_with("- ") || bare.starts_with("* ") {
        return Some((Marker::Bullet, indent + 2));
    }
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let number: u32 = bare[..digits].parse().ok()?;
    bare[digits..].starts_with(". ").then_some((Marker::Number(number), indent + digits + 2))
}

/// Backticks that open or close a fence.
fn fence(line: &str) -> Option<usize> {
    let ticks = line.trim_start().bytes().take_while(|&byte| byte == b'`').count();
    (ticks >= 3).then_some(ticks)
}

fn blocks(html: &mut String, lines: &[&str], depth: u8) {
    let mut at = 0;
    while let Some(&line) = lines.get(at) {
        if line.trim().is_empty() {
            at += 1;
        } else if let Some(ticks) = fence(line) {
            at = code(html, lines, at, ticks);
        } else if depth < DEPTH && marker(line).is_some() {
            at = list(html, lines, at, depth);
        } else if let Some(title) = heading(line) {
            html.push_str("<p><strong>");
            inline(html, title, false);
            html.push_str("</strong></p>");
            at += 1;
        } else {
            at = paragraph(html, lines, at, depth);
        }
    }
}

fn heading(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches('#');
    let level = line.len() - bare.len();
    (1..=6).contains(&level).then(|| bare.strip_prefix(' ')).flatten().map(str::trim)
}

/// A fenced block; returns the line behind it.
fn code(html: &mut String, lines: &[&str], start: usize, ticks: usize) -> usize {
    let opening = lines[start];
    let indent = opening.len() - opening.trim_start().len();
    html.push_str("<pre><code>");
    let mut at = start + 1;
    while let Some(&line) = lines.get(at) {
        at += 1;
        let bare = line.trim();
        if bare.len() >= ticks && bare.bytes().all(|byte| byte == b'`') {
            break;
        }
        let spaces = line.len() - line.trim_start_matches(' ').len();
        escape(html, &line[spaces.min(indent)..]);
        html.push('\n');
    }
    if html.ends_with('\n') {
        html.pop();
    }
    html.push_str("</code></pre>");
    at
}

/// Whether a line ends a paragraph. A number does only if it is 1: text may well be wrapped before
/// `10250. `.
fn interrupts(line: &str, depth: u8) -> bool {
    line.trim().is_empty()
        || fence(line).is_some()
        || heading(line).is_some()
        || depth < DEPTH
            && matches!(marker(line), Some((Marker::Bullet | Marker::Number(1), _)))
}

fn paragraph(html: &mut String, lines: &[&str], start: usize, depth: u8) -> usize {
    let mut text = lines[start].trim().to_owned();
    let mut at = start + 1;
    while let Some(&line) = lines.get(at)
        && !interrupts(line, depth)
    {
        text.push('\n');
        text.push_str(line.trim());
        at += 1;
    }
    html.push_str("<p>");
    inline(html, &text, true);
    html.push_str("</p>");
    at
}

/// A list with all its items; returns the line behind it.
fn list(html: &mut String, lines: &[&str], start: usize, depth: u8) -> usize {
    let Some((first, _)) = marker(lines[start]) else { return start + 1 };
    let end = match first {
        Marker::Bullet => {
            html.push_str("<ul>");
            "</ul>"
        }
        Marker::Number(1) => {
            html.push_str("<ol>");
            "</ol>"
        }
        Marker::Number(number) => {
            html.push_str(&format!("<ol start=\"{number}\">"));
            "</ol>"
        }
    };
    let indent = lines[start].len() - lines[start].trim_start_matches(' ').len();
    let mut at = start;
    while let Some(&line) = lines.get(at) {
        let here = line.len() - line.trim_start_matches(' ').len();
        let Some((kind, text)) = marker(line) else { break };
        let same = matches!(kind, Marker::Bullet) == matches!(first, Marker::Bullet);
        if !same || here > indent + 1 || here < indent {
            break;
        }
        let (item, next) = item(lines, at, text);
        html.push_str("<li>");
        let mut body = String::new();
        blocks(&mut body, &item, depth + 1);
        let tight = body.matches("<p>").count() == 1 && body.starts_with("<p>");
        if tight {
            html.push_str(&body.replacen("<p>", "", 1).replacen("</p>", "", 1));
        } else {
            html.push_str(&body);
        }
        html.push_str("</li>");
        at = next;
    }
    html.push_str(end);
    // A marker that belongs to no item of this list must not be met for ever.
    if at == start { start + 1 } else { at }
}

/// The lines of one item without their indentation, and the line behind it.
fn item<'a>(lines: &[&'a str], start: usize, text: usize) -> (Vec<&'a str>, usize) {
    let mut item = vec![&lines[start][text..]];
    let mut at = start + 1;
    while let Some(&line) = lines.get(at) {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if line.trim().is_empty() {
            // Blank lines belong to the item only if something indented follows.
            let next = lines[at..].iter().find(|line| !line.trim().is_empty());
            let belongs = next.is_some_and(|next| next.starts_with(&" ".repeat(text)));
            if !belongs && next.is_none_or(|next| marker(next).is_none()) {
                break;
            }
            item.push("");
        } else if spaces >= text {
            item.push(&line[text..]);
        } else if marker(line).is_some() || fence(line).is_some() || item.last() == Some(&"") {
            break;
        } else {
            item.push(line.trim_start());
        }
        at += 1;
    }
    (item, at)
}

/// A piece of a line.
enum Piece<'a> {
    Text(&'a str),
    Code(&'a str),
}

fn inline(html: &mut String, text: &str, bold: bool) {
    let pieces = pieces(text);
    let mut open = false;
    for (number, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Code(code) => {
                html.push_str("<code>");
                escape(html, code);
                html.push_str("</code>");
            }
            Piece::Text(text) if bold => {
                let mut rest = *text;
                while let Some(at) = rest.find("**") {
                    let (before, after) = (&rest[..at], &rest[at + 2..]);
                    escape(html, before);
                    let opens = !open
                        && !after.starts_with(char::is_whitespace)
                        && closes_later(after, &pieces[number + 1..]);
                    if opens {
                        html.push_str("<strong>");
                        open = true;
                    } else if open && !before.ends_with(char::is_whitespace) {
                        html.push_str("</strong>");
                        open = false;
                    } else {
                        html.push_str("**");
                    }
                    rest = after;
                }
                escape(html, rest);
            }
            Piece::Text(text) => escape(html, text),
        }
    }
    if open {
        html.push_str("</strong>");
    }
}

fn closes_later(rest: &str, pieces: &[Piece<'_>]) -> bool {
    rest.contains("**")
        || pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains("**")))
}

/// Code is between two runs of as many backticks.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(found) = rest[from..].find('`') {
        let start = from + found;
        let ticks = rest[start..].bytes().take_while(|&byte| byte == b'`').count();
        let body = start + ticks;
        match closing(&rest[body..], ticks) {
            Some(length) => {
                if start > 0 {
                    pieces.push(Piece::Text(&rest[..start]));
                }
                let code = &rest[body..body + length];
                let trimmed = code.strip_prefix(' ').and_then(|code| code.strip_suffix(' '));
                pieces.push(Piece::Code(trimmed.filter(|code| code.contains('`')).unwrap_or(code)));
                rest = &rest[body + length + ticks..];
                from = 0;
            }
            None => from = body,
        }
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// Where the next run of exactly so many backticks begins.
fn closing(text: &str, ticks: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(found) = text[at..].find('`') {
        let start = at + found;
        let run = text[start..].bytes().take_while(|&byte| byte == b'`').count();
        if run == ticks {
            return Some(start);
        }
        at = start + run;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{block, line};

    #[test]
    fn paragraphs_code_and_bold() {
        assert_eq!(
            block("Set `--a=<b>` in\n**the** file.\n\nThen ** stays, `**` too."),
            "<p>Set <code>--a=&lt;b&gt;</code> in\n<strong>the</strong> file.</p>\
             <p>Then ** stays, <code>**</code> too.</p>"
        );
        assert_eq!(block("**If `x` is missing** it"), "<p><strong>If <code>x</code> is missing</strong> it</p>");
    }

    #[test]
    fn fences_keep_their_lines() {
        assert_eq!(
            block("Do:\n```\n    - --x=1\n  <b>\n```\nDone."),
            "<p>Do:</p><pre><code>    - --x=1\n  &lt;b&gt;</code></pre><p>Done.</p>"
        );
        assert_eq!(block("```yaml\nnever: ends"), "<pre><code>never: ends</code></pre>");
    }

    #[test]
    fn lists_nest_and_go_on() {
        assert_eq!(
            block("- one\n  more\n- two\n  - inner\n  ```\n  code\n  ```\n\nEnd"),
            "<ul><li>one\nmore</li><li>two<ul><li>inner</li></ul><pre><code>code</code></pre></li></ul>\
             <p>End</p>"
        );
        assert_eq!(block("1. a\n2. b"), "<ol><li>a</li><li>b</li></ol>");
        assert_eq!(block("port\n10250. It is"), "<p>port\n10250. It is</p>");
    }

    #[test]
    fn nothing_gets_through() {
        assert_eq!(
            block("<script>\u{1b}[31m\u{202e}"),
            "<p>&lt;script&gt;\\u{1b}[31m\\u{202e}</p>"
        );
        assert_eq!(line("a `b` **c** ` <i>\n"), "a <code>b</code> **c** ` &lt;i&gt;\\n");
    }

    #[test]
    fn deep_and_odd_input_ends() {
        let deep: String = (0..200).map(|level| format!("{}- x\n", "  ".repeat(level))).collect();
        assert!(block(&deep).contains("<ul>"));
        for odd in ["- ", "-", "1. ", "```", "`", "``", "**", "****", "  - a\n- b\n 1. c", "- \n\n\n- "] {
            block(odd);
        }
    }
}
