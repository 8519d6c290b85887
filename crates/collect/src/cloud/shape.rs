//! Which document a printed value is, what it describes, and whether it is whole.

use std::collections::BTreeMap;

use plimsoll_content::cloud::Step;
use plimsoll_content::{CloudDocument, Provider, pattern};
use plimsoll_model::{Tree, Value};

/// Keys of printed objects that lead to what was left out.
const MORE: [&str; 12] = [
    "NextToken",
    "nextToken",
    "next_token",
    "next-token",
    "NextMarker",
    "nextMarker",
    "nextPageToken",
    "nextLink",
    "opc-next-page",
    "Marker",
    "marker",
    "LastEvaluatedKey",
];

/// Keys that say whether something was left out.
const TRUNCATED: [&str; 4] = ["IsTruncated", "isTruncated", "HasMore", "hasMore"];

/// Things of a document.
pub(super) struct Things {
    pub(super) trees: Vec<Tree>,
    /// Whether they are the elements of a list.
    pub(super) in_list: bool,
}

/// The document that a printed value is.
///
/// # Errors
/// Says what it might have been, and what it lacks.
pub(super) fn which<'c>(
    file: &str,
    candidates: &[(&'c Provider, &'c CloudDocument)],
    tree: &Tree,
) -> Result<(&'c Provider, &'c CloudDocument), String> {
    let (mut fits, mut nearly) = (Vec::new(), Vec::new());
    for (provider, document) in candidates {
        match fit(document, tree) {
            Ok(()) => fits.push((*provider, *document)),
            Err(misfit) => nearly.push((misfit, *document)),
        }
    }
    // Of several, the one that demands most; a tie is nobody's.
    let most = fits.iter().map(|(_, document)| demands(document)).max();
    fits.retain(|(_, document)| Some(demands(document)) == most);
    match fits.as_slice() {
        [one] => Ok(*one),
        [] => Err(unknown(file, candidates, nearly)),
        several => {
            let mut ids: Vec<&str> = several.iter().map(|(_, document)| &*document.id).collect();
            ids.sort_unstable();
            Err(format!(
                "{file}: it may be any of {}; put it into an object with `provider` and `documents`",
                ids.join(", ")
            ))
        }
    }
}

fn demands(document: &CloudDocument) -> usize {
    own_keys(document).count() + usize::from(document.root.is_some())
}

/// Needs that do not look into lists.
fn own_keys(document: &CloudDocument) -> impl Iterator<Item = &String> {
    document.needs.iter().filter(|need| !need.contains('['))
}

fn unknown(
    file: &str,
    candidates: &[(&Provider, &CloudDocument)],
    nearly: Vec<(Misfit, &CloudDocument)>,
) -> String {
    let near = nearly.into_iter().filter(|(misfit, _)| misfit.likeness > 0);
    if let Some((misfit, document)) = near.max_by_key(|(misfit, _)| misfit.likeness) {
        return format!(
            "{file}: looks like {} ({}), but {}; give all of what `{}` prints",
            document.id, document.title, misfit.reason, document.command
        );
    }
    let commands: Vec<String> = candidates
        .iter()
        .map(|(_, document)| format!("  {}: {}", document.id, document.command))
        .collect();
    format!(
        "{file}: no document that is known; give what one of these prints:\n{}",
        commands.join("\n")
    )
}

/// Why a value is not a document.
struct Misfit {
    /// How much speaks for it all the same; 0 for nothing to speak of.
    likeness: usize,
    reason: String,
}

/// Whether a printed value has the shape of a document.
fn fit(document: &CloudDocument, tree: &Tree) -> Result<(), Misfit> {
    let unlike = || Misfit { likeness: 0, reason: String::new() };
    let below = document.root.as_ref().map(|root| (root, tree.get(root)));
    let (inner, root) = match below {
        None => (tree, None),
        Some((root, Some(inner))) => (inner, Some(root)),
        Some((_, None)) if document.alone => (tree, None),
        Some(_) => return Err(unlike()),
    };
    let first = match &inner.value {
        Value::List(items) => items.first(),
        Value::Map(_) => Some(inner),
        _ => None,
    };
    let there = |need: &&String| first.is_some_and(|one| has(document, one, need));
    let hits = own_keys(document).filter(there).count();
    // Keys that many things have tell little.
    let telling = root.is_some_and(|root| root != "data" && root != "items");
    let likeness = match hits {
        _ if telling => hits + 2,
        0 | 1 if hits < own_keys(document).count() => 0,
        _ => hits,
    };
    let misfit = |reason: String| Misfit { likeness, reason };
    if root.is_some() {
        is(&document.around, tree).map_err(misfit)?;
    }
    match &inner.value {
        Value::List(items) if items.is_empty() => {
            // An empty list under its own key is an answer too: there is none.
            let Some(root) = root else { return Err(unlike()) };
            for (path, allowed) in &document.around_empty {
                if !text(tree, path).is_some_and(|it| allowed.contains(&it)) {
                    let reason = format!(
                        "`{root}` is empty, and `{path}` is not {}: it may be a list of anything",
                        allowed.join(" or ")
                    );
                    return Err(Misfit { likeness: likeness.max(1), reason });
                }
            }
            Ok(())
        }
        Value::List(items) => {
            items.iter().try_for_each(|item| whole(document, item)).map_err(misfit)
        }
        Value::Map(_) => whole(document, inner).map_err(misfit),
        _ => match root {
            Some(root) => Err(misfit(format!("`{root}` holds nothing"))),
            None => Err(unlike()),
        },
    }
}

