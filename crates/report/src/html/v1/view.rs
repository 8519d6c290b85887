//! What the template prints: every text made safe, everything that repeats said once.

use std::collections::BTreeMap;

use plimsoll_model as model;
use plimsoll_model::{ControlReport, Counts, Evidence, HostStatus, Report, Severity, Status};

use super::super::markdown;
use super::{Page, SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH};
use crate::sanitize::sanitize;

/// Hosts shown as cards at once; more are folded away.
const HOSTS: usize = 6;

/// Every status, in the order of urgency.
const STATUSES: [Status; 6] = [
    Status::Fail,
    Status::Mixed,
    Status::Error,
    Status::Manual,
    Status::Pass,
    Status::NotApplicable,
];

/// Titles of frameworks that are known by a short id.
const FRAMEWORKS: [(&str, &str); 11] = [
    ("nist-800-53r5", "NIST SP 800-53 Rev. 5"),
    ("nist-800-53r4", "NIST SP 800-53 Rev. 4"),
    ("nist-csf-2.0", "NIST CSF 2.0"),
    ("nist-csf-1.1", "NIST CSF 1.1"),
    ("nist-800-171r3", "NIST SP 800-171 Rev. 3"),
    ("nist-800-171r2", "NIST SP 800-171 Rev. 2"),
    ("itsg-33", "CSE ITSG-33"),
    ("itsp-10.033", "CCCS ITSP.10.033"),
    ("iso-27001-2022", "ISO/IEC 27001:2022"),
    ("disa-cci", "DISA CCI"),
    ("cis-controls-8.1", "CIS Controls v8.1"),
];

/// A status with its words.
#[derive(Clone, Copy)]
pub(super) struct Kind {
    pub(super) status: Status,
    /// How many controls have it.
    pub(super) count: u32,
    /// Share of all, for a bar: per mille.
    pub(super) width: u32,
    /// Where the bar begins if bars are put one behind the other: per mille.
    pub(super) from: u32,
}

impl Kind {
    pub(super) fn id(&self) -> &'static str {
        self.status.as_str()
    }

    pub(super) fn label(&self) -> &'static str {
        label(self.status)
    }

    pub(super) fn meaning(&self) -> &'static str {
        match self.status {
            Status::Fail => "not as it should be",
            Status::Mixed => "hosts disagree",
            Status::Error => "could not be looked at",
            Status::Manual => "needs a person\u{2019}s judgement",
            Status::Pass => "as it should be",
            Status::NotApplicable => "does not concern these hosts",
        }
    }
}

const fn label(status: Status) -> &'static str {
    match status {
        Status::Fail => "Fail",
        Status::Mixed => "Mixed",
        Status::Error => "Error",
        Status::Manual => "Manual",
        Status::Pass => "Pass",
        Status::NotApplicable => "Not applicable",
    }
}

const fn needs_mending(status: Status) -> bool {
    matches!(status, Status::Fail | Status::Mixed)
}

/// One choice of a filter.
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

pub(super) struct Host {
    pub(super) name: String,
    pub(super) as_of: String,
    pub(super) facts: Vec<(&'static str, String)>,
    pub(super) components: Vec<String>,
    /// User number of the collector unless it was root.
    pub(super) not_root: Option<u32>,
}

pub(super) struct Notice {
    /// Hosts it concerns, if it matters to say so.
    pub(super) hosts: Vec<String>,
    pub(super) text: String,
}

pub(super) struct Benchmark {
    pub(super) id: String,
    pub(super) anchor: String,
    pub(super) href: String,
    pub(super) title: String,
    pub(super) kubernetes: String,
    pub(super) chosen: String,
    pub(super) score: Option<u32>,
    pub(super) coverage: Option<u32>,
    pub(super) total: u32,
    pub(super) determined: u32,
    pub(super) applicable: u32,
    pub(super) kinds: Vec<Kind>,
    pub(super) sections: Vec<Section>,
    /// What failed, most severe first.
    pub(super) worst: Vec<Worst>,
    /// Whether that list is unfolded.
    pub(super) first: bool,
}

pub(super) struct Worst {
    pub(super) href: String,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) severity: &'static str,
    pub(super) kind: Kind,
}

