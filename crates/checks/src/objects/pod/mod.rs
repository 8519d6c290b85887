//! Checks of what a pod says of itself.

mod host_namespaces;

use plimsoll_engine::objects::ObjectCheck::{self, Pod};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("host-ipc", Pod(host_namespaces::host_ipc)),
    ("host-network", Pod(host_namespaces::host_network)),
    ("host-pid", Pod(host_namespaces::host_pid)),
];