/// Whether a thing has what one of its document has.
fn whole(document: &CloudDocument, one: &Tree) -> Result<(), String> {
    if !matches!(one.value, Value::Map(_)) {
        return Err("something in it is no object".to_owned());
    }
    let called = document.name.as_ref().and_then(|name| text(one, name));
    let where_ = called.map_or_else(String::new, |name| format!(" of `{name}`"));
    for list in &document.lists {
        for found in at(one, list, document.ignore_case) {
            match found.map(|found| &found.value) {
                None => return Err(format!("`{list}`{where_} is missing")),
                Some(Value::List(_)) => {}
                Some(_) => return Err(format!("`{list}`{where_} is no list")),
            }
        }
    }
    for need in &document.needs {
        if !has(document, one, need) {
            return Err(format!("`{need}`{where_} is missing"));
        }
    }
    is(&document.is, one)
}

fn has(document: &CloudDocument, one: &Tree, need: &str) -> bool {
    at(one, need, document.ignore_case).iter().all(Option::is_some)
}

/// Whether fields that are there have a text of those that are allowed.
fn is(rules: &BTreeMap<String, Vec<String>>, tree: &Tree) -> Result<(), String> {
    for (path, allowed) in rules {
        for found in at(tree, path, false).into_iter().flatten() {
            let text = found.scalar_text().unwrap_or_default();
            if !allowed.iter().any(|one| pattern::fits(&text, one)) {
                return Err(format!("`{path}` is `{text}`, not {}", allowed.join(" or ")));
            }
        }
    }
    Ok(())
}

/// What a path leads to; `None` where it ends before.
pub(super) fn at<'t>(tree: &'t Tree, path: &str, ignore_case: bool) -> Vec<Option<&'t Tree>> {
    let mut found = Vec::new();
    follow(tree, &super::steps(path), ignore_case, &mut found);
    found
}

fn follow<'t>(
    tree: &'t Tree,
    steps: &[Step],
    ignore_case: bool,
    found: &mut Vec<Option<&'t Tree>>,
) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(Some(tree));
        return;
    };
    match (step, &tree.value) {
        (Step::Key(key), Value::Map(entries)) => {
            let is = |one: &str| match ignore_case {
                true => one.eq_ignore_ascii_case(key),
                false => one == key,
            };
            match entries.iter().find(|entry| is(&entry.key)) {
                Some(entry) => follow(&entry.value, rest, ignore_case, found),
                None => found.push(None),
            }
        }
        (Step::Each, Value::List(items)) => {
            items.iter().for_each(|item| follow(item, rest, ignore_case, found));
        }
        (Step::Where(key, wanted, value), Value::List(items)) => {
            let is = |item: &&Tree| {
                item.at(key).and_then(Tree::scalar_text).is_some_and(|it| it == *value) == *wanted
            };
            let before = found.len();
            items.iter().filter(is).for_each(|item| follow(item, rest, ignore_case, found));
            if found.len() == before {
                found.push(None);
            }
        }
        _ => found.push(None),
    }
}

/// The text at a path that leads to one; nothing for an empty one.
pub(super) fn text(tree: &Tree, path: &str) -> Option<String> {
    let found = at(tree, path, false).into_iter().next()??;
    found.scalar_text().filter(|text| !text.is_empty() && !found.is_null())
}

/// The things that a value of this shape describes.
pub(super) fn things(document: &CloudDocument, tree: Tree) -> Things {
    let below = document.root.as_ref().filter(|root| tree.get(root).is_some());
    let inner = match (below, tree) {
        (Some(root), Tree { value: Value::Map(entries), .. }) => {
            entries.into_iter().find(|entry| entry.key == *root).map(|entry| entry.value)
        }
        (_, tree) => Some(tree),
    };
    match inner {
        Some(Tree { value: Value::List(trees), .. }) => Things { trees, in_list: true },
        other => Things { trees: other.into_iter().collect(), in_list: false },
    }
}

/// How one sees that a printed value is not all that there is.
pub(super) fn gap(document: &CloudDocument, tree: &Tree) -> Option<String> {
    let says = |key: &str| tree.get(key).and_then(Tree::scalar_text).unwrap_or_default();
    for key in TRUNCATED {
        if says(key).eq_ignore_ascii_case("true") {
            return Some(format!("`{key}` is true"));
        }
    }
    for key in MORE {
        if tree.get(key).is_some_and(|token| !token.is_null() && !says(key).is_empty()) {
            return Some(format!("`{key}` leads to more"));
        }
    }
    if let Some(total) = &document.total
        && let Some(Some(all)) = at(tree, total, false).first()
    {
        let list = document.root.as_ref().or(document.lists.first());
        let here = list.map_or(0, |list| {
            at(tree, list, false).into_iter().flatten().map(|list| list.items().len()).sum()
        });
        let all = all.scalar_text().unwrap_or_default();
        if !all.parse().is_ok_and(|all: usize| all <= here) {
            return Some(format!("`{total}` is {all}, and {here} are here"));
        }
    }
    if let Some(problems) = &document.problems {
        let found = at(tree, problems, false).into_iter().flatten().find(|it| !is_nothing(it))?;
        let name = |one: &Tree| document.name.as_ref().and_then(|name| text(one, name));
        let names: Vec<String> = found.items().iter().filter_map(name).collect();
        let named = if names.is_empty() { "something".to_owned() } else { names.join(", ") };
        return Some(format!("`{problems}` names {named}"));
    }
    None
}

fn is_nothing(tree: &Tree) -> bool {
    match &tree.value {
        Value::Null => true,
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        _ => false,
    }
}
