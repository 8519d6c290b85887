//! `%` specifiers, `$VAR` and `${VAR}` in a command line.

use plimsoll_model::Argument;

use super::environment::Environment;
use super::words::{Rules, split};

/// The names a unit gives to its specifiers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Specifiers<'a> {
    /// Full name, e.g. `a@b.service`.
    pub(super) unit: &'a str,
}

impl Specifiers<'_> {
    /// The text with `%%`, `%n`, `%N`, `%p`, `%i`, `%I` and `%j` replaced; others are left
    /// and told.
    pub(super) fn expand(&self, text: &str, problems: &mut Vec<String>) -> String {
        let stem = self.unit.strip_suffix(".service").unwrap_or(self.unit);
        let (prefix, instance) = stem.split_once('@').unwrap_or((stem, ""));
        let mut result = String::with_capacity(text.len());
        let mut characters = text.chars();
        while let Some(one) = characters.next() {
            if one != '%' {
                result.push(one);
                continue;
            }
            match characters.next() {
                Some('%') => result.push('%'),
                Some('n') => result.push_str(self.unit),
                Some('N') => result.push_str(stem),
                Some('p') => result.push_str(prefix),
                Some('i') => result.push_str(instance),
                Some('I') => result.push_str(&unescape(instance)),
                Some('j') => result.push_str(prefix.rsplit('-').next().unwrap_or(prefix)),
                Some(other) => {
                    result.extend(['%', other]);
                    let problem = format!("the specifier %{other} was not resolved");
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                }
                None => result.push('%'),
            }
        }
        result
    }
}

/// An instance's name as systemd-escape(1) undoes it: `-` is a slash, `\x2d` a dash.
fn unescape(instance: &str) -> String {
    let mut result = String::with_capacity(instance.len());
    let mut rest = instance;
    while let Some(one) = rest.chars().next() {
        rest = rest.get(one.len_utf8()..).unwrap_or_default();
        let code = rest.strip_prefix('x').and_then(|digits| digits.get(..2));
        match (one, code.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            ('\\', Some(code)) => {
                result.push(char::from(code));
                rest = rest.get(3..).unwrap_or_default();
            }
            ('-', _) => result.push('/'),
            _ => result.push(one),
        }
    }
    result
}

/// One word of a command line with its variables replaced: a word that is `$VAR` becomes the words
/// of its value, `${VAR}` anywhere becomes the value as it is, `$$` a dollar sign. `$VAR` inside a
/// longer word is not replaced (systemd.service(5), "Command lines").
pub(super) fn variables(
    word: Argument,
    environment: &Environment,
    problems: &mut Vec<String>,
) -> Vec<Argument> {
    if let Some(name) = whole_variable(&word.text) {
        let Some(variable) = environment.0.get(name) else {
            unset(name, problems);
            return Vec::new();
        };
        let words = split(&variable.value, Rules::Relaxed).unwrap_or_default();
        let place = |text: String| Argument {
            text,
            index: 0,
            file: Some(variable.file.to_string()),
            line: Some(variable.line),
            set_by: None,
        };
        return words.into_iter().map(|(_, text)| place(text)).collect();
    }
    let Argument { text, index, mut file, mut line, .. } = word;
    let mut result = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(dollar) = rest.find('$') {
        let (before, after) = rest.split_at(dollar);
        result.push_str(before);
        let braced = after.strip_prefix("${").and_then(|inner| inner.split_once('}'));
        if let Some((name, tail)) = braced {
            match environment.0.get(name) {
                Some(variable) => {
                    result.push_str(&variable.value);
                    if before.is_empty() && tail.is_empty() && result == variable.value {
                        file = Some(variable.file.to_string());
                        line = Some(variable.line);
                    }
                }
                None => unset(name, problems),
            }
            rest = tail;
        } else {
            result.push('$');
            rest = after.strip_prefix("$$").or_else(|| after.strip_prefix('$')).unwrap_or_default();
        }
    }
    result.push_str(rest);
    vec![Argument { text: result, index, file, line, set_by: None }]
}

/// The name when the word is `$NAME` and nothing else.
fn whole_variable(word: &str) -> Option<&str> {
    word.strip_prefix('$').filter(|name| !name.starts_with(['{', '$']))
}

fn unset(name: &str, problems: &mut Vec<String>) {
    // The name comes from the unit, not from a value, so it can be told.
    let problem = format!("the variable {name} has no value");
    if !problems.contains(&problem) {
        problems.push(problem);
    }
}
