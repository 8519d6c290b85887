//! The flags that a program gives to a component inside.

use std::collections::BTreeMap;

use plimsoll_content::{Bundle, Bundled, BundledFlag, Condition, at_minor};
use plimsoll_model::{Argument, EnvironmentVariable, Version};

use super::options::{Given, Options};
use crate::fs::FileSystem;

const ARGUMENTS_FILE: u64 = 1 << 20;
const LINES: usize = 10_000;

/// What the flags depend on.
pub(super) struct Context<'a> {
    pub(super) bundle: &'a Bundle,
    pub(super) fs: &'a dyn FileSystem,
    pub(super) options: &'a Options,
    /// Environment variables that hold places.
    pub(super) variables: &'a [EnvironmentVariable],
    pub(super) version: Option<Version>,
    /// The host's name, which `{hostname}` stands for.
    pub(super) hostname: &'a str,
}

impl Context<'_> {
    /// The command line of a component, as its own `main` would see it.
    ///
    /// # Errors
    /// Why it is not known.
    pub(super) fn arguments(&self, component: &Bundled) -> Result<Vec<Argument>, String> {
        let mut own: BTreeMap<String, String> = BTreeMap::new();
        self.add(&mut own, &component.flags);
        for case in &component.cases {
            if self.holds(component, &case.when) {
                self.add(&mut own, &case.flags);
            }
        }
        let mut flags: BTreeMap<String, Vec<Argument>> = own
            .into_iter()
            .map(|(name, value)| {
                let argument = Argument {
                    text: format!("--{name}={value}"),
                    index: 0,
                    file: None,
                    line: None,
                    set_by: Some(self.bundle.title.clone()),
                };
                (name, vec![argument])
            })
            .collect();
        for extra in component.extra.iter().flat_map(|name| self.options.all(name)) {
            merge(&mut flags, extra, &self.bundle.title);
        }
        let mut arguments: Vec<Argument> = flags.into_values().flatten().collect();
        if let Some(file) = &component.arguments_file {
            let named = file.flag.as_ref().and_then(|flag| self.options.last(flag));
            arguments.extend(self.arguments_file(named.unwrap_or(&file.default))?);
        }
        Ok(arguments)
    }

    fn add(&self, own: &mut BTreeMap<String, String>, flags: &BTreeMap<String, BundledFlag>) {
        for (name, flag) in flags {
            let value = match flag {
                BundledFlag::Value(value) => Some(self.expand(value)),
                BundledFlag::FirstOf(paths) => {
                    paths.iter().map(|path| self.expand(path)).find(|path| self.exists(path))
                }
                BundledFlag::ByVersion(runs) => match self.version {
                    Some(version) => at_minor(runs, version.minor).flatten(),
                    None => runs.last().and_then(|(_, value)| value.as_deref()),
                }
                .map(|value| self.expand(value)),
            };
            if let Some(value) = value {
                own.insert(name.clone(), value);
            }
        }
    }

    /// Whether a condition holds.
    pub(super) fn holds(&self, component: &Bundled, condition: &Condition) -> bool {
        let carries = |wanted: &String| {
            let extra = component.extra.iter().flat_map(|name| self.options.all(name));
            extra.into_iter().any(|one| flag_name(&one.value).0 == wanted.as_str())
        };
        condition.there.as_ref().is_none_or(|path| self.exists(&self.expand(path)))
            && condition.not_there.as_ref().is_none_or(|path| !self.exists(&self.expand(path)))
            && condition.given.iter().all(|flag| self.options.is_on(flag))
            && !condition.not_given.iter().any(|flag| self.options.is_on(flag))
            && condition
                .not_set_to
                .iter()
                .all(|(flag, value)| self.options.last(flag) != Some(value.as_str()))
            && condition.begins.iter().all(|(flag, beginning)| {
                self.options.last(flag).is_some_and(|value| value.starts_with(beginning.as_str()))
            })
            && !condition.extra_lacks.iter().any(carries)
            && (condition.any.is_empty()
                || condition.any.iter().any(|one| self.holds(component, one)))
    }

    /// Why nothing of what the running program keeps was seen: a place that it makes is not there.
    pub(super) fn unseen_place(&self) -> Option<String> {
        let made = self.bundle.places.iter().filter(|(_, place)| place.made);
        made.filter_map(|(name, _)| Some((name, self.place(name)?))).find_map(|(name, path)| {
            let title = &self.bundle.title;
            if !path.starts_with('/') {
                return Some(format!(
                    "{title} keeps its {name} in `{path}`, relative to where it was started"
                ));
            }
            (!self.exists(&path)).then(|| {
                format!("{title} runs and keeps its {name} in {path}, and that is not there")
            })
        })
    }

    /// What cannot be looked at is taken to be there: who rests on it then sees that it cannot be.
    fn exists(&self, path: &str) -> bool {
        match self.fs.stat(path) {
            Ok(_) => true,
            Err(error) => !error.is_absent(),
        }
    }

    /// A text with names of places and options in braces replaced.
    fn expand(&self, text: &str) -> String {
        let mut result = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            result.push_str(before);
            let Some((name, tail)) = after.split_once('}') else { break };
            result.push_str(&self.place(name).unwrap_or_default());
            rest = tail;
        }
        result.push_str(rest);
        result
    }

    /// Every place of the program, by name.
    pub(super) fn places(&self) -> Vec<(String, String)> {
        let places = self.bundle.places.keys();
        places.filter_map(|name| Some((name.clone(), self.place(name)?))).collect()
    }

    fn place(&self, name: &str) -> Option<String> {
        let Some(place) = self.bundle.places.get(name) else {
            let given = self.options.last(name).map(str::to_owned);
            return given.or_else(|| (name == "hostname").then(|| self.hostname.to_owned()));
        };
        let flag = place.flag.as_ref().and_then(|flag| self.options.last(flag));
        let variable = place.variable.as_ref().and_then(|wanted| {
            self.variables.iter().find(|one| one.name == *wanted).map(|one| one.value.as_str())
        });
        let found = flag.or(variable).unwrap_or(&place.default);
        // A default may name the host, and nothing else.
        let found = found.replace("{hostname}", self.hostname);
        Some(found.trim_end_matches('/').to_owned())
    }

    /// The flags of a file with one in a line: `#` begins a comment, quotes are dropped, `$NAME`
    /// and `${NAME}` are places.
    fn arguments_file(&self, path: &str) -> Result<Vec<Argument>, String> {
        let bytes = self
            .fs
            .read(path, ARGUMENTS_FILE)
            .map_err(|error| format!("{path} could not be read: {error}"))?;
        let text = String::from_utf8(bytes).map_err(|_| format!("{path} is not UTF-8"))?;
        let lines = text.lines().zip(1_u32..).take(LINES);
        let arguments = lines.filter_map(|(line, number)| {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                return None;
            }
            let text = self.shell_expand(&line.replace(['"', '\''], ""));
            // A flag and its value may stand in one line with a blank between them.
            let text = match text.split_once([' ', '\t']) {
                Some((flag, value)) if flag.starts_with("--") && !flag.contains('=') => {
                    format!("{flag}={}", value.trim())
                }
                _ => text,
            };
            let (file, line) = (Some(path.to_owned()), Some(number));
            Some(Argument { text, index: 0, file, line, set_by: None })
        });
        Ok(arguments.collect())
    }

    fn shell_expand(&self, text: &str) -> String {
        let mut result = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            result.push_str(before);
            let (name, tail) = match after.strip_prefix('{').and_then(|one| one.split_once('}')) {
                Some(parts) => parts,
                None => {
                    let end = after
                        .find(|one: char| !one.is_ascii_alphanumeric() && one != '_')
                        .unwrap_or(after.len());
                    after.split_at(end)
                }
            };
            result.push_str(&self.place(name).unwrap_or_default());
            rest = tail;
        }
        result.push_str(rest);
        result
    }
}

/// `name`, `name+` or `name-` of `--name=value`, and the value.
fn flag_name(text: &str) -> (&str, &str) {
    let (name, value) = text.split_once('=').unwrap_or((text, "true"));
    (name.trim_start_matches("--").trim_end_matches(['+', '-']), value)
}

/// Puts a flag that the user gives in place of the program's own, or beside it.
fn merge(flags: &mut BTreeMap<String, Vec<Argument>>, extra: &Given, title: &str) {
    let (name, value) = flag_name(&extra.value);
    let written = extra.value.split('=').next().unwrap_or_default();
    let argument = Argument { text: format!("--{name}={value}"), ..extra.place.clone() };
    let slot = flags.entry(name.to_owned()).or_default();
    if written.ends_with('+') {
        slot.push(argument);
    } else if written.ends_with('-') {
        slot.insert(0, argument);
    } else {
        slot.retain(|one| one.set_by.as_deref() != Some(title));
        slot.push(argument);
    }
}
