//! The law of manifests: rewriting one without changing its meaning changes no verdict.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use plimsoll::manifests::{Request, analyse};
use plimsoll_checks::OBJECT_REGISTRY;
use plimsoll_collect::manifests::{Input, Origin};
use plimsoll_content::Content;
use plimsoll_engine::objects::Plan;
use plimsoll_model::{Tree, Value, Version};
use plimsoll_source::{Limits, parse_yaml};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// How to write.
#[derive(Debug, Clone, Copy)]
enum Style {
    Json,
    Flow,
    Block,
    Anchors,
}

/// Numbers that look random and are the same for the same seed.
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below.max(1)
    }
}

struct Writer {
    draw: Draw,
    style: Style,
    known: Vec<Tree>,
    text: String,
}

impl Writer {
    fn scalar(&mut self, value: &Value) -> String {
        match value {
            Value::Null => ["null", "~"][self.draw.next(2)].to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Int(value) => value.to_string(),
            Value::Float(value) => format!("{value:?}"),
            Value::String(text) => self.text_scalar(text),
            other => panic!("{other:?} is no scalar"),
        }
    }

    fn text_scalar(&mut self, text: &str) -> String {
        let plain = text.len() > 5
            && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
            && text.starts_with(|letter: char| letter.is_ascii_alphabetic());
        let json = serde_json::to_string(text).unwrap();
        let single = !text.contains(['\n', '\t']) && !matches!(self.style, Style::Json);
        match self.draw.next(3) {
            0 if plain && single => text.to_owned(),
            1 if single => format!("'{}'", text.replace('\'', "''")),
            _ => json,
        }
    }

    /// The keys of a mapping in another order.
    fn shuffled<'t>(&mut self, tree: &'t Tree) -> Vec<(&'t str, &'t Tree)> {
        let mut entries: Vec<(&str, &Tree)> =
            tree.entries().iter().map(|entry| (&*entry.key, &entry.value)).collect();
        for last in (1..entries.len()).rev() {
            let other = self.draw.next(last + 1);
            entries.swap(last, other);
        }
        entries
    }

    fn flow(&mut self, tree: &Tree) {
        let collection = matches!(tree.value, Value::List(_) | Value::Map(_));
        if matches!(self.style, Style::Anchors) && collection {
            if let Some(number) = self.known.iter().position(|known| same(known, tree)) {
                let _ = write!(self.text, "*a{number} ");
                return;
            }
            let _ = write!(self.text, "&a{} ", self.known.len());
            // Known only once it is whole: an alias inside itself is none.
            let number = self.known.len();
            self.known.push(Tree {
                line: 0,
                column: 0,
                value: Value::String(format!("open {number}")),
            });
            self.collection(tree);
            self.known[number] = tree.clone();
            return;
        }
        self.collection(tree);
    }

    fn collection(&mut self, tree: &Tree) {
        match &tree.value {
            Value::List(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.text.push_str(", ");
                    }
                    self.flow(item);
                }
                self.text.push(']');
            }
            Value::Map(_) => {
                self.text.push('{');
                for (index, (key, value)) in self.shuffled(tree).into_iter().enumerate() {
                    if index > 0 {
                        self.text.push_str(", ");
                    }
                    let _ = write!(self.text, "{}: ", serde_json::to_string(key).unwrap());
                    self.flow(value);
                }
                self.text.push('}');
            }
            scalar => {
                let text = self.scalar(scalar);
                self.text.push_str(&text);
            }
        }
    }

    fn block(&mut self, tree: &Tree, indent: usize) {
        let pad = " ".repeat(indent);
        match &tree.value {
            Value::Map(entries) if !entries.is_empty() => {
                for (key, value) in self.shuffled(tree) {
                    if self.draw.next(4) == 0 {
                        let _ = writeln!(self.text, "{pad}# a comment: {{");
                    }
                    let key = self.text_scalar(key);
                    let _ = write!(self.text, "{pad}{key}:");
                    self.nested(value, indent);
                }
            }
            Value::List(items) if !items.is_empty() => {
                for item in items {
                    let _ = write!(self.text, "{pad}-");
                    self.nested(item, indent);
                }
            }
            _ => {
                self.text.push_str(&pad);
                self.flow(tree);
                self.text.push('\n');
            }
        }
    }

    fn nested(&mut self, tree: &Tree, indent: usize) {
        let empty = match &tree.value {
            Value::Map(entries) => entries.is_empty(),
            Value::List(items) => items.is_empty(),
            _ => true,
        };
        if empty || self.draw.next(5) == 0 {
            self.text.push(' ');
            self.flow(tree);
            self.text.push('\n');
        } else {
            self.text.push('\n');
            let deeper = indent + 1 + self.draw.next(4);
            self.block(tree, deeper);
        }
    }
}

