//! Slim Kubernetes objects: the audited fields and no others.
//!
//! The same types are read from manifests (through `source`) and from the API server's JSON. Text is
//! borrowed from the input where it stands there unescaped. A field that is absent or `null` is
//! `None` or empty: what the API server would default is for the checks to say.

mod cluster;
mod network;
mod object;
mod open_shift;
mod pod;
mod pod_policy;
mod rbac;
mod text;
mod workload;

pub use cluster::{
    AdmissionPolicy, AdmissionPolicyBinding, AdmissionPolicyBindingSpec, AdmissionPolicySpec,
    ConfigMap, DaemonEndpoint, DaemonEndpoints, LimitRange, LimitRangeItem, LimitRangeSpec,
    MatchResources, NodeAddress, NodeInfo, NodeObject, NodeStatus, PersistentVolume,
    PersistentVolumeClaim, PersistentVolumeClaimSpec, PersistentVolumeSpec, PodDisruptionBudget,
    PodDisruptionBudgetSpec, ResourceQuota, ResourceQuotaSpec, Secret, ServiceAccount,
    StorageClass, Webhook, WebhookClient, WebhookConfiguration, WebhookRule,
};
pub use network::{
    Backend, BackendService, Gateway, GatewaySpec, HttpPath, HttpRoute, HttpRouteSpec, Ingress,
    IngressHttp, IngressRule, IngressSpec, IngressTls, Listener, NetworkPolicy, NetworkPolicyPeer,
    NetworkPolicyRule, NetworkPolicySpec, Route, RouteBackend, RouteRule, RouteSpec, RouteTls,
    Service, ServiceMonitor, ServiceMonitorSpec, ServicePort, ServicePortRef, ServiceSpec,
};
pub use object::{Body, Metadata, Object, OwnerReference, Template};
pub use open_shift::{
    ApiServerConfig, ApiServerConfigSpec, AuditProfiles, AuditRule, AuthenticationConfig,
    AuthenticationConfigSpec, CustomTlsProfile, DefaultNetwork, IdentityProvider, ImageConfig,
    ImageConfigSpec, ImportRegistry, IngressController, IngressControllerSpec, LogForwarder,
    LogForwarderSpec, LogInput, LogOutput, LogPipeline, NetworkOperator, NetworkOperatorSpec,
    OAuth, OAuthSpec, OpenShiftSdn, OperatorConfig, OperatorConfigSpec, RegistrySources,
    TlsSecurityProfile,
};
pub use pod::{
    Affinity, AppArmorProfile, Capabilities, ClaimVolume, Container, ContainerPort, CsiVolume,
    EmptyDir, EnvFrom, EnvVar, EnvVarSource, ExecAction, Handler, HostPath, HttpGet, KeyRef,
    Lifecycle, NameRef, PodMetadata, PodSecurityContext, PodSpec, PodTemplate, Probe, Resources,
    SeLinuxOptions, SeccompProfile, SecretVolume, SecurityContext, Sysctl, TcpSocket, Toleration,
    Volume, VolumeMount, WindowsOptions,
};
pub use pod_policy::{
    PodSecurityPolicy, PodSecurityPolicySpec, PolicyHostPath, PolicyRange, PolicyUser,
};
pub use rbac::{
    AggregationRule, Binding, ConstraintUser, Role, RoleRef, Rule, SecurityContextConstraints,
    Subject,
};
pub use text::{
    Amounts, IntOrString, LabelSelector, Pairs, Present, Quantity, SelectorRequirement, Text,
};
pub use workload::{
    CrossVersionReference, HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, JobSpec,
    MetadataOnly, RollingStrategy, Workload, WorkloadSpec,
};
