//! What a namespace sets for all its pods.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};

fn present(view: &ObjectView<'_>, kind: &str) -> Outcome {
    let name = view.object.name();
    if view.kind() != "Namespace"
        || matches!(name, "kube-system" | "kube-public" | "kube-node-lease")
    {
        return Outcome::NotApplicable;
    }
    // Without pods in the set nothing is known of what the namespace holds.
    if !view.context.has_templates(Some(name)) {
        return Outcome::NotApplicable;
    }
    if view.context.of_kind(kind, Some(name)).is_empty() {
        return view.fail(
            "metadata.name",
            format!("no {kind} for the namespace `{name}` is among these objects"),
        );
    }
    Outcome::Pass
}

pub(super) fn limit_range(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    present(view, "LimitRange")
}

pub(super) fn resource_quota(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    present(view, "ResourceQuota")
}
