//! Facts of managed clusters: what a provider's own command line prints, and paths into it.

use serde::{Deserialize, Serialize};

/// A provider of managed clusters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Provider {
    /// Its id, which is that of its distribution: `eks`.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What its command line prints.
    #[serde(rename = "document")]
    pub documents: Vec<CloudDocument>,
}

/// Something that a provider's command line prints as JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CloudDocument {
    /// Its id, e.g. `eks-cluster`.
    pub id: String,
    /// What it describes, e.g. `the cluster`.
    pub title: String,
    /// The command that prints it.
    pub command: String,
    /// Key of the printed object that holds the thing, or a list of them; none when the whole is it.
    #[serde(default)]
    pub root: Option<String>,
    /// Field that names one.
    #[serde(default)]
    pub name: Option<String>,
    /// Keys that one must have: how it is told from other documents.
    pub needs: Vec<String>,
    /// Fields whose text is JSON or YAML of its own, which paths go on into.
    #[serde(default)]
    pub embedded: Vec<String>,
    /// Field that holds the cluster's Kubernetes version.
    #[serde(default)]
    pub version: Option<String>,
}

/// One step of a path into a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// The value under a key.
    Key(String),
    /// Every element of a list.
    Each,
    /// The elements whose key has this value (`true`) or another one (`false`).
    Where(String, bool, String),
}

/// Reads a path: `nodePools[].config."a.b"`, `list[name=x].enabled`.
///
/// # Errors
/// Says what is wrong with it.
pub fn path(text: &str) -> Result<Vec<Step>, String> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        if rest.starts_with('[') {
            let (inner, after) = rest[1..].split_once(']').ok_or("`[` is not closed")?;
            steps.push(match (inner.split_once("!="), inner.split_once('=')) {
                _ if inner.is_empty() => Step::Each,
                (Some((key, value)), _) => Step::Where(key.to_owned(), false, value.to_owned()),
                (None, Some((key, value))) => Step::Where(key.to_owned(), true, value.to_owned()),
                (None, None) => return Err(format!("`[{inner}]` is not `[]`, `[key=value]`")),
            });
            rest = after;
        } else if let Some(quoted) = rest.strip_prefix('"') {
            let (key, after) = quoted.split_once('"').ok_or("a quote is not closed")?;
            steps.push(Step::Key(key.to_owned()));
            rest = after;
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            if end == 0 || rest[..end].contains(['"', ']']) {
                return Err("a key is missing, or has a quote or bracket inside".to_owned());
            }
            steps.push(Step::Key(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        if rest.is_empty() {
            return Ok(steps);
        }
        if let Some(after) = rest.strip_prefix('.') {
            rest = after;
        } else if !rest.starts_with('[') {
            return Err(format!("`{rest}` does not go on with `.` or `[`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, path};

    #[test]
    fn paths_have_keys_and_elements() {
        let key = |text: &str| Step::Key(text.to_owned());
        assert_eq!(
            path("a[].\"b.c\"[d!=e].f").unwrap(),
            [
                key("a"),
                Step::Each,
                key("b.c"),
                Step::Where("d".to_owned(), false, "e".to_owned()),
                key("f")
            ]
        );
        assert_eq!(path("[].x").unwrap(), [Step::Each, key("x")]);
        for wrong in ["", "a.", ".a", "a[", "a[b]", "a\"b", "\"a"] {
            assert!(path(wrong).is_err(), "{wrong}");
        }
    }
}
