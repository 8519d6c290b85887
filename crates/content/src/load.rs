//! Reads the four folders and puts them together.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::benchmark::{Benchmark, Control, Head, OWN, Section, WORKLOADS};
use crate::check::{ANY, Check, CheckKind, ObjectScope};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lifecycle::Lifecycle;
use crate::peers::Peers;
use crate::platform::Platform;
use crate::{Content, load_benchmark, load_check, load_component, load_framework, resource};

/// Loads all content below `root` (the folders `checks`, `components`, `benchmarks`, `frameworks`).
///
/// # Errors
/// All that is wrong in any file, with its place.
pub fn load(root: &Path) -> Result<Content, Diagnostics> {
    let (content, errors) = load_what_holds(root);
    finish(content, errors.0)
}

/// Loads what holds of the content below `root`, and says what does not.
#[must_use]
pub fn load_what_holds(root: &Path) -> (Content, Diagnostics) {
    let mut content = Content::default();
    let mut errors = Vec::new();
    load_component::load(root, &mut content, &mut errors);
    load_framework::load(root, &mut content, &mut errors);
    load_check::load(&root.join("checks"), "checks", &mut content, &mut errors);
    load_benchmark::load(root, &mut content, &mut errors);
    load_peers(root, &mut content, &mut errors);
    load_cluster(root, &mut content, &mut errors);
    let workloads = workloads(&content);
    content.benchmarks.insert(workloads);
    (content, Diagnostics(errors))
}

/// Every check of Kubernetes objects as a control, in sections by area: what a scan of manifests is
/// reported by unless the user asks for another benchmark.
fn workloads(content: &Content) -> Benchmark {
    let checks =
        || content.checks.values().filter(|check| matches!(check.kind, CheckKind::Object { .. }));
    let mut areas: Vec<&str> = checks().map(|check| check.area.as_str()).collect();
    areas.sort_unstable();
    areas.dedup();
    let sections = areas
        .iter()
        .map(|area| Section {
            id: (*area).to_owned(),
            title: match *area {
                "cluster" => "Namespaces, admission, storage, add-ons",
                "container" => "Rights of containers",
                "controllers" => "Deployments, Jobs and their kin",
                "images" => "Images",
                "metadata" => "Names, labels, API versions",
                "network" => "Reachability",
                "openshift" => "OpenShift",
                "pod" => "Rights of pods",
                "pod-security" => "Pod Security Standards",
                "probes" => "Probes and ports",
                "rbac" => "RBAC",
                "resources" => "Resources",
                "secrets" => "Secrets and environment",
                "stig" => "Asked by the STIG of DISA",
                other => other,
            }
            .to_owned(),
        })
        .collect();
    let mut controls: Vec<Control> = checks()
        .map(|check| {
            let id = format!("{}.{}", check.area, check.id);
            let control = Control::of_check(id, &check.id, &check.title, "workloads".to_owned());
            let level = match check.kind {
                CheckKind::Object { default: true, .. } => 1,
                _ => 2,
            };
            Control { level, ..control }
        })
        .collect();
    controls.sort_by(|one, other| one.id.cmp(&other.id));
    let head = Head {
        id: WORKLOADS.to_owned(),
        family: "plimsoll-workloads".to_owned(),
        title: "Plimsoll workloads 1.0".to_owned(),
        source: "checks/".to_owned(),
        ..Head::default()
    };
    Benchmark { head, sections, controls }
}

/// `frameworks/peers.tsv`; every check it names must be there.
fn load_peers(root: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let shown = "frameworks/peers.tsv";
    let Ok(text) = fs::read_to_string(root.join(shown)) else {
        errors.push(Diagnostic::file(shown, "cannot be read"));
        return;
    };
    match Peers::parse(&text) {
        Ok(peers) => {
            for row in &peers.rows {
                for check in row.checks.iter().filter(|id| !content.checks.contains_key(*id)) {
                    let message =
                        format!("`{}` names the check `{check}`, which is not there", row.slug);
                    errors.push(Diagnostic::file(shown, &message));
                }
            }
            content.peers = peers;
        }
        Err((line, message)) => {
            errors.push(Diagnostic::file(shown, format!("line {line}: {message}")));
        }
    }
}

/// `kubernetes/platform.tsv` and `kubernetes/resources.tsv`: what is read of a cluster, and who
/// belongs to it.
fn load_cluster(root: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let mut read = |shown: &str, parse: &mut dyn FnMut(&str) -> Result<(), String>| {
        let read = fs::read_to_string(root.join(shown)).map_err(|error| error.to_string());
        if let Err(message) = read.and_then(|text| parse(&text)) {
            errors.push(Diagnostic::file(shown, message));
        }
    };
    read("kubernetes/platform.tsv", &mut |text| {
        content.platform = Platform::parse(text)?;
        Ok(())
    });
    read("components/lifecycle.tsv", &mut |text| {
        content.lifecycle = Lifecycle::parse(text)?;
        Ok(())
    });
    read("kubernetes/resources.tsv", &mut |text| {
        content.resources = resource::parse(text)?;
        Ok(())
    });
    for check in content.checks.values() {
        let CheckKind::Object { needs, scope, .. } = &check.kind else { continue };
        for kind in needs.iter().filter(|_| *scope != ObjectScope::Files) {
            if kind != ANY && !content.resources.iter().any(|resource| resource.kind == *kind) {
                let message =
                    format!("`{}` needs {kind}, which is not read of a cluster", check.id);
                errors.push(Diagnostic::file("kubernetes/resources.tsv", message));
            }
        }
    }
}

