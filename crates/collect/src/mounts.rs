//! Which host path lies behind a path of a process in a mount namespace of its own.
//!
//! A container's `/etc/kubernetes` may be the host's `/srv/k8s`. Both tell in their mountinfo on
//! which device, and from which directory of it, each mount comes: what is the same there is the
//! same file.

use crate::fs::{FileSystem, LookError};

/// Bytes of a mountinfo that are read.
const LIMIT: u64 = 16 << 20;
/// Mounts that are kept; Linux allows 100,000 in a namespace.
const MOUNTS: usize = 100_000;

/// One line of a mountinfo (proc_pid_mountinfo(5)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mount {
    /// `major:minor` of the file system.
    pub device: String,
    /// Directory of that file system that is mounted.
    pub root: String,
    /// Where it is mounted.
    pub point: String,
    /// Type of the file system.
    pub kind: String,
}

/// Reads the mounts of process `pid`.
///
/// # Errors
///
/// The reason when its mountinfo cannot be read.
pub fn of_process(fs: &dyn FileSystem, proc_root: &str, pid: u32) -> Result<Vec<Mount>, LookError> {
    let bytes = fs.read(&format!("{proc_root}/{pid}/mountinfo"), LIMIT)?;
    Ok(parse(&String::from_utf8_lossy(&bytes)))
}

/// Reads a mountinfo. Lines that are not understood are passed over.
#[must_use]
pub fn parse(text: &str) -> Vec<Mount> {
    text.lines().filter_map(line).take(MOUNTS).collect()
}

fn line(line: &str) -> Option<Mount> {
    let (head, tail) = line.split_once(" - ")?;
    let mut fields = head.split(' ').skip(2);
    Some(Mount {
        device: fields.next()?.to_owned(),
        root: unescape(fields.next()?),
        point: unescape(fields.next()?),
        kind: tail.split(' ').next()?.to_owned(),
    })
}

/// Space, tab, newline and backslash are written as three octal digits.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let code = match (byte, tail) {
            (b'\\', [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', ..]) => {
                Some((a - b'0') << 6 | (b - b'0') << 3 | (c - b'0'))
            }
            _ => None,
        };
        bytes.push(code.unwrap_or(byte));
        if code.is_some() {
            rest = tail.get(3..).unwrap_or_default();
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The host's path of the container's `path`; `None` when none of the host's mounts shows it (a
/// memory file system of the container's own, a mount that was removed on the host).
#[must_use]
pub fn host_path(container: &[Mount], host: &[Mount], path: &str) -> Option<String> {
    let path = normal(path)?;
    let mount = mount_of(container, &path)?;
    let inner = append(&mount.root, below(&path, &mount.point)?);
    let mut candidates: Vec<(&Mount, String)> = host
        .iter()
        .filter(|candidate| candidate.device == mount.device)
        .filter_map(|candidate| {
            let path = append(&candidate.point, below(&inner, &candidate.root)?);
            Some((candidate, path))
        })
        .collect();
    // The mount that shows the most of the file system is the one its owner knows.
    candidates.sort_by_key(|(candidate, path)| (candidate.root.len(), path.len(), path.clone()));
    candidates
        .into_iter()
        .find(|(candidate, path)| mount_of(host, path).is_some_and(|found| found == *candidate))
        .map(|(_, path)| path)
}

/// The root of process `pid` as a file system of its own: links in it lead where they lead the
/// process.
///
/// # Errors
///
/// The reason when it may not be entered, or the process is gone.
pub fn process_root(
    fs: &dyn FileSystem,
    proc_root: &str,
    pid: u32,
) -> Result<Box<dyn FileSystem>, LookError> {
    fs.enter(&format!("{proc_root}/{pid}/root"))
}

/// Reads `path` as process `pid` sees it.
///
/// # Errors
///
/// The reason when it cannot be read.
pub fn read_as(
    fs: &dyn FileSystem,
    proc_root: &str,
    pid: u32,
    path: &str,
    limit: u64,
) -> Result<Vec<u8>, LookError> {
    process_root(fs, proc_root, pid)?.read(path, limit)
}

/// The mount on which `path` lies: the longest mount point, and of equals the last one, which
/// covers the others.
fn mount_of<'a>(mounts: &'a [Mount], path: &str) -> Option<&'a Mount> {
    mounts
        .iter()
        .filter(|mount| below(path, &mount.point).is_some())
        .max_by_key(|mount| mount.point.len())
}

