//! Facts of managed clusters from files: what a provider's own command line printed.
//!
//! Which document a file is, its own keys tell. What fits none is an error: a fact that is passed
//! over in silence would be missed.

mod cluster;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_content::cloud::Step;
use plimsoll_content::{CheckKind, CloudDocument, Content, Predicate};
use plimsoll_model::{CloudFacts, CloudGap, CloudThing, DocumentKind, Tree, Value};
use plimsoll_source::{Limits, parse_yaml};

use crate::redact;

/// Bytes of a file that are read.
pub const FILE_BYTES: u64 = 32 << 20;

/// Reads the texts of fact files; the names are shown in evidence.
///
/// # Errors
/// Names the file that cannot be read as facts, and what would be one.
pub fn facts(
    content: &Content,
    files: &[(String, String)],
    as_of: i64,
) -> Result<CloudFacts, String> {
    let facts = CloudFacts { as_of, ..CloudFacts::default() };
    let asked = Asked::new(content);
    let mut reading = Reading { content, asked: &asked, facts, known: BTreeMap::new() };
    for (file, text) in files {
        let mut trees = parse_yaml(text, Limits::default())
            .map_err(|error| format!("{file}: neither JSON nor YAML: {error}"))?;
        // What a command leaves behind that failed.
        if trees.is_empty() || trees.iter().any(Tree::is_null) {
            return Err(format!("{file}: is empty, or holds nothing but null"));
        }
        redact_trees(&mut trees, &asked.keys);
        for tree in trees {
            reading.read(file, tree)?;
        }
    }
    cluster::is_one(content, &reading.facts)?;
    Ok(reading.facts)
}

/// What checks look at.
struct Asked {
    /// Names of fields: `HttpTokens` says whether tokens are required.
    keys: BTreeSet<String>,
    /// Paths by document.
    paths: BTreeMap<String, Vec<Vec<Step>>>,
}

impl Asked {
    fn new(content: &Content) -> Self {
        fn fields(predicate: &Predicate, paths: &mut Vec<Vec<Step>>) {
            match predicate {
                Predicate::All(parts) | Predicate::Any(parts) => {
                    parts.iter().for_each(|part| fields(part, paths));
                }
                Predicate::Field { path, .. } => paths.push(steps(path)),
                Predicate::Test { .. } => {}
            }
        }
        let mut paths: BTreeMap<String, Vec<Vec<Step>>> = BTreeMap::new();
        for check in content.checks.values() {
            if let CheckKind::Cloud { document, expect, applies_if } = &check.kind {
                let paths = paths.entry(document.clone()).or_default();
                fields(expect, paths);
                if let Some((applies, _)) = applies_if {
                    fields(applies, paths);
                }
            }
        }
        let last = |steps: &Vec<Step>| match steps.last() {
            Some(Step::Key(key)) => Some(key.clone()),
            _ => None,
        };
        let keys = paths.values().flatten().filter_map(last).collect();
        Self { keys, paths }
    }
}

/// The steps of a path. Paths were checked when the content was compiled.
fn steps(path: &str) -> Vec<Step> {
    plimsoll_content::cloud::path(path).unwrap_or_default()
}

/// Takes out what is secret by its name, place or look. Of a field that a check asks about only the
/// look counts.
fn redact_trees(trees: &mut [Tree], asked: &BTreeSet<String>) {
    let before = trees.to_vec();
    redact::trees(DocumentKind::Configuration, trees);
    for (tree, before) in trees.iter_mut().zip(&before) {
        give_back(tree, before, false, asked);
    }
}

fn give_back(tree: &mut Tree, before: &Tree, asked_for: bool, asked: &BTreeSet<String>) {
    const LONGEST: usize = 64;
    match (&mut tree.value, &before.value) {
        (Value::Map(entries), Value::Map(old)) => {
            for (entry, old) in entries.iter_mut().zip(old) {
                give_back(&mut entry.value, &old.value, asked.contains(&entry.key), asked);
            }
        }
        (Value::List(items), Value::List(old)) => {
            for (item, old) in items.iter_mut().zip(old) {
                give_back(item, old, asked_for, asked);
            }
        }
        (Value::Redacted, Value::String(text))
            if asked_for && text.len() <= LONGEST && redact::text(text) == *text =>
        {
            tree.value = Value::String(text.clone());
        }
        (Value::Redacted, Value::Int(_) | Value::Float(_)) if asked_for => {
            tree.value = before.value.clone();
        }
        _ => {}
    }
}

/// Facts as far as they are read.
struct Reading<'c> {
    content: &'c Content,
    asked: &'c Asked,
    facts: CloudFacts,
    /// Places of things by document and name.
    known: BTreeMap<(String, String), Vec<usize>>,
}

