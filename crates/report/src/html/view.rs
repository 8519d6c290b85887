//! What the templates show, in their own words: nothing here is decided, only grouped and named.

use plimsoll_model::{
    BenchmarkReport, CloudSummary, ClusterSummary, ControlReport, Counts, Evidence, HostSummary,
    Location, ObjectsSummary, Report, Severity, Status,
};

use super::body;
use crate::gather::{self, ATTENTION, attention, framework_name, natural};

/// Failures listed at the top; all of them are in their sections.
const FIRST: usize = 10;
/// Quoted words shown of one notice.
const QUOTED: usize = 12;

/// The page.
pub(super) struct Page {
    pub(super) title: String,
    pub(super) tool: String,
    pub(super) schema: String,
    pub(super) as_of: String,
    /// What the table of hosts and clusters is called.
    pub(super) places: &'static str,
    pub(super) hosts: Vec<Host>,
    pub(super) nothing_seen: bool,
    pub(super) notices: Vec<Notice>,
    pub(super) first: Vec<First>,
    pub(super) failures: usize,
    pub(super) benchmarks: Vec<Benchmark>,
    pub(super) filter_statuses: Vec<Tally>,
    pub(super) severities: Vec<&'static str>,
    pub(super) levels: Vec<u8>,
    pub(super) controls: usize,
}

/// A status as readers see it: a class for its colour, a sign and a word for its meaning.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) class: &'static str,
    pub(super) sign: &'static str,
    pub(super) word: &'static str,
}

/// A status with a number.
pub(super) struct Tally {
    pub(super) mark: Mark,
    pub(super) count: u32,
}

pub(super) struct Host {
    pub(super) name: String,
    pub(super) platform: String,
    pub(super) version: String,
    pub(super) version_source: Option<String>,
    pub(super) roles: String,
    pub(super) operating_system: String,
    pub(super) as_of: String,
    pub(super) components: Vec<String>,
    pub(super) without_root: Option<u32>,
}

pub(super) struct Notice {
    pub(super) hosts: String,
    pub(super) html: String,
}

/// A failure in the list at the top.
pub(super) struct First {
    pub(super) anchor: String,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) severity: &'static str,
    pub(super) hosts: String,
}

pub(super) struct Benchmark {
    pub(super) anchor: String,
    pub(super) title: String,
    pub(super) written_for: String,
    pub(super) chosen: String,
    pub(super) score: Option<u32>,
    pub(super) coverage: Option<u32>,
    pub(super) total: u32,
    pub(super) tallies: Vec<Tally>,
    pub(super) bar: Vec<Piece>,
    pub(super) sections: Vec<Section>,
}

/// A piece of a bar, in per cent of its width.
pub(super) struct Piece {
    pub(super) class: &'static str,
    pub(super) from: f64,
    pub(super) width: f64,
}

pub(super) struct Section {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) anchor: String,
    pub(super) tallies: Vec<Tally>,
    pub(super) bar: Vec<Piece>,
    pub(super) failing: u32,
    pub(super) controls: Vec<Control>,
}

pub(super) struct Control {
    pub(super) anchor: String,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) mark: Mark,
    pub(super) severity: &'static str,
    pub(super) level: u8,
    pub(super) assessment: String,
    pub(super) also: String,
    pub(super) role: String,
    /// Status of each host, in the order of the page's hosts, as classes.
    pub(super) on: String,
    pub(super) spread: Option<String>,
    /// Whether it is one verdict for all hosts there are.
    pub(super) groups: Vec<Group>,
    pub(super) tailored: Option<String>,
    pub(super) fixes: Vec<Fix>,
    pub(super) frameworks: Vec<Framework>,
    pub(super) checks: Vec<String>,
    /// Whether paper shows it in full.
    pub(super) printed: bool,
}

/// Hosts with one verdict.
pub(super) struct Group {
    pub(super) mark: Mark,
    pub(super) hosts: Vec<String>,
    pub(super) why: String,
    pub(super) expected: Option<String>,
    pub(super) actual: Option<String>,
    pub(super) evidence: Vec<Seen>,
}

pub(super) struct Seen {
    pub(super) seen: String,
    pub(super) place: String,
    pub(super) note: Option<String>,
}

pub(super) struct Fix {
    pub(super) platform: String,
    pub(super) html: String,
}

