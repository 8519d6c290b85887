//! What was seen of a file: its mode, its owner, its way there. Never its content.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One path and what the file system said of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FileFact {
    /// The path on the host, as one would type it there (without the audit root).
    pub path: String,
    /// What was found.
    pub state: FileState,
}

/// The outcome of looking at a path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileState {
    /// It is there.
    Present(Stat),
    /// It is not there; every directory on the way could be looked into.
    Absent,
    /// It could not be looked at.
    Unreadable {
        /// Why: `permission denied`, `too many symbolic links`, `vanished while it was read` ...
        reason: String,
    },
}

/// Metadata of a file after all symbolic links were followed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Stat {
    /// What it is.
    pub kind: FileKind,
    /// Permission bits including set-uid, set-gid and sticky (`0o7777`).
    pub mode: u32,
    /// Owner's number.
    pub uid: u32,
    /// Group's number.
    pub gid: u32,
    /// Owner's name in the host's own passwd file, if it has one.
    pub owner: Option<String>,
    /// Group's name in the host's own group file, if it has one.
    pub group: Option<String>,
    /// Size in bytes.
    pub size: u64,
    /// Last change of the content, seconds since 1970.
    pub modified: i64,
    /// Symbolic links that were followed, as `link -> target`, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Directories above the file through which somebody other than root could replace it, as
    /// `path (mode owner:group)`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaceable_through: Vec<String>,
}

impl Stat {
    /// `owner:group`, with numbers where the host has no name.
    #[must_use]
    pub fn ownership(&self) -> String {
        let name = |name: &Option<String>, id: u32| name.clone().unwrap_or_else(|| id.to_string());
        format!("{}:{}", name(&self.owner, self.uid), name(&self.group, self.gid))
    }
}

/// The kind of a file system object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// A regular file.
    File,
    /// A directory.
    Directory,
    /// A socket.
    Socket,
    /// A device, a pipe or anything else.
    Other,
}
