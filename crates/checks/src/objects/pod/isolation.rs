//! What else connects a pod with its node.

use plimsoll_engine::objects::{ContainerView, Options, Outcome, PodView};
use plimsoll_model::Version;

use crate::pod_security::problems_of;

/// The problems of a check of the Pod Security Standards, in their newest form.
fn standard(pod: &PodView<'_>, id: &str) -> Outcome {
    let newest = Version::minor(1, crate::pod_security::MINORS.1);
    problems_of(id, pod, newest).map_or(Outcome::NotApplicable, Outcome::from_problems)
}

pub(super) fn se_linux(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    standard(pod, "seLinuxOptions")
}

pub(super) fn sysctls(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    standard(pod, "sysctls")
}

pub(super) fn host_process(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    standard(pod, "windowsHostProcess")
}

pub(super) fn host_probe(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    // A pod on the host's network has to name its own address where it listens on loopback.
    match standard(pod, "hostProbesAndHostLifecycle") {
        Outcome::Fail(mut problems) => {
            problems.retain(|problem| {
                !["`127.0.0.1`", "`localhost`", "`::1`"]
                    .iter()
                    .any(|own| problem.reason.ends_with(own))
            });
            Outcome::from_problems(problems)
        }
        other => other,
    }
}

pub(super) fn share_process_namespace(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    let several = pod.spec().containers.len() + pod.spec().init_containers.len() > 1;
    match pod.spec().share_process_namespace {
        Some(true) if several => pod.fail(
            "spec.shareProcessNamespace",
            "its containers see each other's processes, environment and files",
        ),
        _ => Outcome::Pass,
    }
}

pub(super) fn host_aliases(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    if pod.spec().host_aliases.is_empty() {
        return Outcome::Pass;
    }
    pod.fail("spec.hostAliases", "it overrides names in /etc/hosts")
}

pub(super) fn host_users(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    if pod.on_windows() {
        return Outcome::NotApplicable;
    }
    if pod.in_user_namespace() {
        return Outcome::Pass;
    }
    pod.fail("spec.hostUsers", "root in its containers is root on the node: hostUsers is not false")
}

pub(super) fn host_port(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    // With the host's network every port is one of the host: that has a check of its own.
    if c.pod.spec().host_network == Some(true) {
        return Outcome::NotApplicable;
    }
    let mut problems = Vec::new();
    for (index, port) in c.container.ports.iter().enumerate() {
        if let Some(number) = port.host_port.filter(|number| *number > 0) {
            let field = format!("ports[{index}].hostPort");
            problems.push(
                c.problem(&field, format!("it takes port {number} of every node it runs on")),
            );
        }
    }
    Outcome::from_problems(problems)
}
