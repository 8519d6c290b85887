//! Who belongs to the platform itself, so that its own rights are told apart from those that
//! somebody gave.
//!
//! `kubernetes/platform.tsv`: kind, namespace and name of a subject, the role that it is expected to
//! hold, what it is, and the source. Names may end in `*`; `{name}` in a role stands for the name of
//! the subject. Subject and role are judged together: a controller of Kubernetes that holds another
//! role than its own is no platform matter.

use serde::{Deserialize, Serialize};

/// All rows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Platform {
    /// In the order of the file.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// `User`, `Group` or `ServiceAccount`.
    pub kind: String,
    /// Namespace of a service account.
    pub namespace: String,
    /// Name, or the beginning of it and `*`.
    pub name: String,
    /// Role, or the beginning of it and `*`; `{name}` is the subject's name.
    pub role: String,
    /// What it is.
    pub what: String,
}

const HEAD: &str = "kind\tnamespace\tname\trole\twhat\tsource";

fn matches(pattern: &str, text: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => text.starts_with(prefix),
        None => pattern == text,
    }
}

impl Platform {
    /// Reads the table.
    ///
    /// # Errors
    /// Names the line and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        if lines.next().map(|(_, line)| line) != Some(HEAD) {
            return Err(format!("the first line must be `{HEAD}`"));
        }
        let rows = lines.map(|(number, line)| {
            let [kind, namespace, name, role, what, _source] =
                line.split('\t').collect::<Vec<_>>()[..]
            else {
                return Err(format!("line {}: six columns are expected", number + 1));
            };
            if !["User", "Group", "ServiceAccount"].contains(&kind) {
                return Err(format!("line {}: `{kind}` is no kind of subject", number + 1));
            }
            let own = str::to_owned;
            Ok(Row {
                kind: own(kind),
                namespace: own(namespace),
                name: own(name),
                role: own(role),
                what: own(what),
            })
        });
        Ok(Self { rows: rows.collect::<Result<_, String>>()? })
    }

    /// What a subject is, if it belongs to the platform and is expected to hold this role.
    #[must_use]
    pub fn expects(&self, kind: &str, namespace: &str, name: &str, role: &str) -> Option<&str> {
        let row = self.rows.iter().find(|row| {
            row.kind == kind
                && (row.namespace.is_empty() || matches(&row.namespace, namespace))
                && matches(&row.name, name)
                && matches(&row.role.replace("{name}", name), role)
        })?;
        Some(&row.what)
    }
}
