//! A directory of this machine as the root of the audited host.
//!
//! Content is opened with openat2(2) where the kernel has it; where it has not (Linux before 5.6,
//! a strict seccomp profile) or says no, the walk goes component by component, which also tells why.
//! An object's kind is known before it is opened for reading: opening a device can already do
//! something (a watchdog starts). Access times are not touched where that is allowed.

use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;

use rustix::fs::{self, Dir, FileType, Mode, OFlags, PROC_SUPER_MAGIC, ResolveFlags};
use rustix::io::{self, Errno};

use super::FileSystem;
use super::error::LookError;
use super::stat::{DirEntry, EntryKind, Metadata, RawStat};
use super::walk::{Walkable, Walked, walk};

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;

/// A real directory, seen as a host's `/`.
#[derive(Debug, Clone)]
pub struct RealFs {
    root: Arc<OwnedFd>,
    openat2: bool,
}

impl RealFs {
    /// The file system below `root`: `/` for this machine, `/host` for a mounted one.
    ///
    /// # Errors
    ///
    /// The reason when the directory cannot be opened.
    pub fn new(root: impl AsRef<Path>) -> Result<Self, LookError> {
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = fs::open(root.as_ref(), flags, Mode::empty()).map_err(reason)?;
        Ok(Self { root: Arc::new(root), openat2: true })
    }

    /// The same without openat2, as an old kernel has it.
    #[cfg(test)]
    fn without_openat2(mut self) -> Self {
        self.openat2 = false;
        self
    }

    /// openat2 inside the root; `None` when that does not work, for whatever reason.
    fn open_fast(&self, path: &str, flags: OFlags) -> Option<OwnedFd> {
        if !self.openat2 {
            return None;
        }
        let resolve = ResolveFlags::IN_ROOT | ResolveFlags::NO_MAGICLINKS;
        fs::openat2(&*self.root, path, flags | OFlags::CLOEXEC, Mode::empty(), resolve).ok()
    }

    /// A regular file, open for reading, with its size.
    fn open_file(&self, path: &str) -> Result<(OwnedFd, u64), LookError> {
        if let Some(found) = self.open_fast(path, OFlags::PATH) {
            only_regular(metadata(&found)?.kind)?;
            let fast = self
                .open_fast(path, reading() | OFlags::NOATIME)
                .or_else(|| self.open_fast(path, reading()));
            if let Some(file) = fast {
                let metadata = metadata(&file)?;
                only_regular(metadata.kind)?;
                return Ok((file, metadata.size));
            }
        }
        let walked = walk(self, path, true)?;
        only_regular(walked.metadata.kind)?;
        open_walked(&walked, reading() | OFlags::NOFOLLOW)
    }

    /// The program behind `/proc/PID/exe`, when `path` is such a link; only the kernel can follow it.
    fn open_executable(&self, path: &str) -> Option<OwnedFd> {
        if !path.ends_with("/exe") {
            return None;
        }
        let walked = walk(self, path, false).ok()?;
        if walked.metadata.kind != EntryKind::Link || !on_proc(&walked.handle) {
            return None;
        }
        let (file, _) = open_walked(&walked, reading()).ok()?;
        Some(file)
    }
}

impl Walkable for RealFs {
    type Handle = OwnedFd;

    fn root(&self) -> Result<OwnedFd, LookError> {
        self.root.try_clone().map_err(|error| LookError::Other(error.to_string()))
    }

    fn child(&self, directory: &OwnedFd, name: &str) -> Result<OwnedFd, LookError> {
        let flags = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        fs::openat(directory, name, flags, Mode::empty()).map_err(|error| match error {
            Errno::NOENT if name.contains(char::REPLACEMENT_CHARACTER) => {
                LookError::Other("the name is not valid UTF-8".to_owned())
            }
            error => reason(error),
        })
    }

    fn metadata(&self, handle: &OwnedFd) -> Result<Metadata, LookError> {
        metadata(handle)
    }

    fn target(&self, handle: &OwnedFd) -> Result<String, LookError> {
        let target = link_text(handle)?;
        // The kernel follows these to an object, not along their text, which would lead elsewhere.
        if on_proc(handle) && (target.starts_with('/') || target.contains(":[")) {
            return Err(LookError::Other("a link that only the kernel can follow".to_owned()));
        }
        Ok(target)
    }
}

