//! PodSecurityPolicies: what pods may do, up to Kubernetes 1.24.

use serde::Deserialize;

use super::text::Text;

/// A PodSecurityPolicy.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PodSecurityPolicy<'a> {
    /// Its specification.
    pub spec: PodSecurityPolicySpec<'a>,
}

/// What pods may do under it.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PodSecurityPolicySpec<'a> {
    /// Whether containers may be privileged.
    pub privileged: Option<bool>,
    /// Whether pods may share the host's process namespace.
    #[serde(rename = "hostPID")]
    pub host_pid: Option<bool>,
    /// Whether pods may share the host's IPC namespace.
    #[serde(rename = "hostIPC")]
    pub host_ipc: Option<bool>,
    /// Whether pods may share the host's network.
    pub host_network: Option<bool>,
    /// Ports of the host that containers may take; none when empty.
    pub host_ports: Vec<PolicyRange>,
    /// Whether containers may gain rights; yes when absent.
    pub allow_privilege_escalation: Option<bool>,
    /// Users that containers may run as.
    pub run_as_user: PolicyUser<'a>,
    /// Capabilities that every container loses.
    pub required_drop_capabilities: Vec<Text<'a>>,
    /// Capabilities that containers may ask for.
    pub allowed_capabilities: Vec<Text<'a>>,
    /// Capabilities that every container gets.
    pub default_add_capabilities: Vec<Text<'a>>,
    /// Kinds of volumes that pods may have; none when empty.
    pub volumes: Vec<Text<'a>>,
    /// Paths of the host that volumes may show; all when empty.
    pub allowed_host_paths: Vec<PolicyHostPath<'a>>,
}

/// Users that containers may run as.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PolicyUser<'a> {
    /// `MustRunAs`, `MustRunAsNonRoot`, `RunAsAny`.
    pub rule: Option<Text<'a>>,
    /// Users of `MustRunAs`.
    pub ranges: Vec<PolicyRange>,
}

/// Numbers from one to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct PolicyRange {
    /// The first.
    pub min: i64,
    /// The last.
    pub max: i64,
}

/// Paths of the host that volumes may show.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PolicyHostPath<'a> {
    /// The path, and all below it.
    pub path_prefix: Option<Text<'a>>,
}
