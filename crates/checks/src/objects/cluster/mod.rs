//! Checks of namespaces, admission, storage and known add-ons.

mod add_ons;
mod namespace;
mod open_shift;
mod storage;

use plimsoll_engine::objects::ObjectCheck::{self, Container, Object};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("admission-webhook-failure-policy", Object(namespace::webhook_failure_policy)),
    ("dashboard-deployed", Container(add_ons::dashboard)),
    ("openshift-route-tls", Object(open_shift::route_tls)),
    ("openshift-scc-privileged", Object(open_shift::scc_privileged)),
    ("openshift-self-provisioner", Object(open_shift::self_provisioner)),
    ("psa-labels", Object(namespace::pod_security_labels)),
    ("pv-hostpath", Object(storage::host_path)),
    ("tiller-deployed", Container(add_ons::tiller)),
];
