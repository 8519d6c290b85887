//! From hits to findings: by owner, with what is written and what runs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use plimsoll_checks::admission::{Gate, enforced, gates};
use plimsoll_checks::pod_security::violations;
use plimsoll_content::Content;
use plimsoll_engine::evaluate::{fix, identity};
use plimsoll_engine::objects::{Context, Hit, NO_OBJECT, ObjectView, Plan, PodView};
use plimsoll_model::kubernetes::{Body, Object};
use plimsoll_model::{Evidence, Finding, Fix, Location, Reference, Status};
use plimsoll_source::path::value_in;
use rayon::prelude::*;
use serde_json::Value;

use super::load::Loaded;

/// Letters of a value that are shown.
const SHOWN: usize = 120;

/// What all findings of a check share.
struct Shared {
    title: Arc<str>,
    fix: Option<Arc<Fix>>,
    references: Arc<Vec<Reference>>,
}

/// What the hits of one finding have in common: check, what it is reported of, container, field.
type Key = (u32, String, Option<String>, String, bool);

/// Makes the findings of a cluster, sorted.
pub(super) fn make(
    loaded: &Loaded<'_>,
    context: &Context<'_>,
    hits: Vec<Hit>,
    plan: &Plan<'_>,
    content: &Content,
) -> Vec<Finding> {
    let shared: Vec<Shared> = plan
        .checks
        .iter()
        .map(|applied| Shared {
            title: Arc::from(&*applied.check.title),
            fix: fix(applied.check, "manifest").map(Arc::new),
            references: Arc::new(content.frameworks.references(&applied.check.nist)),
        })
        .collect();
    let running = running(loaded, context);
    let gates = gates_of(context);
    let mut by_check: Vec<Vec<Hit>> = Vec::new();
    by_check.resize_with(plan.checks.len(), Vec::new);
    for hit in hits {
        if let Some(list) = by_check.get_mut(hit.check as usize) {
            list.push(hit);
        }
    }
    let making =
        Making { loaded, context, plan, shared: &shared, running: &running, gates: &gates };
    let mut findings: Vec<Finding> =
        by_check.into_par_iter().flat_map_iter(|hits| making.of_check(hits)).collect();
    findings.sort_by(|one, other| {
        (&one.check, &one.target, &one.id).cmp(&(&other.check, &other.target, &other.id))
    });
    findings
}

/// What findings are made from.
struct Making<'m> {
    loaded: &'m Loaded<'m>,
    context: &'m Context<'m>,
    plan: &'m Plan<'m>,
    shared: &'m [Shared],
    running: &'m BTreeSet<String>,
    gates: &'m BTreeMap<String, Vec<Gate>>,
}

impl Making<'_> {
    /// The findings of one check.
    fn of_check(&self, hits: Vec<Hit>) -> Vec<Finding> {
        let mut groups: BTreeMap<Key, Vec<Hit>> = BTreeMap::new();
        for hit in hits {
            let title = match self.context.objects.get(hit.object as usize) {
                Some(object) => self.context.top_of(object).1,
                None => "cluster".to_owned(),
            };
            let field = field(self.context, &hit);
            let key = (hit.check, title, hit.problem.container.clone(), field, hit.unknown);
            // Most have one or two, and a list that grows begins with four.
            groups.entry(key).or_insert_with(|| Vec::with_capacity(1)).push(hit);
        }
        let mut findings = Vec::with_capacity(groups.len());
        findings.extend(groups.into_iter().filter_map(|(key, hits)| self.one(key, hits)));
        findings
    }

    fn one(&self, key: Key, mut hits: Vec<Hit>) -> Option<Finding> {
        let shared = self.shared.get(key.0 as usize)?;
        let check = self.plan.checks.get(key.0 as usize)?.check;
        let mut evidence = evidence(self.loaded, self.context, &hits, &key, self.running);
        let note = admission(self.context, &hits, check.id.as_str(), self.gates);
        if let (Some(first), Some(note)) = (evidence.first_mut(), note) {
            first.note = Some(match first.note.take() {
                Some(before) => format!("{before}; {note}"),
                None => note,
            });
        }
        let problem = std::mem::take(&mut hits.first_mut()?.problem);
        let cluster = &self.loaded.snapshot.cluster.name;
        let (_, target, container, field, unknown) = key;
        let parts = [
            cluster.as_str(),
            &target,
            &check.id,
            container.as_deref().unwrap_or_default(),
            &field,
        ];
        Some(Finding {
            id: identity(&parts, &BTreeMap::new()),
            check: check.id.clone(),
            title: Arc::clone(&shared.title),
            host: cluster.clone(),
            target,
            location: None,
            path: Some(problem.path).filter(|path| !path.is_empty()),
            excerpt: None,
            status: if unknown { Status::Error } else { Status::Fail },
            severity: check.severity,
            reason: problem.reason,
            evidence,
            expected: Arc::clone(&shared.title),
            actual: None,
            parameters: BTreeMap::new(),
            fix: shared.fix.clone(),
            references: Arc::clone(&shared.references),
            controls: Vec::new(),
            suppressed: None,
            known: false,
        })
    }
}

