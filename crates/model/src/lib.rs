//! What Plimsoll saw and what it concluded.
//!
//! ```text
//! collect ──► Snapshot ──► engine ──► Report ──► every output format
//! ```
//!
//! The crate holds plain data and serde only. It may know nothing about files, processes, the
//! clock or the network: a [`Snapshot`] is enough to reproduce every verdict.

pub mod certificate;
pub mod cloud;
pub mod cluster;
pub mod file;
pub mod finding;
pub mod kubernetes;
pub mod node;
pub mod report;
pub mod secret;
pub mod snapshot;
pub mod surroundings;
pub mod tree;
pub mod version;

pub use certificate::{Certificate, CertificateFile};
pub use cloud::{CloudFacts, CloudGap, CloudThing};
pub use cluster::{
    Cluster, ClusterSnapshot, Identity, KubeletConfig, ListState, PodCopy, RawObject, ResourceList,
};
pub use file::{FileFact, FileKind, FileState, Stat};
pub use finding::{
    Evidence, Excerpt, Finding, Fix, Location, Position, Reference, Severity, Status, Suppression,
};
pub use node::{
    Argument, CommandLine, Definition, DefinitionKind, Distribution, Document, DocumentKind,
    DocumentState, EnvironmentVariable, Instance, InstanceState, Node, PathSource, Problem,
    Process, RoleFile, VersionEvidence, VersionSource,
};
pub use report::{
    BenchmarkReport, CheckTally, CloudSummary, ClusterSummary, ControlReport, Counts, HostStatus,
    HostSummary, NotJudged, Notice, ObjectsSummary, PlatformIdentity, PodSecuritySummary, Report,
    SectionSummary,
};
pub use snapshot::Snapshot;
pub use surroundings::{
    Area, Blind, CredentialFile, CredentialKind, CredentialPlace, HeldSecret, Listen,
    PrivateKeyFile, Program, Reading, RuntimeConfiguration, RuntimeSocket, Service, StaticPodFile,
    Surroundings,
};
pub use tree::{Entry, Tree, Value};
pub use version::Version;
