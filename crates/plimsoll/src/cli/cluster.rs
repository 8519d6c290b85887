//! The arguments of the commands that look at clusters.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{JudgeArgs, ListArgs, ReportArgs};

/// Which API server, as whom: the flags of kubectl, with its precedence.
#[derive(Debug, Clone, Args)]
pub struct ConnectArgs {
    /// Kubeconfig [default: KUBECONFIG, ~/.kube/config, the service account of this pod].
    #[arg(long, value_name = "FILE")]
    pub kubeconfig: Option<PathBuf>,
    /// Context of the kubeconfig; several give one report over several clusters.
    #[arg(long = "context", value_name = "NAME", value_delimiter = ',')]
    pub contexts: Vec<String>,
    /// Every context of the kubeconfig.
    #[arg(long, conflicts_with = "contexts")]
    pub all_contexts: bool,
    /// Cluster of the kubeconfig, over the context's.
    #[arg(long = "cluster", value_name = "NAME")]
    pub kubeconfig_cluster: Option<String>,
    /// User of the kubeconfig, over the context's.
    #[arg(long, value_name = "NAME")]
    pub user: Option<String>,
    /// Address of the API server.
    #[arg(short = 's', long, value_name = "URL")]
    pub server: Option<String>,
    /// Bearer token.
    #[arg(long, value_name = "TOKEN")]
    pub token: Option<String>,
    /// User to act as.
    #[arg(long = "as", value_name = "USER")]
    pub act_as: Option<String>,
    /// Group to act as; may be given several times.
    #[arg(long = "as-group", value_name = "GROUP")]
    pub act_as_groups: Vec<String>,
    /// Certificate authority of the API server.
    #[arg(long, value_name = "FILE")]
    pub certificate_authority: Option<PathBuf>,
    /// Client certificate.
    #[arg(long, value_name = "FILE")]
    pub client_certificate: Option<PathBuf>,
    /// Key of the client certificate.
    #[arg(long, value_name = "FILE")]
    pub client_key: Option<PathBuf>,
    /// Name that the API server's certificate must have.
    #[arg(long, value_name = "NAME")]
    pub tls_server_name: Option<String>,
    /// Do not verify the API server's certificate: whoever stands between can answer for it.
    #[arg(long)]
    pub insecure_skip_tls_verify: bool,
    /// Seconds for one request.
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub request_timeout: u64,
    /// Seconds for the whole look.
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u64).range(1..=86400))]
    pub timeout: u64,
    /// Only these namespaces; may be given several times.
    #[arg(short = 'n', long = "namespace", value_name = "NAMESPACE", value_delimiter = ',')]
    pub namespaces: Vec<String>,
    /// Read files that `kubectl get -o json` wrote, `-` for standard input, instead of a cluster.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["contexts", "all_contexts", "kubeconfig", "server", "namespaces"])]
    pub from_dump: Vec<PathBuf>,
    /// The dump holds everything: a kind without objects in it has none.
    #[arg(long, requires = "from_dump")]
    pub whole: bool,
    /// Name of the cluster in the report [default: as the kubeconfig calls it].
    #[arg(long, value_name = "NAME")]
    pub cluster_name: Option<String>,
}

/// What else is asked of a cluster.
#[derive(Debug, Args)]
pub struct LookClusterArgs {
    /// Also list Secrets: their names, types and owners. Their values are never asked for.
    #[arg(long)]
    pub secrets: bool,
    /// Ask every node's kubelet for its configuration: through the API server (needs `get` on
    /// nodes/proxy) or at its own address (needs `get` on nodes/configz).
    #[arg(long, value_enum, value_name = "HOW")]
    pub kubelets: Option<KubeletsArg>,
    /// Certificate authority of the kubelets, for `--kubelets direct` [default: the API server's].
    #[arg(long, value_name = "FILE", requires = "kubelets")]
    pub kubelet_certificate_authority: Option<PathBuf>,
    /// Do not verify the kubelets' certificates.
    #[arg(long, requires = "kubelets")]
    pub insecure_kubelets: bool,
}

/// Ways to a kubelet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KubeletsArg {
    /// Through the API server.
    Proxy,
    /// At its own address.
    Direct,
}

/// Which checks of Kubernetes objects are run.
#[derive(Debug, Args)]
pub struct ObjectChecksArgs {
    /// Only these checks of Kubernetes objects; may be given several times.
    #[arg(long = "check", value_name = "CHECK", value_delimiter = ',')]
    pub check: Vec<String>,
    /// Not these checks; may be given several times.
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// Also the checks that state a preference and run only when asked for.
    #[arg(long, conflicts_with = "check")]
    pub all_checks: bool,
}

