//! Objects on a terminal: failures by check, the gravest first, each with its line and a caret.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_model::{Finding, ObjectsSummary, Report, Severity, Status};

use super::fix;
use super::paint::{Ink, Page, columns};
use crate::sanitize::sanitize;

/// Findings of one check that are shown unless all are asked for.
const SHOWN: usize = 5;
/// Lines of a fix that are shown unless all are asked for.
const FIX_LINES: usize = 6;
/// Things not judged that are shown unless all are asked for.
const NOT_JUDGED: usize = 10;

/// Prints a report over objects.
pub(super) fn print(page: &mut Page, report: &Report, objects: &ObjectsSummary, all: bool) {
    head(page, objects);
    failures(page, report, &BTreeSet::new(), all);
    not_judged(page, objects, all);
    notices(page, report, all);
    end(page, report, objects, all);
}

/// Prints what fails, by check, the gravest first.
///
/// Checks of `shown` are left out.
pub(super) fn failures(page: &mut Page, report: &Report, shown: &BTreeSet<&str>, all: bool) {
    let mut by_check: BTreeMap<(std::cmp::Reverse<Severity>, &str), Vec<&Finding>> =
        BTreeMap::new();
    let clusters = &report.clusters;
    let open = |finding: &&Finding| {
        let of_object =
            clusters.is_empty() || clusters.iter().any(|cluster| cluster.name == finding.host);
        of_object
            && !shown.contains(&*finding.check)
            && finding.status == Status::Fail
            && (all || (finding.suppressed.is_none() && !finding.known))
    };
    for finding in report.findings.iter().filter(open) {
        by_check
            .entry((std::cmp::Reverse(finding.severity), &finding.check))
            .or_default()
            .push(finding);
    }
    for findings in by_check.values() {
        check(page, findings, all);
    }
}

