//! Failures that were there before: a file of their identities.
//!
//! An identity is made of file, object, check, container and field, so that a new failure in another
//! file is never taken for an old one, and moving lines changes nothing.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};
use plimsoll_model::Finding;
use serde::{Deserialize, Serialize};

const SCHEMA: &str = "plimsoll.baseline/v1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Baseline {
    schema: String,
    /// What each failure is, by identity: for people who review the file.
    failures: BTreeMap<String, String>,
}

pub(crate) fn write(path: &Path, findings: &[Finding]) -> anyhow::Result<()> {
    let failures = findings
        .iter()
        .filter(|finding| finding.suppressed.is_none())
        .map(|finding| {
            let file =
                finding.location.as_ref().map(|location| &*location.file).unwrap_or_default();
            (finding.id.clone(), format!("{} {} {}", finding.check, file, finding.target))
        })
        .collect();
    let baseline = Baseline { schema: SCHEMA.to_owned(), failures };
    let text = format!("{}\n", serde_json::to_string_pretty(&baseline)?);
    std::fs::write(path, text).with_context(|| format!("writing {}", path.display()))
}

pub(crate) fn read(path: &Path) -> anyhow::Result<Baseline> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("--baseline {}: reading it", path.display()))?;
    let baseline: Baseline = serde_json::from_str(&text)
        .with_context(|| format!("--baseline {}: it is no baseline", path.display()))?;
    if baseline.schema != SCHEMA {
        bail!("--baseline {}: its schema is `{}`, not {SCHEMA}", path.display(), baseline.schema);
    }
    Ok(baseline)
}

/// Marks the failures that the baseline knows; how many of it are gone.
pub(crate) fn apply(baseline: &Baseline, findings: &mut [Finding]) -> usize {
    let mut met = 0;
    for finding in findings.iter_mut().filter(|one| baseline.failures.contains_key(&one.id)) {
        finding.known = true;
        met += 1;
    }
    baseline.failures.len().saturating_sub(met)
}
