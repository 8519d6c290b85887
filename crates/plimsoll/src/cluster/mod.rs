//! Clusters from snapshots to findings and answers to controls.
//!
//! ```text
//! ClusterSnapshot ──► load: slim objects ──► Context ──► judge ──► hits ──► findings by owner
//!                                                                              │
//! benchmark's control ──► answer: fail > error (unread kinds too) > pass ◄─────┘
//! ```
//!
//! Everything here is a pure function of the snapshot: `audit` of a saved one says what `scan` said.

mod answer;
pub(crate) mod distribution;
mod federation;
mod findings;
mod inventory;
mod load;
mod nodes;

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_content::{CheckKind, Content, ObjectScope};
use plimsoll_engine::cloud::CLOUD;
use plimsoll_engine::hosted::{Absent, Hosted};
use plimsoll_engine::objects::{Context, Plan, Tally};
use plimsoll_engine::{Beside, Cloud, Request, audit_beside};
use plimsoll_graph::rbac::Subject;
use plimsoll_model::{
    CloudFacts, ClusterSnapshot, ClusterSummary, NotJudged, Notice, ObjectsSummary,
    PlatformIdentity, Report, Snapshot, Status,
};

use crate::TOOL;
use crate::manifests::{judge_all, pod_security_summary, tallies};

pub(crate) use inventory::{
    ClusterInventory, Inventory, SCHEMA as INVENTORY_SCHEMA, inventory, of_rules as powers_of,
};
pub(crate) use load::{Loaded, load};

/// What is asked of a report over clusters.
pub(crate) struct Judging<'c> {
    /// Checks, benchmarks, frameworks.
    pub(crate) content: &'c Content,
    /// The checks to run.
    pub(crate) plan: &'c Plan<'c>,
    /// Benchmarks, level, roles, tailoring.
    pub(crate) request: Request,
    /// What the provider says of the cluster, if anybody asked it.
    pub(crate) facts: Option<&'c CloudFacts>,
    /// Whether every node of the clusters is expected to have been looked at.
    pub(crate) expect_nodes: bool,
}

/// Judges clusters, and hosts beside them, as one report.
///
/// # Errors
/// Names what is unknown.
pub(crate) fn report(
    clusters: &[ClusterSnapshot],
    hosts: &[Snapshot],
    judging: &Judging<'_>,
) -> Result<Report, String> {
    let content = judging.content;
    let mut asked: Vec<Snapshot> = hosts.to_vec();
    let mut unseen: Vec<nodes::Unseen> = Vec::new();
    let mut judged: Vec<answer::Judged<'_>> = Vec::new();
    let mut summaries = Vec::new();
    let mut objects = ObjectsSummary::default();
    let mut notices = Vec::new();
    let mut findings = Vec::new();
    for snapshot in clusters {
        let loaded = load(snapshot);
        let context = loaded.context(content);
        let (hits, tallied) =
            judge_all(judging.plan, &context, |id| loaded.judged(id), |id| loaded.faulty(id));
        let found = findings::make(&loaded, &context, hits, judging.plan, content);
        summaries.push(summary(&loaded, &context));
        add(&mut objects, &loaded, &context, judging.plan, &tallied);
        notices.extend(notes(&loaded));
        if judging.expect_nodes {
            let expected = nodes::expected(&loaded, hosts);
            asked.extend(expected.asked);
            unseen.extend(expected.unseen);
        }
        let distributions = distribution::seen(content, snapshot, judging.facts).distributions;
        judged.push(answer::Judged::new(
            (snapshot, distributions),
            judging.plan,
            tallied,
            &found,
            &context,
        ));
        findings.extend(found);
    }
    let mut beside: Vec<&mut dyn Beside> = Vec::new();
    beside.extend(judged.iter_mut().map(|one| one as &mut dyn Beside));
    beside.extend(unseen.iter_mut().map(|one| one as &mut dyn Beside));
    let servers: Vec<Snapshot> =
        clusters.iter().flat_map(|one| federation::servers(content, one)).collect();
    let variables = &judging.request.tailoring.variables;
    let mut hosted: Vec<Hosted<'_>> = servers
        .iter()
        .map(|one| Hosted::new(content, plimsoll_checks::REGISTRY, one, variables))
        .collect();
    beside.extend(hosted.iter_mut().map(|one| one as &mut dyn Beside));
    let mut cloud =
        judging.facts.map(|facts| Cloud::new(content, facts, &judging.request.tailoring.variables));
    let mut unasked = unasked();
    let mut without = federation::absent(clusters);
    if servers.is_empty() {
        beside.push(&mut without);
    }
    match &mut cloud {
        Some(cloud) => beside.push(cloud),
        None => beside.push(&mut unasked),
    }
    let mut report = audit_beside(
        content,
        plimsoll_checks::REGISTRY,
        &asked,
        &mut beside,
        &judging.request,
        TOOL,
    )?;
    let controls: BTreeMap<&str, Vec<String>> = controls_by_check(&report);
    for finding in &mut findings {
        if let Some(list) = controls.get(&*finding.check) {
            finding.controls.clone_from(list);
        }
    }
    let ran: BTreeSet<&str> = judging.plan.checks.iter().map(|one| &*one.check.id).collect();
    objects.not_run = content
        .checks
        .values()
        .filter(|check| {
            matches!(check.kind, CheckKind::Object { scope, .. } if scope != ObjectScope::Files)
        })
        .filter(|check| !ran.contains(&*check.id))
        .map(|check| check.id.clone())
        .collect();
    objects.checks.sort_by(|one, other| one.check.cmp(&other.check));
    objects.not_judged.sort();
    report.findings.extend(findings);
    report.findings.sort_by(|one, other| {
        (&one.host, &one.check, &one.target, &one.id).cmp(&(
            &other.host,
            &other.check,
            &other.target,
            &other.id,
        ))
    });
    notices.append(&mut report.notices);
    report.notices = notices;
    let latest = clusters.iter().map(|one| one.as_of).chain(asked.iter().map(|one| one.as_of));
    report.as_of = plimsoll_engine::rfc3339(latest.max().unwrap_or(0));
    report.clusters = summaries;
    report.objects = Some(objects);
    Ok(report)
}

