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
/// Numbers of people begin here; below are the system's own.
const PEOPLE: u32 = 1000;
/// Nobody's number, and those above it.
const NOBODY: u32 = 65534;

/// Users and groups by number. Where two share a number the first one counts, as in getpwuid(3).
#[derive(Debug, Clone, Default)]
pub struct Users {
    users: BTreeMap<u32, String>,
    groups: BTreeMap<u32, String>,
    numbers: BTreeMap<String, u32>,
    /// Members of groups by the group's number: those it lists, and those whose own group it is.
    members: BTreeMap<u32, Vec<String>>,
    /// Home folders of root and of people.
    homes: Vec<String>,
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
        for line in passwd.lines() {
            let fields: Vec<&str> = line.split(':').collect();
            let [name, _, uid, gid, _, home, ..] = fields[..] else { continue };
            if let (Ok(uid), Ok(gid)) = (uid.parse::<u32>(), gid.parse::<u32>()) {
                if uid != 0 {
                    this.members.entry(gid).or_default().push(name.to_owned());
                }
                let person = uid == 0 || (PEOPLE..NOBODY).contains(&uid);
                if person && home.len() > 1 && home.starts_with('/') {
                    this.homes.push(home.trim_end_matches('/').to_owned());
                }
            }
        }
        for line in group.lines() {
            let Some((name, number)) = name_and_number(line) else { continue };
            this.groups.entry(number).or_insert_with(|| name.to_owned());
            let listed = line.split(':').nth(3).unwrap_or_default().split(',').map(str::trim);
            let listed =
                listed.filter(|name| !name.is_empty() && this.numbers.get(*name) != Some(&0));
            this.members.entry(number).or_default().extend(listed.map(str::to_owned));
        }
        for members in this.members.values_mut() {
            members.sort();
            members.dedup();
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

    /// Users other than root in a group, sorted.
    #[must_use]
    pub fn members(&self, gid: u32) -> Vec<String> {
        self.members.get(&gid).cloned().unwrap_or_default()
    }

    /// Home folders of root and of people.
    #[must_use]
    pub fn homes(&self) -> Vec<String> {
        self.homes.clone()
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