/// What of `path` remains below `directory`, without a leading slash.
fn below<'a>(path: &'a str, directory: &str) -> Option<&'a str> {
    let rest = path.strip_prefix(directory.trim_end_matches('/'))?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

fn append(directory: &str, rest: &str) -> String {
    match (directory.trim_end_matches('/'), rest) {
        ("", "") => "/".to_owned(),
        (directory, "") => directory.to_owned(),
        (directory, rest) => format!("{directory}/{rest}"),
    }
}

/// An absolute path without `.`, `..` and double slashes.
fn normal(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.strip_prefix('/')?.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(format!("/{}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::{MemFs, RealFs};
    use proptest::prelude::*;

    const HOST: &str = "\
        22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n\
        23 22 8:2 / /var rw - ext4 /dev/sda2 rw\n\
        24 22 0:22 / /proc rw - proc proc rw\n\
        25 23 8:1 /srv/data /var/lib/kubelet/pods/1/volumes/x rw - ext4 /dev/sda1 rw\n\
        26 22 0:50 / /run/containerd/c1/rootfs rw - overlay overlay rw\n\
        27 22 8:3 /@home /home rw - btrfs /dev/sdb rw\n\
        28 22 0:60 / /mnt/with\\040space rw - tmpfs tmpfs rw\n";
    const CONTAINER: &str = "\
        90 80 0:50 / / rw - overlay overlay rw\n\
        91 90 8:1 /srv/k8s/pki /etc/kubernetes/pki ro - ext4 /dev/sda1 rw\n\
        92 90 8:2 /lib/etcd /var/lib/etcd rw - ext4 /dev/sda2 rw\n\
        93 90 0:99 / /tmp rw - tmpfs tmpfs rw\n\
        94 90 8:1 /var/hidden /hidden rw - ext4 /dev/sda1 rw\n\
        95 90 8:3 /@home/me /home rw - btrfs /dev/sdb rw\n\
        96 90 0:60 /a\\040b /spaced rw - tmpfs tmpfs rw\n";

    #[test]
    fn a_path_in_a_container_is_found_on_the_host() {
        let (container, host) = (parse(CONTAINER), parse(HOST));
        for (path, want) in [
            ("/etc/kubernetes/pki/ca.crt", Some("/srv/k8s/pki/ca.crt")),
            ("/etc/kubernetes/./pki/../pki", Some("/srv/k8s/pki")),
            ("/var/lib/etcd", Some("/var/lib/etcd")),
            ("/etc/kubernetes/pkix", Some("/run/containerd/c1/rootfs/etc/kubernetes/pkix")),
            ("/", Some("/run/containerd/c1/rootfs")),
            ("/home/x", Some("/home/me/x")),
            ("/spaced/f", Some("/mnt/with space/a b/f")),
            ("/tmp/x", None),
            ("relative", None),
        ] {
            assert_eq!(host_path(&container, &host, path).as_deref(), want, "{path}");
        }
    }

    #[test]
    fn a_path_that_another_mount_covers_on_the_host_is_not_given() {
        assert_eq!(host_path(&parse(CONTAINER), &parse(HOST), "/hidden/x"), None);
    }

    #[test]
    fn this_machine_s_own_paths_are_themselves() {
        let fs = RealFs::new("/").unwrap();
        let mounts = of_process(&fs, "/proc", std::process::id()).unwrap();
        assert_eq!(host_path(&mounts, &mounts, "/proc/self").as_deref(), Some("/proc/self"));
        assert!(read_as(&fs, "/proc", std::process::id(), "/proc/version", 4096).is_ok());
    }

    #[test]
    fn a_link_in_a_container_leads_to_the_container_s_file() {
        let fs = MemFs::new()
            .link("/proc/7/root", "/run/c1")
            .file("/run/c1/data/real", "container")
            .link("/run/c1/etc/conf", "/data/real")
            .file("/data/real", "host");
        assert_eq!(read_as(&fs, "/proc", 7, "/etc/conf", 99).unwrap(), b"container");
    }

    proptest! {
        #[test]
        fn no_mountinfo_makes_it_panic(text in "(?s)[0-9: /\\\\a-z\n-]{0,300}", path in ".{0,40}") {
            let mounts = parse(&text);
            let _ = host_path(&mounts, &mounts, &path);
        }
    }
}
