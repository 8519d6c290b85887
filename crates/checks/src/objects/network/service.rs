//! Services.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::{Body, Service};

fn service<'a>(view: &ObjectView<'a>) -> Option<&'a Service<'a>> {
    match view.body() {
        Body::Service(service) => Some(service),
        _ => None,
    }
}

pub(super) fn kind(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(service) = service(view) else { return Outcome::NotApplicable };
    match service.spec.type_.as_deref() {
        Some("NodePort") => {
            view.fail("spec.type", "it opens a port on every node: the type is NodePort")
        }
        _ => Outcome::Pass,
    }
}

pub(super) fn external_ip(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(service) = service(view) else { return Outcome::NotApplicable };
    match service.spec.external_ips.first() {
        Some(address) => view.fail(
            "spec.externalIPs",
            format!("it takes the traffic of the cluster to {address} for itself (CVE-2020-8554)"),
        ),
        None => Outcome::Pass,
    }
}

pub(super) fn external_name(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(service) = service(view) else { return Outcome::NotApplicable };
    let Some(name) = service.spec.external_name.as_deref() else { return Outcome::NotApplicable };
    let lower = name.trim_end_matches('.').to_ascii_lowercase();
    let local = lower == "localhost"
        || lower.ends_with(".localhost")
        || lower.starts_with("127.")
        || lower == "metadata.google.internal"
        || lower == "169.254.169.254";
    if local {
        return view.fail(
            "spec.externalName",
            format!("it stands for {name}: who proxies to it talks to itself or to its node"),
        );
    }
    Outcome::Pass
}

pub(super) fn dangling(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(service) = service(view) else { return Outcome::NotApplicable };
    let namespace = view.object.namespace();
    if service.spec.selector.is_empty() || !view.context.has_templates(namespace) {
        return Outcome::NotApplicable;
    }
    if !view.context.selected(namespace, &service.spec.selector).is_empty() {
        return Outcome::Pass;
    }
    view.fail("spec.selector", "it selects none of the pods among these objects")
}

/// Consoles that give whoever reaches them the cluster or its data, by name.
const CONSOLES: [&str; 12] = [
    "kubernetes-dashboard",
    "weave-scope",
    "kubeflow",
    "argo-server",
    "argocd-server",
    "jenkins",
    "prometheus",
    "alertmanager",
    "kibana",
    "phpmyadmin",
    "pgadmin",
    "rancher",
];

pub(super) fn sensitive(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(service) = service(view) else { return Outcome::NotApplicable };
    let name = view.object.name();
    let Some(console) = CONSOLES.iter().find(|console| name.contains(*console)) else {
        return Outcome::NotApplicable;
    };
    match service.spec.type_.as_deref() {
        Some("LoadBalancer") if !service.spec.load_balancer_source_ranges.is_empty() => {
            Outcome::Pass
        }
        Some(kind @ ("NodePort" | "LoadBalancer")) => view.fail(
            "spec.type",
            format!("a console ({console}) is reachable from outside: the type is {kind}"),
        ),
        _ => Outcome::Pass,
    }
}

pub(super) fn monitor_dangling(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::ServiceMonitor(monitor) = view.body() else { return Outcome::NotApplicable };
    let selector = &monitor.spec.selector;
    let elsewhere = monitor.spec.namespace_selector.is_some();
    let services = if elsewhere {
        view.context.everywhere("Service")
    } else {
        view.context.of_kind("Service", view.object.namespace())
    };
    if services.is_empty() || selector.is_empty() {
        return Outcome::NotApplicable;
    }
    if services.iter().any(|(_, object)| selector.selects(&object.metadata.labels)) {
        return Outcome::Pass;
    }
    view.fail("spec.selector", "it selects none of the Services among these objects")
}