impl FileSystem for RealFs {
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, LookError> {
        let (file, size) = self.open_file(path)?;
        if size > limit {
            return Err(LookError::TooLarge { limit });
        }
        let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or(0).min(1 << 20));
        let mut chunk = vec![0; CHUNK];
        loop {
            let count = retry(|| io::read(&file, &mut chunk[..]))?;
            if count == 0 {
                return Ok(content);
            }
            content.extend_from_slice(chunk.get(..count).unwrap_or_default());
            if content.len() as u64 > limit {
                return Err(LookError::TooLarge { limit });
            }
        }
    }

    fn stat(&self, path: &str) -> Result<RawStat, LookError> {
        walk(self, path, true).map(Walked::into_stat)
    }

    fn list(&self, path: &str, limit: usize) -> Result<Vec<DirEntry>, LookError> {
        let flags = reading() | OFlags::DIRECTORY;
        let directory = match self.open_fast(path, flags) {
            Some(directory) => directory,
            None => {
                let walked = walk(self, path, true)?;
                if walked.metadata.kind != EntryKind::Directory {
                    return Err(LookError::NotADirectory);
                }
                open_walked(&walked, flags | OFlags::NOFOLLOW)?.0
            }
        };
        let mut entries = Vec::new();
        for entry in Dir::new(directory).map_err(reason)? {
            let entry = entry.map_err(reason)?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            if entries.len() >= limit {
                return Err(LookError::TooLarge { limit: limit as u64 });
            }
            let name = name.to_string_lossy().into_owned();
            entries.push(DirEntry { name, kind: kind(entry.file_type()) });
        }
        for entry in entries.iter_mut().filter(|entry| entry.kind == EntryKind::Other) {
            // Some file systems do not tell the kind in the listing.
            if let Ok(walked) = walk(self, &super::walk::join(path, &entry.name), false) {
                entry.kind = walked.metadata.kind;
            }
        }
        entries.sort();
        Ok(entries)
    }

    fn read_link(&self, path: &str) -> Result<String, LookError> {
        let walked = walk(self, path, false)?;
        if walked.metadata.kind != EntryKind::Link {
            return Err(LookError::Other("not a symbolic link".to_owned()));
        }
        link_text(&walked.handle)
    }

    fn read_at(&self, path: &str, offset: u64, length: usize) -> Result<Vec<u8>, LookError> {
        let file = match self.open_executable(path) {
            Some(file) => file,
            None => self.open_file(path)?.0,
        };
        let mut content = vec![0; length];
        let mut filled = 0;
        while let Some(rest) = content.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            let count = retry(|| io::pread(&file, &mut *rest, offset + filled as u64))?;
            if count == 0 {
                break;
            }
            filled += count;
        }
        content.truncate(filled);
        Ok(content)
    }

    fn enter(&self, path: &str) -> Result<Box<dyn FileSystem>, LookError> {
        let walked = walk(self, path, false)?;
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = if walked.metadata.kind == EntryKind::Link && on_proc(&walked.handle) {
            let directory = walked.directory.as_ref().ok_or(LookError::NotFound)?;
            fs::openat(directory, walked.name.as_str(), flags, Mode::empty()).map_err(reason)?
        } else {
            let walked = walk(self, path, true)?;
            if walked.metadata.kind != EntryKind::Directory {
                return Err(LookError::NotADirectory);
            }
            walked.handle
        };
        Ok(Box::new(Self { root: Arc::new(root), openat2: self.openat2 }))
    }
}

/// Flags for looking into an object without blocking or becoming a terminal's owner.
fn reading() -> OFlags {
    OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC
}

/// Opens what the walk came to, with its size.
fn open_walked(walked: &Walked<OwnedFd>, flags: OFlags) -> Result<(OwnedFd, u64), LookError> {
    let directory = walked.directory.as_ref().unwrap_or(&walked.handle);
    let name = walked.name.as_str();
    let open = |flags| fs::openat(directory, name, flags, Mode::empty());
    let opened = match open(flags | OFlags::NOATIME) {
        // Only the owner and root may ask for that.
        Err(Errno::PERM) => open(flags),
        other => other,
    };
    let file = opened.map_err(|error| match error {
        Errno::NOENT => LookError::Vanished,
        error => reason(error),
    })?;
    let metadata = metadata(&file)?;
    if !flags.contains(OFlags::DIRECTORY) {
        only_regular(metadata.kind)?;
    }
    Ok((file, metadata.size))
}

fn only_regular(kind: EntryKind) -> Result<(), LookError> {
    match kind {
        EntryKind::File => Ok(()),
        EntryKind::Directory => Err(LookError::IsADirectory),
        _ => Err(LookError::Other("not a regular file".to_owned())),
    }
}

fn metadata(handle: &OwnedFd) -> Result<Metadata, LookError> {
    let stat = fs::fstat(handle).map_err(reason)?;
    Ok(Metadata {
        kind: kind(FileType::from_raw_mode(stat.st_mode)),
        mode: stat.st_mode & 0o7777,
        uid: stat.st_uid,
        gid: stat.st_gid,
        size: u64::try_from(stat.st_size).unwrap_or(0),
        modified: stat.st_mtime,
        dev: stat.st_dev,
        ino: stat.st_ino,
    })
}

fn link_text(handle: &OwnedFd) -> Result<String, LookError> {
    let text = fs::readlinkat(handle, "", Vec::new()).map_err(reason)?;
    text.into_string().map_err(|_| LookError::Other("the link is not valid UTF-8".to_owned()))
}

fn on_proc(handle: &OwnedFd) -> bool {
    fs::fstatfs(handle).is_ok_and(|found| found.f_type == PROC_SUPER_MAGIC)
}

const fn kind(kind: FileType) -> EntryKind {
    match kind {
        FileType::RegularFile => EntryKind::File,
        FileType::Directory => EntryKind::Directory,
        FileType::Symlink => EntryKind::Link,
        FileType::Socket => EntryKind::Socket,
        _ => EntryKind::Other,
    }
}

fn retry(mut look: impl FnMut() -> io::Result<usize>) -> Result<usize, LookError> {
    loop {
        match look() {
            Err(Errno::INTR) => {}
            other => return other.map_err(reason),
        }
    }
}

fn reason(error: Errno) -> LookError {
    match error {
        Errno::NOENT => LookError::NotFound,
        Errno::ACCESS | Errno::PERM => LookError::denied(),
        Errno::LOOP => LookError::Loop,
        Errno::NOTDIR => LookError::NotADirectory,
        Errno::ISDIR => LookError::IsADirectory,
        Errno::SRCH | Errno::STALE => LookError::Vanished,
        Errno::AGAIN => LookError::Other("reading would block".to_owned()),
        error => LookError::Other(std::io::Error::from(error).to_string()),
    }
}

#[cfg(test)]
#[path = "real_tests.rs"]
mod tests;
