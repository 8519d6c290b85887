//! What of a cluster is read, and how.
//!
//! `kubernetes/resources.tsv`: group, resource, kind, whether it has namespaces, versions (the
//! preferred one first), how it is read, and what for. The role that `plimsoll rbac-manifest` prints
//! and the requests of `scan cluster` both come from it.

use serde::{Deserialize, Serialize};

/// A kind of object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// API group; empty for the core group.
    pub group: String,
    /// Name in paths and rules, e.g. `networkpolicies`.
    pub resource: String,
    /// Kind.
    pub kind: String,
    /// Whether its objects are in namespaces.
    pub namespaced: bool,
    /// Versions, the preferred one first.
    pub versions: Vec<String>,
    /// How it is read.
    pub reading: Reading,
    /// What for.
    pub purpose: String,
}

/// How objects of a kind are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reading {
    /// Whole.
    Whole,
    /// Only name, labels and annotations are sent by the API server.
    Metadata,
    /// As [`Reading::Metadata`], and only when the user asks for it: the right to list them is the
    /// right to read their contents.
    OnRequest,
}

const HEAD: &str = "group\tresource\tkind\tnamespaced\tversions\treading\tpurpose";

/// Reads the table.
///
/// # Errors
/// Names the line and what is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Resource>, String> {
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    if lines.next().map(|(_, line)| line) != Some(HEAD) {
        return Err(format!("the first line must be `{HEAD}`"));
    }
    lines
        .map(|(number, line)| {
            let wrong = |what: &str| format!("line {}: {what}", number + 1);
            let [group, resource, kind, namespaced, versions, reading, purpose] =
                line.split('\t').collect::<Vec<_>>()[..]
            else {
                return Err(wrong("seven columns are expected"));
            };
            Ok(Resource {
                group: group.to_owned(),
                resource: resource.to_owned(),
                kind: kind.to_owned(),
                namespaced: match namespaced {
                    "yes" => true,
                    "no" => false,
                    _ => return Err(wrong("`namespaced` is `yes` or `no`")),
                },
                versions: versions.split(',').map(str::to_owned).collect(),
                reading: match reading {
                    "whole" => Reading::Whole,
                    "metadata" => Reading::Metadata,
                    "on-request" => Reading::OnRequest,
                    _ => return Err(wrong("`reading` is `whole`, `metadata` or `on-request`")),
                },
                purpose: purpose.to_owned(),
            })
        })
        .collect()
}
