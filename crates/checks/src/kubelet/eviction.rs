//! Whether the kubelet clears away before a node runs out of memory or disk.
//!
//! `evictionHard` replaces the kubelet's own thresholds as a whole: a signal that is not in it is not
//! looked at (until `mergeDefaultEvictionSettings` of Kubernetes 1.34 says otherwise). Unset, the
//! thresholds are 100Mi of memory, 10% of the disk, 5% of its inodes, 15% of the disk of images.
//! Source: `pkg/kubelet/eviction/helpers.go`, `pkg/kubelet/eviction/defaults_linux.go`.

use std::collections::BTreeMap;

use plimsoll_engine::{Judge, Verdict};
use plimsoll_model::Evidence;
use plimsoll_settings::{Outcome, SettingValue};

pub(crate) fn judge(judge: &Judge<'_>) -> Verdict {
    let signals = judge.list("signals");
    let expected = format!(
        "there are thresholds for {}, and images are collected below 100% of the disk",
        signals.join(", ")
    );
    verdict(judge, &signals).with_expected(expected)
}

fn verdict(judge: &Judge<'_>, signals: &[String]) -> Verdict {
    let mut evidence = Vec::new();
    let thresholds = match value(judge, "eviction-hard", &mut evidence) {
        Ok(Some(SettingValue::Map(map))) => map,
        Ok(_) => BTreeMap::new(),
        Err(verdict) => return verdict,
    };
    let mut numbers = Vec::new();
    for key in ["image-gc-high-threshold", "image-gc-low-threshold"] {
        match value(judge, key, &mut evidence) {
            Ok(Some(SettingValue::Int(number))) => numbers.push(number),
            Ok(_) => {}
            Err(verdict) => return verdict,
        }
    }
    let missing: Vec<&str> = match thresholds.is_empty() {
        // The kubelet's own thresholds have all four.
        true => Vec::new(),
        false => signals
            .iter()
            .filter(|signal| !guards(&thresholds, signal))
            .map(String::as_str)
            .collect(),
    };
    let mut faults = Vec::new();
    if !missing.is_empty() {
        faults.push(format!("no threshold for {}", missing.join(", ")));
    }
    if let [high, low] = numbers[..]
        && (high >= 100 || low >= high)
    {
        faults.push(format!("images are collected from {high}% down to {low}% of the disk"));
    }
    if faults.is_empty() {
        let reason = "the kubelet evicts and collects before memory or disk run out";
        return Verdict::pass(reason, evidence).with_actual(reason);
    }
    let reason = faults.join("; ");
    Verdict::fail(reason.clone(), evidence).with_actual(reason)
}

/// A setting's value; `Ok(None)` when the version has no such setting.
fn value(
    judge: &Judge<'_>,
    key: &str,
    evidence: &mut Vec<Evidence>,
) -> Result<Option<SettingValue>, Verdict> {
    match judge.target.settings.get(key) {
        Outcome::Value(effective) => {
            evidence.extend(effective.evidence);
            Ok(Some(effective.value))
        }
        Outcome::Unknown { reason, evidence } => Err(Verdict::error(reason, evidence)),
        Outcome::NotInVersion { .. } => Ok(None),
    }
}

/// Whether a signal has a threshold that can be met. A flag writes `SIGNAL<VALUE` as one word.
fn guards(thresholds: &BTreeMap<String, String>, signal: &str) -> bool {
    thresholds.iter().any(|(key, value)| {
        let (name, value) = key.split_once('<').unwrap_or((key, value));
        name == signal && !matches!(value.trim(), "" | "0" | "0%")
    })
}

#[cfg(test)]
mod tests {
    use super::guards;

    #[test]
    fn thresholds_are_read_from_flags_and_files() {
        let map = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
        };
        for (pairs, want) in [
            (vec![("memory.available", "100Mi")], true),
            (vec![("memory.available<100Mi", "")], true),
            (vec![("memory.available", "0%")], false),
            (vec![("memory.available<0", "")], false),
            (vec![("nodefs.available", "10%")], false),
        ] {
            assert_eq!(guards(&map(&pairs), "memory.available"), want, "{pairs:?}");
        }
    }
}
