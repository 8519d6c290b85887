//! Every command and option. The text here is also the man pages and the reference in the book.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use plimsoll_model::{Severity, Version};

mod cluster;

pub use cluster::*;

/// Audits Kubernetes clusters, hosts and manifests, and says how it knows.
#[derive(Debug, Parser)]
#[command(
    name = "plimsoll",
    version,
    max_term_width = 100,
    after_help = "Exit codes: 0 clean; 1 could not do the job; 2 wrong usage; 3 findings at or above \
                  --fail-on; 4 incomplete under --strict."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Look at a target and judge it.
    Scan {
        /// The kind of target.
        #[command(subcommand)]
        target: ScanTarget,
    },
    /// Look at a target and save what was seen, to be judged elsewhere.
    Collect {
        /// The kind of target.
        #[command(subcommand)]
        target: CollectTarget,
    },
    /// Judge saved snapshots; several give one report over many hosts.
    Audit(AuditArgs),
    /// Audit a bundled snapshot of a real cluster's host.
    Demo(DemoArgs),
    /// Explain a check or a control: what, why, how to fix, which frameworks.
    Explain(ExplainArgs),
    /// List, show and compare benchmarks.
    Benchmarks {
        /// What to do with them.
        #[command(subcommand)]
        action: BenchmarksAction,
    },
    /// List checks, or run the examples of checks as tests.
    Checks {
        /// What to do with them.
        #[command(subcommand)]
        action: ChecksAction,
    },
    /// Say who may do something in a cluster, by RBAC.
    WhoCan(WhoCanArgs),
    /// Say what somebody may do in a cluster, by RBAC, or whether they may do one thing.
    Can(CanArgs),
    /// Take stock of clusters: nodes, namespaces, workloads, service accounts, images.
    Inventory(InventoryArgs),
    /// Print the read-only role that a scan of a cluster needs.
    RbacManifest(RbacManifestArgs),
    /// Print the effective configuration of the components on this host.
    Settings(SettingsArgs),
    /// List the variables that fit an audit to a deployment.
    Vars(ListArgs),
    /// Say what a change would break before it is made.
    WhatIf {
        /// The change.
        #[command(subcommand)]
        change: WhatIf,
    },
}

/// Changes of `what-if`.
#[derive(Debug, Subcommand)]
pub enum WhatIf {
    /// Which pods a namespace would refuse if it enforced a level of the Pod Security Standards.
    Pss(PssArgs),
}

/// `what-if pss`.
#[derive(Debug, Args)]
pub struct PssArgs {
    /// The level.
    #[arg(value_enum)]
    pub level: PssLevel,
    /// Files and directories, `-` for standard input [default: the current directory].
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Only objects of this namespace.
    #[arg(short = 'n', long, value_name = "NAMESPACE")]
    pub namespace: Option<String>,
    /// Version of the standards [default: the newest known].
    #[arg(long, value_name = "VERSION")]
    pub kubernetes_version: Option<Version>,
    /// How to read.
    #[command(flatten)]
    pub read: ReadArgs,
    /// How to print it.
    #[command(flatten)]
    pub list: ListArgs,
}

/// Levels of the Pod Security Standards that forbid something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PssLevel {
    /// Prevents known ways to more rights.
    Baseline,
    /// Follows current practice of hardening.
    Restricted,
}

/// How manifests are read.
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// Do not run helm, kustomize or kubectl: charts and kustomizations are told as not judged.
    #[arg(long)]
    pub no_render: bool,
    /// Let kustomize fetch remote bases.
    #[arg(long)]
    pub allow_network: bool,
    /// Values for charts; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub helm_values: Vec<PathBuf>,
    /// Largest file that is read, in MiB.
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u64).range(1..=4096))]
    pub max_file_size: u64,
}

