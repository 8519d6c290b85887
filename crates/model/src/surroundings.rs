//! What surrounds the Kubernetes components of a host: container runtimes, the kernel, static pod
//! folders, credentials and keys that lie about. Contents of secrets are never kept, only that they
//! are there.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::certificate::Certificate;
use crate::version::Version;

/// What was looked at around the components. A snapshot of an earlier version has none.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Surroundings {
    /// Configuration of each container runtime.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runtimes: Vec<RuntimeConfiguration>,
    /// Sockets of container runtimes; their metadata is in [`crate::Node::files`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sockets: Vec<RuntimeSocket>,
    /// Values that the kernel shows, by path: `/proc/sys/vm/overcommit_memory` ...
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kernel: BTreeMap<String, Reading>,
    /// Folders of static pods that are there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub static_pod_folders: Vec<String>,
    /// Everything that lies in them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub static_pod_files: Vec<StaticPodFile>,
    /// Files that hold, or can hold, credentials of a cluster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<CredentialFile>,
    /// Files that hold private keys; their metadata is in [`crate::Node::files`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub private_keys: Vec<PrivateKeyFile>,
    /// Whether folders of systemd's units are there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub systemd: bool,
    /// Programs that checks ask about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<Program>,
    /// Services of the system that checks ask about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// What could not be looked into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blind: Vec<Blind>,
}

/// A part of the look around that did not succeed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Blind {
    /// What it was for.
    pub area: Area,
    /// The path.
    pub subject: String,
    /// Why it could not be seen.
    pub reason: String,
}

/// Parts of the look around.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// Configuration of container runtimes.
    Runtimes,
    /// Folders of static pods.
    StaticPods,
    /// Credentials that lie about.
    Credentials,
    /// Keys and certificates.
    Keys,
    /// Services of the system.
    Services,
}

/// Where a container runtime gets its settings from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RuntimeConfiguration {
    /// Instance id.
    pub instance: String,
    /// Configuration files in the order in which they apply, a later one over an earlier one; they
    /// are in [`crate::Node::documents`].
    pub documents: Vec<String>,
    /// Files that say how registries are reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub registries: Vec<String>,
    /// Addresses that systemd listens on for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listens: Vec<Listen>,
}

/// An address of a socket unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Listen {
    /// As it is written: a path, a port, `address:port`.
    pub address: String,
    /// The unit or drop-in.
    pub file: String,
    /// Line in it.
    pub line: u32,
}

/// A socket on which a container runtime takes orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RuntimeSocket {
    /// Host path; its metadata is in [`crate::Node::files`].
    pub path: String,
    /// Whose socket it is, for people.
    pub runtime: String,
    /// Users other than root in the group that owns it, sorted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group_members: Vec<String>,
}

/// A value that the kernel shows in a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// Its text without blanks around.
    Value(String),
    /// There is no such file.
    Absent,
    /// It could not be read.
    Unreadable {
        /// Why.
        reason: String,
    },
}

/// An entry of a folder of static pods.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StaticPodFile {
    /// The folder.
    pub folder: String,
    /// Name in it.
    pub name: String,
    /// Whether it is a directory (which the kubelet does not open).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub directory: bool,
    /// Pods that it declares, as `namespace/name`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pods: Vec<String>,
    /// Why it could not be read, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl StaticPodFile {
    /// Its path.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}", self.folder, self.name)
    }

    /// Whether the kubelet looks at it: at every file whose name does not begin with a dot.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        !self.directory && !self.name.starts_with('.')
    }
}

/// A file with credentials of a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CredentialFile {
    /// Host path; its metadata is in [`crate::Node::files`].
    pub path: String,
    /// What it is.
    pub kind: CredentialKind,
    /// Where it was found.
    pub place: CredentialPlace,
    /// Secrets in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<HeldSecret>,
    /// Certificates that are written into it, leaf first for each user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<Certificate>,
    /// Why it could not be read, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// Kinds of [`CredentialFile`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialKind {
    /// A kubeconfig.
    Kubeconfig,
    /// Configuration for kubeadm.
    Kubeadm,
    /// A copy of etcd's data that kubeadm made.
    EtcdBackup,
    /// Could not be told, since it could not be read.
    Unknown,
}

/// Where a [`CredentialFile`] lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialPlace {
    /// In somebody's home folder.
    Home,
    /// In a folder of the installation, or named by a component.
    Installation,
    /// In a folder for temporary files.
    Temporary,
}

/// A secret in a [`CredentialFile`]: that it is there, not what it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct HeldSecret {
    /// `private key`, `token`, `bootstrap token`, `password`, `certificate key`.
    pub what: String,
    /// Name of the user, where one has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Line in the file.
    pub line: u32,
}

/// A file that holds a private key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrivateKeyFile {
    /// Host path; its metadata is in [`crate::Node::files`].
    pub path: String,
    /// How that is known: `--tls-private-key-file of kubelet`, `its content`, `its name`.
    pub known_by: String,
}

/// A program that is installed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Program {
    /// `kubectl`.
    pub name: String,
    /// Its executable.
    pub path: String,
    /// Its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// Why its version could not be told, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// A service of the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Service {
    /// `sshd`.
    pub name: String,
    /// Processes that are it, those of sessions left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub processes: Vec<u32>,
    /// Links by which systemd starts it, those to masked units left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enabled_by: Vec<String>,
    /// Its units, where it is installed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
}
