//! A file system that is written down: for examples of checks and for tests.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::FileSystem;
use super::error::LookError;
use super::stat::{DirEntry, EntryKind, Metadata, RawStat};
use super::walk::{Walkable, Walked, join, walk};

/// Mode, owner and time of a written-down object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attributes {
    /// Permission bits.
    pub mode: u32,
    /// Owner's number.
    pub uid: u32,
    /// Group's number.
    pub gid: u32,
    /// Last change, seconds since 1970.
    pub modified: i64,
}

impl Attributes {
    /// Root's, last changed in 1970.
    #[must_use]
    pub const fn mode(mode: u32) -> Self {
        Self { mode, uid: 0, gid: 0, modified: 0 }
    }

    /// The same with another owner and group.
    #[must_use]
    pub const fn owned_by(self, uid: u32, gid: u32) -> Self {
        Self { uid, gid, ..self }
    }
}

#[derive(Debug, Clone)]
enum Content {
    File(Vec<u8>),
    Directory,
    Link(String),
    Socket,
}

#[derive(Debug, Clone)]
struct Object {
    content: Content,
    attributes: Attributes,
    /// Why its content cannot be read, if so.
    unreadable: Option<LookError>,
    /// Why nothing at all can be said of it, if so.
    failing: Option<LookError>,
}

/// Files, directories and links by path. Directories above them are made (`0755 root:root`).
///
/// A path given to the builder is taken as it stands: it should hold no link, `.` or `..`.
#[derive(Debug, Clone)]
pub struct MemFs {
    objects: Arc<BTreeMap<String, Object>>,
    root: String,
}

impl Default for MemFs {
    fn default() -> Self {
        Self::new()
    }
}

impl MemFs {
    /// An empty file system.
    #[must_use]
    pub fn new() -> Self {
        Self { objects: Arc::default(), root: String::new() }
            .directory_with("/", Attributes::mode(0o755))
    }

    /// Adds a file (`0644 root:root`).
    #[must_use]
    pub fn file(self, path: &str, content: impl Into<Vec<u8>>) -> Self {
        self.file_with(path, content, Attributes::mode(0o644))
    }

    /// Adds a file.
    #[must_use]
    pub fn file_with(
        self,
        path: &str,
        content: impl Into<Vec<u8>>,
        attributes: Attributes,
    ) -> Self {
        self.object(path, Content::File(content.into()), attributes)
    }

    /// Adds a directory (`0755 root:root`).
    #[must_use]
    pub fn directory(self, path: &str) -> Self {
        self.directory_with(path, Attributes::mode(0o755))
    }

    /// Adds a directory, or changes one that is there.
    #[must_use]
    pub fn directory_with(self, path: &str, attributes: Attributes) -> Self {
        self.object(path, Content::Directory, attributes)
    }

    /// Adds a symbolic link.
    #[must_use]
    pub fn link(self, path: &str, target: &str) -> Self {
        self.object(path, Content::Link(target.to_owned()), Attributes::mode(0o777))
    }

    /// Adds a socket.
    #[must_use]
    pub fn socket(self, path: &str, attributes: Attributes) -> Self {
        self.object(path, Content::Socket, attributes)
    }

    /// Every look at `path`, and at what lies below it, ends so. The object is made if need be.
    #[must_use]
    pub fn failing(self, path: &str, error: LookError) -> Self {
        self.change(path, |object| object.failing = Some(error))
    }

    /// The metadata of `path` can be seen; its content, its entries or its target cannot.
    #[must_use]
    pub fn unreadable(self, path: &str, error: LookError) -> Self {
        self.change(path, |object| object.unreadable = Some(error))
    }

    fn change(self, path: &str, change: impl FnOnce(&mut Object)) -> Self {
        let path = normal(path);
        let mut this =
            if self.objects.contains_key(&path) { self } else { self.file(&path, Vec::new()) };
        if let Some(object) = Arc::make_mut(&mut this.objects).get_mut(&path) {
            change(object);
        }
        this
    }

