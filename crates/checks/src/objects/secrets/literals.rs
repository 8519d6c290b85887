//! Secrets that are written out.

use plimsoll_engine::objects::{ContainerView, ObjectView, Options, Outcome, PodView};
use plimsoll_model::kubernetes::Body;

use super::value::{form, named, told};

pub(super) fn environment(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let mut any = false;
    let mut problems = Vec::new();
    for (index, variable) in c.container.env.iter().enumerate() {
        let Some(value) = variable.value.as_deref() else { continue };
        any = true;
        let name = variable.name.as_deref().unwrap_or_default();
        if let Some(what) = named(name, value) {
            problems
                .push(c.problem(&format!("env[{index}].value"), format!("`{name}` holds {what}")));
        }
    }
    if any { Outcome::from_problems(problems) } else { Outcome::NotApplicable }
}

/// Values of a ConfigMap: whole, and line by line where they are files of settings.
pub(super) fn config_map(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::ConfigMap(map) = view.body() else { return Outcome::NotApplicable };
    let mut problems = Vec::new();
    for (key, value) in map.data.iter() {
        let found = if value.contains('\n') { in_file(value) } else { named(key, value) };
        if let Some(what) = found {
            let path = entry("data", key);
            problems.push(view.problem(path, format!("`{key}` holds {what}")));
        }
    }
    Outcome::from_problems(problems)
}

/// Lines of a file that are looked at.
const LINES: usize = 20_000;

fn in_file(text: &str) -> Option<String> {
    if let Some(what) = form(text) {
        return Some(told(what, text));
    }
    text.lines().take(LINES).find_map(|line| {
        let line = line.trim();
        if line.starts_with(['#', ';', '/']) {
            return None;
        }
        let (name, value) = line.split_once('=').or_else(|| line.split_once(": "))?;
        let name = name.trim().trim_matches('"');
        // A setting is a word; anything longer is a program.
        if name.is_empty()
            || name.contains(|letter: char| letter.is_whitespace() || "(){}[]<>$".contains(letter))
        {
            return None;
        }
        let value = value.trim().trim_end_matches(',').trim_matches(['"', '\'']);
        if value.contains(|letter: char| "(){}[]<>;".contains(letter)) {
            return None;
        }
        named(name, value).map(|what| format!("{what}: `{name}`"))
    })
}

fn entry(field: &str, key: &str) -> String {
    format!("{field}[\"{key}\"]")
}

/// Arguments and annotations, by form alone: there is no name to go by.
pub(super) fn anywhere(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let mut problems = Vec::new();
    for (key, value) in view.object.metadata.annotations.iter() {
        if let Some(what) = form(value) {
            let path = entry("metadata.annotations", key);
            problems.push(
                view.problem(path, format!("the annotation `{key}` holds {}", told(what, value))),
            );
        }
    }
    let pods = view.object.templates.iter().map(|template| PodView { of: *view, template });
    for c in pods.flat_map(|pod| pod.containers()) {
        for (field, words) in [("command", &c.container.command), ("args", &c.container.args)] {
            for (index, word) in words.iter().enumerate() {
                let by_name = word
                    .strip_prefix("--")
                    .and_then(|option| option.split_once('='))
                    .and_then(|(name, value)| named(name, value));
                if let Some(what) = form(word).map(|what| told(what, word)).or(by_name) {
                    problems.push(c.problem(
                        &format!("{field}[{index}]"),
                        format!("an argument holds {what}"),
                    ));
                }
            }
        }
    }
    Outcome::from_problems(problems)
}

pub(super) fn token_secret(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::Secret(secret) = view.body() else { return Outcome::NotApplicable };
    if secret.type_.as_deref() == Some("kubernetes.io/service-account-token") {
        return view.fail("type", "it asks for a token of a service account that never expires");
    }
    Outcome::Pass
}
