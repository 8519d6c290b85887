//! `plimsoll benchmarks list|show|coverage|diff`.

mod carry;
mod coverage;
mod diff;

pub(crate) use coverage::coverage;
pub(crate) use diff::diff;

use std::collections::BTreeMap;

use plimsoll_content::{Answered, Benchmark, Content, Control};
use serde::Serialize;

use super::{content, listing};
use crate::cli::ListArgs;

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'a [String],
    family: &'a str,
    distributions: &'a [String],
    kubernetes: &'a [String],
    controls: usize,
    extends: Option<&'a str>,
    source: &'a str,
}

/// Every edition.
pub(crate) fn list(only: Option<&str>, arguments: ListArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let mut listed: Vec<Listed<'_>> = content
        .benchmarks
        .heads()
        .filter(|head| {
            let mut texts = std::iter::once(&head.id)
                .chain([&head.title])
                .chain(&head.aliases)
                .chain(&head.distributions);
            only.is_none_or(|only| {
                let only = only.to_lowercase();
                texts.any(|text| text.to_lowercase().contains(&only))
            })
        })
        .map(|benchmark| Listed {
            id: &benchmark.id,
            title: &benchmark.title,
            aliases: &benchmark.aliases,
            family: &benchmark.family,
            distributions: &benchmark.distributions,
            kubernetes: &benchmark.kubernetes,
            controls: benchmark.size,
            extends: benchmark.extends.as_deref(),
            source: &benchmark.source,
        })
        .collect();
    listed.sort_by_key(|one| (one.family, numbers(one.id), one.id));
    listing::print(arguments, &listed, || {
        let rows: Vec<Vec<String>> = listed
            .iter()
            .map(|one| {
                vec![
                    one.id.to_owned(),
                    range(one.kubernetes),
                    one.controls.to_string(),
                    one.title.to_owned(),
                ]
            })
            .collect();
        listing::table(&["BENCHMARK", "KUBERNETES", "CONTROLS", "TITLE"], &rows)
    })
}

/// The numbers in an id, so that `cis-1.10` comes after `cis-1.9`.
fn numbers(id: &str) -> Vec<u64> {
    id.split(|one: char| !one.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}

/// `1.32-1.34`, the single minor, or `any`.
pub(super) fn range(minors: &[String]) -> String {
    match (minors.first(), minors.last()) {
        (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
        (Some(only), _) => only.clone(),
        _ => "any".to_owned(),
    }
}

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'a [String],
    family: &'a str,
    distributions: &'a [String],
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
    /// What it asks, under an id that is the same in every edition.
    is: &'a str,
    answered_by: &'static str,
    checks: Vec<&'a str>,
    /// Thresholds of this edition, by check.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    with: BTreeMap<&'a str, &'a BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_applicable: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    also: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    references: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    look: Option<&'a str>,
}

/// Who answers a control, in a word.
pub(super) fn answered_by(control: &Control) -> &'static str {
    match control.answered() {
        Answered::Determined => "checks",
        Answered::ByAPerson => "a person",
        Answered::NotApplicable => "nobody",
    }
}

fn shown<'a>(benchmark: &'a Benchmark, control: &'a Control) -> ShownControl<'a> {
    ShownControl {
        id: &control.id,
        title: &control.title,
        section: benchmark.section_of(control).map_or("", |section| section.id.as_str()),
        level: control.level,
        assessment: &control.assessment,
        role: &control.role,
        is: &control.is,
        answered_by: answered_by(control),
        with: control
            .checks
            .iter()
            .filter(|asked| !asked.with.is_empty())
            .map(|asked| (asked.check.as_str(), &asked.with))
            .collect(),
        not_applicable: control.not_applicable.as_deref(),
        severity: control.severity.map(plimsoll_model::Severity::as_str),
        also: &control.also,
        references: control
            .references
            .iter()
            .map(|(framework, id)| format!("{framework}:{id}"))
            .collect(),
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
        aliases: &benchmark.aliases,
        family: &benchmark.family,
        distributions: &benchmark.distributions,
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
                let by = match (control.not_applicable, control.checks.as_slice()) {
                    (Some(_), _) => "nobody: it does not apply".to_owned(),
                    (None, []) => "a person".to_owned(),
                    (None, checks) => checks
                        .iter()
                        .map(|check| match control.with.get(check) {
                            Some(with) => {
                                let with: Vec<String> = with
                                    .iter()
                                    .map(|(name, value)| format!("{name}={value}"))
                                    .collect();
                                format!("{check}({})", with.join(" "))
                            }
                            None => (*check).to_owned(),
                        })
                        .collect::<Vec<_>>()
                        .join(" "),
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
            "{} ({}), for {}\n\n{}",
            benchmark.title,
            benchmark.id,
            benchmark.written_for(),
            listing::table(
                &["CONTROL", "LEVEL", "ASSESSMENT", "ROLE", "TITLE", "JUDGED BY"],
                &rows
            )
        )
    })
}

fn find<'a>(content: &'a Content, id: &str) -> anyhow::Result<&'a Benchmark> {
    match content.benchmarks.get(id) {
        Some(benchmark) => Ok(benchmark),
        None => wrong_usage!("{}", content.benchmarks.unknown(id)),
    }
}
