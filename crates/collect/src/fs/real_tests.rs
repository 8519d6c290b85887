//! Looks at real directories, with openat2 and without.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use super::*;

/// A directory that is removed again.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("plimsoll-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(path.join("etc/kubernetes")).unwrap();
        std::fs::create_dir_all(path.join("usr/share")).unwrap();
        std::fs::write(path.join("etc/hostname"), "audited\n").unwrap();
        std::fs::write(path.join("usr/share/zone"), "UTC").unwrap();
        symlink("/usr/share/zone", path.join("etc/localtime")).unwrap();
        symlink("../../../../../../etc/hostname", path.join("etc/kubernetes/up")).unwrap();
        symlink("/etc/loop", path.join("etc/loop")).unwrap();
        symlink("/etc", path.join("config")).unwrap();
        Self(path)
    }

    fn both(&self) -> [RealFs; 2] {
        let fs = RealFs::new(&self.0).unwrap();
        [fs.clone(), fs.without_openat2()]
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn links_stay_inside_the_root() {
    let scratch = Scratch::new("links");
    for fs in scratch.both() {
        assert_eq!(fs.read("/etc/localtime", 10).unwrap(), b"UTC");
        assert_eq!(fs.read("/etc/kubernetes/up", 10).unwrap(), b"audited\n");
        assert_eq!(fs.read("/../../etc/hostname", 10).unwrap(), b"audited\n");
        assert_eq!(fs.read("/config/kubernetes/../hostname", 10).unwrap(), b"audited\n");
        let stat = fs.stat("/config/localtime").unwrap();
        assert_eq!(stat.links, ["/config -> /etc", "/etc/localtime -> /usr/share/zone"]);
        let parents: Vec<&str> = stat.parents.iter().map(|parent| parent.path.as_str()).collect();
        assert_eq!(parents, ["/", "/etc", "/usr", "/usr/share"]);
    }
}

#[test]
fn a_failed_look_says_why() {
    let scratch = Scratch::new("reasons");
    for fs in scratch.both() {
        assert_eq!(fs.read("/etc/missing", 10), Err(LookError::NotFound));
        assert_eq!(fs.read("/missing/etc", 10), Err(LookError::NotFound));
        assert_eq!(fs.read("/etc/hostname/x", 10), Err(LookError::NotADirectory));
        assert_eq!(fs.stat("/etc/hostname/").unwrap_err(), LookError::NotADirectory);
        assert_eq!(fs.read("/etc", 10), Err(LookError::IsADirectory));
        assert_eq!(fs.read("/etc/loop", 10), Err(LookError::Loop));
        assert_eq!(fs.stat("/etc/loop").unwrap_err(), LookError::Loop);
        assert_eq!(fs.read("/etc/hostname", 3), Err(LookError::TooLarge { limit: 3 }));
        assert_eq!(fs.list("/", 1), Err(LookError::TooLarge { limit: 1 }));
        assert_eq!(fs.list("/etc/hostname", 9), Err(LookError::NotADirectory));
    }
}

#[test]
fn a_pipe_or_a_device_is_not_opened() {
    let scratch = Scratch::new("pipe");
    let pipe = scratch.0.join("pipe");
    fs::mknodat(fs::CWD, &pipe, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
    for fs in scratch.both() {
        let error = fs.read("/pipe", 10).unwrap_err();
        assert_eq!(error.to_string(), "not a regular file");
    }
    let machine = RealFs::new("/").unwrap();
    assert_eq!(machine.read("/dev/zero", 10).unwrap_err().to_string(), "not a regular file");
}

#[test]
fn entries_are_sorted_and_tell_their_kind() {
    let scratch = Scratch::new("list");
    for fs in scratch.both() {
        let entries = fs.list("/etc/", 9).unwrap();
        let seen: Vec<(&str, EntryKind)> =
            entries.iter().map(|entry| (entry.name.as_str(), entry.kind)).collect();
        assert_eq!(
            seen,
            [
                ("hostname", EntryKind::File),
                ("kubernetes", EntryKind::Directory),
                ("localtime", EntryKind::Link),
                ("loop", EntryKind::Link),
            ]
        );
        assert_eq!(fs.read_link("/etc/localtime").unwrap(), "/usr/share/zone");
        assert!(fs.read_link("/etc/hostname").is_err());
    }
}

#[test]
fn a_denied_directory_is_named_unless_one_is_root() {
    let scratch = Scratch::new("denied");
    let closed = scratch.0.join("etc/kubernetes");
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o000)).unwrap();
    for fs in scratch.both() {
        if !rustix::process::geteuid().is_root() {
            let error = fs.read("/etc/kubernetes/up", 9).unwrap_err();
            assert_eq!(error.to_string(), "permission denied in /etc/kubernetes");
        }
        assert_eq!(fs.stat("/etc/kubernetes").unwrap().mode, 0o000);
    }
    std::fs::set_permissions(&closed, PermissionsExt::from_mode(0o755)).unwrap();
}

#[test]
fn part_of_a_file_is_read_from_its_offset() {
    let scratch = Scratch::new("part");
    for fs in scratch.both() {
        assert_eq!(fs.read_at("/etc/hostname", 2, 3).unwrap(), b"dit");
        assert_eq!(fs.read_at("/etc/hostname", 6, 30).unwrap(), b"d\n");
        assert_eq!(fs.read_at("/etc/hostname", 99, 30).unwrap(), b"");
    }
}

#[test]
fn a_process_s_own_root_and_program_are_reached_through_proc() {
    let fs = RealFs::new("/").unwrap();
    let root = fs.enter("/proc/self/root").unwrap();
    assert!(root.stat("/proc").is_ok());
    assert_eq!(fs.read_at("/proc/self/exe", 0, 4).unwrap(), b"\x7fELF");
    assert!(fs.read("/proc/self/root/etc/passwd", 1 << 20).is_err(), "the text of the link lies");
    let scratch = Scratch::new("enter");
    for fs in scratch.both() {
        let inner = fs.enter("/config").unwrap();
        assert_eq!(inner.read("/kubernetes/up", 99), Err(LookError::NotFound));
        assert_eq!(inner.read("/hostname", 99).unwrap(), b"audited\n");
    }
}
