//! Benchmarks over objects: each control with one status.

use std::collections::BTreeMap;

use plimsoll_content::{Benchmark, Content};
use plimsoll_engine::objects::{Plan, Tally};
use plimsoll_model::{
    BenchmarkReport, CheckTally, ControlReport, Counts, Evidence, Finding, Fix, HostStatus,
    ObjectsSummary, SectionSummary, Severity, Status,
};

/// Evidence that a control shows at the most; its findings show all.
const SHOWN: usize = 100;

pub(crate) fn tallies(plan: &Plan<'_>, tallies: &[Tally]) -> Vec<CheckTally> {
    plan.checks
        .iter()
        .zip(tallies)
        .map(|(applied, tally)| CheckTally {
            check: applied.check.id.clone(),
            title: applied.check.title.clone(),
            severity: applied.check.severity,
            pass: tally.pass,
            fail: tally.fail,
            error: tally.error,
        })
        .collect()
}

/// The controls of benchmarks, answered by findings and tallies. Findings learn which controls they
/// belong to.
pub(crate) fn benchmark_reports(
    content: &Content,
    benchmarks: &[&Benchmark],
    findings: &mut [Finding],
    summary: &ObjectsSummary,
    chosen: &str,
) -> Vec<BenchmarkReport> {
    let mut of_check: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, finding) in findings.iter().enumerate() {
        match of_check.get_mut(&*finding.check) {
            Some(list) => list.push(number),
            None => {
                of_check.insert(finding.check.clone(), vec![number]);
            }
        }
    }
    benchmarks
        .iter()
        .map(|benchmark| one(content, benchmark, findings, &of_check, summary, chosen))
        .collect()
}

fn one(
    content: &Content,
    benchmark: &Benchmark,
    findings: &mut [Finding],
    of_check: &BTreeMap<String, Vec<usize>>,
    summary: &ObjectsSummary,
    chosen: &str,
) -> BenchmarkReport {
    let mut controls = Vec::new();
    for control in &benchmark.controls {
        let asked: Vec<&str> = control.checks.iter().map(|asked| &*asked.check).collect();
        let tallies: Vec<&CheckTally> =
            summary.checks.iter().filter(|tally| asked.contains(&&*tally.check)).collect();
        if tallies.is_empty() {
            continue;
        }
        let name = format!("{}/{}", benchmark.id, control.id);
        let mut evidence: Vec<Evidence> = Vec::new();
        let mut open = 0_u32;
        let mut own = Vec::new();
        let numbers = asked.iter().filter_map(|id| of_check.get(*id)).flatten();
        for number in numbers {
            let Some(finding) = findings.get_mut(*number) else { continue };
            finding.controls.reserve_exact(1);
            finding.controls.push(name.clone());
            own.push(finding.id.clone());
            if finding.suppressed.is_none() && finding.status == Status::Fail {
                open += 1;
                if evidence.len() < SHOWN {
                    evidence.extend(finding.evidence.first().cloned());
                }
            }
        }
        let sum =
            |part: fn(&CheckTally) -> u32| tallies.iter().map(|tally| part(tally)).sum::<u32>();
        let (pass, fail, error) =
            (sum(|tally| tally.pass), sum(|tally| tally.fail), sum(|tally| tally.error));
        let (status, reason) = if fail > 0 {
            let accepted = if open == 0 { " (all accepted by suppressions)" } else { "" };
            (Status::Fail, format!("{fail} of {} fail{accepted}", pass + fail + error))
        } else if error > 0 {
            (Status::Error, format!("{error} of {} could not be judged", pass + error))
        } else if pass > 0 {
            (Status::Pass, format!("all {pass} pass"))
        } else {
            (Status::NotApplicable, "nothing here that it concerns".to_owned())
        };
        let checks = || control.checks.iter().filter_map(|asked| content.checks.get(&asked.check));
        let nist: Vec<String> = checks().flat_map(|check| check.nist.clone()).collect();
        let fix: Vec<Fix> = checks()
            .filter_map(|check| plimsoll_engine::evaluate::fix(check, "manifest"))
            .filter(|_| status == Status::Fail)
            .collect();
        controls.push(ControlReport {
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
            severity: checks().map(|check| check.severity).max().unwrap_or(Severity::Medium),
            status,
            reason: reason.clone(),
            evidence: evidence.clone(),
            expected: control.title.clone(),
            actual: None,
            fix: fix.clone(),
            references: content.frameworks.references(&nist),
            checks: asked.iter().map(|id| (*id).to_owned()).collect(),
            tailored: None,
            hosts: vec![HostStatus {
                host: "manifests".to_owned(),
                status,
                reason,
                evidence,
                expected: control.title.clone(),
                actual: None,
                fix: fix.into_iter().next(),
                findings: own,
            }],
        });
    }
    let mut counts = Counts::default();
    controls.iter().for_each(|control| counts.add(control.status));
    let sections = benchmark
        .sections
        .iter()
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
        .collect();
    BenchmarkReport {
        id: benchmark.id.clone(),
        title: benchmark.title.clone(),
        kubernetes: benchmark.kubernetes_range(),
        chosen: chosen.to_owned(),
        score: counts.score(),
        coverage: counts.coverage(),
        counts,
        sections,
        controls,
    }
}
