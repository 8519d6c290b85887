//! Checks of the user that containers run as.

use plimsoll_engine::objects::{PodView, Problem};

/// Whether the pod declares to run on Windows: only `spec.os` counts for the standards.
pub(super) fn declared_windows(pod: &PodView<'_>) -> bool {
    pod.spec().os.as_ref().and_then(|os| os.name.as_deref()) == Some("windows")
}

/// Whether root in the pod is nobody on the host, which excuses some of it since 1.35.
pub(super) fn in_user_namespace(pod: &PodView<'_>) -> bool {
    pod.in_user_namespace()
}

pub(super) fn allow_privilege_escalation(
    pod: &PodView<'_>,
    minor: u16,
    problems: &mut Vec<Problem>,
) {
    if minor >= 25 && declared_windows(pod) {
        return;
    }
    for container in pod.containers() {
        let value = container.security().and_then(|security| security.allow_privilege_escalation);
        if value != Some(false) {
            let reason = match value {
                Some(_) => "allowPrivilegeEscalation is true",
                None => "allowPrivilegeEscalation is not set to false",
            };
            problems.push(container.problem("securityContext.allowPrivilegeEscalation", reason));
        }
    }
}

pub(super) fn run_as_non_root(pod: &PodView<'_>, minor: u16, problems: &mut Vec<Problem>) {
    if minor >= 35 && in_user_namespace(pod) {
        return;
    }
    let of_pod = pod.spec().security_context.as_ref().and_then(|context| context.run_as_non_root);
    if of_pod == Some(false) {
        problems.push(pod.problem("spec.securityContext.runAsNonRoot", "runAsNonRoot is false"));
    }
    for container in pod.containers() {
        let own = container.security().and_then(|security| security.run_as_non_root);
        let reason = match own {
            Some(true) => continue,
            Some(false) => "runAsNonRoot is false",
            None if of_pod == Some(true) => continue,
            // The pod's own `false` is told already.
            None if of_pod == Some(false) => continue,
            None => "runAsNonRoot is not set to true",
        };
        problems.push(container.problem("securityContext.runAsNonRoot", reason));
    }
}

pub(super) fn run_as_user(pod: &PodView<'_>, minor: u16, problems: &mut Vec<Problem>) {
    if minor >= 35 && in_user_namespace(pod) {
        return;
    }
    let of_pod = pod.spec().security_context.as_ref().and_then(|context| context.run_as_user);
    if of_pod == Some(0) {
        problems.push(pod.problem("spec.securityContext.runAsUser", "runAsUser is 0"));
    }
    for container in pod.containers() {
        if container.security().and_then(|security| security.run_as_user) == Some(0) {
            problems.push(container.problem("securityContext.runAsUser", "runAsUser is 0"));
        }
    }
}