pub(super) struct Framework {
    pub(super) name: String,
    pub(super) ids: Vec<(String, bool)>,
}

pub(super) const fn mark(status: Status) -> Mark {
    let (class, sign, word) = match status {
        Status::Pass => ("pass", "✓", "pass"),
        Status::Fail => ("fail", "✕", "fail"),
        Status::Mixed => ("mixed", "≠", "mixed"),
        Status::Error => ("error", "!", "error"),
        Status::Manual => ("manual", "?", "manual"),
        Status::NotApplicable => ("na", "–", "n/a"),
    };
    Mark { class, sign, word }
}

/// Makes the view of a sanitised report.
pub(super) fn page(report: &Report) -> Page {
    let controls = || report.benchmarks.iter().flat_map(|benchmark| &benchmark.controls);
    let mut all = Counts::default();
    controls().for_each(|control| all.add(control.status));
    let mut levels: Vec<u8> = controls().map(|control| control.level).collect();
    levels.sort_unstable();
    levels.dedup();
    let order = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];
    let severities = order
        .into_iter()
        .filter(|severity| controls().any(|control| control.severity == *severity))
        .map(Severity::as_str)
        .collect();
    let (first, failures) = first(report);
    Page {
        title: match report.hosts.as_slice() {
            [] if report.clusters.len() == 1 => {
                let name = report.clusters.first().map_or("", |cluster| &cluster.name);
                format!("Security audit of the cluster {name}")
            }
            [] if report.clusters.is_empty() && !report.clouds.is_empty() => {
                let name = report.clouds.first().map_or("", |cloud| &cloud.name);
                format!("Security audit of the managed cluster {name}")
            }
            hosts if !report.clusters.is_empty() => format!(
                "Security audit of {} and {}",
                counted(report.clusters.len(), "cluster"),
                counted(hosts.len(), "host")
            ),
            [] if report.objects.is_some() => "Security audit of manifests".to_owned(),
            [only] => format!("Security audit of {}", only.name),
            hosts => format!("Security audit of {} hosts", hosts.len()),
        },
        tool: report.tool.clone(),
        schema: report.schema.clone(),
        as_of: moment(&report.as_of),
        places: match (
            report.clusters.is_empty() && report.clouds.is_empty(),
            report.hosts.is_empty(),
        ) {
            (true, _) => "Hosts",
            (false, true) => "Clusters",
            (false, false) => "Clusters and hosts",
        },
        nothing_seen: report.objects.is_none()
            && report.clouds.is_empty()
            && report.hosts.iter().all(|host| host.roles.is_empty()),
        hosts: report
            .clusters
            .iter()
            .map(cluster)
            .chain(report.clouds.iter().map(cloud))
            .chain(report.hosts.iter().map(host))
            .collect(),
        notices: notices(report),
        first,
        failures,
        benchmarks: report.benchmarks.iter().map(|one| benchmark(report, one)).collect(),
        filter_statuses: tallies(&all),
        severities,
        levels,
        controls: controls().count(),
    }
}