/// The same value, wherever it stands.
fn same(one: &Tree, other: &Tree) -> bool {
    match (&one.value, &other.value) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| one.key == other.key && same(&one.value, &other.value))
        }
        (one, other) => one == other,
    }
}

fn rewrite(trees: &[Tree], style: Style, seed: u64) -> String {
    let mut text = String::new();
    for tree in trees {
        let mut writer = Writer { draw: Draw(seed), style, known: Vec::new(), text: String::new() };
        match style {
            Style::Block => writer.block(tree, 0),
            _ => writer.flow(tree),
        }
        text.push_str("---\n");
        text.push_str(&writer.text);
        text.push('\n');
    }
    text
}

type Verdict = (String, String, String, String);

fn verdicts(request: &Request<'_>, text: String) -> (BTreeSet<Verdict>, Vec<(u32, u32)>) {
    let input = Input { shown: "a.yaml".to_owned(), text, origin: Origin::File };
    let analysis = analyse(std::slice::from_ref(&input), request);
    assert_eq!(analysis.summary.not_judged, [], "{}", input.text);
    let found = analysis
        .findings
        .into_iter()
        .map(|one| (one.check, one.target, one.path.unwrap_or_default(), one.reason))
        .collect();
    (found, analysis.summary.checks.iter().map(|one| (one.pass, one.fail)).collect())
}

fn corpus() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/manifests/apps");
    let mut texts: Vec<(String, String)> = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).unwrap()))
        .collect();
    texts.sort();
    assert!(texts.len() >= 10);
    texts
}

fn request(content: &Content) -> Request<'_> {
    let none = std::collections::BTreeMap::new();
    let plan = Plan::new(content, OBJECT_REGISTRY, &none, |_| true).unwrap();
    Request::new(content, plan, Version::minor(1, 37), "2026-11-23".to_owned()).unwrap()
}

#[test]
fn rewriting_a_manifest_without_changing_its_meaning_changes_no_verdict() {
    let content = plimsoll_catalog::builtin().unwrap();
    let request = request(&content);
    let parsed: Vec<_> = corpus()
        .into_iter()
        .map(|(name, text)| {
            let trees = parse_yaml(&text, Limits::default()).unwrap();
            (name, trees, verdicts(&request, text))
        })
        .collect();
    assert!(parsed.iter().map(|(_, _, (found, _))| found.len()).sum::<usize>() > 100);
    let styles = [Style::Json, Style::Flow, Style::Block, Style::Anchors];
    let mut runner =
        TestRunner::new(Config { cases: 300, failure_persistence: None, ..Config::default() });
    runner
        .run(&(0..parsed.len(), 0..styles.len(), any::<u64>()), |(which, style, seed)| {
            let (name, trees, before) = &parsed[which];
            let text = rewrite(trees, styles[style], seed);
            let after = verdicts(&request, text.clone());
            prop_assert_eq!(&after, before, "{} as\n{}", name, text);
            Ok(())
        })
        .unwrap();
}
