//! Checks of what is reachable, and from where.

mod ingress;
mod plugin;
mod policy;
mod service;

use plimsoll_engine::objects::ObjectCheck::{self, Cluster, Container, Object, Pod};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("network-plugin", Cluster(plugin::enforces)),
    ("gateway-dangling", Object(ingress::gateway_dangling)),
    ("ingress-dangling", Object(ingress::dangling)),
    ("ingress-default-backend", Object(ingress::default_backend)),
    ("ingress-host-unique", Object(ingress::host_unique)),
    ("ingress-host-wildcard", Object(ingress::host_wildcard)),
    ("ingress-nginx-config-snippets", Object(ingress::nginx_config)),
    ("ingress-nginx-eol", Container(ingress::nginx_end_of_life)),
    ("ingress-nginx-snippet", Object(ingress::nginx_snippet)),
    ("ingress-path-restricted", Object(ingress::path_restricted)),
    ("ingress-tls", Object(ingress::tls)),
    ("netpol-allow-all", Object(policy::allow_all)),
    ("netpol-dangling", Object(policy::dangling)),
    ("netpol-default-deny-missing", Object(policy::default_deny)),
    ("netpol-missing-for-pod", Pod(policy::missing_for_pod)),
    ("netpol-missing-in-namespace", Object(policy::missing_in_namespace)),
    ("sensitive-interface-exposed", Object(service::sensitive)),
    ("service-dangling", Object(service::dangling)),
    ("service-external-ip", Object(service::external_ip)),
    ("service-external-name-localhost", Object(service::external_name)),
    ("service-type", Object(service::kind)),
    ("servicemonitor-dangling", Object(service::monitor_dangling)),
];