    fn object(mut self, path: &str, content: Content, attributes: Attributes) -> Self {
        let path = normal(path);
        let objects = Arc::make_mut(&mut self.objects);
        let mut above = path.as_str();
        while let Some((directory, _)) = above.rsplit_once('/') {
            objects.entry(normal(directory)).or_insert_with(|| Object {
                content: Content::Directory,
                attributes: Attributes::mode(0o755),
                unreadable: None,
                failing: None,
            });
            above = directory;
        }
        objects.insert(path, Object { content, attributes, unreadable: None, failing: None });
        self
    }

    fn get(&self, path: &str) -> Result<&Object, LookError> {
        let object = self.objects.get(path).ok_or(LookError::NotFound)?;
        object.failing.clone().map_or(Ok(object), Err)
    }

    /// The object at the end of a walk, if its content may be read.
    fn readable(&self, path: &str) -> Result<(String, &Object), LookError> {
        let walked = walk(self, path, true)?;
        let object = self.get(&walked.handle)?;
        match &object.unreadable {
            Some(error) => Err(error.clone()),
            None => Ok((walked.handle, object)),
        }
    }

    fn content(&self, path: &str) -> Result<&[u8], LookError> {
        match &self.readable(path)?.1.content {
            Content::File(content) => Ok(content),
            Content::Directory => Err(LookError::IsADirectory),
            Content::Link(_) | Content::Socket => {
                Err(LookError::Other("not a regular file".to_owned()))
            }
        }
    }
}

/// One leading slash, no double and no trailing one.
fn normal(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    format!("/{}", parts.join("/"))
}

impl Walkable for MemFs {
    type Handle = String;

    fn root(&self) -> Result<String, LookError> {
        let root = normal(&self.root);
        self.get(&root).map(|_| root)
    }

    fn child(&self, directory: &String, name: &str) -> Result<String, LookError> {
        match &self.get(directory)?.unreadable {
            Some(error) => Err(error.clone()),
            None => {
                let path = join(directory, name);
                self.get(&path).map(|_| path)
            }
        }
    }

    fn metadata(&self, handle: &String) -> Result<Metadata, LookError> {
        let object = self.get(handle)?;
        let (kind, size) = match &object.content {
            Content::File(content) => (EntryKind::File, content.len()),
            Content::Directory => (EntryKind::Directory, 4096),
            Content::Link(target) => (EntryKind::Link, target.len()),
            Content::Socket => (EntryKind::Socket, 0),
        };
        let Attributes { mode, uid, gid, modified } = object.attributes;
        let ino = self.objects.range(..handle.clone()).count() as u64 + 1;
        Ok(Metadata { kind, mode, uid, gid, size: size as u64, modified, dev: 1, ino })
    }

    fn target(&self, handle: &String) -> Result<String, LookError> {
        let object = self.get(handle)?;
        match (&object.unreadable, &object.content) {
            (Some(error), _) => Err(error.clone()),
            (None, Content::Link(target)) => Ok(target.clone()),
            (None, _) => Err(LookError::Other("not a symbolic link".to_owned())),
        }
    }
}

impl FileSystem for MemFs {
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, LookError> {
        let content = self.content(path)?;
        if content.len() as u64 > limit {
            return Err(LookError::TooLarge { limit });
        }
        Ok(content.to_vec())
    }

    fn stat(&self, path: &str) -> Result<RawStat, LookError> {
        walk(self, path, true).map(Walked::into_stat)
    }

    fn list(&self, path: &str, limit: usize) -> Result<Vec<DirEntry>, LookError> {
        let (directory, object) = self.readable(path)?;
        if !matches!(object.content, Content::Directory) {
            return Err(LookError::NotADirectory);
        }
        let prefix = join(&directory, "");
        let mut entries = Vec::new();
        let below = self.objects.range(prefix.clone()..);
        for (path, object) in below.take_while(|(path, _)| path.starts_with(&prefix)) {
            let Some(name) = path.strip_prefix(&prefix) else { continue };
            if name.is_empty() || name.contains('/') {
                continue;
            }
            if entries.len() >= limit {
                return Err(LookError::TooLarge { limit: limit as u64 });
            }
            let kind = match object.content {
                Content::File(_) => EntryKind::File,
                Content::Directory => EntryKind::Directory,
                Content::Link(_) => EntryKind::Link,
                Content::Socket => EntryKind::Socket,
            };
            entries.push(DirEntry { name: name.to_owned(), kind });
        }
        entries.sort();
        Ok(entries)
    }

