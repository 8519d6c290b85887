//! Reading the file that a setting names.

use plimsoll_engine::{Judge, Verdict};
use plimsoll_model::{Document, DocumentState, Evidence, Location, Tree};
use plimsoll_settings::Outcome;

/// A document that a setting names, with the evidence of the setting.
pub(crate) struct Named<'a> {
    pub(crate) document: &'a Document,
    pub(crate) tree: &'a Tree,
    /// Its path as the component knows it.
    pub(crate) path: String,
    pub(crate) setting: Vec<Evidence>,
}

/// The document that a setting names. `Ok(None)` when the setting is not set.
///
/// # Errors
/// The verdict when the setting or the file cannot be read.
pub(crate) fn named<'a>(judge: &Judge<'a>, key: &str) -> Result<Option<Named<'a>>, Verdict> {
    let effective = match judge.target.settings.get(key) {
        Outcome::Value(effective) => effective,
        Outcome::Unknown { reason, evidence } => return Err(Verdict::error(reason, evidence)),
        Outcome::NotInVersion { .. } => return Ok(None),
    };
    let path = effective.value.to_string();
    if effective.value.is_empty() {
        return Ok(None);
    }
    read(judge, &path, &format!("named by `{key}`"), effective.evidence).map(Some)
}

/// The document at a path of the component's configuration, which something names.
///
/// # Errors
/// The verdict when the file cannot be read.
pub(crate) fn read<'a>(
    judge: &Judge<'a>,
    path: &str,
    named_by: &str,
    setting: Vec<Evidence>,
) -> Result<Named<'a>, Verdict> {
    let host_path = judge.target.instance.host_path(path);
    let Some(document) = judge.host.node.documents.get(host_path) else {
        let reason = format!("{host_path}, {named_by}, was not read");
        return Err(Verdict::error(reason, setting));
    };
    let why = match &document.state {
        DocumentState::Parsed(_) => match document.tree() {
            Some(tree) => return Ok(Named { document, tree, path: path.to_owned(), setting }),
            None => "it is empty".to_owned(),
        },
        DocumentState::Absent => "it is not there".to_owned(),
        DocumentState::Unreadable { reason } => reason.clone(),
    };
    let mut evidence = setting;
    evidence.push(whole(document, &why));
    Err(Verdict::error(format!("{host_path} could not be read: {why}"), evidence))
}

/// Evidence about a document as a whole.
pub(crate) fn whole(document: &Document, seen: &str) -> Evidence {
    Evidence {
        seen: seen.to_owned(),
        location: Location::File { path: document.path.clone(), line: None, column: None },
        note: None,
    }
}

/// Evidence about a place in a document, with a remark when the file is newer than the process.
pub(crate) fn place(judge: &Judge<'_>, document: &Document, tree: &Tree, seen: &str) -> Evidence {
    Evidence {
        seen: seen.to_owned(),
        location: Location::File {
            path: document.path.clone(),
            line: Some(tree.line),
            column: Some(tree.column),
        },
        note: judge.target.settings.staleness(&document.path),
    }
}

/// Texts of a list; empty for anything else.
pub(crate) fn texts(tree: Option<&Tree>) -> Vec<String> {
    tree.map(Tree::items).unwrap_or_default().iter().filter_map(Tree::scalar_text).collect()
}
