//! A verdict and what it rests on.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The verdict on one check or control for one target.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Looked at, and as it should be.
    Pass,
    /// Looked at, and not as it should be.
    Fail,
    /// Needs a person's judgement; the finding says what to look at.
    Manual,
    /// Does not concern this target; the finding says why.
    NotApplicable,
    /// Could not be looked at; the finding says why. Never counted as pass.
    Error,
    /// Rolled up over several hosts that disagree.
    Mixed,
}

impl Status {
    /// The name in outputs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Manual => "manual",
            Self::NotApplicable => "not-applicable",
            Self::Error => "error",
            Self::Mixed => "mixed",
        }
    }
}

/// How much harm a failure does.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Little on its own.
    Low,
    /// Helps an attacker who is in already.
    Medium,
    /// Opens a way to more rights or data.
    High,
    /// Hands over the cluster.
    Critical,
}

impl Severity {
    /// The name in outputs.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// One thing that was seen, where a person can look it up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// What was seen, e.g. `--profiling=true` or `mode 0644, owner root:root`.
    pub seen: String,
    /// Where.
    pub location: Location,
    /// Anything a reader should know beside it: that the file is newer than the process, that a
    /// link was followed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Where something was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Location {
    /// An argument of a running process.
    Process {
        /// Component instance.
        instance: String,
        /// Process number.
        pid: u32,
        /// Number of the argument, counted from 0 for the program.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        argument: Option<u32>,
    },
    /// An environment variable of a running process.
    Environment {
        /// Component instance.
        instance: String,
        /// Process number.
        pid: u32,
        /// Name of the variable.
        name: String,
    },
    /// A line of a file.
    File {
        /// Host path.
        path: String,
        /// Line, counted from 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        line: Option<u32>,
        /// Column, counted from 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        column: Option<u32>,
    },
    /// A default that the component's version brings along.
    Default {
        /// Component instance.
        instance: String,
        /// The version, or `every supported version`.
        version: String,
    },
    /// A field of a Kubernetes object in a cluster.
    Object {
        /// `Kind/namespace/name`, or `Kind/name` for objects of the cluster.
        object: String,
        /// Path of the field; empty for the object as a whole.
        path: String,
    },
    /// The host as a whole: what was looked for and is not there.
    Host {
        /// Host name.
        name: String,
    },
}

impl std::fmt::Display for Location {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Process { instance, pid, argument: Some(argument) } => {
                write!(formatter, "{instance} (pid {pid}, argument {argument})")
            }
            Self::Process { instance, pid, argument: None } => {
                write!(formatter, "{instance} (pid {pid})")
            }
            Self::Environment { instance, pid, name } => {
                write!(formatter, "{instance} (pid {pid}, environment {name})")
            }
            Self::File { path, line: Some(line), column: Some(column) } => {
                write!(formatter, "{path}:{line}:{column}")
            }
            Self::File { path, line: Some(line), column: None } => {
                write!(formatter, "{path}:{line}")
            }
            Self::File { path, .. } => formatter.write_str(path),
            Self::Default { instance, version } => {
                write!(formatter, "{instance} (default of {version})")
            }
            Self::Object { object, path } if path.is_empty() => formatter.write_str(object),
            Self::Object { object, path } => write!(formatter, "{object} {path}"),
            Self::Host { name } => write!(formatter, "host {name}"),
        }
    }
}

/// How to mend a failure on this kind of installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fix {
    /// The kind of installation: `kubeadm`, `systemd`, `k3s`, `rke2`, `any` ...
    pub platform: String,
    /// What to do, as Markdown.
    pub text: String,
}

/// A control of a framework that a verdict speaks to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Framework id, e.g. `nist-800-53r5`.
    pub framework: String,
    /// Control id in that framework, e.g. `AC-6`.
    pub id: String,
    /// `direct`: a source names the control for this check. `derived`: reached through NIST
    /// SP 800-53.
    pub basis: String,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// Path as it was given or found; `-` for standard input.
    pub file: Arc<str>,
    /// Line, counted from 1.
    pub line: u32,
    /// Column, counted in characters from 1.
    pub column: u32,
}

/// A line of a file with the part that is meant. Secrets are taken out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Excerpt {
    /// The line, shortened where it is very long.
    pub text: String,
    /// First column of the part that is meant, counted in characters from 1.
    pub from: u32,
    /// Column after its last one.
    pub to: u32,
}

/// An accepted failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suppression {
    /// What says so: `comment`, `annotation`, or the tool whose form it has: `checkov`, `trivy` ...
    pub by: String,
    /// Why.
    pub reason: String,
    /// Last day on which it holds, as `2026-12-31`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Line of the file that says so, counted from 1.
    pub line: u32,
}

/// The verdict of one check on one target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Stable identity of host, target, check and parameters: lower-case hex.
    pub id: String,
    /// Check id.
    pub check: String,
    /// Title of the check.
    pub title: Arc<str>,
    /// Host name; empty when an object was judged.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub host: String,
    /// What was judged: an instance id, `host` for files of a host, or an object as
    /// `Kind/namespace/name`.
    pub target: String,
    /// Where the object is written, when it was read from a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Position>,
    /// Path of the field in the object, e.g. `spec.containers[0].securityContext.privileged`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The line at that place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<Excerpt>,
    /// The verdict.
    pub status: Status,
    /// How much harm a failure does.
    pub severity: Severity,
    /// Why the status is what it is, in one sentence.
    pub reason: String,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// What was expected, e.g. `profiling is false`.
    pub expected: Arc<str>,
    /// What was found instead or as well, in one phrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    /// Parameters that the check was run with.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub parameters: std::collections::BTreeMap<String, String>,
    /// How to mend it on this kind of installation. Present on failures and errors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Arc<Fix>>,
    /// Framework controls it answers.
    pub references: Arc<Vec<Reference>>,
    /// Who accepted the failure, and why. The status stays what it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suppressed: Option<Suppression>,
    /// Whether the failure was there before: in the baseline, or at the revision compared with.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
    /// Controls that asked for it, as `benchmark/control`.
    pub controls: Vec<String>,
}