/// The field of a hit, counted from the pod where it is about one, without the numbers of lists:
/// the same for a template and the pods that are made of it.
fn field(context: &Context<'_>, hit: &Hit) -> String {
    let path = hit.problem.path.as_str();
    let templates = context.objects.get(hit.object as usize).map(|object| &object.templates);
    let prefix = templates.and_then(|list| list.first()).map_or("", |one| one.path.as_str());
    let rest = path.strip_prefix(prefix).filter(|_| !prefix.is_empty());
    let rest = rest.and_then(|rest| rest.strip_prefix('.')).unwrap_or(path);
    let mut plain = String::with_capacity(rest.len());
    let mut quoted = false;
    let mut skip = false;
    for letter in rest.chars() {
        match letter {
            '"' => quoted = !quoted,
            '[' if !quoted => skip = true,
            ']' if !quoted => {
                skip = false;
                continue;
            }
            _ => {}
        }
        if !skip || quoted || letter == '"' {
            plain.push(letter);
        }
    }
    plain
}

/// Titles of owners that have pods here that run.
fn running(loaded: &Loaded<'_>, context: &Context<'_>) -> BTreeSet<String> {
    context
        .objects
        .iter()
        .enumerate()
        .filter(|(id, object)| object.kind == "Pod" && loaded.judged(*id))
        .map(|(_, object)| context.top_of(object).1)
        .collect()
}

/// What was seen: in the owner's template, in pods, or in both.
fn evidence(
    loaded: &Loaded<'_>,
    context: &Context<'_>,
    hits: &[Hit],
    key: &Key,
    running: &BTreeSet<String>,
) -> Vec<Evidence> {
    let cluster = &loaded.snapshot.cluster.name;
    let (mut written, mut pods) = (Vec::new(), Vec::new());
    for hit in hits {
        if hit.object == NO_OBJECT {
            let object = format!("cluster {cluster}");
            let location = Location::Object { object, path: String::new() };
            return vec![Evidence { seen: hit.problem.reason.clone(), location, note: None }];
        }
        let Some(object) = context.objects.get(hit.object as usize) else { continue };
        if object.kind == "Pod" { pods.push((hit, object)) } else { written.push((hit, object)) }
    }
    let of = |hit: &Hit, object: &Object<'_>| {
        let raw = loaded.raw.get(hit.object as usize).map(|raw| raw.json.get());
        Evidence {
            seen: seen(raw.unwrap_or("null"), &hit.problem.path),
            location: Location::Object { object: object.title(), path: hit.problem.path.clone() },
            note: None,
        }
    };
    let mut evidence: Vec<Evidence> =
        written.iter().take(3).map(|(hit, object)| of(hit, object)).collect();
    let about_pods = written.iter().any(|(_, object)| !object.templates.is_empty());
    let count: usize = pods
        .iter()
        .filter_map(|(hit, _)| loaded.raw.get(hit.object as usize))
        .map(|raw| raw.copies.iter().filter(|copy| copy.live).count())
        .sum();
    match (evidence.first_mut(), pods.first()) {
        (Some(first), Some(_)) => first.note = Some(format!("in {count} pods that run")),
        (None, Some((hit, object))) => {
            let mut one = of(hit, object);
            if key.1 != object.title() {
                one.note =
                    Some(format!("in {count} pods as they run; what made them does not say so"));
            }
            evidence.push(one);
        }
        (Some(first), None) if about_pods && running.contains(&key.1) => {
            first.note = Some("so written; the pods that run now differ".to_owned());
        }
        _ => {}
    }
    evidence.shrink_to_fit();
    evidence
}

