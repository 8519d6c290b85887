//! Checks of what a pod says of itself.

mod host_namespaces;
mod host_path;
mod isolation;
mod profiles;
mod scheduling;
mod service_account;

use plimsoll_engine::objects::ObjectCheck::{self, Container, Object, Pod};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("apparmor-not-allowed", Container(profiles::app_armor_off)),
    ("apparmor-unset", Container(profiles::app_armor_unset)),
    ("bare-pod", Object(scheduling::bare_pod)),
    ("cloud-credential-mount", Pod(host_path::cloud_credentials)),
    ("container-runtime-socket", Pod(host_path::runtime_socket)),
    ("controlplane-toleration", Pod(scheduling::control_plane_toleration)),
    ("ephemeral-containers", Pod(scheduling::ephemeral_containers)),
    ("host-aliases", Pod(isolation::host_aliases)),
    ("host-ipc", Pod(host_namespaces::host_ipc)),
    ("host-network", Pod(host_namespaces::host_network)),
    ("host-path", Pod(host_path::any)),
    ("host-path-sensitive", Pod(host_path::sensitive)),
    ("host-path-writable", Pod(host_path::writable)),
    ("host-pid", Pod(host_namespaces::host_pid)),
    ("host-port", Container(isolation::host_port)),
    ("host-probe-lifecycle", Pod(isolation::host_probe)),
    ("host-process", Pod(isolation::host_process)),
    ("host-users", Pod(isolation::host_users)),
    ("priority-class", Pod(scheduling::priority_class)),
    ("runtime-class", Pod(scheduling::runtime_class)),
    ("seccomp-annotation-deprecated", Pod(profiles::seccomp_annotation)),
    ("seccomp-unconfined", Container(profiles::seccomp_unconfined)),
    ("seccomp-unset", Container(profiles::seccomp_unset)),
    ("selinux-options", Pod(isolation::se_linux)),
    ("service-account-default", Pod(service_account::default_account)),
    ("service-account-default-automount", Object(service_account::default_automount)),
    ("service-account-field-deprecated", Pod(service_account::old_field)),
    ("service-account-missing", Pod(service_account::missing)),
    ("service-account-token-automount", Pod(service_account::token)),
    ("share-process-namespace", Pod(isolation::share_process_namespace)),
    ("sysctls-unsafe", Pod(isolation::sysctls)),
];
