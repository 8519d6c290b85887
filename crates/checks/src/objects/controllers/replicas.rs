//! How many copies there are, and where.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::{Body, Object, Workload};

use super::scaling::targets;

fn workload<'a>(view: &ObjectView<'a>, kinds: &[&str]) -> Option<&'a Workload<'a>> {
    match view.body() {
        Body::Workload(workload) if kinds.contains(&view.kind()) => Some(workload),
        _ => None,
    }
}

/// The autoscaler of the set that sets the copies of an object.
fn autoscaler<'a>(view: &ObjectView<'a>) -> Option<&'a Object<'a>> {
    let all = view.context.of_kind("HorizontalPodAutoscaler", view.object.namespace());
    all.into_iter().map(|(_, object)| object).find(|object| targets(object, view.object))
}

fn copies(view: &ObjectView<'_>, workload: &Workload<'_>) -> i64 {
    match autoscaler(view).map(|object| &object.body) {
        Some(Body::HorizontalPodAutoscaler(scaler)) => scaler.spec.min_replicas.unwrap_or(1),
        _ => workload.spec.replicas.unwrap_or(1),
    }
}

pub(super) fn least(view: &ObjectView<'_>, options: Options<'_>) -> Outcome {
    let Some(workload) = workload(view, &["Deployment", "StatefulSet"]) else {
        return Outcome::NotApplicable;
    };
    let copies = copies(view, workload);
    // Scaled to nothing on purpose.
    if copies == 0 || copies >= options.int("least") {
        return Outcome::Pass;
    }
    view.fail(
        "spec.replicas",
        format!("it has {copies} copies, fewer than {}", options.int("least")),
    )
}

pub(super) fn with_autoscaler(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(workload) = workload(view, &["Deployment", "StatefulSet", "ReplicaSet"]) else {
        return Outcome::NotApplicable;
    };
    match (autoscaler(view), workload.spec.replicas) {
        (None, _) => Outcome::NotApplicable,
        (Some(_), None) => Outcome::Pass,
        (Some(scaler), Some(_)) => view.fail(
            "spec.replicas",
            format!(
                "each apply undoes what the autoscaler `{}` has set: replicas is written too",
                scaler.name()
            ),
        ),
    }
}

pub(super) fn rolling_update(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(workload) = workload(view, &["Deployment"]) else { return Outcome::NotApplicable };
    match workload.spec.strategy.as_ref().and_then(|strategy| strategy.type_.as_deref()) {
        None | Some("RollingUpdate") => Outcome::Pass,
        Some(kind) => view.fail(
            "spec.strategy.type",
            format!("the strategy is {kind}: updates stop all copies at once"),
        ),
    }
}

pub(super) fn anti_affinity(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(workload) = workload(view, &["Deployment", "StatefulSet"]) else {
        return Outcome::NotApplicable;
    };
    if copies(view, workload) < 2 {
        return Outcome::NotApplicable;
    }
    let Some(template) = view.object.templates.first() else { return Outcome::NotApplicable };
    let spec = &template.pod.spec;
    let apart = spec.affinity.as_ref().is_some_and(|affinity| affinity.pod_anti_affinity.is_some());
    if apart || !spec.topology_spread_constraints.is_empty() {
        return Outcome::Pass;
    }
    view.fail("spec.template.spec.affinity", "all its copies can end up on one node")
}

pub(super) fn topology_spread(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(workload) = workload(view, &["Deployment", "StatefulSet"]) else {
        return Outcome::NotApplicable;
    };
    if copies(view, workload) < 2 {
        return Outcome::NotApplicable;
    }
    let Some(template) = view.object.templates.first() else { return Outcome::NotApplicable };
    if !template.pod.spec.topology_spread_constraints.is_empty() {
        return Outcome::Pass;
    }
    view.fail(
        "spec.template.spec.topologySpreadConstraints",
        "nothing spreads its copies over zones",
    )
}
