//! Manifests from text to findings.
//!
//! ```text
//! Input ──► documents ──► objects ─┬─► Context ──► judge each ──► hits ──► places, excerpts ──► Finding
//!   └──► (again, only those with hits) ─────────────────────────────────────┘
//! ```
//!
//! Documents are read twice: once for their objects, and again, where something is to be reported,
//! for its place. Between the two only the text and the slim objects are in memory.

mod findings;
mod owners;
mod parse;
mod pod_security;
mod render;
mod report;
mod shape;
mod suppress;
mod trace;

use std::ops::Range;
use std::sync::Arc;

use plimsoll_collect::manifests::Input;
use plimsoll_content::Content;
use plimsoll_content::api::Api;
use plimsoll_engine::objects::{
    Context, Hit, NO_OBJECT, Outcome, Plan, Tally, judge_cluster, judge_object, take,
};
use plimsoll_model::kubernetes::Object;
use plimsoll_model::{Cluster, Finding, Fix, NotJudged, ObjectsSummary, Reference, Version};
use rayon::prelude::*;

pub use parse::{Parsed, ReadObject, limits, parse};
pub(crate) use pod_security::summary as pod_security_summary;
pub use pod_security::{PodVerdict, pod_verdicts};
pub(crate) use render::{Rendering, render};
pub(crate) use report::{benchmark_reports, tallies};
pub use suppress::Tool;

/// What is asked of an analysis.
pub struct Request<'c> {
    /// Checks, benchmarks, frameworks.
    pub content: &'c Content,
    /// The checks to run.
    pub plan: Plan<'c>,
    /// What all findings of a check share, in the order of the plan.
    shared: Vec<Shared>,
    /// Kubernetes version the objects are judged for.
    pub version: Version,
    /// What is known of the Kubernetes API.
    api: Api,
    /// Tools whose suppressions are honoured beside our own.
    pub honour: Vec<Tool>,
    /// The cluster that the objects are taken for: examples of checks that need one.
    pub cluster: Option<Cluster>,
    /// Today, as `2026-11-23`: suppressions end.
    pub today: String,
}

/// What all findings of a check share.
struct Shared {
    title: Arc<str>,
    fix: Option<Arc<Fix>>,
    references: Arc<Vec<Reference>>,
}

impl<'c> Request<'c> {
    /// A request without suppressions of other tools.
    ///
    /// # Errors
    /// Never in a binary that was built whole.
    pub fn new(
        content: &'c Content,
        plan: Plan<'c>,
        version: Version,
        today: String,
    ) -> Result<Self, String> {
        let api = plimsoll_catalog::api()?;
        let shared = plan
            .checks
            .iter()
            .map(|applied| Shared {
                title: Arc::from(&*applied.check.title),
                fix: plimsoll_engine::evaluate::fix(applied.check, "manifest").map(Arc::new),
                references: Arc::new(content.frameworks.references(&applied.check.nist)),
            })
            .collect();
        Ok(Self { content, plan, shared, version, api, honour: Vec::new(), cluster: None, today })
    }
}

/// What an analysis gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Analysis {
    /// Everything that is no pass, sorted by file, place and check.
    pub findings: Vec<Finding>,
    /// What was read, and what the checks said.
    pub summary: ObjectsSummary,
    /// What a reader must know.
    pub notices: Vec<String>,
}

/// Where an object stands.
#[derive(Debug, Clone, PartialEq)]
struct Place {
    input: usize,
    document: usize,
    path: String,
}

