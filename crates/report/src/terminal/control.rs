//! Controls on a terminal: failures first, then errors, then what a person must look at.

use plimsoll_model::{ControlReport, Evidence, Report, Status};

use super::fix;
use super::paint::{Ink, Page};
use crate::sanitize::sanitize;

/// Evidence lines of one control; the rest is counted.
const EVIDENCE: usize = 6;
/// Lines of one fix, unless every control is shown; `plimsoll explain` has it whole.
const FIX_LINES: usize = 10;

/// One control with the numbers it has in the benchmarks of the report.
struct Shown<'a> {
    control: &'a ControlReport,
    labels: Vec<String>,
}

/// Prints the controls that need attention, or all of them.
pub(super) fn print_all(page: &mut Page, report: &Report, all: bool) {
    let shown = merged(report);
    let mut printer = Printer { several: report.hosts.len() > 1, whole: all, fixes: Vec::new() };
    let groups: [(&str, &[Status], bool); 5] = [
        ("Failures", &[Status::Fail, Status::Mixed], true),
        ("Could not be looked at", &[Status::Error], true),
        ("For a person to look at", &[Status::Manual], true),
        ("Passed", &[Status::Pass], all),
        ("Not applicable", &[Status::NotApplicable], all),
    ];
    for (title, statuses, print) in groups {
        let mut group: Vec<&Shown<'_>> =
            shown.iter().filter(|one| statuses.contains(&one.control.status)).collect();
        if !print || group.is_empty() {
            continue;
        }
        // Failures by severity; within one severity, and elsewhere, by number.
        if statuses.contains(&Status::Fail) {
            group.sort_by_key(|one| std::cmp::Reverse(one.control.severity));
        }
        page.blank();
        let heading = page.ink(Ink::Bold, &format!("{title} ({})", group.len()));
        page.raw(&heading);
        for one in group {
            page.blank();
            printer.control(page, one);
        }
    }
}

/// The same control of two editions is shown once, with both labels.
fn merged(report: &Report) -> Vec<Shown<'_>> {
    let mut shown: Vec<Shown<'_>> = Vec::new();
    let several = report.benchmarks.len() > 1;
    for benchmark in &report.benchmarks {
        for control in &benchmark.controls {
            let label = if several {
                format!("{}/{}", benchmark.id, control.id)
            } else {
                control.id.clone()
            };
            let twin = shown.iter_mut().find(|one| {
                one.control.title == control.title
                    && one.control.status == control.status
                    && one.control.checks == control.checks
                    && one.control.reason == control.reason
            });
            match twin {
                Some(twin) => twin.labels.push(label),
                None => shown.push(Shown { control, labels: vec![label] }),
            }
        }
    }
    shown
}

struct Printer<'a> {
    several: bool,
    /// Whether fixes are printed whole.
    whole: bool,
    /// Fixes that were printed, with the control that shows them.
    fixes: Vec<(&'a str, String)>,
}

impl<'a> Printer<'a> {
    fn control(&mut self, page: &mut Page, shown: &Shown<'a>) {
        let control = shown.control;
        let word = control.status.as_str().to_uppercase();
        let mut head = word.clone();
        if matches!(control.status, Status::Fail | Status::Mixed) {
            head = format!("{word} {}", control.severity.as_str());
        }
        let labels = shown.labels.join(", ");
        let title = format!("{labels}  {}", control.title);
        let plain = format!("{head}  ");
        let inked = format!("{}  ", page.ink(Ink::Status(control.status), &head));
        if plain.len() + title.chars().count() <= page.width() {
            let line = format!("{inked}{}", page.ink(Ink::Bold, &sanitize(&title)));
            page.raw(&line);
        } else {
            page.wrapped(&inked, "  ", Ink::Bold, &title);
        }
        match control.status {
            Status::Mixed => self.hosts(page, control),
            Status::Manual => {
                for line in control.reason.lines() {
                    page.wrapped("  ", "  ", Ink::Plain, line);
                }
                evidence(page, "  ", &control.evidence);
            }
            Status::Error | Status::NotApplicable => {
                page.wrapped("  ", "  ", Ink::Plain, &control.reason);
                if control.status == Status::Error {
                    evidence(page, "  ", &control.evidence);
                }
            }
            Status::Pass | Status::Fail => {
                evidence(page, "  ", &control.evidence);
                page.wrapped("  expected: ", "    ", Ink::Plain, &control.expected);
                if self.several && control.status == Status::Fail {
                    let hosts: Vec<&str> = control
                        .hosts
                        .iter()
                        .filter(|host| host.status == Status::Fail)
                        .map(|host| host.host.as_str())
                        .collect();
                    page.wrapped("  on: ", "    ", Ink::Plain, &hosts.join(", "));
                }
            }
        }
        if let Some(tailored) = &control.tailored {
            page.wrapped("  tailored: ", "    ", Ink::Plain, tailored);
        }
        if matches!(control.status, Status::Fail | Status::Mixed) {
            self.fix(page, control, &labels);
            references(page, control);
        }
    }