pub(super) struct Section {
    pub(super) id: String,
    pub(super) anchor: String,
    pub(super) href: String,
    pub(super) title: String,
    /// Inside another section of the list.
    pub(super) inner: bool,
    pub(super) total: u32,
    pub(super) bad: u32,
    pub(super) kinds: Vec<Kind>,
    pub(super) controls: Vec<Control>,
}

pub(super) struct Control {
    pub(super) anchor: String,
    pub(super) href: String,
    pub(super) path: String,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) section: String,
    pub(super) kind: Kind,
    pub(super) severity: &'static str,
    pub(super) level: u8,
    pub(super) assessment: String,
    pub(super) role: String,
    pub(super) open: bool,
    pub(super) verdicts: Vec<Verdict>,
    pub(super) fixes: Vec<Fix>,
    /// References that a source names, on one line.
    pub(super) direct: String,
    pub(super) frameworks: Vec<Framework>,
    pub(super) checks: Vec<Check>,
    pub(super) tailored: Option<String>,
}

/// The verdict of the hosts that agree.
pub(super) struct Verdict {
    pub(super) kind: Kind,
    /// Their names, if there are several hosts.
    pub(super) hosts: Vec<String>,
    /// How many of how many, if there are several.
    pub(super) of: Option<String>,
    /// HTML.
    pub(super) reason: Option<String>,
    pub(super) expected: Option<String>,
    pub(super) actual: Option<String>,
    pub(super) evidence: Vec<Seen>,
}

/// What was seen on some hosts.
pub(super) struct Seen {
    /// The hosts, if they differ in this.
    pub(super) hosts: Option<String>,
    pub(super) list: Vec<Proof>,
}

pub(super) struct Proof {
    pub(super) seen: String,
    pub(super) location: String,
    pub(super) note: Option<String>,
}

pub(super) struct Fix {
    pub(super) platform: String,
    /// HTML.
    pub(super) text: String,
    /// The control that has the same text: its link and name.
    pub(super) same_as: Option<(String, String)>,
}

pub(super) struct Framework {
    pub(super) title: String,
    pub(super) ids: String,
    /// How the controls were found, unless a source names them.
    pub(super) basis: Option<String>,
}

pub(super) struct Check {
    pub(super) id: String,
    pub(super) parameters: String,
}

/// The verdict of a check that no control asked for.
pub(super) struct Finding {
    pub(super) anchor: String,
    pub(super) check: String,
    pub(super) title: String,
    pub(super) kind: Kind,
    pub(super) severity: &'static str,
    pub(super) verdict: Verdict,
    pub(super) target: String,
    pub(super) fix: Option<Fix>,
}

/// The whole page.
pub(super) fn page(report: &Report) -> Page {
    let names: Vec<String> = report.hosts.iter().map(|host| sanitize(&host.name)).collect();
    let title = match names.as_slice() {
        [] => "Kubernetes audit".to_owned(),
        [one] => format!("Kubernetes audit of {one}"),
        [one, two] => format!("Kubernetes audit of {one} and {two}"),
        [one, ..] => format!("Kubernetes audit of {one} and {} more hosts", names.len() - 1),
    };
    let mut maker = Maker {
        several: report.hosts.len() > 1,
        findings: report.findings.iter().map(|one| (one.id.as_str(), one)).collect(),
        fixes: BTreeMap::new(),
        twins: Vec::new(),
    };
    let benchmarks: Vec<Benchmark> =
        report.benchmarks.iter().map(|benchmark| maker.benchmark(benchmark)).collect();
    let further = report
        .findings
        .iter()
        .filter(|finding| finding.controls.is_empty())
        .map(|finding| maker.further(finding))
        .collect();
    let mut counts = Counts::default();
    let mut levels: Vec<u8> = Vec::new();
    let mut sections: Vec<Choice> = Vec::new();
    for benchmark in &report.benchmarks {
        for control in &benchmark.controls {
            counts.add(control.status);
            levels.push(control.level);
        }
    }
    for section in benchmarks.iter().flat_map(|benchmark| &benchmark.sections) {
        if sections.iter().all(|choice| choice.value != section.id) {
            let label = format!("{} {}", section.id, section.title).trim().to_owned();
            sections.push(Choice { value: section.id.clone(), label });
        }
    }
    levels.sort_unstable();
    levels.dedup();
    Page {
        title,
        tool: sanitize(&report.tool),
        as_of: time(&report.as_of),
        hosts: report.hosts.iter().map(host).collect(),
        hosts_open: report.hosts.len() <= HOSTS,
        notices: notices(report),
        total: report.benchmarks.iter().map(|benchmark| benchmark.controls.len()).sum(),
        benchmarks,
        further,
        kinds: kinds(counts),
        severities: [Severity::Critical, Severity::High, Severity::Medium, Severity::Low]
            .iter()
            .map(|one| Choice { value: one.as_str().to_owned(), label: one.as_str().to_owned() })
            .collect(),
        levels: levels
            .iter()
            .map(|level| Choice { value: level.to_string(), label: format!("Level {level}") })
            .collect(),
        sections,
        style: STYLE,
        script: SCRIPT,
        style_hash: STYLE_HASH,
        script_hash: SCRIPT_HASH,
    }
}

