//! What decides whether objects are let in.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::Body;

use super::admission::{Labels, labels};

const ENFORCE: &str = "pod-security.kubernetes.io/enforce";

pub(super) fn pod_security_labels(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let name = view.object.name();
    if view.kind() != "Namespace"
        || matches!(name, "kube-system" | "kube-public" | "kube-node-lease")
    {
        return Outcome::NotApplicable;
    }
    let path = format!("metadata.labels[\"{ENFORCE}\"]");
    match view.object.metadata.labels.get(ENFORCE) {
        Some("baseline" | "restricted") => match labels(view.context) {
            Labels::Count => Outcome::Pass,
            Labels::Ignored(why) => view.fail(path, format!("Pod Security refuses nothing: {why}")),
            Labels::Unclear(why) => Outcome::Unknown(view.problem(path, why)),
        },
        Some("privileged") => {
            view.fail(path, "Pod Security refuses nothing here: the level is privileged")
        }
        Some(level) => view
            .fail(path, format!("`{level}` is no level of Pod Security; privileged is enforced")),
        None => view.fail(
            path,
            "Pod Security refuses nothing here unless the API server has another default",
        ),
    }
}

/// Only webhooks that refuse are meant: what a mutating one would have added can be missing.
pub(super) fn webhook_failure_policy(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::WebhookConfiguration(configuration) = view.body() else {
        return Outcome::NotApplicable;
    };
    if view.kind() != "ValidatingWebhookConfiguration" {
        return Outcome::NotApplicable;
    }
    let mut problems = Vec::new();
    for (index, webhook) in configuration.webhooks.iter().enumerate() {
        if webhook.failure_policy.as_deref() == Some("Ignore") {
            let name = webhook.name.as_deref().unwrap_or_default();
            problems.push(view.problem(
                format!("webhooks[{index}].failurePolicy"),
                format!("while `{name}` cannot be reached, everything is let in: failurePolicy is Ignore"),
            ));
        }
    }
    Outcome::from_problems(problems)
}
