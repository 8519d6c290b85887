//! What a file system says of an object, before names are looked up.

use plimsoll_model::FileKind;

/// Metadata of an object after links were followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawStat {
    /// What it is.
    pub kind: FileKind,
    /// Permission bits (`0o7777`).
    pub mode: u32,
    /// Owner's number.
    pub uid: u32,
    /// Group's number.
    pub gid: u32,
    /// Size in bytes.
    pub size: u64,
    /// Last change of the content, seconds since 1970.
    pub modified: i64,
    /// Number of the device it lies on.
    pub dev: u64,
    /// Number of its inode.
    pub ino: u64,
    /// Links that were followed, as `link -> target`, in order.
    pub links: Vec<String>,
    /// Every directory that was passed on the way, the root first; those above a link as well as
    /// those above its target, since a change in any of them changes what is found.
    pub parents: Vec<ParentStat>,
}

/// A directory on the way to an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParentStat {
    /// Its path with no link in it.
    pub path: String,
    /// Permission bits (`0o7777`).
    pub mode: u32,
    /// Owner's number.
    pub uid: u32,
    /// Group's number.
    pub gid: u32,
}

/// An entry of a directory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DirEntry {
    /// Its name. Bytes that are not UTF-8 are shown as U+FFFD; a look at such a name says so.
    pub name: String,
    /// What it is, links not followed.
    pub kind: EntryKind,
}

/// The kind of a directory's entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A symbolic link.
    Link,
    /// A socket.
    Socket,
    /// A device, a pipe or anything else.
    Other,
}

impl EntryKind {
    /// The kind as the model knows it. A link is only met where it was not followed.
    pub(crate) const fn file_kind(self) -> FileKind {
        match self {
            Self::File => FileKind::File,
            Self::Directory => FileKind::Directory,
            Self::Socket => FileKind::Socket,
            Self::Link | Self::Other => FileKind::Other,
        }
    }
}

/// Metadata of one object, links not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Metadata {
    pub(crate) kind: EntryKind,
    pub(crate) mode: u32,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    pub(crate) size: u64,
    pub(crate) modified: i64,
    pub(crate) dev: u64,
    pub(crate) ino: u64,
}