    fn hosts(&self, page: &mut Page, control: &ControlReport) {
        for host in &control.hosts {
            let status = page.ink(Ink::Status(host.status), host.status.as_str());
            let line = format!("  {}: {status}", sanitize(&host.host));
            page.raw(&line);
            if matches!(host.status, Status::Fail | Status::Error) {
                if host.status == Status::Error {
                    page.wrapped("    ", "    ", Ink::Plain, &host.reason);
                }
                evidence(page, "    ", &host.evidence);
            }
        }
        page.wrapped("  expected: ", "    ", Ink::Plain, &control.expected);
    }

    fn fix(&mut self, page: &mut Page, control: &'a ControlReport, labels: &str) {
        for one in &control.fix {
            let head = format!("  fix ({}):", sanitize(&one.platform));
            if let Some((_, at)) = self.fixes.iter().find(|(text, _)| *text == one.text) {
                let line = format!("{head} as for {at}");
                page.raw(&line);
                continue;
            }
            page.raw(&head);
            let start = page.text.len();
            fix::print(page, "    ", &one.text);
            if !self.whole {
                let check = control.checks.first().map_or(control.id.as_str(), String::as_str);
                shorten(page, start, check);
            }
            self.fixes.push((&one.text, labels.to_owned()));
        }
    }
}

/// Cuts what was printed since `start` to a few lines, if that saves more than one or two.
fn shorten(page: &mut Page, start: usize, check: &str) {
    let printed = page.text[start..].lines().count();
    if printed <= FIX_LINES + 2 {
        return;
    }
    let kept: String = page.text[start..].split_inclusive('\n').take(FIX_LINES).collect();
    page.text.truncate(start);
    page.text.push_str(&kept);
    let more = format!("    ... {} more lines: plimsoll explain {check}", printed - FIX_LINES);
    let more = page.ink(Ink::Dim, &more);
    page.raw(&more);
}

fn evidence(page: &mut Page, indent: &str, list: &[Evidence]) {
    let rest = format!("{indent}  ");
    for one in list.iter().take(EVIDENCE) {
        let mut text = format!("{} \u{2014} {}", one.seen, one.location);
        if let Some(note) = &one.note {
            text.push_str(&format!(" ({note})"));
        }
        page.wrapped(&format!("{indent}- "), &rest, Ink::Plain, &text);
    }
    if list.len() > EVIDENCE {
        let line = format!("{indent}- and {} more", list.len() - EVIDENCE);
        page.raw(&line);
    }
}

/// The mechanism's control and the CIS Controls; the rest is in the other formats.
fn references(page: &mut Page, control: &ControlReport) {
    let of = |framework: &str| {
        control
            .references
            .iter()
            .filter(|one| one.framework == framework)
            .map(|one| one.id.as_str())
            .collect::<Vec<_>>()
    };
    let mut parts = Vec::new();
    for (framework, name) in [
        ("nist-800-53r5", "NIST 800-53"),
        ("nist-csf-2.0", "CSF 2.0"),
        ("cis-controls-8.1", "CIS Controls"),
    ] {
        let ids = of(framework);
        if !ids.is_empty() {
            parts.push(format!("{name} {}", ids.join(" ")));
        }
    }
    if !parts.is_empty() {
        page.wrapped("  answers: ", "    ", Ink::Dim, &parts.join("; "));
    }
}
