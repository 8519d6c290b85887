//! Variables of a unit: `Environment=`, `EnvironmentFile=` and the files that the latter names.

use std::collections::BTreeMap;
use std::sync::Arc;

/// Variables that are kept.
const VARIABLES: usize = 10_000;

/// A variable's value and where it was assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variable {
    pub(super) value: String,
    pub(super) file: Arc<str>,
    pub(super) line: u32,
}

/// Variables by name; a later assignment wins.
#[derive(Debug, Clone, Default)]
pub(super) struct Environment(pub(super) BTreeMap<String, Variable>);

impl Environment {
    /// Takes `NAME=value`; `false` when it is not of that form.
    pub(super) fn assign(&mut self, assignment: &str, file: &Arc<str>, line: u32) -> bool {
        match assignment.split_once('=') {
            Some((name, value)) if is_name(name) => {
                if self.0.len() < VARIABLES || self.0.contains_key(name) {
                    let (value, file) = (value.to_owned(), Arc::clone(file));
                    self.0.insert(name.to_owned(), Variable { value, file, line });
                }
                true
            }
            _ => false,
        }
    }

    /// Drops a variable, or only when it has a certain value (`UnsetEnvironment=NAME=value`).
    pub(super) fn unset(&mut self, what: &str) {
        match what.split_once('=') {
            Some((name, value)) => {
                if self.0.get(name).is_some_and(|variable| variable.value == value) {
                    self.0.remove(name);
                }
            }
            None => {
                self.0.remove(what);
            }
        }
    }

    /// Takes the assignments of an environment file (`parse_env_file()` of systemd).
    pub(super) fn read_file(&mut self, text: &str, path: &str) {
        let file: Arc<str> = Arc::from(path);
        for (assignment, line) in assignments(text) {
            self.assign(&assignment, &file, line);
        }
    }
}

fn is_name(name: &str) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    !name.is_empty()
        && name.bytes().all(legal)
        && !name.starts_with(|one: char| one.is_ascii_digit())
}

/// `NAME=value` of each assignment with the line in which it begins. A value runs to the end of its
/// line; in quotes, or behind a backslash at the end, over several.
fn assignments(text: &str) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    let mut rest = Reader { characters: text.chars().peekable(), line: 1 };
    while let Some(&one) = rest.characters.peek() {
        if one.is_whitespace() {
            rest.next();
        } else if matches!(one, '#' | ';') {
            rest.line_end();
        } else {
            let line = rest.line;
            if let Some(name) = rest.name() {
                found.push((format!("{name}={}", rest.value()), line));
            }
        }
    }
    found
}

struct Reader<'a> {
    characters: std::iter::Peekable<std::str::Chars<'a>>,
    line: u32,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let one = self.characters.next()?;
        self.line += u32::from(one == '\n');
        Some(one)
    }

    fn line_end(&mut self) {
        while self.next().is_some_and(|one| one != '\n') {}
    }

    /// What stands before `=`; `None` when the line ends first.
    fn name(&mut self) -> Option<String> {
        let mut name = String::new();
        loop {
            match self.next()? {
                '=' => return Some(name.trim_end().to_owned()),
                '\n' => return None,
                one => name.push(one),
            }
        }
    }

    fn value(&mut self) -> String {
        let mut value = String::new();
        // Quotes open only where a value, or a further part of it, begins.
        let mut at_start = true;
        // Length without white space at the end that was neither quoted nor escaped.
        let mut kept = 0;
        while let Some(one) = self.next() {
            match one {
                '\n' => break,
                '\'' | '"' if at_start => {
                    self.quoted(one, &mut value);
                    kept = value.len();
                }
                '\\' => {
                    at_start = false;
                    if let Some(next) = self.next().filter(|next| *next != '\n') {
                        value.push(next);
                    }
                    kept = value.len();
                }
                one if at_start && one.is_whitespace() => {}
                one => {
                    at_start = false;
                    value.push(one);
                    if !one.is_whitespace() {
                        kept = value.len();
                    }
                }
            }
        }
        value.truncate(kept);
        value
    }

    fn quoted(&mut self, quote: char, value: &mut String) {
        while let Some(one) = self.next() {
            match one {
                one if one == quote => return,
                '\\' if quote == '"' => match self.next() {
                    Some('\n') | None => {}
                    Some(next @ ('"' | '\\' | '`' | '$')) => value.push(next),
                    Some(next) => value.extend(['\\', next]),
                },
                one => value.push(one),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn environment_files_are_read_as_systemd_reads_them() {
        let text = "# note\n; note\nA=1\n  B = two words  \nC=\"quo\\\"ted \\n\" \nD='sin\\gle\nlines'\n\
                    E=con\\\ntinued\nF=a \"b\" c\nno assignment\n1G=x\nH=\nI=\"a\"'b'\n";
        let found = assignments(text);
        let seen: Vec<(&str, u32)> =
            found.iter().map(|(text, line)| (text.as_str(), *line)).collect();
        assert_eq!(
            seen,
            [
                ("A=1", 3),
                ("B=two words", 4),
                ("C=quo\"ted \\n", 5),
                ("D=sin\\gle\nlines", 6),
                ("E=continued", 8),
                ("F=a \"b\" c", 10),
                ("1G=x", 12),
                ("H=", 13),
                ("I=ab", 14),
            ]
        );
        let mut environment = Environment::default();
        environment.read_file(text, "/f");
        assert!(!environment.0.contains_key("1G"));
        assert_eq!(environment.0["H"].value, "");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(?s)[A-C=\\\\\"'# \n]{0,80}") {
            Environment::default().read_file(&text, "/f");
        }
    }
}
