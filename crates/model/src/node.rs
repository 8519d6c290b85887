//! What was seen on one host: the Kubernetes components on it, running or configured, the files
//! they use, and what could not be seen.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::certificate::CertificateFile;
use crate::file::FileFact;
use crate::surroundings::Surroundings;
use crate::tree::Tree;
use crate::version::Version;

/// One host.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Node {
    /// The host's name as its own files give it.
    pub name: String,
    /// `PRETTY_NAME` of the host's os-release, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operating_system: Option<String>,
    /// Distributions of Kubernetes and of the operating system that it was recognised as, the most
    /// telling first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distributions: Vec<Distribution>,
    /// The directory that was taken for the host's `/`.
    pub root: String,
    /// User number the collector ran as. 0 is root.
    pub collector_uid: u32,
    /// Kubernetes version that the user stated, over whatever is seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_version: Option<Version>,
    /// Path variables that the user set for this collection: variable to path.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub path_variables: BTreeMap<String, String>,
    /// Kubernetes components found, sorted by id.
    pub components: Vec<Instance>,
    /// Files that were looked at (not into), by host path.
    pub files: BTreeMap<String, FileFact>,
    /// Configuration files that were read, by host path.
    pub documents: BTreeMap<String, Document>,
    /// Certificate files that were read, by host path.
    pub certificates: BTreeMap<String, CertificateFile>,
    /// File roles (`kubelet-kubeconfig`, `pki-directory` ...) and the paths that play them here.
    pub roles: BTreeMap<String, Vec<RoleFile>>,
    /// What surrounds the components. Snapshots of earlier versions have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surroundings: Option<Box<Surroundings>>,
    /// What could not be looked at and belongs to no file or component above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

impl Node {
    /// Instances of one component, in order.
    pub fn instances<'a>(&'a self, component: &'a str) -> impl Iterator<Item = &'a Instance> + 'a {
        self.components.iter().filter(move |instance| instance.component == component)
    }
}

/// A distribution that a host was recognised as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Distribution {
    /// Its id: `k3s`, `eks`, `bottlerocket` ...
    pub id: String,
    /// Its own version, where it counts one and that was seen: `v1.33.1+k3s1`, `4.16`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What tells, one sign each: `/etc/rancher/k3s is there`.
    pub signs: Vec<String>,
}

/// Something that could not be observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// What was being looked at: a path or `process 4711`.
    pub subject: String,
    /// Why it could not be seen.
    pub reason: String,
    /// The component that may hide behind it, when that can be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
}

/// A path that plays a role, and how we know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RoleFile {
    /// Host path; its metadata is in [`Node::files`]. For a role that covers a directory tree every
    /// file of the tree that counts has its own entry.
    pub path: String,
    /// Why this path.
    pub source: PathSource,
}

/// How a path came to play a role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PathSource {
    /// A component's own setting names it, e.g. `--kubeconfig` of `kube-scheduler`.
    Setting {
        /// Instance id.
        instance: String,
        /// Canonical key of the setting.
        key: String,
    },
    /// It defines the component (static pod manifest, systemd unit or drop-in).
    Definition {
        /// Instance id.
        instance: String,
    },
    /// It is where installations of this kind keep it.
    WellKnown,
    /// The user said so.
    Variable {
        /// Name of the variable.
        name: String,
    },
    /// It lies in a directory that plays the role.
    Within {
        /// That directory.
        directory: String,
    },
}

/// One component on the host: a process, a definition without a process, or both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Instance {
    /// Unique on the host: the component's name, with `#PID` (or `#PATH`) when there are several.
    pub id: String,
    /// Component id: `kube-apiserver`, `kubelet`, `etcd` ...
    pub component: String,
    /// Whether it runs.
    pub state: InstanceState,
    /// The process, when it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<Process>,
    /// Static pod manifests and systemd units that define it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<Definition>,
    /// What is known of its version, most trustworthy first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<VersionEvidence>,
    /// Paths from its configuration (as written there) to the host's paths. A path that is missing
    /// here is the same on the host.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub host_paths: BTreeMap<String, String>,
    /// Why its flags are not known, when only its configuration was seen. A setting that only a
    /// flag can give is then not known either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flags_unseen: Option<String>,
    /// The program that runs it inside its own process, e.g. `k3s`. The process is then that
    /// program's, and the command line is what it gives to the component.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embedded: Option<String>,
}

impl Instance {
    /// The command line that counts: the process's own when it runs, else the definition's.
    #[must_use]
    pub fn command_line(&self) -> Option<&CommandLine> {
        match &self.process {
            Some(process) => Some(&process.command_line),
            None => self.definitions.first().map(|definition| &definition.command_line),
        }
    }

    /// The host's path for a path as the component's configuration writes it.
    #[must_use]
    pub fn host_path<'a>(&'a self, path: &'a str) -> &'a str {
        self.host_paths.get(path).map_or(path, String::as_str)
    }
}

/// Whether a component runs or is only configured to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InstanceState {
    /// A process was seen.
    Running,
    /// Only its definition was seen.
    Configured,
}

