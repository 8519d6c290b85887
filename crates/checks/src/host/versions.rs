//! Versions that still get fixes, and components whose versions go together.
//!
//! Dates are in `components/lifecycle.tsv`. Skew: <https://kubernetes.io/releases/version-skew-policy/>.

use plimsoll_content::lifecycle::Standing;
use plimsoll_engine::{HostInstance, HostJudge, Judge, Verdict, rfc3339};
use plimsoll_model::{Evidence, Version, VersionEvidence, VersionSource};

use super::runtime::over_runtimes;
use super::{Tally, on_host};

const KUBERNETES: [&str; 5] =
    ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"];

/// Judges a version by the table of dates.
fn judge_version(
    judge: &HostJudge<'_>,
    tally: &mut Tally,
    product: &str,
    name: &str,
    version: Option<&VersionEvidence>,
    evidence: impl Fn(&str) -> Evidence,
) {
    let Some(version) = version else {
        return tally.blind.push(evidence(&format!("the version of {name} could not be told")));
    };
    let today = rfc3339(judge.host.as_of);
    let today = today.get(..10).unwrap_or_default();
    let what = format!("{name} {} ({})", version.version, version.location);
    match judge.host.content.lifecycle.standing(product, version.version, today) {
        Standing::Supported { until: Some(until) } => {
            tally.good.push(evidence(&format!("{what} gets fixes until {until}")));
        }
        Standing::Supported { until: None } => {
            tally.good.push(evidence(&format!("{what} gets fixes, no end is announced")));
        }
        Standing::Ended { on } => {
            tally.bad.push(evidence(&format!("{what} gets no fixes since {on}")));
        }
        Standing::Older => {
            tally
                .bad
                .push(evidence(&format!("{what} is older than every version with a known end")));
        }
        Standing::Newer { last } => {
            let seen = format!("{what} is newer than {last}, the last whose dates are known here");
            tally.blind.push(evidence(&seen));
        }
        Standing::Unknown => {
            tally.blind.push(evidence(&format!("the dates of {what} are not known here")));
        }
    }
}

fn own_version<'a>(target: &'a HostInstance<'a>) -> Option<&'a VersionEvidence> {
    // What the user states holds for all at once, so it says nothing of how they go together.
    target
        .instance
        .versions
        .iter()
        .min_by_key(|evidence| evidence.source)
        .or(target.version.as_ref().filter(|one| one.source != VersionSource::Stated))
}

/// Every Kubernetes component is of a version that gets fixes.
pub(crate) fn kubernetes(judge: &HostJudge<'_>) -> Verdict {
    let mut tally = Tally::default();
    for component in KUBERNETES {
        for target in judge.host.instances_of(component) {
            let name = target.instance.id.clone();
            judge_version(judge, &mut tally, "kubernetes", &name, own_version(target), |seen| {
                on_host(judge, seen)
            });
        }
    }
    if tally.good.is_empty()
        && tally.bad.is_empty()
        && let Some(hidden) = KUBERNETES.iter().find_map(|component| judge.host.hidden(component))
    {
        return Verdict::error(format!("could not look for Kubernetes: {hidden}"), Vec::new());
    }
    tally
        .verdict("no Kubernetes component runs or is configured on this host")
        .with_expected("a minor version that still gets fixes")
}

/// etcd is of a version that gets fixes.
pub(crate) fn etcd(judge: &Judge<'_>) -> Verdict {
    let whole = HostJudge { host: judge.host, parameters: judge.parameters };
    let mut tally = Tally::default();
    judge_version(&whole, &mut tally, "etcd", "etcd", own_version(judge.target), |seen| {
        on_host(&whole, seen)
    });
    tally.verdict("").with_expected("a minor version that still gets fixes")
}

/// Container runtimes are of versions that get fixes.
pub(crate) fn runtimes(judge: &HostJudge<'_>) -> Verdict {
    over_runtimes(judge, |runtime, tally| {
        let version = own_version(runtime.target);
        judge_version(judge, tally, runtime.component(), runtime.title(), version, |seen| {
            runtime.itself(seen)
        });
    })
    .map_or_else(
        |verdict| verdict,
        |tally| tally.verdict("no container runtime that the kubelet can use is here"),
    )
    .with_expected("a minor version that still gets fixes")
}

/// How far a component may be from the API server: minors below and above.
fn allowed(component: &str, server: Version) -> (u16, u16) {
    // Three minors since 1.28, two before.
    let nodes = if server.minor >= 28 { 3 } else { 2 };
    match component {
        "kubelet" | "kube-proxy" => (nodes, 0),
        _ => (1, 0),
    }
}

/// Versions of the components go together.
pub(crate) fn skew(judge: &HostJudge<'_>) -> Verdict {
    verdict(judge).unwrap_or_else(|verdict| verdict).with_expected(
        "nothing newer than the API server; controller manager and scheduler at most one minor \
         older, kubelet and kube-proxy at most three (two before 1.28)",
    )
}

fn verdict(judge: &HostJudge<'_>) -> Result<Verdict, Verdict> {
    let host = judge.host;
    let servers: Vec<&HostInstance<'_>> = host.instances_of("kube-apiserver").collect();
    let mut tally = Tally::default();
    let mut server: Option<&VersionEvidence> = None;
    for target in &servers {
        match own_version(target) {
            Some(version) if server.is_none_or(|known| version.version < known.version) => {
                server = Some(version);
            }
            Some(_) => {}
            None => {
                tally.blind.push(on_host(judge, "the version of the API server could not be told"))
            }
        }
    }
    if servers.is_empty() {
        if let Some(hidden) = host.hidden("kube-apiserver") {
            let reason = format!("could not look whether kube-apiserver is here: {hidden}");
            return Err(Verdict::error(reason, Vec::new()));
        }
        return Err(Verdict::not_applicable(
            "no API server is on this host to compare with; a scan of the cluster compares nodes",
        ));
    }
    let Some(server) = server else { return Ok(tally.verdict("")) };
    let told = format!("API server {} ({})", server.version, server.location);
    for component in KUBERNETES.iter().filter(|one| **one != "kube-apiserver") {
        for target in host.instances_of(component) {
            let Some(version) = own_version(target) else {
                let seen = format!("the version of {} could not be told", target.instance.id);
                tally.blind.push(on_host(judge, &seen));
                continue;
            };
            let (below, above) = allowed(component, server.version);
            let (own, its) = (i32::from(version.version.minor), i32::from(server.version.minor));
            let fine = own >= its - i32::from(below) && own <= its + i32::from(above);
            let seen = format!(
                "{} {} ({}) beside {told}",
                target.instance.id, version.version, version.location
            );
            let evidence = on_host(judge, &seen);
            if fine { tally.good.push(evidence) } else { tally.bad.push(evidence) }
        }
    }
    // CRI-O counts as Kubernetes does and supports the same distance.
    for target in host.instances_of("cri-o") {
        let Some(version) = own_version(target) else { continue };
        let distance = i32::from(version.version.minor) - i32::from(server.version.minor);
        let seen = format!("CRI-O {} beside {told}", version.version);
        let evidence = on_host(judge, &seen);
        if distance.abs() <= 2 { tally.good.push(evidence) } else { tally.bad.push(evidence) }
    }
    Ok(tally.verdict("nothing but the API server is on this host"))
}
