//! The objects of one text, and what in it could not be read.

use plimsoll_collect::manifests::{Input, Origin};
use plimsoll_model::NotJudged;
use plimsoll_source::{Bump, Found, Limits, NoObject, SourceError, objects, read_documents};

/// What one text holds.
#[derive(Debug, Default)]
pub struct Parsed<'t> {
    /// Its objects with the number of their document.
    pub objects: Vec<(usize, Found<'t>)>,
    /// What could not be judged.
    pub not_judged: Vec<NotJudged>,
}

/// Limits for manifests: a text is limited when it is read, so that these bound what aliases and
/// nesting make of it.
#[must_use]
pub fn limits(text: &str) -> Limits {
    Limits { bytes: usize::MAX, nodes: 1_000_000 + text.len(), depth: 128 }
}

/// Whether a text can hold a Kubernetes object at all; most files of a tree cannot, and are not
/// parsed.
fn may_hold_objects(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"apiVersion").is_some()
        && memchr::memmem::find(text.as_bytes(), b"kind").is_some()
}

/// Reads the objects of a text.
#[must_use]
pub fn parse(input: &Input) -> Parsed<'_> {
    let mut parsed = Parsed::default();
    if !may_hold_objects(&input.text) {
        return parsed;
    }
    let arena = Bump::new();
    let documents = read_documents(&input.text, &arena, limits(&input.text));
    for (number, document) in documents.iter().enumerate() {
        let node = match document {
            Ok(node) => node,
            Err(error) => {
                parsed.not_judged.push(not_read(input, error));
                continue;
            }
        };
        match objects(node) {
            Ok(found) => parsed.objects.extend(found.into_iter().map(|one| (number, one))),
            Err(NoObject::NotKubernetes) => {}
            Err(NoObject::Incomplete) => parsed.not_judged.push(NotJudged {
                path: input.shown.clone(),
                line: Some(node.line),
                column: Some(node.column),
                reason: "an object needs both `apiVersion` and `kind`, as text".to_owned(),
            }),
        }
    }
    parsed
}

fn not_read(input: &Input, error: &SourceError) -> NotJudged {
    let mut reason = format!("cannot be read as YAML: {}", error.message);
    if input.origin == Origin::File && input.text.contains("{{") {
        reason.push_str(
            ". It looks like a template: render it first, e.g. `helm template CHART | plimsoll scan \
             files -`",
        );
    }
    NotJudged {
        path: input.shown.clone(),
        line: Some(error.line),
        column: Some(error.column),
        reason,
    }
}
