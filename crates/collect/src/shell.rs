//! The command behind a shell: `sh -c "... exec kube-apiserver --x 2>&1"`.
//!
//! Older manifests and some units start a component so, to send its output to a file. No shell is
//! written here: a script is split into its simple commands, and only a command that begins with a
//! program one is looking for is taken. Variables and substitutions in it stay as they are written.

use plimsoll_model::Argument;

/// Shells by the last part of their path.
const SHELLS: [&str; 6] = ["sh", "bash", "dash", "ash", "ksh", "zsh"];

/// The command line of the last simple command of the script that begins, perhaps after `exec` and
/// assignments, with one of `programs`. `None` when this is no shell or holds no such command.
#[must_use]
pub fn unwrap(line: &[Argument], programs: &[&str]) -> Option<Vec<Argument>> {
    let (first, mut rest) = line.split_first()?;
    let mut shell = base(&first.text);
    if shell == "busybox" || shell == "env" {
        let (second, others) = rest.split_first()?;
        shell = base(&second.text);
        rest = others;
    }
    if !SHELLS.contains(&shell) {
        return None;
    }
    let script = script(rest)?;
    let commands = simple_commands(&script.text);
    let command = commands.into_iter().rev().find_map(|words| begin(words, programs))?;
    let place = |text: String| Argument { text, ..script.clone() };
    Some(command.into_iter().map(place).collect())
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The first argument that is no option, when one of the options was `-c`.
fn script(arguments: &[Argument]) -> Option<&Argument> {
    let mut has_command = false;
    let mut takes_value = false;
    for argument in arguments {
        let text = argument.text.as_str();
        if std::mem::take(&mut takes_value) {
            continue;
        }
        if !text.starts_with(['-', '+']) || text == "-" {
            return has_command.then_some(argument);
        }
        if !text.starts_with("--") {
            has_command |= text.contains('c');
            takes_value = text.ends_with(['o', 'O']);
        }
    }
    None
}

/// The command from its program on, when that is one of `programs`.
fn begin(words: Vec<String>, programs: &[&str]) -> Option<Vec<String>> {
    let is_before = |word: &String| {
        matches!(word.as_str(), "exec" | "then" | "do" | "{" | "(" | "!" | "nohup" | "nice")
            || word.split_once('=').is_some_and(|(name, _)| {
                !name.is_empty()
                    && name.bytes().all(|one| one.is_ascii_alphanumeric() || one == b'_')
            })
    };
    let command: Vec<String> = words.into_iter().skip_while(is_before).collect();
    let program = command.first()?;
    programs.contains(&base(program)).then_some(command)
}

/// The script's commands with quotes undone and redirections left out.
fn simple_commands(script: &str) -> Vec<Vec<String>> {
    let mut commands = vec![Vec::new()];
    let mut word: Option<String> = None;
    let mut skip_word = false;
    let mut characters = script.chars().peekable();
    while let Some(one) = characters.next() {
        match one {
            '\\' => match characters.next() {
                Some('\n') | None => {}
                Some(next) => word.get_or_insert_default().push(next),
            },
            '\'' => {
                let word = word.get_or_insert_default();
                word.extend(characters.by_ref().take_while(|one| *one != '\''));
            }
            '"' => double_quoted(&mut characters, word.get_or_insert_default()),
            '#' if word.is_none() => {
                while characters.peek().is_some_and(|one| *one != '\n') {
                    characters.next();
                }
            }
            '>' | '<' => {
                // A number or `&` before it belongs to the redirection, the word after it too.
                let number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
                push(&mut commands, word.take().filter(|word| !number(word)), &mut skip_word);
                while characters.peek().is_some_and(|one| matches!(one, '>' | '<' | '&' | '|')) {
                    characters.next();
                }
                skip_word = true;
            }
            '&' if characters.peek() == Some(&'>') => {}
            ';' | '|' | '&' | '\n' | '(' | ')' => {
                push(&mut commands, word.take(), &mut skip_word);
                skip_word = false;
                commands.push(Vec::new());
            }
            one if one.is_whitespace() => push(&mut commands, word.take(), &mut skip_word),
            '$' if characters.peek() == Some(&'(') => {
                let word = word.get_or_insert_default();
                word.push('$');
                substitution(&mut characters, word);
            }
            one => word.get_or_insert_default().push(one),
        }
    }
    push(&mut commands, word, &mut skip_word);
    commands.retain(|command| !command.is_empty());
    commands
}

fn push(commands: &mut [Vec<String>], word: Option<String>, skip_word: &mut bool) {
    let Some(word) = word else { return };
    if std::mem::take(skip_word) {
        return;
    }
    if let Some(command) = commands.last_mut() {
        command.push(word);
    }
}

type Characters<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn double_quoted(characters: &mut Characters<'_>, word: &mut String) {
    while let Some(one) = characters.next() {
        match one {
            '"' => return,
            '\\' => match characters.next() {
                Some('\n') | None => {}
                Some(next @ ('"' | '\\' | '$' | '`')) => word.push(next),
                Some(next) => word.extend(['\\', next]),
            },
            one => word.push(one),
        }
    }
}

/// `$(...)` as it is written.
fn substitution(characters: &mut Characters<'_>, word: &mut String) {
    let mut depth = 0_usize;
    for one in characters.by_ref() {
        word.push(one);
        match one {
            '(' => depth += 1,
            ')' if depth <= 1 => return,
            ')' => depth -= 1,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unwrapped(words: &[&str]) -> Option<Vec<String>> {
        let line: Vec<Argument> = words
            .iter()
            .map(|text| Argument {
                text: (*text).to_owned(),
                index: 0,
                file: None,
                line: Some(7),
                set_by: None,
            })
            .collect();
        let found = unwrap(&line, &["kube-apiserver"])?;
        assert!(found.iter().all(|argument| argument.line == Some(7)));
        Some(found.into_iter().map(|argument| argument.text).collect())
    }

    #[test]
    fn the_program_behind_a_shell_is_found() {
        for (words, want) in [
            (
                vec!["/bin/sh", "-c", "exec kube-apiserver --a=1 1>>/var/log/a.log 2>&1"],
                "kube-apiserver --a=1",
            ),
            (
                vec![
                    "bash",
                    "-ec",
                    "set -x\nX=1 exec /usr/bin/kube-apiserver '--a=b c' \\\n --d | tee log",
                ],
                "/usr/bin/kube-apiserver --a=b c --d",
            ),
            (
                vec![
                    "/bin/busybox",
                    "sh",
                    "-c",
                    "if true; then kube-apiserver \"--x=$(hostname -i)\" &> f; fi",
                ],
                "kube-apiserver --x=$(hostname -i)",
            ),
            (
                vec!["sh", "-o", "pipefail", "-c", "kube-apiserver --x=$(a (b) c) # --y\n"],
                "kube-apiserver --x=$(a (b) c)",
            ),
        ] {
            assert_eq!(unwrapped(&words).map(|words| words.join(" ")).as_deref(), Some(want));
        }
    }

    #[test]
    fn anything_else_is_left_alone() {
        for words in [
            vec!["kube-apiserver", "-c", "kube-apiserver"],
            vec!["sh", "kube-apiserver"],
            vec!["sh", "-c", "echo kube-apiserver"],
            vec!["sh", "-c"],
            vec![],
        ] {
            assert_eq!(unwrapped(&words), None, "{words:?}");
        }
    }

    proptest! {
        #[test]
        fn no_script_makes_it_panic(script in "(?s)[a-c\"'\\\\$()<>&|;# \n0-9]{0,80}") {
            let _ = simple_commands(&script);
        }
    }
}
