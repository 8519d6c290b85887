//! The whole audit: snapshots in, report out.

use std::collections::BTreeMap;

use plimsoll_content::benchmark::{OWN, WORKLOADS};
use plimsoll_content::{Benchmark, Content, Control, Tailoring};
use plimsoll_model::{
    BenchmarkReport, CloudSummary, Counts, Finding, HostStatus, HostSummary, Instance,
    InstanceState, Notice, Report, Snapshot, Version, VersionSource, report::SCHEMA,
};

use crate::benchmark::{control_report, host_status, sections};
use crate::evaluate::{Registry, evaluate, parameters};
use crate::host::Host;
use crate::select::{self, Seen};
use crate::time::rfc3339;

/// What is asked of an audit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Request {
    /// Benchmark ids; empty for the one that fits.
    pub benchmarks: Vec<String>,
    /// Highest profile level; `None` for all.
    pub level: Option<u8>,
    /// Roles; empty for those that concern hosts.
    pub roles: Vec<String>,
    /// The user's choices.
    pub tailoring: Tailoring,
}

/// The role of controls that only a cluster's API can answer.
pub const POLICIES: &str = "policies";

/// Roles whose controls can be answered by looking at a host.
const HOST_ROLES: [&str; 4] = ["control-plane", "etcd", "worker", FEDERATION];

/// The role of the servers of a federation.
pub const FEDERATION: &str = "federation";

/// Something beside hosts that answers controls: a cluster, a node that was not reached.
pub trait Beside {
    /// Its name in the report.
    fn name(&self) -> &str;
    /// Kubernetes version that decides which edition fits.
    fn version(&self) -> Option<Version>;
    /// Distributions it is known to be, which decide too.
    fn distributions(&self) -> Vec<String> {
        Vec::new()
    }
    /// Whether an edition is chosen for it.
    fn chooses(&self) -> bool {
        true
    }
    /// Roles whose controls it answers.
    fn roles(&self) -> &[&str];
    /// When it was looked at, seconds since 1970, where that is not known otherwise.
    fn as_of(&self) -> Option<i64> {
        None
    }
    /// What a report says of it when it is a managed cluster.
    fn cloud(&self) -> Option<CloudSummary> {
        None
    }
    /// Findings of its own that belong into the report.
    fn take_findings(&mut self) -> Vec<Finding> {
        Vec::new()
    }
    /// Its answer to a control; `None` when the control is not one of this run. `off` is why it is
    /// not judged at all.
    fn answer(
        &mut self,
        benchmark: &Benchmark,
        control: &Control,
        off: Option<&str>,
    ) -> Option<HostStatus>;
}

/// Judges snapshots. `tool` names the program for the report.
///
/// # Errors
/// Names what is unknown: a benchmark, or that there is none.
pub fn audit(
    content: &Content,
    registry: &Registry,
    snapshots: &[Snapshot],
    request: &Request,
    tool: &str,
) -> Result<Report, String> {
    audit_beside(content, registry, snapshots, &mut [], request, tool)
}

/// Judges snapshots of hosts and what answers beside them, as one report.
///
/// # Errors
/// Names what is unknown: a benchmark, or that there is none.
pub fn audit_beside(
    content: &Content,
    registry: &Registry,
    snapshots: &[Snapshot],
    beside: &mut [&mut dyn Beside],
    request: &Request,
    tool: &str,
) -> Result<Report, String> {
    let mut hosts: Vec<Host<'_>> =
        snapshots.iter().map(|snapshot| Host::new(content, snapshot)).collect();
    hosts.sort_by(|one, other| one.node.name.cmp(&other.node.name));
    let mut notices: Vec<Notice> = Vec::new();
    for host in &hosts {
        let name = host.node.name.clone();
        let texts = host.notices().into_iter();
        notices.extend(texts.map(|text| Notice { host: name.clone(), text }));
    }
    let mut seen: Vec<For> = hosts
        .iter()
        .map(|host| For {
            name: host.node.name.clone(),
            seen: host.seen(),
            speaks: !host.roles.is_empty(),
        })
        .collect();
    seen.extend(beside.iter().filter(|one| one.chooses()).map(|one| For {
        name: one.name().to_owned(),
        seen: Seen { version: one.version(), distributions: one.distributions() },
        speaks: one.version().is_some(),
    }));
    let workloads = beside.iter().any(|one| one.roles().contains(&"workloads"));
    let chosen = choose(content, &seen, request, workloads, &mut notices)?;
    let mut run = Run { content, registry, request, findings: BTreeMap::new() };
    let benchmarks: Vec<BenchmarkReport> = chosen
        .into_iter()
        .map(|(benchmark, why)| run.benchmark(benchmark, why, &hosts, beside))
        .collect();
    for benchmark in benchmarks.iter().filter(|benchmark| benchmark.controls.is_empty()) {
        let text = format!("{} asks nothing of what was looked at", benchmark.id);
        notices.push(Notice { host: String::new(), text });
    }
    let mut findings: Vec<Finding> = run.findings.into_values().flatten().collect();
    findings.extend(beside.iter_mut().flat_map(|one| one.take_findings()));
    findings.sort_by(|one, other| {
        (&one.host, &one.check, &one.target, &one.id).cmp(&(
            &other.host,
            &other.check,
            &other.target,
            &other.id,
        ))
    });
    notices.dedup();
    let of_hosts = hosts.iter().map(|host| host.as_of);
    let latest = of_hosts.chain(beside.iter().filter_map(|one| one.as_of())).max();
    Ok(Report {
        schema: SCHEMA.to_owned(),
        tool: tool.to_owned(),
        as_of: rfc3339(latest.unwrap_or(0)),
        clusters: Vec::new(),
        hosts: hosts.iter().map(summary).collect(),
        clouds: beside.iter().filter_map(|one| one.cloud()).collect(),
        notices,
        benchmarks,
        findings,
        objects: None,
    })
}