/// A process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Process {
    /// Process number in the audited `/proc`.
    pub pid: u32,
    /// Executable, when it could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executable: Option<String>,
    /// Effective user number.
    pub uid: u32,
    /// When it started: seconds since 1970, when it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<i64>,
    /// Control group path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cgroup: Option<String>,
    /// Whether it lives in a mount namespace of its own; `None` when that could not be told.
    pub own_mount_namespace: Option<bool>,
    /// Its arguments and the environment variables that it takes settings from.
    pub command_line: CommandLine,
    /// Why its environment could not be read, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment_problem: Option<String>,
}

/// Arguments and environment, redacted.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct CommandLine {
    /// The program as it was called (`argv[0]`).
    pub program: String,
    /// Everything after the program and a sub-command such as hyperkube's `kubelet`.
    pub arguments: Vec<Argument>,
    /// Environment variables that the component takes settings from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environment: Vec<EnvironmentVariable>,
}

impl CommandLine {
    /// Values of a flag with the argument that begins each: `--name=value`, `--name value`,
    /// `-n value`. For flags that take a value.
    pub fn values<'a>(
        &'a self,
        long: &'a str,
        short: Option<&'a str>,
    ) -> impl Iterator<Item = (&'a str, &'a Argument)> + 'a {
        let named = move |text: &str| {
            text.strip_prefix("--").or_else(|| text.strip_prefix('-')) == Some(long)
                || short.is_some_and(|short| text.strip_prefix('-') == Some(short))
        };
        self.arguments.iter().enumerate().filter_map(move |(index, argument)| {
            if let Some((name, value)) = argument.text.split_once('=')
                && named(name)
            {
                return Some((value, argument));
            }
            let next = self.arguments.get(index + 1)?;
            named(&argument.text).then_some((next.text.as_str(), argument))
        })
    }

    /// A flag that is `true` when given bare; the last one counts.
    #[must_use]
    pub fn switch(&self, long: &str) -> Option<(bool, &Argument)> {
        self.arguments.iter().rev().find_map(|argument| {
            let text = argument.text.trim_start_matches('-');
            if text.len() == argument.text.len() {
                return None;
            }
            match text.split_once('=') {
                Some((name, value)) if name == long => {
                    Some((!matches!(value, "false" | "0" | "f" | "F" | "False"), argument))
                }
                None if text == long => Some((true, argument)),
                _ => None,
            }
        })
    }
}

/// One argument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Argument {
    /// The text after quoting was undone.
    pub text: String,
    /// Number of the argument in the process's argv, counted from 0 for the program.
    pub index: u32,
    /// Where a definition writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line in that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The program that gives it by itself, when nobody wrote it anywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_by: Option<String>,
}

/// One environment variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EnvironmentVariable {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Where a definition writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line in that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

/// How a component is to be started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Definition {
    /// What it is.
    pub kind: DefinitionKind,
    /// The main file: the manifest or the unit.
    pub path: String,
    /// Further files it is made of: drop-ins and environment files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
    /// What it would run.
    pub command_line: CommandLine,
    /// Container image, for a static pod.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// What keeps it from being read whole, if anything: a missing environment file, a variable
    /// without a value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
}

/// The kinds of [`Definition`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DefinitionKind {
    /// A manifest in the kubelet's static pod directory.
    StaticPod,
    /// A systemd service unit.
    SystemdUnit,
    /// A file of arguments that a program which holds the component reads.
    ArgumentsFile,
}

/// One thing that tells a component's version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VersionEvidence {
    /// The version.
    pub version: Version,
    /// What says so.
    pub source: VersionSource,
    /// Where: an image reference, a path, a URL.
    pub location: String,
    /// The version as it was written, when it says more: `v1.31.4+k3s1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What can tell a component's version.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum VersionSource {
    /// The user.
    Stated,
    /// Build data inside the executable.
    Executable,
    /// Tag of the container image.
    ImageTag,
    /// The API server's `/version`.
    ApiServer,
    /// The node object in the API.
    NodeObject,
    /// The host's package database.
    Package,
}

/// A configuration file that was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// Host path.
    pub path: String,
    /// What it was read as.
    pub kind: DocumentKind,
    /// Its content, redacted, or why there is none.
    pub state: DocumentState,
}

/// What a configuration file was read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// The component's own configuration (KubeletConfiguration, KubeProxyConfiguration,
    /// KubeSchedulerConfiguration, etcd's YAML).
    Configuration,
    /// A drop-in of the kubelet's `--config-dir`.
    DropIn,
    /// Audit policy.
    AuditPolicy,
    /// Encryption at rest.
    Encryption,
    /// AdmissionConfiguration or a plugin's own configuration.
    Admission,
    /// AuthenticationConfiguration.
    Authentication,
    /// AuthorizationConfiguration.
    Authorization,
    /// A kubeconfig; credentials are redacted.
    Kubeconfig,
    /// Configuration of a container runtime or of its registries.
    Runtime,
}

/// The outcome of reading a configuration file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentState {
    /// Its documents in order (YAML files can hold several).
    Parsed(Vec<Tree>),
    /// It is not there.
    Absent,
    /// It could not be read or is not valid.
    Unreadable {
        /// Why, with line and column where it is a matter of syntax.
        reason: String,
    },
}

impl Document {
    /// The first document when the file could be read and is not empty.
    #[must_use]
    pub fn tree(&self) -> Option<&Tree> {
        match &self.state {
            DocumentState::Parsed(trees) => trees.first(),
            _ => None,
        }
    }
}