/// Judges texts. The result does not depend on the order in which threads get to them.
#[must_use]
pub fn analyse(inputs: &[Input], request: &Request<'_>) -> Analysis {
    let parsed: Vec<Parsed<'_>> =
        inputs.par_iter().map(|input| parse(input, Some(request))).collect();
    let mut analysis = Analysis::default();
    let summary = &mut analysis.summary;
    summary.kubernetes_version = request.version.to_string();
    let mut places: Vec<Place> = Vec::new();
    let mut objects: Vec<Object<'_>> = Vec::new();
    let mut faulty: Vec<bool> = Vec::new();
    let mut as_read: Vec<Vec<(u32, Outcome)>> = Vec::new();
    let mut hits: Vec<Vec<findings::Located>> = Vec::new();
    let mut ids: Vec<Range<usize>> = Vec::new();
    for (number, one) in parsed.into_iter().enumerate() {
        if one.objects.is_empty() && one.not_judged.is_empty() {
            summary.other_files += 1;
        } else if !one.objects.is_empty() {
            summary.files += 1;
        }
        summary.not_judged.extend(one.not_judged);
        hits.push(Vec::new());
        ids.push(objects.len()..objects.len() + one.objects.len());
        for ReadObject { document, found, outcomes } in one.objects {
            as_read.push(outcomes);
            faulty.push(!found.faults.is_empty());
            places.push(Place { input: number, document, path: found.path });
            objects.push(found.object);
        }
    }
    let context = Context::new(&objects, request.version).with_platform(&request.content.platform);
    let context = match &request.cluster {
        Some(cluster) => context.of_cluster(cluster),
        None => context,
    };
    let (mut raw, mut tallies) = judge_all(&request.plan, &context, |_| true, |id| faulty[id]);
    for (id, outcomes) in as_read.into_iter().enumerate() {
        for (check, outcome) in outcomes {
            if let Some(tally) = tallies.get_mut(check as usize) {
                take(check, count(id), outcome, tally, &mut raw);
            }
        }
    }
    owners::merge(&context, &mut raw);
    for hit in raw {
        if hit.object == NO_OBJECT {
            analysis.notices.push(hit.problem.reason);
            continue;
        }
        if let Some(place) = places.get(hit.object as usize)
            && let Some(list) = hits.get_mut(place.input)
        {
            list.push(findings::Located { place: place.clone(), hit });
        }
    }
    let judged: Vec<findings::InFile> = inputs
        .par_iter()
        .zip(hits)
        .zip(ids)
        .map(|((input, hits), ids)| {
            let own = places.get(ids.clone()).unwrap_or_default();
            findings::in_file(input, hits, own, ids, &context, request)
        })
        .collect();
    analysis.findings.reserve_exact(judged.iter().map(|one| one.findings.len()).sum());
    for one in judged {
        analysis.findings.extend(one.findings);
        analysis.notices.extend(one.notices);
    }
    analysis.findings.sort_by(|one, other| {
        (&one.location, &one.check, &one.id).cmp(&(&other.location, &other.check, &other.id))
    });
    let summary = &mut analysis.summary;
    summary.objects = count(objects.len());
    summary.pods = count(objects.iter().map(|object| object.templates.len()).sum());
    summary.pod_security = pod_security::summary(&context);
    summary.suppressed =
        count(analysis.findings.iter().filter(|finding| finding.suppressed.is_some()).count());
    summary.checks = report::tallies(&request.plan, &tallies);
    summary.not_judged.sort();
    analysis
}

/// Judges every object that is `wanted` by every check, and all together by those of a cluster.
pub(crate) fn judge_all(
    plan: &Plan<'_>,
    context: &Context<'_>,
    wanted: impl Fn(usize) -> bool + Sync,
    faulty: impl Fn(usize) -> bool + Sync,
) -> (Vec<Hit>, Vec<Tally>) {
    let none = || (Vec::new(), vec![Tally::default(); plan.checks.len()]);
    let mut parts: Vec<(Vec<Hit>, Vec<Tally>)> = (0..context.objects.len())
        .into_par_iter()
        .with_min_len(64)
        .filter(|id| wanted(*id))
        .fold(none, |(mut hits, mut tallies), id| {
            judge_object(plan, context, id, faulty(id), &mut tallies, &mut hits);
            (hits, tallies)
        })
        .collect();
    let (mut hits, mut tallies) = parts.pop().unwrap_or_else(none);
    for (more, counted) in parts {
        hits.extend(more);
        for (total, one) in tallies.iter_mut().zip(counted) {
            total.pass += one.pass;
            total.fail += one.fail;
            total.error += one.error;
        }
    }
    judge_cluster(plan, context, &mut tallies, &mut hits);
    (hits, tallies)
}

/// Adds what stood in the way before anything was read.
pub(crate) fn add_refused(
    analysis: &mut Analysis,
    refused: Vec<plimsoll_collect::manifests::Refused>,
) {
    let added = refused.into_iter().map(|one| NotJudged {
        path: one.path,
        line: None,
        column: None,
        reason: one.reason,
    });
    analysis.summary.not_judged.extend(added);
    analysis.summary.not_judged.sort();
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
