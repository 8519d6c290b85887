//! The small hosts that check examples describe, in memory, collected like real ones.

mod go_program;

use std::collections::BTreeMap;

use plimsoll_content::{Content, Example, ExampleFile};
use plimsoll_model::{Snapshot, Version};

use crate::fs::{Attributes, LookError, MemFs};
use crate::node::{Request, collect};

/// Users and groups of an example's host.
const ACCOUNTS: [(&str, u32); 4] = [("root", 0), ("etcd", 990), ("alice", 1000), ("nobody", 65534)];
/// When the processes of an example started, seconds since 1970; files are older by default.
const STARTED: i64 = 1_700_000_000;

/// The snapshot of an example's host.
///
/// # Errors
/// Says what in the example cannot be made into a host.
pub fn snapshot(content: &Content, example: &Example) -> Result<Snapshot, String> {
    let fs = file_system(example)?;
    let version: Version = example.version.parse()?;
    Ok(collect(&Request {
        content,
        fs: &fs,
        proc: (&fs, "/proc"),
        root: "/",
        tool: "plimsoll",
        as_of: STARTED + 3600,
        uid: 0,
        stated_version: Some(version),
        path_variables: BTreeMap::new(),
    }))
}

fn file_system(example: &Example) -> Result<MemFs, String> {
    let passwd: Vec<String> =
        ACCOUNTS.iter().map(|(name, id)| format!("{name}:x:{id}:{id}::/:/bin/sh")).collect();
    let group: Vec<String> = ACCOUNTS.iter().map(|(name, id)| format!("{name}:x:{id}:")).collect();
    let mut fs = MemFs::new()
        .file("/etc/passwd", passwd.join("\n"))
        .file("/etc/group", group.join("\n"))
        .file("/etc/hostname", "example\n")
        .file("/proc/stat", format!("btime {STARTED}\n"))
        .file("/proc/1/cmdline", "/sbin/init\0")
        .link("/proc/1/ns/mnt", "mnt:[1]");
    let environment: String =
        example.environment.iter().map(|(name, value)| format!("{name}={value}\0")).collect();
    for (pid, line) in (100_u32..).zip(&example.run) {
        let words = words(line)?;
        let program = words.first().ok_or("`run` has an empty line")?;
        let executable = if program.starts_with('/') {
            program.clone()
        } else {
            format!("/usr/local/bin/{program}")
        };
        let cmdline: String = words.iter().map(|word| format!("{word}\0")).collect();
        let zeros = "0 ".repeat(18);
        fs = fs
            .file(&format!("/proc/{pid}/cmdline"), cmdline)
            .link(&format!("/proc/{pid}/exe"), &executable)
            .file(&format!("/proc/{pid}/status"), "Name:\tx\nUid:\t0\t0\t0\t0\n")
            .file(&format!("/proc/{pid}/stat"), format!("{pid} (x) S {zeros}100 0\n"))
            .file(&format!("/proc/{pid}/cgroup"), "0::/system.slice\n")
            .file(&format!("/proc/{pid}/environ"), environment.clone())
            .link(&format!("/proc/{pid}/ns/mnt"), "mnt:[1]");
    }
    for (path, file) in &example.files {
        fs = add(fs, path, file)?;
    }
    Ok(fs)
}

fn add(fs: MemFs, path: &str, file: &ExampleFile) -> Result<MemFs, String> {
    if let Some(target) = &file.link {
        return Ok(fs.link(path, target));
    }
    let default = if file.directory { "0755" } else { "0600" };
    let written = file.mode.as_deref().unwrap_or(default);
    let mode = u32::from_str_radix(written, 8)
        .map_err(|_| format!("{path}: `{written}` is not an octal mode"))?;
    let (uid, gid) = owner(path, file.owner.as_deref().unwrap_or("root:root"))?;
    let attributes = Attributes::mode(mode).owned_by(uid, gid);
    let fs = if file.directory {
        fs.directory_with(path, attributes)
    } else if file.socket {
        fs.socket(path, attributes)
    } else {
        let program = (mode & 0o111 != 0).then(|| go_program::executable(&file.content)).flatten();
        let content = program.unwrap_or_else(|| file.content.clone().into_bytes());
        fs.file_with(path, content, attributes)
    };
    Ok(if file.denied { fs.unreadable(path, LookError::denied()) } else { fs })
}

fn owner(path: &str, written: &str) -> Result<(u32, u32), String> {
    let wrong = || {
        let names: Vec<&str> = ACCOUNTS.iter().map(|(name, _)| *name).collect();
        format!("{path}: `{written}` is not user:group of {} or numbers", names.join(", "))
    };
    let (user, group) = written.split_once(':').ok_or_else(wrong)?;
    let number = |name: &str| {
        ACCOUNTS
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, id)| *id)
            .or_else(|| name.parse().ok())
            .ok_or_else(wrong)
    };
    Ok((number(user)?, number(group)?))
}

/// Splits a command line at blanks; single and double quotes hold words together.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote: Option<char> = None;
    for character in line.chars() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (Some(_), _) => word.get_or_insert_default().push(character),
            (None, '\'' | '"') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, _) if character.is_whitespace() => words.extend(word.take()),
            (None, _) => word.get_or_insert_default().push(character),
        }
    }
    if quote.is_some() {
        return Err(format!("`{line}`: a quote is not closed"));
    }
    words.extend(word);
    Ok(words)
}
