//! Looking at a host.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context;
use plimsoll_collect::fs::RealFs;
use plimsoll_collect::node::{Request, collect};
use plimsoll_content::Content;
use plimsoll_engine::Host;
use plimsoll_model::Snapshot;

use crate::TOOL;
use crate::cli::LookArgs;

/// Looks at the host that the arguments name.
pub(crate) fn node(
    content: &Content,
    arguments: &LookArgs,
    path_variables: BTreeMap<String, String>,
) -> anyhow::Result<Snapshot> {
    let fs = open(&arguments.root).context("--root")?;
    let as_of = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|elapsed| i64::try_from(elapsed.as_secs()).ok())
        .unwrap_or(0);
    let proc = arguments.proc.as_deref().map(open).transpose().context("--proc")?;
    let root = arguments.root.display().to_string();
    let mut snapshot = collect(&Request {
        content,
        fs: &fs,
        proc: match &proc {
            Some(proc) => (proc, ""),
            None => (&fs, "/proc"),
        },
        root: &root,
        tool: TOOL,
        as_of,
        uid: rustix::process::geteuid().as_raw(),
        stated_version: arguments.kubernetes_version,
        path_variables,
    });
    if arguments.ask_api_server {
        let kubeconfig = kubeconfig(content, &snapshot)
            .context("--ask-api-server: no kubelet with a kubeconfig was found on this host")?;
        plimsoll_collect::api::add_versions(&fs, &kubeconfig, &mut snapshot);
    }
    Ok(snapshot)
}

/// The kubeconfig of the host's kubelet.
fn kubeconfig(content: &Content, snapshot: &Snapshot) -> Option<String> {
    let host = Host::new(content, snapshot);
    let kubelet = host.instances_of("kubelet").next()?;
    let path = kubelet.settings.get("kubeconfig").text()?.to_owned();
    Some(kubelet.instance.host_path(&path).to_owned())
}

fn open(directory: &Path) -> anyhow::Result<RealFs> {
    if !directory.is_dir() {
        wrong_usage!("{} is not a directory", directory.display());
    }
    RealFs::new(directory).with_context(|| format!("{} cannot be opened", directory.display()))
}