pub(super) fn plural(number: u32, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn head(page: &mut Page, objects: &ObjectsSummary) {
    let mut text = format!(
        "{} ({}) in {}, judged for Kubernetes {} by {}",
        plural(objects.objects, "object"),
        plural(objects.pods, "pod template"),
        plural(objects.files, "file"),
        objects.kubernetes_version,
        plural(u32::try_from(objects.checks.len()).unwrap_or(u32::MAX), "check"),
    );
    if objects.other_files > 0 {
        text.push_str(&format!(
            "; {} without Kubernetes objects",
            plural(objects.other_files, "file")
        ));
    }
    page.wrapped("", "", Ink::Bold, &text);
    pod_security(page, objects, "");
}

/// How many of the pods meet the Pod Security Standards.
pub(super) fn pod_security(page: &mut Page, objects: &ObjectsSummary, indent: &str) {
    let pods = &objects.pod_security;
    if pods.pods > 0 {
        let text = format!(
            "Pod Security Standards {}: of {} with pods {} meet restricted, {} meet baseline",
            pods.version,
            plural(pods.pods, "object"),
            pods.restricted,
            pods.baseline
        );
        page.wrapped(indent, indent, Ink::Plain, &text);
    }
}

fn check(page: &mut Page, findings: &[&Finding], all: bool) {
    let Some(first) = findings.first() else { return };
    page.blank();
    let severity = first.severity.as_str().to_uppercase();
    let ink = if first.severity >= Severity::High { Status::Fail } else { Status::Manual };
    let start = format!(
        "{}  {}  ",
        page.ink(Ink::Status(ink), &format!("{severity:<8}")),
        page.ink(Ink::Bold, &sanitize(&first.check))
    );
    page.wrapped(&start, "          ", Ink::Plain, &first.title);
    let most = if all { usize::MAX } else { SHOWN };
    for finding in findings.iter().take(most) {
        one(page, finding);
    }
    if findings.len() > most {
        let more = format!("… and {} more; -v shows all", findings.len() - most);
        page.wrapped("    ", "    ", Ink::Dim, &more);
    }
    if let Some(text) = &first.fix {
        let missing =
            fix::print(page, "    ", &text.text, if all { usize::MAX } else { FIX_LINES });
        if missing > 0 {
            let more = format!("… {missing} lines more: plimsoll explain {}", first.check);
            page.wrapped("    ", "    ", Ink::Dim, &more);
        }
    }
}

fn one(page: &mut Page, finding: &Finding) {
    let place = finding.location.as_ref().map(|location| {
        format!("{}:{}:{}", sanitize(&location.file), location.line, location.column)
    });
    let target = sanitize(&finding.target);
    let line = match place {
        Some(place) => {
            format!("  {}  {}", page.ink(Ink::Code, &place), page.ink(Ink::Dim, &target))
        }
        None => format!("  {}", page.ink(Ink::Code, &target)),
    };
    page.raw(&line);
    if let (Some(excerpt), Some(location)) = (&finding.excerpt, &finding.location) {
        let letters: Vec<char> = excerpt.text.chars().collect();
        let from = (excerpt.from as usize).saturating_sub(1).min(letters.len());
        let to = (excerpt.to as usize).saturating_sub(1).clamp(from, letters.len());
        let blank = letters.iter().take_while(|letter| letter.is_whitespace()).count().min(from);
        let part = |range: std::ops::Range<usize>| {
            sanitize(&letters.get(range).unwrap_or_default().iter().collect::<String>())
        };
        let before = part(blank..from);
        let meant = part(from..to);
        let number = location.line.to_string();
        let room = page.width().saturating_sub(number.len() + 9);
        let text = format!("{before}{meant}{}", part(to..letters.len()));
        let shown = super::paint::fitting(&text, room);
        page.raw(&format!("    {number} {} {shown}", page.bar()));
        let caret = columns(&meant).max(1).min(room.saturating_sub(columns(&before)).max(1));
        if columns(&before) < room {
            let marks = page.ink(Ink::Status(Status::Fail), &"^".repeat(caret));
            let gap = " ".repeat(columns(&before));
            page.raw(&format!("    {} {} {gap}{marks}", " ".repeat(number.len()), page.bar()));
        }
    }
    page.wrapped("    ", "    ", Ink::Plain, &finding.reason);
    if let (None, Some(evidence)) = (&finding.location, finding.evidence.first()) {
        let notes =
            evidence.note.iter().chain(finding.evidence.iter().skip(1).flat_map(|e| &e.note));
        for note in notes {
            page.wrapped("    ", "    ", Ink::Dim, note);
        }
    }
    if let Some(suppressed) = &finding.suppressed {
        let until =
            suppressed.until.as_ref().map(|day| format!(" until {day}")).unwrap_or_default();
        let text = format!(
            "accepted ({}, line {}){until}: {}",
            suppressed.by, suppressed.line, suppressed.reason
        );
        page.wrapped("    ", "    ", Ink::Dim, &text);
    }
}

pub(super) fn not_judged(page: &mut Page, objects: &ObjectsSummary, all: bool) {
    if objects.not_judged.is_empty() {
        return;
    }
    page.blank();
    let line = page.ink(Ink::Status(Status::Error), "NOT JUDGED");
    page.raw(&line);
    let most = if all { usize::MAX } else { NOT_JUDGED };
    for one in objects.not_judged.iter().take(most) {
        let mut place = one.path.clone();
        for number in [one.line, one.column].into_iter().flatten() {
            place.push_str(&format!(":{number}"));
        }
        let first = format!("  {}  ", page.ink(Ink::Code, &sanitize(&place)));
        page.wrapped(&first, "    ", Ink::Plain, &one.reason);
    }
    if objects.not_judged.len() > most {
        let more = format!("… and {} more; -v shows all", objects.not_judged.len() - most);
        page.wrapped("  ", "  ", Ink::Dim, &more);
    }
}

fn notices(page: &mut Page, report: &Report, all: bool) {
    if report.notices.is_empty() {
        return;
    }
    page.blank();
    let most = if all { usize::MAX } else { NOT_JUDGED };
    for notice in report.notices.iter().take(most) {
        page.wrapped("! ", "  ", Ink::Plain, &notice.text);
    }
    if report.notices.len() > most {
        page.wrapped(
            "! ",
            "  ",
            Ink::Dim,
            &format!("… and {} more; -v shows all", report.notices.len() - most),
        );
    }
}

fn end(page: &mut Page, report: &Report, objects: &ObjectsSummary, all: bool) {
    page.blank();
    let open: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| {
            finding.status == Status::Fail && finding.suppressed.is_none() && !finding.known
        })
        .collect();
    let of = |severity: Severity| open.iter().filter(|one| one.severity == severity).count();
    let parts: Vec<String> = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low]
        .into_iter()
        .filter(|severity| of(*severity) > 0)
        .map(|severity| format!("{} {}", of(severity), severity.as_str()))
        .collect();
    let mut text = plural(u32::try_from(open.len()).unwrap_or(u32::MAX), "failure");
    if !parts.is_empty() {
        text.push_str(&format!(": {}", parts.join(", ")));
    }
    for (count, what) in [(objects.suppressed, "accepted"), (objects.known, "known before")] {
        if count > 0 {
            text.push_str(&format!("; {count} {what}"));
        }
    }
    if !objects.not_judged.is_empty() {
        text.push_str(&format!("; {} not judged", objects.not_judged.len()));
    }
    page.wrapped("", "  ", Ink::Bold, &text);
    if objects.objects == 0 {
        let text = "No Kubernetes object was found. Name files or directories, or `-` for standard \
                    input: `kubectl get all -o yaml | plimsoll scan files -`.";
        page.wrapped("", "", Ink::Plain, text);
        return;
    }
    let mut hints =
        vec![("plimsoll explain CHECK", "what a check is about and how to mend it".to_owned())];
    if !all {
        hints.push(("-v", "every failure, whole fixes, accepted ones too".to_owned()));
    }
    if !objects.not_run.is_empty() {
        hints.push((
            "--all-checks",
            format!("also {} checks that state a preference", objects.not_run.len()),
        ));
    }
    for (what, does) in hints {
        let first = format!("{}  ", page.ink(Ink::Bold, &format!("{what:<22}")));
        page.wrapped(&first, "  ", Ink::Dim, &does);
    }
}