/// `2026-11-23T18:23:19Z` as `2026-11-23 18:23:19 UTC`.
fn time(rfc: &str) -> String {
    let rfc = sanitize(rfc);
    match rfc.strip_suffix('Z').and_then(|bare| bare.split_once('T')) {
        Some((date, time)) => format!("{date} {time} UTC"),
        None => rfc,
    }
}

/// A name that an `id` attribute may have.
fn anchor(name: &str) -> String {
    sanitize(name).chars().map(|one| if one.is_whitespace() { '_' } else { one }).collect()
}

/// The link to an anchor.
fn href(anchor: &str) -> String {
    let mut link = String::from("#");
    for byte in anchor.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:".contains(&byte) {
            link.push(char::from(byte));
        } else {
            link.push_str(&format!("%{byte:02X}"));
        }
    }
    link
}

fn kind(status: Status) -> Kind {
    Kind { status, count: 0, width: 0, from: 0 }
}

/// Every status with its count, and bars that together are 1000 wide.
fn kinds(counts: Counts) -> Vec<Kind> {
    let total = counts.total().max(1);
    let mut before = 0;
    STATUSES
        .iter()
        .map(|&status| {
            let count = match status {
                Status::Pass => counts.pass,
                Status::Fail => counts.fail,
                Status::Manual => counts.manual,
                Status::NotApplicable => counts.not_applicable,
                Status::Error => counts.error,
                Status::Mixed => counts.mixed,
            };
            let from = before * 1000 / total;
            before += count;
            Kind { status, count, width: before * 1000 / total - from, from }
        })
        .collect()
}

fn host(host: &model::HostSummary) -> Host {
    let mut facts = vec![("Platform", sanitize(&host.platform))];
    facts.push((
        "Kubernetes",
        match (host.kubernetes_version, &host.version_source) {
            (Some(version), Some(source)) => format!("{version} ({})", sanitize(source)),
            (Some(version), None) => version.to_string(),
            (None, _) => "version unknown".to_owned(),
        },
    ));
    let roles: Vec<String> = host.roles.iter().map(|role| sanitize(role)).collect();
    facts.push(("Roles", if roles.is_empty() { "none".to_owned() } else { roles.join(", ") }));
    if let Some(system) = &host.operating_system {
        facts.push(("System", sanitize(system)));
    }
    Host {
        name: sanitize(&host.name),
        as_of: time(&host.as_of),
        facts,
        components: host.components.iter().map(|one| sanitize(one)).collect(),
        not_root: (host.collector_uid != 0).then_some(host.collector_uid),
    }
}

/// A notice that is the same for several hosts is said once.
fn notices(report: &Report) -> Vec<Notice> {
    let several = report.hosts.len() > 1;
    let mut notices: Vec<(&str, Notice)> = Vec::new();
    for notice in &report.notices {
        let host = (several && !notice.host.is_empty()).then(|| sanitize(&notice.host));
        match notices.iter_mut().find(|(text, _)| *text == notice.text) {
            Some((_, known)) => known.hosts.extend(host),
            None => notices.push((
                &notice.text,
                Notice { hosts: host.into_iter().collect(), text: markdown::line(&notice.text) },
            )),
        }
    }
    notices.into_iter().map(|(_, notice)| notice).collect()
}

