//! Cuts a stream of JSON into objects without holding more than one of them.
//!
//! ```text
//! {"kind":"PodList","metadata":{"continue":"x"},"items":[{...},{...}]}
//!  └──────────── envelope, without the items ───────────┘ └─┬─┘ └─┬─┘
//!                                                          items, one by one
//! ```
//!
//! A stream is one document or several (a file with an object a line). What lies in the items is not
//! looked at here: whoever takes them parses them.

use std::ops::Range;

/// Bytes of one object. The API server keeps none above 3 MiB (1.5 MiB by default).
const ITEM: usize = 8 << 20;
/// Bytes of a list without its items.
const ENVELOPE: usize = 1 << 20;

/// What is wrong with a stream.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum SplitError {
    /// It ends in the middle.
    #[error("it ends in the middle of {0}")]
    Cut(&'static str),
    /// It is no JSON object, or a list of something else than objects.
    #[error("{what} at byte {at}")]
    Unexpected {
        /// What is there.
        what: &'static str,
        /// Where, counted from 0.
        at: u64,
    },
    /// Something is larger than any object can be.
    #[error("{0} is larger than {1} bytes")]
    TooLarge(&'static str, usize),
}

/// A part of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'p> {
    /// An element of `items`, with `apiVersion` and `kind` of the list as far as they were read.
    Item {
        /// The element.
        json: &'p [u8],
        /// `apiVersion` of the list.
        api_version: &'p str,
        /// `kind` of the list, e.g. `PodList`.
        kind: &'p str,
    },
    /// A whole document: an object, or a list without its items.
    Document {
        /// The document.
        json: &'p [u8],
        /// How many items were cut out of it; `None` when it has no list `items`.
        items: Option<u64>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Between documents.
    Outside,
    /// In a document.
    Document,
    /// In its `items`, between elements.
    Items,
    /// In an element.
    Item,
}

/// Where one is in a document at its first level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Key,
    Colon,
    Value,
    Comma,
}

/// Cuts a stream.
pub(super) struct Splitter {
    mode: Mode,
    at: At,
    depth: u32,
    in_string: bool,
    escaped: bool,
    read: u64,
    items: Option<u64>,
    document: Vec<u8>,
    item: Vec<u8>,
    /// Where the key and the value in hand begin in the document.
    string: usize,
    key: Range<usize>,
    api_version: String,
    kind: String,
}

impl Default for Splitter {
    fn default() -> Self {
        Self {
            mode: Mode::Outside,
            at: At::Key,
            depth: 0,
            in_string: false,
            escaped: false,
            read: 0,
            items: None,
            document: Vec::new(),
            item: Vec::new(),
            string: 0,
            key: 0..0,
            api_version: String::new(),
            kind: String::new(),
        }
    }
}

impl Splitter {
    /// Takes more of the stream and hands on what is complete.
    ///
    /// # Errors
    /// Says what is wrong with the stream, or what `take` said.
    pub(super) fn feed<E: From<SplitError>>(
        &mut self,
        chunk: &[u8],
        take: &mut impl FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut at = 0;
        while at < chunk.len() {
            at = match self.mode {
                Mode::Outside => self.outside(chunk, at)?,
                Mode::Document => self.document(chunk, at, take)?,
                Mode::Items => self.between(chunk, at)?,
                Mode::Item => self.item(chunk, at, take)?,
            };
        }
        self.read += chunk.len() as u64;
        Ok(())
    }

    /// Ends the stream.
    ///
    /// # Errors
    /// Says that it ends in the middle of something.
    pub(super) fn finish(&self) -> Result<(), SplitError> {
        match self.mode {
            Mode::Outside => Ok(()),
            Mode::Document => Err(SplitError::Cut("a document")),
            Mode::Items => Err(SplitError::Cut("a list")),
            Mode::Item => Err(SplitError::Cut("an object")),
        }
    }

    fn unexpected(&self, what: &'static str, at: usize) -> SplitError {
        SplitError::Unexpected { what, at: self.read + at as u64 }
    }

