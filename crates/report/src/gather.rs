//! What several formats show in the same way: hosts that got the same verdict, notices that say the
//! same, references by framework.

use plimsoll_model::{ControlReport, Evidence, HostStatus, Location, Report, Status};

/// Hosts on which one control came out the same for the same reason.
pub(crate) struct HostGroup<'a> {
    /// Their names, sorted.
    pub(crate) hosts: Vec<&'a str>,
    /// What stands for all of them.
    pub(crate) one: &'a HostStatus,
}

/// The order in which statuses ask for attention.
pub(crate) const ATTENTION: [Status; 6] = [
    Status::Fail,
    Status::Mixed,
    Status::Error,
    Status::Manual,
    Status::Pass,
    Status::NotApplicable,
];

/// Place of a status in [`ATTENTION`].
pub(crate) fn attention(status: Status) -> usize {
    ATTENTION.iter().position(|one| *one == status).unwrap_or(ATTENTION.len())
}

/// The status by which a control is filed: its own, or the gravest of its hosts when they disagree.
pub(crate) fn gravest(control: &ControlReport) -> Status {
    let hosts = control.hosts.iter().map(|host| host.status);
    match control.status {
        Status::Mixed => hosts.min_by_key(|status| attention(*status)).unwrap_or(Status::Mixed),
        status => status,
    }
}

/// Groups of hosts with the same verdict, those that need attention first.
pub(crate) fn host_groups(control: &ControlReport) -> Vec<HostGroup<'_>> {
    let mut groups: Vec<HostGroup<'_>> = Vec::new();
    for host in &control.hosts {
        match groups.iter_mut().find(|group| same(group.one, host)) {
            Some(group) => group.hosts.push(&host.host),
            None => groups.push(HostGroup { hosts: vec![&host.host], one: host }),
        }
    }
    groups.sort_by_key(|group| attention(group.one.status));
    groups
}

fn same(one: &HostStatus, other: &HostStatus) -> bool {
    // The place of a thing that is not there is the host itself, which differs by nature.
    let told = |evidence: &Evidence| match &evidence.location {
        Location::Host { .. } => (evidence.seen.clone(), String::new()),
        place => (evidence.seen.clone(), place.to_string()),
    };
    one.status == other.status
        && one.reason == other.reason
        && one.expected == other.expected
        && one.actual == other.actual
        && one.fix == other.fix
        && one.evidence.len() == other.evidence.len()
        && one.evidence.iter().map(told).eq(other.evidence.iter().map(told))
}

