//! What a cluster answers to the controls of benchmarks.

use std::collections::BTreeMap;

use plimsoll_checks::admission::relied_on;
use plimsoll_content::benchmark::WORKLOADS;
use plimsoll_content::{Benchmark, CheckKind, Control};
use plimsoll_engine::Beside;
use plimsoll_engine::objects::{Context, Plan, Tally};
use plimsoll_model::{
    ClusterSnapshot, Evidence, Finding, Fix, HostStatus, Location, Status, Version,
};

/// Findings that a reason names.
const NAMED: usize = 3;
/// Evidence that a control shows at the most; its findings show all.
const EVIDENCE: usize = 50;

/// What a check said of a cluster.
#[derive(Default)]
struct Said {
    tally: Tally,
    findings: Vec<Told>,
    unread: Option<String>,
    fix: Option<Fix>,
    title: String,
}

/// A finding, as far as a control repeats it.
struct Told {
    id: String,
    status: Status,
    text: String,
    evidence: Option<Box<Evidence>>,
}

/// A cluster that was judged.
pub(super) struct Judged<'a> {
    snapshot: &'a ClusterSnapshot,
    distributions: Vec<String>,
    said: BTreeMap<String, Said>,
    namespaces: Vec<String>,
    /// Which PodSecurityPolicies judge pods.
    policies: Option<String>,
}

impl<'a> Judged<'a> {
    pub(super) fn new(
        (snapshot, distributions): (&'a ClusterSnapshot, Vec<String>),
        plan: &Plan<'_>,
        tallies: Vec<Tally>,
        findings: &[Finding],
        context: &Context<'_>,
    ) -> Self {
        let mut said: BTreeMap<String, Said> = BTreeMap::new();
        for (applied, tally) in plan.checks.iter().zip(tallies) {
            let unread = match &applied.check.kind {
                CheckKind::Object { needs, .. } => context.unread(needs).map(str::to_owned),
                _ => None,
            };
            let fix = plimsoll_engine::evaluate::fix(applied.check, "manifest");
            let title = applied.check.title.clone();
            let one = Said { tally, findings: Vec::new(), unread, fix, title };
            said.insert(applied.check.id.clone(), one);
        }
        for finding in findings {
            let Some(said) = said.get_mut(&finding.check) else { continue };
            let kept = said.findings.len() < EVIDENCE;
            said.findings.push(Told {
                id: finding.id.clone(),
                status: finding.status,
                text: if kept {
                    format!("{}: {}", finding.target, finding.reason)
                } else {
                    String::new()
                },
                evidence: kept.then(|| repeated(finding)).flatten().map(Box::new),
            });
        }
        let namespaces =
            context.everywhere("Namespace").iter().map(|(_, one)| one.name().to_owned()).collect();
        let policies = relied_on(context);
        Self { snapshot, distributions, said, namespaces, policies }
    }

    fn here(&self, seen: impl Into<String>) -> Evidence {
        let object = format!("cluster {}", self.snapshot.cluster.name);
        let location = Location::Object { object, path: String::new() };
        Evidence { seen: seen.into(), location, note: None }
    }

    /// A control that a person answers, with what was seen of it.
    fn for_a_person(&self, control: &Control, base: HostStatus) -> HostStatus {
        let cluster = &self.snapshot.cluster;
        let mut evidence = vec![self.here(format!("namespaces: {}", self.namespaces.join(", ")))];
        let groups: Vec<&str> = cluster
            .groups
            .iter()
            .map(String::as_str)
            .filter(|group| group.contains('.') && !group.ends_with(".k8s.io"))
            .collect();
        if !groups.is_empty() {
            evidence.push(self.here(format!("APIs of others: {}", groups.join(", "))));
        }
        HostStatus {
            status: Status::Manual,
            reason: control.look.clone().unwrap_or_default(),
            evidence,
            expected: control.title.clone(),
            ..base
        }
    }
}

/// A finding as a line of its control: what is wrong, where, and the value that was seen.
fn repeated(finding: &Finding) -> Option<Evidence> {
    let first = finding.evidence.first()?;
    let notes = [Some(&first.seen), first.note.as_ref()].into_iter().flatten();
    // That a field is absent is what most reasons say already.
    let notes: Vec<&str> = notes
        .map(String::as_str)
        .filter(|note| !note.is_empty() && *note != finding.reason)
        .filter(|note| !note.ends_with("is not set"))
        .collect();
    Some(Evidence {
        seen: finding.reason.clone(),
        location: first.location.clone(),
        note: (!notes.is_empty()).then(|| notes.join("; ")),
    })
}

impl Beside for Judged<'_> {
    fn name(&self) -> &str {
        &self.snapshot.cluster.name
    }

