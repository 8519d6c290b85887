//! Kernel parameters that the kubelet expects.
//!
//! Source: `pkg/kubelet/cm/container_manager_linux.go`, `setupKernelTunables`; the values are in
//! `k8s.io/component-helpers/node/util/sysctl`.

use plimsoll_engine::{HostJudge, Verdict};
use plimsoll_model::Reading;

use super::{Tally, around, at};

const EXPECTED: [(&str, &str); 6] = [
    ("vm.overcommit_memory", "1"),
    ("vm.panic_on_oom", "0"),
    ("kernel.panic", "10"),
    ("kernel.panic_on_oops", "1"),
    ("kernel.keys.root_maxkeys", "1000000"),
    ("kernel.keys.root_maxbytes", "25000000"),
];

pub(crate) fn judge(judge: &HostJudge<'_>) -> Verdict {
    let expected: Vec<String> =
        EXPECTED.iter().map(|(name, value)| format!("{name} = {value}")).collect();
    verdict(judge).unwrap_or_else(|verdict| verdict).with_expected(expected.join(", "))
}

fn verdict(judge: &HostJudge<'_>) -> Result<Verdict, Verdict> {
    let around = around(judge)?;
    if judge.host.instances_of("kubelet").next().is_none() {
        return Err(match judge.host.hidden("kubelet") {
            Some(hidden) => Verdict::error(
                format!("could not look whether kubelet is here: {hidden}"),
                Vec::new(),
            ),
            None => Verdict::not_applicable(judge.host.absence("kubelet")),
        });
    }
    let mut tally = Tally::default();
    for (name, wanted) in EXPECTED {
        let path = format!("/proc/sys/{}", name.replace('.', "/"));
        match around.kernel.get(&path) {
            Some(Reading::Value(value)) => {
                let evidence = at(&path, None, &format!("{name} = {value}, expected {wanted}"));
                if value == wanted { tally.good.push(evidence) } else { tally.bad.push(evidence) }
            }
            Some(Reading::Absent) => {
                tally.blind.push(at(&path, None, "this /proc does not show it"));
            }
            Some(Reading::Unreadable { reason }) => tally.blind.push(at(&path, None, reason)),
            None => tally.blind.push(at(&path, None, "it was not looked at")),
        }
    }
    Ok(tally.verdict(""))
}
