//! Checks of roles and bindings, as far as the objects at hand show them.

mod bindings;
mod roles;
mod rules;
mod takeover;

use plimsoll_engine::objects::ObjectCheck::{self, Object, Pod};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
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
