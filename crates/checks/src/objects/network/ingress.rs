//! Ingresses, routes of the Gateway API, and the ingress-nginx controller.

use plimsoll_engine::objects::{ContainerView, ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::{Backend, Body, Ingress};

fn ingress<'a>(view: &ObjectView<'a>) -> Option<&'a Ingress<'a>> {
    match view.body() {
        Body::Ingress(ingress) => Some(ingress),
        _ => None,
    }
}

/// Annotations by which controllers of clouds get their certificates.
const TLS_ANNOTATIONS: [&str; 6] = [
    "alb.ingress.kubernetes.io/certificate-arn",
    "networking.gke.io/managed-certificates",
    "ingress.gcp.kubernetes.io/pre-shared-cert",
    "appgw.ingress.kubernetes.io/appgw-ssl-certificate",
    "kubernetes.io/tls-acme",
    "route.openshift.io/termination",
];

fn covers(host: &str, listed: &str) -> bool {
    listed == host
        || listed
            .strip_prefix("*.")
            .is_some_and(|domain| host.split_once('.').is_some_and(|(_, rest)| rest == domain))
}

pub(super) fn tls(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(ingress) = ingress(view) else { return Outcome::NotApplicable };
    let by_cloud =
        TLS_ANNOTATIONS.iter().any(|key| view.object.metadata.annotations.get(key).is_some());
    let spec = &ingress.spec;
    if by_cloud || (spec.rules.is_empty() && spec.default_backend.is_none()) {
        return if by_cloud { Outcome::Pass } else { Outcome::NotApplicable };
    }
    if spec.tls.is_empty() {
        return view.fail("spec.tls", "it serves plain HTTP: no TLS is set");
    }
    let any_host = spec.tls.iter().any(|tls| tls.hosts.is_empty());
    for (index, rule) in spec.rules.iter().enumerate() {
        let Some(host) = rule.host.as_deref().filter(|host| !host.is_empty()) else { continue };
        let covered = any_host
            || spec.tls.iter().flat_map(|tls| &tls.hosts).any(|listed| covers(host, listed));
        if !covered {
            return view.fail(
                format!("spec.rules[{index}].host"),
                format!("no certificate of spec.tls is for `{host}`"),
            );
        }
    }
    Outcome::Pass
}

pub(super) fn host_wildcard(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(ingress) = ingress(view) else { return Outcome::NotApplicable };
    let mut problems = Vec::new();
    for (index, rule) in ingress.spec.rules.iter().enumerate() {
        match rule.host.as_deref().unwrap_or_default() {
            "" | "*" => problems.push(
                view.problem(format!("spec.rules[{index}].host"), "the rule is for every host"),
            ),
            host if host.contains('*') => problems.push(view.problem(
                format!("spec.rules[{index}].host"),
                format!("the rule is for every host of `{host}`"),
            )),
            _ => {}
        }
    }
    Outcome::from_problems(problems)
}

/// Class, host and paths of every rule that names a host.
fn routes<'a>(ingress: &'a Ingress<'a>) -> impl Iterator<Item = (&'a str, &'a str, &'a str)> {
    let class = ingress.spec.ingress_class_name.as_deref().unwrap_or_default();
    ingress
        .spec
        .rules
        .iter()
        .filter_map(|rule| Some((rule.host.as_deref().filter(|host| !host.is_empty())?, rule)))
        .flat_map(move |(host, rule)| {
            rule.http
                .paths
                .iter()
                .map(move |path| (class, host, path.path.as_deref().unwrap_or("/")))
        })
}

pub(super) fn host_unique(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(own) = ingress(view) else { return Outcome::NotApplicable };
    let mut any = false;
    for (class, host, path) in routes(own) {
        any = true;
        let earlier = view.context.ingresses_for(host).iter().take_while(|id| **id < view.id);
        for object in earlier.map(|id| &view.context.objects[*id]) {
            let Body::Ingress(other) = &object.body else { continue };
            let same_object = object.name() == view.object.name()
                && object.namespace() == view.object.namespace();
            if !same_object && routes(other).any(|route| route == (class, host, path)) {
                let reason = format!("{} serves `{host}{path}` too", object.title());
                return view.fail("spec.rules", reason);
            }
        }
    }
    if any { Outcome::Pass } else { Outcome::NotApplicable }
}

pub(super) fn default_backend(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(ingress) = ingress(view) else { return Outcome::NotApplicable };
    if ingress.spec.default_backend.is_none() {
        return Outcome::Pass;
    }
    view.fail("spec.defaultBackend", "requests that no rule names are answered too")
}

