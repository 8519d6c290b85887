//! From nodes to types: the same `Deserialize` that reads JSON from an API server reads documents.
//!
//! A key without a value is left out, as the API server does. A fault carries its place, so that it
//! can be shown and, where a caller wants to go on without that value, skipped.

use std::fmt;

use serde::de::{self, DeserializeSeed, IntoDeserializer, Visitor, value::StrDeserializer};

use crate::document::{Content, Entry, Node};

/// Why a value does not fit the type that is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// Line of the value, counted from 1; 0 while it is not known.
    pub line: u32,
    /// Column of the value, counted from 1.
    pub column: u32,
    /// Path of the field, from the object that is decoded.
    pub path: String,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for DecodeError {}

impl de::Error for DecodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { line: 0, column: 0, path: String::new(), message: message.to_string() }
    }
}

impl DecodeError {
    fn at(mut self, node: &Node<'_, '_>) -> Self {
        if self.line == 0 {
            self.line = node.line;
            self.column = node.column;
        }
        self
    }

    fn below(mut self, step: &str) -> Self {
        if self.path.is_empty() {
            self.path = step.to_owned();
        } else if self.path.starts_with('[') {
            self.path.insert_str(0, step);
        } else {
            self.path = format!("{step}.{}", self.path);
        }
        self
    }
}

/// Decodes a document or a part of it. Values at the places in `skip` are taken for absent.
///
/// # Errors
/// Says which value does not fit, where it is, and what was wanted.
pub fn decode<'n, 't: 'n, T: de::Deserialize<'t>>(
    node: Node<'n, 't>,
    skip: &[(u32, u32)],
) -> Result<T, DecodeError> {
    T::deserialize(Decoder { node, skip })
}

/// A node on its way to a type.
#[derive(Clone, Copy)]
struct Decoder<'s, 'n, 't> {
    node: Node<'n, 't>,
    skip: &'s [(u32, u32)],
}

impl<'n, 't> Decoder<'_, 'n, 't> {
    fn absent(&self, node: &Node<'n, 't>) -> bool {
        node.is_null() || self.skip.contains(&(node.line, node.column))
    }
}

impl<'s, 'n, 't: 'n> de::Deserializer<'t> for Decoder<'s, 'n, 't> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.node.value {
            Content::Null => visitor.visit_unit(),
            Content::Bool(value) => visitor.visit_bool(value),
            Content::Int(value) => visitor.visit_i64(value),
            Content::Float(value) => visitor.visit_f64(value),
            Content::Text(text) => visitor.visit_borrowed_str(text),
            Content::Made(text) => visitor.visit_str(text),
            Content::List(items) => visitor.visit_seq(Items { of: self, items, next: 0 }),
            Content::Map(entries) => visitor.visit_map(Fields { of: self, entries, value: None }),
        }
        .map_err(|error: DecodeError| error.at(&self.node))
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.absent(&self.node) { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let text = self.node.as_str().unwrap_or_default();
        let deserializer: StrDeserializer<'_, DecodeError> = text.into_deserializer();
        deserializer
            .deserialize_enum(name, variants, visitor)
            .map_err(|error: DecodeError| error.at(&self.node))
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        <V: Visitor<'t>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier
    }
}

struct Items<'s, 'n, 't> {
    of: Decoder<'s, 'n, 't>,
    items: &'n [Node<'n, 't>],
    next: usize,
}

impl<'n, 't: 'n> de::SeqAccess<'t> for Items<'_, 'n, 't> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        loop {
            let Some(&node) = self.items.get(self.next) else { return Ok(None) };
            let index = self.next;
            self.next += 1;
            if !node.is_null() && self.of.absent(&node) {
                continue;
            }
            return seed
                .deserialize(Decoder { node, ..self.of })
                .map(Some)
                .map_err(|error| error.at(&node).below(&format!("[{index}]")));
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len() - self.next)
    }
}

struct Fields<'s, 'n, 't> {
    of: Decoder<'s, 'n, 't>,
    entries: &'n [Entry<'n, 't>],
    value: Option<(&'n str, Node<'n, 't>)>,
}

impl<'n, 't: 'n> de::MapAccess<'t> for Fields<'_, 'n, 't> {
    type Error = DecodeError;

    fn next_key_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        loop {
            let Some((entry, rest)) = self.entries.split_first() else { return Ok(None) };
            self.entries = rest;
            if self.of.absent(&entry.value) {
                continue;
            }
            self.value = Some((entry.key, entry.value));
            let key: StrDeserializer<'_, DecodeError> = entry.key.into_deserializer();
            return seed.deserialize(key).map(Some);
        }
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, DecodeError> {
        let Some((key, node)) = self.value.take() else {
            return Err(de::Error::custom("a value was asked for before its key"));
        };
        seed.deserialize(Decoder { node, ..self.of })
            .map_err(|error| error.at(&node).below(&crate::path::join("", key)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}
