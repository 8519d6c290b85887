//! Command lines and configuration of every component: every setting has an answer, every flag that
//! was read stands in the command line, and only a flag that the component has sets anything.
//!
//! Input: a line that names the component, its arguments one a line, an empty line, its
//! configuration file.
#![no_main]
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use plimsoll_content::Content;
use plimsoll_model::*;
use plimsoll_settings::{Outcome, Provenance, Settings, read_arguments};
use plimsoll_source::{Limits, parse_yaml};

static CONTENT: LazyLock<Content> = LazyLock::new(|| plimsoll_catalog::builtin().unwrap());

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Some((name, text)) = text.split_once('\n') else { return };
    // A name that is none stands for one all the same, so that no input is lost.
    let number = name.bytes().map(usize::from).sum::<usize>() % CONTENT.components.len();
    let known = CONTENT.components.get(name).or_else(|| CONTENT.components.values().nth(number));
    let Some(component) = known else { return };
    let (line, config) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut words: Vec<String> = line.split('\n').map(str::to_owned).collect();
    if let Some(config) = &component.config {
        let dashes = if component.id == "etcd" { "-" } else { "--" };
        words.insert(0, format!("{dashes}{}=/c", config.flag));
    }
    let arguments: Vec<Argument> = (1_u32..)
        .zip(words)
        .map(|(index, text)| Argument { text, index, file: None, line: None, set_by: None })
        .collect();
    let mut flags = BTreeSet::new();
    for one in read_arguments(component, &arguments).0 {
        assert!(arguments.contains(&one.argument));
        if one.known {
            assert!(component.settings.contains_key(&one.key), "{one:?}");
            flags.insert(one.key);
        }
    }
    let state = match parse_yaml(config, Limits { nodes: 10_000, ..Limits::default() }) {
        Ok(trees) => DocumentState::Parsed(trees),
        Err(error) => DocumentState::Unreadable { reason: error.to_string() },
    };
    let path = "/c".to_owned();
    let document = Document { path: path.clone(), kind: DocumentKind::Configuration, state };
    let documents = BTreeMap::from([(path, document)]);
    let instance = Instance {
        id: component.id.clone(),
        component: component.id.clone(),
        state: InstanceState::Configured,
        process: None,
        definitions: vec![Definition {
            kind: DefinitionKind::SystemdUnit,
            path: "/u".to_owned(),
            files: Vec::new(),
            command_line: CommandLine {
                program: component.id.clone(),
                arguments,
                environment: Vec::new(),
            },
            image: None,
            problems: Vec::new(),
        }],
        versions: Vec::new(),
        host_paths: BTreeMap::new(),
        flags_unseen: None,
        embedded: None,
    };
    for version in [None, Some(Version::minor(1, 19)), Some(Version::minor(1, 34))] {
        let settings = Settings::new(&CONTENT, &instance, &documents, version).unwrap();
        for key in component.settings.keys() {
            if let Outcome::Value(effective) = settings.get(key) {
                assert_eq!(&effective.key, key);
                let from_flag = effective.provenance == Provenance::CommandLine;
                assert!(!from_flag || flags.contains(key), "{key} has no such flag: {effective:?}");
            }
        }
        let _ = settings.get("enabled-admission-plugins");
        for gate in CONTENT.feature_gates.keys().take(3) {
            let _ = settings.get(&format!("feature-gates.{gate}"));
        }
        let _ = settings.configuration();
    }
});
