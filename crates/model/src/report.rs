//! What is said at the end: every control with one status, every finding, and what a reader must
//! know before trusting them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Evidence, Finding, Fix, Reference, Severity, Status};
use crate::version::Version;

/// The schema this version writes.
pub const SCHEMA: &str = "plimsoll.report/v1";

/// One audit over one or several hosts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Name and version of this format, see [`SCHEMA`].
    pub schema: String,
    /// The program that judged, e.g. `plimsoll 0.1.0`.
    pub tool: String,
    /// When the latest of the snapshots was taken: RFC 3339, UTC.
    pub as_of: String,
    /// The clusters, in the order in which they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<ClusterSummary>,
    /// The hosts, sorted by name.
    pub hosts: Vec<HostSummary>,
    /// Managed clusters that their providers described.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clouds: Vec<CloudSummary>,
    /// What a reader must know before trusting the rest.
    pub notices: Vec<Notice>,
    /// The benchmarks, in the order they were asked for.
    pub benchmarks: Vec<BenchmarkReport>,
    /// Every verdict of every check on every target, sorted by host, check and target. Of objects
    /// only what is no pass; `objects.checks` counts the rest.
    pub findings: Vec<Finding>,
    /// What was read and judged, when objects were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objects: Option<ObjectsSummary>,
}

impl Report {
    /// The report without its findings, of which there can be hundreds of thousands.
    #[must_use]
    pub fn clone_without_findings(&self) -> Self {
        Self {
            schema: self.schema.clone(),
            tool: self.tool.clone(),
            as_of: self.as_of.clone(),
            clusters: self.clusters.clone(),
            hosts: self.hosts.clone(),
            clouds: self.clouds.clone(),
            notices: self.notices.clone(),
            benchmarks: Vec::new(),
            findings: Vec::new(),
            objects: self.objects.clone(),
        }
    }
}

/// The objects of a report: what was read, what was not and why, and what every check said.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ObjectsSummary {
    /// Kubernetes version they were judged for.
    pub kubernetes_version: String,
    /// Files with objects.
    pub files: u32,
    /// Objects, those in lists included.
    pub objects: u32,
    /// Pods and pod templates.
    pub pods: u32,
    /// Files that were looked at and hold no object.
    pub other_files: u32,
    /// What could not be judged, with its reason. Never silent.
    pub not_judged: Vec<NotJudged>,
    /// Every check that was run, sorted by id.
    pub checks: Vec<CheckTally>,
    /// Checks that run only when they are asked for, and were not.
    pub not_run: Vec<String>,
    /// Failures that a comment or annotation accepts.
    pub suppressed: u32,
    /// Failures that were there before.
    pub known: u32,
    /// How many pods meet the Pod Security Standards.
    pub pod_security: PodSecuritySummary,
}

/// Pods by the Pod Security Standards.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct PodSecuritySummary {
    /// Version of the standards, e.g. `1.37`.
    pub version: String,
    /// Pods that meet `restricted`.
    pub restricted: u32,
    /// Pods that meet `baseline`.
    pub baseline: u32,
    /// All pods.
    pub pods: u32,
}

/// Something that should have been judged and was not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct NotJudged {
    /// The file, chart or directory.
    pub path: String,
    /// Line, counted from 1, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Why.
    pub reason: String,
}

/// What one check said of all objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CheckTally {
    /// Check id.
    pub check: String,
    /// Its title.
    pub title: String,
    /// How much harm a failure does.
    pub severity: Severity,
    /// Objects, pods or containers that are as they should be.
    pub pass: u32,
    /// Those that are not.
    pub fail: u32,
    /// Those that could not be judged.
    pub error: u32,
}

/// One cluster.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ClusterSummary {
    /// Its name.
    pub name: String,
    /// When it was looked at: RFC 3339, UTC.
    pub as_of: String,
    /// Seconds that the look took: what changed meanwhile may be seen in part.
    pub seconds: u32,
    /// Address of the API server; none for a dump.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// Version of the API server, as it writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Who looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Namespaces that the look was limited to; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub namespaces: Vec<String>,
    /// Objects by kind.
    pub objects: BTreeMap<String, u32>,
    /// Pods that run.
    pub pods: u32,
    /// Pods that have ended; they are not judged.
    pub ended_pods: u32,
    /// Distinct pod templates that were judged.
    pub templates: u32,
    /// What could not be read, with its reason: `kind: reason`.
    pub unread: Vec<NotJudged>,
    /// Identities of the platform and what they hold, told apart from what somebody gave.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub platform: Vec<PlatformIdentity>,
}

/// A managed cluster as its provider describes it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CloudSummary {
    /// Its name.
    pub name: String,
    /// The provider: `eks`, `gke` ...
    pub provider: String,
    /// Kubernetes version, if the provider says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kubernetes_version: Option<Version>,
    /// When the facts were read: RFC 3339, UTC.
    pub as_of: String,
    /// Documents that were given, with how many things each describes.
    pub documents: BTreeMap<String, u32>,
    /// Documents of the provider that were not given: what rests on them is an error.
    pub not_given: Vec<String>,
}

/// An identity of the platform that holds rights of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct PlatformIdentity {
    /// Kind and name.
    pub subject: String,
    /// What it is.
    pub what: String,
    /// Its role.
    pub role: String,
}

