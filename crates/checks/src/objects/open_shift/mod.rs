//! Objects of OpenShift that decide about the whole cluster.

mod configuration;
mod constraints;

use plimsoll_engine::objects::ObjectCheck::{self, Cluster, Object};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("openshift-audit-forwarding", Cluster(configuration::audit_forwarding)),
    ("openshift-audit-profile", Object(configuration::audit_profile)),
    ("openshift-identity-provider", Cluster(configuration::identity_provider)),
    ("openshift-image-registries", Object(configuration::image_registries)),
    ("openshift-scc-access", Object(constraints::access)),
    ("openshift-scc-added-capabilities", Object(constraints::added_capabilities)),
    ("openshift-scc-drop-all", Object(constraints::drop_all)),
    ("openshift-scc-host-ipc", Object(constraints::host_ipc)),
    ("openshift-scc-host-network", Object(constraints::host_network)),
    ("openshift-scc-host-pid", Object(constraints::host_pid)),
    ("openshift-scc-net-raw", Object(constraints::net_raw)),
    ("openshift-scc-privilege-escalation", Object(constraints::privilege_escalation)),
    ("openshift-scc-privileged-use", Object(constraints::privileged)),
    ("openshift-scc-root", Object(constraints::root)),
    ("openshift-scc-seccomp", Object(constraints::seccomp)),
    ("openshift-tls-profile", Object(configuration::tls_profile)),
    ("openshift-unsupported-overrides", Object(configuration::unsupported_overrides)),
];
