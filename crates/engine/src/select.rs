//! Which edition of a benchmark fits a host.

use plimsoll_content::{Benchmark, Content};
use plimsoll_model::Version;

/// The family that is chosen from when nobody names a benchmark.
const FAMILY: &str = "cis-kubernetes";

/// The edition for a version, why it was chosen, and a notice when it does not quite fit.
#[must_use]
pub fn fitting(
    content: &Content,
    version: Option<Version>,
) -> Option<(&Benchmark, String, Option<String>)> {
    let mut editions: Vec<&Benchmark> =
        content.benchmarks.values().filter(|benchmark| benchmark.family == FAMILY).collect();
    editions.sort_by_key(|benchmark| (newest(benchmark), benchmark.id.clone()));
    let last = *editions.last()?;
    let Some(version) = version else {
        let notice = format!(
            "the Kubernetes version could not be told, so the newest edition, {}, was taken; \
             state the version with --kubernetes-version or the edition with --benchmark",
            last.id
        );
        let why = "the newest edition, since the Kubernetes version is not known".to_owned();
        return Some((last, why, Some(notice)));
    };
    let minor = version.without_patch();
    let covering = editions
        .iter()
        .rev()
        .find(|benchmark| benchmark.kubernetes.iter().any(|covered| covered.parse() == Ok(minor)));
    if let Some(benchmark) = covering {
        let why = format!("the newest edition written for Kubernetes {minor}");
        return Some((benchmark, why, None));
    }
    if newest(last).is_some_and(|newest| minor > newest) {
        let notice = format!(
            "Kubernetes {minor} is newer than any edition; {} was written for {}",
            last.id,
            last.kubernetes_range()
        );
        let why = format!("the newest edition, since none was written for Kubernetes {minor} yet");
        return Some((last, why, Some(notice)));
    }
    let oldest = editions
        .iter()
        .find(|benchmark| newest(benchmark).is_some_and(|newest| newest >= minor))
        .copied()
        .unwrap_or(last);
    let notice = format!(
        "Kubernetes {minor} is older than what {} was written for ({})",
        oldest.id,
        oldest.kubernetes_range()
    );
    let why = format!("the nearest edition to Kubernetes {minor}");
    Some((oldest, why, Some(notice)))
}

/// The notice for an edition that the user chose and that was not written for the host's version.
#[must_use]
pub fn outside_its_range(benchmark: &Benchmark, version: Version) -> Option<String> {
    let minor = version.without_patch();
    if benchmark.kubernetes.is_empty()
        || benchmark.kubernetes.iter().any(|covered| covered.parse() == Ok(minor))
    {
        return None;
    }
    Some(format!(
        "{} was written for Kubernetes {}, this host runs {minor}",
        benchmark.id,
        benchmark.kubernetes_range()
    ))
}

fn newest(benchmark: &Benchmark) -> Option<Version> {
    benchmark.kubernetes.iter().filter_map(|covered| covered.parse().ok()).max()
}
