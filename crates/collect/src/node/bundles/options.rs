//! What a program that holds components was given: its command line, environment and configuration
//! file, by one name for each option.

use std::collections::BTreeMap;

use plimsoll_content::{Bundle, BundleConfig};
use plimsoll_model::{Argument, EnvironmentVariable, Tree, Value};
use plimsoll_source::{Limits, parse_yaml};

use crate::fs::FileSystem;

const FILE: u64 = 4 << 20;
const DROP_INS: usize = 1000;

/// One option as it was given.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Given {
    pub(super) name: String,
    pub(super) value: String,
    /// Where: an argument of the process, or a place in a file.
    pub(super) place: Argument,
}

/// Everything that was given, weakest first.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub(super) given: Vec<Given>,
}

impl Options {
    /// Reads everything that the program reads.
    ///
    /// # Errors
    /// Why that cannot be known.
    pub(super) fn read(
        bundle: &Bundle,
        fs: &dyn FileSystem,
        arguments: &[Argument],
        environment: &[EnvironmentVariable],
    ) -> Result<Self, String> {
        let mut given = Vec::new();
        for variable in environment {
            if let Some(name) = bundle.environment.get(&variable.name) {
                let text = format!("{}={}", variable.name, variable.value);
                let (file, line) = (variable.file.clone(), variable.line);
                let place = Argument { text, index: 0, file, line, set_by: None };
                given.push(Given { name: name.clone(), value: variable.value.clone(), place });
            }
        }
        let line = command_line(bundle, arguments);
        if let Some(config) = &bundle.config {
            let named = Options { given: given.iter().chain(&line).cloned().collect() };
            let path = named.last(&config.flag).unwrap_or(&config.default).to_owned();
            given.extend(configuration(bundle, fs, config, &path)?);
        }
        given.extend(line);
        Ok(Self { given })
    }

    /// The last value of an option.
    pub(super) fn last(&self, name: &str) -> Option<&str> {
        self.given.iter().rev().find(|one| one.name == name).map(|one| one.value.as_str())
    }

    /// Whether an option is given and not switched off.
    pub(super) fn is_on(&self, name: &str) -> bool {
        self.last(name).is_some_and(|value| !value.is_empty() && value != "false")
    }

    /// Every value of an option, in order.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Given> + 'a {
        self.given.iter().filter(move |one| one.name == name)
    }
}

/// Options of a command line: `--name=value`, `--name value`, `--switch`, `-c value`.
fn command_line(bundle: &Bundle, arguments: &[Argument]) -> Vec<Given> {
    let mut given = Vec::new();
    let mut rest = arguments.iter().peekable();
    while let Some(argument) = rest.next() {
        let Some(body) =
            argument.text.strip_prefix("--").or_else(|| argument.text.strip_prefix('-'))
        else {
            continue;
        };
        let (written, value) = match body.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (body, None),
        };
        let name = canonical(bundle, written);
        let value = match value {
            Some(value) => value,
            None if bundle.switches.contains(&name) => "true".to_owned(),
            None => match rest.next_if(|next| !next.text.starts_with("--")) {
                Some(next) => next.text.clone(),
                None => "true".to_owned(),
            },
        };
        given.push(Given { name, value, place: argument.clone() });
    }
    given
}

fn canonical(bundle: &Bundle, name: &str) -> String {
    bundle.aliases.get(name).map_or(name, String::as_str).to_owned()
}

/// Options of the configuration file and its drop-ins: a later file replaces what an earlier one
/// says of the same key, `key+` adds to it.
fn configuration(
    bundle: &Bundle,
    fs: &dyn FileSystem,
    config: &BundleConfig,
    path: &str,
) -> Result<Vec<Given>, String> {
    let mut files = vec![path.to_owned()];
    if config.drop_ins {
        let directory = format!("{path}.d");
        match fs.list(&directory, DROP_INS) {
            Ok(entries) => {
                let names = entries.into_iter().map(|entry| entry.name).filter(|name| {
                    let lower = name.to_ascii_lowercase();
                    lower.ends_with(".yaml") || lower.ends_with(".yml")
                });
                files.extend(names.map(|name| format!("{directory}/{name}")));
            }
            Err(error) if error.is_absent() => {}
            Err(error) => return Err(format!("{directory} could not be listed: {error}")),
        }
    }
    let mut values: BTreeMap<String, Vec<Given>> = BTreeMap::new();
    for file in files {
        let bytes = match fs.read(&file, FILE) {
            Ok(bytes) => bytes,
            Err(error) if error.is_absent() => continue,
            Err(error) => return Err(format!("{file} could not be read: {error}")),
        };
        let text = String::from_utf8(bytes).map_err(|_| format!("{file} is not UTF-8"))?;
        let trees = parse_yaml(&text, Limits::default())
            .map_err(|error| format!("{file} is not valid YAML: {error}"))?;
        let Some(tree) = trees.first().filter(|tree| !tree.is_null()) else { continue };
        if !matches!(tree.value, Value::Map(_)) {
            return Err(format!("{file} is no mapping"));
        }
        for entry in tree.entries() {
            let (key, adds) = match entry.key.strip_suffix('+') {
                Some(key) => (key, true),
                None => (entry.key.as_str(), false),
            };
            let name = canonical(bundle, key);
            let found = given_by(&name, &entry.value, &file)?;
            let slot = values.entry(name).or_default();
            if !adds {
                slot.clear();
            }
            slot.extend(found);
        }
    }
    Ok(values.into_values().flatten().collect())
}

