//! Components: how their processes look, which settings they have, where their files lie.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A Kubernetes component that can be audited.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// Its id and usual process name, e.g. `kube-apiserver`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Host role that running it implies: `control-plane`, `etcd`, `worker`, `runtime`.
    pub role: String,
    /// Base names of executables that are this component.
    pub executables: Vec<String>,
    /// Programs that are this component under a sub-command: `hyperkube kubelet`.
    pub subcommands: Vec<Vec<String>>,
    /// Beginnings of command lines of those programs that are something else: `etcd grpc-proxy`.
    pub except: Vec<Vec<String>>,
    /// How its command line is read.
    pub arguments: ArgumentSyntax,
    /// Prefix of the environment variables that it takes settings from, e.g. `ETCD_`.
    pub environment_prefix: Option<String>,
    /// systemd units that usually run it.
    pub units: Vec<String>,
    /// Whose version numbers its defaults follow.
    pub versions: VersionLine,
    /// Its configuration file, if it reads one.
    pub config: Option<ConfigFile>,
    /// A file that holds flags as a mapping.
    pub argument_map: Option<ArgumentMap>,
    /// Whether paths in its configuration file that do not begin with `/` begin at that file's
    /// directory.
    pub paths_beside_config: bool,
    /// Its settings by canonical key: the flag's name where there is a flag, else the path in the
    /// configuration file.
    pub settings: BTreeMap<String, Setting>,
}

impl Component {
    /// The setting that a flag of this name sets; `_` and `-` are the same to pflag.
    #[must_use]
    pub fn flag(&self, name: &str) -> Option<&Setting> {
        if self.arguments == ArgumentSyntax::Pflag && name.contains('_') {
            let name = name.replace('_', "-");
            return self.settings.get(&name).filter(|setting| setting.is_flag);
        }
        self.settings.get(name).filter(|setting| setting.is_flag)
    }
}

/// How a command line is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ArgumentSyntax {
    /// Kubernetes' components (spf13/pflag).
    Pflag,
    /// Go's own flag package (etcd): one dash or two, no slices that add up.
    GoFlag,
    /// Not read.
    Opaque,
}

/// Whose version numbers a component's defaults follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum VersionLine {
    /// Kubernetes' own.
    Kubernetes,
    /// etcd's.
    Etcd,
    /// None that we know.
    Other,
}

/// The configuration file of a component.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConfigFile {
    /// Flag that names it.
    pub flag: String,
    /// Flag that names its drop-in directory.
    #[serde(default)]
    pub drop_in_flag: Option<String>,
    /// How flags and file come together.
    pub precedence: ConfigPrecedence,
    /// `kind` that the file must declare, if any.
    #[serde(default)]
    pub kind: Option<String>,
}

/// Flags that stand in a file as a mapping from names to lists of values, as OpenShift writes them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArgumentMap {
    /// Flag that names the file. It becomes a setting of the component.
    #[serde(default)]
    pub flag: Option<String>,
    /// Field of the file that holds the mapping. What it says comes after the command line.
    #[serde(default)]
    pub key: Option<String>,
    /// `kind` that the file must have one of.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// Fields of the same file and the flag that each stands for when the mapping lacks it.
    #[serde(default)]
    pub unless_given: BTreeMap<String, String>,
    /// Beginnings of those fields, and the field that must be true for them to count.
    #[serde(default)]
    pub only_if: BTreeMap<String, String>,
    /// A field that holds `HOST:PORT`, and the flags for its parts.
    #[serde(default)]
    pub address: Option<AddressField>,
    /// Fields of the component's configuration file that are such mappings: below them a list
    /// stands for a flag given several times.
    #[serde(default)]
    pub keys: Vec<String>,
}

/// A field that holds `HOST:PORT`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddressField {
    /// The field.
    pub field: String,
    /// Flag for the host.
    pub host: String,
    /// Flag for the port.
    pub port: String,
}

/// How flags and a configuration file come together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ConfigPrecedence {
    /// A flag beats the file (kubelet).
    FlagsWin,
    /// With a file, flags and environment that have a place in it are ignored (kube-proxy, etcd,
    /// kube-scheduler).
    FileWins,
}

