//! Controls on a terminal: failures first, then errors, then what a person must look at.

use plimsoll_model::{ControlReport, Evidence, HostStatus, Location, Report, Status};

use super::fix;
use super::paint::{Ink, Page, columns};
use crate::gather::{self, HostGroup, framework_name, natural};
use crate::sanitize::sanitize;

/// Evidence lines of one verdict; the rest is counted.
const EVIDENCE: usize = 6;
/// Groups of hosts of one control; the rest is counted.
const GROUPS: usize = 5;
/// Lines of one fix or of what a person looks at; `plimsoll explain` has the rest.
const LINES: usize = 12;
/// Frameworks that are named without being asked for: the hub of the mappings, and the controls
/// that the benchmarks themselves name.
const FRAMEWORKS: [&str; 2] = ["nist-800-53r5", "cis-controls-8.1"];

/// One control with the numbers it has in the benchmarks of the report.
struct Shown<'a> {
    control: &'a ControlReport,
    /// Benchmark and number, in the order of the benchmarks.
    places: Vec<(&'a str, &'a str)>,
}

impl Shown<'_> {
    /// `1.2.1`; with several benchmarks `1.2.1 (cis-2.0.1, cis-1.12)`, or, where each has its own
    /// number, `cis-2.0.1/1.2.1, cis-1.12/1.2.2`.
    fn label(&self, several: bool) -> String {
        let id = &self.control.id;
        let join = |parts: Vec<String>| parts.join(", ");
        if !several {
            id.clone()
        } else if self.places.iter().all(|(_, one)| one == id) {
            let benchmarks = self.places.iter().map(|(benchmark, _)| (*benchmark).to_owned());
            format!("{id} ({})", join(benchmarks.collect()))
        } else {
            join(self.places.iter().map(|(benchmark, id)| format!("{benchmark}/{id}")).collect())
        }
    }
}

