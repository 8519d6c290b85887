//! From parser events to trees.

use std::collections::{BTreeMap, BTreeSet};

use granit_parser::{Event, Parser, ScalarStyle, Span};
use plimsoll_model::{Entry, Tree, Value};

use crate::scalar::resolve_plain;

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
    if text.len() > limits.bytes {
        let message =
            format!("the text has {} bytes, more than the limit of {}", text.len(), limits.bytes);
        return Err(SourceError { line: 1, column: 1, message });
    }
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        anchors: BTreeMap::new(),
        nodes_left: limits.nodes,
        depth: limits.depth,
    };
    let mut documents = Vec::new();
    while let Some((event, span)) = reader.next()? {
        match event {
            Event::StreamStart | Event::DocumentEnd | Event::DocumentStart(..) => {}
            Event::StreamEnd => break,
            other => {
                let tree = reader.node(other, span, 0)?;
                if !tree.is_null() {
                    documents.push(tree);
                }
                reader.anchors.clear();
            }
        }
    }
    Ok(documents)
}

struct Reader<'input> {
    events: Parser<'input, granit_parser::StrInput<'input>>,
    anchors: BTreeMap<usize, (Tree, usize)>,
    nodes_left: usize,
    depth: usize,
}

impl<'input> Reader<'input> {
    fn next(&mut self) -> Result<Option<(Event<'input>, Span)>, SourceError> {
        match self.events.next() {
            None => Ok(None),
            Some(Ok(pair)) => Ok(Some(pair)),
            Some(Err(error)) => Err(SourceError {
                line: number(error.marker().line()),
                column: number(error.marker().col() + 1),
                message: error.info(),
            }),
        }
    }

    fn spend(&mut self, nodes: usize, span: &Span) -> Result<(), SourceError> {
        match self.nodes_left.checked_sub(nodes) {
            Some(left) => {
                self.nodes_left = left;
                Ok(())
            }
            None => Err(at(span, "the document has too many values (aliases expanded)")),
        }
    }

    fn node(
        &mut self,
        event: Event<'input>,
        span: Span,
        depth: usize,
    ) -> Result<Tree, SourceError> {
        if depth > self.depth {
            return Err(at(&span, "the document is nested too deeply"));
        }
        self.spend(1, &span)?;
        let before = self.nodes_left;
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.as_ref().map(|tag| tag.suffix().to_string());
                let value = match (style, tag.as_deref()) {
                    (ScalarStyle::Plain, Some("str")) => Value::String(text.into_owned()),
                    (ScalarStyle::Plain, _) => resolve_plain(&text),
                    _ => Value::String(text.into_owned()),
                };
                (value, anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                let mut items = Vec::new();
                loop {
                    match self.expect(&span)? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => items.push(self.node(event, span, depth + 1)?),
                    }
                }
                (Value::List(items), anchor)
            }
            Event::MappingStart(_, anchor, _) => (self.mapping(&span, depth)?, anchor),
            Event::Alias(id) => {
                let Some((tree, cost)) = self.anchors.get(&id).cloned() else {
                    return Err(at(&span, "an alias inside the value it stands for"));
                };
                self.spend(cost, &span)?;
                return Ok(tree);
            }
            _ => return Err(at(&span, "a value was expected here")),
        };
        let tree =
            Tree { line: number(span.start.line()), column: number(span.start.col() + 1), value };
        if anchor != 0 {
            self.anchors.insert(anchor, (tree.clone(), before - self.nodes_left + 1));
        }
        Ok(tree)
    }

    fn expect(&mut self, span: &Span) -> Result<(Event<'input>, Span), SourceError> {
        self.next()?.ok_or_else(|| at(span, "the document ends inside this value"))
    }

    fn mapping(&mut self, start: &Span, depth: usize) -> Result<Value, SourceError> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut merged = Vec::new();
        loop {
            let (event, span) = self.expect(start)?;
            if matches!(event, Event::MappingEnd) {
                break;
            }
            let plain_merge =
                matches!(&event, Event::Scalar(text, ScalarStyle::Plain, _, _) if text == "<<");
            let key = self.node(event, span, depth + 1)?;
            let Some(name) = key.scalar_text() else {
                return Err(at(&span, "a key must be a plain value"));
            };
            let (event, value_span) = self.expect(&span)?;
            let value = self.node(event, value_span, depth + 1)?;
            if plain_merge {
                merged.push((value, span));
                continue;
            }
            if !seen.insert(name.clone()) {
                return Err(at(&span, &format!("the key `{name}` is written twice")));
            }
            entries.push(Entry { key: name, line: key.line, value });
        }
        for (value, span) in merged {
            let sources = match &value.value {
                Value::Map(_) => std::slice::from_ref(&value),
                Value::List(items) => items,
                _ => return Err(at(&span, "`<<` takes a mapping or a list of mappings")),
            };
            for source in sources {
                for entry in source.entries() {
                    if seen.insert(entry.key.clone()) {
                        entries.push(entry.clone());
                    }
                }
            }
        }
        Ok(Value::Map(entries))
    }
}

fn at(span: &Span, message: &str) -> SourceError {
    SourceError {
        line: number(span.start.line()),
        column: number(span.start.col() + 1),
        message: message.to_owned(),
    }
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
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
