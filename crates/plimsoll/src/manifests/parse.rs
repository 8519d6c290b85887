//! The objects of one text, and what in it could not be read.

use plimsoll_collect::manifests::{Input, Origin};
use plimsoll_engine::objects::Outcome;
use plimsoll_model::NotJudged;
use plimsoll_source::path::value_at;
use plimsoll_source::{Bump, Found, Limits, NoObject, Node, SourceError, objects, read_documents};

use super::{Request, shape};

/// An object as it was read.
#[derive(Debug)]
pub struct ReadObject<'t> {
    /// Number of its document in the text.
    pub document: usize,
    /// The object and its path in the document.
    pub found: Found<'t>,
    /// What was judged at once, by number of the check in the plan.
    pub outcomes: Vec<(u32, Outcome)>,
}

/// What one text holds.
#[derive(Debug, Default)]
pub struct Parsed<'t> {
    /// Its objects.
    pub objects: Vec<ReadObject<'t>>,
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
pub fn parse<'t>(input: &'t Input, request: Option<&Request<'_>>) -> Parsed<'t> {
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
            Ok(found) => {
                for one in found {
                    let outcomes =
                        request.map_or_else(Vec::new, |request| as_read(&one, node, request));
                    if !outcomes.iter().any(|(check, _)| is_form(*check, request)) {
                        parsed.not_judged.extend(one.faults.iter().map(|fault| NotJudged {
                            path: input.shown.clone(),
                            line: Some(fault.line),
                            column: Some(fault.column),
                            reason: fault.to_string(),
                        }));
                    }
                    parsed.objects.push(ReadObject { document: number, found: one, outcomes });
                }
            }
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

const FORM: &str = "schema-invalid";
const API_VERSION: &str = "api-deprecated";

fn is_form(check: u32, request: Option<&Request<'_>>) -> bool {
    let applied = request.and_then(|request| request.plan.checks.get(check as usize));
    applied.is_some_and(|applied| applied.check.id == FORM)
}

/// The checks that need the text itself.
fn as_read(
    found: &Found<'_>,
    document: &Node<'_, '_>,
    request: &Request<'_>,
) -> Vec<(u32, Outcome)> {
    let Some(node) = value_at(document, &found.path) else { return Vec::new() };
    let minor =
        if request.version.major > 1 { request.api.last_minor } else { request.version.minor };
    let numbered = request.plan.checks.iter().enumerate();
    numbered
        .filter_map(|(number, applied)| {
            let outcome = match &*applied.check.id {
                FORM => shape::form(&request.api, &found.object, node, &found.faults, minor),
                API_VERSION => shape::api_version(&request.api, &found.object, minor),
                _ => return None,
            };
            Some((u32::try_from(number).ok()?, outcome))
        })
        .collect()
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
