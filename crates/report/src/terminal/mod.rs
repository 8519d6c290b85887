//! The report on a terminal: a summary one takes in at a glance, then what needs attention.

mod control;
mod fix;
mod paint;

use plimsoll_model::{BenchmarkReport, Counts, HostSummary, Report, Status};

use crate::sanitize::sanitize;
use paint::{Ink, Page};

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Columns.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
    /// 0: what needs attention; 1 and more: every control.
    pub verbosity: u8,
}

/// The report as text.
#[must_use]
pub fn render(report: &Report, options: &Options) -> String {
    let mut page = Page::new(options.width, options.colour);
    for host in &report.hosts {
        print_host(&mut page, host);
    }
    if report.hosts.iter().all(|host| host.components.is_empty()) {
        nothing_here(&mut page);
        return page.text;
    }
    for benchmark in &report.benchmarks {
        page.blank();
        print_benchmark(&mut page, benchmark);
    }
    if !report.notices.is_empty() {
        page.blank();
        for notice in &report.notices {
            let text = if report.hosts.len() > 1 {
                format!("{}: {}", notice.host, notice.text)
            } else {
                notice.text.clone()
            };
            page.wrapped("! ", "  ", Ink::Plain, &text);
        }
    }
    control::print_all(&mut page, report, options.verbosity > 0);
    print_end(&mut page, report, options.verbosity);
    page.text
}

fn print_host(page: &mut Page, host: &HostSummary) {
    let version = match (host.kubernetes_version, &host.version_source) {
        (Some(version), Some(source)) => format!("Kubernetes {version} ({source})"),
        (Some(version), None) => format!("Kubernetes {version}"),
        (None, _) => "Kubernetes version unknown".to_owned(),
    };
    let mut parts = vec![host.platform.clone(), version];
    if host.components.is_empty() {
        parts.clear();
    }
    if !host.roles.is_empty() {
        parts.push(host.roles.join(", "));
    }
    parts.extend(host.operating_system.clone());
    let name = page.ink(Ink::Bold, &sanitize(&host.name));
    page.raw(&name);
    page.wrapped("  ", "  ", Ink::Dim, &parts.join(" · "));
}

fn nothing_here(page: &mut Page) {
    page.blank();
    let what = "No Kubernetes component runs or is configured on this host, as far as could be \
                seen, so there is nothing to judge.";
    page.wrapped("", "", Ink::Plain, what);
    page.blank();
    for line in [
        "On a Kubernetes host:    sudo plimsoll scan node",
        "On a mounted file system: plimsoll scan node --root DIR",
        "To see a full report:     plimsoll demo",
    ] {
        page.wrapped("  ", "    ", Ink::Plain, line);
    }
}

fn print_benchmark(page: &mut Page, benchmark: &BenchmarkReport) {
    let title = format!("{} ({})", benchmark.title, benchmark.id);
    page.wrapped("", "  ", Ink::Bold, &title);
    let chosen = format!("for Kubernetes {}; {}", benchmark.kubernetes, benchmark.chosen);
    page.wrapped("  ", "  ", Ink::Dim, &chosen);
    let score = match (benchmark.score, benchmark.coverage) {
        (Some(score), Some(coverage)) => format!(
            "score {score} of 100, over the {coverage} % of applicable controls that could be determined"
        ),
        _ => "no score: no control could be determined".to_owned(),
    };
    page.wrapped("  ", "  ", Ink::Bold, &score);
    page.blank();
    table(page, benchmark);
}

/// Counts per section. On narrow terminals the titles are left out.
fn table(page: &mut Page, benchmark: &BenchmarkReport) {
    const COLUMNS: [(&str, Status); 5] = [
        ("pass", Status::Pass),
        ("fail", Status::Fail),
        ("manual", Status::Manual),
        ("error", Status::Error),
        ("n/a", Status::NotApplicable),
    ];
    const CELL: usize = 7;
    let numbers = CELL * COLUMNS.len();
    let label = page.width().saturating_sub(numbers + 2).clamp(4, 44);
    let mixed = benchmark.counts.mixed > 0;
    let mut header = " ".repeat(label + 2);
    for (name, _) in COLUMNS {
        header.push_str(&format!("{name:>CELL$}"));
    }
    if mixed {
        header.push_str("  mixed");
    }
    let header = page.ink(Ink::Dim, &header);
    page.raw(&header);
    let mut line = |name: &str, counts: &Counts, bold: bool| {
        let short: String = sanitize(name).chars().take(label).collect();
        let ink = if bold { Ink::Bold } else { Ink::Plain };
        let mut text = format!("  {}", page.ink(ink, &format!("{short:<label$}")));
        let values = [counts.pass, counts.fail, counts.manual, counts.error, counts.not_applicable];
        for ((_, status), value) in COLUMNS.iter().zip(values) {
            let cell = if value == 0 { "·".to_owned() } else { value.to_string() };
            let padded = format!("{cell:>CELL$}");
            let ink = if value == 0 { Ink::Dim } else { Ink::Status(*status) };
            text.push_str(&page.ink(ink, &padded));
        }
        if mixed {
            text.push_str(&format!("{:>7}", counts.mixed));
        }
        page.raw(&text);
    };
    for section in &benchmark.sections {
        line(&format!("{} {}", section.id, section.title), &section.counts, false);
    }
    line("all", &benchmark.counts, true);
}

fn print_end(page: &mut Page, report: &Report, verbosity: u8) {
    page.blank();
    for benchmark in &report.benchmarks {
        let counts = benchmark.counts;
        let mut parts = vec![
            format!("{} passed", counts.pass),
            format!("{} failed", counts.fail),
            format!("{} for a person", counts.manual),
            format!("{} could not be looked at", counts.error),
            format!("{} not applicable", counts.not_applicable),
        ];
        if counts.mixed > 0 {
            parts.push(format!("{} where hosts disagree", counts.mixed));
        }
        let line = format!("{}: {} controls: {}", benchmark.id, counts.total(), parts.join(", "));
        page.wrapped("", "  ", Ink::Bold, &line);
    }
    let mut hint =
        "plimsoll explain ID says what a control is about; -o html=report.html writes a \
                    report to share"
            .to_owned();
    if verbosity == 0 {
        hint.push_str("; -v shows every control");
    }
    page.wrapped("", "  ", Ink::Dim, &hint);
}
