//! From parser events to documents in an arena.
//!
//! A [`Node`] borrows plain text from the file and keeps only what had to be unescaped in the
//! arena, so that a document costs little more than its positions. Aliases share their nodes.

use std::collections::{BTreeMap, HashSet};

use bumpalo::Bump;
use granit_parser::{Event, Parser, ScalarStyle, Span};

use crate::scalar::{Plain, resolve_plain};
use crate::{Limits, SourceError};

/// One value of a document with its place. `'t` is the text, `'n` the arena.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Node<'n, 't> {
    /// Line, counted from 1.
    pub line: u32,
    /// Column, counted in characters from 1.
    pub column: u32,
    /// The value.
    pub value: Content<'n, 't>,
}

/// What a [`Node`] holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Content<'n, 't> {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text as it stands in the file.
    Text(&'t str),
    /// Text that had to be put together: escapes, folded lines.
    Made(&'n str),
    /// A sequence.
    List(&'n [Node<'n, 't>]),
    /// A mapping in the order of the file; keys are unique.
    Map(&'n [Entry<'n, 't>]),
}

/// One key of a mapping with its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry<'n, 't> {
    /// The key.
    pub key: &'n str,
    /// Line of the key, counted from 1.
    pub line: u32,
    /// Column of the key, counted in characters from 1.
    pub column: u32,
    /// Its value.
    pub value: Node<'n, 't>,
}

impl<'n, 't> Node<'n, 't> {
    /// The value of a key of this mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&'n Node<'n, 't>> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }

    /// The keys of this mapping; empty for anything else.
    #[must_use]
    pub fn entries(&self) -> &'n [Entry<'n, 't>] {
        match self.value {
            Content::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The values of this sequence; empty for anything else.
    #[must_use]
    pub fn items(&self) -> &'n [Node<'n, 't>] {
        match self.value {
            Content::List(items) => items,
            _ => &[],
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&'n str>
    where
        't: 'n,
    {
        match self.value {
            Content::Text(text) => Some(text),
            Content::Made(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self.value, Content::Null)
    }

    /// What it is, for messages: `a string`, `a list` ...
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.value {
            Content::Null => "nothing",
            Content::Bool(_) => "a boolean",
            Content::Int(_) => "a whole number",
            Content::Float(_) => "a number",
            Content::Text(_) | Content::Made(_) => "a string",
            Content::List(_) => "a list",
            Content::Map(_) => "a mapping",
        }
    }
}

/// Reads every document of a text. A fault costs its document only: reading goes on at the next
/// line that begins with `---`. Empty documents are left out.
///
/// # Errors
/// Each faulty document stands in the list as its fault: syntax, duplicate key, unknown alias,
/// broken limit.
pub fn read_documents<'n, 't: 'n>(
    text: &'t str,
    arena: &'n Bump,
    limits: Limits,
) -> Vec<Result<Node<'n, 't>, SourceError>> {
    if text.len() > limits.bytes {
        let message =
            format!("the text has {} bytes, more than the limit of {}", text.len(), limits.bytes);
        return vec![Err(SourceError { line: 1, column: 1, message })];
    }
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        let line = 1 + number(memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count());
        let message = "the text holds a NUL character; it is no YAML".to_owned();
        return vec![Err(SourceError { line, column: 1, message })];
    }
    let mut documents = Vec::new();
    let mut rest = text;
    let mut lines_before = 0;
    while let Some(fault_line) = read_from(rest, lines_before, arena, limits, &mut documents) {
        let mut offset = 0;
        let mut line = lines_before;
        let next = rest.split_inclusive('\n').find_map(|text| {
            line += 1;
            let found = (line > fault_line && text.starts_with("---")).then_some((offset, line));
            offset += text.len();
            found
        });
        let Some((offset, line)) = next else { break };
        rest = &rest[offset..];
        lines_before = line - 1;
    }
    documents
}

/// Reads until the end or the first fault, whose line is returned.
fn read_from<'n, 't: 'n>(
    text: &'t str,
    lines_before: u32,
    arena: &'n Bump,
    limits: Limits,
    documents: &mut Vec<Result<Node<'n, 't>, SourceError>>,
) -> Option<u32> {
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        arena,
        anchors: BTreeMap::new(),
        nodes_left: limits.nodes,
        depth: limits.depth,
        deepest: 0,
        lines_before,
    };
    loop {
        match reader.document() {
            Ok(Some(node)) => {
                if !node.is_null() {
                    documents.push(Ok(node));
                }
            }
            Ok(None) => return None,
            Err(error) => {
                let line = error.line;
                documents.push(Err(error));
                return Some(line);
            }
        }
    }
}

