//! Facts of managed clusters from files: what a provider's own command line printed.
//!
//! Which document a file is, its own keys tell. What fits none is an error: a fact that is passed
//! over in silence would be missed.

use std::collections::BTreeSet;

use plimsoll_content::{CloudDocument, Content, Provider};
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
    for (file, text) in files {
        let mut trees = parse_yaml(text, Limits::default())
            .map_err(|error| format!("{file}: neither JSON nor YAML: {error}"))?;
        redact::trees(DocumentKind::Configuration, &mut trees);
        for tree in trees {
            read(content, file, tree, &mut facts)?;
        }
    }
    Ok(facts)
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
    for (number, tree) in things.into_iter().enumerate() {
        let name = document
            .name
            .as_ref()
            .and_then(|path| tree.at(path))
            .and_then(Tree::scalar_text)
            .unwrap_or_else(|| format!("{} {}", document.id, number + 1));
        facts.things.push(CloudThing {
            document: document.id.clone(),
            name,
            file: file.to_owned(),
            tree,
        });
    }
    Ok(())
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