/// One host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HostSummary {
    /// Its name.
    pub name: String,
    /// When it was looked at: RFC 3339, UTC.
    pub as_of: String,
    /// Operating system, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operating_system: Option<String>,
    /// Kind of installation: `kubeadm`, `systemd` ...
    pub platform: String,
    /// Kubernetes version the host was judged by, if it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kubernetes_version: Option<Version>,
    /// What tells that version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_source: Option<String>,
    /// Roles it plays: `control-plane`, `etcd`, `worker`.
    pub roles: Vec<String>,
    /// Components seen, as `kubelet (running, pid 312)`.
    pub components: Vec<String>,
    /// User number the collector ran as.
    pub collector_uid: u32,
}

/// Something a reader must know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// Host it concerns; empty for all.
    pub host: String,
    /// The text.
    pub text: String,
}

/// How many controls have which status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Counts {
    /// Passed.
    pub pass: u32,
    /// Failed.
    pub fail: u32,
    /// Need a person.
    pub manual: u32,
    /// Do not concern the target.
    pub not_applicable: u32,
    /// Could not be looked at.
    pub error: u32,
    /// Hosts disagree.
    pub mixed: u32,
}

impl Counts {
    /// Counts one more status.
    pub fn add(&mut self, status: Status) {
        match status {
            Status::Pass => self.pass += 1,
            Status::Fail => self.fail += 1,
            Status::Manual => self.manual += 1,
            Status::NotApplicable => self.not_applicable += 1,
            Status::Error => self.error += 1,
            Status::Mixed => self.mixed += 1,
        }
    }

    /// All of them.
    #[must_use]
    pub const fn total(&self) -> u32 {
        self.pass + self.fail + self.manual + self.not_applicable + self.error + self.mixed
    }

    /// Controls with a determined verdict: pass, fail or mixed.
    #[must_use]
    pub const fn determined(&self) -> u32 {
        self.pass + self.fail + self.mixed
    }

    /// Per cent of the determined controls that passed; `None` when nothing was determined.
    #[must_use]
    pub fn score(&self) -> Option<u32> {
        (self.pass * 100).checked_div(self.determined())
    }

    /// Per cent of the applicable controls that were determined; `None` when none applies.
    #[must_use]
    pub fn coverage(&self) -> Option<u32> {
        (self.determined() * 100).checked_div(self.total() - self.not_applicable)
    }
}

/// One benchmark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BenchmarkReport {
    /// Benchmark id, e.g. `cis-2.0.1`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Kubernetes versions it was written for.
    pub kubernetes: String,
    /// Why it was chosen.
    pub chosen: String,
    /// Counts over all its controls here.
    pub counts: Counts,
    /// Per cent of determined controls that passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u32>,
    /// Per cent of applicable controls that were determined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<u32>,
    /// Its sections in order.
    pub sections: Vec<SectionSummary>,
    /// Its controls in order.
    pub controls: Vec<ControlReport>,
}

impl BenchmarkReport {
    /// `Kubernetes 1.32 to 1.34`, or `any version of Kubernetes`.
    #[must_use]
    pub fn written_for(&self) -> String {
        if self.kubernetes == "any version" {
            return "any version of Kubernetes".to_owned();
        }
        format!("Kubernetes {}", self.kubernetes)
    }
}

/// One section of a benchmark, e.g. `1.2 API server`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SectionSummary {
    /// Number.
    pub id: String,
    /// Title.
    pub title: String,
    /// Counts over its controls.
    pub counts: Counts,
}

/// One control.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ControlReport {
    /// Number in the benchmark, e.g. `1.2.15`.
    pub id: String,
    /// Title in our words.
    pub title: String,
    /// Other names that the benchmark gives it: rule and version of a STIG.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Number of its section.
    pub section: String,
    /// Profile level.
    pub level: u8,
    /// `automated` or `manual`, as the benchmark calls it.
    pub assessment: String,
    /// Role it concerns: `control-plane`, `etcd`, `worker`, `policies`.
    pub role: String,
    /// Severity: the highest of its checks.
    pub severity: Severity,
    /// The verdict over all hosts.
    pub status: Status,
    /// Why, in one sentence.
    pub reason: String,
    /// What was seen, over all hosts.
    pub evidence: Vec<Evidence>,
    /// What was expected.
    pub expected: String,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    /// How to mend it, for the kinds of installation seen.
    pub fix: Vec<Fix>,
    /// Framework controls it answers.
    pub references: Vec<Reference>,
    /// Checks it consists of.
    pub checks: Vec<String>,
    /// Rationale when it was tailored (changed parameters, switched off).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tailored: Option<String>,
    /// The verdict of each host, sorted by name.
    pub hosts: Vec<HostStatus>,
}

/// The verdict of one control on one host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HostStatus {
    /// Host name.
    pub host: String,
    /// The verdict.
    pub status: Status,
    /// Why, in one sentence.
    pub reason: String,
    /// What was seen.
    pub evidence: Vec<Evidence>,
    /// What was expected.
    pub expected: String,
    /// What was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual: Option<String>,
    /// How to mend it on this host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// Findings it consists of, by id.
    pub findings: Vec<String>,
}
