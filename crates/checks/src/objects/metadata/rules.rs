//! Rules for metadata.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::Pairs;

/// A namespace that is not written is unknown, not `default`: whoever applies the file says it.
pub(super) fn namespace_default(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    match view.object.namespace() {
        None => Outcome::NotApplicable,
        // What Kubernetes itself puts there is nobody's.
        Some("default")
            if !matches!(
                (view.kind(), view.object.name()),
                ("Service" | "Endpoints" | "EndpointSlice", "kubernetes")
                    | ("ConfigMap", "kube-root-ca.crt")
                    | ("ServiceAccount", "default")
            ) =>
        {
            view.fail("metadata.namespace", "it is put into the namespace `default`")
        }
        Some(_) => Outcome::Pass,
    }
}

pub(super) fn namespace_kube_system(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    if view.object.templates.is_empty() {
        return Outcome::NotApplicable;
    }
    match view.object.namespace() {
        None => Outcome::NotApplicable,
        Some("kube-system") => {
            view.fail("metadata.namespace", "it runs among the parts of the cluster itself")
        }
        Some(_) => Outcome::Pass,
    }
}

fn required(view: &ObjectView<'_>, wanted: &[String], what: &str, have: &Pairs<'_>) -> Outcome {
    if wanted.is_empty() || view.object.templates.is_empty() {
        return Outcome::NotApplicable;
    }
    let missing: Vec<&str> = wanted
        .iter()
        .map(String::as_str)
        .filter(|key| have.get(key).is_none_or(str::is_empty))
        .collect();
    if missing.is_empty() {
        return Outcome::Pass;
    }
    view.fail(format!("metadata.{what}"), format!("it has no {what} `{}`", missing.join("`, `")))
}

pub(super) fn labels_required(view: &ObjectView<'_>, options: Options<'_>) -> Outcome {
    required(view, options.list("labels"), "labels", &view.object.metadata.labels)
}

pub(super) fn annotations_required(view: &ObjectView<'_>, options: Options<'_>) -> Outcome {
    required(view, options.list("annotations"), "annotations", &view.object.metadata.annotations)
}

/// Source: `k8s.io/apimachinery/pkg/util/validation`, `IsValidLabelValue`.
fn is_label_value(value: &str) -> bool {
    let ends = |byte: Option<u8>| byte.is_none_or(|byte| byte.is_ascii_alphanumeric());
    value.len() <= 63
        && ends(value.bytes().next())
        && ends(value.bytes().last())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// Source: the same, `IsQualifiedName`.
fn is_label_key(key: &str) -> bool {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    let domain = prefix.is_none_or(|prefix| {
        !prefix.is_empty()
            && prefix.len() <= 253
            && prefix
                .split('.')
                .all(|part| !part.is_empty() && !part.starts_with('-') && !part.ends_with('-'))
            && prefix.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.')
            })
    });
    domain && !name.is_empty() && is_label_value(name)
}

pub(super) fn labels_invalid(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let of_templates =
        view.object.templates.iter().filter(|template| !template.path.is_empty()).map(|template| {
            (format!("{}.metadata.labels", template.path), &template.pod.metadata.labels)
        });
    let all = std::iter::once(("metadata.labels".to_owned(), &view.object.metadata.labels))
        .chain(of_templates);
    let mut any = false;
    let mut problems = Vec::new();
    for (path, labels) in all {
        for (key, value) in labels.iter() {
            any = true;
            // What a template still has to fill in is no value.
            if value.contains("{{") || value.contains("${") {
                continue;
            }
            let reason = if !is_label_key(key) {
                format!("`{key}` is no label key")
            } else if !is_label_value(value) {
                format!("`{value}` is no value for the label `{key}`")
            } else {
                continue;
            };
            problems.push(view.problem(format!("{path}[\"{key}\"]"), reason));
        }
    }
    if any { Outcome::from_problems(problems) } else { Outcome::NotApplicable }
}

pub(super) fn name_missing(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    if view.object.name().is_empty() {
        return view.fail("metadata.name", "it has no name");
    }
    Outcome::Pass
}
