//! A closer look at one process.

use plimsoll_model::Problem;

use super::SMALL;
use crate::fs::{FileSystem, LookError};

/// Clock ticks a second in `/proc`: `USER_HZ`, 100 on every architecture Kubernetes runs on.
const TICKS: i64 = 100;
/// Bytes of `/proc/stat` that are read: its interrupt line grows with the machine.
const STAT: u64 = 16 << 20;

/// What `/proc/PID` says of a process, beside its command line.
#[derive(Debug, Clone, PartialEq)]
pub struct ProcessDetails {
    /// Short name (at most 15 bytes).
    pub name: String,
    /// Effective user number.
    pub uid: u32,
    /// Executable as its own mount namespace names it.
    pub executable: Option<String>,
    /// Whether that file was replaced or removed since the start.
    pub executable_deleted: bool,
    /// Start in seconds since 1970.
    pub started: Option<i64>,
    /// Control group path.
    pub cgroup: Option<String>,
    /// Whether its mount namespace is another than the host's.
    pub own_mount_namespace: Option<bool>,
    /// What of this could not be read.
    pub problems: Vec<Problem>,
}

/// Looks at process `pid` of a host that was booted at `boot`, see [`boot_time`].
///
/// # Errors
///
/// The reason when not even its user is known; [`LookError::is_gone`] when it ended.
pub fn details(
    fs: &dyn FileSystem,
    proc_root: &str,
    pid: u32,
    boot: &Result<i64, LookError>,
) -> Result<ProcessDetails, LookError> {
    let directory = format!("{proc_root}/{pid}");
    let status = text(fs, &format!("{directory}/status"), SMALL)?;
    let uid = status
        .lines()
        .find_map(|line| line.strip_prefix("Uid:")?.split_whitespace().nth(1)?.parse().ok())
        .ok_or_else(|| LookError::Other("its status names no user".to_owned()))?;
    let name = status.lines().find_map(|line| line.strip_prefix("Name:")).unwrap_or_default();

    let mut problems = Vec::new();
    let mut noted = |what: &str, error: LookError| {
        let reason = format!("its {what} could not be read: {error}");
        problems.push(Problem { subject: format!("process {pid}"), reason, component: None });
    };
    let (executable, executable_deleted) = match fs.read_link(&format!("{directory}/exe")) {
        Ok(target) => match target.strip_suffix(" (deleted)") {
            Some(path) => (Some(path.to_owned()), true),
            None => (Some(target), false),
        },
        Err(error) => {
            noted("executable", error);
            (None, false)
        }
    };
    let started = match boot.clone().and_then(|boot| start(fs, boot, &directory)) {
        Ok(started) => Some(started),
        Err(error) => {
            noted("start time", error);
            None
        }
    };
    let cgroup = match text(fs, &format!("{directory}/cgroup"), SMALL) {
        Ok(text) => cgroup(&text),
        Err(error) => {
            noted("control group", error);
            None
        }
    };
    let own_mount_namespace = match own_namespace(fs, proc_root, &directory) {
        Ok(own) => Some(own),
        Err(error) => {
            noted("mount namespace", error);
            None
        }
    };
    Ok(ProcessDetails {
        name: name.trim().to_owned(),
        uid,
        executable,
        executable_deleted,
        started,
        cgroup,
        own_mount_namespace,
        problems,
    })
}

fn text(fs: &dyn FileSystem, path: &str, limit: u64) -> Result<String, LookError> {
    Ok(String::from_utf8_lossy(&fs.read(path, limit)?).into_owned())
}

/// Field 22 of `/proc/PID/stat` counts ticks from the boot, whose time `/proc/stat` gives.
fn start(fs: &dyn FileSystem, boot: i64, directory: &str) -> Result<i64, LookError> {
    let unknown = || LookError::Other("not in the expected form".to_owned());
    let stat = text(fs, &format!("{directory}/stat"), SMALL)?;
    // The name in parentheses may hold spaces and parentheses of its own; field 3 follows it.
    let (_, fields) = stat.rsplit_once(')').ok_or_else(unknown)?;
    let ticks: i64 = fields
        .split_whitespace()
        .nth(22 - 3)
        .and_then(|field| field.parse().ok())
        .ok_or_else(unknown)?;
    boot.checked_add(ticks / TICKS).ok_or_else(unknown)
}

/// When the host was booted, seconds since 1970. Ask once: the file is long on large machines.
///
/// # Errors
///
/// The reason when `/proc/stat` does not say it.
pub fn boot_time(fs: &dyn FileSystem, proc_root: &str) -> Result<i64, LookError> {
    text(fs, &format!("{proc_root}/stat"), STAT)?
        .lines()
        .find_map(|line| line.strip_prefix("btime ")?.trim().parse().ok())
        .ok_or_else(|| LookError::Other("/proc/stat tells no boot time".to_owned()))
}