/// The values of one key.
///
/// # Errors
/// When there is something else than values: what the program makes of it is not known.
fn given_by(name: &str, tree: &Tree, file: &str) -> Result<Vec<Given>, String> {
    let one = |tree: &Tree| {
        let value = match tree.value {
            Value::Null => Some(String::new()),
            _ => tree.scalar_text(),
        };
        let value = value.ok_or_else(|| {
            format!("`{name}` in {file}, line {}, is neither a value nor a list of them", tree.line)
        })?;
        let place = Argument {
            text: format!("{name}: {value}"),
            index: 0,
            file: Some(file.to_owned()),
            line: Some(tree.line),
            set_by: None,
        };
        Ok(Given { name: name.to_owned(), value, place })
    };
    match &tree.value {
        Value::List(items) => items.iter().map(one).collect(),
        _ => Ok(vec![one(tree)?]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::MemFs;

    fn bundle() -> Bundle {
        Bundle {
            title: "k3s".to_owned(),
            processes: Vec::new(),
            units: Vec::new(),
            hides_arguments: true,
            config: Some(BundleConfig {
                flag: "config".to_owned(),
                default: "/c.yaml".to_owned(),
                drop_ins: true,
            }),
            switches: vec!["cluster-init".to_owned()],
            aliases: [("c".to_owned(), "config".to_owned())].into(),
            environment: [("K3S_CONFIG_FILE".to_owned(), "config".to_owned())].into(),
            places: BTreeMap::new(),
            components: Vec::new(),
            starts: Vec::new(),
        }
    }

    fn arguments(texts: &[&str]) -> Vec<Argument> {
        texts
            .iter()
            .zip(1..)
            .map(|(text, index)| Argument {
                text: (*text).to_owned(),
                index,
                file: None,
                line: None,
                set_by: None,
            })
            .collect()
    }

    #[test]
    fn drop_ins_replace_and_add_and_the_command_line_comes_last() {
        let fs = MemFs::new()
            .file("/c.yaml", "data-dir: /a\nkube-apiserver-arg:\n  - x=1\n  - y=2\nselinux: true\n")
            .file("/c.yaml.d/1.yaml", "data-dir: /b\nkube-apiserver-arg+: z=3\n")
            .file("/c.yaml.d/2.yml", "selinux: false\n")
            .file("/c.yaml.d/3.txt", "data-dir: /never\n");
        let line = arguments(&["--cluster-init", "--kube-apiserver-arg", "w=4"]);
        let options = Options::read(&bundle(), &fs, &line, &[]).unwrap();
        let extra: Vec<&str> =
            options.all("kube-apiserver-arg").map(|one| one.value.as_str()).collect();
        assert_eq!(extra, ["x=1", "y=2", "z=3", "w=4"]);
        assert_eq!(options.last("data-dir"), Some("/b"));
        assert!(options.is_on("cluster-init") && !options.is_on("selinux"));
        let place = &options.all("kube-apiserver-arg").nth(1).unwrap().place;
        assert_eq!((place.file.as_deref(), place.line), (Some("/c.yaml"), Some(4)));
    }

    #[test]
    fn another_file_may_be_named_and_what_cannot_be_read_is_an_error() {
        let fs = MemFs::new().file("/other", "a: 1\n").file("/bad", "- a\n");
        let read = |line: &[&str]| Options::read(&bundle(), &fs, &arguments(line), &[]);
        assert_eq!(read(&["-c", "/other"]).unwrap().last("a"), Some("1"));
        assert_eq!(read(&["--config=/bad"]).unwrap_err(), "/bad is no mapping");
        for text in
            ["kube-apiserver-arg: { anonymous-auth: true }\n", "kube-apiserver-arg: [[a=b]]\n"]
        {
            let fs = MemFs::new().file("/c.yaml", text);
            let reason = Options::read(&bundle(), &fs, &[], &[]).unwrap_err();
            assert!(reason.contains("neither a value nor a list"), "{reason}");
        }
        let named = EnvironmentVariable {
            name: "K3S_CONFIG_FILE".to_owned(),
            value: "/other".to_owned(),
            file: None,
            line: None,
        };
        let options = Options::read(&bundle(), &fs, &[], &[named]).unwrap();
        assert_eq!(options.last("a"), Some("1"));
    }
}
