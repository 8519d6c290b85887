//! Requests and limits.

use plimsoll_engine::objects::{ContainerRole, ContainerView, Options, Outcome};
use plimsoll_model::kubernetes::{Body, Quantity};

/// Amounts of a LimitRange of the namespace are what a container without its own runs with.
fn by_limit_range(c: &ContainerView<'_>, resource: &str, request: bool) -> bool {
    c.pod.of.context.of_kind("LimitRange", c.pod.namespace()).iter().any(|(_, object)| {
        let Body::LimitRange(range) = &object.body else { return false };
        range.spec.limits.iter().filter(|item| item.type_.as_deref() == Some("Container")).any(
            |item| {
                item.default.contains_key(resource)
                    || (request && item.default_request.contains_key(resource))
                    || item.max.contains_key(resource)
            },
        )
    })
}

fn concerned(c: &ContainerView<'_>) -> bool {
    c.role != ContainerRole::Ephemeral
}

fn request(c: &ContainerView<'_>, resource: &str) -> Outcome {
    if !concerned(c) {
        return Outcome::NotApplicable;
    }
    let resources = &c.container.resources;
    // A request that is not written is the limit.
    let written =
        resources.requests.contains_key(resource) || resources.limits.contains_key(resource);
    if written || by_limit_range(c, resource, true) {
        return Outcome::Pass;
    }
    c.fail(&format!("resources.requests.{resource}"), format!("it requests no {resource}"))
}

fn limit(c: &ContainerView<'_>, resource: &str) -> Outcome {
    if !concerned(c) {
        return Outcome::NotApplicable;
    }
    if c.container.resources.limits.contains_key(resource) || by_limit_range(c, resource, false) {
        return Outcome::Pass;
    }
    c.fail(&format!("resources.limits.{resource}"), format!("its {resource} has no limit"))
}

pub(super) fn cpu_request(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    request(c, "cpu")
}

pub(super) fn memory_request(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    request(c, "memory")
}

pub(super) fn cpu_limit(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    limit(c, "cpu")
}

pub(super) fn memory_limit(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    limit(c, "memory")
}

pub(super) fn ephemeral_storage(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    match request(c, "ephemeral-storage") {
        Outcome::Pass => limit(c, "ephemeral-storage"),
        other => other,
    }
}

fn most(c: &ContainerView<'_>, resource: &str, most: &str) -> Outcome {
    let wanted = Quantity(plimsoll_model::kubernetes::Text(most.into()));
    let Some(wanted) = wanted.millis().filter(|_| concerned(c)) else {
        return Outcome::NotApplicable;
    };
    let Some(written) = c.container.resources.limits.get(resource) else {
        return Outcome::NotApplicable;
    };
    if written.millis().is_some_and(|written| written <= wanted) {
        return Outcome::Pass;
    }
    c.fail(
        &format!("resources.limits.{resource}"),
        format!("its {resource} limit is {}, more than {most}", written.0),
    )
}

pub(super) fn cpu_limit_max(c: &ContainerView<'_>, options: Options<'_>) -> Outcome {
    most(c, "cpu", options.text("most"))
}

pub(super) fn memory_limit_max(c: &ContainerView<'_>, options: Options<'_>) -> Outcome {
    most(c, "memory", options.text("most"))
}

fn both(c: &ContainerView<'_>, resource: &str) -> Option<(f64, f64)> {
    let resources = &c.container.resources;
    Some((resources.requests.get(resource)?.millis()?, resources.limits.get(resource)?.millis()?))
}

pub(super) fn memory_equal(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    match both(c, "memory") {
        None => Outcome::NotApplicable,
        Some((request, limit)) if (request - limit).abs() < f64::EPSILON => Outcome::Pass,
        Some(_) => c.fail("resources.requests.memory", "its memory request is not its limit"),
    }
}

pub(super) fn ratio(c: &ContainerView<'_>, options: Options<'_>) -> Outcome {
    let most = options.int("most");
    if most <= 0 {
        return Outcome::NotApplicable;
    }
    let mut problems = Vec::new();
    let mut any = false;
    for resource in ["cpu", "memory"] {
        let Some((request, limit)) = both(c, resource).filter(|(request, _)| *request > 0.0) else {
            continue;
        };
        any = true;
        let ratio = limit / request;
        #[allow(clippy::cast_precision_loss, reason = "a ratio that a person writes is small")]
        if ratio > most as f64 {
            problems.push(c.problem(
                &format!("resources.limits.{resource}"),
                format!(
                    "its {resource} limit is {ratio:.1} times its request, more than {most} times"
                ),
            ));
        }
    }
    if any { Outcome::from_problems(problems) } else { Outcome::NotApplicable }
}