    fn version(&self) -> Option<Version> {
        self.snapshot.cluster.version
    }

    fn distributions(&self) -> Vec<String> {
        self.distributions.clone()
    }

    fn roles(&self) -> &[&str] {
        &["policies", "workloads"]
    }

    fn answer(
        &mut self,
        benchmark: &Benchmark,
        control: &Control,
        off: Option<&str>,
    ) -> Option<HostStatus> {
        let mut base = HostStatus {
            host: self.snapshot.cluster.name.clone(),
            status: Status::NotApplicable,
            reason: String::new(),
            evidence: Vec::new(),
            expected: control.title.clone(),
            actual: None,
            fix: None,
            findings: Vec::new(),
        };
        if let Some(why) = off {
            let evidence = vec![self.here(why)];
            return Some(HostStatus { reason: why.to_owned(), evidence, ..base });
        }
        if control.checks.is_empty() {
            return Some(self.for_a_person(control, base));
        }
        let asked: Vec<&Said> =
            control.checks.iter().filter_map(|asked| self.said.get(&asked.check)).collect();
        if asked.is_empty() {
            // Checks that state a preference are left out of the list of all checks.
            if benchmark.id == WORKLOADS {
                return None;
            }
            let reason = "none of its checks was run (--check, --skip)".to_owned();
            let evidence = vec![self.here(reason.clone())];
            return Some(HostStatus { status: Status::Error, reason, evidence, ..base });
        }
        let told = || asked.iter().flat_map(|said| &said.findings);
        base.findings = told().map(|one| one.id.clone()).collect();
        let sum = |part: fn(&Tally) -> u32| asked.iter().map(|said| part(&said.tally)).sum::<u32>();
        let (pass, fail) = (sum(|tally| tally.pass), sum(|tally| tally.fail));
        let error = sum(|tally| tally.error);
        let unread = asked.iter().find_map(|said| said.unread.clone());
        let list = |status: Status| {
            let all: Vec<&Told> = told().filter(|one| one.status == status).collect();
            let named: Vec<&str> = all.iter().take(NAMED).map(|one| &*one.text).collect();
            let more = all.len().saturating_sub(NAMED);
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            format!("{}{more}", named.join("; "))
        };
        let shown = |status: Status| {
            told()
                .filter(|one| one.status == status)
                .filter_map(|one| one.evidence.as_deref().cloned())
                .take(EVIDENCE)
                .collect::<Vec<Evidence>>()
        };
        let open = told().filter(|one| one.status == Status::Fail).count();
        let mut answer = if fail > 0 {
            HostStatus {
                status: Status::Fail,
                reason: format!("{open} found; {}", list(Status::Fail)),
                evidence: shown(Status::Fail),
                actual: Some(format!("{fail} of {} fail", pass + fail + error)),
                fix: asked
                    .iter()
                    .find(|said| said.tally.fail > 0)
                    .and_then(|said| said.fix.clone()),
                ..base
            }
        } else if let Some(reason) = unread {
            let evidence = vec![self.here(reason.clone())];
            HostStatus { status: Status::Error, reason, evidence, ..base }
        } else if error > 0 {
            let what = list(Status::Error);
            let reason = if what.is_empty() {
                format!("{error} could not be judged: values that do not fit their fields")
            } else {
                what
            };
            let mut evidence = shown(Status::Error);
            if evidence.is_empty() {
                evidence.push(self.here(reason.clone()));
            }
            HostStatus { status: Status::Error, reason, evidence, ..base }
        } else if pass > 0 {
            let reason = format!("all {pass} looked at are as expected");
            let mut evidence: Vec<Evidence> = asked
                .iter()
                .filter(|said| said.tally.pass > 0)
                .map(|said| self.here(format!("{}: so in all {}", said.title, said.tally.pass)))
                .collect();
            // A pass that rests on them says so.
            if control.checks.iter().any(|one| one.check.starts_with("admission-")) {
                evidence.extend(self.policies.as_ref().map(|text| self.here(text.as_str())));
            }
            HostStatus { status: Status::Pass, reason, evidence, ..base }
        } else {
            let reason = "nothing in the cluster that it concerns".to_owned();
            let evidence = vec![self.here(reason.clone())];
            HostStatus { reason, evidence, ..base }
        };
        let to_person = match answer.status {
            Status::Pass => control.manual_on_pass,
            Status::Fail => control.manual_on_fail,
            _ => false,
        };
        if to_person {
            answer.status = Status::Manual;
            if let Some(look) = &control.look {
                answer.reason = format!("{}. {look}", answer.reason);
            }
        }
        Some(answer)
    }
}