/// `scan files`.
#[derive(Debug, Args)]
pub struct ScanFilesArgs {
    /// Files and directories, `-` for standard input [default: the current directory].
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Kubernetes version to judge for [default: the newest known].
    #[arg(long, value_name = "VERSION")]
    pub kubernetes_version: Option<Version>,
    /// Which checks.
    #[command(flatten)]
    pub objects: ObjectChecksArgs,
    /// Benchmark to judge by; may be given several times.
    #[arg(long = "benchmark", value_name = "ID", conflicts_with_all = ["check", "all_checks"])]
    pub benchmarks: Vec<String>,
    /// Set a variable; may be given several times. `plimsoll vars` lists them.
    #[arg(long = "set", value_name = "VARIABLE=VALUE")]
    pub set: Vec<String>,
    /// File of variables, as for `scan node`.
    #[arg(long, value_name = "FILE")]
    pub tailoring: Option<PathBuf>,
    /// Honour the suppressions of these tools too.
    #[arg(long, value_enum, value_name = "TOOL", value_delimiter = ',')]
    pub honour: Vec<crate::manifests::Tool>,
    /// File of failures that were there before: they are counted and not shown.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write all failures of this run to a baseline file.
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// Only failures that are not in this git revision.
    #[arg(long, value_name = "REVISION")]
    pub since: Option<String>,
    /// How to read.
    #[command(flatten)]
    pub read: ReadArgs,
    /// What to print.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// Targets of `scan`.
#[derive(Debug, Subcommand)]
pub enum ScanTarget {
    /// This host, or a host's file system mounted somewhere.
    Node(ScanNodeArgs),
    /// Manifests: files, directories, charts, kustomizations, dumps of a cluster, standard input.
    Files(ScanFilesArgs),
    /// A running cluster through its API, or a dump of one.
    Cluster(Box<ScanClusterArgs>),
    /// A managed cluster by what its provider says of it: see --cloud-facts.
    Cloud(ScanCloudArgs),
}

/// `scan cloud`.
#[derive(Debug, Args)]
pub struct ScanCloudArgs {
    /// What to judge by.
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// What to print.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// Targets of `collect`.
#[derive(Debug, Subcommand)]
pub enum CollectTarget {
    /// This host, or a host's file system mounted somewhere.
    Node(CollectNodeArgs),
    /// A running cluster through its API, or a dump of one.
    Cluster(Box<CollectClusterArgs>),
}

/// Where and how to look.
#[derive(Debug, Args)]
pub struct LookArgs {
    /// Directory that is the host's `/`: a mounted disk, or `/host` in a container.
    #[arg(long, value_name = "DIR", default_value = "/")]
    pub root: PathBuf,
    /// Directory that is the host's `/proc` [default: `proc` below --root].
    #[arg(long, value_name = "DIR")]
    pub proc: Option<PathBuf>,
    /// Kubernetes version of the host, over what is seen. Example: 1.34
    #[arg(long, value_name = "VERSION")]
    pub kubernetes_version: Option<Version>,
    /// Ask the API server that the host's kubelet uses for the versions, as the kubelet. Without
    /// this option nothing is sent over the network.
    #[arg(long)]
    pub ask_api_server: bool,
}

/// What to judge by.
#[derive(Debug, Args)]
pub struct JudgeArgs {
    /// Benchmark to judge by; may be given several times [default: the one that fits].
    #[arg(long = "benchmark", value_name = "ID")]
    pub benchmarks: Vec<String>,
    /// What the provider's own command line prints of a managed cluster, as JSON; may be given
    /// several times. docs/cloud.md names the commands.
    #[arg(long = "cloud-facts", value_name = "FILE")]
    pub cloud_facts: Vec<PathBuf>,
    /// Only controls up to this profile level.
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=2))]
    pub level: Option<u8>,
    /// Only controls of these roles [default: all that what is looked at can answer].
    #[arg(long = "role", value_name = "ROLES", value_delimiter = ',', value_enum)]
    pub roles: Vec<Role>,
    /// Set a variable; may be given several times. `plimsoll vars` lists them.
    #[arg(long = "set", value_name = "VARIABLE=VALUE")]
    pub set: Vec<String>,
    /// File of variables and of controls that are switched off, with reasons.
    #[arg(long, value_name = "FILE")]
    pub tailoring: Option<PathBuf>,
    /// Directory of checks of your own, in the form of the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub checks: Option<PathBuf>,
}

/// What to print and how to end.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Output format, with a file to write to; may be given several times. Formats: terminal, json,
    /// csv, junit, html, sarif, github, gitlab-code-quality, gitlab-sast, kube-bench-json.
    #[arg(short = 'o', long = "output", value_name = "FORMAT[=FILE]")]
    pub output: Vec<String>,
    /// Show every control, not only what needs attention.
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// When to colour.
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub colour: Colour,
    /// Columns of the terminal [default: as it is].
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    /// End with code 3 when a control of this severity or above fails.
    #[arg(long, value_name = "SEVERITY", value_enum)]
    pub fail_on: Option<SeverityArg>,
    /// End with code 4 when a control could not be looked at.
    #[arg(long)]
    pub strict: bool,
}

/// `scan node`.
#[derive(Debug, Args)]
pub struct ScanNodeArgs {
    /// Where and how to look.
    #[command(flatten)]
    pub look: LookArgs,
    /// What to judge by.
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// What to print.
    #[command(flatten)]
    pub report: ReportArgs,
    /// Save the snapshot as well, to be replayed by `plimsoll audit`.
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
}

/// `collect node`.
#[derive(Debug, Args)]
pub struct CollectNodeArgs {
    /// Where and how to look.
    #[command(flatten)]
    pub look: LookArgs,
    /// File to write the snapshot to.
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: PathBuf,
    /// Set a path variable; may be given several times.
    #[arg(long = "set", value_name = "VARIABLE=VALUE")]
    pub set: Vec<String>,
}

