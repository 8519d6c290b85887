//! Facts of managed clusters: what a provider's own command line prints, and paths into it.

use std::collections::BTreeMap;

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
    /// Fields that one must have: how it is told from other documents, and from what somebody cut.
    /// `a[].b` are needed of every element, `a[k=v].b` of one that there must be.
    pub needs: Vec<String>,
    /// Fields that must hold a list.
    #[serde(default)]
    pub lists: Vec<String>,
    /// Texts of which a field must be one, where it is there; `*` stands for any text.
    #[serde(default)]
    pub is: BTreeMap<String, Vec<String>>,
    /// The same for fields beside the root.
    #[serde(default)]
    pub around: BTreeMap<String, Vec<String>>,
    /// The same for an empty list: what tells it from an empty list of something else.
    #[serde(default)]
    pub around_empty: BTreeMap<String, Vec<String>>,
    /// Whether one thing printed alone, without the root, is taken too.
    #[serde(default)]
    pub alone: bool,
    /// Fields whose text is JSON or YAML of its own, URL-encoded or not, which paths go on into.
    #[serde(default)]
    pub embedded: Vec<String>,
    /// Fields that must be there once such texts are read, where the list of them is there.
    #[serde(default)]
    pub inside: Vec<String>,
    /// Whether keys are matched without regard to case: where the provider has two spellings.
    #[serde(default)]
    pub ignore_case: bool,
    /// Whether what is not set is printed as null: then a field that is not there was cut off.
    #[serde(default)]
    pub prints_null: bool,
    /// Field of the printed object that says how many elements there are in all, in the root or else
    /// in the first of `lists`.
    #[serde(default)]
    pub total: Option<String>,
    /// Field of the printed object that lists what the provider could not describe.
    #[serde(default)]
    pub problems: Option<String>,
    /// Field that tells one thing from every other.
    #[serde(default)]
    pub identity: Option<String>,
    /// Fields that name the cluster, and what must stand there: `{name}` is a field of the document
    /// with the cluster's version. Texts that have not this form say nothing of the cluster.
    #[serde(default)]
    pub cluster: BTreeMap<String, String>,
    /// Field that holds the cluster's Kubernetes version: it makes this the cluster's own document.
    #[serde(default)]
    pub version: Option<String>,
}

impl CloudDocument {
    /// Every path that it declares.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &String> {
        let maps = [&self.is, &self.around, &self.around_empty];
        self.needs
            .iter()
            .chain(&self.lists)
            .chain(&self.embedded)
            .chain(&self.inside)
            .chain(self.cluster.keys())
            .chain(maps.into_iter().flat_map(BTreeMap::keys))
            .chain([&self.total, &self.problems, &self.identity].into_iter().flatten())
    }
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
