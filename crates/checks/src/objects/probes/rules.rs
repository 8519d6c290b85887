//! Which probes there are, and what they ask.

use plimsoll_engine::objects::{ContainerView, Options, Outcome};
use plimsoll_model::kubernetes::{Body, IntOrString, Probe};

/// Whether the container is to run until somebody stops it: Jobs and their kin end by themselves.
fn serves(c: &ContainerView<'_>) -> bool {
    let ends = matches!(c.pod.spec().restart_policy.as_deref(), Some("Never" | "OnFailure"));
    let batch = matches!(c.pod.of.kind(), "Job" | "CronJob");
    c.stays() && !ends && !batch
}

pub(super) fn liveness(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if !serves(c) {
        return Outcome::NotApplicable;
    }
    if c.container.liveness_probe.is_some() {
        return Outcome::Pass;
    }
    c.fail("livenessProbe", "it has no liveness probe")
}

/// A readiness probe decides whether a Service sends traffic: it is missed where one does.
pub(super) fn readiness(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if !serves(c) || c.container.ports.is_empty() {
        return Outcome::NotApplicable;
    }
    let labels = c.pod.labels();
    let selected =
        c.pod.of.context.of_kind("Service", c.pod.namespace()).iter().any(|(_, object)| {
            matches!(&object.body, Body::Service(service)
            if !service.spec.selector.is_empty() && service.spec.selector.within(labels))
        });
    if !selected {
        return Outcome::NotApplicable;
    }
    if c.container.readiness_probe.is_some() {
        return Outcome::Pass;
    }
    c.fail(
        "readinessProbe",
        "a Service sends it traffic, and no readiness probe says when it can serve",
    )
}

pub(super) fn identical(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    match (&c.container.liveness_probe, &c.container.readiness_probe) {
        (Some(live), Some(ready)) if live == ready => c.fail(
            "livenessProbe",
            "liveness and readiness ask the same in the same way: what is only busy is restarted",
        ),
        (Some(_), Some(_)) => Outcome::Pass,
        _ => Outcome::NotApplicable,
    }
}

fn named_port<'a>(probe: &'a Probe<'a>) -> Option<(&'static str, &'a str)> {
    let of = |handler, port: &'a Option<IntOrString<'a>>| match port {
        Some(IntOrString::Text(name)) if !name.is_empty() && name.parse::<u16>().is_err() => {
            Some((handler, &**name))
        }
        _ => None,
    };
    let http = probe.http_get.as_ref().and_then(|get| of("httpGet", &get.port));
    http.or_else(|| probe.tcp_socket.as_ref().and_then(|socket| of("tcpSocket", &socket.port)))
}

/// A number need not be declared; a name that is not declared can never be asked.
pub(super) fn port(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let container = c.container;
    let mut any = false;
    let mut problems = Vec::new();
    for (field, probe) in [
        ("livenessProbe", &container.liveness_probe),
        ("readinessProbe", &container.readiness_probe),
        ("startupProbe", &container.startup_probe),
    ] {
        let Some((handler, name)) = probe.as_deref().and_then(named_port) else { continue };
        any = true;
        if !container.ports.iter().any(|port| port.name.as_deref() == Some(name)) {
            problems.push(c.problem(
                &format!("{field}.{handler}.port"),
                format!("{field} asks the port `{name}`, and the container has none of that name"),
            ));
        }
    }
    if any { Outcome::from_problems(problems) } else { Outcome::NotApplicable }
}
