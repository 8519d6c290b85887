//! `plimsoll settings [COMPONENT]`.

use anyhow::bail;
use plimsoll_engine::Host;
use plimsoll_model::{FileState, InstanceState};
use plimsoll_report::sanitize::sanitize;
use plimsoll_settings::{Outcome, SettingValue};
use serde::Serialize;

use super::{content, listing, look};
use crate::cli::SettingsArgs;
use crate::snapshot_file;

#[derive(Serialize)]
struct Component {
    instance: String,
    component: String,
    state: &'static str,
    version: Option<String>,
    notices: Vec<String>,
    settings: Vec<Setting>,
}

#[derive(Serialize)]
struct Setting {
    key: String,
    value: Option<String>,
    provenance: String,
    evidence: Vec<plimsoll_model::Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

pub(crate) fn run(arguments: &SettingsArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    if let Some(wanted) = &arguments.component
        && !content.components.contains_key(wanted)
    {
        let known: Vec<&str> = content.components.keys().map(String::as_str).collect();
        wrong_usage!("there is no component `{wanted}`; there are {}", known.join(", "));
    }
    let snapshot = match &arguments.snapshot {
        Some(path) => snapshot_file::read_host(path)?,
        None => look::node(&content, &arguments.look, std::collections::BTreeMap::new())?,
    };
    let host = Host::new(&content, &snapshot);
    let mut components = Vec::new();
    for one in &host.instances {
        let id = &one.instance.component;
        if arguments.component.as_ref().is_some_and(|wanted| wanted != id) {
            continue;
        }
        let component = one.settings.component();
        let mut keys: Vec<String> = component.settings.keys().cloned().collect();
        if id == "kube-apiserver" {
            keys.push("enabled-admission-plugins".to_owned());
        }
        keys.sort();
        let settings: Vec<Setting> = keys
            .iter()
            .filter_map(|key| {
                let default = arguments.changed.then(|| one.settings.default_value(key)).flatten();
                setting(key, one.settings.get(key), default.as_ref())
            })
            .collect();
        if component.settings.is_empty() {
            continue;
        }
        let mut notices: Vec<String> = one.settings.remarks().to_vec();
        let (config, drop_ins) = one.settings.configuration();
        for document in config.into_iter().chain(drop_ins) {
            let present = snapshot
                .node
                .files
                .get(&document.path)
                .is_some_and(|fact| matches!(fact.state, FileState::Present(_)));
            if present && let Some(stale) = one.settings.staleness(&document.path) {
                notices.push(format!("{}: {stale}", document.path));
            }
        }
        components.push(Component {
            instance: one.instance.id.clone(),
            component: id.clone(),
            state: match one.instance.state {
                InstanceState::Running => "running",
                InstanceState::Configured => "configured",
            },
            version: one.version.as_ref().map(|evidence| evidence.version.to_string()),
            notices,
            settings,
        });
    }
    if components.is_empty() {
        let what =
            arguments.component.as_deref().unwrap_or("any component whose settings are known");
        bail!("{what} neither runs nor is configured on {}", snapshot.node.name);
    }
    listing::print(arguments.list, &components, || text(&components))
}

/// A setting for the listing; one that equals `unlike` is left out.
fn setting(key: &str, outcome: Outcome, unlike: Option<&SettingValue>) -> Option<Setting> {
    match outcome {
        Outcome::Value(effective) => {
            if unlike == Some(&effective.value) {
                return None;
            }
            Some(Setting {
                key: key.to_owned(),
                // A program wants an empty value empty; people read "not set".
                value: Some(if effective.value.is_empty() {
                    String::new()
                } else {
                    effective.value.to_string()
                }),
                provenance: effective.provenance.as_str().to_owned(),
                evidence: effective.evidence,
                problem: None,
            })
        }
        Outcome::Unknown { reason, evidence } => Some(Setting {
            key: key.to_owned(),
            value: None,
            provenance: "unknown".to_owned(),
            evidence,
            problem: Some(reason),
        }),
        Outcome::NotInVersion { .. } => None,
    }
}

fn text(components: &[Component]) -> String {
    let mut text = String::new();
    for component in components {
        text.push_str(&format!(
            "{} ({}{})\n",
            component.instance,
            component.state,
            component.version.as_ref().map(|version| format!(", {version}")).unwrap_or_default()
        ));
        for notice in &component.notices {
            text.push_str(&format!("! {}\n", sanitize(notice)));
        }
        let rows: Vec<Vec<String>> = component
            .settings
            .iter()
            .map(|setting| {
                let value = match (&setting.value, &setting.problem) {
                    (Some(value), _) if value.is_empty() => "not set".to_owned(),
                    (Some(value), _) => value.clone(),
                    (None, problem) => format!("error: {}", problem.clone().unwrap_or_default()),
                };
                let from = match setting.provenance.as_str() {
                    "default" | "unknown" => setting.provenance.clone(),
                    provenance => {
                        let places: Vec<String> =
                            setting.evidence.iter().map(|one| one.location.to_string()).collect();
                        format!("{provenance}: {}", places.join(", "))
                    }
                };
                vec![setting.key.clone(), value, from]
            })
            .collect();
        text.push_str(&listing::table(&["SETTING", "VALUE", "FROM"], &rows));
        text.push('\n');
    }
    text
}
