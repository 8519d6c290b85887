//! Which pods are isolated by NetworkPolicies, and which are reached from outside the cluster.
//!
//! Sources: the NetworkPolicy API (`k8s.io/api/networking/v1`), Services, Ingresses and the Gateway API.
//! What a network plugin really enforces is not seen here, nor policies of other kinds.

use std::collections::BTreeMap;
use std::fmt;

use plimsoll_model::kubernetes::{
    Body, HttpRoute, Ingress, NetworkPolicy, Object, Pairs, PodSpec, Service,
};

/// Whether a policy judges traffic into its pods, and out of them.
///
/// Without `policyTypes` it judges ingress, and egress when it has rules for that.
#[must_use]
pub fn directions(policy: &NetworkPolicy<'_>) -> (bool, bool) {
    let has = |kind: &str| policy.spec.policy_types.iter().any(|one| *one == kind);
    if policy.spec.policy_types.is_empty() {
        (true, policy.spec.egress.is_some())
    } else {
        (has("Ingress"), has("Egress"))
    }
}

/// The policies that judge a pod's traffic, by number of their objects. A direction without any is
/// open to all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Isolation {
    /// Policies that judge what comes in.
    pub ingress: Vec<usize>,
    /// Policies that judge what goes out.
    pub egress: Vec<usize>,
}

/// A way from outside the cluster to a pod.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exposure {
    /// The pod shares the node's network.
    HostNetwork,
    /// A port of the node.
    HostPort {
        /// That port.
        port: i64,
    },
    /// A Service of type NodePort.
    NodePort {
        /// Name of the Service.
        service: String,
    },
    /// A Service of type LoadBalancer.
    LoadBalancer {
        /// Name of the Service.
        service: String,
        /// Whether `loadBalancerSourceRanges` limits who reaches it.
        limited: bool,
    },
    /// A Service with external addresses.
    ExternalIp {
        /// Name of the Service.
        service: String,
    },
    /// An Ingress, a route of the Gateway API or of OpenShift.
    Route {
        /// Kind and name of the object.
        object: String,
        /// Name of the Service it leads to.
        service: String,
    },
}

impl fmt::Display for Exposure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::HostNetwork => formatter.write_str("host network"),
            Self::HostPort { port } => write!(formatter, "host port {port}"),
            Self::NodePort { service } => write!(formatter, "NodePort {service}"),
            Self::LoadBalancer { service, limited } => {
                let how = if *limited { ", from some addresses" } else { "" };
                write!(formatter, "LoadBalancer {service}{how}")
            }
            Self::ExternalIp { service } => write!(formatter, "external address of {service}"),
            Self::Route { object, service } => write!(formatter, "{object} to {service}"),
        }
    }
}

/// Everything that decides about traffic.
pub struct Network<'a> {
    policies: BTreeMap<&'a str, Vec<(usize, &'a NetworkPolicy<'a>)>>,
    services: BTreeMap<&'a str, Vec<(&'a str, &'a Service<'a>)>>,
    /// Ingresses and routes by namespace and name of the Service they lead to.
    routes: BTreeMap<(String, String), Vec<String>>,
}

