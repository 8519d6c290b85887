//! Clusters on a terminal: what was read, how benchmarks come out, then failures object by object.

use std::collections::BTreeSet;

use plimsoll_model::{BenchmarkReport, ClusterSummary, ObjectsSummary, Report, Severity, Status};

use super::objects::{failures, not_judged, plural, pod_security};
use super::paint::{Ink, Page, fitting};
use super::{control, summary};
use crate::sanitize::sanitize;

/// Whether a benchmark is the list of all checks of objects, which the failures show better.
fn lists_checks(benchmark: &BenchmarkReport) -> bool {
    benchmark.controls.iter().all(|control| control.role == "workloads")
}

/// Prints a report over clusters, and over hosts beside them.
pub(super) fn print(page: &mut Page, report: &Report, objects: &ObjectsSummary, all: bool) {
    for cluster in &report.clusters {
        head(page, cluster);
    }
    pod_security(page, objects, "  ");
    for cloud in &report.clouds {
        summary::cloud(page, cloud);
    }
    for host in &report.hosts {
        summary::host(page, host);
    }
    let (lists, benchmarks): (Vec<&BenchmarkReport>, Vec<&BenchmarkReport>) =
        report.benchmarks.iter().partition(|one| lists_checks(one));
    let of_benchmarks = Report {
        benchmarks: benchmarks.into_iter().cloned().collect(),
        ..report.clone_without_findings()
    };
    for benchmark in &of_benchmarks.benchmarks {
        page.blank();
        summary::benchmark(page, benchmark);
    }
    for benchmark in lists {
        page.blank();
        summary::benchmark(page, benchmark);
    }
    summary::notices(page, report, all);
    not_judged(page, objects, all);
    control::print_all(page, &of_benchmarks, all);
    let controls = of_benchmarks.benchmarks.iter().flat_map(|one| &one.controls);
    let shown: BTreeSet<&str> =
        controls.filter(|_| !all).flat_map(|control| &control.checks).map(String::as_str).collect();
    page.blank();
    let heading = if shown.is_empty() { "Objects" } else { "Beyond the benchmarks" };
    let heading = page.ink(Ink::Bold, heading);
    page.raw(&heading);
    failures(page, report, &shown, all);
    end(page, report, objects, all);
}

fn head(page: &mut Page, cluster: &ClusterSummary) {
    let name = page.ink(Ink::Bold, fitting(&sanitize(&cluster.name), page.width()));
    page.raw(&name);
    let dot = format!(" {} ", page.dot());
    let mut parts = vec![match &cluster.version {
        Some(version) => format!("Kubernetes {version}"),
        None => "Kubernetes version unknown".to_owned(),
    }];
    parts.extend(cluster.server.clone());
    parts.extend(cluster.user.as_ref().map(|user| format!("looked at as {user}")));
    page.wrapped("  ", "  ", Ink::Dim, &parts.join(&dot));
    let count = |kind: &str| cluster.objects.get(kind).copied().unwrap_or(0);
    let total: u32 = cluster.objects.values().sum();
    let mut parts = vec![
        plural(count("Node"), "node"),
        plural(count("Namespace"), "namespace"),
        format!("{} of {}", plural(cluster.pods, "pod"), plural(cluster.templates, "template")),
        plural(total, "object"),
    ];
    if cluster.ended_pods > 0 {
        parts.push(format!("{} that ended, not judged", plural(cluster.ended_pods, "pod")));
    }
    if !cluster.platform.is_empty() {
        let count = u32::try_from(cluster.platform.len()).unwrap_or(u32::MAX);
        parts.push(format!("{} of the platform's own told apart", plural(count, "right")));
    }
    page.wrapped("  ", "  ", Ink::Dim, &parts.join(&dot));
}

fn end(page: &mut Page, report: &Report, objects: &ObjectsSummary, all: bool) {
    page.blank();
    let of = |severity: Severity| {
        let mut findings = report.findings.iter();
        let names = |name: &str| report.clusters.iter().any(|cluster| cluster.name == name);
        findings
            .by_ref()
            .filter(|one| one.status == Status::Fail && one.severity == severity)
            .filter(|one| names(&one.host))
            .count()
    };
    let parts: Vec<String> = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low]
        .into_iter()
        .filter(|severity| of(*severity) > 0)
        .map(|severity| format!("{} {}", of(severity), severity.as_str()))
        .collect();
    let mut text = if parts.is_empty() {
        "no failure of an object".to_owned()
    } else {
        format!("failures of objects: {}", parts.join(", "))
    };
    if !objects.not_judged.is_empty() {
        text.push_str(&format!("; {} not judged", objects.not_judged.len()));
    }
    page.wrapped("", "  ", Ink::Bold, &text);
    summary::end(page, report, all);
}