struct Maker<'a> {
    several: bool,
    findings: BTreeMap<&'a str, &'a model::Finding>,
    /// Fixes that were printed, with link and name of their control.
    fixes: BTreeMap<&'a str, (String, String)>,
    /// Failures that are unfolded.
    twins: Vec<&'a ControlReport>,
}

impl<'a> Maker<'a> {
    fn benchmark(&mut self, benchmark: &'a model::BenchmarkReport) -> Benchmark {
        let first = self.twins.is_empty() && self.fixes.is_empty();
        let mut sections: Vec<Section> = Vec::new();
        let ids: Vec<&str> = benchmark.sections.iter().map(|one| one.id.as_str()).collect();
        for one in &benchmark.sections {
            let inner = ids.iter().any(|id| {
                one.id.strip_prefix(id).is_some_and(|rest| rest.starts_with('.'))
            });
            sections.push(section(benchmark, &one.id, &one.title, inner, one.counts));
        }
        let mut worst: Vec<(Severity, Worst)> = Vec::new();
        for control in &benchmark.controls {
            let at = match benchmark.sections.iter().position(|one| one.id == control.section) {
                Some(at) => at,
                // A section that the list does not have.
                None => {
                    let id = sanitize(&control.section);
                    sections.iter().position(|one| one.id == id).unwrap_or_else(|| {
                        let mut counts = Counts::default();
                        let here = |one: &&ControlReport| one.section == control.section;
                        for one in benchmark.controls.iter().filter(here) {
                            counts.add(one.status);
                        }
                        sections.push(section(benchmark, &control.section, "", false, counts));
                        sections.len() - 1
                    })
                }
            };
            let made = self.control(benchmark, control);
            if needs_mending(control.status) {
                worst.push((
                    control.severity,
                    Worst {
                        href: made.href.clone(),
                        id: made.id.clone(),
                        title: made.title.clone(),
                        severity: made.severity,
                        kind: made.kind,
                    },
                ));
            }
            if let Some(section) = sections.get_mut(at) {
                section.controls.push(made);
            }
        }
        worst.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
        let name = anchor(&benchmark.id);
        let counts = benchmark.counts;
        Benchmark {
            id: sanitize(&benchmark.id),
            href: href(&name),
            anchor: name,
            title: sanitize(&benchmark.title),
            kubernetes: sanitize(&benchmark.kubernetes),
            chosen: markdown::line(&benchmark.chosen),
            score: benchmark.score,
            coverage: benchmark.coverage,
            total: counts.total(),
            determined: counts.determined(),
            applicable: counts.total() - counts.not_applicable,
            kinds: kinds(counts),
            sections,
            worst: worst.into_iter().map(|(_, worst)| worst).collect(),
            first,
        }
    }

    fn control(
        &mut self,
        benchmark: &'a model::BenchmarkReport,
        control: &'a ControlReport,
    ) -> Control {
        let path = format!("{}/{}", sanitize(&benchmark.id), sanitize(&control.id));
        let anchor = anchor(&path);
        let href = href(&anchor);
        let fixes = self.fixes(&control.fix, &href, &path);
        // The same failure of another edition is unfolded once.
        let twin = self.twins.iter().any(|one| {
            one.title == control.title
                && one.status == control.status
                && one.checks == control.checks
                && one.reason == control.reason
        });
        let open = needs_mending(control.status) && !twin;
        if open {
            self.twins.push(control);
        }
        let frameworks = frameworks(&control.references);
        let direct: Vec<String> = frameworks
            .iter()
            .filter(|one| one.basis.is_none())
            .map(|one| format!("{} {}", one.title, one.ids))
            .collect();
        Control {
            anchor,
            href,
            path,
            id: sanitize(&control.id),
            title: sanitize(&control.title),
            section: sanitize(&control.section),
            kind: kind(control.status),
            severity: control.severity.as_str(),
            level: control.level,
            assessment: sanitize(&control.assessment),
            role: sanitize(&control.role),
            open,
            verdicts: self.verdicts(control),
            fixes,
            direct: direct.join("; "),
            frameworks,
            checks: self.checks(control),
            tailored: control.tailored.as_deref().map(markdown::line),
        }
    }

