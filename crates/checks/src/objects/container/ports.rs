//! Ports that a container listens on.

use plimsoll_engine::objects::{ContainerView, ObjectView, Options, Outcome, PodView};
use plimsoll_model::kubernetes::Body;

pub(super) fn privileged(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    for (index, port) in c.container.ports.iter().enumerate() {
        if let Some(number) = port.container_port.filter(|number| (1..1024).contains(number)) {
            return c.fail(
                &format!("ports[{index}].containerPort"),
                format!("it listens on port {number}, below 1024"),
            );
        }
    }
    Outcome::Pass
}

fn is_tcp(protocol: Option<&str>) -> bool {
    protocol.is_none_or(|protocol| protocol == "TCP")
}

pub(super) fn ssh(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    if let Body::Service(service) = view.body() {
        let port = service
            .spec
            .ports
            .iter()
            .position(|port| is_tcp(port.protocol.as_deref()) && port.port == Some(22));
        return match port {
            Some(index) => view.fail(
                format!("spec.ports[{index}].port"),
                "the Service offers port 22, that of SSH",
            ),
            None => Outcome::Pass,
        };
    }
    let pods = view.object.templates.iter().map(|template| PodView { of: *view, template });
    let mut problems = Vec::new();
    let mut seen = false;
    for c in pods.flat_map(|pod| pod.containers()) {
        seen = true;
        for (index, port) in c.container.ports.iter().enumerate() {
            if is_tcp(port.protocol.as_deref()) && port.container_port == Some(22) {
                let field = format!("ports[{index}].containerPort");
                problems.push(c.problem(&field, "it listens on port 22, that of SSH"));
            }
        }
    }
    if seen { Outcome::from_problems(problems) } else { Outcome::NotApplicable }
}
