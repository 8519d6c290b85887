//! Checks, components, benchmarks and frameworks as data.
//!
//! ```text
//! checks/ components/ benchmarks/ frameworks/ ──► load ──► Content ──► (catalog) the binary
//! a user's --checks DIR ─────────────────────────► load ──► added to Content
//! ```
//!
//! The crate reads the four folders, cross-checks them and rejects what does not fit with file,
//! line and caret. It may know nothing about hosts or verdicts.

pub mod api;
pub mod benchmark;
pub mod bundle;
pub mod check;
pub mod cloud;
pub mod component;
pub mod diagnostic;
pub mod distribution;
pub mod duration;
pub mod editions;
pub mod framework;
pub mod lifecycle;
mod load;
mod load_benchmark;
mod load_bundle;
mod load_check;
mod load_component;
mod load_framework;
mod load_predicate;
mod markdown;
pub mod pattern;
pub mod peers;
pub mod places;
pub mod platform;
mod raw;
pub mod resource;
mod tailoring;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use benchmark::{Answered, Benchmark, Control, ControlCheck, Head, Section, VersionRange};
pub use bundle::{
    ArgumentsFile, Bundle, BundleConfig, Bundled, BundledFlag, Case, Condition, Place, Started,
};
pub use check::{
    ANY, Check, CheckKind, Example, ExampleFile, HERE, HOST, Literal, ObjectScope, Operand,
    POD_MAKERS, PODS, Parameter, ParameterType, Predicate, Test,
};
pub use cloud::{CloudDocument, Provider};
pub use component::{
    AddressField, ArgumentMap, ArgumentSyntax, Component, ConfigFile, ConfigPrecedence, FileRole,
    Refers, Runs, Setting, SettingType, UNKNOWN, VersionLine, at_minor, from_minor,
};
pub use diagnostic::{Diagnostic, Diagnostics};
pub use distribution::{Distribution, DistributionKind};
pub use editions::Editions;
pub use framework::{Framework, Frameworks};
pub use load::{check_from_text, load, load_user_checks, load_what_holds};
pub use peers::{Peer, Peers};
pub use places::Places;
pub use platform::Platform;
pub use resource::{Reading, Resource};
pub use tailoring::{TailoredControl, Tailoring, Variable, tailored_toml, variables};

/// Everything that is data.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Content {
    /// Components by id.
    pub components: BTreeMap<String, Component>,
    /// Distributions, those that come first in reports first.
    pub distributions: Vec<Distribution>,
    /// Programs that hold components inside.
    pub bundles: Vec<Bundle>,
    /// File roles by id.
    pub roles: BTreeMap<String, FileRole>,
    /// Checks by id.
    pub checks: BTreeMap<String, Check>,
    /// Providers of managed clusters by id.
    pub providers: BTreeMap<String, Provider>,
    /// Benchmarks by id.
    pub benchmarks: Editions,
    /// Frameworks and crosswalks.
    pub frameworks: Frameworks,
    /// Checks of other tools and what they are called here.
    pub peers: Peers,
    /// Feature gates: `(minor, default, locked)` by gate.
    pub feature_gates: BTreeMap<String, Runs>,
    /// Admission plugins of the API server: `on` or `off` by version.
    pub admission_plugins: BTreeMap<String, Runs>,
    /// Who belongs to the platform itself.
    pub platform: Platform,
    /// Where credentials, keys and sockets lie on hosts.
    pub places: Places,
    /// Until when versions get fixes.
    pub lifecycle: lifecycle::Lifecycle,
    /// What of a cluster is read.
    pub resources: Vec<Resource>,
    /// Kubernetes minors (of major 1) whose defaults are known, first and last.
    pub kubernetes_minors: (u16, u16),
}

/// The parts of [`Content`] that only few commands need.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Seldom {
    /// Examples by check.
    examples: BTreeMap<String, Vec<Example>>,
    /// Checks of other tools.
    peers: Peers,
}

impl Seldom {
    /// The compact form that is compiled into the binary.
    ///
    /// # Errors
    /// Fails only when memory does.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_stdvec(self)
    }

    /// Reads what [`Seldom::to_bytes`] wrote.
    ///
    /// # Errors
    /// Fails when the bytes are of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

impl Content {
    /// Takes out what only few commands need.
    #[must_use]
    pub fn take_seldom(&mut self) -> Seldom {
        let examples = self
            .checks
            .values_mut()
            .map(|check| (check.id.clone(), std::mem::take(&mut check.examples)))
            .collect();
        Seldom { examples, peers: std::mem::take(&mut self.peers) }
    }

    /// Puts back what was taken out.
    pub fn add_seldom(&mut self, seldom: Seldom) {
        for (id, examples) in seldom.examples {
            if let Some(check) = self.checks.get_mut(&id) {
                check.examples = examples;
            }
        }
        self.peers = seldom.peers;
    }

    /// The compact form that is compiled into the binary.
    ///
    /// # Errors
    /// Fails only when memory does.
    pub fn to_bytes(&self) -> Result<Vec<u8>, postcard::Error> {
        postcard::to_stdvec(self)
    }

    /// Reads what [`Content::to_bytes`] wrote.
    ///
    /// # Errors
    /// Fails when the bytes are of another version.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, postcard::Error> {
        postcard::from_bytes(bytes)
    }
}

/// Whether `key` is a derived setting: one that no single flag holds.
///
/// `enabled-admission-plugins` (API server): defaults of the version, plus what is enabled, less
/// what is disabled. `etcd-over-network` (API server): whether any of `etcd-servers` is something
/// else than a socket of the host. `feature-gates.NAME`: the state of one gate.
#[must_use]
pub fn is_derived_setting(component: &str, key: &str) -> bool {
    (component == "kube-apiserver"
        && ["enabled-admission-plugins", "etcd-over-network"].contains(&key))
        || key.strip_prefix("feature-gates.").is_some_and(|gate| !gate.is_empty())
}

/// JSON Schemas of every file format of the content folders, by name.
#[cfg(feature = "schema")]
#[must_use]
pub fn schemas() -> Vec<(&'static str, schemars::Schema)> {
    vec![
        ("benchmark", schemars::schema_for!(raw::RawBenchmark)),
        ("benchmark-controls", schemars::schema_for!(raw::RawControls)),
        ("cloud-provider", schemars::schema_for!(cloud::Provider)),
        ("check-example", schemars::schema_for!(raw::RawExample)),
        ("check-front-matter", schemars::schema_for!(raw::RawCheck)),
        ("component", schemars::schema_for!(raw::RawComponent)),
        ("component-upstream", schemars::schema_for!(raw::RawUpstream)),
        ("bundle", schemars::schema_for!(raw::RawBundle)),
        ("distributions", schemars::schema_for!(raw::RawDistributions)),
        ("file-roles", schemars::schema_for!(raw::RawRoles)),
        ("framework-catalog", schemars::schema_for!(raw::RawCatalog)),
        ("places", schemars::schema_for!(places::Places)),
        ("tailoring", tailoring::schema()),
    ]
}
