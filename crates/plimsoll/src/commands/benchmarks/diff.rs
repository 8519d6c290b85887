//! What changed from one edition to another. Controls are known by what they ask, not by their
//! numbers, which move.

use std::path::Path;

use plimsoll_content::{Benchmark, Content, Control, ControlCheck};
use serde::Serialize;

use super::carry::{self, Carried};
use super::find;
use crate::cli::ListArgs;
use crate::commands::{content, listing};

#[derive(Serialize)]
struct Difference {
    from: String,
    to: String,
    added: Vec<Named>,
    removed: Vec<Named>,
    renumbered: Vec<Renumbered>,
    changed: Vec<Change>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tailoring: Option<Carried>,
}

#[derive(Serialize)]
struct Named {
    id: String,
    title: String,
    is: String,
}

#[derive(Serialize)]
struct Renumbered {
    from: String,
    to: String,
    title: String,
    is: String,
}

#[derive(Serialize)]
struct Change {
    /// Number in the edition to arrive at.
    id: String,
    field: &'static str,
    from: String,
    to: String,
}

/// Which control of one edition is which of another.
pub(super) struct Matches<'a> {
    /// Of every control of the first edition.
    pub(super) pairs: Vec<(&'a Control, Option<&'a Control>)>,
    added: Vec<&'a Control>,
}

/// A sign that two controls are the same.
type Same<'s> = &'s dyn Fn(&Control, &Control) -> bool;

impl<'a> Matches<'a> {
    pub(super) fn new(one: &'a Benchmark, other: &'a Benchmark) -> Self {
        let mut left: Vec<&Control> = other.controls.iter().collect();
        let mut pairs: Vec<(&Control, Option<&Control>)> =
            one.controls.iter().map(|control| (control, None)).collect();
        let checks = |control: &Control| {
            control.checks.iter().map(|asked| asked.check.clone()).collect::<Vec<_>>()
        };
        // The surest sign first, so that a weaker one takes nothing from it.
        // The same checks under any number, where one control on each side has them.
        let only = |benchmark: &Benchmark, control: &Control| {
            let alike = |one: &&Control| checks(one) == checks(control);
            !control.checks.is_empty() && benchmark.controls.iter().filter(alike).count() == 1
        };
        let signs: [Same<'_>; 5] = [
            &|one, other| one.is == other.is && one.id == other.id,
            &|one, other| one.is == other.is,
            &|one, other| {
                one.id == other.id && !one.checks.is_empty() && checks(one) == checks(other)
            },
            &|before, after| {
                checks(before) == checks(after) && only(one, before) && only(other, after)
            },
            &|one, other| one.id == other.id && one.title == other.title,
        ];
        for same in signs {
            for (control, found) in pairs.iter_mut().filter(|(_, found)| found.is_none()) {
                if let Some(at) = left.iter().position(|after| same(control, after)) {
                    *found = Some(left.remove(at));
                }
            }
        }
        Self { pairs, added: left }
    }
}

/// What changed between two editions, and what becomes of a tailoring file.
pub(crate) fn diff(
    from: &str,
    to: &str,
    tailoring: Option<(&Path, Option<&Path>)>,
    arguments: ListArgs,
) -> anyhow::Result<u8> {
    let content = content(None)?;
    let (one, other) = (find(&content, from)?, find(&content, to)?);
    let matches = Matches::new(one, other);
    let named = |control: &Control| Named {
        id: control.id.clone(),
        title: control.title.clone(),
        is: control.is.clone(),
    };
    let mut value = Difference {
        from: one.id.clone(),
        to: other.id.clone(),
        added: matches.added.iter().map(|control| named(control)).collect(),
        removed: Vec::new(),
        renumbered: Vec::new(),
        changed: Vec::new(),
        tailoring: None,
    };
    for (before, after) in &matches.pairs {
        let Some(after) = after else {
            value.removed.push(named(before));
            continue;
        };
        if before.id != after.id {
            value.renumbered.push(Renumbered {
                from: before.id.clone(),
                to: after.id.clone(),
                title: after.title.clone(),
                is: after.is.clone(),
            });
        }
        changes(&content, before, after, &mut value.changed);
    }
    if let Some((file, target)) = tailoring {
        let (carried, text) = carry::over(&content, (one, other), &matches, file)?;
        if let Some(target) = target {
            carry::write(target, &text)?;
        }
        value.tailoring = Some(carried);
    }
    listing::print(arguments, &value, || text(&value))
}

fn text(value: &Difference) -> String {
    let mut text = format!("{} -> {}\n", value.from, value.to);
    for (mark, what, controls) in [("+", "added", &value.added), ("-", "removed", &value.removed)] {
        for control in controls {
            text.push_str(&format!("{mark} {} {what}: {}\n", control.id, control.title));
        }
    }
    for one in &value.renumbered {
        text.push_str(&format!("> {} is now {}: {}\n", one.from, one.to, one.title));
    }
    for change in &value.changed {
        text.push_str(&format!(
            "~ {} {}: {} -> {}\n",
            change.id, change.field, change.from, change.to
        ));
    }
    let same = value.added.is_empty() && value.removed.is_empty() && value.changed.is_empty();
    if same && value.renumbered.is_empty() {
        text.push_str("no control was added, removed, renumbered or changed\n");
    }
    if let Some(carried) = &value.tailoring {
        text.push_str(&carried.text());
    }
    text
}

fn changes(content: &Content, before: &Control, after: &Control, changed: &mut Vec<Change>) {
    let checks = |control: &Control| {
        let list: Vec<&str> = control.checks.iter().map(|asked| asked.check.as_str()).collect();
        if list.is_empty() { "a person".to_owned() } else { list.join(", ") }
    };
    let applies = |control: &Control| match &control.not_applicable {
        Some(reason) => format!("not ({reason})"),
        None => "yes".to_owned(),
    };
    let severity =
        |control: &Control| control.severity.map_or("that of its checks", |one| one.as_str());
    let mut fields = vec![
        ("level", before.level.to_string(), after.level.to_string()),
        ("title", before.title.clone(), after.title.clone()),
        ("assessment", before.assessment.clone(), after.assessment.clone()),
        ("role", before.role.clone(), after.role.clone()),
        ("checks", checks(before), checks(after)),
        ("applies", applies(before), applies(after)),
        ("severity", severity(before).to_owned(), severity(after).to_owned()),
    ];
    for asked in &before.checks {
        let Some(other) = after.checks.iter().find(|other| other.check == asked.check) else {
            continue;
        };
        let Some(check) = content.checks.get(&asked.check) else { continue };
        for parameter in &check.parameters {
            let value = |asked: &ControlCheck| {
                let own = asked.with.get(&parameter.name).unwrap_or(&parameter.default);
                format!("{} = {own}", parameter.name)
            };
            fields.push(("threshold", value(asked), value(other)));
        }
    }
    for (field, from, to) in fields {
        if from != to {
            changed.push(Change { id: after.id.clone(), field, from, to });
        }
    }
}
