//! From a look at a path to the fact that a snapshot keeps.

use plimsoll_model::{FileFact, FileState, Stat};

use super::{FileSystem, ParentStat, RawStat};
use crate::users::Users;

/// Set in directories where only the owner of a file may remove it (`S_ISVTX`).
const STICKY: u32 = 0o1000;

/// What the file system says of `path`, with the names of the audited host's users.
#[must_use]
pub fn file_fact(fs: &dyn FileSystem, users: &Users, path: &str) -> FileFact {
    let state = match fs.stat(path) {
        Ok(stat) => FileState::Present(with_names(&stat, users)),
        Err(error) => error.file_state(),
    };
    FileFact { path: path.to_owned(), state }
}

fn with_names(stat: &RawStat, users: &Users) -> Stat {
    Stat {
        kind: stat.kind,
        mode: stat.mode,
        uid: stat.uid,
        gid: stat.gid,
        owner: users.user(stat.uid).map(str::to_owned),
        group: users.group(stat.gid).map(str::to_owned),
        size: stat.size,
        modified: stat.modified,
        links: stat.links.clone(),
        replaceable_through: stat
            .parents
            .iter()
            .filter(|parent| lets_others_replace(parent, stat.uid))
            .map(|parent| describe(parent, users))
            .collect(),
    }
}

/// Whether somebody other than root and the file's own owner could put another file in its place:
/// the owner of a directory always can; others can who may write to it, unless it is sticky.
fn lets_others_replace(parent: &ParentStat, owner: u32) -> bool {
    let sticky = parent.mode & STICKY != 0;
    let world = parent.mode & 0o002 != 0 && !sticky;
    let group = parent.mode & 0o020 != 0 && parent.gid != 0 && !sticky;
    world || group || (parent.uid != 0 && parent.uid != owner)
}

fn describe(parent: &ParentStat, users: &Users) -> String {
    let user = users.user(parent.uid).map_or_else(|| parent.uid.to_string(), str::to_owned);
    let group = users.group(parent.gid).map_or_else(|| parent.gid.to_string(), str::to_owned);
    format!("{} ({:04o} {user}:{group})", parent.path, parent.mode)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::{Attributes, LookError, MemFs};

    fn users() -> Users {
        Users::parse("root:x:0:0::/:\netcd:x:998:998::/:\n", "root:x:0:\netcd:x:998:\n")
    }

    fn replaceable(attributes: Attributes) -> Vec<String> {
        let fs = MemFs::new().directory_with("/srv/d", attributes).file_with(
            "/srv/d/f",
            "",
            Attributes::mode(0o600).owned_by(998, 998),
        );
        match file_fact(&fs, &users(), "/srv/d/f").state {
            FileState::Present(stat) => stat.replaceable_through,
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn a_directory_through_which_others_can_replace_the_file_is_told() {
        for (attributes, want) in [
            (Attributes::mode(0o755), None),
            (Attributes::mode(0o1777), None),
            (Attributes::mode(0o777), Some("/srv/d (0777 root:root)")),
            (Attributes::mode(0o775), None),
            (Attributes::mode(0o775).owned_by(0, 998), Some("/srv/d (0775 root:etcd)")),
            (Attributes::mode(0o1775).owned_by(0, 998), None),
            (Attributes::mode(0o700).owned_by(998, 998), None),
            (Attributes::mode(0o700).owned_by(1000, 0), Some("/srv/d (0700 1000:root)")),
        ] {
            assert_eq!(replaceable(attributes).first().map(String::as_str), want, "{attributes:?}");
        }
    }

    #[test]
    fn a_writable_directory_that_holds_only_the_link_counts_too() {
        let fs = MemFs::new()
            .file("/opt/pki/ca.crt", "")
            .directory_with("/srv", Attributes::mode(0o777))
            .link("/srv/pki", "/opt/pki");
        let FileState::Present(stat) = file_fact(&fs, &users(), "/srv/pki/ca.crt").state else {
            panic!("it is there")
        };
        assert_eq!(stat.replaceable_through, ["/srv (0777 root:root)"]);
        assert_eq!(stat.links, ["/srv/pki -> /opt/pki"]);
        assert_eq!(stat.ownership(), "root:root");
    }

    #[test]
    fn absent_and_unreadable_are_told_apart() {
        let fs = MemFs::new().file("/etc/a/b", "").unreadable("/etc/a", LookError::denied());
        assert_eq!(file_fact(&fs, &users(), "/etc/x").state, FileState::Absent);
        assert_eq!(file_fact(&fs, &users(), "/none/x").state, FileState::Absent);
        assert_eq!(
            file_fact(&fs, &users(), "/etc/a/b").state,
            FileState::Unreadable { reason: "permission denied in /etc/a".to_owned() }
        );
    }
}
