//! Facts of managed clusters from files: what a provider's own command line printed.
//!
//! Which document a file is, its own keys tell. What fits none is an error: a fact that is passed
//! over in silence would be missed.

use std::collections::BTreeSet;

use plimsoll_content::cloud::Step;
use plimsoll_content::{CheckKind, CloudDocument, Content, Predicate, Provider};
use plimsoll_model::{CloudFacts, CloudThing, DocumentKind, Tree, Value};
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
    let mut facts = CloudFacts { as_of, ..CloudFacts::default() };
    let asked = asked_fields(content);
    for (file, text) in files {
        let mut trees = parse_yaml(text, Limits::default())
            .map_err(|error| format!("{file}: neither JSON nor YAML: {error}"))?;
        redact_trees(&mut trees, &asked);
        for tree in trees {
            read(content, file, tree, &mut facts)?;
        }
    }
    Ok(facts)
}

/// Names of the fields that checks look at: `HttpTokens` says whether tokens are required.
fn asked_fields(content: &Content) -> BTreeSet<String> {
    fn fields(predicate: &Predicate, asked: &mut BTreeSet<String>) {
        match predicate {
            Predicate::All(parts) | Predicate::Any(parts) => {
                parts.iter().for_each(|part| fields(part, asked));
            }
            Predicate::Field { path, .. } => {
                let steps = plimsoll_content::cloud::path(path).unwrap_or_default();
                if let Some(Step::Key(key)) = steps.last() {
                    asked.insert(key.clone());
                }
            }
            Predicate::Test { .. } => {}
        }
    }
    let mut asked = BTreeSet::new();
    for check in content.checks.values() {
        if let CheckKind::Cloud { expect, applies_if, .. } = &check.kind {
            fields(expect, &mut asked);
            if let Some((applies, _)) = applies_if {
                fields(applies, &mut asked);
            }
        }
    }
    asked
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

/// One printed object, or an envelope of them.
fn read(content: &Content, file: &str, tree: Tree, facts: &mut CloudFacts) -> Result<(), String> {
    let named = tree.get("provider").and_then(Tree::as_str).map(str::to_owned);
    if let (Some(provider), Some(_)) = (&named, tree.get("documents")) {
        if !content.providers.contains_key(provider) {
            let known: Vec<&str> = content.providers.keys().map(String::as_str).collect();
            return Err(format!(
                "{file}: there is no provider `{provider}`; there are {}",
                known.join(", ")
            ));
        }
        settle(facts, file, provider)?;
        let Value::Map(entries) = tree.value else { return Ok(()) };
        let documents = entries.into_iter().find(|entry| entry.key == "documents");
        let Some(Value::List(items)) = documents.map(|entry| entry.value.value) else {
            return Err(format!("{file}: `documents` is not a list"));
        };
        return items.into_iter().try_for_each(|item| one(content, file, item, facts));
    }
    one(content, file, tree, facts)
}

fn settle(facts: &mut CloudFacts, file: &str, provider: &str) -> Result<(), String> {
    if facts.provider.is_empty() {
        provider.clone_into(&mut facts.provider);
    }
    if facts.provider == provider {
        return Ok(());
    }
    Err(format!(
        "{file}: facts of {provider} beside those of {}; one report is about one cluster",
        facts.provider
    ))
}

fn one(content: &Content, file: &str, tree: Tree, facts: &mut CloudFacts) -> Result<(), String> {
    let providers = content
        .providers
        .values()
        .filter(|provider| facts.provider.is_empty() || provider.id == facts.provider);
    let fits: Vec<(&Provider, &CloudDocument)> = providers
        .flat_map(|provider| provider.documents.iter().map(move |document| (provider, document)))
        .filter(|(_, document)| is_one(document, &tree))
        .collect();
    // Of several, the one that demands most; a tie is nobody's.
    let demands =
        |document: &CloudDocument| document.needs.len() + usize::from(document.root.is_some());
    let most = fits.iter().map(|(_, document)| demands(document)).max();
    let best: Vec<&(&Provider, &CloudDocument)> =
        fits.iter().filter(|(_, document)| Some(demands(document)) == most).collect();
    let [(provider, document)] = best.as_slice() else {
        return Err(unknown(content, file, &fits));
    };
    settle(facts, file, &provider.id)?;
    if !facts.documents.contains(&document.id) {
        facts.documents.push(document.id.clone());
    }
    let inner = match &document.root {
        Some(root) => match tree.value {
            Value::Map(entries) => {
                entries.into_iter().find(|entry| entry.key == *root).map(|entry| entry.value)
            }
            _ => None,
        },
        None => Some(tree),
    };
    let Some(inner) = inner else { return Ok(()) };
    let things = match inner.value {
        Value::List(items) => items,
        _ => vec![inner],
    };
    for (number, mut tree) in things.into_iter().enumerate() {
        for embedded in &document.embedded {
            let steps = plimsoll_content::cloud::path(embedded).unwrap_or_default();
            unfold(&mut tree, &steps, &asked_fields(content))
                .map_err(|error| format!("{file}: {embedded}: {error}"))?;
        }
        let mut name = document
            .name
            .as_ref()
            .and_then(|path| tree.at(path))
            .and_then(Tree::scalar_text)
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| format!("{} {}", document.id, number + 1));
        // Two things of one name are two targets all the same.
        let twins = |name: &str| {
            facts.things.iter().any(|known| known.document == document.id && known.name == *name)
        };
        if twins(&name) {
            let free = (2..).map(|count| format!("{name} ({count})")).find(|one| !twins(one));
            name = free.unwrap_or(name);
        }
        facts.things.push(CloudThing {
            document: document.id.clone(),
            name,
            file: file.to_owned(),
            tree,
        });
    }
    Ok(())
}

