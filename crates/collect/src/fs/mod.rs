//! The one way to look at files.
//!
//! ```text
//! path ──► walk (links stay inside the root) ──► stat │ read │ list │ read_link │ read_at │ enter
//!            ▲                        ▲
//!            RealFs (a directory)     MemFs (written down in a test)
//! ```
//!
//! Every path is one of the audited host, beginning with `/`. A symbolic link is followed the way
//! that host would follow it: an absolute target begins at the audited root, and `..` never leads
//! above it. Nothing is opened that is not a regular file or a directory, so that no look can block
//! on a pipe or wake a device. Every look has a limit.

mod error;
mod fact;
mod memory;
mod real;
mod stat;
mod walk;

pub use error::LookError;
pub use fact::file_fact;
pub use memory::{Attributes, MemFs};
pub use real::RealFs;
pub use stat::{DirEntry, EntryKind, ParentStat, RawStat};

/// A file system that can be looked at and not changed.
pub trait FileSystem: Send + Sync {
    /// The content of a regular file, links followed.
    ///
    /// # Errors
    ///
    /// [`LookError::TooLarge`] when it holds more than `limit` bytes, and every other reason not to
    /// have its content.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, LookError>;

    /// Metadata after all links were followed, with the links and every directory on the way.
    ///
    /// # Errors
    ///
    /// The reason not to have it. [`LookError::NotFound`] only when every directory on the way
    /// could be looked into.
    fn stat(&self, path: &str) -> Result<RawStat, LookError>;

    /// The entries of a directory without `.` and `..`, sorted by name, links of the path followed.
    ///
    /// # Errors
    ///
    /// [`LookError::TooLarge`] when there are more than `limit`, and every other reason.
    fn list(&self, path: &str, limit: usize) -> Result<Vec<DirEntry>, LookError>;

    /// The text of a symbolic link, as it stands.
    ///
    /// # Errors
    ///
    /// The reason not to have it; [`LookError::Other`] when it is not a link.
    fn read_link(&self, path: &str) -> Result<String, LookError>;

    /// At most `length` bytes of a regular file from `offset`; fewer at its end. The last link is
    /// followed even when it is `/proc/PID/exe`, which leads to the running program also when its
    /// file was deleted or lies in another mount namespace.
    ///
    /// # Errors
    ///
    /// The reason not to have them.
    fn read_at(&self, path: &str, offset: u64, length: usize) -> Result<Vec<u8>, LookError>;

    /// The same file system seen from the directory `path` as its root, even when that is
    /// `/proc/PID/root`: paths of the result are those of the process.
    ///
    /// # Errors
    ///
    /// The reason not to get there.
    fn enter(&self, path: &str) -> Result<Box<dyn FileSystem>, LookError>;
}
