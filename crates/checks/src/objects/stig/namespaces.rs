//! What stands in the namespaces that come with Kubernetes.

use plimsoll_content::POD_MAKERS;
use plimsoll_engine::objects::{ObjectView, Options, Outcome};

use super::fits;

/// Namespaces of the platform.
const SYSTEM: [&str; 3] = ["kube-system", "kube-public", "kube-node-lease"];

/// Whether an object is a pod or makes some, those of other APIs among them.
fn runs(view: &ObjectView<'_>) -> bool {
    !view.object.templates.is_empty()
        || (matches!(view.object.group(), "" | "apps" | "batch")
            && POD_MAKERS.contains(&view.kind()))
}

pub(super) fn user_resources(view: &ObjectView<'_>, options: Options<'_>) -> Outcome {
    let listed = matches!(
        (view.object.group(), view.kind()),
        ("", "Service") | ("autoscaling", "HorizontalPodAutoscaler")
    );
    let Some(namespace) = view.object.namespace().filter(|_| listed || runs(view)) else {
        return Outcome::NotApplicable;
    };
    if !options.list("namespaces").iter().any(|one| one == namespace) {
        return Outcome::Pass;
    }
    // The API server makes it, and makes it anew.
    if (view.kind(), namespace, view.object.name()) == ("Service", "default", "kubernetes") {
        return Outcome::Pass;
    }
    view.fail("metadata.namespace", format!("it stands in the namespace `{namespace}`"))
}

pub(super) fn system_workloads(view: &ObjectView<'_>, options: Options<'_>) -> Outcome {
    let Some(namespace) = view.object.namespace().filter(|_| runs(view)) else {
        return Outcome::NotApplicable;
    };
    if !SYSTEM.contains(&namespace) {
        return Outcome::Pass;
    }
    // What is on the list is the workload, under whatever name its pods go.
    let (_, title) = view.context.top_of(view.object);
    let name = title.split_once('/').map_or("", |(_, name)| name);
    if options.list("allowed").iter().any(|pattern| fits(pattern, name)) {
        return Outcome::Pass;
    }
    view.fail(
        "metadata.namespace",
        format!("it runs in `{namespace}`, and `{name}` is not known to belong to the platform"),
    )
}
