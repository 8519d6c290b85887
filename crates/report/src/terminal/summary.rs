//! What one takes in at a glance: hosts, benchmarks with their scores, notices.

use plimsoll_model::{BenchmarkReport, CloudSummary, Counts, HostSummary, Report, Status};

use super::paint::{Ink, Page, columns, fitting};
use crate::gather;
use crate::sanitize::sanitize;

/// Quoted words shown of one notice.
const QUOTED: usize = 3;

pub(super) fn host(page: &mut Page, host: &HostSummary) {
    let name = page.ink(Ink::Bold, fitting(&sanitize(&host.name), page.width()));
    page.raw(&name);
    let mut parts = Vec::new();
    if !host.roles.is_empty() {
        parts.push(host.platform.clone());
        parts.push(match (host.kubernetes_version, &host.version_source) {
            (Some(version), Some(source)) => format!("Kubernetes {version} ({source})"),
            (Some(version), None) => format!("Kubernetes {version}"),
            (None, _) => "Kubernetes version unknown".to_owned(),
        });
    }
    if !host.roles.is_empty() {
        parts.push(host.roles.join(", "));
    }
    parts.extend(host.operating_system.clone());
    if host.collector_uid != 0 {
        parts.push(format!("looked at without root (user {})", host.collector_uid));
    }
    let dot = format!(" {} ", page.dot());
    page.wrapped("  ", "  ", Ink::Dim, &parts.join(&dot));
}

pub(super) fn cloud(page: &mut Page, cloud: &CloudSummary) {
    let name = page.ink(Ink::Bold, fitting(&sanitize(&cloud.name), page.width()));
    page.raw(&name);
    let version = match cloud.kubernetes_version {
        Some(version) => format!("Kubernetes {version}"),
        None => "Kubernetes version unknown".to_owned(),
    };
    let given: Vec<String> =
        cloud.documents.iter().map(|(id, count)| format!("{id} ({count})")).collect();
    let dot = format!(" {} ", page.dot());
    let parts = [format!("{} by its provider's facts", cloud.provider), version, given.join(", ")];
    page.wrapped("  ", "  ", Ink::Dim, &parts.join(&dot));
    if !cloud.not_given.is_empty() {
        let text =
            format!("not given, so what rests on it is an error: {}", cloud.not_given.join(", "));
        page.wrapped("  ", "  ", Ink::Dim, &text);
    }
}

pub(super) fn benchmark(page: &mut Page, benchmark: &BenchmarkReport) {
    let title = format!("{} ({})", benchmark.title, benchmark.id);
    page.wrapped("", "  ", Ink::Bold, &title);
    let chosen = format!("for {}; {}", benchmark.written_for(), benchmark.chosen);
    page.wrapped("  ", "  ", Ink::Dim, &chosen);
    let score = match (benchmark.score, benchmark.coverage) {
        (Some(score), Some(coverage)) => {
            format!("score {score}/100, {coverage} % of the applicable controls determined")
        }
        _ => "no score: no control could be determined".to_owned(),
    };
    page.wrapped("  ", "  ", Ink::Bold, &score);
    page.blank();
    table(page, benchmark);
}