/// What stands at a path of an object.
fn seen(json: &str, path: &str) -> String {
    let Ok(root) = serde_json::from_str::<Value>(json) else { return String::new() };
    let Some(value) = value_in(&root, path).filter(|_| !path.is_empty()) else {
        return if path.is_empty() { String::new() } else { format!("`{path}` is not set") };
    };
    let key = match path.strip_suffix("\"]").and_then(|rest| rest.rsplit_once("[\"")) {
        Some((_, key)) => key,
        None => path.rsplit('.').next().unwrap_or(path),
    };
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    format!("{key}: {shown}")
}

/// What else judges pods, by namespace.
fn gates_of(context: &Context<'_>) -> BTreeMap<String, Vec<Gate>> {
    context
        .everywhere("Namespace")
        .into_iter()
        .map(|(_, namespace)| (namespace.name().to_owned(), gates(context, namespace)))
        .filter(|(_, gates)| !gates.is_empty())
        .collect()
}

/// What would stop such a pod if it were made today.
fn admission(
    context: &Context<'_>,
    hits: &[Hit],
    check: &str,
    gates: &BTreeMap<String, Vec<Gate>>,
) -> Option<String> {
    let hit = hits.first()?;
    let id = hit.object as usize;
    let object = context.objects.get(id)?;
    let template = object.templates.first()?;
    let name = object.namespace()?;
    let (_, namespace) = context.named("Namespace", None, name)?;
    if let Some(level) = enforced(context, namespace) {
        let of = ObjectView { object, id, context };
        // Only what this finding is about: the pod may be refused for something else.
        let about =
            |path: &str| path.starts_with(&hit.problem.path) || hit.problem.path.starts_with(path);
        let refused = violations(&PodView { of, template }, level, context.version);
        if refused.iter().any(|one| about(&one.problem.path)) {
            return Some(format!(
                "Pod Security enforces {} in {name}: it refuses this when a pod is made anew",
                level.as_str()
            ));
        }
    }
    let bound = match check {
        "cpu-limit" => Some(["limits.cpu", "limits.cpu"]),
        "memory-limit" => Some(["limits.memory", "limits.memory"]),
        "cpu-request" => Some(["requests.cpu", "cpu"]),
        "memory-request" => Some(["requests.memory", "memory"]),
        _ => None,
    };
    if let Some(names) = bound {
        for (_, quota) in context.of_kind("ResourceQuota", Some(name)) {
            if let Body::ResourceQuota(body) = &quota.body
                && names.iter().any(|bound| body.spec.hard.contains_key(bound))
            {
                return Some(format!(
                    "the ResourceQuota {} refuses such a pod when it is made anew",
                    quota.name()
                ));
            }
        }
    }
    let gate = gates.get(name)?.first()?;
    Some(match (&gate.unreachable, gate.ignores_failure) {
        (Some(why), true) => format!("{} judges pods here, but {why}: all is let in", gate.title),
        (Some(why), false) => format!("{} judges pods here, but {why}: none is let in", gate.title),
        (None, _) => format!("{} judges pods here; what it refuses is its own matter", gate.title),
    })
}