    fn fixes(&mut self, fixes: &'a [model::Fix], href: &str, name: &str) -> Vec<Fix> {
        fixes
            .iter()
            .map(|fix| {
                let platform = sanitize(&fix.platform);
                if let Some(same) = self.fixes.get(fix.text.as_str()) {
                    return Fix { platform, text: String::new(), same_as: Some(same.clone()) };
                }
                self.fixes.insert(&fix.text, (href.to_owned(), name.to_owned()));
                Fix { platform, text: markdown::block(&fix.text), same_as: None }
            })
            .collect()
    }

    /// Hosts that agree in all but their evidence are told together.
    fn verdicts(&self, control: &ControlReport) -> Vec<Verdict> {
        let mut groups: Vec<Vec<&HostStatus>> = Vec::new();
        for host in &control.hosts {
            let group = groups.iter_mut().find(|group| {
                group.first().is_some_and(|one| {
                    one.status == host.status
                        && one.reason == host.reason
                        && one.expected == host.expected
                        && one.actual == host.actual
                })
            });
            match group {
                Some(group) => group.push(host),
                None => groups.push(vec![host]),
            }
        }
        groups.sort_by_key(|group| {
            let status = group.first().map(|host| host.status);
            STATUSES.iter().position(|one| Some(*one) == status)
        });
        if groups.is_empty() {
            let text = Texts {
                title: &control.title,
                reason: &control.reason,
                expected: &control.expected,
                actual: control.actual.as_deref(),
            };
            let evidence = vec![(None, control.evidence.as_slice())];
            return vec![verdict(control.status, Vec::new(), None, &text, evidence)];
        }
        let all = control.hosts.len();
        groups
            .iter()
            .filter_map(|group| {
                let one = group.first()?;
                let (hosts, of) = if self.several {
                    let names = group.iter().map(|host| sanitize(&host.host)).collect();
                    let of = (group.len() > 1)
                        .then(|| if group.len() == all {
                            format!("all {all} hosts")
                        } else {
                            format!("{} of {all} hosts", group.len())
                        });
                    (names, of)
                } else {
                    (Vec::new(), None)
                };
                let text = Texts {
                    title: &control.title,
                    reason: &one.reason,
                    expected: &one.expected,
                    actual: one.actual.as_deref(),
                };
                Some(verdict(one.status, hosts, of, &text, evidence(group)))
            })
            .collect()
    }

    fn checks(&self, control: &ControlReport) -> Vec<Check> {
        control
            .checks
            .iter()
            .map(|check| {
                let mut parameters: Vec<String> = control
                    .hosts
                    .iter()
                    .flat_map(|host| &host.findings)
                    .filter_map(|id| self.findings.get(id.as_str()))
                    .filter(|finding| finding.check == *check)
                    .flat_map(|finding| &finding.parameters)
                    .map(|(key, value)| format!("{} = {}", sanitize(key), sanitize(value)))
                    .collect();
                parameters.sort();
                parameters.dedup();
                Check { id: sanitize(check), parameters: parameters.join(", ") }
            })
            .collect()
    }

    fn further(&mut self, finding: &'a model::Finding) -> Finding {
        let hosts = if self.several { vec![sanitize(&finding.host)] } else { Vec::new() };
        let text = Texts {
            title: &finding.title,
            reason: &finding.reason,
            expected: &finding.expected,
            actual: finding.actual.as_deref(),
        };
        let evidence = vec![(None, finding.evidence.as_slice())];
        let anchor = anchor(&format!("finding/{}", finding.id));
        let name = sanitize(&finding.check);
        let fix = finding.fix.as_ref().map(std::slice::from_ref).unwrap_or_default();
        let link = href(&anchor);
        Finding {
            anchor,
            check: name.clone(),
            title: sanitize(&finding.title),
            kind: kind(finding.status),
            severity: finding.severity.as_str(),
            verdict: verdict(finding.status, hosts, None, &text, evidence),
            target: sanitize(&finding.target),
            fix: self.fixes(fix, &link, &name).pop(),
        }
    }
}

