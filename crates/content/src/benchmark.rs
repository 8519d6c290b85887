//! Benchmarks: numbered controls over checks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Id and family of the benchmark that a user's own checks make up.
pub const OWN: &str = "own";

/// Id of the benchmark that all checks of Kubernetes objects make up.
pub const WORKLOADS: &str = "plimsoll-workloads-1.0";

/// A versioned set of controls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Benchmark {
    /// Its id, e.g. `cis-2.0.1`.
    pub id: String,
    /// What it is an edition of, e.g. `cis-kubernetes`.
    pub family: String,
    /// Its title.
    pub title: String,
    /// Kubernetes minors it was written for, e.g. `1.34`.
    pub kubernetes: Vec<String>,
    /// Where its numbers and levels come from.
    pub source: String,
    /// The benchmark it was derived from, if so.
    pub extends: Option<String>,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Controls in order.
    pub controls: Vec<Control>,
}

impl Benchmark {
    /// The control of this number.
    #[must_use]
    pub fn control(&self, id: &str) -> Option<&Control> {
        self.controls.iter().find(|control| control.id == id)
    }

    /// The section a control stands in: the longest section number that its number begins with.
    #[must_use]
    pub fn section_of(&self, control: &str) -> Option<&Section> {
        self.sections
            .iter()
            .filter(|section| {
                control.strip_prefix(&section.id).is_some_and(|rest| rest.starts_with('.'))
            })
            .max_by_key(|section| section.id.len())
    }

    /// `1.34 to 1.35`, or the single minor.
    #[must_use]
    pub fn kubernetes_range(&self) -> String {
        match (self.kubernetes.first(), self.kubernetes.last()) {
            (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
            (Some(only), _) => only.clone(),
            _ => "any version".to_owned(),
        }
    }
}

/// A heading of a benchmark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Section {
    /// Number.
    pub id: String,
    /// Title in our words.
    pub title: String,
}

/// One numbered recommendation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// Number.
    pub id: String,
    /// Title in our words.
    pub title: String,
    /// Profile level.
    pub level: u8,
    /// `automated` or `manual`, as the benchmark calls it.
    pub assessment: String,
    /// Role it concerns.
    pub role: String,
    /// Checks it consists of.
    pub checks: Vec<ControlCheck>,
    /// What a person must look at, when that is needed.
    pub look: Option<String>,
    /// Settings whose values are shown to that person, as `component:key`.
    pub look_at: Vec<(String, String)>,
    /// Whether a failing check leaves the question to a person.
    pub manual_on_fail: bool,
    /// Whether a passing check leaves the question to a person: what it looks at is only part of
    /// it.
    pub manual_on_pass: bool,
    /// CIS Controls v8.1 safeguards.
    pub cis_controls: Vec<String>,
}

/// A check with the parameters this control gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ControlCheck {
    /// Check id.
    pub check: String,
    /// Parameters that differ from the check's defaults.
    pub with: BTreeMap<String, String>,
}
