//! Checks of roles and bindings, as far as the objects at hand show them.

mod access;
mod bindings;
mod roles;
mod takeover;

pub(super) use access::is_allowed;
use plimsoll_engine::objects::ObjectCheck::{self, Cluster, Object, Pod};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("access-admission", Object(access::admission)),
    ("access-certificates", Object(access::certificates)),
    ("access-cluster-admin", Object(access::cluster_admin)),
    ("access-escalation", Object(access::escalation)),
    ("access-exec", Object(access::exec)),
    ("access-nodes-proxy", Object(access::nodes_proxy)),
    ("access-pods", Object(access::pods)),
    ("access-secrets", Object(access::secrets)),
    ("access-tokens", Object(access::tokens)),
    ("access-volumes", Object(access::volumes)),
    ("masters-credentials", Cluster(access::masters_credentials)),
    ("openshift-scc-anyuid", Object(roles::scc_anyuid)),
    ("rbac-anonymous-binding", Object(bindings::anonymous)),
    ("rbac-authenticated-binding", Object(bindings::authenticated)),
    ("rbac-aws-auth-configmap", Object(roles::aws_auth)),
    ("rbac-bind", Object(roles::bind)),
    ("rbac-cluster-admin-binding", Object(bindings::cluster_admin)),
    ("rbac-configmaps-write", Object(roles::config_maps)),
    ("rbac-create-pods", Object(roles::create_pods)),
    ("rbac-create-pv", Object(roles::create_volumes)),
    ("rbac-csr-approve", Object(roles::approve_certificates)),
    ("rbac-debug-endpoints", Object(bindings::debug_endpoints)),
    ("rbac-default-sa-binding", Object(bindings::default_account)),
    ("rbac-escalate", Object(roles::escalate)),
    ("rbac-events-delete", Object(roles::delete_events)),
    ("rbac-impersonate", Object(roles::impersonate)),
    ("rbac-masters-binding", Object(bindings::masters)),
    ("rbac-networking-write", Object(roles::networking)),
    ("rbac-nodes-proxy", Object(roles::nodes_proxy)),
    ("rbac-pods-attach", Object(roles::attach)),
    ("rbac-pods-exec", Object(roles::exec)),
    ("rbac-pods-portforward", Object(roles::port_forward)),
    ("rbac-sa-token-create", Object(roles::create_tokens)),
    ("rbac-secrets-read", Object(roles::read_secrets)),
    ("rbac-services-status", Object(roles::services_status)),
    ("rbac-webhooks", Object(roles::webhooks)),
    ("rbac-wildcard", Object(roles::wildcard)),
    ("rbac-workload-takeover", Pod(takeover::judge)),
];
