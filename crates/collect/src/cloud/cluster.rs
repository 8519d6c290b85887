//! Whether everything that was given is about one cluster.

use std::collections::BTreeMap;

use plimsoll_content::{CloudDocument, Content, pattern};
use plimsoll_model::{CloudFacts, CloudThing, Tree};

use super::shape;

/// Compares what documents say of the cluster.
///
/// # Errors
/// Names two files that are about two clusters.
pub(super) fn is_one(content: &Content, facts: &CloudFacts) -> Result<(), String> {
    let Some(provider) = content.providers.get(&facts.provider) else { return Ok(()) };
    let document =
        |thing: &CloudThing| provider.documents.iter().find(|one| one.id == thing.document);
    let own = |thing: &&CloudThing| document(thing).is_some_and(|one| one.version.is_some());
    let mut clusters = facts.things.iter().filter(own);
    let cluster = clusters.next();
    if let (Some(one), Some(other)) = (cluster, clusters.next()) {
        return Err(two((&other.file, &called(other)), (&one.file, &called(one))));
    }
    // Without the cluster itself, what others say of it must agree.
    let mut said: BTreeMap<&str, (String, &str)> = BTreeMap::new();
    for thing in &facts.things {
        let rules = document(thing).map(|document: &CloudDocument| &document.cluster);
        for (path, form) in rules.into_iter().flatten() {
            let texts = shape::at(&thing.tree, path, false).into_iter().flatten();
            for text in texts.filter_map(Tree::scalar_text) {
                if !pattern::fits(
                    &text,
                    &filled(form, |_| Some("*".to_owned())).unwrap_or_default(),
                ) {
                    continue;
                }
                if let Some(cluster) = cluster {
                    let field = |field: &str| shape::text(&cluster.tree, field);
                    let Some(wanted) = filled(form, field) else { continue };
                    if !pattern::fits(&text, &wanted) {
                        return Err(two((&thing.file, &text), (&cluster.file, &called(cluster))));
                    }
                } else if form.starts_with('{') && form.ends_with('}') {
                    let (before, file) =
                        said.entry(form).or_insert_with(|| (text.clone(), &thing.file));
                    if !before.eq_ignore_ascii_case(&text) {
                        return Err(two((&thing.file, &text), (file, before)));
                    }
                }
            }
        }
    }
    Ok(())
}

fn called(cluster: &CloudThing) -> String {
    cluster.name.trim_end_matches(" (2)").to_owned()
}

fn two((file, one): (&str, &str), (other_file, other): (&str, &str)) -> String {
    format!(
        "{file}: is about the cluster {one}, and {other_file} about {other}; one report is about one cluster"
    )
}

/// A form with its fields filled in; `None` when the cluster does not have one of them.
fn filled(form: &str, field: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut text = String::new();
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        text.push_str(before);
        text.push_str(&field(name)?);
        rest = after;
    }
    Some(text + rest)
}
