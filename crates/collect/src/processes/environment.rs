//! The environment of a process, as far as settings are taken from it.

use plimsoll_model::EnvironmentVariable;

use crate::fs::{FileSystem, LookError};
use crate::redact;

/// Bytes of an environment that are read; Linux lets arguments and environment have 6 MiB.
const LIMIT: u64 = 6 << 20;
/// Variables that are kept.
const VARIABLES: usize = 1024;

/// Whether a component takes a setting from a variable of this name.
#[must_use]
pub fn wanted(name: &str, prefixes: &[&str], names: &[&str]) -> bool {
    names.contains(&name) || prefixes.iter().any(|prefix| name.starts_with(prefix))
}

/// The wanted variables of a process, sorted by name and redacted. All others, which may hold
/// anything, are dropped at once. Of a name that occurs twice the first counts, as in getenv(3).
///
/// # Errors
///
/// The reason when the environment cannot be read: it needs the process's own user or root.
pub fn environment(
    fs: &dyn FileSystem,
    proc_root: &str,
    pid: u32,
    prefixes: &[&str],
    names: &[&str],
) -> Result<Vec<EnvironmentVariable>, LookError> {
    let bytes = fs.read(&format!("{proc_root}/{pid}/environ"), LIMIT)?;
    let mut variables: Vec<EnvironmentVariable> = bytes
        .split(|&byte| byte == 0)
        .filter_map(|entry| {
            let equals = entry.iter().position(|&byte| byte == b'=')?;
            let name = std::str::from_utf8(entry.get(..equals)?).ok()?;
            if !wanted(name, prefixes, names) {
                return None;
            }
            let value = String::from_utf8_lossy(entry.get(equals + 1..)?).into_owned();
            Some(EnvironmentVariable { name: name.to_owned(), value, file: None, line: None })
        })
        .take(VARIABLES)
        .collect();
    variables.sort_by(|left, right| left.name.cmp(&right.name));
    variables.dedup_by(|later, first| later.name == first.name);
    redact::environment(&mut variables);
    Ok(variables)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::MemFs;

    #[test]
    fn only_wanted_variables_are_kept_and_their_secrets_are_not() {
        let fs = MemFs::new().file(
            "/proc/7/environ",
            b"AWS_SECRET_ACCESS_KEY=x\0ETCD_PASSWORD=hunter2\0ETCD_NAME=a=b\0ETCD_NAME=second\0\
              HOME=/root\0GOGC=50\0\xff=1\0broken\0"
                .to_vec(),
        );
        let variables = environment(&fs, "/proc", 7, &["ETCD_"], &["GOGC"]).unwrap();
        let seen: Vec<(&str, &str)> =
            variables.iter().map(|one| (one.name.as_str(), one.value.as_str())).collect();
        assert_eq!(seen, [("ETCD_NAME", "a=b"), ("ETCD_PASSWORD", "(redacted)"), ("GOGC", "50")]);
    }

    #[test]
    fn an_unreadable_environment_is_an_error() {
        let fs = MemFs::new().unreadable("/proc/7/environ", LookError::denied());
        assert_eq!(environment(&fs, "/proc", 7, &[], &[]), Err(LookError::denied()));
    }
}
