//! Configuration objects of OpenShift.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::text::{Present, Text};

/// `config.openshift.io` APIServer: what the API servers of the cluster are told.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ApiServerConfig<'a> {
    /// Its specification.
    pub spec: ApiServerConfigSpec<'a>,
}

/// Audit and TLS.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ApiServerConfigSpec<'a> {
    /// What is recorded.
    pub audit: AuditProfiles<'a>,
    /// Protocols and ciphers.
    pub tls_security_profile: Option<TlsSecurityProfile<'a>>,
}

/// What is recorded of requests.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct AuditProfiles<'a> {
    /// `Default` when absent, `WriteRequestBodies`, `AllRequestBodies`, `None`.
    pub profile: Option<Text<'a>>,
    /// Other profiles for groups of users.
    pub custom_rules: Vec<AuditRule<'a>>,
}

/// The profile for a group.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct AuditRule<'a> {
    /// The group.
    pub group: Option<Text<'a>>,
    /// Its profile.
    pub profile: Option<Text<'a>>,
}

/// Protocols and ciphers that a server of OpenShift offers.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct TlsSecurityProfile<'a> {
    /// `Old`, `Intermediate` (when absent), `Modern`, `Custom`.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// What `Custom` means.
    pub custom: Option<CustomTlsProfile<'a>>,
}

/// Protocols and ciphers of one's own.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct CustomTlsProfile<'a> {
    /// Ciphers, as OpenSSL calls them.
    pub ciphers: Vec<Text<'a>>,
    /// `VersionTLS10` to `VersionTLS13`.
    #[serde(rename = "minTLSVersion")]
    pub min_tls_version: Option<Text<'a>>,
}

/// `operator.openshift.io` IngressController.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct IngressController<'a> {
    /// Its specification.
    pub spec: IngressControllerSpec<'a>,
}

/// TLS of a router.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct IngressControllerSpec<'a> {
    /// Protocols and ciphers; those of the APIServer when absent.
    pub tls_security_profile: Option<TlsSecurityProfile<'a>>,
}

/// `config.openshift.io` OAuth: the ways to sign in.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct OAuth<'a> {
    /// Its specification.
    pub spec: OAuthSpec<'a>,
}

/// The ways to sign in.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct OAuthSpec<'a> {
    /// Identity providers.
    pub identity_providers: Vec<IdentityProvider<'a>>,
}

/// A way to sign in.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct IdentityProvider<'a> {
    /// Its name.
    pub name: Option<Text<'a>>,
    /// `HTPasswd`, `LDAP`, `OpenID` ...
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
}

/// `config.openshift.io` Authentication.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct AuthenticationConfig<'a> {
    /// Its specification.
    pub spec: AuthenticationConfigSpec<'a>,
}

/// Who signs users in.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct AuthenticationConfigSpec<'a> {
    /// `IntegratedOAuth` when absent, `OIDC`, `None`.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// Providers of `OIDC`.
    pub oidc_providers: Vec<Present>,
}

/// `config.openshift.io` Image: where images may come from.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ImageConfig<'a> {
    /// Its specification.
    pub spec: ImageConfigSpec<'a>,
}

/// Registries.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ImageConfigSpec<'a> {
    /// Registries that ordinary users may import from; all when empty.
    pub allowed_registries_for_import: Vec<ImportRegistry<'a>>,
    /// Registries that nodes and builds pull from.
    pub registry_sources: RegistrySources<'a>,
}

/// A registry that images may be imported from.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct ImportRegistry<'a> {
    /// Its name.
    pub domain_name: Option<Text<'a>>,
    /// Whether it is asked without TLS or without a check of its certificate.
    pub insecure: Option<bool>,
}

/// Registries that nodes and builds pull from.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct RegistrySources<'a> {
    /// Only these; all when empty.
    pub allowed_registries: Vec<Text<'a>>,
    /// All but these.
    pub blocked_registries: Vec<Text<'a>>,
    /// These without TLS or without a check of their certificates.
    pub insecure_registries: Vec<Text<'a>>,
}

/// `operator.openshift.io` KubeAPIServer, OpenShiftAPIServer and others of their kind.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct OperatorConfig<'a> {
    /// Its specification.
    pub spec: OperatorConfigSpec<'a>,
}

/// What an operator is told.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct OperatorConfigSpec<'a> {
    /// Configuration that is laid over what the operator makes, past all validation.
    pub unsupported_config_overrides: Option<BTreeMap<Text<'a>, Present>>,
}

/// `operator.openshift.io` Network: what moves packets.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NetworkOperator<'a> {
    /// Its specification.
    pub spec: NetworkOperatorSpec<'a>,
}

/// The network of pods.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct NetworkOperatorSpec<'a> {
    /// The plugin.
    pub default_network: DefaultNetwork<'a>,
}

/// The plugin.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct DefaultNetwork<'a> {
    /// `OVNKubernetes`, `OpenShiftSDN` or the name of another.
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
    /// Settings of `OpenShiftSDN`.
    #[serde(rename = "openshiftSDNConfig")]
    pub openshift_sdn_config: Option<OpenShiftSdn<'a>>,
}

/// Settings of the older plugin.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct OpenShiftSdn<'a> {
    /// `NetworkPolicy` when absent, `Multitenant`, `Subnet`.
    pub mode: Option<Text<'a>>,
}

/// `logging.openshift.io` or `observability.openshift.io` ClusterLogForwarder.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct LogForwarder<'a> {
    /// Its specification.
    pub spec: LogForwarderSpec<'a>,
}

/// Which logs go where.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct LogForwarderSpec<'a> {
    /// Inputs with names of one's own.
    pub inputs: Vec<LogInput<'a>>,
    /// Destinations.
    pub outputs: Vec<LogOutput<'a>>,
    /// From inputs to destinations.
    pub pipelines: Vec<LogPipeline<'a>>,
}

/// An input.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct LogInput<'a> {
    /// Its name.
    pub name: Option<Text<'a>>,
    /// Audit logs, when it has them.
    pub audit: Option<Present>,
}

/// A destination.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct LogOutput<'a> {
    /// Its name.
    pub name: Option<Text<'a>>,
    /// `lokiStack` for a store in the cluster, `splunk`, `syslog` ...
    #[serde(rename = "type")]
    pub type_: Option<Text<'a>>,
}

/// From inputs to destinations.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
pub struct LogPipeline<'a> {
    /// Names of inputs; `audit` is one that is always there.
    pub input_refs: Vec<Text<'a>>,
    /// Names of destinations; `default` is the store in the cluster.
    pub output_refs: Vec<Text<'a>>,
}
