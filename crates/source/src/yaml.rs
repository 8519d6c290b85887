//! Documents as trees that own their text.

use bumpalo::Bump;
use plimsoll_model::{Entry, Tree, Value};

use crate::document::{Content, Node, read_documents};

/// What a document may cost. Everything read from a target is bounded.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of text.
    pub bytes: usize,
    /// Values, counting every expansion of an alias.
    pub nodes: usize,
    /// Nesting.
    pub depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 4 << 20, nodes: 200_000, depth: 64 }
    }
}

/// Why a text is not a document we accept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct SourceError {
    /// Line, counted from 1.
    pub line: u32,
    /// Column, counted from 1.
    pub column: u32,
    /// What is wrong.
    pub message: String,
}

/// Reads all documents of a YAML (or JSON) text. Empty documents are left out.
///
/// # Errors
/// Fails on the first syntax error, duplicate key, unknown alias or broken limit, with its place.
pub fn parse_yaml(text: &str, limits: Limits) -> Result<Vec<Tree>, SourceError> {
    let arena = Bump::new();
    read_documents(text, &arena, limits)
        .into_iter()
        .map(|document| document.map(|node| tree(&node)))
        .collect()
}

fn tree(node: &Node<'_, '_>) -> Tree {
    let value = match node.value {
        Content::Null => Value::Null,
        Content::Bool(value) => Value::Bool(value),
        Content::Int(value) => Value::Int(value),
        Content::Float(value) => Value::Float(value),
        Content::Text(text) => Value::String(text.to_owned()),
        Content::Made(text) => Value::String(text.to_owned()),
        Content::List(items) => Value::List(items.iter().map(tree).collect()),
        Content::Map(entries) => Value::Map(
            entries
                .iter()
                .map(|entry| Entry {
                    key: entry.key.to_owned(),
                    line: entry.line,
                    value: tree(&entry.value),
                })
                .collect(),
        ),
    };
    Tree { line: node.line, column: node.column, value }
}

#[cfg(test)]
mod tests {
    use plimsoll_model::{Tree, Value};
    use proptest::prelude::*;

    use super::{Limits, parse_yaml};

    fn one(text: &str) -> Tree {
        parse_yaml(text, Limits::default()).unwrap().remove(0)
    }

    #[test]
    fn values_know_their_line_and_column() {
        let tree = one("a:\n  b: [1, two]\n");
        let list = tree.at("a.b").unwrap();
        assert_eq!((list.line, list.column), (2, 6));
        assert_eq!(list.items()[1].column, 10);
        assert_eq!(list.items()[1].as_str(), Some("two"));
    }

    #[test]
    fn a_key_written_twice_is_an_error_with_its_place() {
        let error = parse_yaml("a: 1\nb: 2\na: 3\n", Limits::default()).unwrap_err();
        assert_eq!((error.line, error.column), (3, 1));
        assert!(error.message.contains("`a` is written twice"));
    }

    #[test]
    fn several_documents_and_json_are_read() {
        let trees = parse_yaml("---\na: 1\n---\n---\n{\"b\": [true, null]}\n", Limits::default());
        let trees = trees.unwrap();
        assert_eq!(trees.len(), 2);
        assert_eq!(trees[1].get("b").unwrap().items()[0].value, Value::Bool(true));
    }

    #[test]
    fn merge_keys_do_not_override_what_is_written() {
        let tree = one("base: &b {p: 1, q: 2}\nuse:\n  <<: *b\n  q: 3\n");
        assert_eq!(tree.at("use.p").and_then(Tree::as_int), Some(1));
        assert_eq!(tree.at("use.q").and_then(Tree::as_int), Some(3));
    }

    #[test]
    fn aliases_cannot_blow_up_a_document() {
        let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for level in 1..10 {
            let list = vec![format!("*a{}", level - 1); 10].join(", ");
            text.push_str(&format!("a{level}: &a{level} [{list}]\n"));
        }
        assert!(parse_yaml(&text, Limits::default()).is_err());
    }

    #[test]
    fn deep_nesting_is_refused() {
        let text = format!("{}{}", "[".repeat(500), "]".repeat(500));
        assert!(parse_yaml(&text, Limits::default()).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
            let _ = parse_yaml(&text, Limits::default());
        }

        #[test]
        fn yaml_like_text_does_not_make_the_reader_panic(text in "[a-c:\\-\\[\\]{}&*<|>\n \"'#!,?]{0,120}") {
            let _ = parse_yaml(&text, Limits::default());
        }
    }
}
