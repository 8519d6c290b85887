//! The report in the shape of kube-bench's `--json`, for pipelines that read that.
//!
//! Field names, their order and their types are those of kube-bench's `check/controls.go` and
//! `check/check.go`.
//!
//! | status | kube-bench |
//! |---|---|
//! | pass | PASS |
//! | fail, mixed | FAIL |
//! | manual | WARN |
//! | error | FAIL where the benchmark calls the control automated, else WARN; never PASS |
//! | not applicable | INFO |
//!
//! kube-bench looks at one host and does not name it. With several hosts there is one set of
//! `Controls` for each, in the order of the report; who must tell them apart reads our own JSON.

use plimsoll_model::{BenchmarkReport, ControlReport, HostStatus, Report, Status};
use serde::Serialize;

use crate::evidence::phrases;
use crate::gather;
use crate::sanitize::{self, sanitize, sanitize_lines};

#[derive(Serialize)]
struct Overall {
    #[serde(rename = "Controls")]
    controls: Vec<Controls>,
    #[serde(rename = "Totals")]
    totals: Totals,
}

#[derive(Serialize, Clone, Copy, Default)]
struct Totals {
    total_pass: u32,
    total_fail: u32,
    total_warn: u32,
    total_info: u32,
}

#[derive(Serialize)]
struct Controls {
    id: String,
    version: String,
    detected_version: String,
    text: &'static str,
    node_type: &'static str,
    tests: Vec<Group>,
    #[serde(flatten)]
    totals: Totals,
}

#[derive(Serialize)]
struct Group {
    section: String,
    #[serde(rename = "type")]
    kind: &'static str,
    pass: u32,
    fail: u32,
    warn: u32,
    info: u32,
    desc: String,
    results: Vec<Check>,
}

#[derive(Serialize)]
struct Check {
    test_number: String,
    test_desc: String,
    audit: &'static str,
    #[serde(rename = "AuditEnv")]
    audit_env: &'static str,
    #[serde(rename = "AuditConfig")]
    audit_config: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    remediation: String,
    test_info: Vec<String>,
    status: &'static str,
    actual_value: String,
    scored: bool,
    #[serde(rename = "IsMultiple")]
    is_multiple: bool,
    expected_result: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    reason: String,
}

/// One of kube-bench's targets.
#[derive(Clone, Copy, PartialEq)]
struct Target<'a> {
    /// First part of its controls' numbers.
    number: &'a str,
    text: &'static str,
    node_type: &'static str,
}

/// The target that a control belongs to, by its role; its number as the benchmark counts.
fn target_of(control: &ControlReport) -> Target<'_> {
    let first = control.id.split('.').next().unwrap_or_default();
    let (by_role, text, node_type) = match control.role.as_str() {
        "control-plane" if first == "3" => ("3", "Control Plane Configuration", "controlplane"),
        "control-plane" => ("1", "Control Plane Security Configuration", "master"),
        "etcd" => ("2", "Etcd Node Configuration", "etcd"),
        "worker" => ("4", "Worker Node Security Configuration", "node"),
        "cloud" => ("5", "Managed Services", "managedservices"),
        "federation" => ("3", "Federated Deployments", "federated"),
        _ => ("5", "Kubernetes Policies", "policies"),
    };
    let numeric = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    Target { number: if numeric { first } else { by_role }, text, node_type }
}

