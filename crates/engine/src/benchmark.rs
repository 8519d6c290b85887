//! From findings to controls: one status per control and host, and one over all hosts.

use plimsoll_content::{Benchmark, Content, Control, framework::CIS_CONTROLS};
use plimsoll_model::{
    ControlReport, Counts, Evidence, Finding, Fix, HostStatus, Location, Reference, SectionSummary,
    Severity, Status,
};
use plimsoll_settings::Outcome;

use crate::host::Host;

/// The verdict of one control on one host from the findings of its checks. `off` is why it is not
/// judged at all.
#[must_use]
pub fn host_status(
    host: &Host<'_>,
    control: &Control,
    findings: &[&Finding],
    off: Option<&str>,
) -> HostStatus {
    if off.is_some() {
        return without_role(&host.node.name, control, off);
    }
    if findings.is_empty() {
        return without_checks(host, control, blank(&host.node.name, control));
    }
    from_findings(&host.node.name, control, findings)
}

fn blank(name: &str, control: &Control) -> HostStatus {
    HostStatus {
        host: name.to_owned(),
        status: Status::Manual,
        reason: String::new(),
        evidence: Vec::new(),
        expected: control.title.clone(),
        actual: None,
        fix: None,
        findings: Vec::new(),
    }
}

/// A control that is not judged, for the reason given, or else that a person answers.
#[must_use]
pub fn without_role(name: &str, control: &Control, off: Option<&str>) -> HostStatus {
    let base = blank(name, control);
    match off {
        Some(reason) => HostStatus {
            status: Status::NotApplicable,
            reason: reason.to_owned(),
            evidence: vec![on_host(name, reason)],
            ..base
        },
        None => HostStatus {
            reason: control.look.clone().unwrap_or_default(),
            evidence: vec![on_host(name, "nothing that was looked at answers it")],
            ..base
        },
    }
}

/// The verdict of one control from the findings of its checks, of which there must be some.
#[must_use]
pub fn from_findings(name: &str, control: &Control, findings: &[&Finding]) -> HostStatus {
    let base = HostStatus {
        findings: findings.iter().map(|finding| finding.id.clone()).collect(),
        ..blank(name, control)
    };
    let order = [Status::Fail, Status::Error, Status::Manual, Status::Pass, Status::NotApplicable];
    let status = order
        .into_iter()
        .find(|status| findings.iter().any(|finding| finding.status == *status))
        .unwrap_or(Status::Error);
    let deciding: Vec<&&Finding> =
        findings.iter().filter(|finding| finding.status == status).collect();
    // A reader of a pass wants to see all that was looked at, of anything else what decided.
    let shown: Vec<&&Finding> = if status == Status::Pass {
        findings.iter().filter(|finding| finding.status == Status::Pass).collect()
    } else {
        deciding.clone()
    };
    let several = deciding.len() > 1;
    let labelled = |finding: &Finding, text: &str| {
        if several && finding.target != "host" {
            format!("{}: {text}", finding.target)
        } else {
            text.to_owned()
        }
    };
    let mut reason = join(deciding.iter().map(|finding| labelled(finding, &finding.reason)));
    let actual = join(
        deciding.iter().filter_map(|finding| Some(labelled(finding, finding.actual.as_deref()?))),
    );
    let mut status = status;
    let mut evidence: Vec<Evidence> = Vec::new();
    for one in shown.iter().flat_map(|finding| &finding.evidence) {
        if !evidence.contains(one) {
            evidence.push(one.clone());
        }
    }
    let to_a_person = match status {
        Status::Fail => control.manual_on_fail,
        Status::Pass => control.manual_on_pass,
        _ => false,
    };
    if to_a_person {
        status = Status::Manual;
        if let Some(look) = &control.look {
            reason = format!("{reason}. {look}");
        }
    }
    HostStatus {
        status,
        reason,
        evidence,
        expected: join(deciding.iter().map(|finding| finding.expected.to_string())),
        actual: Some(actual).filter(|actual| !actual.is_empty()),
        fix: deciding.iter().find_map(|finding| finding.fix.as_deref().cloned()),
        ..base
    }
}

fn join(texts: impl Iterator<Item = String>) -> String {
    let mut list: Vec<String> = Vec::new();
    for text in texts {
        if !list.contains(&text) {
            list.push(text);
        }
    }
    list.join("; ")
}

fn on_host(name: &str, seen: &str) -> Evidence {
    Evidence {
        seen: seen.to_owned(),
        location: Location::Host { name: name.to_owned() },
        note: None,
    }
}

