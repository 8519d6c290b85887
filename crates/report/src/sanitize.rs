//! Nothing from a target reaches a terminal, page or table as it is.
//!
//! Control characters can move the cursor, colour the screen or set its title; bidirectional
//! overrides can make a line read as another. Both become visible escapes.

/// Text on one line: line breaks and tabs are escaped too.
#[must_use]
pub fn sanitize(text: &str) -> String {
    escape(text, false)
}

/// Text of several lines: line breaks stay.
#[must_use]
pub fn sanitize_lines(text: &str) -> String {
    escape(text, true)
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

/// C0, DEL, C1, and characters that reorder or hide text.
const fn is_harmful(character: char) -> bool {
    matches!(
        character,
        '\u{0}'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::{is_harmful, sanitize};

    #[test]
    fn escapes_are_visible() {
        assert_eq!(sanitize("a\u{1b}[31mb\n\u{202e}c"), "a\\u{1b}[31mb\\n\\u{202e}c");
    }

    #[test]
    fn nothing_harmful_is_left() {
        let all: String = (0..=0x10_ffff_u32).filter_map(char::from_u32).collect();
        assert!(!sanitize(&all).chars().any(is_harmful));
    }
}
