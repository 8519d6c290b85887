//! What was seen of a setting, and where.

use plimsoll_content::SettingType;
use plimsoll_model::{Document, DocumentState, Evidence, Location, Tree};

use crate::arguments::Given;
use crate::outcome::Outcome;
use crate::resolve::Settings;
use crate::value::SettingValue;

impl Settings<'_> {
    /// Evidence of one argument.
    pub(crate) fn argument(&self, given: &Given<'_>) -> Evidence {
        let argument = &given.argument;
        let instance = self.instance.id.clone();
        let mut note = None;
        let location = match (&argument.set_by, &argument.file, &self.instance.process) {
            (Some(program), ..) => {
                note = Some(format!("{program} gives it by itself"));
                let version =
                    self.version.map_or_else(String::new, |version| format!(" {version}"));
                Location::Default { instance, version: format!("{program}{version}") }
            }
            (None, Some(path), _) => {
                note = self.staleness(path);
                Location::File { path: path.clone(), line: argument.line, column: None }
            }
            (None, None, Some(process)) => {
                let argument = Some(argument.index);
                Location::Process { instance, pid: process.pid, argument }
            }
            (None, None, None) => Location::File {
                path: self.definition_path().to_owned(),
                line: argument.line,
                column: None,
            },
        };
        Evidence { seen: given.written.clone(), location, note }
    }

    /// Evidence of a value in a file, with a remark when the file is newer than the process.
    pub(crate) fn in_file(&self, document: &Document, path: &str, tree: &Tree) -> Evidence {
        let shown = SettingValue::from_tree(SettingType::Text, tree)
            .or_else(|_| SettingValue::from_tree(SettingType::List, tree))
            .or_else(|_| SettingValue::from_tree(SettingType::Map, tree))
            .map_or_else(
                |_| "(structure)".to_owned(),
                |value| match value {
                    SettingValue::Text(text) if text.is_empty() => "\"\"".to_owned(),
                    other => other.to_string(),
                },
            );
        Evidence {
            seen: format!("{path}: {shown}"),
            location: Location::File {
                path: document.path.clone(),
                line: Some(tree.line),
                column: Some(tree.column),
            },
            note: self.staleness(&document.path),
        }
    }

    /// The remark for a file that was written after the process that reads it had started.
    #[must_use]
    pub fn staleness(&self, path: &str) -> Option<String> {
        let started = self.instance.process.as_ref()?.started?;
        let modified = *self.modified.get(path)?;
        (modified > started).then(|| {
            "written after the process started: not yet in force, as far as can be told".to_owned()
        })
    }
}

pub(crate) fn unreadable(document: &Document) -> Outcome {
    let why = match &document.state {
        DocumentState::Parsed(_) => "it is empty".to_owned(),
        DocumentState::Absent => "it is not there".to_owned(),
        DocumentState::Unreadable { reason } => reason.clone(),
    };
    Outcome::Unknown {
        reason: format!("{} could not be read: {why}", document.path),
        evidence: vec![Evidence {
            seen: why,
            location: Location::File { path: document.path.clone(), line: None, column: None },
            note: None,
        }],
    }
}