/// Names that controls speak of and that are no host, cluster or managed cluster of the report: nodes
/// that were not reached, servers of a federation, a provider that was not asked.
pub(crate) fn others(report: &Report) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let known = |name: &str| {
        report.hosts.iter().any(|host| host.name == name)
            || report.clusters.iter().any(|cluster| cluster.name == name)
            || report.clouds.iter().any(|cloud| cloud.name == name)
    };
    let controls = report.benchmarks.iter().flat_map(|benchmark| &benchmark.controls);
    // What the list of all checks says is said by its findings.
    let controls = controls.filter(|control| control.role != "workloads");
    for name in controls.flat_map(|control| &control.hosts).map(|host| host.host.as_str()) {
        if !known(name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Notices that differ in nothing but the host or one quoted word.
pub(crate) struct NoticeGroup {
    /// Hosts they concern; empty for all.
    pub(crate) hosts: Vec<String>,
    /// The text up to the quoted word.
    pub(crate) before: String,
    /// The quoted words, without their quotes.
    pub(crate) quoted: Vec<String>,
    /// The text after it.
    pub(crate) after: String,
}

impl NoticeGroup {
    /// The notice as it was given, with at most `most` of the words that it is said of.
    pub(crate) fn sentence(&self, most: usize) -> String {
        let mut words = self.quoted.iter().map(|word| format!("`{word}`"));
        let first = words.next().unwrap_or_default();
        let mut text = format!("{}{first}{}", self.before, self.after);
        let others: Vec<String> = words.take(most.saturating_sub(1)).collect();
        if others.is_empty() {
            return text;
        }
        text.push_str(&format!("; likewise {}", others.join(", ")));
        if self.quoted.len() > others.len() + 1 {
            text.push_str(&format!(" and {} more", self.quoted.len() - others.len() - 1));
        }
        text
    }
}

/// The notices, those that say the same as one, in the order of the first of each.
pub(crate) fn notices(report: &Report) -> Vec<NoticeGroup> {
    let mut groups: Vec<NoticeGroup> = Vec::new();
    for notice in &report.notices {
        let parts: Vec<&str> = notice.text.splitn(3, '`').collect();
        let (before, word, after) = match parts.as_slice() {
            [before, word, after] if !word.is_empty() => (*before, Some(*word), *after),
            _ => (notice.text.as_str(), None, ""),
        };
        let hosts: Vec<String> =
            Some(notice.host.clone()).filter(|host| !host.is_empty()).into_iter().collect();
        let alike = |group: &&mut NoticeGroup| {
            group.before == before && group.after == after && {
                let same_words = group.quoted.iter().map(String::as_str).eq(word);
                same_words || (group.hosts == hosts && word.is_some())
            }
        };
        match groups.iter_mut().find(alike) {
            Some(group) => {
                for host in hosts {
                    if !group.hosts.contains(&host) {
                        group.hosts.push(host);
                    }
                }
                if let Some(word) = word
                    && !group.quoted.iter().any(|known| known == word)
                {
                    group.quoted.push(word.to_owned());
                }
            }
            None => groups.push(NoticeGroup {
                hosts,
                before: before.to_owned(),
                quoted: word.into_iter().map(str::to_owned).collect(),
                after: after.to_owned(),
            }),
        }
    }
    groups
}

/// Controls of one framework that a verdict speaks to.
pub(crate) struct FrameworkGroup<'a> {
    /// Framework id.
    pub(crate) framework: &'a str,
    /// Its controls in order, with whether a source names them for the check itself.
    pub(crate) ids: Vec<(&'a str, bool)>,
}

/// References by framework, in the order in which the report names the frameworks.
pub(crate) fn frameworks(control: &ControlReport) -> Vec<FrameworkGroup<'_>> {
    let mut groups: Vec<FrameworkGroup<'_>> = Vec::new();
    for reference in &control.references {
        let id = (reference.id.as_str(), reference.basis == "direct");
        match groups.iter_mut().find(|group| group.framework == reference.framework) {
            Some(group) => group.ids.push(id),
            None => {
                groups.push(FrameworkGroup { framework: &reference.framework, ids: vec![id] });
            }
        }
    }
    groups
}

/// What readers call a framework; the id where it is none of ours.
pub(crate) fn framework_name(id: &str) -> &str {
    match id {
        "nist-800-53r5" => "NIST SP 800-53 r5",
        "nist-800-53r4" => "NIST SP 800-53 r4",
        "nist-csf-2.0" => "NIST CSF 2.0",
        "nist-csf-1.1" => "NIST CSF 1.1",
        "nist-800-171r3" => "NIST SP 800-171 r3",
        "nist-800-171r2" => "NIST SP 800-171 r2",
        "itsg-33" => "ITSG-33",
        "itsp-10.033" => "ITSP.10.033",
        "iso-27001-2022" => "ISO/IEC 27001:2022",
        "disa-cci" => "DISA CCI",
        "cis-controls-8.1" => "CIS Controls 8.1",
        other => other,
    }
}

/// Sorts `1.2.10` after `1.2.9`.
pub(crate) fn natural(id: &str) -> Vec<(u64, &str)> {
    id.split(['.', '-']).map(|part| (part.parse().unwrap_or(u64::MAX), part)).collect()
}

/// Whether two controls, of two benchmarks, are the same question with the same answer.
pub(crate) fn twins(one: &ControlReport, other: &ControlReport) -> bool {
    one.title == other.title
        && one.checks == other.checks
        && one.status == other.status
        && one.expected == other.expected
        && one.reason == other.reason
        && one.hosts.iter().map(|host| host.status).eq(other.hosts.iter().map(|host| host.status))
}
