//! Processes of a `/proc`, read natively.
//!
//! Two passes: [`list`] reads the command line of every process and nothing else, so that a host
//! with thousands of them costs little; [`details`] and [`environment`] look closer at the few that
//! were recognised.

mod details;
mod environment;

pub use details::{ProcessDetails, boot_time, details};
pub use environment::{environment, wanted};

use plimsoll_model::{Argument, CommandLine, Problem};

use crate::fs::{FileSystem, LookError};
use crate::redact;

/// Bytes of a command line that are kept.
const COMMAND_LINE: usize = 128 * 1024;
/// Entries of a `/proc` that are looked at; Linux gives out at most 4,194,304 process numbers.
const ENTRIES: usize = 1 << 23;
/// Bytes of the small files of `/proc/PID`.
const SMALL: u64 = 64 * 1024;

/// What one pass over a `/proc` gave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ProcessList {
    /// Processes whose command line was read, by number. Kernel threads are left out.
    pub processes: Vec<RawProcess>,
    /// Processes whose command line could not be read.
    pub unreadable: Vec<UnreadableProcess>,
    /// What else may hide processes.
    pub problems: Vec<Problem>,
}

/// A process as the first pass knows it. Arguments are not redacted yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawProcess {
    /// Process number.
    pub pid: u32,
    /// Its arguments from `argv[0]` on; bytes that are not UTF-8 are replaced.
    pub arguments: Vec<String>,
    /// Whether there were more than are kept.
    pub truncated: bool,
}

/// A process that is there and does not show its command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadableProcess {
    /// Process number.
    pub pid: u32,
    /// Its short name (at most 15 bytes), when at least that could be read.
    pub name: Option<String>,
    /// Why.
    pub reason: String,
}

impl RawProcess {
    /// The name of the program: the last part of `argv[0]`.
    #[must_use]
    pub fn program(&self) -> &str {
        let program = self.arguments.first().map_or("", String::as_str);
        program.rsplit('/').next().unwrap_or(program)
    }

    /// The redacted command line; arguments before number `first` (the program and a sub-command)
    /// are left out.
    #[must_use]
    pub fn command_line(&self, first: usize) -> CommandLine {
        let mut arguments: Vec<Argument> = self
            .arguments
            .iter()
            .zip(0_u32..)
            .skip(first.max(1))
            .map(|(text, index)| Argument {
                text: text.clone(),
                index,
                file: None,
                line: None,
                set_by: None,
            })
            .collect();
        redact::arguments(&mut arguments);
        let program = redact::text(self.arguments.first().map_or("", String::as_str));
        CommandLine { program, arguments, environment: Vec::new() }
    }
}

impl UnreadableProcess {
    /// The same as a problem of the host.
    #[must_use]
    pub fn problem(&self, component: Option<String>) -> Problem {
        let subject = match &self.name {
            Some(name) => format!("process {} ({name})", self.pid),
            None => format!("process {}", self.pid),
        };
        let reason = format!("its command line could not be read: {}", self.reason);
        Problem { subject, reason, component }
    }
}

/// Every process of `proc_root` with its command line.
///
/// # Errors
///
/// The reason when the directory itself cannot be listed.
pub fn list(fs: &dyn FileSystem, proc_root: &str) -> Result<ProcessList, LookError> {
    let mut list = ProcessList::default();
    let entries = fs.list(proc_root, ENTRIES)?;
    let mut pids: Vec<u32> = entries.iter().filter_map(|entry| pid(&entry.name)).collect();
    pids.sort_unstable();
    for &pid in &pids {
        let path = format!("{proc_root}/{pid}/cmdline");
        match fs.read_at(&path, 0, COMMAND_LINE + 1) {
            // Kernel threads and the dead have none.
            Ok(bytes) if bytes.is_empty() => {}
            Ok(bytes) => {
                let truncated = bytes.len() > COMMAND_LINE;
                let arguments = split(bytes.get(..COMMAND_LINE).unwrap_or(&bytes));
                list.processes.push(RawProcess { pid, arguments, truncated });
            }
            Err(error) if error.is_gone() => {}
            Err(error) => {
                let name = comm(fs, proc_root, pid);
                list.unreadable.push(UnreadableProcess { pid, name, reason: error.to_string() });
            }
        }
    }
    if !pids.is_empty() && !pids.contains(&1) && hides_others(fs, proc_root) {
        list.problems.push(Problem {
            subject: proc_root.to_owned(),
            reason: "processes of other users are hidden (hidepid); run as root to see them"
                .to_owned(),
            component: None,
        });
    }
    Ok(list)
}