impl Reading<'_> {
    /// One printed object, or an envelope of them.
    fn read(&mut self, file: &str, tree: Tree) -> Result<(), String> {
        let named = tree.get("provider").and_then(Tree::as_str).map(str::to_owned);
        if let (Some(provider), Some(_)) = (&named, tree.get("documents")) {
            if !self.content.providers.contains_key(provider) {
                let known: Vec<&str> = self.content.providers.keys().map(String::as_str).collect();
                return Err(format!(
                    "{file}: there is no provider `{provider}`; there are {}",
                    known.join(", ")
                ));
            }
            self.settle(file, provider)?;
            let Value::Map(entries) = tree.value else { return Ok(()) };
            let documents = entries.into_iter().find(|entry| entry.key == "documents");
            let Some(Value::List(items)) = documents.map(|entry| entry.value.value) else {
                return Err(format!("{file}: `documents` is not a list"));
            };
            return items.into_iter().try_for_each(|item| self.one(file, item));
        }
        self.one(file, tree)
    }

    fn settle(&mut self, file: &str, provider: &str) -> Result<(), String> {
        if self.facts.provider.is_empty() {
            provider.clone_into(&mut self.facts.provider);
        }
        if self.facts.provider == provider {
            return Ok(());
        }
        Err(format!(
            "{file}: facts of {provider} beside those of {}; one report is about one cluster",
            self.facts.provider
        ))
    }

    fn one(&mut self, file: &str, tree: Tree) -> Result<(), String> {
        let content = self.content;
        let settled = self.facts.provider.clone();
        let all = content.providers.values().flat_map(|provider| {
            provider.documents.iter().map(move |document| (provider, document))
        });
        let (own, others): (Vec<_>, Vec<_>) =
            all.partition(|(provider, _)| settled.is_empty() || provider.id == settled);
        let found = shape::which(file, &own, &tree);
        let (provider, document) = match (found, shape::which(file, &others, &tree)) {
            (Err(_), Ok(elsewhere)) => elsewhere,
            (found, _) => found?,
        };
        self.settle(file, &provider.id)?;
        if !self.facts.documents.contains(&document.id) {
            self.facts.documents.push(document.id.clone());
        }
        let mut gap = shape::gap(document, &tree);
        let things = shape::things(document, tree);
        let in_list = things.in_list;
        if in_list && let Some(reason) = gap.take() {
            let (document, file) = (document.id.clone(), file.to_owned());
            self.facts.gaps.push(CloudGap { document, file, reason });
        }
        for (number, tree) in things.trees.into_iter().enumerate() {
            self.thing(file, document, (number, tree), gap.clone())?;
        }
        Ok(())
    }

    fn thing(
        &mut self,
        file: &str,
        document: &CloudDocument,
        (number, mut tree): (usize, Tree),
        gap: Option<String>,
    ) -> Result<(), String> {
        for embedded in &document.embedded {
            unfold(&mut tree, &steps(embedded), (document, &self.asked.keys))
                .map_err(|error| format!("{file}: {embedded}: {error}"))?;
        }
        if document.ignore_case {
            for path in self.asked.paths.get(&document.id).into_iter().flatten() {
                respell(&mut tree, path).map_err(|error| format!("{file}: {error}"))?;
            }
        }
        let found = document.name.as_ref().and_then(|path| shape::text(&tree, path));
        for path in &document.inside {
            // The list of such texts itself may be left out.
            let list = path.split('[').next().unwrap_or(path);
            if tree.get(list).is_some()
                && shape::at(&tree, path, document.ignore_case).contains(&None)
            {
                let of = found.as_ref().map_or_else(String::new, |name| format!(" of `{name}`"));
                return Err(format!("{file}: {}: `{path}`{of} is missing", document.id));
            }
        }
        let name = found.unwrap_or_else(|| format!("{} {}", document.id, number + 1));
        let key = (document.id.clone(), name.clone());
        let twins = self.known.entry(key).or_default();
        let identity = |tree: &Tree| shape::text(tree, document.identity.as_ref()?);
        for twin in twins.iter().map(|place| &self.facts.things[*place]) {
            // The same thing twice counts once.
            if same(&twin.tree, &tree) && twin.gap == gap {
                return Ok(());
            }
            if let (Some(one), Some(other)) = (identity(&twin.tree), identity(&tree))
                && one == other
            {
                return Err(format!(
                    "{file}: {} {one} is described in {} too, and not in the same way; give the newer one",
                    document.id, twin.file
                ));
            }
        }
        // Two things of one name are two targets all the same.
        let shown = match twins.len() {
            0 => name,
            others => format!("{name} ({})", others + 1),
        };
        twins.push(self.facts.things.len());
        self.facts.things.push(CloudThing {
            document: document.id.clone(),
            name: shown,
            file: file.to_owned(),
            tree,
            prints_null: document.prints_null,
            gap,
        });
        Ok(())
    }
}

