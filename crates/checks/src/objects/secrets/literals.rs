//! Secrets that are written out.

use plimsoll_engine::objects::{ContainerView, ObjectView, Options, Outcome, PodView};
use plimsoll_model::kubernetes::Body;
use plimsoll_model::secret::{anywhere as find, in_argument, in_entry, named};

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
        if let Some(what) = in_entry(key, value) {
            let path = entry("data", key);
            problems.push(view.problem(path, format!("`{key}` holds {what}")));
        }
    }
    Outcome::from_problems(problems)
}

fn entry(field: &str, key: &str) -> String {
    format!("{field}[\"{key}\"]")
}

/// Arguments and annotations, by form alone: there is no name to go by.
pub(super) fn anywhere(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let mut problems = Vec::new();
    for (key, value) in view.object.metadata.annotations.iter() {
        if let Some(what) = find(value) {
            let path = entry("metadata.annotations", key);
            problems.push(view.problem(path, format!("the annotation `{key}` holds {what}")));
        }
    }
    let pods = view.object.templates.iter().map(|template| PodView { of: *view, template });
    for c in pods.flat_map(|pod| pod.containers()) {
        for (field, words) in [("command", &c.container.command), ("args", &c.container.args)] {
            for (index, word) in words.iter().enumerate() {
                if let Some(what) = in_argument(word) {
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
