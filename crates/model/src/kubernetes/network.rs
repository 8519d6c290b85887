//! What is reachable, and from where.

use serde::Deserialize;

use super::text::{IntOrString, LabelSelector, Pairs, Present, Text};

/// A Service.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Service<'a> {
    /// Its specification.
    pub spec: ServiceSpec<'a>,
}

/// How pods are reached.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ServiceSpec<'a> {
    /// `ClusterIP`, `NodePort`, `LoadBalancer`, `ExternalName`.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// Its pods.
    pub selector: Pairs<'a>,
    /// Its ports.
    pub ports: Vec<ServicePort<'a>>,
    /// Addresses outside the cluster.
    #[serde(rename = "externalIPs")]
    pub external_ips: Vec<Text<'a>>,
    /// Name it stands for.
    pub external_name: Option<Text<'a>>,
    /// Address; `None` for headless.
    #[serde(rename = "clusterIP")]
    pub cluster_ip: Option<Text<'a>>,
    /// Who may reach the load balancer.
    pub load_balancer_source_ranges: Vec<Text<'a>>,
}

/// A port of a Service.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ServicePort<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// Number.
    pub port: Option<i64>,
    /// Port of the pod.
    pub target_port: Option<IntOrString<'a>>,
    /// Port of the node.
    pub node_port: Option<i64>,
    /// `TCP` when absent.
    pub protocol: Option<Text<'a>>,
}

/// An Ingress.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Ingress<'a> {
    /// Its specification.
    pub spec: IngressSpec<'a>,
}

/// How requests from outside are routed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct IngressSpec<'a> {
    /// Class.
    pub ingress_class_name: Option<Text<'a>>,
    /// Certificates.
    pub tls: Vec<IngressTls<'a>>,
    /// Rules.
    pub rules: Vec<IngressRule<'a>>,
    /// Where the rest goes.
    pub default_backend: Option<Backend<'a>>,
}

/// A certificate and its hosts.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct IngressTls<'a> {
    /// Hosts.
    pub hosts: Vec<Text<'a>>,
    /// Secret of the certificate.
    pub secret_name: Option<Text<'a>>,
}

/// Routes of a host.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct IngressRule<'a> {
    /// Host.
    pub host: Option<Text<'a>>,
    /// Its paths.
    pub http: IngressHttp<'a>,
}

/// Paths of a rule.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct IngressHttp<'a> {
    /// Paths.
    pub paths: Vec<HttpPath<'a>>,
}

/// A path and where it leads.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct HttpPath<'a> {
    /// Path.
    pub path: Option<Text<'a>>,
    /// `Exact`, `Prefix`, `ImplementationSpecific`.
    pub path_type: Option<Text<'a>>,
    /// Where it leads.
    pub backend: Backend<'a>,
}

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Backend<'a> {
    /// A Service.
    pub service: Option<BackendService<'a>>,
    /// Another object.
    pub resource: Option<Present>,
    /// A Service, in the old form.
    pub service_name: Option<Text<'a>>,
    /// Its port, in the old form.
    pub service_port: Option<IntOrString<'a>>,
}

/// A Service and its port.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct BackendService<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// Port.
    pub port: Option<ServicePortRef<'a>>,
}

/// A port by name or number.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ServicePortRef<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// Number.
    pub number: Option<i64>,
}

/// A NetworkPolicy.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NetworkPolicy<'a> {
    /// Its specification.
    pub spec: NetworkPolicySpec<'a>,
}

/// What traffic pods may have.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NetworkPolicySpec<'a> {
    /// The pods.
    pub pod_selector: Option<LabelSelector<'a>>,
    /// `Ingress`, `Egress`.
    pub policy_types: Vec<Text<'a>>,
    /// What may come in.
    pub ingress: Option<Vec<NetworkPolicyRule<'a>>>,
    /// What may go out.
    pub egress: Option<Vec<NetworkPolicyRule<'a>>>,
}

/// Traffic that is allowed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NetworkPolicyRule<'a> {
    /// Sources; all when empty.
    pub from: Vec<NetworkPolicyPeer<'a>>,
    /// Destinations; all when empty.
    pub to: Vec<NetworkPolicyPeer<'a>>,
    /// Ports; all when empty.
    pub ports: Vec<Present>,
}

/// The other side.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NetworkPolicyPeer<'a> {
    /// Pods.
    pub pod_selector: Option<LabelSelector<'a>>,
    /// Namespaces.
    pub namespace_selector: Option<LabelSelector<'a>>,
    /// Addresses.
    pub ip_block: Option<Present>,
}

/// An HTTPRoute, GRPCRoute, TCPRoute or TLSRoute of the Gateway API.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct HttpRoute<'a> {
    /// Its specification.
    pub spec: HttpRouteSpec<'a>,
}

/// Its routes.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct HttpRouteSpec<'a> {
    /// Rules.
    pub rules: Vec<RouteRule<'a>>,
}

/// One rule of a route.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct RouteRule<'a> {
    /// Where it leads.
    pub backend_refs: Vec<RouteBackend<'a>>,
}

/// Where a route leads.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct RouteBackend<'a> {
    /// `Service` when absent.
    pub kind: Option<Text<'a>>,
    /// Name.
    pub name: Option<Text<'a>>,
    /// Namespace; the route's when absent.
    pub namespace: Option<Text<'a>>,
    /// Port.
    pub port: Option<i64>,
}

/// A Gateway.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Gateway<'a> {
    /// Its specification.
    pub spec: GatewaySpec<'a>,
}

/// Its listeners.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct GatewaySpec<'a> {
    /// Listeners.
    pub listeners: Vec<Listener<'a>>,
}

/// A port of a Gateway.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Listener<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// `HTTP`, `HTTPS`, `TLS`, `TCP`, `UDP`.
    pub protocol: Option<Text<'a>>,
    /// Host.
    pub hostname: Option<Text<'a>>,
}

/// A Route of OpenShift.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Route<'a> {
    /// Its specification.
    pub spec: RouteSpec<'a>,
}

/// How it is served.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct RouteSpec<'a> {
    /// Host.
    pub host: Option<Text<'a>>,
    /// The Service it leads to.
    pub to: RouteBackend<'a>,
    /// TLS.
    pub tls: Option<RouteTls<'a>>,
}

/// TLS of a Route.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct RouteTls<'a> {
    /// `edge`, `passthrough`, `reencrypt`.
    pub termination: Option<Text<'a>>,
    /// What happens to plain HTTP.
    pub insecure_edge_termination_policy: Option<Text<'a>>,
}

/// A ServiceMonitor of the Prometheus operator.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ServiceMonitor<'a> {
    /// Its specification.
    pub spec: ServiceMonitorSpec<'a>,
}

/// Which Services are scraped.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ServiceMonitorSpec<'a> {
    /// The Services.
    pub selector: LabelSelector<'a>,
    /// Their namespaces.
    pub namespace_selector: Option<Present>,
}