    fn read_link(&self, path: &str) -> Result<String, LookError> {
        let walked = walk(self, path, false)?;
        self.target(&walked.handle)
    }

    fn read_at(&self, path: &str, offset: u64, length: usize) -> Result<Vec<u8>, LookError> {
        let content = self.content(path)?;
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(content.len());
        let rest = content.get(start..).unwrap_or_default();
        Ok(rest.get(..length.min(rest.len())).unwrap_or_default().to_vec())
    }

    fn enter(&self, path: &str) -> Result<Box<dyn FileSystem>, LookError> {
        let (root, object) = self.readable(path)?;
        if !matches!(object.content, Content::Directory) {
            return Err(LookError::NotADirectory);
        }
        Ok(Box::new(Self { objects: Arc::clone(&self.objects), root }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn metadata_of_an_unreadable_file_is_still_seen() {
        let fs = MemFs::new()
            .file_with("/etc/key", "secret", Attributes::mode(0o600).owned_by(7, 8))
            .unreadable("/etc/key", LookError::denied())
            .failing("/proc/12", LookError::Vanished);
        assert_eq!(fs.read("/etc/key", 9), Err(LookError::denied()));
        assert_eq!(fs.stat("/etc/key").unwrap().uid, 7);
        assert_eq!(fs.stat("/proc/12").unwrap_err(), LookError::Vanished);
        assert_eq!(fs.list("/proc", 9).unwrap().len(), 1);
    }

    #[test]
    fn a_directory_that_may_not_be_passed_is_named() {
        let fs = MemFs::new()
            .file("/etc/kubernetes/pki/ca.crt", "")
            .unreadable("/etc/kubernetes", LookError::denied());
        let error = fs.stat("/etc/kubernetes/pki/ca.crt").unwrap_err();
        assert_eq!(error.to_string(), "permission denied in /etc/kubernetes");
        assert_eq!(fs.list("/etc/kubernetes", 9), Err(LookError::denied()));
        assert!(fs.stat("/etc/kubernetes").is_ok());
    }

    #[test]
    fn links_are_followed_inside_the_root_only() {
        let fs = MemFs::new()
            .file("/host/etc/passwd", "inside")
            .file("/etc/passwd", "outside")
            .link("/host/etc/up", "../../../etc/passwd")
            .link("/host/abs", "/etc/passwd");
        let host = fs.enter("/host").unwrap();
        for path in ["/etc/up", "/abs", "/../etc/passwd", "etc/passwd"] {
            assert_eq!(host.read(path, 99).unwrap(), b"inside", "{path}");
        }
    }

    proptest! {
        #[test]
        fn no_path_and_no_link_leads_out_of_the_root(
            links in proptest::collection::vec(
                ("[a-c](/[a-c]){0,2}", "(/|(\\.\\./){0,4})([a-c]|\\.\\.)(/([a-c]|\\.\\.)){0,3}"),
                0..8,
            ),
            path in "(/|\\.\\./)?([a-c]|\\.\\.|\\.)(/([a-c]|\\.\\.|\\.)){0,5}/?",
        ) {
            let mut fs = MemFs::new().file("/a", "outside").file("/b/a", "outside");
            for name in ["/in/side/a/b", "/in/side/b/c", "/in/side/c/a"] {
                fs = fs.file(name, "inside");
            }
            for (link, target) in &links {
                fs = fs.link(&format!("/in/side/{link}"), target);
            }
            let inner = fs.enter("/in/side").unwrap();
            if let Ok(content) = inner.read(&path, 99) {
                prop_assert_eq!(content, b"inside");
            }
            let base = MemFs { root: "/in/side".to_owned(), ..fs };
            if let Ok(walked) = walk(&base, &path, true) {
                let handle = walked.handle;
                prop_assert!(handle == "/in/side" || handle.starts_with("/in/side/"));
                prop_assert!(!walked.path.contains(".."));
            }
        }
    }
}