/// A value that aliases can repeat.
#[derive(Clone, Copy)]
struct Anchored<'n, 't> {
    node: Node<'n, 't>,
    /// Values in it, aliases expanded.
    cost: usize,
    /// Levels of nesting below it.
    height: usize,
}

struct Reader<'n, 't> {
    events: Parser<'t, granit_parser::StrInput<'t>>,
    arena: &'n Bump,
    anchors: BTreeMap<usize, Anchored<'n, 't>>,
    /// Deepest nesting seen since the innermost anchored value began.
    deepest: usize,
    nodes_left: usize,
    depth: usize,
    lines_before: u32,
}

impl<'n, 't: 'n> Reader<'n, 't> {
    fn document(&mut self) -> Result<Option<Node<'n, 't>>, SourceError> {
        while let Some((event, span)) = self.next()? {
            match event {
                Event::StreamStart | Event::DocumentEnd | Event::DocumentStart(..) => {}
                Event::StreamEnd => break,
                other => {
                    let node = self.node(other, span, 0)?;
                    self.anchors.clear();
                    return Ok(Some(node));
                }
            }
        }
        Ok(None)
    }

    fn next(&mut self) -> Result<Option<(Event<'t>, Span)>, SourceError> {
        // Another crate of the tree may switch the parser's comments on; they are no data.
        let event = self.events.find(|event| !matches!(event, Ok((Event::Comment(..), _))));
        match event {
            None => Ok(None),
            Some(Ok(pair)) => Ok(Some(pair)),
            Some(Err(error)) => Err(SourceError {
                line: number(error.marker().line()).saturating_add(self.lines_before),
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
            None => Err(self.at(span, "the document has too many values (aliases expanded)")),
        }
    }

    fn node(
        &mut self,
        event: Event<'t>,
        span: Span,
        depth: usize,
    ) -> Result<Node<'n, 't>, SourceError> {
        if depth > self.depth {
            return Err(self.at(&span, "the document is nested too deeply"));
        }
        self.spend(1, &span)?;
        let before = self.nodes_left;
        let deepest_outside = std::mem::replace(&mut self.deepest, depth);
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let is_text = style != ScalarStyle::Plain
                    || tag.as_ref().is_some_and(|tag| tag.suffix() == "str");
                let plain = if is_text { Plain::Text } else { resolve_plain(&text) };
                let value = match plain {
                    Plain::Null => Content::Null,
                    Plain::Bool(value) => Content::Bool(value),
                    Plain::Int(value) => Content::Int(value),
                    Plain::Float(value) => Content::Float(value),
                    Plain::Text => match text {
                        std::borrow::Cow::Borrowed(text) => Content::Text(text),
                        std::borrow::Cow::Owned(text) => Content::Made(self.arena.alloc_str(&text)),
                    },
                };
                (value, anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                let mut items = bumpalo::collections::Vec::new_in(self.arena);
                loop {
                    match self.expect(&span)? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => items.push(self.node(event, span, depth + 1)?),
                    }
                }
                (Content::List(items.into_bump_slice()), anchor)
            }
            Event::MappingStart(_, anchor, _) => (self.mapping(&span, depth)?, anchor),
            Event::Alias(id) => {
                let Some(anchored) = self.anchors.get(&id).copied() else {
                    return Err(self.at(&span, "an alias inside the value it stands for"));
                };
                self.spend(anchored.cost, &span)?;
                if depth + anchored.height > self.depth {
                    return Err(self.at(&span, "the document is nested too deeply"));
                }
                self.deepest = deepest_outside.max(depth + anchored.height);
                return Ok(anchored.node);
            }
            _ => return Err(self.at(&span, "a value was expected here")),
        };
        let node = Node { line: self.line(&span), column: column(&span), value };
        if anchor != 0 {
            let cost = before - self.nodes_left + 1;
            let height = self.deepest - depth;
            self.anchors.insert(anchor, Anchored { node, cost, height });
        }
        self.deepest = self.deepest.max(deepest_outside);
        Ok(node)
    }

    fn expect(&mut self, span: &Span) -> Result<(Event<'t>, Span), SourceError> {
        match self.next()? {
            Some(pair) => Ok(pair),
            None => Err(self.at(span, "the document ends inside this value")),
        }
    }

    fn mapping(&mut self, start: &Span, depth: usize) -> Result<Content<'n, 't>, SourceError> {
        let mut entries = bumpalo::collections::Vec::new_in(self.arena);
        let mut keys = Keys::default();
        let mut merged = Vec::new();
        loop {
            let (event, span) = self.expect(start)?;
            if matches!(event, Event::MappingEnd) {
                break;
            }
            let plain_merge =
                matches!(&event, Event::Scalar(text, ScalarStyle::Plain, _, _) if text == "<<");
            let key = self.key(event, &span)?;
            let (event, value_span) = self.expect(&span)?;
            let value = self.node(event, value_span, depth + 1)?;
            if plain_merge {
                merged.push((value, span));
                continue;
            }
            if !keys.add(key, &entries) {
                return Err(self.at(&span, &format!("the key `{key}` is written twice")));
            }
            entries.push(Entry { key, line: self.line(&span), column: column(&span), value });
        }
        for (value, span) in merged {
            let sources = match value.value {
                Content::Map(_) => std::slice::from_ref(&value),
                Content::List(items) => items,
                _ => return Err(self.at(&span, "`<<` takes a mapping or a list of mappings")),
            };
            for source in sources {
                for entry in source.entries() {
                    if keys.add(entry.key, &entries) {
                        entries.push(*entry);
                    }
                }
            }
        }
        Ok(Content::Map(entries.into_bump_slice()))
    }

    /// A key as text; keys that are numbers or booleans are taken as Kubernetes writes them.
    fn key(&mut self, event: Event<'t>, span: &Span) -> Result<&'n str, SourceError> {
        self.spend(1, span)?;
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let plain =
                    if style == ScalarStyle::Plain { resolve_plain(&text) } else { Plain::Text };
                let key: &'n str = match plain {
                    Plain::Text => match text {
                        std::borrow::Cow::Borrowed(text) => text,
                        std::borrow::Cow::Owned(text) => self.arena.alloc_str(&text),
                    },
                    Plain::Null => "null",
                    Plain::Bool(true) => "true",
                    Plain::Bool(false) => "false",
                    Plain::Int(value) => self.arena.alloc_str(&value.to_string()),
                    Plain::Float(value) => self.arena.alloc_str(&value.to_string()),
                };
                if anchor != 0 {
                    let value = Content::Made(key);
                    let node = Node { line: self.line(span), column: column(span), value };
                    self.anchors.insert(anchor, Anchored { node, cost: 1, height: 0 });
                }
                Ok(key)
            }
            Event::Alias(id) => match self.anchors.get(&id) {
                Some(anchored) => anchored
                    .node
                    .as_str()
                    .ok_or_else(|| self.at(span, "a key must be a plain value")),
                None => Err(self.at(span, "an alias inside the value it stands for")),
            },
            _ => Err(self.at(span, "a key must be a plain value")),
        }
    }

    fn line(&self, span: &Span) -> u32 {
        number(span.start.line()).saturating_add(self.lines_before)
    }

    fn at(&self, span: &Span, message: &str) -> SourceError {
        SourceError { line: self.line(span), column: column(span), message: message.to_owned() }
    }
}

/// The keys of a mapping so far: few are compared one by one, many are hashed.
#[derive(Default)]
struct Keys<'n> {
    many: HashSet<&'n str>,
}

impl<'n> Keys<'n> {
    const FEW: usize = 16;

    fn add(&mut self, key: &'n str, entries: &[Entry<'n, '_>]) -> bool {
        if entries.len() < Self::FEW {
            return !entries.iter().any(|entry| entry.key == key);
        }
        if self.many.is_empty() {
            self.many.extend(entries.iter().map(|entry| entry.key));
        }
        self.many.insert(key)
    }
}

fn column(span: &Span) -> u32 {
    number(span.start.col() + 1)
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
