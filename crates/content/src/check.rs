//! Checks as they are compiled: declaration, text, fixes and examples.

use std::collections::BTreeMap;

use plimsoll_model::Severity;
use serde::{Deserialize, Serialize};

/// One technical assertion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// Stable kebab-case id.
    pub id: String,
    /// Folder it lies in, e.g. `api-server`.
    pub area: String,
    /// A sentence that is true when the check passes.
    pub title: String,
    /// Harm that a failure does.
    pub severity: Severity,
    /// Role that a host must play alone for the check to apply.
    pub only_on: Option<String>,
    /// What is asserted.
    pub kind: CheckKind,
    /// Parameters in order of declaration.
    pub parameters: Vec<Parameter>,
    /// NIST SP 800-53r5 controls: the mechanism first.
    pub nist: Vec<String>,
    /// Documentation as Markdown.
    pub text: String,
    /// Fixes by platform.
    pub fixes: Vec<(String, String)>,
    /// Examples, run as tests.
    pub examples: Vec<Example>,
    /// Where it was read from.
    pub file: String,
}

/// What a check asserts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum CheckKind {
    /// A predicate over settings of each instance of a component.
    Setting {
        /// Component id.
        component: String,
        /// What must hold.
        expect: Predicate,
        /// What must hold for the check to apply, with the reason when it does not.
        applies_if: Option<(Predicate, String)>,
    },
    /// Mode and owner of the files that play a role.
    File {
        /// File role id.
        role: String,
        /// Permission bits at the most.
        mode: Option<Operand>,
        /// `user:group`.
        owner: Option<Operand>,
        /// Whether a missing file fails (instead of making the check not applicable).
        absent_fails: bool,
    },
    /// A function of the same name.
    Rust {
        /// Component whose instances are judged; [`HOST`] for a function over the whole host.
        component: String,
    },
    /// A predicate over each thing that a provider's command line describes.
    Cloud {
        /// Document id, see [`crate::CloudDocument`].
        document: String,
        /// What must hold.
        expect: Predicate,
        /// What must hold for the check to apply, with the reason when it does not.
        applies_if: Option<(Predicate, String)>,
    },
    /// A function of the same name over Kubernetes objects.
    Object {
        /// Whether it runs unless it is asked for: checks that state a preference do not.
        default: bool,
        /// Where it has a meaning.
        scope: ObjectScope,
        /// Kinds that must have been read whole for a pass to mean anything, sorted. [`PODS`]
        /// stands for every kind that makes pods.
        needs: Vec<String>,
    },
}

/// Stands for the whole host where a check names a component.
pub const HOST: &str = "host";

/// Stands for every kind that makes pods among the kinds that a check needs.
pub const PODS: &str = "Pod";

/// Stands for every kind that is read: for checks that look at objects of any.
pub const ANY: &str = "*";

/// Kinds that make pods.
pub const POD_MAKERS: [&str; 8] = [
    PODS,
    "CronJob",
    "DaemonSet",
    "Deployment",
    "Job",
    "ReplicaSet",
    "ReplicationController",
    "StatefulSet",
];

/// Where a check of Kubernetes objects has a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ObjectScope {
    /// In manifests and in a cluster.
    Both,
    /// In manifests: a cluster shows the same better in another way.
    Files,
    /// In a cluster: a set of manifests does not show enough.
    Cluster,
}

impl CheckKind {
    /// The component that is judged, if the check judges one.
    #[must_use]
    pub fn component(&self) -> Option<&str> {
        match self {
            Self::Rust { component } if component == HOST => None,
            Self::Setting { component, .. } | Self::Rust { component } => Some(component),
            Self::File { .. } | Self::Cloud { .. } | Self::Object { .. } => None,
        }
    }
}

/// What must hold of settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Predicate {
    /// Every one of these.
    All(Vec<Predicate>),
    /// One of these.
    Any(Vec<Predicate>),
    /// One test of one setting.
    Test {
        /// Canonical key.
        setting: String,
        /// The test.
        test: Test,
    },
    /// One test of a field of a document.
    Field {
        /// Path, see [`crate::cloud::path`].
        path: String,
        /// The test.
        test: Test,
        /// What an absent field means, as the provider documents it.
        absent: Option<Literal>,
    },
}

impl Predicate {
    /// Keys of all settings it looks at, in order of appearance.
    #[must_use]
    pub fn settings(&self) -> Vec<&str> {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                let mut keys = Vec::new();
                for key in parts.iter().flat_map(Predicate::settings) {
                    if !keys.contains(&key) {
                        keys.push(key);
                    }
                }
                keys
            }
            Self::Test { setting, .. } => vec![setting],
            Self::Field { .. } => Vec::new(),
        }
    }
}

