//! Who may do what.

use serde::Deserialize;

use super::text::{LabelSelector, Text};

/// A Role or ClusterRole.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Role<'a> {
    /// What it allows.
    pub rules: Vec<Rule<'a>>,
    /// ClusterRoles it is made of.
    pub aggregation_rule: Option<AggregationRule<'a>>,
}

/// Which ClusterRoles are joined.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct AggregationRule<'a> {
    /// By their labels.
    pub cluster_role_selectors: Vec<LabelSelector<'a>>,
}

/// One thing that is allowed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Rule<'a> {
    /// Verbs.
    pub verbs: Vec<Text<'a>>,
    /// API groups; empty text is the core group.
    pub api_groups: Vec<Text<'a>>,
    /// Resources, with subresources as `pods/exec`.
    pub resources: Vec<Text<'a>>,
    /// Only objects of these names; empty for all.
    pub resource_names: Vec<Text<'a>>,
    /// Paths outside the API.
    #[serde(rename = "nonResourceURLs")]
    pub non_resource_urls: Vec<Text<'a>>,
}

/// A RoleBinding or ClusterRoleBinding.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Binding<'a> {
    /// The role.
    pub role_ref: RoleRef<'a>,
    /// Who gets it.
    pub subjects: Vec<Subject<'a>>,
}

/// The role of a binding.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct RoleRef<'a> {
    /// API group.
    pub api_group: Option<Text<'a>>,
    /// `Role` or `ClusterRole`.
    pub kind: Option<Text<'a>>,
    /// Name.
    pub name: Option<Text<'a>>,
}

/// A user, group or service account.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Subject<'a> {
    /// `User`, `Group` or `ServiceAccount`.
    pub kind: Option<Text<'a>>,
    /// Name.
    pub name: Option<Text<'a>>,
    /// Namespace of a service account.
    pub namespace: Option<Text<'a>>,
    /// API group.
    pub api_group: Option<Text<'a>>,
}

/// What pods may do on OpenShift.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct SecurityContextConstraints<'a> {
    /// Whether containers may be privileged.
    pub allow_privileged_container: Option<bool>,
    /// Whether pods may share the host's process namespace.
    #[serde(rename = "allowHostPID")]
    pub allow_host_pid: Option<bool>,
    /// Whether pods may share the host's IPC namespace.
    #[serde(rename = "allowHostIPC")]
    pub allow_host_ipc: Option<bool>,
    /// Whether pods may share the host's network.
    pub allow_host_network: Option<bool>,
    /// Whether containers may take ports of the host.
    pub allow_host_ports: Option<bool>,
    /// Whether pods may mount paths of the host.
    pub allow_host_dir_volume_plugin: Option<bool>,
    /// Whether containers may gain rights; yes when absent.
    pub allow_privilege_escalation: Option<bool>,
    /// Users that containers may run as.
    pub run_as_user: ConstraintUser<'a>,
    /// Capabilities that every container loses.
    pub required_drop_capabilities: Vec<Text<'a>>,
    /// Capabilities that containers may ask for.
    pub allowed_capabilities: Vec<Text<'a>>,
    /// Capabilities that every container gets.
    pub default_add_capabilities: Vec<Text<'a>>,
    /// Seccomp profiles that pods may have.
    pub seccomp_profiles: Vec<Text<'a>>,
    /// Who may use it.
    pub users: Vec<Text<'a>>,
    /// Groups that may use it.
    pub groups: Vec<Text<'a>>,
}

/// Users that containers may run as on OpenShift.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ConstraintUser<'a> {
    /// `MustRunAs`, `MustRunAsRange`, `MustRunAsNonRoot`, `RunAsAny`.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// The one user of `MustRunAs`.
    pub uid: Option<i64>,
    /// First user of `MustRunAsRange`; the namespace's own range when absent.
    pub uid_range_min: Option<i64>,
}