/// The number when a name of `/proc` is one.
fn pid(name: &str) -> Option<u32> {
    name.parse().ok().filter(|_| name.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The short name of a process.
fn comm(fs: &dyn FileSystem, proc_root: &str, pid: u32) -> Option<String> {
    let bytes = fs.read(&format!("{proc_root}/{pid}/comm"), SMALL).ok()?;
    Some(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

/// Arguments end in a NUL each; a process that wrote over its own title may lack the last one.
fn split(bytes: &[u8]) -> Vec<String> {
    let bytes = bytes.strip_suffix(b"\0").unwrap_or(bytes);
    bytes.split(|&byte| byte == 0).map(|part| String::from_utf8_lossy(part).into_owned()).collect()
}

/// Whether the `/proc` is mounted so that others' processes are not listed (`hidepid=2` and up).
fn hides_others(fs: &dyn FileSystem, proc_root: &str) -> bool {
    let Ok(bytes) = fs.read(&format!("{proc_root}/self/mountinfo"), 16 << 20) else {
        return false;
    };
    String::from_utf8_lossy(&bytes).lines().any(|line| {
        let (_, tail) = line.split_once(" - ").unwrap_or_default();
        tail.starts_with("proc ")
            && ["hidepid=2", "hidepid=4", "hidepid=invisible", "hidepid=ptraceable"]
                .iter()
                .any(|option| tail.contains(option))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::{MemFs, RealFs};
    use proptest::prelude::*;

    fn proc() -> MemFs {
        MemFs::new()
            .file("/proc/1/cmdline", "/sbin/init\0")
            .file("/proc/2/cmdline", "")
            .file("/proc/30/cmdline", "kubelet\0--config=/x\0--empty=\0\0--token=abcdefghij\0")
            .failing("/proc/40/cmdline", LookError::Vanished)
            .file("/proc/50/comm", "kube-apiserver\n")
            .unreadable("/proc/50/cmdline", LookError::denied())
            .file("/proc/60/cmdline", b"nginx: \xff master".to_vec())
            .file("/proc/uptime", "1 2")
            .directory("/proc/0x7")
    }

    #[test]
    fn processes_are_listed_without_kernel_threads_and_those_that_ended() {
        let list = list(&proc(), "/proc").unwrap();
        let pids: Vec<u32> = list.processes.iter().map(|process| process.pid).collect();
        assert_eq!(pids, [1, 30, 60]);
        assert_eq!(list.processes[1].arguments.len(), 5);
        assert_eq!(list.processes[2].arguments, ["nginx: \u{fffd} master"]);
        assert_eq!(list.processes[0].program(), "init");
        assert!(list.problems.is_empty());
    }

    #[test]
    fn a_process_that_hides_its_command_line_is_told_by_name() {
        let list = list(&proc(), "/proc").unwrap();
        let problem = list.unreadable[0].problem(Some("kube-apiserver".to_owned()));
        assert_eq!(problem.subject, "process 50 (kube-apiserver)");
        assert_eq!(problem.reason, "its command line could not be read: permission denied");
    }

    #[test]
    fn a_proc_that_hides_others_is_a_problem() {
        let fs = MemFs::new().file("/proc/77/cmdline", "sh\0").file(
            "/proc/self/mountinfo",
            "22 1 0:21 / /proc rw - proc proc rw,hidepid=invisible\n",
        );
        assert_eq!(list(&fs, "/proc").unwrap().problems.len(), 1);
    }

    #[test]
    fn arguments_keep_their_number_and_lose_their_secrets() {
        let process = &list(&proc(), "/proc").unwrap().processes[1];
        let line = process.command_line(1);
        assert_eq!(line.program, "kubelet");
        let seen: Vec<(u32, &str)> = line
            .arguments
            .iter()
            .map(|argument| (argument.index, argument.text.as_str()))
            .collect();
        assert_eq!(seen, [(1, "--config=/x"), (2, "--empty="), (3, ""), (4, "--token=(redacted)")]);
    }

    #[test]
    fn an_endless_command_line_is_cut() {
        let fs = MemFs::new().file("/proc/9/cmdline", vec![b'a'; COMMAND_LINE * 2]);
        let list = list(&fs, "/proc").unwrap();
        assert!(list.processes[0].truncated);
        assert_eq!(list.processes[0].arguments[0].len(), COMMAND_LINE);
    }

    #[test]
    fn this_very_process_is_seen() {
        let list = list(&RealFs::new("/").unwrap(), "/proc").unwrap();
        assert!(list.processes.iter().any(|process| process.pid == std::process::id()));
    }

    proptest! {
        #[test]
        fn any_bytes_split_into_arguments(bytes in proptest::collection::vec(any::<u8>(), 1..200)) {
            let parts = split(&bytes);
            prop_assert!(!parts.is_empty() && parts.len() <= bytes.len());
        }
    }
}