/// One setting of a component.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setting {
    /// Canonical key.
    pub key: String,
    /// Whether a flag of that name exists (or existed).
    pub is_flag: bool,
    /// Path in the configuration file.
    pub path: Option<String>,
    /// Its type.
    pub kind: SettingType,
    /// The value of the flag when it is given bare.
    pub bare: Option<String>,
    /// Defaults of the flag by version, see [`Runs`].
    pub flag_defaults: Runs,
    /// Defaults of the field when a configuration file is read.
    pub config_defaults: Runs,
    /// Whether a zero written in the configuration file (`0`, `0s`, `""`) means the default.
    pub zero_is_default: bool,
    /// Since when the flag is deprecated, as `major.minor`.
    pub deprecated: Option<String>,
    /// What the value refers to, when it is a path.
    pub refers: Option<Refers>,
}

/// A value by version: pairs of `(minor, value)`, ascending; a value holds up to the next pair.
/// `None` means that the setting does not exist from that minor on.
pub type Runs = Vec<(u16, Option<String>)>;

/// Stands in the runs of `components/earlier` for a default that nobody found out.
pub const UNKNOWN: &str = "unknown";

/// The part of the runs that holds from a minor on.
#[must_use]
pub fn from_minor(runs: &Runs, minor: u16) -> &[(u16, Option<String>)] {
    let first = runs.iter().rposition(|(since, _)| *since <= minor).unwrap_or(0);
    runs.get(first..).unwrap_or_default()
}

/// The value that holds at a minor version; the outer `None` when nothing is known that far back.
#[must_use]
pub fn at_minor(runs: &Runs, minor: u16) -> Option<Option<&str>> {
    runs.iter().rev().find(|(since, _)| *since <= minor).map(|(_, value)| value.as_deref())
}

/// Types of settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SettingType {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// Any number.
    Float,
    /// Go's durations: `1h30m`.
    Duration,
    /// Text.
    Text,
    /// Comma-separated, adding up over repetitions.
    List,
    /// Each repetition one element, commas kept.
    Array,
    /// `key=value` pairs, adding up over repetitions.
    Map,
}

/// What a path leads to, which decides how the collector reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Refers {
    /// PEM certificates.
    Certificate,
    /// A private key: only its metadata is looked at.
    PrivateKey,
    /// Any other file: only its metadata.
    File,
    /// A directory: only its metadata.
    Directory,
    /// A kubeconfig.
    Kubeconfig,
    /// The component's configuration.
    Configuration,
    /// Audit policy.
    AuditPolicy,
    /// Encryption at rest.
    Encryption,
    /// Admission configuration.
    Admission,
    /// Structured authentication.
    Authentication,
    /// Structured authorization.
    Authorization,
}

/// A role that files play, and where to find the files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FileRole {
    /// Its id, e.g. `scheduler-kubeconfig`.
    pub id: String,
    /// Name for people, e.g. `the scheduler's kubeconfig`.
    pub title: String,
    /// Host role that the file belongs to.
    pub role: String,
    /// Component whose configuration names the file.
    #[serde(default)]
    pub component: Option<String>,
    /// Settings of that component that name it.
    #[serde(default)]
    pub settings: Vec<String>,
    /// Take the component's static pod manifests.
    #[serde(default)]
    pub static_pod: bool,
    /// Take the component's systemd unit with its drop-ins.
    #[serde(default)]
    pub unit: bool,
    /// Take the component's configuration file and drop-ins.
    #[serde(default)]
    pub config: bool,
    /// Where installations keep it. Used when no setting names it, or with `all-known` as well.
    #[serde(default)]
    pub known: Vec<String>,
    /// Where the installations of one distribution keep it, in place of `known` there. A `*` stands
    /// for any part of a name; `{k3s.data}` is the place `data` of the program k3s.
    #[serde(default)]
    pub distributions: BTreeMap<String, Vec<String>>,
    /// Take every existing path of `known`, also beside what settings name.
    #[serde(default)]
    pub all_known: bool,
    /// For directories: the files below that play the role, by ending (`.crt`); `*` for all. The
    /// directory itself is included with `*`. A file that a setting names is taken as it is.
    #[serde(default)]
    pub within: Vec<String>,
    /// Endings that are left out of `within`.
    #[serde(default)]
    pub except: Vec<String>,
}
