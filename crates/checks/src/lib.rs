//! The checks that need logic, grouped like `checks/`.
//!
//! A function gets the host and the instance it judges and returns a verdict with evidence. Its
//! declaration, text, fixes and examples are in the Markdown file of the same id.

mod api_server;
mod document;
mod etcd;
mod host;
mod kubelet;
mod objects;
pub mod pod_security;

pub use objects::{OBJECT_REGISTRY, admission};
use plimsoll_engine::RustCheck::{self, Host, Instance};

/// Every function by check id.
pub static REGISTRY: &[(&str, RustCheck)] = &[
    ("api-server-anonymous-auth", Instance(api_server::anonymous_auth::judge)),
    ("api-server-audit-policy", Instance(api_server::audit_policy::judge)),
    ("api-server-audit-policy-coverage", Instance(api_server::audit_policy_coverage::judge)),
    (
        "api-server-audit-policy-request-response",
        Instance(api_server::audit_policy_request_response::judge),
    ),
    ("api-server-encryption-providers", Instance(api_server::encryption_providers::judge)),
    (
        "api-server-pod-security-configuration",
        Instance(api_server::pod_security_configuration::judge),
    ),
    ("bootstrap-kubeconfig-gone", Host(host::credentials::bootstrap)),
    ("certificates-strong", Host(host::certificates::strong)),
    ("certificates-valid", Host(host::certificates::valid)),
    ("credential-files-closed", Host(host::credentials::closed)),
    ("crio-default-capabilities", Instance(host::security::default_capabilities)),
    ("crio-short-names", Instance(host::registries::short_names)),
    ("etcd-listen-addresses", Instance(etcd::listen::addresses)),
    ("etcd-listen-tls", Instance(etcd::listen::tls)),
    ("etcd-unique-certificate-authority", Instance(etcd::unique_certificate_authority::judge)),
    ("etcd-version-supported", Instance(host::versions::etcd)),
    ("home-kubeconfigs", Host(host::credentials::homes)),
    ("host-mandatory-access-control", Host(host::security::host_module)),
    ("kernel-parameters-for-kubelet", Host(host::kernel::judge)),
    ("kubeadm-leftovers", Host(host::credentials::kubeadm)),
    ("kubectl-version", Host(host::services::kubectl_version)),
    ("kubelet-eviction-thresholds", Instance(kubelet::eviction::judge)),
    ("kubernetes-version-supported", Host(host::versions::kubernetes)),
    (
        "openshift-master-encryption-providers",
        Instance(api_server::encryption_providers::judge_master),
    ),
    ("openshift-master-etcd-ca", Instance(etcd::unique_certificate_authority::judge_master)),
    ("private-keys-closed", Host(host::certificates::keys)),
    ("runtime-mandatory-access-control", Host(host::security::runtime_module)),
    ("runtime-no-tcp", Host(host::sockets::tcp)),
    ("runtime-registries-secure", Host(host::registries::insecure)),
    ("runtime-registry-logins", Host(host::registries::logins)),
    ("runtime-seccomp", Host(host::security::seccomp)),
    ("runtime-socket-group", Host(host::sockets::group)),
    ("runtime-socket-mode", Host(host::sockets::mode)),
    ("runtime-streams", Host(host::sockets::streams)),
    ("runtime-user-namespaces", Host(host::security::user_namespaces)),
    ("runtime-version-supported", Host(host::versions::runtimes)),
    ("sshd-disabled", Host(host::services::sshd_disabled)),
    ("sshd-stopped", Host(host::services::sshd_stopped)),
    ("static-pod-folder-clean", Host(host::static_pods::clean)),
    ("version-skew-on-host", Host(host::versions::skew)),
    ("worker-without-admin-credentials", Host(host::credentials::worker)),
];
