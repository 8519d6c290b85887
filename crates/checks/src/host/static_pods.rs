//! What lies in the folders of static pods. The kubelet runs every file there whose name does not
//! begin with a dot.
//!
//! Source: `pkg/kubelet/config/file.go`, `extractFromDir`.

use std::collections::BTreeMap;

use plimsoll_engine::{HostJudge, Verdict};
use plimsoll_model::Area;
use plimsoll_settings::Outcome;

use super::{Tally, around, at, on_host};

/// Ends of names that people and programs give to copies.
const COPIES: [&str; 14] = [
    "~",
    ".bak",
    ".backup",
    ".old",
    ".orig",
    ".save",
    ".copy",
    ".swp",
    ".tmp",
    ".disabled",
    ".rpmsave",
    ".rpmnew",
    ".dpkg-old",
    ".dpkg-dist",
];

/// The folders hold nothing but manifests that are meant to run.
pub(crate) fn clean(judge: &HostJudge<'_>) -> Verdict {
    verdict(judge)
        .unwrap_or_else(|verdict| verdict)
        .with_expected("one YAML or JSON manifest for each pod, and nothing else")
}

fn verdict(judge: &HostJudge<'_>) -> Result<Verdict, Verdict> {
    let around = around(judge)?;
    let mut tally = Tally::default();
    tally.blind_of(around, Area::StaticPods);
    for kubelet in judge.host.instances_of("kubelet") {
        if let Outcome::Unknown { reason, .. } = kubelet.settings.get("pod-manifest-path") {
            let seen = format!("where {} looks for static pods: {reason}", kubelet.instance.id);
            tally.blind.push(on_host(judge, &seen));
        }
    }
    let mut first: BTreeMap<&str, String> = BTreeMap::new();
    for file in around.static_pod_files.iter().filter(|file| file.is_taken()) {
        let path = file.path();
        let lower = file.name.to_ascii_lowercase();
        let manifest = [".yaml", ".yml", ".json"].iter().any(|ending| lower.ends_with(ending));
        let copy = COPIES.iter().any(|ending| {
            lower.ends_with(ending)
                || [".yaml", ".yml", ".json"]
                    .iter()
                    .any(|kind| lower.strip_suffix(kind).is_some_and(|stem| stem.ends_with(ending)))
        });
        let twin = file.pods.iter().find_map(|pod| Some((pod, first.get(pod.as_str())?)));
        if let Some((pod, other)) = twin {
            let seen = format!("it declares the pod {pod} as {other} does: either may run");
            tally.bad.push(at(&path, None, &seen));
        } else if copy && (!file.pods.is_empty() || file.problem.is_some()) {
            tally.bad.push(at(
                &path,
                None,
                "by its name a copy, and the kubelet runs it all the same",
            ));
        } else if !manifest {
            tally.bad.push(at(
                &path,
                None,
                "it does not end in .yaml, .yml or .json, and is read all the same",
            ));
        } else if let Some(problem) = &file.problem {
            tally.blind.push(at(&path, None, problem));
        } else if file.pods.is_empty() {
            tally.bad.push(at(&path, None, "it declares no pod"));
        } else {
            tally.good.push(at(&path, None, &file.pods.join(", ")));
        }
        for pod in &file.pods {
            first.entry(pod).or_insert_with(|| path.clone());
        }
    }
    if tally.good.is_empty() && tally.bad.is_empty() && tally.blind.is_empty() {
        // An empty folder is as it should be.
        for folder in &around.static_pod_folders {
            tally.good.push(at(folder, None, "no static pods"));
        }
        if around.static_pod_folders.is_empty()
            && let Some(hidden) = judge.host.hidden("kubelet")
        {
            return Err(Verdict::error(
                format!("could not look for static pods: {hidden}"),
                Vec::new(),
            ));
        }
    }
    Ok(tally.verdict("there is no folder of static pods"))
}