    fn outside(&mut self, chunk: &[u8], at: usize) -> Result<usize, SplitError> {
        match chunk[at] {
            b' ' | b'\t' | b'\r' | b'\n' => Ok(at + 1),
            b'{' => {
                self.mode = Mode::Document;
                self.at = At::Key;
                self.depth = 1;
                self.items = None;
                // A key of the document before would lie outside of this one.
                self.key = 0..0;
                self.string = 0;
                self.document.clear();
                self.document.push(b'{');
                self.api_version.clear();
                self.kind.clear();
                Ok(at + 1)
            }
            _ => Err(self.unexpected("something else than a JSON object begins", at)),
        }
    }

    fn document<E: From<SplitError>>(
        &mut self,
        chunk: &[u8],
        at: usize,
        take: &mut impl FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<usize, E> {
        let limit = if self.items.is_some() { ENVELOPE } else { ITEM };
        if self.document.len() > limit {
            return Err(SplitError::TooLarge("an object", limit).into());
        }
        // Below the first level nothing has a meaning here.
        if self.depth > 1 || self.in_string {
            let first_level_string = self.depth == 1;
            let end = self.skip(chunk, at, 1);
            let taken = end.unwrap_or(chunk.len());
            self.document.extend_from_slice(&chunk[at..taken]);
            if end.is_some() && first_level_string {
                self.string_ends();
            }
            return Ok(taken);
        }
        let byte = chunk[at];
        match byte {
            b'"' => {
                self.string = self.document.len() + 1;
                self.in_string = true;
            }
            b':' => self.at = At::Value,
            b',' => self.at = At::Key,
            b'[' if self.at == At::Value && self.key() == b"items" => {
                if self.items.is_some() {
                    return Err(self.unexpected("a second list `items`", at).into());
                }
                self.items = Some(0);
                self.mode = Mode::Items;
                self.document.push(b'[');
                return Ok(at + 1);
            }
            b'{' | b'[' => {
                self.depth += 1;
                self.at = At::Comma;
            }
            b'}' => {
                self.document.push(b'}');
                self.mode = Mode::Outside;
                take(Part::Document { json: &self.document, items: self.items })?;
                return Ok(at + 1);
            }
            _ => {}
        }
        self.document.push(byte);
        Ok(at + 1)
    }

    /// The key in hand, without its quotes.
    fn key(&self) -> &[u8] {
        self.document.get(self.key.clone()).unwrap_or_default()
    }

    /// A string at the first level of a document has ended: a key, or the value of one.
    fn string_ends(&mut self) {
        let text = self.string..self.document.len().saturating_sub(1);
        match self.at {
            At::Key => {
                self.key = text;
                self.at = At::Colon;
            }
            At::Value => {
                let value = self.document.get(text).unwrap_or_default();
                let value = String::from_utf8_lossy(value).into_owned();
                match self.key() {
                    b"kind" => self.kind = value,
                    b"apiVersion" => self.api_version = value,
                    _ => {}
                }
                self.at = At::Comma;
            }
            At::Colon | At::Comma => {}
        }
    }

    fn between(&mut self, chunk: &[u8], at: usize) -> Result<usize, SplitError> {
        match chunk[at] {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => {}
            b'{' => {
                self.mode = Mode::Item;
                self.depth = 1;
                self.item.clear();
                self.item.push(b'{');
            }
            b']' => {
                self.mode = Mode::Document;
                self.depth = 1;
                self.at = At::Comma;
                self.document.push(b']');
            }
            _ => return Err(self.unexpected("a list holds something else than an object", at)),
        }
        Ok(at + 1)
    }

    fn item<E: From<SplitError>>(
        &mut self,
        chunk: &[u8],
        at: usize,
        take: &mut impl FnMut(Part<'_>) -> Result<(), E>,
    ) -> Result<usize, E> {
        let end = self.skip(chunk, at, 0);
        let taken = end.unwrap_or(chunk.len());
        self.item.extend_from_slice(&chunk[at..taken]);
        if self.item.len() > ITEM {
            return Err(SplitError::TooLarge("an object", ITEM).into());
        }
        if end.is_some() {
            self.mode = Mode::Items;
            self.items = self.items.map(|count| count + 1);
            take(Part::Item {
                json: &self.item,
                api_version: &self.api_version,
                kind: &self.kind,
            })?;
        }
        Ok(taken)
    }

    /// Goes on until the depth is `floor` and no string is open; the place after that.
    fn skip(&mut self, chunk: &[u8], mut at: usize, floor: u32) -> Option<usize> {
        loop {
            if self.in_string {
                if self.escaped {
                    chunk.get(at)?;
                    self.escaped = false;
                    at += 1;
                    continue;
                }
                let next = memchr::memchr2(b'"', b'\\', &chunk[at..])?;
                at += next;
                if chunk[at] == b'\\' {
                    self.escaped = true;
                } else {
                    self.in_string = false;
                }
                at += 1;
            } else {
                match chunk.get(at)? {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                at += 1;
            }
            if !self.in_string && self.depth == floor {
                return Some(at);
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use proptest::prelude::*;

    use super::{Part, SplitError, Splitter};

    fn split(text: &str, chunk: usize) -> Result<(Vec<String>, Vec<String>), SplitError> {
        let (mut items, mut documents) = (Vec::new(), Vec::new());
        let mut splitter = Splitter::default();
        for piece in text.as_bytes().chunks(chunk.max(1)) {
            splitter.feed::<SplitError>(piece, &mut |part| {
                match part {
                    Part::Item { json, api_version, kind } => items
                        .push(format!("{api_version} {kind} {}", String::from_utf8_lossy(json))),
                    Part::Document { json, items } => {
                        documents.push(format!("{} {items:?}", String::from_utf8_lossy(json)))
                    }
                }
                Ok(())
            })?;
        }
        splitter.finish()?;
        Ok((items, documents))
    }

    #[test]
    fn a_list_is_cut_into_its_items_however_it_arrives() {
        let text = r#"{"kind":"PodList","apiVersion":"v1","metadata":{"items":[1],"continue":"a\"]"},
          "items":[{"a":"}]\\"}, {"items":[{"b":2}]} ],"x":{"y":[]}} "#;
        for chunk in 1..text.len() {
            let (items, documents) = split(text, chunk).unwrap();
            assert_eq!(
                items,
                [r#"v1 PodList {"a":"}]\\"}"#, r#"v1 PodList {"items":[{"b":2}]}"#],
                "{chunk}"
            );
            assert!(documents[0].ends_with("\"items\":[],\"x\":{\"y\":[]}} Some(2)"), "{chunk}");
        }
    }

    #[test]
    fn several_documents_follow_each_other() {
        let (items, documents) =
            split("{\"a\":1}\n{\"items\":[]}{\"items\":{\"b\":[]}}", 3).unwrap();
        assert!(items.is_empty());
        assert_eq!(
            documents,
            ["{\"a\":1} None", "{\"items\":[]} Some(0)", "{\"items\":{\"b\":[]}} None"]
        );
    }

    #[test]
    fn nothing_of_a_document_is_left_for_the_next() {
        for text in ["{\"a long key\":1}{:[1]}", "{\"items\":[]}{:[{}]}", "{\"kind\":\"A\"}{\"\"}"]
        {
            let (items, documents) = split(text, 5).unwrap();
            assert!(items.is_empty() && documents.len() == 2, "{text}: {documents:?}");
        }
    }

    #[test]
    fn a_stream_that_ends_early_is_never_taken_for_whole() {
        let text = r#"{"items":[{"a":"b"},{"c":[{}]}],"kind":"x"}"#;
        for end in 1..text.len() {
            assert!(matches!(split(&text[..end], 7), Err(SplitError::Cut(_))), "{end}");
        }
        assert!(matches!(split("[]", 1), Err(SplitError::Unexpected { .. })));
        assert!(matches!(split("{\"items\":[1]}", 1), Err(SplitError::Unexpected { .. })));
        assert!(matches!(
            split("{\"items\":[],\"items\":[]}", 1),
            Err(SplitError::Unexpected { .. })
        ));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".{0,200}", chunk in 1_usize..50) {
            let _ = split(&text, chunk);
        }

        #[test]
        fn items_come_out_as_they_went_in(
            values in prop::collection::vec("[ -~]{0,20}", 0..8), chunk in 1_usize..40,
        ) {
            let items: Vec<serde_json::Value> =
                values.iter().map(|value| serde_json::json!({"a": [value, {"b": value}]})).collect();
            let text = serde_json::json!({"apiVersion": "v1", "items": items}).to_string();
            let (found, _) = split(&text, chunk).unwrap();
            let expected: Vec<String> = items.iter().map(|item| format!("v1  {item}")).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