/// A control that a person answers: what to look at, with the values found.
fn without_checks(host: &Host<'_>, control: &Control, base: HostStatus) -> HostStatus {
    let look = control.look.clone().unwrap_or_default();
    let expected = control.title.clone();
    let role_here = control.role == "policies" || host.roles.contains(control.role.as_str());
    if !role_here {
        let component = match control.role.as_str() {
            "etcd" => "etcd",
            "worker" => "kubelet",
            "federation" => "federation-apiserver",
            _ => "kube-apiserver",
        };
        let (status, reason) = match host.hidden(component) {
            Some(hidden) => {
                (Status::Error, format!("could not look whether {component} is here: {hidden}"))
            }
            None => (Status::NotApplicable, host.absence(component)),
        };
        let evidence = vec![on_host(&base.host, &reason)];
        return HostStatus { status, reason, evidence, expected, ..base };
    }
    let mut evidence = Vec::new();
    for (component, key) in &control.look_at {
        for instance in host.instances_of(component) {
            match instance.settings.get(key) {
                Outcome::Value(effective) => evidence.extend(effective.evidence),
                Outcome::Unknown { reason, evidence: seen } => {
                    evidence.extend(seen);
                    evidence.push(on_host(&base.host, &format!("{key}: {reason}")));
                }
                Outcome::NotInVersion { .. } => {}
            }
        }
    }
    if evidence.is_empty() {
        evidence.push(on_host(&base.host, "nothing on this host answers it"));
    }
    HostStatus { status: Status::Manual, reason: look, evidence, expected, ..base }
}

/// The verdict of one control over all hosts.
#[must_use]
pub fn control_report(
    content: &Content,
    benchmark: &Benchmark,
    control: &Control,
    hosts: Vec<HostStatus>,
    tailored: Option<String>,
) -> ControlReport {
    let status = over_hosts(&hosts);
    let relevant: Vec<&HostStatus> = match status {
        Status::Mixed => hosts
            .iter()
            .filter(|host| matches!(host.status, Status::Fail | Status::Error))
            .collect(),
        status => hosts.iter().filter(|host| host.status == status).collect(),
    };
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut fix: Vec<Fix> = Vec::new();
    for host in &relevant {
        for one in &host.evidence {
            if !evidence.contains(one) {
                evidence.push(one.clone());
            }
        }
        if let Some(one) = &host.fix
            && !fix.contains(one)
        {
            fix.push(one.clone());
        }
    }
    let checks = || control.checks.iter().filter_map(|asked| content.checks.get(&asked.check));
    let mut references: Vec<Reference> = Vec::new();
    let nist: Vec<String> = checks().flat_map(|check| check.nist.clone()).collect();
    references.extend(content.frameworks.references(&nist));
    // What the benchmark itself names counts for more than what derives from the checks.
    let named = |one: &Reference| {
        control
            .references
            .iter()
            .any(|(framework, id)| one.framework == *framework && one.id == *id)
    };
    references.retain(|one| !named(one));
    references.extend(control.references.iter().map(|(framework, id)| Reference {
        framework: framework.clone(),
        id: id.clone(),
        basis: "direct".to_owned(),
    }));
    references.extend(control.cis_controls.iter().map(|id| Reference {
        framework: CIS_CONTROLS.to_owned(),
        id: id.clone(),
        basis: "direct".to_owned(),
    }));
    let reason = if status == Status::Mixed {
        let told: Vec<String> =
            hosts.iter().map(|host| format!("{}: {}", host.host, host.status.as_str())).collect();
        format!("hosts disagree: {}", told.join(", "))
    } else {
        join(relevant.iter().map(|host| host.reason.clone()))
    };
    ControlReport {
        id: control.id.clone(),
        title: control.title.clone(),
        also: control.also.clone(),
        section: benchmark
            .section_of(control)
            .map(|section| section.id.clone())
            .unwrap_or_default(),
        level: control.level,
        assessment: control.assessment.clone(),
        role: control.role.clone(),
        severity: control.severity.unwrap_or_else(|| {
            checks().map(|check| check.severity).max().unwrap_or(Severity::Medium)
        }),
        status,
        reason,
        evidence,
        expected: join(relevant.iter().map(|host| host.expected.clone())),
        actual: Some(join(relevant.iter().filter_map(|host| host.actual.clone())))
            .filter(|actual| !actual.is_empty()),
        fix,
        references,
        checks: control.checks.iter().map(|asked| asked.check.clone()).collect(),
        tailored,
        hosts,
    }
}

/// Hosts that a control does not concern do not count; any two others that differ are mixed.
fn over_hosts(hosts: &[HostStatus]) -> Status {
    let mut statuses: Vec<Status> = hosts
        .iter()
        .map(|host| host.status)
        .filter(|status| *status != Status::NotApplicable)
        .collect();
    statuses.sort();
    statuses.dedup();
    match statuses.as_slice() {
        [] => Status::NotApplicable,
        [only] => *only,
        _ => Status::Mixed,
    }
}

/// Counts per section, for the sections that have controls of their own.
#[must_use]
pub fn sections(benchmark: &Benchmark, controls: &[ControlReport]) -> Vec<SectionSummary> {
    let unlisted = controls.iter().any(|control| control.section.is_empty());
    // Checks of the user's own stand in no section; they are listed under the benchmark's title.
    let rest = unlisted
        .then(|| plimsoll_content::Section { id: String::new(), title: benchmark.title.clone() });
    benchmark
        .sections
        .iter()
        .chain(&rest)
        .filter_map(|section| {
            let mut counts = Counts::default();
            for control in controls.iter().filter(|control| control.section == section.id) {
                counts.add(control.status);
            }
            (counts.total() > 0).then(|| SectionSummary {
                id: section.id.clone(),
                title: section.title.clone(),
                counts,
            })
        })
        .collect()
}
