//! From the assignments of a unit to the command that it runs.

use std::sync::Arc;

use plimsoll_model::{Argument, CommandLine, EnvironmentVariable};

use super::FILE;
use super::environment::Environment;
use super::expand::{Specifiers, variables};
use super::unit_file::{Assignment, Text};
use super::words::{Rules, split};
use crate::fs::FileSystem;
use crate::{redact, shell};

/// Arguments that are kept.
const ARGUMENTS: usize = 10_000;
/// Bytes of all arguments together: a variable can be named many times.
const BYTES: usize = 4 << 20;

/// A unit on its way to a command line.
pub(super) struct Service<'a> {
    pub(super) name: &'a str,
    pub(super) fs: &'a dyn FileSystem,
    pub(super) programs: &'a [&'a str],
}

impl Service<'_> {
    /// The redacted command line of `ExecStart=`; `None` without one. Environment files that are
    /// there are added to `files`.
    pub(super) fn command_line(
        &self,
        assignments: &[Assignment],
        files: &mut Vec<String>,
        problems: &mut Vec<String>,
    ) -> Option<CommandLine> {
        let commands = since_reset(assignments, "ExecStart");
        if commands.is_empty() {
            return None;
        }
        if commands.len() > 1 {
            problems.push("it has several ExecStart= commands; the first one is shown".to_owned());
        }
        let environment = self.environment(assignments, files, problems);
        // A line that systemd cannot understand is passed over, by it and here.
        let mut words = commands
            .into_iter()
            .map(|command| self.words(command, problems))
            .find(|words| !words.is_empty())
            .unwrap_or_default();
        if words.is_empty() {
            return Some(CommandLine::default());
        }
        let mut program = words.remove(0);
        let prefix: String =
            program.text.chars().take_while(|one| "-@:+!|".contains(*one)).collect();
        program.text = program.text.get(prefix.len()..).unwrap_or_default().to_owned();
        // With `@` the next word is only what the program is told that it is called.
        if prefix.contains('@') && !words.is_empty() {
            words.remove(0);
        }
        let mut line = vec![program];
        let mut bytes = 0;
        for word in words {
            // `:` turns variables off.
            let expanded = match prefix.contains(':') {
                true => vec![word],
                false => variables(word, &environment, problems),
            };
            bytes += expanded.iter().map(|argument| argument.text.len()).sum::<usize>();
            line.extend(expanded);
            if line.len() > ARGUMENTS || bytes > BYTES {
                problems.push("it has more arguments than are kept".to_owned());
                line.truncate(ARGUMENTS);
                break;
            }
        }
        if let Some(unwrapped) = shell::unwrap(&line, self.programs) {
            line = unwrapped;
        }
        Some(finish(line, &environment))
    }

    fn environment(
        &self,
        assignments: &[Assignment],
        files: &mut Vec<String>,
        problems: &mut Vec<String>,
    ) -> Environment {
        let mut environment = Environment::default();
        for text in since_reset(assignments, "Environment") {
            for word in self.words(text, problems) {
                let line = word.line.unwrap_or(1);
                if !environment.assign(&word.text, &text.file, line) {
                    problems.push(format!("{}:{line} holds no NAME=value", text.file));
                }
            }
        }
        for text in since_reset(assignments, "EnvironmentFile") {
            self.environment_file(text, &mut environment, files, problems);
        }
        for text in since_reset(assignments, "UnsetEnvironment") {
            for word in self.words(text, problems) {
                environment.unset(&word.text);
            }
        }
        environment
    }

    fn environment_file(
        &self,
        text: &Text,
        environment: &mut Environment,
        files: &mut Vec<String>,
        problems: &mut Vec<String>,
    ) {
        let named = Specifiers { unit: self.name }.expand(&text.text, problems);
        let (path, optional) = match named.strip_prefix('-') {
            Some(path) => (path, true),
            None => (named.as_str(), false),
        };
        if path.contains(['*', '?', '[']) {
            problems.push(format!("the environment files {path} were not looked for"));
            return;
        }
        match self.fs.read(path, FILE) {
            Ok(content) => environment.read_file(&String::from_utf8_lossy(&content), path),
            Err(error) if error.is_absent() => {
                if !optional {
                    problems.push(format!("the environment file {path} is not there"));
                }
                return;
            }
            Err(error) => problems.push(format!("{path} could not be read: {error}")),
        }
        if !files.iter().any(|file| file == path) {
            files.push(path.to_owned());
        }
    }

    /// Words of a value with specifiers replaced. A second command after `;` is left out.
    fn words(&self, text: &Text, problems: &mut Vec<String>) -> Vec<Argument> {
        let words = match split(&text.text, Rules::Strict) {
            Ok(words) => words,
            Err(wrong) => {
                problems.push(format!("{}:{} {wrong}", text.file, text.line_at(0)));
                return Vec::new();
            }
        };
        let specifiers = Specifiers { unit: self.name };
        words
            .into_iter()
            .take(ARGUMENTS)
            .take_while(|(_, word)| word != ";")
            .map(|(offset, word)| Argument {
                text: specifiers.expand(&word, problems),
                index: 0,
                file: Some(text.file.to_string()),
                line: Some(text.line_at(offset)),
                set_by: None,
            })
            .collect()
    }
}

/// The values of `key` after the last empty assignment, which resets the list.
fn since_reset<'a>(assignments: &'a [Assignment], key: &str) -> Vec<&'a Text> {
    let mut values = Vec::new();
    for assignment in assignments.iter().filter(|assignment| assignment.key == key) {
        if assignment.value.text.is_empty() {
            values.clear();
        } else {
            values.push(&assignment.value);
        }
    }
    values
}

fn finish(line: Vec<Argument>, environment: &Environment) -> CommandLine {
    let mut line = line.into_iter();
    let program = line.next().map(|program| program.text).unwrap_or_default();
    let numbered = |(argument, index): (Argument, u32)| Argument { index, ..argument };
    let arguments = line.zip(1_u32..).map(numbered).collect();
    let environment = environment
        .0
        .iter()
        .map(|(name, variable)| EnvironmentVariable {
            name: name.clone(),
            value: variable.value.clone(),
            file: Some(Arc::clone(&variable.file).to_string()),
            line: Some(variable.line),
        })
        .collect();
    let mut command_line = CommandLine { program, arguments, environment };
    redact::command_line(&mut command_line);
    command_line
}