fn section(
    benchmark: &model::BenchmarkReport,
    id: &str,
    title: &str,
    inner: bool,
    counts: Counts,
) -> Section {
    let anchor = anchor(&format!("{}/{id}", benchmark.id));
    // Sections and controls share the form of their numbers, and some benchmarks the numbers too.
    let taken = benchmark.controls.iter().any(|control| control.id == id);
    let anchor = if taken { format!("{anchor}/section") } else { anchor };
    Section {
        id: sanitize(id),
        href: href(&anchor),
        anchor,
        title: sanitize(title),
        inner,
        total: counts.total(),
        bad: counts.fail + counts.mixed,
        kinds: kinds(counts),
        controls: Vec::new(),
    }
}

/// The words of a verdict.
struct Texts<'a> {
    title: &'a str,
    reason: &'a str,
    expected: &'a str,
    actual: Option<&'a str>,
}

type HostsAndEvidence<'a> = Vec<(Option<String>, &'a [Evidence])>;

fn verdict(
    status: Status,
    hosts: Vec<String>,
    of: Option<String>,
    text: &Texts<'_>,
    evidence: HostsAndEvidence<'_>,
) -> Verdict {
    // Guidance for a person is Markdown of several paragraphs; other reasons quote the host.
    let reason = if status == Status::Manual {
        markdown::block(text.reason)
    } else {
        let line = markdown::line(text.reason);
        if line.is_empty() { line } else { format!("<p>{line}</p>") }
    };
    // What was found is often the reason word for word.
    let said = text.actual == Some(text.reason);
    let evidence = evidence
        .into_iter()
        .filter_map(|(hosts, list)| {
            let list: Vec<Proof> =
                list.iter().filter(|one| one.seen != text.reason || !of_host(one)).map(proof).collect();
            (!list.is_empty()).then_some(Seen { hosts, list })
        })
        .collect();
    Verdict {
        kind: kind(status),
        hosts,
        of,
        reason: Some(reason).filter(|reason| !said && !reason.is_empty()),
        expected: (text.expected != text.title && !text.expected.is_empty())
            .then(|| markdown::line(text.expected)),
        actual: text.actual.map(markdown::line),
        evidence,
    }
}

const fn of_host(evidence: &Evidence) -> bool {
    matches!(evidence.location, model::Location::Host { .. })
}

fn proof(evidence: &Evidence) -> Proof {
    Proof {
        seen: sanitize(&evidence.seen),
        location: sanitize(&evidence.location.to_string()),
        note: evidence.note.as_deref().map(markdown::line),
    }
}

/// The evidence of hosts that agree, named where it differs.
fn evidence<'a>(group: &[&'a HostStatus]) -> HostsAndEvidence<'a> {
    let mut seen: Vec<(Vec<String>, &[Evidence])> = Vec::new();
    for host in group {
        match seen.iter_mut().find(|(_, list)| *list == host.evidence.as_slice()) {
            Some((hosts, _)) => hosts.push(sanitize(&host.host)),
            None => seen.push((vec![sanitize(&host.host)], &host.evidence)),
        }
    }
    let several = seen.len() > 1;
    seen.into_iter().map(|(hosts, list)| (several.then(|| hosts.join(", ")), list)).collect()
}

/// References by framework and by what they rest on, in their order.
fn frameworks(references: &[model::Reference]) -> Vec<Framework> {
    let mut groups: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for one in references {
        let group = groups
            .iter_mut()
            .find(|(framework, basis, _)| *framework == one.framework && *basis == one.basis);
        match group {
            Some((_, _, ids)) => ids.push(sanitize(&one.id)),
            None => groups.push((&one.framework, &one.basis, vec![sanitize(&one.id)])),
        }
    }
    groups
        .into_iter()
        .map(|(framework, basis, ids)| Framework {
            title: FRAMEWORKS
                .iter()
                .find(|(id, _)| *id == framework)
                .map_or_else(|| sanitize(framework), |(_, title)| (*title).to_owned()),
            ids: ids.join(", "),
            basis: (basis != "direct").then(|| sanitize(basis)),
        })
        .collect()
}
