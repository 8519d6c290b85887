//! Components that run as workloads of another cluster answer the controls of their role.

use std::collections::BTreeMap;

use plimsoll_content::{Benchmark, Check, Content, Control};
use plimsoll_model::{Finding, HostStatus, Snapshot, Status, Version};

use crate::benchmark::{from_findings, without_role};
use crate::describe::Parameters;
use crate::evaluate::{Registry, evaluate, parameters};
use crate::host::Host;
use crate::report::{Beside, FEDERATION};

/// A workload that is a federation's server, seen as a host of its own.
pub struct Hosted<'a> {
    host: Host<'a>,
    registry: &'a Registry,
    variables: &'a BTreeMap<String, String>,
    findings: Vec<Finding>,
}

impl<'a> Hosted<'a> {
    /// A workload as a snapshot that holds nothing but its instances.
    #[must_use]
    pub fn new(
        content: &'a Content,
        registry: &'a Registry,
        snapshot: &'a Snapshot,
        variables: &'a BTreeMap<String, String>,
    ) -> Self {
        Self { host: Host::new(content, snapshot), registry, variables, findings: Vec::new() }
    }
}

impl Beside for Hosted<'_> {
    fn name(&self) -> &str {
        &self.host.node.name
    }

    fn version(&self) -> Option<Version> {
        let versions = self.host.instances.iter().filter_map(|one| one.version.as_ref());
        versions.map(|evidence| evidence.version).min()
    }

    fn chooses(&self) -> bool {
        false
    }

    fn roles(&self) -> &[&str] {
        &[FEDERATION]
    }

    fn answer(
        &mut self,
        benchmark: &Benchmark,
        control: &Control,
        off: Option<&str>,
    ) -> Option<HostStatus> {
        let name = self.host.node.name.clone();
        let findings =
            |check: &Check, given: &Parameters| evaluate(&self.host, check, given, self.registry);
        let content = self.host.content;
        let asked = Asked { content, variables: self.variables, benchmark, control, off };
        let answer = asked.answer(&name, &findings, &mut self.findings);
        Some(answer)
    }

    fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }
}

/// A control that is asked of something that is no host.
pub(crate) struct Asked<'a> {
    pub(crate) content: &'a Content,
    /// The user's variables.
    pub(crate) variables: &'a BTreeMap<String, String>,
    pub(crate) benchmark: &'a Benchmark,
    pub(crate) control: &'a Control,
    /// Why it is not judged at all.
    pub(crate) off: Option<&'a str>,
}

impl Asked<'_> {
    /// Its answer from what its checks find. Findings are kept once each, with every control that
    /// asked for them.
    pub(crate) fn answer(
        &self,
        name: &str,
        evaluate: &dyn Fn(&Check, &Parameters) -> Vec<Finding>,
        known: &mut Vec<Finding>,
    ) -> HostStatus {
        if self.control.checks.is_empty() || self.off.is_some() {
            return without_role(name, self.control, self.off);
        }
        let mut found: Vec<Finding> = Vec::new();
        for asked in &self.control.checks {
            if let Some(check) = self.content.checks.get(&asked.check) {
                found.extend(evaluate(check, &parameters(check, &asked.with, self.variables)));
            }
        }
        let answer = from_findings(name, self.control, &found.iter().collect::<Vec<_>>());
        let label = format!("{}/{}", self.benchmark.id, self.control.id);
        for mut one in found {
            match known.iter_mut().find(|known| known.id == one.id) {
                Some(known) => known.controls.push(label.clone()),
                None => {
                    one.controls.push(label.clone());
                    known.push(one);
                }
            }
        }
        answer
    }
}

/// Stands for something that answers a role and is not there, or was not asked.
pub struct Absent {
    /// Name in the report.
    pub name: String,
    /// The role it would answer.
    pub role: &'static str,
    /// Whether it is not applicable, since it is known not to be there, or an error.
    pub status: Status,
    /// Why.
    pub reason: String,
}

impl Beside for Absent {
    fn name(&self) -> &str {
        &self.name
    }

    fn version(&self) -> Option<Version> {
        None
    }

    fn chooses(&self) -> bool {
        false
    }

    fn roles(&self) -> &[&str] {
        std::slice::from_ref(&self.role)
    }

    fn answer(
        &mut self,
        _: &Benchmark,
        control: &Control,
        off: Option<&str>,
    ) -> Option<HostStatus> {
        if control.checks.is_empty() || off.is_some() {
            return Some(without_role(&self.name, control, off));
        }
        let status = self.status;
        Some(HostStatus { status, ..without_role(&self.name, control, Some(&self.reason)) })
    }
}
