//! A YAML or JSON value that remembers where each part of it was written.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One value with the position of its first character.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tree {
    /// Line in the file, counted from 1.
    pub line: u32,
    /// Column in the line, counted in characters from 1.
    pub column: u32,
    /// The value itself.
    pub value: Value,
}

/// What a [`Tree`] can hold. Scalars carry the type that Kubernetes' YAML reader gives them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    String(String),
    /// A secret that the collector has seen and has not kept.
    Redacted,
    /// A sequence.
    List(Vec<Tree>),
    /// A mapping in the order of the file; keys are unique.
    Map(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// The key as text.
    pub key: String,
    /// Line of the key, counted from 1.
    pub line: u32,
    /// Its value.
    pub value: Tree,
}

impl Tree {
    /// A value without a position of its own (made by a program, not read from a file).
    #[must_use]
    pub fn synthetic(value: Value) -> Self {
        Self { line: 0, column: 0, value }
    }

    /// The value under `key` when this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Tree> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The entry under `key` when this is a mapping that has it.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The value at a dotted path such as `authentication.anonymous.enabled`.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Tree> {
        path.split('.').try_fold(self, |tree, key| tree.get(key))
    }

    /// Elements of a sequence; empty for anything else.
    #[must_use]
    pub fn items(&self) -> &[Tree] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// Entries of a mapping; empty for anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The text, when this is text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The truth value, when this is one.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The whole number, when this is one.
    #[must_use]
    pub fn as_int(&self) -> Option<i64> {
        match self.value {
            Value::Int(value) => Some(value),
            _ => None,
        }
    }

    /// Whether this is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// A scalar as one would write it on a command line; `None` for sequences and mappings.
    #[must_use]
    pub fn scalar_text(&self) -> Option<String> {
        match &self.value {
            Value::Null => Some("null".to_owned()),
            Value::Bool(value) => Some(value.to_string()),
            Value::Int(value) => Some(value.to_string()),
            Value::Float(value) => Some(value.to_string()),
            Value::String(text) => Some(text.clone()),
            Value::Redacted => Some("(redacted)".to_owned()),
            Value::List(_) | Value::Map(_) => None,
        }
    }
}
