//! Ports of the node that pods take.

use plimsoll_engine::objects::{Options, Outcome, PodView};

/// Ports that only privileged programs may take.
const PRIVILEGED: std::ops::Range<i64> = 1..1024;

pub(super) fn privileged(pod: &PodView<'_>, options: Options<'_>) -> Outcome {
    let except = options.list("except-namespaces");
    if pod.namespace().is_some_and(|namespace| except.iter().any(|one| one == namespace)) {
        return Outcome::NotApplicable;
    }
    let on_host = pod.spec().host_network == Some(true);
    let mut problems = Vec::new();
    for c in pod.containers() {
        for (index, port) in c.container.ports.iter().enumerate() {
            let taken = |number: Option<i64>| number.filter(|number| PRIVILEGED.contains(number));
            if let Some(number) = taken(port.host_port) {
                let field = format!("ports[{index}].hostPort");
                let reason = format!("it takes port {number} of the node, below 1024");
                problems.push(c.problem(&field, reason));
            } else if let Some(number) = taken(port.container_port).filter(|_| on_host) {
                let field = format!("ports[{index}].containerPort");
                let reason = format!("it takes port {number} of the node, whose network it shares");
                problems.push(c.problem(&field, reason));
            }
        }
    }
    Outcome::from_problems(problems)
}
