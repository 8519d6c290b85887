//! Distributions: how a host is recognised as one, and what is different there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A distribution of Kubernetes, or an operating system that is made to run it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Distribution {
    /// Its id, e.g. `k3s`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it is a distribution of.
    pub kind: DistributionKind,
    /// Beginnings of command lines, the program without its directory: `k3s server`.
    #[serde(default)]
    pub processes: Vec<String>,
    /// systemd units that only it has.
    #[serde(default)]
    pub units: Vec<String>,
    /// Paths that only it makes.
    #[serde(default)]
    pub paths: Vec<String>,
    /// `ID` of the host's os-release.
    #[serde(default)]
    pub os_ids: Vec<String>,
    /// Parts of version texts: `+k3s`.
    #[serde(default)]
    pub versions: Vec<String>,
    /// Parts of arguments of components: `eks.amazonaws.com/`.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// Parts of image references of static pods.
    #[serde(default)]
    pub images: Vec<String>,
    /// Parts of paths of definitions and of the files they are made of.
    #[serde(default)]
    pub definitions: Vec<String>,
    /// Groups of its API, by which a cluster is recognised: `config.openshift.io`.
    #[serde(default)]
    pub api_groups: Vec<String>,
    /// Labels that its nodes have in the API: `eks.amazonaws.com/nodegroup`.
    #[serde(default)]
    pub node_labels: Vec<String>,
    /// Directories of static pods, beside those that the kubelet names.
    #[serde(default)]
    pub static_pods: Vec<String>,
    /// Distributions that it is built upon: they are not named beside it.
    #[serde(default)]
    pub replaces: Vec<String>,
    /// Platforms whose fixes hold here, the best first. Without any, the way in which a component
    /// is run decides.
    #[serde(default)]
    pub fixes: Vec<String>,
    /// By component: how settings are brought about here, put before a fix that was written for
    /// another platform.
    #[serde(default)]
    pub apply: BTreeMap<String, String>,
    /// By file role, `any` for all others: what becomes of a file whose mode or owner is changed by
    /// hand here, put behind the commands that change it.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
}

/// What a [`Distribution`] is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum DistributionKind {
    /// Of Kubernetes: it says where the components are and how they get their settings.
    Kubernetes,
    /// Of an operating system, on which any of the others can run.
    OperatingSystem,
}
