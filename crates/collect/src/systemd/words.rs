//! Words of a value: white space, quotes and escapes as systemd's `extract_first_word()` has them.

/// How backslashes and faults are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rules {
    /// A command line: C escapes; an open quote is a fault.
    Strict,
    /// The value of `$VAR`: a backslash keeps the next character; a quote may stay open.
    Relaxed,
}

/// Words with the byte offset at which each begins.
///
/// # Errors
///
/// What is wrong, under [`Rules::Strict`].
pub(super) fn split(text: &str, rules: Rules) -> Result<Vec<(usize, String)>, String> {
    let mut words = Vec::new();
    let mut word: Option<(usize, String)> = None;
    let mut quote: Option<char> = None;
    let mut offset = 0;
    while let Some(one) = text.get(offset..).and_then(|rest| rest.chars().next()) {
        let start = offset;
        offset += one.len_utf8();
        if quote.is_none() && one.is_ascii_whitespace() {
            words.extend(word.take());
            continue;
        }
        let (_, current) = word.get_or_insert_with(|| (start, String::new()));
        match (one, quote) {
            ('\\', _) => {
                let after = text.get(offset..).unwrap_or_default();
                let (character, length) = match (rules, after.chars().next()) {
                    (Rules::Strict, None) => return Err("ends in a backslash".to_owned()),
                    (Rules::Relaxed, None) => break,
                    (Rules::Relaxed, Some(next)) => (next, next.len_utf8()),
                    // What is no escape stands for itself.
                    (Rules::Strict, Some(_)) => escape(after).unwrap_or(('\\', 0)),
                };
                current.push(character);
                offset += length;
            }
            (one, Some(open)) if one == open => quote = None,
            ('"' | '\'', None) => quote = Some(one),
            _ => current.push(one),
        }
    }
    if quote.is_some() && rules == Rules::Strict {
        return Err("has a quote that is not closed".to_owned());
    }
    words.extend(word);
    Ok(words)
}

/// The character that the escape after a backslash stands for, and the escape's length.
fn escape(text: &str) -> Option<(char, usize)> {
    let simple = |one: char| Some((one, 1));
    match text.chars().next()? {
        'a' => simple('\u{7}'),
        'b' => simple('\u{8}'),
        'f' => simple('\u{c}'),
        'n' => simple('\n'),
        'r' => simple('\r'),
        't' => simple('\t'),
        'v' => simple('\u{b}'),
        's' => simple(' '),
        one @ ('\\' | '"' | '\'') => simple(one),
        'x' => number(text.get(1..3)?, 16, 3),
        'u' => number(text.get(1..5)?, 16, 5),
        'U' => number(text.get(1..9)?, 16, 9),
        '0'..='3' => number(text.get(..3)?, 8, 3),
        _ => None,
    }
}

fn number(digits: &str, radix: u32, length: usize) -> Option<(char, usize)> {
    let valid = digits.chars().all(|one| one.is_digit(radix));
    let code = u32::from_str_radix(digits, radix).ok().filter(|code| valid && *code != 0)?;
    Some((char::from_u32(code)?, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn strict(text: &str) -> Vec<String> {
        split(text, Rules::Strict).unwrap().into_iter().map(|(_, word)| word).collect()
    }

    #[test]
    fn quotes_and_escapes_are_undone() {
        assert_eq!(strict(r#"a "b c" 'd "e"' f"g h"i"#), ["a", "b c", "d \"e\"", "fg hi"]);
        assert_eq!(strict(r"a\sb \x41\102 \u00e9 \n \q"), ["a b", "AB", "\u{e9}", "\n", "\\q"]);
        assert_eq!(strict(r#""" x"#), ["", "x"]);
        assert_eq!(split("  a b", Rules::Strict).unwrap()[1], (4, "b".to_owned()));
    }

    #[test]
    fn an_open_quote_is_a_fault_of_a_command_line_only() {
        assert!(split("a 'b", Rules::Strict).is_err());
        assert!(split("a \\", Rules::Strict).is_err());
        assert_eq!(split("a 'b c", Rules::Relaxed).unwrap()[1].1, "b c");
        assert_eq!(split("a\\ b", Rules::Relaxed).unwrap()[0].1, "a b");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(?s)[a-c\\\\\"' xuU0-9\u{e9}]{0,60}") {
            let _ = split(&text, Rules::Strict);
            prop_assert!(split(&text, Rules::Relaxed).is_ok());
        }
    }
}
