//! Looking at a host.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use plimsoll_collect::fs::RealFs;
use plimsoll_collect::node::{Request, collect};
use plimsoll_content::Content;
use plimsoll_engine::Host;
use plimsoll_model::Snapshot;

use crate::cli::LookArgs;
use crate::{TOOL, output};

/// How long a look may take before it is said that it goes on.
const MOMENT: Duration = Duration::from_millis(700);

/// Seconds since 1970.
pub(crate) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|elapsed| i64::try_from(elapsed.as_secs()).ok())
        .unwrap_or(0)
}

/// Looks at the host that the arguments name.
pub(crate) fn node(
    content: &Content,
    arguments: &LookArgs,
    path_variables: BTreeMap<String, String>,
) -> anyhow::Result<Snapshot> {
    let fs = open(&arguments.root).context("--root")?;
    let as_of = now();
    let proc = arguments.proc.as_deref().map(open).transpose().context("--proc")?;
    let root = arguments.root.display().to_string();
    let _progress = Progress::start(&root);
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

/// Says on a terminal that something takes longer than a moment: a slow disk, a large `/proc`, a
/// program that renders.
pub(crate) struct Progress {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Progress {
    pub(crate) fn start(root: &str) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self { done: None, thread: None };
        }
        let (done, waiting) = channel::<()>();
        let root = plimsoll_report::sanitize::sanitize(root);
        let thread = std::thread::spawn(move || {
            if waiting.recv_timeout(MOMENT) == Err(RecvTimeoutError::Timeout) {
                output::to_stderr(&format!("looking at {root} ...\n"));
                let _ = waiting.recv();
            }
        });
        Self { done: Some(done), thread: Some(thread) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
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
