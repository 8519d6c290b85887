//! `frameworks/catalog.toml` and the crosswalk tables beside it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::Content;
use crate::diagnostic::Diagnostic;
use crate::framework::{Frameworks, HUB};
use crate::load::{TextFile, parse_toml, read};
use crate::raw::{RawCatalog, RawEdge};

pub(crate) fn load(root: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let directory = root.join("frameworks");
    let shown = "frameworks/catalog.toml".to_owned();
    let Some(text) = read(&directory.join("catalog.toml"), &shown, errors) else { return };
    let file = TextFile { shown, text };
    let Some(raw) = parse_toml::<RawCatalog>(&file.text, &file, 0, errors) else { return };
    let order: Vec<String> = raw.framework.iter().map(|framework| framework.id.clone()).collect();
    // What each hub control leads to, framework by framework. Edges come in an order in which the
    // source of each has been reached before.
    let mut reached: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for edge in &raw.edge {
        if !order.contains(&edge.from) || !order.contains(&edge.to) {
            let message = format!("the edge {} -> {} names no framework", edge.from, edge.to);
            errors.push(Diagnostic::file(&file.shown, message));
            continue;
        }
        let Some(pairs) = table(&directory, edge, errors) else { continue };
        let mut step: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (from, to) in &pairs {
            step.entry(from).or_default().push(to);
        }
        let target = if edge.from == HUB {
            step.iter()
                .map(|(from, to)| {
                    let to = to.iter().map(|&id| id.to_owned()).collect();
                    ((*from).to_owned(), to)
                })
                .collect::<BTreeMap<String, Vec<String>>>()
        } else {
            let source = reached.get(&edge.from).cloned().unwrap_or_default();
            source
                .into_iter()
                .map(|(hub, middle)| {
                    let to = middle
                        .iter()
                        .flat_map(|id| step.get(id.as_str()).into_iter().flatten())
                        .map(|&id| id.to_owned())
                        .collect();
                    (hub, to)
                })
                .collect()
        };
        let known = reached.entry(edge.to.clone()).or_default();
        for (hub, to) in target {
            known.entry(hub).or_default().extend(to);
        }
    }
    let mut derived: BTreeMap<String, Vec<(u16, String)>> = BTreeMap::new();
    for (index, framework) in order.iter().enumerate() {
        let index = u16::try_from(index).unwrap_or(u16::MAX);
        for (hub, ids) in reached.remove(framework).unwrap_or_default() {
            let mut ids = ids;
            ids.sort();
            ids.dedup();
            let list = derived.entry(hub).or_default();
            list.extend(ids.into_iter().map(|id| (index, id)));
        }
    }
    content.frameworks = Frameworks { frameworks: raw.framework, derived };
}

/// Pairs of a crosswalk: a header line names the columns, `#` begins a comment, a cell may hold
/// several ids separated by commas.
fn table(
    directory: &Path,
    edge: &RawEdge,
    errors: &mut Vec<Diagnostic>,
) -> Option<Vec<(String, String)>> {
    let shown = format!("frameworks/{}", edge.file);
    let text = read(&directory.join(&edge.file), &shown, errors)?;
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let header: Vec<&str> = lines.next()?.split('\t').collect();
    let column = |name: &str, errors: &mut Vec<Diagnostic>| {
        let found = header.iter().position(|column| *column == name);
        if found.is_none() {
            errors.push(Diagnostic::file(&shown, format!("has no column `{name}`")));
        }
        found
    };
    let from = column(&edge.from_column, errors)?;
    let to = column(&edge.to_column, errors)?;
    let mut only = Vec::new();
    for (name, value) in &edge.only {
        only.push((column(name, errors)?, value));
    }
    let mut pairs = Vec::new();
    for line in lines {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |index: usize| cells.get(index).copied().unwrap_or_default().trim();
        if only.iter().any(|(index, value)| cell(*index) != value.as_str()) {
            continue;
        }
        for source in cell(from).split(',').map(str::trim).filter(|id| !id.is_empty()) {
            for target in cell(to).split(',').map(str::trim).filter(|id| !id.is_empty()) {
                pairs.push((source.to_owned(), target.to_owned()));
            }
        }
    }
    Some(pairs)
}
