//! Check functions over objects.

use plimsoll_content::{Check, CheckKind, Content, POD_MAKERS};

use super::context::Context;
use super::outcome::{Options, Outcome, Problem};
use super::view::{ContainerView, ObjectView, PodView};
use crate::describe::Parameters;
use crate::evaluate::parameters;

/// A check that is a function over objects.
#[derive(Clone, Copy)]
pub enum ObjectCheck {
    /// Called once for every object.
    Object(fn(&ObjectView<'_>, Options<'_>) -> Outcome),
    /// Called once for every pod or pod template.
    Pod(fn(&PodView<'_>, Options<'_>) -> Outcome),
    /// Called once for all objects together. Only for checks of a cluster.
    Cluster(fn(&Context<'_>, Options<'_>) -> Outcome),
    /// Judged where the object is read: it needs the text or what is known of the API.
    AsRead,
    /// Called once for every container of every pod.
    Container(fn(&ContainerView<'_>, Options<'_>) -> Outcome),
}

/// The functions by check id.
pub type ObjectRegistry = [(&'static str, ObjectCheck)];

/// A check that is to be run, with its parameters.
pub struct Applied<'c> {
    /// The check.
    pub check: &'c Check,
    /// Its parameters.
    pub parameters: Parameters,
    function: ObjectCheck,
}

/// The checks of a run, sorted by id.
pub struct Plan<'c> {
    /// The checks.
    pub checks: Vec<Applied<'c>>,
}

impl<'c> Plan<'c> {
    /// Chooses the checks that `wanted` wants.
    ///
    /// # Errors
    /// Names a check that is declared and has no function.
    pub fn new(
        content: &'c Content,
        registry: &[&ObjectRegistry],
        user: &std::collections::BTreeMap<String, String>,
        wanted: impl Fn(&Check) -> bool,
    ) -> Result<Self, String> {
        let mut checks = Vec::new();
        for check in content.checks.values() {
            if !matches!(check.kind, CheckKind::Object { .. }) || !wanted(check) {
                continue;
            }
            let function =
                registry.iter().flat_map(|part| part.iter()).find(|(id, _)| *id == check.id);
            let Some((_, function)) = function else {
                return Err(format!("the check `{}` has no function of its name", check.id));
            };
            let parameters = parameters(check, &std::collections::BTreeMap::new(), user);
            checks.push(Applied { check, parameters, function: *function });
        }
        Ok(Self { checks })
    }
}

/// One failure of one check.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Number of the check in the plan.
    pub check: u32,
    /// Number of the object; [`NO_OBJECT`] when it is about the cluster as a whole.
    pub object: u32,
    /// Whether it could not be told, instead of being a failure.
    pub unknown: bool,
    /// Where and what.
    pub problem: Problem,
}

/// The number of no object: see [`Hit::object`].
pub const NO_OBJECT: u32 = u32::MAX;

/// How often a check was asked and what it said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Objects, pods or containers that are as they should be.
    pub pass: u32,
    /// Those that are not.
    pub fail: u32,
    /// Those that could not be judged.
    pub error: u32,
}

/// Judges one object by every check of the plan. `tallies` has a place for each check.
///
/// An object with faulty values passes nothing: what would be a pass is counted as an error.
pub fn judge_object(
    plan: &Plan<'_>,
    context: &Context<'_>,
    id: usize,
    faulty: bool,
    tallies: &mut [Tally],
    hits: &mut Vec<Hit>,
) {
    let Some(object) = context.objects.get(id) else { return };
    let view = ObjectView { object, id, context };
    let pods: Vec<PodView<'_>> =
        object.templates.iter().map(|template| PodView { of: view, template }).collect();
    let makes_pods = !pods.is_empty() || POD_MAKERS.contains(&&*object.kind);
    for (number, (applied, tally)) in plan.checks.iter().zip(tallies).enumerate() {
        let options = Options(&applied.parameters);
        let check = u32::try_from(number).unwrap_or(u32::MAX);
        let object = u32::try_from(id).unwrap_or(NO_OBJECT);
        let mut asked = false;
        let mut take = |outcome: Outcome| {
            asked = true;
            match outcome {
                Outcome::Pass if faulty => tally.error += 1,
                outcome => take(check, object, outcome, tally, hits),
            }
        };
        match applied.function {
            ObjectCheck::AsRead | ObjectCheck::Cluster(_) => {}
            ObjectCheck::Object(function) => take(function(&view, options)),
            ObjectCheck::Pod(function) => pods.iter().for_each(|pod| take(function(pod, options))),
            ObjectCheck::Container(function) => pods
                .iter()
                .flat_map(PodView::containers)
                .for_each(|container| take(function(&container, options))),
        }
        // Its pods or containers themselves may be what could not be read.
        let about_pods =
            matches!(applied.function, ObjectCheck::Pod(_) | ObjectCheck::Container(_));
        if faulty && about_pods && !asked && makes_pods {
            tally.error += 1;
        }
    }
}

/// Judges all objects together by the checks that do so.
pub fn judge_cluster(
    plan: &Plan<'_>,
    context: &Context<'_>,
    tallies: &mut [Tally],
    hits: &mut Vec<Hit>,
) {
    for (number, (applied, tally)) in plan.checks.iter().zip(tallies).enumerate() {
        if let ObjectCheck::Cluster(function) = applied.function {
            let check = u32::try_from(number).unwrap_or(u32::MAX);
            take(check, NO_OBJECT, function(context, Options(&applied.parameters)), tally, hits);
        }
    }
}

/// Counts an outcome and keeps its problems.
pub fn take(check: u32, object: u32, outcome: Outcome, tally: &mut Tally, hits: &mut Vec<Hit>) {
    match outcome {
        Outcome::Pass => tally.pass += 1,
        Outcome::NotApplicable => {}
        Outcome::Fail(problems) => {
            tally.fail += 1;
            let hit = |problem| Hit { check, object, unknown: false, problem };
            hits.extend(problems.into_iter().map(hit));
        }
        Outcome::Unknown(problem) => {
            tally.error += 1;
            hits.push(Hit { check, object, unknown: true, problem });
        }
    }
}