/// Puts what a text holds in the place of the text.
fn unfold(tree: &mut Tree, steps: &[Step], asked: &BTreeSet<String>) -> Result<(), String> {
    let Some((step, rest)) = steps.split_first() else {
        let Value::String(text) = &tree.value else { return Ok(()) };
        let parsed = parse_yaml(text, Limits::default());
        let mut trees =
            parsed.map_err(|error| format!("its text is neither JSON nor YAML: {error}"))?;
        redact_trees(&mut trees, asked);
        let line = tree.line;
        tree.value = trees.into_iter().next().map_or(Value::Null, |inner| inner.value);
        set_line(tree, line);
        return Ok(());
    };
    match (step, &mut tree.value) {
        (Step::Key(key), Value::Map(entries)) => entries
            .iter_mut()
            .filter(|entry| entry.key == *key)
            .try_for_each(|entry| unfold(&mut entry.value, rest, asked)),
        (Step::Each, Value::List(items)) => {
            items.iter_mut().try_for_each(|item| unfold(item, rest, asked))
        }
        _ => Ok(()),
    }
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

/// Whether a printed value has the shape of a document.
fn is_one(document: &CloudDocument, tree: &Tree) -> bool {
    let inner = match &document.root {
        Some(root) => match tree.get(root) {
            Some(inner) => inner,
            None => return false,
        },
        None => tree,
    };
    let fits = |one: &Tree| document.needs.iter().all(|path| one.at(path).is_some());
    match &inner.value {
        // An empty list under its own key is an answer too: there is none.
        Value::List(items) => {
            items.iter().all(fits) && (!items.is_empty() || document.root.is_some())
        }
        Value::Map(_) => fits(inner),
        _ => false,
    }
}

fn unknown(content: &Content, file: &str, fits: &[(&Provider, &CloudDocument)]) -> String {
    if !fits.is_empty() {
        let ids: BTreeSet<&str> = fits.iter().map(|(_, document)| &*document.id).collect();
        return format!(
            "{file}: it may be any of {}; put it into an object with `provider` and `documents`",
            ids.into_iter().collect::<Vec<_>>().join(", ")
        );
    }
    let commands: Vec<String> = content
        .providers
        .values()
        .flat_map(|provider| &provider.documents)
        .map(|document| format!("  {}: {}", document.id, document.command))
        .collect();
    format!(
        "{file}: no document that is known; give what one of these prints:\n{}",
        commands.join("\n")
    )
}