impl<'a> Network<'a> {
    /// Takes in the objects.
    #[must_use]
    pub fn new(objects: &'a [Object<'a>]) -> Self {
        let mut network =
            Self { policies: BTreeMap::new(), services: BTreeMap::new(), routes: BTreeMap::new() };
        for (id, object) in objects.iter().enumerate() {
            let namespace = object.namespace().unwrap_or_default();
            match &object.body {
                Body::NetworkPolicy(policy) => {
                    network.policies.entry(namespace).or_default().push((id, policy));
                }
                Body::Service(service) => {
                    let services = network.services.entry(namespace).or_default();
                    services.push((object.name(), service));
                }
                Body::Ingress(ingress) => {
                    for service in of_ingress(ingress) {
                        network.route(namespace, service, object);
                    }
                }
                Body::HttpRoute(route) => {
                    for (elsewhere, service) in of_route(route) {
                        network.route(elsewhere.unwrap_or(namespace), service, object);
                    }
                }
                Body::Route(route) => {
                    if let Some(service) = route.spec.to.name.as_deref() {
                        network.route(namespace, service, object);
                    }
                }
                _ => {}
            }
        }
        network
    }

    fn route(&mut self, namespace: &str, service: &str, object: &Object<'_>) {
        let place = (namespace.to_owned(), service.to_owned());
        self.routes.entry(place).or_default().push(format!("{} {}", object.kind, object.name()));
    }

    /// The policies that select a pod.
    #[must_use]
    pub fn isolation(&self, namespace: &str, labels: &Pairs<'_>) -> Isolation {
        let mut isolation = Isolation::default();
        for (id, policy) in self.policies.get(namespace).into_iter().flatten() {
            let selected =
                policy.spec.pod_selector.as_ref().is_none_or(|selector| selector.selects(labels));
            if !selected {
                continue;
            }
            let (ingress, egress) = directions(policy);
            if ingress {
                isolation.ingress.push(*id);
            }
            if egress {
                isolation.egress.push(*id);
            }
        }
        isolation
    }

    /// The ways from outside to a pod, sorted.
    #[must_use]
    pub fn exposures(
        &self,
        namespace: &str,
        labels: &Pairs<'_>,
        spec: &PodSpec<'_>,
    ) -> Vec<Exposure> {
        let mut found = Vec::new();
        if spec.host_network == Some(true) {
            found.push(Exposure::HostNetwork);
        } else {
            let containers = spec.init_containers.iter().chain(&spec.containers);
            let ports = containers.flat_map(|container| &container.ports);
            found.extend(
                ports
                    .filter_map(|port| port.host_port)
                    .filter(|port| *port != 0)
                    .map(|port| Exposure::HostPort { port }),
            );
        }
        for (name, service) in self.services.get(namespace).into_iter().flatten() {
            let selector = &service.spec.selector;
            if selector.is_empty() || !selector.within(labels) {
                continue;
            }
            let service_name = || (*name).to_owned();
            match service.spec.type_.as_deref() {
                Some("NodePort") => found.push(Exposure::NodePort { service: service_name() }),
                Some("LoadBalancer") => found.push(Exposure::LoadBalancer {
                    service: service_name(),
                    limited: !service.spec.load_balancer_source_ranges.is_empty(),
                }),
                _ => {}
            }
            if !service.spec.external_ips.is_empty() {
                found.push(Exposure::ExternalIp { service: service_name() });
            }
            let routes = self.routes.get(&(namespace.to_owned(), service_name()));
            found.extend(
                routes.into_iter().flatten().map(|object| Exposure::Route {
                    object: object.clone(),
                    service: service_name(),
                }),
            );
        }
        found.sort();
        found.dedup();
        found
    }
}

fn of_ingress<'a>(ingress: &'a Ingress<'a>) -> impl Iterator<Item = &'a str> {
    let paths = ingress.spec.rules.iter().flat_map(|rule| &rule.http.paths);
    let backends = paths.map(|path| &path.backend).chain(&ingress.spec.default_backend);
    backends.filter_map(|backend| {
        let service = backend.service.as_ref().and_then(|service| service.name.as_deref());
        service.or(backend.service_name.as_deref())
    })
}

fn of_route<'a>(route: &'a HttpRoute<'a>) -> impl Iterator<Item = (Option<&'a str>, &'a str)> {
    let backends = route.spec.rules.iter().flat_map(|rule| &rule.backend_refs);
    backends
        .filter(|backend| backend.kind.as_deref().is_none_or(|kind| kind == "Service"))
        .filter_map(|backend| Some((backend.namespace.as_deref(), backend.name.as_deref()?)))
}
