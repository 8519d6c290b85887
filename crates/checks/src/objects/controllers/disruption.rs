//! PodDisruptionBudgets.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::{Body, IntOrString, Object, PodDisruptionBudget};

use super::scaling::targets;

fn budget<'a>(view: &ObjectView<'a>) -> Option<&'a PodDisruptionBudget<'a>> {
    match view.body() {
        Body::PodDisruptionBudget(budget) => Some(budget),
        _ => None,
    }
}

/// The object whose pods a budget is about, where it is in the set.
fn subject<'a>(view: &ObjectView<'a>, budget: &PodDisruptionBudget<'_>) -> Option<&'a Object<'a>> {
    let selector = budget.spec.selector.as_ref()?;
    view.context
        .templates(view.object.namespace())
        .into_iter()
        .find(|(_, template)| selector.selects(&template.pod.metadata.labels))
        .map(|(id, _)| &view.context.objects[id])
}

pub(super) fn policy_missing(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(budget) = budget(view) else { return Outcome::NotApplicable };
    if budget.spec.min_available.is_some() || budget.spec.max_unavailable.is_some() {
        return Outcome::Pass;
    }
    view.fail("spec", "it has neither minAvailable nor maxUnavailable, so it protects nothing")
}

pub(super) fn zero(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(budget) = budget(view) else { return Outcome::NotApplicable };
    let is = |value: &Option<IntOrString<'_>>, texts: [&str; 2]| {
        value.as_ref().is_some_and(|value| texts.contains(&&*value.to_string()))
    };
    if is(&budget.spec.max_unavailable, ["0", "0%"]) {
        return view.fail(
            "spec.maxUnavailable",
            "no pod may ever be evicted: draining a node waits for ever",
        );
    }
    if is(&budget.spec.min_available, ["100%", "100%"]) {
        return view.fail(
            "spec.minAvailable",
            "no pod may ever be evicted: draining a node waits for ever",
        );
    }
    if let (Some(IntOrString::Int(least)), Some(object)) =
        (&budget.spec.min_available, subject(view, budget))
        && let Body::Workload(workload) = &object.body
        && let Some(copies) = workload.spec.replicas
        && copies > 0
        && *least >= copies
    {
        return view.fail(
            "spec.minAvailable",
            format!(
                "{least} of the {copies} copies of {} must stay, so none may be evicted",
                object.title()
            ),
        );
    }
    Outcome::Pass
}

pub(super) fn over_hpa(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(budget) = budget(view) else { return Outcome::NotApplicable };
    let Some(IntOrString::Int(least)) = &budget.spec.min_available else {
        return Outcome::NotApplicable;
    };
    let Some(object) = subject(view, budget) else { return Outcome::NotApplicable };
    let scalers = view.context.of_kind("HorizontalPodAutoscaler", view.object.namespace());
    let scaler = scalers.into_iter().map(|(_, one)| one).find(|one| targets(one, object));
    let Some(Body::HorizontalPodAutoscaler(scaler)) = scaler.map(|one| &one.body) else {
        return Outcome::NotApplicable;
    };
    let copies = scaler.spec.min_replicas.unwrap_or(1);
    if *least < copies {
        return Outcome::Pass;
    }
    view.fail(
        "spec.minAvailable",
        format!("{least} pods must stay, and the autoscaler goes down to {copies}"),
    )
}

pub(super) fn unhealthy(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(budget) = budget(view) else { return Outcome::NotApplicable };
    if budget.spec.unhealthy_pod_eviction_policy.as_deref() == Some("AlwaysAllow") {
        return Outcome::Pass;
    }
    view.fail(
        "spec.unhealthyPodEvictionPolicy",
        "pods that are not healthy anyway can hold up draining a node",
    )
}

pub(super) fn missing(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::Workload(workload) = view.body() else { return Outcome::NotApplicable };
    let several = workload.spec.replicas.is_some_and(|copies| copies > 1);
    if !several || !matches!(view.kind(), "Deployment" | "StatefulSet") {
        return Outcome::NotApplicable;
    }
    let Some(template) = view.object.templates.first() else { return Outcome::NotApplicable };
    let budgets = view.context.of_kind("PodDisruptionBudget", view.object.namespace());
    let protected = budgets.into_iter().any(|(_, object)| match &object.body {
        Body::PodDisruptionBudget(budget) => budget
            .spec
            .selector
            .as_ref()
            .is_some_and(|selector| selector.selects(&template.pod.metadata.labels)),
        _ => false,
    });
    if protected {
        return Outcome::Pass;
    }
    view.fail(
        "spec.replicas",
        "draining nodes can stop all its copies at once: no PodDisruptionBudget selects them",
    )
}
