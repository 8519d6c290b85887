//! Benchmarks: numbered controls over checks.

use std::collections::BTreeMap;

use plimsoll_model::{Severity, Version};
use serde::{Deserialize, Serialize};

/// Id and family of the benchmark that a user's own checks make up.
pub const OWN: &str = "own";

/// Id of the benchmark that all checks of Kubernetes objects make up.
pub const WORKLOADS: &str = "plimsoll-workloads-1.0";

/// A versioned set of controls.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Benchmark {
    /// What it is an edition of, and of what.
    pub head: Head,
    /// Sections in order.
    pub sections: Vec<Section>,
    /// Controls in order.
    pub controls: Vec<Control>,
}

/// What an edition is, without its controls.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Head {
    /// Its id, e.g. `cis-2.0.1`.
    pub id: String,
    /// Other ids it answers to.
    pub aliases: Vec<String>,
    /// What it is an edition of, e.g. `cis-kubernetes`.
    pub family: String,
    /// Distributions it was written for; empty for Kubernetes as such.
    pub distributions: Vec<String>,
    /// Versions of a distribution that counts its own, e.g. OpenShift's `4.13`.
    pub distribution_versions: Vec<String>,
    /// Its title.
    pub title: String,
    /// Kubernetes minors it was written for, e.g. `1.34`.
    pub kubernetes: Vec<String>,
    /// Where its numbers and levels come from.
    pub source: String,
    /// The benchmark it was derived from, if so.
    pub extends: Option<String>,
    /// Whether it is chosen when nobody names a benchmark.
    pub automatic: bool,
    /// How many controls it has.
    pub size: usize,
}

impl std::ops::Deref for Benchmark {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.head
    }
}

impl Head {
    /// `Kubernetes 1.34 to 1.35`, or `any version of Kubernetes`.
    #[must_use]
    pub fn written_for(&self) -> String {
        if self.kubernetes.is_empty() {
            return "any version of Kubernetes".to_owned();
        }
        format!("Kubernetes {}", self.kubernetes_range())
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

impl Benchmark {
    /// The control of this number.
    #[must_use]
    pub fn control(&self, id: &str) -> Option<&Control> {
        self.controls.iter().find(|control| control.id == id)
    }

    /// The section a control stands in: the one it names, else the longest section number that its
    /// number begins with.
    #[must_use]
    pub fn section_of(&self, control: &Control) -> Option<&Section> {
        if let Some(named) = &control.section {
            return self.sections.iter().find(|section| section.id == *named);
        }
        self.sections
            .iter()
            .filter(|section| {
                control.id.strip_prefix(&section.id).is_some_and(|rest| rest.starts_with('.'))
            })
            .max_by_key(|section| section.id.len())
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

/// One numbered recommendation of an edition.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Control {
    /// Number.
    pub id: String,
    /// What it asks, under an id of ours that is the same in every edition.
    pub is: String,
    /// Title in our words.
    pub title: String,
    /// Section, where its number does not tell.
    pub section: Option<String>,
    /// Profile level.
    pub level: u8,
    /// `automated` or `manual`, `scored` or `not-scored`, as the benchmark calls it.
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
    /// Why it cannot apply to the distribution that the edition was written for.
    pub not_applicable: Option<String>,
    /// Kubernetes versions that it applies to, and why to no others.
    pub versions: Option<(VersionRange, String)>,
    /// Severity that the benchmark states; else that of the checks.
    pub severity: Option<Severity>,
    /// Other names that the benchmark gives it.
    pub also: Vec<String>,
    /// What the benchmark itself refers to, as framework and id.
    pub references: Vec<(String, String)>,
    /// CIS Controls v8.1 safeguards.
    pub cis_controls: Vec<String>,
}

/// Kubernetes versions before one, or from one on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum VersionRange {
    /// Those before it.
    Before(Version),
    /// It and those after it.
    From(Version),
}

impl VersionRange {
    /// Whether a version is among them.
    #[must_use]
    pub fn contains(self, version: Version) -> bool {
        let minor = version.without_patch();
        match self {
            Self::Before(bound) => minor < bound,
            Self::From(bound) => minor >= bound,
        }
    }
}

impl std::str::FromStr for VersionRange {
    type Err = String;

    /// `<1.25` or `>=1.23`.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not `<1.25` or `>=1.25`");
        let minor = |text: &str| text.parse::<Version>().map_err(|_| wrong());
        if let Some(rest) = text.strip_prefix(">=") {
            return Ok(Self::From(minor(rest)?));
        }
        Ok(Self::Before(minor(text.strip_prefix('<').ok_or_else(wrong)?)?))
    }
}

/// Who answers a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Checks do.
    Determined,
    /// A person does, at least when checks come out one way.
    ByAPerson,
    /// Nobody: it cannot apply.
    NotApplicable,
}

impl Control {
    /// A control that is nothing but one check.
    #[must_use]
    pub fn of_check(id: String, check: &str, title: &str, role: String) -> Self {
        Self {
            is: id.clone(),
            id,
            title: title.to_owned(),
            level: 1,
            assessment: "automated".to_owned(),
            role,
            checks: vec![ControlCheck { check: check.to_owned(), with: BTreeMap::new() }],
            ..Self::default()
        }
    }

    /// Who answers it.
    #[must_use]
    pub fn answered(&self) -> Answered {
        if self.not_applicable.is_some() {
            Answered::NotApplicable
        } else if self.checks.is_empty() || self.manual_on_fail || self.manual_on_pass {
            Answered::ByAPerson
        } else {
            Answered::Determined
        }
    }
}

/// A check with the parameters this control gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ControlCheck {
    /// Check id.
    pub check: String,
    /// Parameters that differ from the check's defaults.
    pub with: BTreeMap<String, String>,
}