/// Whoever an edition is chosen for.
struct For {
    name: String,
    seen: Seen,
    /// Whether a notice about the edition is worth a reader's time.
    speaks: bool,
}

fn choose<'a>(
    content: &'a Content,
    hosts: &[For],
    request: &Request,
    workloads: bool,
    notices: &mut Vec<Notice>,
) -> Result<Vec<(&'a Benchmark, String)>, String> {
    let mut chosen = editions(content, hosts, request, notices)?;
    if let Some(all) = content.benchmarks.get(WORKLOADS)
        && request.benchmarks.is_empty()
        && workloads
    {
        chosen.push((all, "every check of Kubernetes objects".to_owned()));
    }
    if let Some(own) = content.benchmarks.get(OWN)
        && !chosen.iter().any(|(known, _)| known.id == own.id)
    {
        chosen.push((own, format!("loaded from {}", own.source)));
    }
    Ok(chosen)
}

fn editions<'a>(
    content: &'a Content,
    hosts: &[For],
    request: &Request,
    notices: &mut Vec<Notice>,
) -> Result<Vec<(&'a Benchmark, String)>, String> {
    let mut chosen: Vec<(&Benchmark, String)> = Vec::new();
    if request.benchmarks.is_empty() {
        for host in hosts {
            let Some((benchmark, why, notice)) = select::fitting(content, &host.seen) else {
                return Err("there is no benchmark to choose from".to_owned());
            };
            if let Some(text) = notice
                && host.speaks
            {
                notices.push(Notice { host: host.name.clone(), text });
            }
            if !chosen.iter().any(|(known, _)| known.id == benchmark.id) {
                chosen.push((benchmark, why));
            }
        }
        return Ok(chosen);
    }
    for id in &request.benchmarks {
        let Some(benchmark) = content.benchmarks.get(id) else {
            return Err(content.benchmarks.unknown(id));
        };
        for host in hosts {
            let notice =
                host.seen.version.and_then(|version| select::outside_its_range(benchmark, version));
            let distributions = &host.seen.distributions;
            let other = select::other_distribution(benchmark, distributions).then(|| {
                format!(
                    "{} was written for {}, and this is {}",
                    benchmark.id,
                    benchmark.distributions.join(", "),
                    distributions.join(", ")
                )
            });
            for text in notice.into_iter().chain(other) {
                notices.push(Notice { host: host.name.clone(), text });
            }
        }
        if !chosen.iter().any(|(known, _)| known.id == benchmark.id) {
            chosen.push((benchmark, "asked for".to_owned()));
        }
    }
    Ok(chosen)
}

/// Findings by host, check and parameters: each is made once, however many controls ask.
type Findings = BTreeMap<(String, String, String), Vec<Finding>>;

struct Run<'a> {
    content: &'a Content,
    registry: &'a Registry,
    request: &'a Request,
    findings: Findings,
}

