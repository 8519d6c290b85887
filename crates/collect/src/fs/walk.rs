//! From a path to an object, one component at a time, never above the root.
//!
//! Real and written-down file systems share this walk, so that an example and a host follow links
//! in exactly the same way: as a process would whose root directory is the audited root
//! (path_resolution(7), and `RESOLVE_IN_ROOT` of openat2(2)).

use std::collections::VecDeque;

use super::error::LookError;
use super::stat::{EntryKind, Metadata, ParentStat, RawStat};

/// As many links as Linux follows (`MAXSYMLINKS`).
const MAX_LINKS: usize = 40;
/// As long as Linux takes a path to be (`PATH_MAX`).
const MAX_PATH: usize = 4096;
/// Components still to be walked, links expanded.
const MAX_COMPONENTS: usize = 4096;

/// What a file system must be able to say for the walk.
pub(crate) trait Walkable {
    /// A hold on one object.
    type Handle;

    /// The root directory.
    fn root(&self) -> Result<Self::Handle, LookError>;

    /// The object `name` in a directory; a link is not followed. Permission that is denied is
    /// denied by the directory.
    fn child(&self, directory: &Self::Handle, name: &str) -> Result<Self::Handle, LookError>;

    /// Metadata of the object itself.
    fn metadata(&self, handle: &Self::Handle) -> Result<Metadata, LookError>;

    /// Where a link leads. An error when only the kernel can follow it.
    fn target(&self, handle: &Self::Handle) -> Result<String, LookError>;
}

/// The end of a walk.
pub(crate) struct Walked<H> {
    /// Directory that holds the object; `None` for the root itself.
    pub(crate) directory: Option<H>,
    /// The object's name in that directory; `.` for the root itself.
    pub(crate) name: String,
    /// The object.
    pub(crate) handle: H,
    /// Its metadata.
    pub(crate) metadata: Metadata,
    /// Its path with no link in it.
    #[cfg_attr(not(test), allow(dead_code, reason = "tests look at it"))]
    pub(crate) path: String,
    /// Links followed.
    pub(crate) links: Vec<String>,
    /// Directories passed.
    pub(crate) parents: Vec<ParentStat>,
}

impl<H> Walked<H> {
    /// All of it without the hold on the object.
    pub(crate) fn into_stat(self) -> RawStat {
        let Metadata { kind, mode, uid, gid, size, modified, dev, ino } = self.metadata;
        let (links, parents) = (self.links, self.parents);
        let kind = kind.file_kind();
        RawStat { kind, mode, uid, gid, size, modified, dev, ino, links, parents }
    }
}

/// A directory on the stack of the walk.
struct Level<H> {
    name: String,
    handle: H,
    metadata: Metadata,
}

/// Walks to `path`; a link at its end is followed when `follow` says so.
pub(crate) fn walk<W: Walkable>(
    tree: &W,
    path: &str,
    follow: bool,
) -> Result<Walked<W::Handle>, LookError> {
    if path.len() > MAX_PATH {
        return Err(LookError::Other("the path is too long".to_owned()));
    }
    if path.contains('\0') {
        return Err(LookError::Other("the path holds a NUL character".to_owned()));
    }
    let root = tree.root()?;
    let metadata = tree.metadata(&root)?;
    let mut stack = vec![Level { name: ".".to_owned(), handle: root, metadata }];
    let mut links = Vec::new();
    let mut parents: Vec<ParentStat> = Vec::new();
    let mut rest: VecDeque<String> = VecDeque::new();
    push_components(&mut rest, path)?;

    while let Some(name) = rest.pop_front() {
        let here = path_of(&stack);
        let Some(top) = stack.last() else { return Err(LookError::NotFound) };
        if top.metadata.kind != EntryKind::Directory {
            return Err(LookError::NotADirectory);
        }
        if !parents.iter().any(|parent| parent.path == here) {
            let Metadata { mode, uid, gid, .. } = top.metadata;
            parents.push(ParentStat { path: here.clone(), mode, uid, gid });
        }
        if name == "." {
            continue;
        }
        if name == ".." {
            if stack.len() > 1 {
                stack.pop();
            }
            continue;
        }
        let handle = tree.child(&top.handle, &name).map_err(|error| match error {
            LookError::PermissionDenied { .. } => {
                LookError::PermissionDenied { directory: Some(here.clone()) }
            }
            other => other,
        })?;
        let metadata = tree.metadata(&handle)?;
        if metadata.kind == EntryKind::Link && (follow || !rest.is_empty()) {
            if links.len() >= MAX_LINKS {
                return Err(LookError::Loop);
            }
            let target = tree.target(&handle)?;
            if target.is_empty() {
                return Err(LookError::NotFound);
            }
            links.push(format!("{} -> {target}", join(&here, &name)));
            if target.starts_with('/') {
                stack.truncate(1);
            }
            push_components(&mut rest, &target)?;
            continue;
        }
        stack.push(Level { name, handle, metadata });
    }

    let path = path_of(&stack);
    let Some(last) = stack.pop() else { return Err(LookError::NotFound) };
    Ok(Walked {
        directory: stack.pop().map(|level| level.handle),
        name: last.name,
        handle: last.handle,
        metadata: last.metadata,
        path,
        links,
        parents,
    })
}

/// Puts the components of `path` in front of what is left to walk. A path that ends in a slash must
/// be a directory, which a last `.` makes the walk see to.
fn push_components(rest: &mut VecDeque<String>, path: &str) -> Result<(), LookError> {
    let mut components: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if path.ends_with('/') && !components.is_empty() {
        components.push(".");
    }
    if rest.len() + components.len() > MAX_COMPONENTS {
        return Err(LookError::Loop);
    }
    for component in components.into_iter().rev() {
        rest.push_front(component.to_owned());
    }
    Ok(())
}

fn path_of<H>(stack: &[Level<H>]) -> String {
    let names: Vec<&str> = stack.iter().skip(1).map(|level| level.name.as_str()).collect();
    format!("/{}", names.join("/"))
}

/// `directory/name` without a double slash.
pub(crate) fn join(directory: &str, name: &str) -> String {
    format!("{}/{name}", directory.trim_end_matches('/'))
}
