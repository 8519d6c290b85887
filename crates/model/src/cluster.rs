//! What was seen of one cluster through its API, or in a dump of it.
//!
//! Objects are kept as JSON texts without `status`, `managedFields` and secrets: a later version of the
//! program can judge more of an old snapshot. Pods that differ in nothing that is judged are one text
//! with the list of their names.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::version::Version;

/// The format this version writes. A later version reads every earlier format.
pub const FORMAT: u32 = 1;

/// One look at one cluster. The saved form is this value as JSON, compressed with zstd.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ClusterSnapshot {
    /// Number of the format, see [`FORMAT`].
    pub format: u32,
    /// The program that wrote it, e.g. `plimsoll 0.1.0`.
    pub tool: String,
    /// When the look began: seconds since 1970. Evaluation knows no other clock.
    pub as_of: i64,
    /// What was seen.
    pub cluster: Cluster,
}

/// One cluster.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
pub struct Cluster {
    /// Its name: as the user gave it, else as the kubeconfig calls it.
    pub name: String,
    /// Address of the API server; none for a dump.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// Version of the API server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// That version as the server writes it, e.g. `v1.31.4-eks-2d5f260`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub git_version: Option<String>,
    /// Who looked, as the API server knows them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// Seconds that the look took.
    #[serde(default)]
    pub seconds: u32,
    /// Namespaces that the look was limited to; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub namespaces: Vec<String>,
    /// API groups that are served, sorted; empty when discovery was refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Nodes that pods run on, by the numbers of [`PodCopy::node`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub node_names: Vec<String>,
    /// Every kind that was asked for, with what came of it.
    pub lists: Vec<ResourceList>,
    /// What the kubelets say of their configuration, when they were asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kubelets: Vec<KubeletConfig>,
    /// What a reader must know: what was tried again, what changed meanwhile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
}

impl Cluster {
    /// The list of a kind.
    #[must_use]
    pub fn list(&self, kind: &str) -> Option<&ResourceList> {
        self.lists.iter().find(|list| list.kind == kind)
    }

    /// Why objects of a kind may be missing; `None` when all of them are here, or the cluster does
    /// not serve the kind.
    #[must_use]
    pub fn unread(&self, kind: &str) -> Option<&str> {
        self.lists.iter().filter(|list| list.kind == kind).find_map(|list| list.state.reason())
    }
}

/// An identity as the API server sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Identity {
    /// User name.
    pub user: String,
    /// Its groups.
    pub groups: Vec<String>,
}

/// The objects of one kind.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ResourceList {
    /// API group; empty for the core group.
    pub group: String,
    /// Version that was read.
    pub version: String,
    /// Resource, e.g. `networkpolicies`.
    pub resource: String,
    /// Kind, e.g. `NetworkPolicy`.
    pub kind: String,
    /// Whether its objects are in namespaces.
    pub namespaced: bool,
    /// What came of the request.
    pub state: ListState,
    /// The objects, in the order of the list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<RawObject>,
}

/// What came of asking for a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum ListState {
    /// All of it was read.
    Complete,
    /// The cluster does not serve this kind.
    NotServed,
    /// It is not asked for unless the user says so.
    NotAsked {
        /// The way to have it asked for.
        reason: String,
    },
    /// The API server refuses it to this identity.
    Forbidden {
        /// What it said.
        reason: String,
    },
    /// It could not be read whole. Nothing of it is kept.
    Failed {
        /// What went wrong.
        reason: String,
    },
}

impl ListState {
    /// Why objects may be missing.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Complete | Self::NotServed => None,
            Self::NotAsked { reason } | Self::Forbidden { reason } | Self::Failed { reason } => {
                Some(reason)
            }
        }
    }
}

/// An object as JSON, and the pods that are like it.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct RawObject {
    /// The object, without what is not judged.
    #[schemars(with = "serde_json::Value")]
    pub json: Box<RawValue>,
    /// For a pod: every pod with this template and owner, this one among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<PodCopy>,
}

impl fmt::Debug for RawObject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "RawObject({} bytes, {} copies)",
            self.json.get().len(),
            self.copies.len()
        )
    }
}

/// One of several pods that are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PodCopy {
    /// Its name.
    pub name: Box<str>,
    /// Number of its node in [`Cluster::node_names`], once it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<u32>,
    /// Whether it runs or may still run: not `Succeeded` or `Failed`.
    pub live: bool,
}

/// What one kubelet says.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct KubeletConfig {
    /// Name of the node.
    pub node: String,
    /// Address that answered, or was asked.
    pub url: String,
    /// Its configuration as JSON (`kubeletconfig`), when it answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Value>")]
    pub config: Option<Box<RawValue>>,
    /// Why there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
