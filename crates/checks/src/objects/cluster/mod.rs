//! Checks of namespaces, admission, storage, versions and known add-ons.

mod add_ons;
pub mod admission;
mod api_server;
mod namespace;
mod open_shift;
mod pod_policies;
mod storage;
mod versions;

use plimsoll_engine::objects::ObjectCheck::{self, Container, Object, Pod};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("admission-added-capabilities", Object(admission::added_capabilities)),
    ("admission-capabilities", Object(admission::capabilities)),
    ("admission-host-ipc", Object(admission::host_ipc)),
    ("admission-host-network", Object(admission::host_network)),
    ("admission-host-path", Object(admission::host_path)),
    ("admission-host-pid", Object(admission::host_pid)),
    ("admission-host-ports", Object(admission::host_ports)),
    ("admission-host-process", Object(admission::host_process)),
    ("admission-in-place", Object(admission::in_place)),
    ("admission-net-raw", Object(admission::net_raw)),
    ("admission-privilege-escalation", Object(admission::privilege_escalation)),
    ("admission-privileged", Object(admission::privileged)),
    ("admission-root", Object(admission::root)),
    ("admission-webhook-failure-policy", Object(namespace::webhook_failure_policy)),
    ("dashboard-deployed", Pod(add_ons::dashboard)),
    ("openshift-route-tls", Object(open_shift::route_tls)),
    ("openshift-scc-privileged", Object(open_shift::scc_privileged)),
    ("openshift-self-provisioner", Object(open_shift::self_provisioner)),
    ("psa-labels", Object(namespace::pod_security_labels)),
    ("pv-hostpath", Object(storage::host_path)),
    ("tiller-deployed", Container(add_ons::tiller)),
    ("version-skew", Object(versions::skew)),
];
