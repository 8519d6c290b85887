//! `plimsoll explain ID`.

use plimsoll_content::{Check, Content};
use plimsoll_engine::{describe, evaluate};
use plimsoll_model::{Fix, Reference};
use serde::Serialize;

use super::{checks::controls_of, content, listing};
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
    benchmark: String,
    id: String,
    title: String,
    level: u8,
    assessment: String,
    role: String,
    checks: Vec<String>,
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

fn controls(content: &Content, id: &str, explanation: &mut Explanation) {
    let (wanted, number) = match id.split_once('/') {
        Some((benchmark, number)) => (Some(benchmark), number),
        None => (None, id),
    };
    for benchmark in content.benchmarks.values() {
        if wanted.is_some_and(|wanted| wanted != benchmark.id) {
            continue;
        }
        let Some(control) = benchmark.control(number) else { continue };
        for asked in &control.checks {
            if let Some(check) = content.checks.get(&asked.check)
                && !explanation.checks.iter().any(|known| known.id == check.id)
            {
                explanation.checks.push(explained(content, check));
            }
        }
        explanation.controls.push(ExplainedControl {
            benchmark: benchmark.id.clone(),
            id: control.id.clone(),
            title: control.title.clone(),
            level: control.level,
            assessment: control.assessment.clone(),
            role: control.role.clone(),
            checks: control.checks.iter().map(|asked| asked.check.clone()).collect(),
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
        controls: controls_of(content, &check.id),
    }
}

fn text(explanation: &Explanation) -> String {
    let mut text = String::new();
    let mut line = |one: &str| {
        text.push_str(one);
        text.push('\n');
    };
    for control in &explanation.controls {
        line(&format!("{}/{}  {}", control.benchmark, control.id, control.title));
        line(&format!("  level {}, {}, {}", control.level, control.assessment, control.role));
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
        line(&format!("  controls: {}", check.controls.join(", ")));
        line("");
    }
    text
}
