//! `plimsoll benchmarks list|show|diff`.

use plimsoll_content::{Benchmark, Content, Control};
use serde::Serialize;

use super::{content, listing};
use crate::cli::ListArgs;

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    kubernetes: &'a [String],
    controls: usize,
    extends: Option<&'a str>,
    source: &'a str,
}

/// Every edition.
pub(crate) fn list(arguments: ListArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let listed: Vec<Listed<'_>> = content
        .benchmarks
        .values()
        .map(|benchmark| Listed {
            id: &benchmark.id,
            title: &benchmark.title,
            kubernetes: &benchmark.kubernetes,
            controls: benchmark.controls.len(),
            extends: benchmark.extends.as_deref(),
            source: &benchmark.source,
        })
        .collect();
    listing::print(arguments, &listed, || {
        let rows: Vec<Vec<String>> = listed
            .iter()
            .map(|one| {
                vec![
                    one.id.to_owned(),
                    one.kubernetes.join(" "),
                    one.controls.to_string(),
                    one.title.to_owned(),
                ]
            })
            .collect();
        listing::table(&["BENCHMARK", "KUBERNETES", "CONTROLS", "TITLE"], &rows)
    })
}

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    title: &'a str,
    kubernetes: &'a [String],
    source: &'a str,
    sections: &'a [plimsoll_content::Section],
    controls: Vec<ShownControl<'a>>,
}

#[derive(Serialize)]
struct ShownControl<'a> {
    id: &'a str,
    title: &'a str,
    section: &'a str,
    level: u8,
    assessment: &'a str,
    role: &'a str,
    checks: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    look: Option<&'a str>,
}

fn shown<'a>(benchmark: &'a Benchmark, control: &'a Control) -> ShownControl<'a> {
    ShownControl {
        id: &control.id,
        title: &control.title,
        section: benchmark.section_of(&control.id).map_or("", |section| section.id.as_str()),
        level: control.level,
        assessment: &control.assessment,
        role: &control.role,
        checks: control.checks.iter().map(|asked| asked.check.as_str()).collect(),
        look: control.look.as_deref(),
    }
}

/// The controls of one edition.
pub(crate) fn show(id: &str, arguments: ListArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let benchmark = find(&content, id)?;
    let value = Shown {
        id: &benchmark.id,
        title: &benchmark.title,
        kubernetes: &benchmark.kubernetes,
        source: &benchmark.source,
        sections: &benchmark.sections,
        controls: benchmark.controls.iter().map(|control| shown(benchmark, control)).collect(),
    };
    listing::print(arguments, &value, || {
        let rows: Vec<Vec<String>> = value
            .controls
            .iter()
            .map(|control| {
                let by = if control.checks.is_empty() {
                    "a person".to_owned()
                } else {
                    control.checks.join(" ")
                };
                vec![
                    control.id.to_owned(),
                    control.level.to_string(),
                    control.assessment.to_owned(),
                    control.role.to_owned(),
                    control.title.to_owned(),
                    by,
                ]
            })
            .collect();
        format!(
            "{} ({}), for Kubernetes {}\n\n{}",
            benchmark.title,
            benchmark.id,
            benchmark.kubernetes_range(),
            listing::table(
                &["CONTROL", "LEVEL", "ASSESSMENT", "ROLE", "TITLE", "JUDGED BY"],
                &rows
            )
        )
    })
}

#[derive(Serialize)]
struct Difference<'a> {
    from: &'a str,
    to: &'a str,
    added: Vec<&'a str>,
    removed: Vec<&'a str>,
    changed: Vec<Change>,
}

#[derive(Serialize)]
struct Change {
    id: String,
    field: &'static str,
    from: String,
    to: String,
}

/// What changed between two editions.
pub(crate) fn diff(from: &str, to: &str, arguments: ListArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let (one, other) = (find(&content, from)?, find(&content, to)?);
    let missing = |one: &'_ Benchmark, other: &'_ Benchmark| {
        one.controls
            .iter()
            .enumerate()
            .filter(|(_, control)| other.control(&control.id).is_none())
            .map(|(index, _)| index)
            .collect::<Vec<_>>()
    };
    let ids = |benchmark: &'_ Benchmark, indexes: Vec<usize>| {
        indexes
            .into_iter()
            .filter_map(|index| benchmark.controls.get(index))
            .map(|control| control.id.clone())
            .collect::<Vec<_>>()
    };
    let added = ids(other, missing(other, one));
    let removed = ids(one, missing(one, other));
    let mut changed = Vec::new();
    for control in &one.controls {
        if let Some(after) = other.control(&control.id) {
            changes(control, after, &mut changed);
        }
    }
    let value = Difference {
        from: &one.id,
        to: &other.id,
        added: added.iter().map(String::as_str).collect(),
        removed: removed.iter().map(String::as_str).collect(),
        changed,
    };
    listing::print(arguments, &value, || {
        let mut text = format!("{} -> {}\n", value.from, value.to);
        for (mark, what, benchmark, ids) in
            [("+", "added", other, &value.added), ("-", "removed", one, &value.removed)]
        {
            for id in ids {
                let title = benchmark.control(id).map_or("", |control| control.title.as_str());
                text.push_str(&format!("{mark} {id} {what}: {title}\n"));
            }
        }
        for change in &value.changed {
            text.push_str(&format!(
                "~ {} {}: {} -> {}\n",
                change.id, change.field, change.from, change.to
            ));
        }
        if value.added.is_empty() && value.removed.is_empty() && value.changed.is_empty() {
            text.push_str("no control was added, removed or changed\n");
        }
        text
    })
}

fn changes(before: &Control, after: &Control, changed: &mut Vec<Change>) {
    let checks = |control: &Control| {
        let list: Vec<String> = control
            .checks
            .iter()
            .map(|asked| {
                let with: Vec<String> =
                    asked.with.iter().map(|(name, value)| format!("{name}={value}")).collect();
                if with.is_empty() {
                    asked.check.clone()
                } else {
                    format!("{}({})", asked.check, with.join(", "))
                }
            })
            .collect();
        if list.is_empty() { "a person".to_owned() } else { list.join(", ") }
    };
    for (field, from, to) in [
        ("level", before.level.to_string(), after.level.to_string()),
        ("title", before.title.clone(), after.title.clone()),
        ("assessment", before.assessment.clone(), after.assessment.clone()),
        ("role", before.role.clone(), after.role.clone()),
        ("checks", checks(before), checks(after)),
    ] {
        if from != to {
            changed.push(Change { id: before.id.clone(), field, from, to });
        }
    }
}

fn find<'a>(content: &'a Content, id: &str) -> anyhow::Result<&'a Benchmark> {
    match content.benchmarks.get(id) {
        Some(benchmark) => Ok(benchmark),
        None => {
            let known: Vec<&str> = content.benchmarks.keys().map(String::as_str).collect();
            wrong_usage!("there is no benchmark `{id}`; there are {}", known.join(", "))
        }
    }
}
