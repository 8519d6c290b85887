//! Checks of the rights that a container runs with.

mod capabilities;
mod identity;
mod ports;
mod rights;

use plimsoll_engine::objects::ObjectCheck::{self, Container, Object};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("allow-privilege-escalation", Container(rights::allow_privilege_escalation)),
    ("capabilities-added", Container(capabilities::added)),
    ("capabilities-added-not-default", Container(capabilities::added_not_default)),
    ("capabilities-dangerous", Container(capabilities::dangerous)),
    ("capabilities-drop-all", Container(capabilities::drop_all)),
    ("capability-net-raw-added", Container(capabilities::net_raw_added)),
    ("capability-net-raw-not-dropped", Container(capabilities::net_raw_kept)),
    ("capability-sys-admin", Container(capabilities::sys_admin)),
    ("capability-sys-module", Container(capabilities::sys_module)),
    ("interactive-container", Container(rights::interactive)),
    ("privileged", Container(rights::privileged)),
    ("privileged-port", Container(ports::privileged)),
    ("proc-mount", Container(rights::proc_mount)),
    ("read-only-root-filesystem", Container(rights::read_only_root)),
    ("run-as-group-low", Container(identity::group_low)),
    ("run-as-group-root", Container(identity::group_root)),
    ("run-as-non-root", Container(identity::non_root)),
    ("run-as-user-low", Container(identity::user_low)),
    ("run-as-user-root", Container(identity::user_root)),
    ("ssh-port", Object(ports::ssh)),
    ("sudo-entrypoint", Container(rights::sudo)),
    ("windows-run-as-container-user", Container(identity::windows_administrator)),
];
