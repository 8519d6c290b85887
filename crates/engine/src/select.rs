//! Which edition of a benchmark fits a host or a cluster.

use plimsoll_content::{Benchmark, Content, Head};
use plimsoll_model::Version;

/// The family that is chosen from when nobody names a benchmark and the distribution has none of
/// its own.
const FAMILY: &str = "cis-kubernetes";

/// What of a host or cluster decides about the edition.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Seen {
    /// Its Kubernetes version.
    pub version: Option<Version>,
    /// What it was recognised as, the most telling first: `k3s`, `eks`.
    pub distributions: Vec<String>,
}

/// The edition that fits, why it was chosen, and a notice when it does not quite fit.
#[must_use]
pub fn fitting<'a>(
    content: &'a Content,
    seen: &Seen,
) -> Option<(&'a Benchmark, String, Option<String>)> {
    let (editions, whose) = candidates(content, seen);
    let (head, why, notice) = among(&editions, seen.version, &whose)?;
    Some((content.benchmarks.get(&head.id)?, why, notice))
}

/// Editions to choose from, oldest first, and what they are for, in words.
fn candidates<'a>(content: &'a Content, seen: &Seen) -> (Vec<&'a Head>, String) {
    let of = |fits: &dyn Fn(&Head) -> bool| {
        let mut editions: Vec<&Head> = content
            .benchmarks
            .heads()
            .filter(|head| head.automatic && head.family.starts_with("cis-") && fits(head))
            // A permissive profile waives what it finds hard; it is for who asks for it.
            .filter(|head| !head.family.ends_with("-permissive"))
            .collect();
        editions.sort_by_key(|head| (newest(head), numbers(&head.id), &head.id));
        editions
    };
    for distribution in &seen.distributions {
        let editions = of(&|head| head.distributions.contains(distribution));
        if !editions.is_empty() {
            return (editions, format!("{distribution} with "));
        }
    }
    (of(&|head| head.family == FAMILY && head.distributions.is_empty()), String::new())
}

fn among<'a>(
    editions: &[&'a Head],
    version: Option<Version>,
    whose: &str,
) -> Option<(&'a Head, String, Option<String>)> {
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
        .find(|head| head.kubernetes.iter().any(|covered| covered.parse() == Ok(minor)));
    if let Some(head) = covering {
        return Some((
            head,
            format!("the newest edition written for {whose}Kubernetes {minor}"),
            None,
        ));
    }
    if newest(last).is_some_and(|newest| minor > newest) {
        let notice = format!(
            "{whose}Kubernetes {minor} is newer than any edition; {} was written for {}",
            last.id,
            last.kubernetes_range()
        );
        let why =
            format!("the newest edition, since none was written for {whose}Kubernetes {minor} yet");
        return Some((last, why, Some(notice)));
    }
    let nearest = editions
        .iter()
        .find(|head| newest(head).is_some_and(|newest| newest >= minor))
        .copied()
        .unwrap_or(last);
    let notice = format!(
        "{whose}Kubernetes {minor} is not among what {} was written for ({})",
        nearest.id,
        nearest.kubernetes_range()
    );
    Some((nearest, format!("the nearest edition to {whose}Kubernetes {minor}"), Some(notice)))
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
        "{} was written for Kubernetes {}, and this is {minor}",
        benchmark.id,
        benchmark.kubernetes_range()
    ))
}

/// Whether an edition was written for other distributions than what is seen.
#[must_use]
pub fn other_distribution(benchmark: &Head, seen: &[String]) -> bool {
    !benchmark.distributions.is_empty()
        && !seen.is_empty()
        && !benchmark.distributions.iter().any(|one| seen.contains(one))
}

fn newest(head: &Head) -> Option<Version> {
    head.kubernetes.iter().filter_map(|covered| covered.parse().ok()).max()
}

/// The numbers in an id, so that `cis-1.10` comes after `cis-1.9`.
fn numbers(id: &str) -> Vec<u64> {
    id.split(|one: char| !one.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}
