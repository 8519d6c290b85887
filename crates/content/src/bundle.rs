//! Programs that hold components inside: what they give to each of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::component::Runs;

/// A program that runs components of Kubernetes inside its own process, so that none of them shows
/// a command line: k3s, MicroK8s' kubelite.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bundle {
    /// Name of the program for people.
    pub title: String,
    /// Beginnings of its command lines, the program without its directory: `k3s server`.
    pub processes: Vec<String>,
    /// systemd units that start it.
    pub units: Vec<String>,
    /// Whether it writes over its command line, so that what it was given is seen in its unit only.
    pub hides_arguments: bool,
    /// Its configuration file.
    pub config: Option<BundleConfig>,
    /// Flags that stand alone.
    pub switches: Vec<String>,
    /// Other names of flags.
    pub aliases: BTreeMap<String, String>,
    /// Environment variables that stand for a flag.
    pub environment: BTreeMap<String, String>,
    /// Names that values may use in braces.
    pub places: BTreeMap<String, Place>,
    /// The components, in the order of the file.
    pub components: Vec<Bundled>,
    /// Components that it starts as processes and pods of their own: what it was given and cannot
    /// be seen may hide each of them.
    pub starts: Vec<Started>,
}

/// A component that a [`Bundle`] starts beside itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Started {
    /// Component id.
    pub id: String,
    /// Of the bundle's `processes`, those that start it; empty for all.
    #[serde(default)]
    pub on: Vec<String>,
}

/// The configuration file of a [`Bundle`]: a YAML mapping from flags to values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BundleConfig {
    /// Flag that names it.
    pub flag: String,
    /// Where it is when nobody says.
    pub default: String,
    /// Whether YAML files in the directory of that name and `.d` come after it.
    #[serde(default)]
    pub drop_ins: bool,
}

/// A directory that others lie in: what a flag says, or the default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// Flag that moves it.
    #[serde(default)]
    pub flag: Option<String>,
    /// Environment variable of the program that holds it.
    #[serde(default)]
    pub variable: Option<String>,
    /// Where it is otherwise.
    pub default: String,
    /// Whether it is there whenever the program runs: the program makes it. Where it is not, nothing
    /// of what lies in it was seen.
    #[serde(default)]
    pub made: bool,
}

/// A component inside a [`Bundle`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bundled {
    /// Component id.
    pub id: String,
    /// Of the bundle's `processes`, those that hold it; empty for all.
    pub on: Vec<String>,
    /// What must hold for it to run.
    pub when: Condition,
    /// Flag of the bundle that carries further flags of the component: `kube-apiserver-arg`.
    pub extra: Option<String>,
    /// File that holds its flags, one in a line.
    pub arguments_file: Option<ArgumentsFile>,
    /// Flags that the program gives by itself.
    pub flags: BTreeMap<String, BundledFlag>,
    /// Flags that it gives in some cases, in the order in which they apply.
    pub cases: Vec<Case>,
}

/// A file of flags.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ArgumentsFile {
    /// Flag of the bundle that names it.
    #[serde(default)]
    pub flag: Option<String>,
    /// Where it is when nobody says.
    pub default: String,
}

/// Flags that a program gives when something holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// What must hold.
    pub when: Condition,
    /// The flags.
    pub flags: BTreeMap<String, BundledFlag>,
}

/// What must hold; all of it, and one of `any` if there are any.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Condition {
    /// A file that exists.
    #[serde(default)]
    pub there: Option<String>,
    /// A file that does not exist.
    #[serde(default)]
    pub not_there: Option<String>,
    /// Flags of the bundle that are given and are not `false`.
    #[serde(default)]
    pub given: Vec<String>,
    /// Flags of the bundle that are not given, or are `false`.
    #[serde(default)]
    pub not_given: Vec<String>,
    /// Flags of the bundle that are not set to this value.
    #[serde(default)]
    pub not_set_to: BTreeMap<String, String>,
    /// Flags of the bundle whose value begins so.
    #[serde(default)]
    pub begins: BTreeMap<String, String>,
    /// Flags that `extra` does not carry.
    #[serde(default)]
    pub extra_lacks: Vec<String>,
    /// Conditions of which one must hold.
    #[serde(default)]
    pub any: Vec<Condition>,
}

/// The value of a flag that a program gives. Names of places and flags in braces are replaced.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum BundledFlag {
    /// Always this.
    Value(String),
    /// The first of these files that is there; not given when none is.
    FirstOf(Vec<String>),
    /// By version of Kubernetes; as in the newest where the version is not known.
    ByVersion(Runs),
}