/// Whether two values are the same, wherever they were written.
fn same(one: &Tree, other: &Tree) -> bool {
    match (&one.value, &other.value) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Map(one), Value::Map(_)) => {
            one.len() == other.entries().len()
                && one
                    .iter()
                    .all(|entry| other.get(&entry.key).is_some_and(|it| same(&entry.value, it)))
        }
        (one, other) => one == other,
    }
}

/// Gives the keys on a path the spelling that the path has.
fn respell(tree: &mut Tree, path: &[Step]) -> Result<(), String> {
    let Some((step, rest)) = path.split_first() else { return Ok(()) };
    match (step, &mut tree.value) {
        (Step::Key(key), Value::Map(_)) => {
            respell_key(tree, key)?;
            let Value::Map(entries) = &mut tree.value else { return Ok(()) };
            entries
                .iter_mut()
                .filter(|entry| entry.key == *key)
                .try_for_each(|entry| respell(&mut entry.value, rest))
        }
        (Step::Each, Value::List(items)) => {
            items.iter_mut().try_for_each(|item| respell(item, rest))
        }
        (Step::Where(key, ..), Value::List(items)) => items.iter_mut().try_for_each(|item| {
            respell_key(item, key)?;
            respell(item, rest)
        }),
        (Step::Where(key, ..), Value::Map(_)) => {
            respell_key(tree, key)?;
            respell(tree, rest)
        }
        _ => Ok(()),
    }
}

fn respell_key(tree: &mut Tree, key: &str) -> Result<(), String> {
    let Value::Map(entries) = &mut tree.value else { return Ok(()) };
    let mut spellings = entries.iter_mut().filter(|entry| entry.key.eq_ignore_ascii_case(key));
    match (spellings.next(), spellings.next()) {
        (Some(one), Some(other)) => Err(format!(
            "`{}` and `{}` stand side by side; one of them must be meant",
            one.key, other.key
        )),
        (Some(entry), None) => {
            key.clone_into(&mut entry.key);
            Ok(())
        }
        (None, _) => Ok(()),
    }
}

/// Puts what a text holds in the place of the text.
fn unfold(
    tree: &mut Tree,
    steps: &[Step],
    known: (&CloudDocument, &BTreeSet<String>),
) -> Result<(), String> {
    let Some((step, rest)) = steps.split_first() else {
        let Value::String(text) = &tree.value else { return Ok(()) };
        let decoded =
            if text.trim_start().starts_with('%') { url_decode(text)? } else { text.clone() };
        let parsed = parse_yaml(&decoded, Limits::default());
        let mut trees =
            parsed.map_err(|error| format!("its text is neither JSON nor YAML: {error}"))?;
        if trees.len() > 1 {
            return Err("its text holds several documents, of which one would count".to_owned());
        }
        redact_trees(&mut trees, known.1);
        let line = tree.line;
        tree.value = trees.into_iter().next().map_or(Value::Null, |inner| inner.value);
        set_line(tree, line);
        return Ok(());
    };
    let is = |one: &str, key: &str| match known.0.ignore_case {
        true => one.eq_ignore_ascii_case(key),
        false => one == key,
    };
    match (step, &mut tree.value) {
        (Step::Key(key), Value::Map(entries)) => entries
            .iter_mut()
            .filter(|entry| is(&entry.key, key))
            .try_for_each(|entry| unfold(&mut entry.value, rest, known)),
        (Step::Each, Value::List(items)) => {
            items.iter_mut().try_for_each(|item| unfold(item, rest, known))
        }
        _ => Ok(()),
    }
}

/// `%7B` is `{`.
fn url_decode(text: &str) -> Result<String, String> {
    let wrong = || "its text is not URL-encoded as it should be".to_owned();
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || {
            let digit = rest.next().and_then(|one| char::from(one).to_digit(16));
            digit.and_then(|one| u8::try_from(one).ok()).ok_or_else(wrong)
        };
        bytes.push(digit()? << 4 | digit()?);
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

/// What was written inside a text is shown where the text begins.
fn set_line(tree: &mut Tree, line: u32) {
    tree.line = line;
    match &mut tree.value {
        Value::List(items) => items.iter_mut().for_each(|item| set_line(item, line)),
        Value::Map(entries) => {
            for entry in entries {
                entry.line = line;
                set_line(&mut entry.value, line);
            }
        }
        _ => {}
    }
}
