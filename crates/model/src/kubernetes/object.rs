//! An object of any kind, with what is audited of it.

use serde::Deserialize;

use super::cluster::{
    AdmissionPolicy, AdmissionPolicyBinding, ConfigMap, LimitRange, NodeObject, PersistentVolume,
    PersistentVolumeClaim, PodDisruptionBudget, ResourceQuota, Secret, ServiceAccount,
    StorageClass, WebhookConfiguration,
};
use super::network::{Gateway, HttpRoute, Ingress, NetworkPolicy, Route, Service, ServiceMonitor};
use super::open_shift::{
    ApiServerConfig, AuthenticationConfig, ImageConfig, IngressController, LogForwarder,
    NetworkOperator, OAuth, OperatorConfig,
};
use super::pod::PodTemplate;
use super::pod_policy::PodSecurityPolicy;
use super::rbac::{Binding, Role, SecurityContextConstraints};
use super::text::{Pairs, Text};
use super::workload::{HorizontalPodAutoscaler, Workload};

/// Name, namespace, labels, annotations and owners.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct Metadata<'a> {
    /// Name.
    pub name: Option<Text<'a>>,
    /// Beginning of the name, when the API server is to complete it.
    pub generate_name: Option<Text<'a>>,
    /// Namespace. A manifest without one is applied to a namespace that nobody knows.
    pub namespace: Option<Text<'a>>,
    /// Labels.
    pub labels: Pairs<'a>,
    /// Annotations.
    pub annotations: Pairs<'a>,
    /// Objects it belongs to.
    pub owner_references: Vec<OwnerReference<'a>>,
}

impl<'a> Metadata<'a> {
    /// The owner that manages it.
    #[must_use]
    pub fn controller(&self) -> Option<&OwnerReference<'a>> {
        self.owner_references.iter().find(|owner| owner.controller == Some(true))
    }
}

/// An object that another belongs to.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct OwnerReference<'a> {
    /// API version.
    pub api_version: Option<Text<'a>>,
    /// Kind.
    pub kind: Option<Text<'a>>,
    /// Name.
    pub name: Option<Text<'a>>,
    /// Whether it is the one that manages it.
    pub controller: Option<bool>,
}

/// An object.
#[derive(Debug, Clone, PartialEq)]
pub struct Object<'a> {
    /// API group and version, e.g. `apps/v1`.
    pub api_version: Text<'a>,
    /// Kind.
    pub kind: Text<'a>,
    /// Name, namespace, labels ...
    pub metadata: Metadata<'a>,
    /// What is audited of it.
    pub body: Body<'a>,
    /// Pods it makes, wherever in it they are described.
    pub templates: Vec<Template<'a>>,
}

/// A pod that an object makes (or is).
#[derive(Debug, Clone, PartialEq)]
pub struct Template<'a> {
    /// Path of the template in the object: empty for a Pod, `spec.template` for a Deployment.
    pub path: String,
    /// The pod.
    pub pod: PodTemplate<'a>,
}

/// What is audited of an object, by kind.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "each is called like its kind")]
pub enum Body<'a> {
    /// A kind of which only metadata and pod templates are looked at.
    Other,
    Workload(Box<Workload<'a>>),
    Role(Role<'a>),
    Binding(Binding<'a>),
    ServiceAccount(ServiceAccount<'a>),
    Service(Service<'a>),
    Ingress(Ingress<'a>),
    NetworkPolicy(NetworkPolicy<'a>),
    HttpRoute(HttpRoute<'a>),
    Gateway(Gateway<'a>),
    Route(Route<'a>),
    ServiceMonitor(ServiceMonitor<'a>),
    ConfigMap(ConfigMap<'a>),
    Secret(Secret<'a>),
    LimitRange(LimitRange<'a>),
    HorizontalPodAutoscaler(HorizontalPodAutoscaler<'a>),
    PodDisruptionBudget(PodDisruptionBudget<'a>),
    PersistentVolume(PersistentVolume<'a>),
    PersistentVolumeClaim(PersistentVolumeClaim<'a>),
    StorageClass(StorageClass<'a>),
    WebhookConfiguration(WebhookConfiguration<'a>),
    PodSecurityPolicy(Box<PodSecurityPolicy<'a>>),
    SecurityContextConstraints(Box<SecurityContextConstraints<'a>>),
    ApiServerConfig(Box<ApiServerConfig<'a>>),
    AuthenticationConfig(AuthenticationConfig<'a>),
    ImageConfig(Box<ImageConfig<'a>>),
    IngressController(Box<IngressController<'a>>),
    LogForwarder(Box<LogForwarder<'a>>),
    NetworkOperator(NetworkOperator<'a>),
    OAuth(OAuth<'a>),
    OperatorConfig(OperatorConfig<'a>),
    AdmissionPolicy(Box<AdmissionPolicy<'a>>),
    AdmissionPolicyBinding(Box<AdmissionPolicyBinding<'a>>),
    Node(Box<NodeObject<'a>>),
    ResourceQuota(ResourceQuota<'a>),
}

impl Object<'_> {
    /// Gives back what its lists hold in reserve: with thousands of objects that is felt.
    pub fn shrink(&mut self) {
        self.metadata.labels.0.shrink_to_fit();
        self.metadata.annotations.0.shrink_to_fit();
        self.metadata.owner_references.shrink_to_fit();
        match &mut self.body {
            Body::Role(role) => {
                role.rules.shrink_to_fit();
                for rule in &mut role.rules {
                    rule.verbs.shrink_to_fit();
                    rule.api_groups.shrink_to_fit();
                    rule.resources.shrink_to_fit();
                    rule.resource_names.shrink_to_fit();
                }
            }
            Body::Binding(binding) => binding.subjects.shrink_to_fit(),
            _ => {}
        }
        self.templates.iter_mut().for_each(|template| template.pod.shrink());
    }

    /// Name, or the beginning of it, or nothing.
    #[must_use]
    pub fn name(&self) -> &str {
        let metadata = &self.metadata;
        metadata.name.as_deref().or(metadata.generate_name.as_deref()).unwrap_or_default()
    }

    /// Namespace, if the object says so.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.metadata.namespace.as_deref().filter(|namespace| !namespace.is_empty())
    }

    /// API group: `apps` of `apps/v1`, empty for the core group.
    #[must_use]
    pub fn group(&self) -> &str {
        self.api_version.split_once('/').map_or("", |(group, _)| group)
    }

    /// `Kind/namespace/name`, or `Kind/name` where no namespace is written.
    #[must_use]
    pub fn title(&self) -> String {
        match self.namespace() {
            Some(namespace) => format!("{}/{namespace}/{}", self.kind, self.name()),
            None => format!("{}/{}", self.kind, self.name()),
        }
    }
}