/// `scan cluster`.
#[derive(Debug, Args)]
pub struct ScanClusterArgs {
    /// Which cluster.
    #[command(flatten)]
    pub connect: ConnectArgs,
    /// What is asked of it.
    #[command(flatten)]
    pub look: LookClusterArgs,
    /// Snapshots of its nodes, written by `collect node`: one report over cluster and nodes. Nodes
    /// of the cluster without one are told as not observed.
    #[arg(long = "node", value_name = "SNAPSHOT")]
    pub nodes: Vec<PathBuf>,
    /// Which checks.
    #[command(flatten)]
    pub objects: ObjectChecksArgs,
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

/// `collect cluster`.
#[derive(Debug, Args)]
pub struct CollectClusterArgs {
    /// Which cluster.
    #[command(flatten)]
    pub connect: ConnectArgs,
    /// What is asked of it.
    #[command(flatten)]
    pub look: LookClusterArgs,
    /// File to write the snapshot to.
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    pub output: PathBuf,
}

/// Where a cluster's objects come from.
#[derive(Debug, Clone, Args)]
pub struct ClusterArgs {
    /// Which cluster.
    #[command(flatten)]
    pub connect: ConnectArgs,
    /// Read a saved snapshot instead of a cluster.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["contexts", "all_contexts", "kubeconfig", "server", "from_dump"])]
    pub from: Vec<PathBuf>,
}

/// `who-can`.
#[derive(Debug, Args)]
pub struct WhoCanArgs {
    /// Verb: get, list, watch, create, update, patch, delete, deletecollection, or another.
    pub verb: String,
    /// Resource, with its subresource and group where needed (pods, pods/exec, deployments.apps), or a
    /// path such as /metrics.
    pub resource: String,
    /// Name of one object.
    pub name: Option<String>,
    /// Leave out those who may do it in single namespaces only. With -n that namespace is asked about.
    #[arg(long)]
    pub cluster_wide: bool,
    /// Where to look.
    #[command(flatten)]
    pub cluster: ClusterArgs,
    /// How to print it.
    #[command(flatten)]
    pub list: ListArgs,
}

/// `can`.
#[derive(Debug, Args)]
#[command(after_help = "With VERB and RESOURCE the answer is yes (exit code 0) or no (3).")]
pub struct CanArgs {
    /// user:NAME, group:NAME, serviceaccount:NAMESPACE:NAME, or a user name.
    pub subject: String,
    /// Verb.
    #[arg(requires = "resource")]
    pub verb: Option<String>,
    /// Resource, as for `who-can`.
    pub resource: Option<String>,
    /// Name of one object.
    pub name: Option<String>,
    /// A group that the subject is in besides those that the API server adds; may be given several
    /// times.
    #[arg(long = "group", value_name = "GROUP")]
    pub groups: Vec<String>,
    /// Where to look.
    #[command(flatten)]
    pub cluster: ClusterArgs,
    /// How to print it.
    #[command(flatten)]
    pub list: ListArgs,
}

/// `inventory`.
#[derive(Debug, Args)]
pub struct InventoryArgs {
    /// Where to look.
    #[command(flatten)]
    pub cluster: ClusterArgs,
    /// Output format.
    #[arg(short = 'o', long = "output", value_enum, default_value_t = InventoryFormat::Text, value_name = "FORMAT")]
    pub format: InventoryFormat,
}

/// Formats of `inventory`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum InventoryFormat {
    /// Counts, for people.
    Text,
    /// Everything in tables, for people.
    Wide,
    /// For programs.
    Json,
    /// For programs and people.
    Yaml,
    /// A row for every entry.
    Csv,
}

/// `rbac-manifest`.
#[derive(Debug, Args)]
pub struct RbacManifestArgs {
    /// Also what `scan cluster --secrets` needs: to list Secrets, which is to read them.
    #[arg(long)]
    pub secrets: bool,
    /// Also what `scan cluster --kubelets` needs.
    #[arg(long, value_enum, value_name = "HOW")]
    pub kubelets: Option<KubeletsArg>,
    /// Only these namespaces: Roles there, and a ClusterRole for what has no namespace.
    #[arg(short = 'n', long = "namespace", value_name = "NAMESPACE", value_delimiter = ',')]
    pub namespaces: Vec<String>,
    /// Name of the role, binding and service account.
    #[arg(long, value_name = "NAME", default_value = "plimsoll-scan")]
    pub name: String,
    /// Namespace of the service account.
    #[arg(long, value_name = "NAMESPACE", default_value = "plimsoll")]
    pub account_namespace: String,
}