const RESTRICTED: [&str; 6] = [
    "/etc",
    "/root",
    "/proc",
    "/var/run/secrets",
    "/run/secrets",
    "/var/run/secrets/kubernetes.io",
];

pub(super) fn path_restricted(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(ingress) = ingress(view) else { return Outcome::NotApplicable };
    for (number, rule) in ingress.spec.rules.iter().enumerate() {
        for (index, path) in rule.http.paths.iter().enumerate() {
            let text = path.path.as_deref().unwrap_or_default();
            let hit =
                RESTRICTED.iter().any(|bad| text == *bad || text.starts_with(&format!("{bad}/")));
            if hit {
                return view.fail(
                    format!("spec.rules[{number}].http.paths[{index}].path"),
                    format!(
                        "the path `{text}` is one of the controller's own files, not of a site"
                    ),
                );
            }
        }
    }
    Outcome::Pass
}

fn backend_service<'a>(backend: &'a Backend<'a>) -> Option<(&'a str, &'static str)> {
    if let Some(service) = &backend.service {
        return Some((service.name.as_deref()?, "service.name"));
    }
    backend.service_name.as_deref().map(|name| (name, "serviceName"))
}

pub(super) fn dangling(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(ingress) = ingress(view) else { return Outcome::NotApplicable };
    let namespace = view.object.namespace();
    if view.context.of_kind("Service", namespace).is_empty() {
        return Outcome::NotApplicable;
    }
    let mut problems = Vec::new();
    for (number, rule) in ingress.spec.rules.iter().enumerate() {
        for (index, path) in rule.http.paths.iter().enumerate() {
            let Some((name, field)) = backend_service(&path.backend) else { continue };
            // Annotations of the load balancer controller for AWS stand for actions, not Services.
            let action = path
                .backend
                .service
                .as_ref()
                .and_then(|service| service.port.as_ref())
                .and_then(|port| port.name.as_deref())
                == Some("use-annotation");
            if !action && view.context.named("Service", namespace, name).is_none() {
                problems.push(view.problem(
                    format!("spec.rules[{number}].http.paths[{index}].backend.{field}"),
                    format!("the Service `{name}` is not among these objects"),
                ));
            }
        }
    }
    Outcome::from_problems(problems)
}

pub(super) fn gateway_dangling(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::HttpRoute(route) = view.body() else { return Outcome::NotApplicable };
    let own = view.object.namespace();
    let mut problems = Vec::new();
    for (number, rule) in route.spec.rules.iter().enumerate() {
        for (index, backend) in rule.backend_refs.iter().enumerate() {
            let Some(name) = backend.name.as_deref() else { continue };
            let namespace = backend.namespace.as_deref().or(own);
            let is_service = backend.kind.as_deref().is_none_or(|kind| kind == "Service");
            let judged = is_service && !view.context.of_kind("Service", namespace).is_empty();
            if judged && view.context.named("Service", namespace, name).is_none() {
                problems.push(view.problem(
                    format!("spec.rules[{number}].backendRefs[{index}].name"),
                    format!("the Service `{name}` is not among these objects"),
                ));
            }
        }
    }
    Outcome::from_problems(problems)
}

pub(super) fn nginx_snippet(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    if ingress(view).is_none() {
        return Outcome::NotApplicable;
    }
    for (key, _) in view.object.metadata.annotations.iter() {
        if key.starts_with("nginx.ingress.kubernetes.io/") && key.ends_with("-snippet") {
            return view.fail(
                format!("metadata.annotations[\"{key}\"]"),
                "the annotation writes into the controller's configuration, which holds every tenant's certificates",
            );
        }
    }
    Outcome::Pass
}

pub(super) fn nginx_config(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::ConfigMap(map) = view.body() else { return Outcome::NotApplicable };
    match map.data.get("allow-snippet-annotations") {
        None => Outcome::NotApplicable,
        Some("false") => Outcome::Pass,
        Some(_) => view.fail(
            "data.allow-snippet-annotations",
            "whoever may write an Ingress may write the controller's configuration",
        ),
    }
}

pub(super) fn nginx_end_of_life(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let image = c.container.image.as_deref().unwrap_or_default();
    if !image.contains("ingress-nginx/controller")
        && !image.contains("nginx-ingress-controller/nginx-ingress-controller")
    {
        return Outcome::Pass;
    }
    c.fail("image", format!("`{image}` is ingress-nginx, which gets no fixes since March 2026"))
}