impl Run<'_> {
    fn benchmark(
        &mut self,
        benchmark: &Benchmark,
        why: String,
        hosts: &[Host<'_>],
        beside: &mut [&mut dyn Beside],
    ) -> BenchmarkReport {
        let asked_beside: Vec<&str> = beside.iter().flat_map(|one| one.roles()).copied().collect();
        let wanted = |control: &&Control| {
            let level = self.request.level.is_none_or(|level| control.level <= level);
            let role = if self.request.roles.is_empty() {
                let of_hosts = !hosts.is_empty() && HOST_ROLES.contains(&control.role.as_str());
                of_hosts || asked_beside.contains(&control.role.as_str())
            } else {
                self.request.roles.contains(&control.role)
            };
            level && role
        };
        let wanted: Vec<&Control> = benchmark.controls.iter().filter(wanted).collect();
        let mut controls = Vec::new();
        for control in wanted {
            let choice = self.request.tailoring.control(&benchmark.id, &control.id);
            let off = choice
                .filter(|choice| !choice.enabled)
                .map(|choice| format!("switched off by tailoring: {}", choice.rationale));
            let off = |version: Option<Version>, distributions: &[String]| match &off {
                Some(reason) => Some(reason.clone()),
                None => elsewhere(benchmark, control, distributions)
                    .or_else(|| outside(control, version?)),
            };
            let mut statuses = Vec::new();
            for one in beside.iter_mut() {
                if one.roles().contains(&control.role.as_str()) {
                    let off = off(one.version(), &one.distributions());
                    statuses.extend(one.answer(benchmark, control, off.as_deref()));
                }
            }
            // What a cluster answers no host is asked.
            let of_clusters = control.role == POLICIES && !statuses.is_empty();
            for host in hosts.iter().filter(|_| !of_clusters) {
                let seen = host.seen();
                let off = off(seen.version, &seen.distributions);
                let keys = if off.is_some() || control.role == POLICIES {
                    Vec::new()
                } else {
                    self.evaluate(benchmark, control, host)
                };
                let findings: Vec<&Finding> =
                    keys.iter().filter_map(|key| self.findings.get(key)).flatten().collect();
                statuses.push(host_status(host, control, &findings, off.as_deref()));
            }
            if statuses.is_empty() {
                continue;
            }
            statuses.sort_by(|one, other| one.host.cmp(&other.host));
            let tailored = self.tailored(control, choice.map(|choice| &*choice.rationale));
            controls.push(control_report(self.content, benchmark, control, statuses, tailored));
        }
        let mut counts = Counts::default();
        for control in &controls {
            counts.add(control.status);
        }
        BenchmarkReport {
            id: benchmark.id.clone(),
            title: benchmark.title.clone(),
            kubernetes: benchmark.kubernetes_range(),
            chosen: why,
            counts,
            score: counts.score(),
            coverage: counts.coverage(),
            sections: sections(benchmark, &controls),
            controls,
        }
    }

    /// Sees to it that the findings a control needs are there; their keys.
    fn evaluate(
        &mut self,
        benchmark: &Benchmark,
        control: &Control,
        host: &Host<'_>,
    ) -> Vec<(String, String, String)> {
        let mut keys = Vec::new();
        for asked in &control.checks {
            let Some(check) = self.content.checks.get(&asked.check) else { continue };
            let parameters = parameters(check, &asked.with, &self.request.tailoring.variables);
            let key = (host.node.name.clone(), check.id.clone(), format!("{parameters:?}"));
            let findings = self
                .findings
                .entry(key.clone())
                .or_insert_with(|| evaluate(host, check, &parameters, self.registry));
            let label = format!("{}/{}", benchmark.id, control.id);
            for finding in findings {
                if !finding.controls.contains(&label) {
                    finding.controls.push(label.clone());
                }
            }
            keys.push(key);
        }
        keys
    }

    /// What the user changed about a control.
    fn tailored(&self, control: &Control, rationale: Option<&str>) -> Option<String> {
        let mut parts: Vec<String> = rationale.map(str::to_owned).into_iter().collect();
        for asked in &control.checks {
            let prefix = format!("{}.", asked.check);
            parts.extend(
                self.request
                    .tailoring
                    .variables
                    .iter()
                    .filter(|(name, _)| name.starts_with(&prefix))
                    .map(|(name, value)| format!("{name} = {value}")),
            );
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

/// Why a control cannot apply to the distribution that its edition was written for. On another
/// distribution the reason does not hold, and its checks are asked.
fn elsewhere(benchmark: &Benchmark, control: &Control, distributions: &[String]) -> Option<String> {
    let reason = control.not_applicable.clone()?;
    let other = select::other_distribution(benchmark, distributions);
    (!other || control.checks.is_empty()).then_some(reason)
}

/// Why a control does not apply to a version, if so.
fn outside(control: &Control, version: Version) -> Option<String> {
    let (range, reason) = control.versions.as_ref()?;
    (!range.contains(version)).then(|| format!("Kubernetes {}: {reason}", version.without_patch()))
}

fn summary(host: &Host<'_>) -> HostSummary {
    let version = host.kubernetes_version();
    HostSummary {
        name: host.node.name.clone(),
        as_of: rfc3339(host.as_of),
        operating_system: host.node.operating_system.clone(),
        platform: host.platform.clone(),
        kubernetes_version: version.map(|evidence| evidence.version),
        version_source: version.map(|evidence| {
            let what = match evidence.source {
                VersionSource::Stated => "stated",
                VersionSource::Executable => "build data of",
                VersionSource::ImageTag => "image",
                VersionSource::ApiServer => "API server at",
                VersionSource::NodeObject => "node object",
                VersionSource::Package => "package",
            };
            format!("{what} {}", evidence.location)
        }),
        roles: host.roles.iter().map(|role| (*role).to_owned()).collect(),
        components: host.node.components.iter().map(component).collect(),
        collector_uid: host.node.collector_uid,
    }
}

fn component(instance: &Instance) -> String {
    match (instance.state, &instance.process) {
        (InstanceState::Running, Some(process)) if instance.embedded.is_some() => {
            let holder = instance.embedded.as_deref().unwrap_or_default();
            format!("{} (running inside {holder}, pid {})", instance.component, process.pid)
        }
        (InstanceState::Running, Some(process)) => {
            format!("{} (running, pid {})", instance.component, process.pid)
        }
        _ => {
            let path = instance.definitions.first().map_or("", |d| d.path.as_str());
            format!("{} (not running, configured in {path})", instance.component)
        }
    }
}