/// Prints the controls that need attention, or all of them.
pub(super) fn print_all(page: &mut Page, report: &Report, all: bool) {
    let shown = merged(report);
    let mut printer = Printer {
        several: report.hosts.len() > 1,
        benchmarks: report.benchmarks.len() > 1,
        all,
        fixes: Vec::new(),
    };
    let groups: [(&str, &[Status], bool); 5] = [
        ("Failures", &[Status::Fail, Status::Mixed], true),
        ("Could not be looked at", &[Status::Error], true),
        ("For a person to look at", &[Status::Manual], true),
        ("Passed", &[Status::Pass], all),
        ("Not applicable", &[Status::NotApplicable], all),
    ];
    for (title, statuses, print) in groups {
        let mut group: Vec<&Shown<'_>> =
            shown.iter().filter(|one| statuses.contains(&gather::gravest(one.control))).collect();
        if !print || group.is_empty() {
            continue;
        }
        if statuses.contains(&Status::Fail) {
            group.sort_by(|one, other| {
                let by_severity = other.control.severity.cmp(&one.control.severity);
                by_severity.then_with(|| natural(&one.control.id).cmp(&natural(&other.control.id)))
            });
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

/// The same control of two benchmarks is shown once, with both numbers.
fn merged(report: &Report) -> Vec<Shown<'_>> {
    let mut shown: Vec<Shown<'_>> = Vec::new();
    for benchmark in &report.benchmarks {
        for control in &benchmark.controls {
            let place = (benchmark.id.as_str(), control.id.as_str());
            // Two controls of one edition that ask the same are two all the same.
            let twin = |one: &&mut Shown<'_>| {
                gather::twins(one.control, control)
                    && one.places.iter().all(|(edition, _)| *edition != benchmark.id)
            };
            match shown.iter_mut().find(twin) {
                Some(twin) => twin.places.push(place),
                None => shown.push(Shown { control, places: vec![place] }),
            }
        }
    }
    shown
}

struct Printer<'a> {
    /// Whether there are several hosts.
    several: bool,
    /// Whether there are several benchmarks.
    benchmarks: bool,
    /// Whether nothing is shortened.
    all: bool,
    /// Fixes that were printed, with the control that shows them.
    fixes: Vec<(&'a str, String)>,
}

impl<'a> Printer<'a> {
    fn control(&mut self, page: &mut Page, shown: &Shown<'a>) {
        let control = shown.control;
        let labels = sanitize(&shown.label(self.benchmarks));
        head(page, control, &labels);
        let groups = gather::host_groups(control);
        if self.several {
            self.groups(page, control, &groups);
        } else if let Some(group) = groups.first() {
            self.verdict(page, control, group.one, "  ", 1);
        }
        let expected = &control.expected;
        // What a person decides has its title for an expectation.
        if !expected.is_empty() && *expected != control.title {
            page.wrapped("  expected: ", "    ", Ink::Plain, expected);
        }
        if let Some(tailored) = &control.tailored {
            page.wrapped("  tailored: ", "    ", Ink::Plain, tailored);
        }
        for one in &control.fix {
            self.fix(page, control, &one.platform, &one.text, &labels);
        }
        self.references(page, control);
    }

    /// Which hosts do what. Hosts that the control does not concern are left out where others fail.
    fn groups(&self, page: &mut Page, control: &ControlReport, groups: &[HostGroup<'_>]) {
        let concerned: Vec<&HostGroup<'_>> = groups
            .iter()
            .filter(|group| {
                self.all
                    || control.status == Status::NotApplicable
                    || group.one.status != Status::NotApplicable
            })
            .collect();
        let most = if self.all { usize::MAX } else { GROUPS };
        for group in concerned.iter().take(most) {
            let status = page.ink(Ink::Status(group.one.status), group.one.status.as_str());
            // Where all hosts agree, the first line has said how.
            let agree = concerned.len() == 1 && group.one.status == control.status;
            let first = if agree { "  on ".to_owned() } else { format!("  {status} on ") };
            page.wrapped(&first, "      ", Ink::Bold, &group.hosts.join(", "));
            // What passes needs no proof while something else fails.
            if control.status != Status::Mixed || self.all || group.one.status != Status::Pass {
                self.verdict(page, control, group.one, "    ", group.hosts.len());
            }
        }
        if concerned.len() > most {
            let rest = concerned.iter().skip(most).map(|group| group.hosts.len()).sum::<usize>();
            let line = format!("  and {rest} more hosts; -v shows them");
            page.wrapped("", "  ", Ink::Dim, &line);
        }
    }

    /// Why, and what was seen.
    fn verdict(
        &self,
        page: &mut Page,
        control: &ControlReport,
        host: &HostStatus,
        indent: &str,
        hosts: usize,
    ) {
        match host.status {
            Status::Manual => {
                self.text(page, indent, &host.reason, control);
            }
            // The evidence says it, more exactly.
            Status::Pass | Status::Fail if !host.evidence.is_empty() => {}
            _ => page.wrapped(indent, indent, Ink::Plain, &host.reason),
        }
        // Evidence of an absence is the reason once more.
        if host.status != Status::NotApplicable {
            self.evidence(page, indent, &host.evidence, hosts);
        }
    }

    fn evidence(&self, page: &mut Page, indent: &str, list: &[Evidence], hosts: usize) {
        let rest = format!("{indent}  ");
        let most = if self.all { usize::MAX } else { EVIDENCE };
        for one in list.iter().take(most) {
            let mut text = one.seen.clone();
            if hosts == 1 || !matches!(one.location, Location::Host { .. }) {
                text.push_str(&format!(" {} {}", page.dash(), one.location));
            }
            if let Some(note) = &one.note {
                text.push_str(&format!("; {note}"));
            }
            page.wrapped(&format!("{indent}- "), &rest, Ink::Plain, &text);
        }
        if list.len() > most {
            let line = format!("{indent}- and {} more", list.len() - most);
            page.raw(&line);
        }
    }

    fn fix(
        &mut self,
        page: &mut Page,
        control: &ControlReport,
        platform: &str,
        text: &'a str,
        labels: &str,
    ) {
        let head = format!("  fix ({}):", sanitize(platform));
        if let Some((_, at)) = self.fixes.iter().find(|(known, _)| *known == text) {
            page.wrapped(&format!("{head} "), "    ", Ink::Plain, &format!("as for {at}"));
            return;
        }
        page.raw(&head);
        self.text(page, "    ", text, control);
        self.fixes.push((text, labels.to_owned()));
    }

    /// A text of a check, shortened unless everything was asked for.
    fn text(&self, page: &mut Page, indent: &str, text: &str, control: &ControlReport) {
        let most = if self.all { usize::MAX } else { LINES };
        let missing = fix::print(page, indent, text, most);
        if missing > 0 {
            let id = control.checks.first().map_or(control.id.as_str(), String::as_str);
            let more = format!("... {missing} more lines: plimsoll explain {id}");
            page.wrapped(indent, indent, Ink::Dim, &more);
        }
    }

    fn references(&self, page: &mut Page, control: &ControlReport) {
        if !control.also.is_empty() {
            page.wrapped("  also: ", "    ", Ink::Dim, &control.also.join(", "));
        }
        let parts: Vec<String> = gather::frameworks(control)
            .iter()
            .filter(|group| self.all || FRAMEWORKS.contains(&group.framework))
            .map(|group| {
                let ids: Vec<&str> = group.ids.iter().map(|(id, _)| *id).collect();
                format!("{} {}", framework_name(group.framework), ids.join(" "))
            })
            .collect();
        if !parts.is_empty() {
            page.wrapped("  answers: ", "    ", Ink::Dim, &parts.join("; "));
        }
    }
}

/// `FAIL high  1.2.15  Title`.
fn head(page: &mut Page, control: &ControlReport, labels: &str) {
    let mut word = control.status.as_str().to_uppercase();
    if matches!(control.status, Status::Fail | Status::Mixed | Status::Error) {
        word = format!("{word} {}", control.severity.as_str());
    }
    let inked = page.ink(Ink::Status(control.status), &word);
    // Numbers of several benchmarks take the room of the title, which then has its own line.
    let one_line = format!("{inked}  {labels}  ");
    if columns(&one_line) + columns(&sanitize(&control.title)) <= page.width() {
        page.wrapped(&one_line, "  ", Ink::Bold, &control.title);
    } else {
        page.wrapped(&format!("{inked}  "), "  ", Ink::Plain, labels);
        page.wrapped("  ", "  ", Ink::Bold, &control.title);
    }
}
