//! Nothing from a target reaches a terminal, page or table as it is.
//!
//! Control characters can move the cursor, colour the screen or set its title; bidirectional
//! overrides can make a line read as another ("Trojan Source", CVE-2021-42574); characters without
//! a width can hide a difference. All of them become visible escapes such as `\u{1b}`.

use plimsoll_model::Report;
use serde_json::Value;

/// Text on one line: line breaks and tabs are escaped too.
#[must_use]
pub fn sanitize(text: &str) -> String {
    escape(text, false)
}

/// Text of several lines: line breaks stay, tabs become blanks.
#[must_use]
pub fn sanitize_lines(text: &str) -> String {
    escape(text, true)
}

/// The report with every text in it, whichever field holds it, passed through [`sanitize_lines`].
///
/// It goes through the generic form, so that a field that is added to the model later cannot be
/// forgotten here.
///
/// # Errors
/// Fails when the report cannot be written as JSON or read back.
pub(crate) fn report(report: &Report) -> Result<Report, serde_json::Error> {
    let mut value = serde_json::to_value(report)?;
    every_text(&mut value);
    serde_json::from_value(value)
}

/// A JSON document with the same content, in which every character that [`is_harmful`] is escaped.
/// JSON itself only escapes the first 32. Outside of strings there is none but line breaks.
#[must_use]
pub fn json(document: String) -> String {
    // Of ASCII only DEL is left to look for, so that most bytes need no decoding.
    // Whole blocks of plain ASCII, which is nearly all of a report, are passed over at once.
    const BLOCK: usize = 64;
    let harmful: Vec<(usize, char)> = document
        .as_bytes()
        .chunks(BLOCK)
        .enumerate()
        .filter(|(_, block)| block.iter().any(|byte| *byte >= 0x7f))
        .flat_map(|(number, block)| {
            block.iter().enumerate().map(move |(index, byte)| (number * BLOCK + index, *byte))
        })
        .filter(|(_, byte)| *byte == 0x7f || *byte >= 0xc0)
        .filter_map(|(index, _)| Some((index, document[index..].chars().next()?)))
        .filter(|(_, character)| is_harmful(*character))
        .collect();
    if harmful.is_empty() {
        return document;
    }
    let mut safe = String::with_capacity(document.len() + 6 * harmful.len());
    let mut done = 0;
    for (index, character) in harmful {
        safe.push_str(&document[done..index]);
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            safe.push_str(&format!("\\u{unit:04x}"));
        }
        done = index + character.len_utf8();
    }
    safe.push_str(&document[done..]);
    safe
}

fn every_text(value: &mut Value) {
    match value {
        Value::String(text) => *text = sanitize_lines(text),
        Value::Array(items) => items.iter_mut().for_each(every_text),
        // Keys are those of the model; the only free ones name parameters of checks.
        Value::Object(entries) => entries.iter_mut().for_each(|(_, value)| every_text(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn escape(text: &str, keep_lines: bool) -> String {
    if !text.chars().any(is_harmful) {
        return text.to_owned();
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '\n' if keep_lines => safe.push('\n'),
            '\n' => safe.push_str("\\n"),
            '\t' if keep_lines => safe.push_str("    "),
            '\t' => safe.push_str("\\t"),
            '\r' => safe.push_str("\\r"),
            character if is_harmful(character) => safe.extend(character.escape_unicode()),
            character => safe.push(character),
        }
    }
    safe
}

/// Whether a character moves, reorders or hides text: C0, DEL, C1, line and paragraph separators,
/// bidirectional controls, characters without a width, tags, and the two that XML forbids.
#[must_use]
pub const fn is_harmful(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{fffe}'..='\u{ffff}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::{is_harmful, json, sanitize, sanitize_lines};

    #[test]
    fn escapes_are_visible() {
        assert_eq!(sanitize("a\u{1b}[31mb\n\u{202e}c"), "a\\u{1b}[31mb\\n\\u{202e}c");
    }

    #[test]
    fn line_breaks_stay_where_lines_are_wanted() {
        assert_eq!(sanitize_lines("a\n\tb\r\n"), "a\n    b\\r\n");
    }

    #[test]
    fn json_keeps_its_meaning() -> Result<(), serde_json::Error> {
        let text = "a\u{7f}\u{9b}31m\u{202e}\u{e0041}\n\"\u{1f600}é";
        let document = json(serde_json::to_string(text)?);
        assert!(!document.chars().any(is_harmful));
        assert_eq!(serde_json::from_str::<String>(&document)?, text);
        Ok(())
    }

    #[test]
    fn nothing_harmful_is_left_of_any_character() {
        let all: String = (0..=0x10_ffff_u32).filter_map(char::from_u32).collect();
        assert!(!sanitize(&all).chars().any(is_harmful));
        assert!(!sanitize_lines(&all).chars().any(|one| one != '\n' && is_harmful(one)));
    }
}
