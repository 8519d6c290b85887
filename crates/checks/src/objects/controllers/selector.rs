//! Selectors of controllers, and the Service of a StatefulSet.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::Body;

pub(super) fn mismatch(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::Workload(workload) = view.body() else { return Outcome::NotApplicable };
    let kinds = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"];
    let (Some(selector), Some(template)) = (&workload.spec.selector, view.object.templates.first())
    else {
        return Outcome::NotApplicable;
    };
    if !kinds.contains(&view.kind()) || selector.is_empty() {
        return Outcome::NotApplicable;
    }
    if selector.selects(&template.pod.metadata.labels) {
        return Outcome::Pass;
    }
    view.fail(
        "spec.selector",
        "the selector does not select the pods of the template: the API server refuses it",
    )
}

pub(super) fn stateful_service(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::Workload(workload) = view.body() else { return Outcome::NotApplicable };
    let services = view.context.of_kind("Service", view.object.namespace());
    let Some(name) = workload.spec.service_name.as_deref() else { return Outcome::NotApplicable };
    if view.kind() != "StatefulSet" || services.is_empty() {
        return Outcome::NotApplicable;
    }
    let found = services.into_iter().find(|(_, object)| object.name() == name);
    match found.map(|(_, object)| &object.body) {
        None => view
            .fail("spec.serviceName", format!("the Service `{name}` is not among these objects")),
        Some(Body::Service(service)) if service.spec.cluster_ip.as_deref() != Some("None") => view
            .fail(
                "spec.serviceName",
                format!("the Service `{name}` is not headless, so its pods get no names"),
            ),
        Some(_) => Outcome::Pass,
    }
}