/// A provider that nobody asked.
fn unasked() -> Absent {
    Absent {
        name: "provider".to_owned(),
        role: CLOUD,
        status: Status::Error,
        reason: "not observed: give what the provider says of the cluster with --cloud-facts"
            .to_owned(),
    }
}

fn controls_by_check(report: &Report) -> BTreeMap<&str, Vec<String>> {
    let mut controls: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for benchmark in &report.benchmarks {
        for control in &benchmark.controls {
            for check in &control.checks {
                let label = format!("{}/{}", benchmark.id, control.id);
                controls.entry(check).or_default().push(label);
            }
        }
    }
    controls
}

pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn summary(loaded: &Loaded<'_>, context: &Context<'_>) -> ClusterSummary {
    let cluster = &loaded.snapshot.cluster;
    let mut objects = BTreeMap::new();
    let (mut pods, mut ended) = (0, 0);
    for list in &cluster.lists {
        let mut count = list.objects.len();
        if list.kind == "Pod" {
            let copies = || list.objects.iter().flat_map(|object| &object.copies);
            pods = copies().filter(|copy| copy.live).count();
            ended = copies().filter(|copy| !copy.live).count();
            count = pods + ended;
        }
        if count > 0 {
            objects.insert(list.kind.clone(), number(count));
        }
    }
    let mut platform: Vec<PlatformIdentity> = context
        .rbac
        .bindings()
        .iter()
        .flat_map(|bound| bound.subjects().map(move |(_, subject)| (bound, subject)))
        .filter_map(|(bound, subject): (_, Subject)| {
            Some(PlatformIdentity {
                what: context.expects(&subject, bound)?.to_owned(),
                subject: subject.to_string(),
                role: bound.role_title(),
            })
        })
        .collect();
    platform.sort();
    platform.dedup();
    ClusterSummary {
        name: cluster.name.clone(),
        as_of: plimsoll_engine::rfc3339(loaded.snapshot.as_of),
        seconds: cluster.seconds,
        server: cluster.server.clone(),
        version: cluster.git_version.clone(),
        user: cluster.identity.as_ref().map(|identity| identity.user.clone()),
        namespaces: cluster.namespaces.clone(),
        objects,
        pods: number(pods),
        ended_pods: number(ended),
        templates: number(
            loaded
                .objects
                .iter()
                .enumerate()
                .filter(|(id, object)| object.kind == "Pod" && loaded.judged(*id))
                .count(),
        ),
        unread: unread(loaded),
        platform,
    }
}

/// Kinds that could not be read, and why.
fn unread(loaded: &Loaded<'_>) -> Vec<NotJudged> {
    let mut unread: Vec<NotJudged> = loaded
        .snapshot
        .cluster
        .lists
        .iter()
        .filter_map(|list| {
            let path = format!("{}: {}", loaded.snapshot.cluster.name, list.kind);
            let reason = list.state.reason()?.to_owned();
            Some(NotJudged { path, line: None, column: None, reason })
        })
        .collect();
    unread.extend(loaded.faults.iter().cloned());
    unread
}

fn add(
    objects: &mut ObjectsSummary,
    loaded: &Loaded<'_>,
    context: &Context<'_>,
    plan: &Plan<'_>,
    tallied: &[Tally],
) {
    objects.kubernetes_version = context.version.to_string();
    objects.objects += number(loaded.objects.len());
    objects.pods += number(loaded.objects.iter().map(|object| object.templates.len()).sum());
    // What nobody asked for is said by the checks that would need it; it is no shortcoming.
    let asked = unread(loaded).into_iter().filter(|one| !one.reason.contains("--secrets"));
    objects.not_judged.extend(asked);
    for tally in tallies(plan, tallied) {
        match objects.checks.iter_mut().find(|known| known.check == tally.check) {
            Some(known) => {
                known.pass += tally.pass;
                known.fail += tally.fail;
                known.error += tally.error;
            }
            None => objects.checks.push(tally),
        }
    }
    let pods = pod_security_summary(context);
    objects.pod_security.version = pods.version;
    objects.pod_security.restricted += pods.restricted;
    objects.pod_security.baseline += pods.baseline;
    objects.pod_security.pods += pods.pods;
}

/// What a reader must know of one cluster.
fn notes(loaded: &Loaded<'_>) -> Vec<Notice> {
    let cluster = &loaded.snapshot.cluster;
    let mut texts = Vec::new();
    if !cluster.namespaces.is_empty() {
        texts.push(format!(
            "only the namespaces {} were looked at: what is said of the cluster is said of these",
            cluster.namespaces.join(", ")
        ));
    }
    if cluster.version.is_none() {
        texts.push(
            "the version of the cluster is not known: the newest known is taken for it".to_owned(),
        );
    }
    texts.extend(cluster.remarks.iter().cloned());
    texts.into_iter().map(|text| Notice { host: cluster.name.clone(), text }).collect()
}
