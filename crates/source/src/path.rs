//! From the path of a field to its place in a document.
//!
//! Checks speak of fields by path (`spec.containers[1].image`,
//! `metadata.annotations["a.b/c"]`); where that is written is looked up only for what is reported.

use crate::document::Node;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line, counted from 1.
    pub line: u32,
    /// Column, counted in characters from 1.
    pub column: u32,
    /// Whether the whole path is written; otherwise the place is that of the deepest part of it
    /// that is.
    pub exact: bool,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

/// Where a field is written: its key, or the item of a list.
#[must_use]
pub fn locate(root: &Node<'_, '_>, path: &str) -> Place {
    let mut node = root;
    let mut place = Place { line: root.line, column: root.column, exact: true };
    for step in (Steps { rest: path }) {
        match step {
            Step::Key(key) => {
                let Some(entry) = node.entries().iter().find(|entry| entry.key == key) else {
                    return Place { exact: false, ..place };
                };
                place = Place { line: entry.line, column: entry.column, exact: true };
                node = &entry.value;
            }
            Step::Index(index) => {
                let Some(item) = node.items().get(index) else {
                    return Place { exact: false, ..place };
                };
                place = Place { line: item.line, column: item.column, exact: true };
                node = item;
            }
        }
    }
    place
}

/// The value that a path leads to.
#[must_use]
pub fn value_at<'r, 'n, 't>(root: &'r Node<'n, 't>, path: &str) -> Option<&'r Node<'n, 't>> {
    Steps { rest: path }.try_fold(root, |node, step| match step {
        Step::Key(key) => node.get(key),
        Step::Index(index) => node.items().get(index),
    })
}

/// The value that a path leads to in JSON.
#[must_use]
pub fn value_in<'r>(root: &'r serde_json::Value, path: &str) -> Option<&'r serde_json::Value> {
    Steps { rest: path }.try_fold(root, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}

struct Steps<'p> {
    rest: &'p str,
}

impl<'p> Iterator for Steps<'p> {
    type Item = Step<'p>;

    fn next(&mut self) -> Option<Step<'p>> {
        self.rest = self.rest.strip_prefix('.').unwrap_or(self.rest);
        if let Some(rest) = self.rest.strip_prefix("[\"") {
            let (key, rest) = rest.split_once("\"]")?;
            self.rest = rest;
            return Some(Step::Key(key));
        }
        if let Some(rest) = self.rest.strip_prefix('[') {
            let (index, rest) = rest.split_once(']')?;
            self.rest = rest;
            return index.parse().ok().map(Step::Index);
        }
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.find(['.', '[']).unwrap_or(self.rest.len());
        let (key, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(Step::Key(key))
    }
}

/// Adds a key to a path; keys with dots or brackets are quoted.
#[must_use]
pub fn join(path: &str, key: &str) -> String {
    if key.contains(['.', '[', ']', '"']) {
        format!("{path}[\"{key}\"]")
    } else if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

#[cfg(test)]
mod tests {
    use bumpalo::Bump;

    use super::{join, locate, value_at};
    use crate::{Limits, read_documents};

    #[test]
    fn a_path_leads_to_the_key_or_to_the_deepest_part_that_is_written() {
        let text = "spec:\n  containers:\n    - name: a\n    - name: b\n      image: x\nmetadata:\n  annotations:\n    a.b/c: d\n";
        let arena = Bump::new();
        let root = read_documents(text, &arena, Limits::default()).remove(0).unwrap();
        let place = |path: &str| {
            let place = locate(&root, path);
            (place.line, place.column, place.exact)
        };
        assert_eq!(place("spec.containers[1].image"), (5, 7, true));
        assert_eq!(place("spec.containers[1].securityContext.privileged"), (4, 7, false));
        assert_eq!(place("spec.containers[7]"), (2, 3, false));
        assert_eq!(place(&join("metadata.annotations", "a.b/c")), (8, 5, true));
        assert_eq!(value_at(&root, "spec.containers[1].image").and_then(|n| n.as_str()), Some("x"));
    }
}
