//! Names of the audited host's users and groups, from its own files.
//!
//! The library functions of this machine are of no use: the audited root may be another host's.

use std::collections::BTreeMap;

use plimsoll_model::Problem;

use crate::fs::{FileSystem, LookError};

/// Where the names stand.
const PASSWD: &str = "/etc/passwd";
const GROUP: &str = "/etc/group";
/// Bytes of either file that are read.
const LIMIT: u64 = 16 << 20;

/// Users and groups by number. Where two share a number the first one counts, as in getpwuid(3).
#[derive(Debug, Clone, Default)]
pub struct Users {
    users: BTreeMap<u32, String>,
    groups: BTreeMap<u32, String>,
    numbers: BTreeMap<String, u32>,
    /// Files that are there and could not be read.
    pub problems: Vec<Problem>,
}

impl Users {
    /// Reads `/etc/passwd` and `/etc/group`. A host without them has no names and no problem.
    #[must_use]
    pub fn read(fs: &dyn FileSystem) -> Self {
        let mut problems = Vec::new();
        let mut text = |path: &str| match fs.read(path, LIMIT) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(LookError::NotFound) => String::new(),
            Err(error) => {
                let (subject, reason) = (path.to_owned(), error.to_string());
                problems.push(Problem { subject, reason, component: None });
                String::new()
            }
        };
        let (passwd, group) = (text(PASSWD), text(GROUP));
        Self { problems, ..Self::parse(&passwd, &group) }
    }

    /// Reads the text of both files. Lines that are not understood are passed over.
    #[must_use]
    pub fn parse(passwd: &str, group: &str) -> Self {
        let mut this = Self::default();
        for (name, number) in passwd.lines().filter_map(name_and_number) {
            this.users.entry(number).or_insert_with(|| name.to_owned());
            this.numbers.entry(name.to_owned()).or_insert(number);
        }
        for (name, number) in group.lines().filter_map(name_and_number) {
            this.groups.entry(number).or_insert_with(|| name.to_owned());
        }
        this
    }

    /// Name of a user.
    #[must_use]
    pub fn user(&self, uid: u32) -> Option<&str> {
        self.users.get(&uid).map(String::as_str)
    }

    /// Name of a group.
    #[must_use]
    pub fn group(&self, gid: u32) -> Option<&str> {
        self.groups.get(&gid).map(String::as_str)
    }

    /// Number of a user.
    #[must_use]
    pub fn uid_of(&self, name: &str) -> Option<u32> {
        self.numbers.get(name).copied()
    }
}

/// Both files begin their lines with `name:password:number:`.
fn name_and_number(line: &str) -> Option<(&str, u32)> {
    let mut fields = line.split(':');
    let name = fields.next().filter(|name| !name.is_empty() && !name.starts_with('#'))?;
    let number = fields.nth(1)?.parse().ok()?;
    Some((name, number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::MemFs;
    use proptest::prelude::*;

    #[test]
    fn names_are_read_and_malformed_lines_passed_over() {
        let fs = MemFs::new()
            .file("/etc/passwd", "root:x:0:0:root:/root:/bin/sh\nbad\n:x:5:5\ntoor:x:0:0::/:\netcd:x:998:997::/:/bin/false\nn:x:-1:3\n+\n")
            .file("/etc/group", "root:x:0:\netcd:x:997:\nwheel:x:ten:\n");
        let users = Users::read(&fs);
        assert_eq!(users.user(0), Some("root"));
        assert_eq!(users.uid_of("toor"), Some(0));
        assert_eq!((users.user(998), users.group(997)), (Some("etcd"), Some("etcd")));
        assert_eq!((users.user(5), users.group(10)), (None, None));
        assert!(users.problems.is_empty());
    }

    #[test]
    fn an_unreadable_file_is_a_problem_and_a_missing_one_is_not() {
        let fs = MemFs::new().unreadable("/etc/group", LookError::denied());
        let users = Users::read(&fs);
        assert_eq!(users.problems.len(), 1);
        assert_eq!(users.problems[0].subject, "/etc/group");
        assert_eq!(users.problems[0].reason, "permission denied");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(?s).{0,200}") {
            let _ = Users::parse(&text, &text);
        }
    }
}
