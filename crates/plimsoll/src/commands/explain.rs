//! `plimsoll explain ID`.

use std::collections::BTreeMap;

use plimsoll_content::{Benchmark, Check, Content, Control};
use plimsoll_engine::{describe, evaluate};
use plimsoll_model::{Fix, Reference, Version};
use serde::Serialize;

use super::{checks::controls_by_check, content, listing};
use crate::cli::ExplainArgs;

#[derive(Serialize)]
struct Explanation {
    checks: Vec<ExplainedCheck>,
    controls: Vec<ExplainedControl>,
}

#[derive(Serialize)]
struct ExplainedCheck {
    id: String,
    title: String,
    severity: &'static str,
    expected: String,
    parameters: Vec<plimsoll_content::Parameter>,
    text: String,
    fixes: Vec<Fix>,
    references: Vec<Reference>,
    controls: Vec<String>,
}

#[derive(Serialize)]
struct ExplainedControl {
    /// Editions that ask it under this number.
    benchmarks: Vec<String>,
    id: String,
    is: String,
    title: String,
    level: u8,
    assessment: String,
    role: String,
    checks: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_applicable: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    look: Option<String>,
}

pub(crate) fn run(arguments: &ExplainArgs) -> anyhow::Result<u8> {
    let content = content(arguments.checks.as_deref())?;
    let mut explanation = Explanation { checks: Vec::new(), controls: Vec::new() };
    if let Some(check) = content.checks.get(&arguments.id) {
        explanation.checks.push(explained(&content, check));
    } else {
        controls(&content, &arguments.id, &mut explanation);
        if explanation.controls.is_empty() {
            let near: Vec<&str> = content
                .checks
                .keys()
                .map(String::as_str)
                .filter(|id| id.contains(arguments.id.as_str()))
                .take(8)
                .collect();
            let hint = if near.is_empty() {
                "`plimsoll checks list` and `plimsoll benchmarks show ID` list them".to_owned()
            } else {
                format!("did you mean {}?", near.join(", "))
            };
            wrong_usage!("there is no check or control `{}`; {hint}", arguments.id);
        }
    }
    listing::print(arguments.list, &explanation, || text(&explanation))
}

/// Controls of a number, each with the editions that use the number for it. Without the name of an
/// edition only the newest one's checks are explained.
fn controls(content: &Content, id: &str, explanation: &mut Explanation) {
    let (wanted, number) = match id.split_once('/') {
        Some((benchmark, number)) => (Some(benchmark), number),
        None => (None, id),
    };
    let named = |control: &Control| {
        control.id == number || control.is == number || control.also.iter().any(|one| one == number)
    };
    let editions: Vec<&Benchmark> = match wanted {
        Some(wanted) => content.benchmarks.get(wanted).into_iter().collect(),
        None => content.benchmarks.values().collect(),
    };
    let mut found: Vec<(&Benchmark, &Control)> = editions
        .into_iter()
        .flat_map(|benchmark| benchmark.controls.iter().map(move |control| (benchmark, control)))
        .filter(|(_, control)| named(control))
        .collect();
    // Plain Kubernetes comes first, and the newest of it before all others.
    found.sort_by_key(|(benchmark, _)| {
        let plain = benchmark.family == "cis-kubernetes" && benchmark.automatic;
        let newest =
            benchmark.kubernetes.iter().filter_map(|one| one.parse::<Version>().ok()).max();
        (!plain, !benchmark.distributions.is_empty(), std::cmp::Reverse(newest))
    });
    let first = found.first().map(|(_, control)| control.is.clone());
    for (benchmark, control) in found {
        let known = explanation.controls.iter_mut().find(|known| {
            known.is == control.is
                && known.id == control.id
                && known.not_applicable == control.not_applicable
        });
        if let Some(known) = known {
            known.benchmarks.push(benchmark.id.clone());
            continue;
        }
        if first.as_deref() == Some(&control.is) || wanted.is_some() {
            for asked in &control.checks {
                if let Some(check) = content.checks.get(&asked.check)
                    && !explanation.checks.iter().any(|known| known.id == check.id)
                {
                    explanation.checks.push(explained(content, check));
                }
            }
        }
        explanation.controls.push(ExplainedControl {
            benchmarks: vec![benchmark.id.clone()],
            id: control.id.clone(),
            is: control.is.clone(),
            title: control.title.clone(),
            level: control.level,
            assessment: control.assessment.clone(),
            role: control.role.clone(),
            checks: control.checks.iter().map(|asked| asked.check.clone()).collect(),
            not_applicable: control.not_applicable.clone(),
            also: control.also.clone(),
            look: control.look.clone(),
        });
    }
}