/// Counts per section. Narrow terminals get narrow columns and the numbers of the sections only.
fn table(page: &mut Page, benchmark: &BenchmarkReport) {
    let narrow = page.width() < 72;
    let cell = if narrow { 5 } else { 7 };
    let mut columns_shown: Vec<(&str, Status)> =
        vec![("pass", Status::Pass), ("fail", Status::Fail)];
    if benchmark.counts.mixed > 0 {
        columns_shown.push((if narrow { "mix" } else { "mixed" }, Status::Mixed));
    }
    columns_shown.extend([
        (if narrow { "man" } else { "manual" }, Status::Manual),
        (if narrow { "err" } else { "error" }, Status::Error),
        ("n/a", Status::NotApplicable),
    ]);
    let room = page.width().saturating_sub(cell * columns_shown.len() + 2);
    let names = benchmark.sections.iter().map(|one| columns(&sanitize(&section(one))));
    let label = room.min(names.max().unwrap_or(0)).max(5);
    let mut header = " ".repeat(label + 2);
    for (name, _) in &columns_shown {
        header.push_str(&format!("{name:>cell$}"));
    }
    let header = page.ink(Ink::Dim, &header);
    page.raw(&header);
    let mut line = |name: &str, counts: &Counts, ink: Ink| {
        let name = sanitize(name);
        let name = fitting(&name, label);
        let padding = " ".repeat(label.saturating_sub(columns(name)));
        let mut text = format!("  {}{padding}", page.ink(ink, name));
        for (_, status) in &columns_shown {
            let value = count(counts, *status);
            let shown = if value == 0 { page.dot().to_owned() } else { value.to_string() };
            let ink = if value == 0 { Ink::Dim } else { Ink::Status(*status) };
            text.push_str(&page.ink(ink, &format!("{shown:>cell$}")));
        }
        page.raw(&text);
    };
    for one in &benchmark.sections {
        let name = if label < 14 { one.id.clone() } else { section(one) };
        line(&name, &one.counts, Ink::Plain);
    }
    line("all", &benchmark.counts, Ink::Bold);
}

fn section(section: &plimsoll_model::SectionSummary) -> String {
    format!("{} {}", section.id, section.title)
}

const fn count(counts: &Counts, status: Status) -> u32 {
    match status {
        Status::Pass => counts.pass,
        Status::Fail => counts.fail,
        Status::Manual => counts.manual,
        Status::NotApplicable => counts.not_applicable,
        Status::Error => counts.error,
        Status::Mixed => counts.mixed,
    }
}

pub(super) fn notices(page: &mut Page, report: &Report, all: bool) {
    if report.notices.is_empty() {
        return;
    }
    let nothing = report.hosts.iter().all(|host| host.roles.is_empty());
    page.blank();
    for group in gather::notices(report) {
        // Where this is so of every host, more is said of it than a notice.
        if nothing && group.before.starts_with("no Kubernetes component") {
            continue;
        }
        let mut text = group.sentence(if all { usize::MAX } else { QUOTED });
        if report.hosts.len() > 1 && !group.hosts.is_empty() {
            text = format!("{}: {text}", group.hosts.join(", "));
        }
        page.wrapped("! ", "  ", Ink::Plain, &text);
    }
}

pub(super) fn nothing_here(page: &mut Page, hosts: usize) {
    page.blank();
    let these = if hosts == 1 { "this host" } else { "these hosts" };
    let what = format!(
        "No Kubernetes component runs or is configured on {these}, as far as could be seen, so \
         there is nothing to judge. There is a report for:"
    );
    page.wrapped("", "", Ink::Plain, &what);
    page.blank();
    for (what, how) in [
        ("a node, as root:", "sudo plimsoll scan node"),
        ("a node's file system:", "plimsoll scan node --root DIR"),
        ("the bundled example:", "plimsoll demo"),
    ] {
        let first = format!("  {what:<26}");
        page.wrapped(&first, "    ", Ink::Bold, how);
    }
}

pub(super) fn end(page: &mut Page, report: &Report, all: bool) {
    page.blank();
    for benchmark in &report.benchmarks {
        let counts = benchmark.counts;
        let parts: Vec<String> = [
            (counts.pass, "passed"),
            (counts.fail, "failed"),
            (counts.mixed, "where hosts disagree"),
            (counts.manual, "for a person"),
            (counts.error, "could not be looked at"),
            (counts.not_applicable, "not applicable"),
        ]
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
        let line = format!("{}: {} controls: {}", benchmark.id, counts.total(), parts.join(", "));
        page.wrapped("", "  ", Ink::Bold, &line);
    }
    page.blank();
    let mut hints = vec![("plimsoll explain ID", "what a control is about and how to mend it")];
    if !all {
        hints.push(("-v", "every control, whole fixes, all frameworks"));
    }
    hints.push(("-o html=report.html", "a report to share"));
    for (what, does) in hints {
        let first = format!("{}  ", page.ink(Ink::Bold, &format!("{what:<19}")));
        page.wrapped(&first, "  ", Ink::Dim, does);
    }
}