/// One test of one value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// Is this.
    Equals(Operand),
    /// Is not this.
    NotEquals(Operand),
    /// Is one of these.
    OneOf(Operand),
    /// Has all of these.
    ContainsAll(Operand),
    /// Has none of these.
    ContainsNone(Operand),
    /// Is not empty and has nothing but these.
    SubsetOf(Operand),
    /// Is no less.
    AtLeast(Operand),
    /// Is no more.
    AtMost(Operand),
    /// Is not empty (`true`) or empty (`false`).
    Set(bool),
    /// Was given (`true`) or comes from a default (`false`).
    SetExplicitly(bool),
    /// Is a loopback address, with or without a port.
    Loopback(bool),
    /// Was written in the configuration file or a drop-in, and nothing stronger overrides it.
    FromFile,
    /// Is given on the command line, or is not.
    OnCommandLine(bool),
    /// Text that fits one of these patterns, in which `*` stands for any text; case does not count.
    Like(Operand),
    /// Text that fits none of these patterns.
    NoneLike(Operand),
    /// Patterns, none of which fits a text that one of these patterns fits as well.
    NoneOverlap(Operand),
    /// Patterns, none of which fits every text that one of these patterns fits.
    NoneCovers(Operand),
}

/// The other side of a test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Operand {
    /// Written in the check.
    Literal(Literal),
    /// The value of a parameter.
    Parameter(String),
}

/// A written value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Literal {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number; for durations, nanoseconds.
    Int(i64),
    /// Text.
    Text(String),
    /// A list of texts.
    List(Vec<String>),
}

impl std::fmt::Display for Literal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Int(value) => write!(formatter, "{value}"),
            Self::Text(value) => formatter.write_str(value),
            Self::List(values) => formatter.write_str(&values.join(", ")),
        }
    }
}

/// A parameter of a check, and a variable of the user's under `CHECK.NAME`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub kind: ParameterType,
    /// Its value when nobody says otherwise, in the form a user would type it.
    pub default: String,
    /// What it means.
    pub description: String,
}

/// Types of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ParameterType {
    /// A whole number.
    Int,
    /// A duration such as `300s`.
    Duration,
    /// Text.
    Text,
    /// Comma-separated texts.
    List,
    /// Permission bits in octal, e.g. `600`.
    Mode,
}

impl ParameterType {
    /// The name in check files and listings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Duration => "duration",
            Self::Text => "text",
            Self::List => "list",
            Self::Mode => "mode",
        }
    }

    /// Reads a value that a user typed.
    ///
    /// # Errors
    /// Says what the type accepts.
    pub fn parse(self, text: &str) -> Result<Literal, String> {
        let text = text.trim();
        match self {
            Self::Int => text
                .parse()
                .map(Literal::Int)
                .map_err(|_| format!("`{text}` is not a whole number")),
            Self::Duration => crate::duration::parse(text)
                .map(Literal::Int)
                .ok_or_else(|| format!("`{text}` is not a duration like `300s`, `5m` or `1h30m`")),
            Self::Text => Ok(Literal::Text(text.to_owned())),
            Self::List => Ok(Literal::List(
                text.split(',')
                    .map(str::trim)
                    .filter(|part| !part.is_empty())
                    .map(str::to_owned)
                    .collect(),
            )),
            Self::Mode => match i64::from_str_radix(text, 8) {
                Ok(mode) if (0..=0o7777).contains(&mode) => Ok(Literal::Int(mode)),
                _ => Err(format!("`{text}` is not an octal mode like `600`")),
            },
        }
    }
}

/// A small host or manifest and what the check must say of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Example {
    /// `pass`, `fail`, `not-applicable` or `error`.
    pub status: plimsoll_model::Status,
    /// Line of the fence in the check's file.
    pub line: u32,
    /// Kubernetes version of the host.
    pub version: String,
    /// Command lines of running processes.
    pub run: Vec<String>,
    /// Environment of every process.
    pub environment: BTreeMap<String, String>,
    /// Files by path.
    pub files: BTreeMap<String, ExampleFile>,
    /// Values for the check's parameters.
    pub parameters: BTreeMap<String, String>,
    /// Texts that evidence, actual value or reason must contain.
    pub expect: Vec<String>,
    /// User and groups that a cluster was looked at as, for checks of Kubernetes objects.
    pub identity: Vec<String>,
    /// Manifest, for checks of Kubernetes objects, or document, for checks of managed clusters. Lines that end in [`HERE`] are where the findings
    /// must be.
    pub manifest: Option<String>,
}

/// Marks, at the end of a line of an example's manifest, where a finding must be.
pub const HERE: &str = "# <-- here";

/// A file of an example's host.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExampleFile {
    /// Its text.
    #[serde(default)]
    pub content: String,
    /// Octal mode; 0600 for files and 0755 for directories by default.
    #[serde(default)]
    pub mode: Option<String>,
    /// `user:group`, `root:root` by default.
    #[serde(default)]
    pub owner: Option<String>,
    /// Whether it is a directory.
    #[serde(default)]
    pub directory: bool,
    /// Whether it is a socket.
    #[serde(default)]
    pub socket: bool,
    /// Target, when it is a symbolic link.
    #[serde(default)]
    pub link: Option<String>,
    /// Whether looking at it is answered with `permission denied`.
    #[serde(default)]
    pub denied: bool,
}