fn explained(content: &Content, check: &Check) -> ExplainedCheck {
    let nothing = std::collections::BTreeMap::new();
    let parameters = evaluate::parameters(check, &nothing, &nothing);
    ExplainedCheck {
        id: check.id.clone(),
        title: check.title.clone(),
        severity: check.severity.as_str(),
        expected: describe::expected(check, &parameters),
        parameters: check.parameters.clone(),
        text: check.text.clone(),
        fixes: check
            .fixes
            .iter()
            .map(|(platform, text)| Fix { platform: platform.clone(), text: text.clone() })
            .collect(),
        references: content.frameworks.references(&check.nist),
        controls: controls_by_check(content).remove(check.id.as_str()).unwrap_or_default(),
    }
}

fn text(explanation: &Explanation) -> String {
    let mut text = String::new();
    let mut line = |one: &str| {
        text.push_str(one);
        text.push('\n');
    };
    let first = explanation.controls.first().map(|control| control.is.clone());
    for control in &explanation.controls {
        let editions = few(&control.benchmarks);
        if first.as_ref() != Some(&control.is) {
            let example = control.benchmarks.first().map_or("", String::as_str);
            line(&format!("{}  {}", control.id, control.title));
            line(&format!("  in {editions}; `plimsoll explain {example}/{}`", control.id));
            line("");
            continue;
        }
        line(&format!("{}  {}", control.id, control.title));
        line(&format!("  in {editions}"));
        line(&format!("  level {}, {}, {}", control.level, control.assessment, control.role));
        if !control.also.is_empty() {
            line(&format!("  also {}", control.also.join(", ")));
        }
        if let Some(reason) = &control.not_applicable {
            line(&format!("  does not apply: {reason}"));
        }
        if let Some(look) = &control.look {
            line("");
            line("  For a person to look at:");
            for part in look.lines() {
                line(&format!("  {part}"));
            }
        }
        line("");
    }
    for check in &explanation.checks {
        line(&check.id);
        line(&format!("  {}", check.title));
        line(&format!("  severity {}; expected: {}", check.severity, check.expected));
        line("");
        line(&check.text);
        for fix in &check.fixes {
            line("");
            line(&format!("Fix ({})", fix.platform));
            line("");
            line(&fix.text);
        }
        if !check.parameters.is_empty() {
            line("");
            line("Variables");
            for parameter in &check.parameters {
                line(&format!(
                    "  {}.{} = {}  {}",
                    check.id, parameter.name, parameter.default, parameter.description
                ));
            }
        }
        line("");
        line("References");
        let mut frameworks: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for reference in &check.references {
            match frameworks.iter_mut().find(|(name, _, _)| *name == reference.framework) {
                Some((_, _, ids)) => ids.push(&reference.id),
                None => {
                    frameworks.push((&reference.framework, &reference.basis, vec![&reference.id]))
                }
            }
        }
        for (framework, basis, ids) in frameworks {
            line(&format!("  {framework} ({basis}): {}", ids.join(", ")));
        }
        for (number, editions) in by_number(&check.controls) {
            line(&format!("  {number} of {}", few(&editions)));
        }
        line("");
    }
    text
}

/// Controls written as `edition/number`, by number.
fn by_number(controls: &[String]) -> BTreeMap<&str, Vec<String>> {
    let mut numbers: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (edition, number) in controls.iter().filter_map(|control| control.split_once('/')) {
        numbers.entry(number).or_default().push(edition.to_owned());
    }
    numbers
}

/// The first few of a list, and how many more there are.
fn few(list: &[String]) -> String {
    const FEW: usize = 6;
    let shown: Vec<&str> = list.iter().take(FEW).map(String::as_str).collect();
    match list.len().saturating_sub(FEW) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
