//! Command lines and a configuration file of every component: every setting has an answer.
#![no_main]
use std::collections::BTreeMap;
use std::sync::LazyLock;

use plimsoll_content::Content;
use plimsoll_model::*;
use plimsoll_settings::Settings;
use plimsoll_source::{Limits, parse_yaml};

static CONTENT: LazyLock<Content> = LazyLock::new(|| plimsoll_catalog::builtin().unwrap());

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (line, config) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut words: Vec<String> = line.split('\n').map(str::to_owned).collect();
    words.push("--config=/c".to_owned());
    let arguments: Vec<Argument> = (1_u32..)
        .zip(words)
        .map(|(index, text)| Argument { text, index, file: None, line: None })
        .collect();
    let state = match parse_yaml(config, Limits::default()) {
        Ok(trees) => DocumentState::Parsed(trees),
        Err(error) => DocumentState::Unreadable { reason: error.to_string() },
    };
    let path = "/c".to_owned();
    let document = Document { path: path.clone(), kind: DocumentKind::Configuration, state };
    let documents = BTreeMap::from([(path, document)]);
    for component in CONTENT.components.keys() {
        let instance = Instance {
            id: component.clone(),
            component: component.clone(),
            state: InstanceState::Configured,
            process: None,
            definitions: vec![Definition {
                kind: DefinitionKind::SystemdUnit,
                path: "/u".to_owned(),
                files: Vec::new(),
                command_line: CommandLine {
                    program: component.clone(),
                    arguments: arguments.clone(),
                    environment: Vec::new(),
                },
                image: None,
                problems: Vec::new(),
            }],
            versions: Vec::new(),
            host_paths: BTreeMap::new(),
        };
        for version in [None, Some(Version::minor(1, 19)), Some(Version::minor(1, 34))] {
            let settings = Settings::new(&CONTENT, &instance, &documents, version).unwrap();
            for key in CONTENT.components[component].settings.keys().take(40) {
                let _ = settings.get(key);
            }
            let _ = settings.get("enabled-admission-plugins");
            let _ = settings.get("feature-gates.RotateKubeletServerCertificate");
        }
    }
});
