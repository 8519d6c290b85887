//! The rest of what is audited: accounts, data, storage, quotas, webhooks.

use serde::Deserialize;

use super::text::{IntOrString, LabelSelector, Pairs, Present, Text};

/// A ServiceAccount.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ServiceAccount<'a> {
    /// Whether pods get its token; yes when absent.
    pub automount_service_account_token: Option<bool>,
    /// Token Secrets.
    pub secrets: Vec<super::NameRef<'a>>,
    /// Secrets to pull images with.
    pub image_pull_secrets: Vec<super::NameRef<'a>>,
}

/// A ConfigMap.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ConfigMap<'a> {
    /// Its keys and values.
    pub data: Pairs<'a>,
    /// Its binary keys, in Base64.
    pub binary_data: Pairs<'a>,
}

/// A Secret of a manifest. From a live cluster its values are never read.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Secret<'a> {
    /// Its type.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// Its keys and values, in Base64.
    pub data: Pairs<'a>,
    /// Its keys and values in plain text.
    pub string_data: Pairs<'a>,
}

/// A LimitRange.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct LimitRange<'a> {
    /// Its specification.
    pub spec: LimitRangeSpec<'a>,
}

/// Its limits.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct LimitRangeSpec<'a> {
    /// Limits.
    pub limits: Vec<LimitRangeItem<'a>>,
}

/// Limits of one type.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct LimitRangeItem<'a> {
    /// `Container`, `Pod`, `PersistentVolumeClaim`.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// Limits given to those who have none.
    pub default: super::Amounts<'a>,
    /// Requests given to those who have none.
    pub default_request: super::Amounts<'a>,
    /// Most that is allowed.
    pub max: super::Amounts<'a>,
}

/// A ResourceQuota.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ResourceQuota<'a> {
    /// Its specification.
    pub spec: ResourceQuotaSpec<'a>,
}

/// Its bounds.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ResourceQuotaSpec<'a> {
    /// Bounds by resource, e.g. `limits.memory`.
    pub hard: super::Amounts<'a>,
}

/// A PodDisruptionBudget.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PodDisruptionBudget<'a> {
    /// Its specification.
    pub spec: PodDisruptionBudgetSpec<'a>,
}

/// How many pods may be evicted.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PodDisruptionBudgetSpec<'a> {
    /// The pods.
    pub selector: Option<LabelSelector<'a>>,
    /// Pods that must stay.
    pub min_available: Option<IntOrString<'a>>,
    /// Pods that may go.
    pub max_unavailable: Option<IntOrString<'a>>,
    /// Whether unhealthy pods can always go.
    pub unhealthy_pod_eviction_policy: Option<Text<'a>>,
}

/// A PersistentVolume.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PersistentVolume<'a> {
    /// Its specification.
    pub spec: PersistentVolumeSpec<'a>,
}

/// Its source.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PersistentVolumeSpec<'a> {
    /// A path of a node.
    pub host_path: Option<super::HostPath<'a>>,
    /// A driver.
    pub csi: Option<Present>,
    /// Class.
    pub storage_class_name: Option<Text<'a>>,
}

/// A PersistentVolumeClaim.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PersistentVolumeClaim<'a> {
    /// Its name, in a template.
    pub metadata: super::PodMetadata<'a>,
    /// Its specification.
    pub spec: PersistentVolumeClaimSpec<'a>,
}

/// What is claimed.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct PersistentVolumeClaimSpec<'a> {
    /// Access modes.
    pub access_modes: Vec<Text<'a>>,
    /// Class.
    pub storage_class_name: Option<Text<'a>>,
    /// Size.
    pub resources: super::Resources<'a>,
}

/// A StorageClass.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct StorageClass<'a> {
    /// Driver.
    pub provisioner: Option<Text<'a>>,
    /// `Delete` when absent.
    pub reclaim_policy: Option<Text<'a>>,
    /// Its parameters.
    pub parameters: Pairs<'a>,
}

/// A ValidatingWebhookConfiguration or MutatingWebhookConfiguration.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct WebhookConfiguration<'a> {
    /// Its webhooks.
    pub webhooks: Vec<Webhook<'a>>,
}

