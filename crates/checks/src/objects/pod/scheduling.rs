//! Where and how a pod is run.

use plimsoll_engine::objects::{ObjectView, Options, Outcome, PodView};

pub(super) fn control_plane_toleration(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    // What must run on every node tolerates everything.
    if pod.of.kind() == "DaemonSet" || pod.namespace() == Some("kube-system") {
        return Outcome::NotApplicable;
    }
    for (index, toleration) in pod.spec().tolerations.iter().enumerate() {
        let key = toleration.key.as_deref().unwrap_or_default();
        let all = key.is_empty() && toleration.operator.as_deref() == Some("Exists");
        let named = matches!(
            key,
            "node-role.kubernetes.io/control-plane" | "node-role.kubernetes.io/master"
        );
        if all || named {
            let what = if all { "every taint" } else { key };
            return pod.fail(
                &format!("spec.tolerations[{index}]"),
                format!("it tolerates {what}, so it can be put on control plane nodes"),
            );
        }
    }
    Outcome::Pass
}

pub(super) fn bare_pod(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    if view.kind() != "Pod" {
        return Outcome::NotApplicable;
    }
    let metadata = &view.object.metadata;
    let is_static = metadata.annotations.get("kubernetes.io/config.mirror").is_some()
        || metadata.namespace.as_deref() == Some("kube-system");
    if !metadata.owner_references.is_empty() || is_static {
        return Outcome::Pass;
    }
    view.fail("kind", "nothing starts the pod again when its node is gone")
}

pub(super) fn ephemeral_containers(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    if pod.spec().ephemeral_containers.is_empty() {
        return Outcome::Pass;
    }
    pod.fail("spec.ephemeralContainers", "somebody has put a debugging container into the pod")
}

pub(super) fn priority_class(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    if pod.spec().priority_class_name.as_deref().is_some_and(|name| !name.is_empty()) {
        return Outcome::Pass;
    }
    pod.fail("spec.priorityClassName", "no priority class is set")
}

pub(super) fn runtime_class(pod: &PodView<'_>, options: Options<'_>) -> Outcome {
    let allowed = options.list("classes");
    if allowed.is_empty() {
        return Outcome::NotApplicable;
    }
    let class = pod.spec().runtime_class_name.as_deref().unwrap_or_default();
    if allowed.iter().any(|name| name == class) {
        return Outcome::Pass;
    }
    let said = if class.is_empty() {
        "no runtime class is set".to_owned()
    } else {
        format!("the runtime class is {class}")
    };
    pod.fail("spec.runtimeClassName", format!("{said}; one of {} is wanted", allowed.join(", ")))
}