/// `audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// Snapshots of hosts and clusters, written by `collect` or by `scan --save`.
    #[arg(required = true, value_name = "SNAPSHOT")]
    pub snapshots: Vec<PathBuf>,
    /// Which checks of clusters.
    #[command(flatten)]
    pub objects: ObjectChecksArgs,
    /// What to judge by.
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// What to print.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// What to judge by.
    #[command(flatten)]
    pub judge: JudgeArgs,
    /// What to print.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Check id, control number, or `benchmark/control`.
    #[arg(value_name = "ID")]
    pub id: String,
    /// How to print it.
    #[command(flatten)]
    pub list: ListArgs,
    /// Directory of checks of your own.
    #[arg(long, value_name = "DIR")]
    pub checks: Option<PathBuf>,
}

/// `benchmarks`.
#[derive(Debug, Subcommand)]
pub enum BenchmarksAction {
    /// Every edition there is.
    List {
        /// Only those whose id, title or distribution contains this.
        only: Option<String>,
        /// How to print them.
        #[command(flatten)]
        list: ListArgs,
    },
    /// The controls of one edition.
    Show {
        /// Benchmark id.
        id: String,
        /// How to print them.
        #[command(flatten)]
        list: ListArgs,
    },
    /// How many controls of each edition are determined, need a person, or do not apply.
    Coverage {
        /// Benchmark ids [default: all].
        ids: Vec<String>,
        /// How to print it.
        #[command(flatten)]
        list: ListArgs,
    },
    /// What changed from one edition to another.
    Diff {
        /// The one to start from.
        from: String,
        /// The one to arrive at.
        to: String,
        /// Tailoring file for the first: say what of it carries over to the second.
        #[arg(long, value_name = "FILE")]
        tailoring: Option<PathBuf>,
        /// Write the tailoring file that carries over.
        #[arg(long, value_name = "FILE", requires = "tailoring")]
        write: Option<PathBuf>,
        /// How to print it.
        #[command(flatten)]
        list: ListArgs,
    },
}

/// `checks`.
#[derive(Debug, Subcommand)]
pub enum ChecksAction {
    /// Every check there is.
    List {
        /// How to print them.
        #[command(flatten)]
        list: ListArgs,
        /// Directory of checks of your own.
        #[arg(long, value_name = "DIR")]
        checks: Option<PathBuf>,
    },
    /// Run the examples of checks; without --checks those of the built-in ones.
    Test {
        /// Directory of checks of your own.
        #[arg(long, value_name = "DIR")]
        checks: Option<PathBuf>,
        /// Source tree whose content folders are tested, instead of what is built in.
        #[arg(long, value_name = "DIR", conflicts_with = "checks")]
        content: Option<PathBuf>,
        /// Only checks whose id or file contains this.
        only: Option<String>,
    },
}

/// `settings`.
#[derive(Debug, Args)]
pub struct SettingsArgs {
    /// Component, e.g. kubelet [default: all].
    #[arg(value_name = "COMPONENT")]
    pub component: Option<String>,
    /// Only what differs from the defaults.
    #[arg(long)]
    pub changed: bool,
    /// Read a saved snapshot instead of this host.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["root", "proc", "kubernetes_version", "ask_api_server"])]
    pub snapshot: Option<PathBuf>,
    /// Where and how to look.
    #[command(flatten)]
    pub look: LookArgs,
    /// How to print them.
    #[command(flatten)]
    pub list: ListArgs,
}

/// How a listing is printed.
#[derive(Debug, Clone, Copy, Args)]
pub struct ListArgs {
    /// Output format.
    #[arg(short = 'o', long = "output", value_enum, default_value_t = ListFormat::Text, value_name = "FORMAT")]
    pub format: ListFormat,
}

/// Formats of listings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Roles of controls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// API server, scheduler, controller manager.
    ControlPlane,
    /// etcd.
    Etcd,
    /// kubelet and kube-proxy.
    Worker,
    /// Servers of a federation.
    Federation,
    /// What only the cluster's API can answer.
    Policies,
    /// What only the provider of a managed cluster can answer.
    Cloud,
}

impl Role {
    /// The role as benchmarks write it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ControlPlane => "control-plane",
            Self::Etcd => "etcd",
            Self::Worker => "worker",
            Self::Federation => "federation",
            Self::Policies => "policies",
            Self::Cloud => "cloud",
        }
    }
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Severities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SeverityArg {
    /// Any failure.
    Low,
    /// Medium and above.
    Medium,
    /// High and above.
    High,
    /// Only critical ones.
    Critical,
}

impl From<SeverityArg> for Severity {
    fn from(severity: SeverityArg) -> Self {
        match severity {
            SeverityArg::Low => Self::Low,
            SeverityArg::Medium => Self::Medium,
            SeverityArg::High => Self::High,
            SeverityArg::Critical => Self::Critical,
        }
    }
}
