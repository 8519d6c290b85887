//! Paths of the node that a pod mounts.

use plimsoll_engine::objects::{Options, Outcome, PodView, Problem};

/// Every `hostPath` volume: number, name, path without a trailing slash.
fn host_paths<'a>(pod: &PodView<'a>) -> impl Iterator<Item = (usize, &'a str, &'a str)> + use<'a> {
    pod.spec().volumes.iter().enumerate().filter_map(|(index, volume)| {
        let path = volume.host_path.as_ref()?.path.as_deref().unwrap_or_default();
        let path = if path.len() > 1 { path.trim_end_matches('/') } else { path };
        Some((index, volume.name.as_deref().unwrap_or_default(), path))
    })
}

fn judge(pod: &PodView<'_>, bad: impl Fn(&str) -> Option<String>) -> Outcome {
    let mut any = false;
    let mut problems: Vec<Problem> = Vec::new();
    for (index, name, path) in host_paths(pod) {
        any = true;
        if let Some(reason) = bad(path) {
            let field = format!("spec.volumes[{index}].hostPath.path");
            problems.push(pod.problem(&field, format!("volume `{name}`: {reason}")));
        }
    }
    if any { Outcome::from_problems(problems) } else { Outcome::Pass }
}

const SOCKETS: [&str; 8] = [
    "docker.sock",
    "containerd.sock",
    "crio.sock",
    "cri-dockerd.sock",
    "dockershim.sock",
    "podman.sock",
    "frakti.sock",
    "buildkitd.sock",
];

fn is_socket(path: &str) -> bool {
    SOCKETS.iter().any(|name| path.rsplit('/').next() == Some(name))
}

/// Directories in which a runtime's socket lies: who mounts them has the socket.
fn holds_socket(path: &str) -> bool {
    matches!(
        path,
        "/run/containerd"
            | "/var/run/containerd"
            | "/run/crio"
            | "/var/run/crio"
            | "/run/k3s/containerd"
            | "/var/run/docker"
    )
}

pub(super) fn runtime_socket(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    judge(pod, |path| {
        (is_socket(path) || holds_socket(path))
            .then(|| format!("{path} gives the container runtime's socket, and with it the node"))
    })
}

const SENSITIVE: [&str; 16] = [
    "/boot",
    "/dev",
    "/etc",
    "/home",
    "/lib",
    "/lib64",
    "/opt/cni",
    "/proc",
    "/root",
    "/run",
    "/sys",
    "/usr",
    "/var/lib/containerd",
    "/var/lib/docker",
    "/var/lib/etcd",
    "/var/lib/kubelet",
];

/// Files below those that give nothing away and that very many pods mount.
const HARMLESS: [&str; 12] = [
    "/etc/localtime",
    "/etc/timezone",
    "/etc/ssl",
    "/etc/pki",
    "/etc/ca-certificates",
    "/etc/os-release",
    "/etc/machine-id",
    "/usr/share",
    "/lib/modules",
    "/usr/lib/os-release",
    "/run/xtables.lock",
    "/dev/null",
];

fn below(path: &str, directory: &str) -> bool {
    path.strip_prefix(directory).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_sensitive(path: &str) -> bool {
    let harmless = HARMLESS.iter().any(|known| below(path, known));
    let whole = path == "/" || path == "/var" || path == "/var/lib" || path == "/var/run";
    (whole || SENSITIVE.iter().any(|known| below(path, known))) && !harmless
}

pub(super) fn sensitive(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    judge(pod, |path| {
        let told = is_socket(path) || holds_socket(path) || is_cloud_credential(path);
        (is_sensitive(path) && !told).then(|| format!("{path} of the node is mounted"))
    })
}

const CLOUD_CREDENTIALS: [&str; 7] = [
    "/root/.aws",
    "/root/.azure",
    "/root/.config/gcloud",
    "/etc/kubernetes/azure.json",
    "/etc/kubernetes/cloud-config",
    "/etc/kubernetes/cloud.conf",
    "/var/lib/cloud/instance",
];

fn is_cloud_credential(path: &str) -> bool {
    CLOUD_CREDENTIALS.iter().any(|known| below(path, known))
        || ["/.aws/credentials", "/.azure/accessTokens.json", "/.config/gcloud"]
            .iter()
            .any(|tail| path.ends_with(tail))
}

pub(super) fn cloud_credentials(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    judge(pod, |path| {
        is_cloud_credential(path)
            .then(|| format!("{path} holds the node's credentials for its cloud"))
    })
}

pub(super) fn any(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    // What gives the node away has checks of its own, and is told once.
    judge(pod, |path| {
        let told = is_socket(path)
            || holds_socket(path)
            || is_cloud_credential(path)
            || is_sensitive(path);
        (!told).then(|| format!("it is the path {path} of the node"))
    })
}

/// A mount of a `hostPath` that the container can write to.
pub(super) fn writable(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    let paths: Vec<(usize, &str, &str)> = host_paths(pod).collect();
    if paths.is_empty() {
        return Outcome::NotApplicable;
    }
    let mut problems = Vec::new();
    for c in pod.containers() {
        for (index, mount) in c.container.volume_mounts.iter().enumerate() {
            let name = mount.name.as_deref().unwrap_or_default();
            let Some((_, _, path)) = paths.iter().find(|(_, volume, _)| *volume == name) else {
                continue;
            };
            // A socket is written to by connecting to it: read-only changes nothing.
            let meant = is_socket(path) || matches!(*path, "/dev/null" | "/run/xtables.lock");
            if mount.read_only != Some(true) && !meant {
                problems.push(c.problem(
                    &format!("volumeMounts[{index}].readOnly"),
                    format!("it can write to {path} of the node"),
                ));
            }
        }
    }
    Outcome::from_problems(problems)
}
