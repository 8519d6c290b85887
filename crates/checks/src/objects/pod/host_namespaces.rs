//! Namespaces of the host that a pod can share.

use plimsoll_engine::objects::{Options, Outcome, PodView};

pub(super) fn host_pid(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    shared(
        pod,
        pod.spec().host_pid,
        "spec.hostPID",
        "the pod sees and can signal the host's processes",
    )
}

pub(super) fn host_ipc(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    shared(
        pod,
        pod.spec().host_ipc,
        "spec.hostIPC",
        "the pod shares memory with the host's processes",
    )
}

pub(super) fn host_network(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    shared(
        pod,
        pod.spec().host_network,
        "spec.hostNetwork",
        "the pod uses the host's network, loopback included",
    )
}

fn shared(pod: &PodView<'_>, value: Option<bool>, field: &str, reason: &str) -> Outcome {
    match value {
        Some(true) => pod.fail(field, reason),
        _ => Outcome::Pass,
    }
}