/// The path in the unified hierarchy, or on a host of cgroup v1 (where that path is `/`) the one of
/// systemd, of `pids`, or of whatever comes first.
fn cgroup(text: &str) -> Option<String> {
    let lines: Vec<(&str, &str)> =
        text.lines().filter_map(|line| line.split_once(':')?.1.split_once(':')).take(64).collect();
    let of = |wanted: &str| {
        lines.iter().find(|(controllers, _)| controllers.split(',').any(|one| one == wanted))
    };
    let unified = lines.iter().find(|(controllers, _)| controllers.is_empty());
    unified
        .filter(|(_, path)| *path != "/")
        .or_else(|| of("name=systemd"))
        .or_else(|| of("pids"))
        .or_else(|| lines.first())
        .map(|(_, path)| (*path).to_owned())
}

/// Process 1 lives where the host does; where it may not be asked, this process is taken for that.
fn own_namespace(fs: &dyn FileSystem, proc_root: &str, directory: &str) -> Result<bool, LookError> {
    let its = fs.read_link(&format!("{directory}/ns/mnt"))?;
    let host = fs
        .read_link(&format!("{proc_root}/1/ns/mnt"))
        .or_else(|_| fs.read_link(&format!("{proc_root}/self/ns/mnt")))?;
    Ok(its != host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::{MemFs, RealFs};

    const STAT_LINE: &str = "30 (kube) let) S 1 30 30 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 14 0 12345 \
                             1 2 3";

    fn proc() -> MemFs {
        MemFs::new()
            .file("/proc/stat", "cpu 1 2\nbtime 1700000000\n")
            .file("/proc/30/status", "Name:\tkube) let\nUid:\t1000\t0\t1000\t1000\n")
            .file("/proc/30/stat", STAT_LINE)
            .file("/proc/30/cgroup", "0::/system.slice/kubelet.service\n")
            .link("/proc/30/exe", "/usr/bin/kubelet (deleted)")
            .link("/proc/30/ns/mnt", "mnt:[4026531841]")
            .link("/proc/1/ns/mnt", "mnt:[4026531832]")
    }

    #[test]
    fn everything_of_a_process_is_read() {
        let details = details(&proc(), "/proc", 30, &boot_time(&proc(), "/proc")).unwrap();
        assert_eq!(details.name, "kube) let");
        assert_eq!(details.uid, 0);
        assert_eq!(details.executable.as_deref(), Some("/usr/bin/kubelet"));
        assert!(details.executable_deleted);
        assert_eq!(details.started, Some(1_700_000_123));
        assert_eq!(details.cgroup.as_deref(), Some("/system.slice/kubelet.service"));
        assert_eq!(details.own_mount_namespace, Some(true));
        assert!(details.problems.is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_a_problem_and_not_a_guess() {
        let fs = proc()
            .unreadable("/proc/30/exe", LookError::denied())
            .unreadable("/proc/30/ns/mnt", LookError::denied())
            .file("/proc/30/stat", "30 (kubelet");
        let details = details(&fs, "/proc", 30, &boot_time(&fs, "/proc")).unwrap();
        assert_eq!((details.executable, details.started), (None, None));
        assert_eq!(details.own_mount_namespace, None);
        let reasons: Vec<&str> = details.problems.iter().map(|one| one.reason.as_str()).collect();
        assert_eq!(
            reasons,
            [
                "its executable could not be read: permission denied",
                "its start time could not be read: not in the expected form",
                "its mount namespace could not be read: permission denied",
            ]
        );
    }

    #[test]
    fn this_process_stands_in_for_process_one() {
        let fs = proc()
            .unreadable("/proc/1/ns/mnt", LookError::denied())
            .link("/proc/self/ns/mnt", "mnt:[4026531841]");
        assert_eq!(
            details(&fs, "/proc", 30, &boot_time(&fs, "/proc")).unwrap().own_mount_namespace,
            Some(false)
        );
    }

    #[test]
    fn the_control_group_is_found_in_both_versions() {
        for (text, want) in [
            ("0::/kubepods.slice/pod1\n", "/kubepods.slice/pod1"),
            ("4:pids:/a\n1:name=systemd:/system.slice/x\n0::/\n", "/system.slice/x"),
            ("4:cpu,pids:/kubepods/pod:1\n0::/\n", "/kubepods/pod:1"),
            ("3:memory:/m\n", "/m"),
            ("0::/\n", "/"),
        ] {
            assert_eq!(cgroup(text).as_deref(), Some(want), "{text}");
        }
        assert_eq!(cgroup("nonsense"), None);
    }

    #[test]
    fn this_very_process_started_before_now() {
        let fs = RealFs::new("/").unwrap();
        let details = details(&fs, "/proc", std::process::id(), &boot_time(&fs, "/proc")).unwrap();
        let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
        let started = u64::try_from(details.started.unwrap()).unwrap();
        assert!(started <= now + 2 && started + 3600 > now, "{started} {now}");
        assert_eq!(details.uid, rustix::process::geteuid().as_raw());
        assert!(details.executable.is_some());
    }
}