/// Adds a user's own checks (`--checks DIR`) to what is built in.
///
/// # Errors
/// All that is wrong in any file, with its place.
pub fn load_user_checks(directory: &Path, mut content: Content) -> Result<Content, Diagnostics> {
    let mut errors = Vec::new();
    let shown = directory.display().to_string();
    let builtin: Vec<String> = content.checks.keys().cloned().collect();
    load_check::load(directory, &shown, &mut content, &mut errors);
    let own = content.checks.values().filter(|check| !builtin.contains(&check.id));
    let controls: Vec<Control> = own.map(|check| own_control(&content, check)).collect();
    if controls.is_empty() && errors.is_empty() {
        errors.push(Diagnostic::file(&shown, "holds no check: no file ends in `.md`"));
    }
    let head = Head {
        id: OWN.to_owned(),
        family: OWN.to_owned(),
        title: "Checks of your own".to_owned(),
        source: shown,
        ..Head::default()
    };
    content.benchmarks.insert(Benchmark { head, sections: Vec::new(), controls });
    finish(content, errors)
}

/// Compiles the text of one check; `shown` names it in errors and gives area and file name.
///
/// # Errors
/// All that is wrong in it, with its place.
pub fn check_from_text(shown: &str, text: &str, content: &Content) -> Result<Check, Diagnostics> {
    let file = TextFile { shown: shown.to_owned(), text: text.to_owned() };
    let mut errors = Vec::new();
    match load_check::compile(&file, content, &mut errors) {
        Some(check) if errors.is_empty() => Ok(check),
        _ => Err(Diagnostics(errors)),
    }
}

/// A check of the user's own as a control, so that it is reported like any other.
fn own_control(content: &Content, check: &Check) -> Control {
    let component = check.kind.component().and_then(|id| content.components.get(id));
    let role = match (&check.kind, component) {
        (CheckKind::File { role, .. }, _) => content.roles.get(role).map(|role| role.role.clone()),
        (CheckKind::Cloud { .. }, _) => Some("cloud".to_owned()),
        (_, component) => component.map(|component| component.role.clone()),
    };
    Control::of_check(check.id.clone(), &check.id, &check.title, role.unwrap_or_default())
}

fn finish(content: Content, errors: Vec<Diagnostic>) -> Result<Content, Diagnostics> {
    if errors.is_empty() { Ok(content) } else { Err(Diagnostics(errors)) }
}

/// A text file below a folder, with the name to show.
pub(crate) struct TextFile {
    pub(crate) shown: String,
    pub(crate) text: String,
}

/// All files of an extension below a folder, sorted by path.
pub(crate) fn files(
    directory: &Path,
    shown: &str,
    extension: &str,
    errors: &mut Vec<Diagnostic>,
) -> Vec<TextFile> {
    let mut paths = Vec::new();
    if let Err(error) = walk(directory, extension, 0, &mut paths) {
        errors.push(Diagnostic::file(shown, format!("cannot be listed: {error}")));
    }
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let below = path.strip_prefix(directory).unwrap_or(&path);
        let shown = format!("{}/{}", shown.trim_end_matches('/'), below.display());
        if let Some(text) = read(&path, &shown, errors) {
            files.push(TextFile { shown, text });
        }
    }
    files
}

/// Reads one text file of at most a megabyte.
pub(crate) fn read(path: &Path, shown: &str, errors: &mut Vec<Diagnostic>) -> Option<String> {
    match fs::metadata(path).map(|metadata| metadata.len()) {
        Ok(0..=0x10_0000) => {}
        Ok(length) => {
            let message = format!("has {length} bytes; a content file has at most 1 MiB");
            errors.push(Diagnostic::file(shown, message));
            return None;
        }
        Err(error) => {
            errors.push(Diagnostic::file(shown, format!("cannot be read: {error}")));
            return None;
        }
    }
    match fs::read_to_string(path) {
        Ok(text) => Some(text.replace("\r\n", "\n")),
        Err(error) => {
            errors.push(Diagnostic::file(shown, format!("cannot be read: {error}")));
            None
        }
    }
}

fn walk(
    directory: &Path,
    extension: &str,
    depth: usize,
    paths: &mut Vec<PathBuf>,
) -> std::io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        if path.is_dir() {
            if depth < 8 {
                walk(&path, extension, depth + 1, paths)?;
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            paths.push(path);
        }
    }
    Ok(())
}

/// Reads TOML; a fault becomes a diagnostic at its place.
pub(crate) fn parse_toml<T: DeserializeOwned>(
    text: &str,
    whole: &TextFile,
    offset: usize,
    errors: &mut Vec<Diagnostic>,
) -> Option<T> {
    match toml::from_str(text) {
        Ok(value) => Some(value),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            errors.push(Diagnostic {
                file: whole.shown.clone(),
                text: whole.text.clone(),
                span: span.start + offset..span.end + offset,
                message: error.message().to_owned(),
                help: None,
            });
            None
        }
    }
}

/// A TOML value in the form a user would type it.
pub(crate) fn literal_text(value: &toml::Value) -> String {
    match value {
        toml::Value::String(text) => text.clone(),
        toml::Value::Array(items) => items.iter().map(literal_text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}