fn counted(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn cluster(cluster: &ClusterSummary) -> Host {
    Host {
        name: cluster.name.clone(),
        platform: "cluster".to_owned(),
        version: cluster.version.clone().unwrap_or_else(|| "unknown".to_owned()),
        version_source: cluster.server.as_ref().map(|server| format!("API server at {server}")),
        roles: cluster
            .user
            .as_ref()
            .map_or_else(|| "policies".to_owned(), |user| format!("policies, as {user}")),
        operating_system: "–".to_owned(),
        as_of: moment(&cluster.as_of),
        components: cluster.objects.iter().map(|(kind, count)| format!("{count} {kind}")).collect(),
        without_root: None,
    }
}

fn cloud(cloud: &CloudSummary) -> Host {
    Host {
        name: cloud.name.clone(),
        platform: cloud.provider.clone(),
        version: cloud
            .kubernetes_version
            .map_or_else(|| "unknown".to_owned(), |version| version.to_string()),
        version_source: Some("the provider".to_owned()),
        roles: "cloud".to_owned(),
        operating_system: "–".to_owned(),
        as_of: moment(&cloud.as_of),
        components: cloud
            .documents
            .iter()
            .map(|(id, count)| format!("{count} {id}"))
            .chain(cloud.not_given.iter().map(|id| format!("{id} not given")))
            .collect(),
        without_root: None,
    }
}

fn host(host: &HostSummary) -> Host {
    Host {
        name: host.name.clone(),
        platform: host.platform.clone(),
        version: host
            .kubernetes_version
            .map_or_else(|| "unknown".to_owned(), |version| version.to_string()),
        version_source: host.version_source.clone(),
        roles: host.roles.join(", "),
        operating_system: host.operating_system.clone().unwrap_or_else(|| "unknown".to_owned()),
        as_of: moment(&host.as_of),
        components: host.components.clone(),
        without_root: (host.collector_uid != 0).then_some(host.collector_uid),
    }
}

fn notices(report: &Report) -> Vec<Notice> {
    let several = report.hosts.len() > 1;
    gather::notices(report)
        .into_iter()
        .map(|group| Notice {
            html: body::line(&group.sentence(QUOTED)),
            hosts: if several { group.hosts.join(", ") } else { String::new() },
        })
        .chain(report.objects.iter().flat_map(objects))
        .collect()
}

/// What was read of objects, and what could not be judged.
fn objects(objects: &ObjectsSummary) -> Vec<Notice> {
    let files = match objects.files {
        0 => String::new(),
        files => format!(" in {files} files"),
    };
    let read = format!(
        "{} objects with {} pod templates{files} were judged for Kubernetes {}; {} failures are \
         accepted by suppressions.",
        objects.objects, objects.pods, objects.kubernetes_version, objects.suppressed
    );
    let mut texts = vec![read];
    texts.extend(objects.not_judged.iter().map(|one| {
        let line = one.line.map(|line| format!(":{line}")).unwrap_or_default();
        format!("Not judged: {}{line}: {}", one.path, one.reason)
    }));
    texts.into_iter().map(|text| Notice { html: body::line(&text), hosts: String::new() }).collect()
}

/// The worst failures, and how many there are in all. The same control of two benchmarks is one.
fn first(report: &Report) -> (Vec<First>, usize) {
    let mut failing: Vec<(&BenchmarkReport, &ControlReport)> = Vec::new();
    for benchmark in &report.benchmarks {
        for control in &benchmark.controls {
            let failed = gather::gravest(control) == Status::Fail;
            let twin = failing.iter().any(|(_, known)| gather::twins(known, control));
            if failed && !twin {
                failing.push((benchmark, control));
            }
        }
    }
    failing.sort_by(|(_, one), (_, other)| {
        let key = |control: &ControlReport| {
            (std::cmp::Reverse(control.severity), attention(control.status))
        };
        key(one).cmp(&key(other)).then_with(|| natural(&one.id).cmp(&natural(&other.id)))
    });
    let all = failing.len();
    let shown = failing.into_iter().take(FIRST).map(|(benchmark, control)| First {
        anchor: anchor(&[&benchmark.id, &control.id]),
        id: control.id.clone(),
        title: control.title.clone(),
        severity: control.severity.as_str(),
        hosts: spread(report, control).unwrap_or_default(),
    });
    (shown.collect(), all)
}

fn benchmark(report: &Report, benchmark: &BenchmarkReport) -> Benchmark {
    let sections = benchmark.sections.iter().map(|section| Section {
        id: section.id.clone(),
        title: section.title.clone(),
        anchor: anchor(&[&benchmark.id, "section", &section.id]),
        tallies: tallies(&section.counts),
        bar: bar(&section.counts),
        failing: section.counts.fail + section.counts.mixed,
        controls: benchmark
            .controls
            .iter()
            .filter(|control| control.section == section.id)
            .map(|one| control(report, benchmark, one))
            .collect(),
    });
    Benchmark {
        anchor: anchor(&[&benchmark.id]),
        title: benchmark.title.clone(),
        written_for: benchmark.written_for(),
        chosen: benchmark.chosen.clone(),
        score: benchmark.score,
        coverage: benchmark.coverage,
        total: benchmark.counts.total(),
        tallies: tallies(&benchmark.counts),
        bar: bar(&benchmark.counts),
        sections: sections.collect(),
    }
}

fn control(report: &Report, benchmark: &BenchmarkReport, control: &ControlReport) -> Control {
    let several = report.hosts.len() > 1;
    let on: Vec<&str> = report
        .hosts
        .iter()
        .map(|host| {
            let here = control.hosts.iter().find(|one| one.host == host.name);
            here.map_or("none", |one| mark(one.status).class)
        })
        .collect();
    let groups = gather::host_groups(control).into_iter().map(|group| {
        let one = group.one;
        let manual = one.status == Status::Manual;
        // `actual` often repeats the reason word by word.
        let actual = one.actual.clone().filter(|actual| *actual != one.reason);
        Group {
            mark: mark(one.status),
            hosts: if several {
                group.hosts.iter().map(|host| (*host).to_owned()).collect()
            } else {
                Vec::new()
            },
            why: if manual { body::blocks(&one.reason) } else { body::line(&one.reason) },
            // What a person decides has its title for an expectation, which is shown already.
            expected: Some(one.expected.clone())
                .filter(|text| !text.is_empty() && *text != control.title),
            actual,
            evidence: one.evidence.iter().map(|one| seen(one, group.hosts.len())).collect(),
        }
    });
    Control {
        anchor: anchor(&[&benchmark.id, &control.id]),
        id: control.id.clone(),
        title: control.title.clone(),
        mark: mark(control.status),
        severity: control.severity.as_str(),
        level: control.level,
        assessment: control.assessment.clone(),
        also: control.also.join(", "),
        role: control.role.clone(),
        on: on.join(" "),
        spread: (control.status == Status::Mixed).then(|| spread(report, control)).flatten(),
        groups: groups.collect(),
        tailored: control.tailored.clone(),
        fixes: control
            .fix
            .iter()
            .map(|fix| Fix { platform: fix.platform.clone(), html: body::blocks(&fix.text) })
            .collect(),
        frameworks: gather::frameworks(control)
            .into_iter()
            .map(|group| Framework {
                name: framework_name(group.framework).to_owned(),
                ids: group.ids.into_iter().map(|(id, direct)| (id.to_owned(), direct)).collect(),
            })
            .collect(),
        checks: control.checks.clone(),
        printed: !matches!(control.status, Status::Pass | Status::NotApplicable),
    }
}

fn seen(evidence: &Evidence, hosts: usize) -> Seen {
    // Of several hosts, the name of one would mislead; they are all named above.
    let one_of_many = hosts > 1 && matches!(evidence.location, Location::Host { .. });
    Seen {
        seen: evidence.seen.clone(),
        place: if one_of_many { String::new() } else { evidence.location.to_string() },
        note: evidence.note.clone(),
    }
}

/// How the hosts fall apart, as `1 fail, 2 pass`; nothing for a single host.
fn spread(report: &Report, control: &ControlReport) -> Option<String> {
    if report.hosts.len() < 2 {
        return None;
    }
    let mut counts = Counts::default();
    control.hosts.iter().for_each(|host| counts.add(host.status));
    let parts: Vec<String> =
        tallies(&counts).iter().map(|one| format!("{} {}", one.count, one.mark.word)).collect();
    Some(parts.join(", "))
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

/// The statuses that occur, with their numbers.
fn tallies(counts: &Counts) -> Vec<Tally> {
    let all = ATTENTION.into_iter();
    all.map(|status| Tally { mark: mark(status), count: count(counts, status) })
        .filter(|tally| tally.count > 0)
        .collect()
}

fn bar(counts: &Counts) -> Vec<Piece> {
    let total = f64::from(counts.total().max(1));
    let mut from = 0.0;
    let pieces = tallies(counts).into_iter().map(|tally| {
        let width = f64::from(tally.count) * 100.0 / total;
        let piece = Piece { class: tally.mark.class, from, width };
        from += width;
        piece
    });
    pieces.collect()
}

/// A name that links can carry: anything but letters, digits and `._-` becomes `_`.
fn anchor(parts: &[&str]) -> String {
    let safe = |part: &&str| -> String {
        let plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '.' | '_' | '-');
        part.chars().map(|one| if plain(one) { one } else { '_' }).collect()
    };
    parts.iter().map(safe).collect::<Vec<_>>().join("/")
}

/// `2026-11-23T18:23:19Z` as `2026-11-23 18:23 UTC`; anything else as it is.
fn moment(text: &str) -> String {
    match (text.get(..10), text.get(10..11), text.get(11..16), text.ends_with('Z')) {
        (Some(day), Some("T"), Some(time), true) => format!("{day} {time} UTC"),
        _ => text.to_owned(),
    }
}