/// An admission webhook.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Webhook<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// `Fail` (when absent) or `Ignore`.
    pub failure_policy: Option<Text<'a>>,
    /// Seconds to answer.
    pub timeout_seconds: Option<i64>,
    /// Namespaces it sees.
    pub namespace_selector: Option<LabelSelector<'a>>,
    /// Objects it sees.
    pub object_selector: Option<LabelSelector<'a>>,
    /// Requests it sees.
    pub rules: Vec<WebhookRule<'a>>,
    /// Further conditions, which are not evaluated here.
    pub match_conditions: Vec<Present>,
    /// How it is reached.
    pub client_config: WebhookClient<'a>,
}

/// Requests a webhook sees.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct WebhookRule<'a> {
    /// Operations.
    pub operations: Vec<Text<'a>>,
    /// API groups.
    pub api_groups: Vec<Text<'a>>,
    /// Resources.
    pub resources: Vec<Text<'a>>,
    /// `Namespaced`, `Cluster` or `*` (when absent).
    pub scope: Option<Text<'a>>,
}

/// How a webhook is reached.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct WebhookClient<'a> {
    /// Address outside the cluster.
    pub url: Option<Text<'a>>,
    /// Service inside.
    pub service: Option<super::Subject<'a>>,
    /// Who signed its certificate.
    #[serde(rename = "caBundle")]
    pub ca_bundle: Option<Present>,
}

/// A ValidatingAdmissionPolicy.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct AdmissionPolicy<'a> {
    /// Its specification.
    pub spec: AdmissionPolicySpec<'a>,
}

/// Which requests it judges.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct AdmissionPolicySpec<'a> {
    /// `Fail` (when absent) or `Ignore`.
    pub failure_policy: Option<Text<'a>>,
    /// Requests it judges.
    pub match_constraints: MatchResources<'a>,
}

/// A ValidatingAdmissionPolicyBinding.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct AdmissionPolicyBinding<'a> {
    /// Its specification.
    pub spec: AdmissionPolicyBindingSpec<'a>,
}

/// What a policy does where.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct AdmissionPolicyBindingSpec<'a> {
    /// The policy.
    pub policy_name: Option<Text<'a>>,
    /// `Deny`, `Warn`, `Audit`.
    pub validation_actions: Vec<Text<'a>>,
    /// Requests it is limited to.
    pub match_resources: Option<MatchResources<'a>>,
}

/// Requests by namespace, object and rule.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct MatchResources<'a> {
    /// Namespaces.
    pub namespace_selector: Option<LabelSelector<'a>>,
    /// Objects.
    pub object_selector: Option<LabelSelector<'a>>,
    /// Operations on resources.
    pub resource_rules: Vec<WebhookRule<'a>>,
}

/// A Node.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NodeObject<'a> {
    /// What the kubelet reports.
    pub status: NodeStatus<'a>,
}

/// What a kubelet reports of its node.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NodeStatus<'a> {
    /// Versions.
    pub node_info: NodeInfo<'a>,
    /// Addresses.
    pub addresses: Vec<NodeAddress<'a>>,
    /// Where the kubelet listens.
    pub daemon_endpoints: DaemonEndpoints,
}

/// Versions on a node.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NodeInfo<'a> {
    /// Version of the kubelet.
    pub kubelet_version: Option<Text<'a>>,
    /// Version of kube-proxy, as the kubelet takes it to be; newer ones do not say.
    pub kube_proxy_version: Option<Text<'a>>,
    /// Runtime and its version, e.g. `containerd://1.7.2`.
    pub container_runtime_version: Option<Text<'a>>,
    /// Operating system.
    pub os_image: Option<Text<'a>>,
    /// Kernel.
    pub kernel_version: Option<Text<'a>>,
    /// `amd64`, `arm64` ...
    pub architecture: Option<Text<'a>>,
    /// `linux` or `windows`.
    pub operating_system: Option<Text<'a>>,
}

/// An address of a node.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NodeAddress<'a> {
    /// `InternalIP`, `Hostname`, `ExternalIP` ...
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// The address.
    pub address: Option<Text<'a>>,
}

/// Where the kubelet listens.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DaemonEndpoints {
    /// The kubelet's.
    pub kubelet_endpoint: DaemonEndpoint,
}

/// A port.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct DaemonEndpoint {
    /// Its number.
    #[serde(rename = "Port")]
    pub port: Option<i64>,
}
