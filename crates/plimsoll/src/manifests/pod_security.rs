//! Which pods meet the Pod Security Standards.

use plimsoll_checks::pod_security::{Level, Violation, violations};
use plimsoll_engine::objects::{Context, ObjectView, PodView};
use plimsoll_model::PodSecuritySummary;
use rayon::prelude::*;

/// The verdict on the pods of one object.
#[derive(Debug, Clone, PartialEq)]
pub struct PodVerdict {
    /// Number of the object.
    pub object: usize,
    /// What does not meet the level; empty when everything does.
    pub violations: Vec<Violation>,
}

/// The verdict of a level on every object that makes pods.
#[must_use]
pub fn pod_verdicts(context: &Context<'_>, level: Level) -> Vec<PodVerdict> {
    (0..context.objects.len())
        .into_par_iter()
        .filter_map(|id| {
            let object = &context.objects[id];
            let of = ObjectView { object, id, context };
            let pods = object.templates.iter().map(|template| PodView { of, template });
            let violations =
                pods.flat_map(|pod| violations(&pod, level, context.version)).collect();
            (!object.templates.is_empty()).then_some(PodVerdict { object: id, violations })
        })
        .collect()
}

pub(crate) fn summary(context: &Context<'_>) -> PodSecuritySummary {
    let meets = |level| {
        let verdicts = pod_verdicts(context, level);
        let met = verdicts.iter().filter(|verdict| verdict.violations.is_empty()).count();
        (super::count(met), super::count(verdicts.len()))
    };
    let (baseline, pods) = meets(Level::Baseline);
    let (restricted, _) = meets(Level::Restricted);
    PodSecuritySummary { version: context.version.to_string(), restricted, baseline, pods }
}