/// The JSON document.
///
/// # Errors
/// Fails when memory does.
pub fn render(report: &Report) -> Result<String, serde_json::Error> {
    let mut overall = Overall { controls: Vec::new(), totals: Totals::default() };
    let mut places: Vec<(&str, Option<String>)> = Vec::new();
    let version = |version: Option<plimsoll_model::Version>| version.map(|one| one.to_string());
    places.extend(report.hosts.iter().map(|one| (&*one.name, version(one.kubernetes_version))));
    places.extend(report.clusters.iter().map(|one| (&*one.name, one.version.clone())));
    for cloud in &report.clouds {
        if places.iter().all(|(name, _)| *name != cloud.name) {
            places.push((&cloud.name, version(cloud.kubernetes_version)));
        }
    }
    places.extend(gather::others(report).into_iter().map(|name| (name, None)));
    for benchmark in &report.benchmarks {
        let mut targets: Vec<Target<'_>> = Vec::new();
        // The list of all checks of objects is no target of kube-bench.
        for control in benchmark.controls.iter().filter(|one| one.role != "workloads") {
            let target = target_of(control);
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        targets.sort_by_key(|target| target.number.parse::<u32>().unwrap_or(u32::MAX));
        for (name, version) in &places {
            for target in &targets {
                let entry = entry(benchmark, name, *target, version.clone());
                if !entry.tests.is_empty() {
                    add(&mut overall.totals, entry.totals);
                    overall.controls.push(entry);
                }
            }
        }
    }
    let mut text = serde_json::to_string(&overall)?;
    text.push('\n');
    Ok(sanitize::json(text))
}

fn add(sum: &mut Totals, more: Totals) {
    sum.total_pass += more.total_pass;
    sum.total_fail += more.total_fail;
    sum.total_warn += more.total_warn;
    sum.total_info += more.total_info;
}

fn entry(
    benchmark: &BenchmarkReport,
    host: &str,
    target: Target<'_>,
    version: Option<String>,
) -> Controls {
    let mut tests: Vec<Group> = Vec::new();
    let mut totals = Totals::default();
    for control in &benchmark.controls {
        if control.role == "workloads" || target_of(control) != target {
            continue;
        }
        let Some(on_host) = control.hosts.iter().find(|one| one.host == host) else { continue };
        let check = check(control, on_host);
        if tests.last().is_none_or(|group| group.section != control.section) {
            let title = benchmark.sections.iter().find(|section| section.id == control.section);
            tests.push(Group {
                section: control.section.clone(),
                kind: "",
                pass: 0,
                fail: 0,
                warn: 0,
                info: 0,
                desc: title.map(|section| section.title.clone()).unwrap_or_default(),
                results: Vec::new(),
            });
        }
        let Some(group) = tests.last_mut() else { continue };
        let (in_group, in_total) = match check.status {
            "PASS" => (&mut group.pass, &mut totals.total_pass),
            "FAIL" => (&mut group.fail, &mut totals.total_fail),
            "WARN" => (&mut group.warn, &mut totals.total_warn),
            _ => (&mut group.info, &mut totals.total_info),
        };
        *in_group += 1;
        *in_total += 1;
        group.results.push(check);
    }
    Controls {
        id: target.number.to_owned(),
        version: benchmark.id.clone(),
        detected_version: version.unwrap_or_default(),
        text: target.text,
        node_type: target.node_type,
        tests,
        totals,
    }
}

fn check(control: &ControlReport, host: &HostStatus) -> Check {
    let automated = matches!(control.assessment.as_str(), "automated" | "scored");
    let status = match host.status {
        Status::Pass => "PASS",
        Status::Fail | Status::Mixed => "FAIL",
        Status::Error if automated => "FAIL",
        Status::Error | Status::Manual => "WARN",
        Status::NotApplicable => "INFO",
    };
    // Hosts that pass have no fix of their own; kube-bench shows one for every check.
    let fix = host.fix.as_ref().or_else(|| control.fix.first());
    let remediation = fix.map(|fix| sanitize_lines(&fix.text)).unwrap_or_default();
    Check {
        test_number: sanitize(&control.id),
        test_desc: sanitize(&control.title),
        audit: "",
        audit_env: "",
        audit_config: "",
        // kube-bench runs nothing for this type. What was judged here is none of it.
        kind: if host.status == Status::Manual { "manual" } else { "" },
        test_info: vec![remediation.clone()],
        remediation,
        status,
        actual_value: sanitize(&phrases(&host.evidence)),
        scored: automated,
        is_multiple: host.evidence.len() > 1,
        expected_result: sanitize(&host.expected),
        reason: if status == "PASS" { String::new() } else { sanitize_lines(&host.reason) },
    }
}
