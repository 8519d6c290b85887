//! HorizontalPodAutoscalers.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::{Body, HorizontalPodAutoscaler, Object};

/// Whether an autoscaler is meant for an object.
pub(super) fn targets(scaler: &Object<'_>, object: &Object<'_>) -> bool {
    let Body::HorizontalPodAutoscaler(scaler) = &scaler.body else { return false };
    let target = &scaler.spec.scale_target_ref;
    target.kind.as_deref() == Some(&*object.kind) && target.name.as_deref() == Some(object.name())
}

fn scaler<'a>(view: &ObjectView<'a>) -> Option<&'a HorizontalPodAutoscaler<'a>> {
    match view.body() {
        Body::HorizontalPodAutoscaler(scaler) => Some(scaler),
        _ => None,
    }
}

pub(super) fn min_replicas(view: &ObjectView<'_>, options: Options<'_>) -> Outcome {
    let Some(scaler) = scaler(view) else { return Outcome::NotApplicable };
    let least = options.int("least");
    let written = scaler.spec.min_replicas.unwrap_or(1);
    if written >= least {
        return Outcome::Pass;
    }
    view.fail("spec.minReplicas", format!("it scales down to {written} copies, fewer than {least}"))
}

pub(super) fn max_replicas(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(scaler) = scaler(view) else { return Outcome::NotApplicable };
    let Some(most) = scaler.spec.max_replicas else { return Outcome::NotApplicable };
    let least = scaler.spec.min_replicas.unwrap_or(1);
    if most > least {
        return Outcome::Pass;
    }
    view.fail(
        "spec.maxReplicas",
        format!("it can never scale: maxReplicas is {most}, minReplicas {least}"),
    )
}

pub(super) fn target_missing(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(scaler) = scaler(view) else { return Outcome::NotApplicable };
    let target = &scaler.spec.scale_target_ref;
    let (Some(kind), Some(name)) = (target.kind.as_deref(), target.name.as_deref()) else {
        return Outcome::NotApplicable;
    };
    // Without any object of that kind in the set, those are made elsewhere.
    if view.context.of_kind(kind, view.object.namespace()).is_empty() {
        return Outcome::NotApplicable;
    }
    if view.context.named(kind, view.object.namespace(), name).is_some() {
        return Outcome::Pass;
    }
    view.fail(
        "spec.scaleTargetRef.name",
        format!("there is no {kind} `{name}` among these objects"),
    )
}

pub(super) fn duplicate(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(scaler) = scaler(view) else { return Outcome::NotApplicable };
    let all = view.context.of_kind("HorizontalPodAutoscaler", view.object.namespace());
    let other = all.into_iter().find(|(id, object)| {
        let same_target = matches!(&object.body, Body::HorizontalPodAutoscaler(other)
            if other.spec.scale_target_ref == scaler.spec.scale_target_ref);
        *id < view.id && same_target && object.name() != view.object.name()
    });
    match other {
        Some((_, other)) => view.fail(
            "spec.scaleTargetRef",
            format!("the autoscaler `{}` scales the same object", other.name()),
        ),
        None => Outcome::Pass,
    }
}
