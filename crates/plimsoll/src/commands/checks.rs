//! `plimsoll checks list|test`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::anyhow;
use plimsoll_checks::REGISTRY;
use plimsoll_collect::example;
use plimsoll_content::{Check, CheckKind, Content, Example, HERE, ObjectScope};
use plimsoll_engine::{Cloud, Host, evaluate};
use plimsoll_model::{Cluster, Finding, Identity, Status};
use serde::Serialize;

use super::{content, files, listing, whole_content};
use crate::cli::ListArgs;
use crate::manifests::analyse;
use crate::{exit, output};

#[derive(Serialize)]
struct Listed<'a> {
    id: &'a str,
    title: &'a str,
    area: &'a str,
    kind: &'static str,
    severity: &'static str,
    nist_800_53r5: &'a [String],
    controls: Vec<String>,
}

/// Every check.
pub(crate) fn list(arguments: ListArgs, checks: Option<&Path>) -> anyhow::Result<u8> {
    let content = content(checks)?;
    let mut controls = controls_by_check(&content);
    let listed: Vec<Listed<'_>> = content
        .checks
        .values()
        .map(|check| Listed {
            id: &check.id,
            title: &check.title,
            area: &check.area,
            kind: match check.kind {
                CheckKind::Setting { .. } => "setting",
                CheckKind::File { .. } => "file",
                CheckKind::Rust { .. } => "rust",
                CheckKind::Cloud { .. } => "cloud",
                CheckKind::Object { .. } => "object",
            },
            severity: check.severity.as_str(),
            nist_800_53r5: &check.nist,
            controls: controls.remove(check.id.as_str()).unwrap_or_default(),
        })
        .collect();
    listing::print(arguments, &listed, || {
        let rows: Vec<Vec<String>> = listed
            .iter()
            .map(|one| {
                vec![
                    one.id.to_owned(),
                    one.severity.to_owned(),
                    one.kind.to_owned(),
                    one.title.to_owned(),
                ]
            })
            .collect();
        listing::table(&["CHECK", "SEVERITY", "KIND", "TITLE"], &rows)
    })
}

/// Controls that ask each check, as `benchmark/control`.
pub(crate) fn controls_by_check(content: &Content) -> BTreeMap<&str, Vec<String>> {
    let mut controls: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for benchmark in content.benchmarks.values() {
        for control in &benchmark.controls {
            for asked in &control.checks {
                let label = format!("{}/{}", benchmark.id, control.id);
                controls.entry(&asked.check).or_default().push(label);
            }
        }
    }
    controls
}

/// Runs examples; the exit code tells whether all held.
pub(crate) fn test(
    checks: Option<&Path>,
    source: Option<&Path>,
    only: Option<&str>,
) -> anyhow::Result<u8> {
    let builtin = content(None)?;
    let mut text = String::new();
    let (mut held, mut broken) = (0, 0);
    let all = match source {
        Some(source) => {
            let (all, faults) = plimsoll_content::load_what_holds(source);
            broken += faults.0.len();
            if !faults.0.is_empty() {
                text.push_str(&format!("{faults}\n"));
            }
            all
        }
        None => whole_content(checks)?,
    };
    let wanted = all
        .checks
        .values()
        .filter(|check| checks.is_none() || !builtin.checks.contains_key(&check.id))
        .filter(|check| {
            only.is_none_or(|part| check.id.contains(part) || check.file.contains(part))
        });
    for check in wanted {
        for example in &check.examples {
            match run_example(&all, check, example) {
                Ok(()) => held += 1,
                Err(reason) => {
                    broken += 1;
                    text.push_str(&format!("{}:{}: {reason}\n", check.file, example.line));
                }
            }
        }
    }
    text.push_str(&format!("{held} passed, {broken} failed\n"));
    output::to_stdout(&text)?;
    Ok(if broken == 0 { 0 } else { exit::FAILED })
}

/// Runs one example: makes its host, looks at it, judges it, and compares.
pub(crate) fn run_example(
    content: &Content,
    check: &Check,
    example: &Example,
) -> Result<(), String> {
    if let (CheckKind::Cloud { document, .. }, Some(text)) = (&check.kind, &example.manifest) {
        return run_document(content, check, example, (document, text));
    }
    if let Some(manifest) = &example.manifest {
        return run_manifest(content, check, example, manifest);
    }
    let findings = findings(content, check, example).map_err(|error| error.to_string())?;
    compare(example, &findings)
}

/// Runs an example of a check of managed clusters over its document.
fn run_document(
    content: &Content,
    check: &Check,
    example: &Example,
    (document, text): (&str, &str),
) -> Result<(), String> {
    let files = [("example".to_owned(), text.to_owned())];
    let facts = match plimsoll_collect::cloud::facts(content, &files, 0) {
        Ok(facts) => facts,
        // A document that is refused is an error of another kind, and as good a one.
        Err(refused) if example.status == Status::Error => {
            let unsaid = example.expect.iter().find(|text| !refused.contains(text.as_str()));
            return unsaid
                .map_or(Ok(()), |text| Err(format!("nothing says `{text}`; said: {refused}")));
        }
        Err(refused) => return Err(refused),
    };
    if facts.documents.iter().any(|one| one != document) {
        return Err(format!("this is {}, not {document}", facts.documents.join(", ")));
    }
    let user = user_values(check, example);
    let parameters = evaluate::parameters(check, &BTreeMap::new(), &user);
    compare(example, &Cloud::new(content, &facts, &user).evaluate(check, &parameters))
}

fn user_values(check: &Check, example: &Example) -> BTreeMap<String, String> {
    let named = |(name, value): (&String, &String)| (format!("{}.{name}", check.id), value.clone());
    example.parameters.iter().map(named).collect()
}

/// Whether the findings are what an example expects.
fn compare(example: &Example, findings: &[Finding]) -> Result<(), String> {
    let wanted = example.status;
    let statuses: Vec<&str> = findings.iter().map(|finding| finding.status.as_str()).collect();
    if !findings.iter().any(|finding| finding.status == wanted) {
        let reasons: Vec<&str> = findings.iter().map(|finding| finding.reason.as_str()).collect();
        return Err(format!(
            "expected {}, got {}: {}",
            wanted.as_str(),
            statuses.join(", "),
            reasons.join("; ")
        ));
    }
    let said: Vec<String> = findings
        .iter()
        .filter(|finding| finding.status == wanted)
        .flat_map(|finding| {
            let evidence = finding.evidence.iter().flat_map(|one| {
                [one.seen.clone(), one.location.to_string(), one.note.clone().unwrap_or_default()]
            });
            [finding.reason.clone(), finding.actual.clone().unwrap_or_default()]
                .into_iter()
                .chain(evidence)
                .collect::<Vec<_>>()
        })
        .collect();
    for expected in &example.expect {
        if !said.iter().any(|text| text.contains(expected.as_str())) {
            return Err(format!("nothing says `{expected}`; said: {}", said.join(" | ")));
        }
    }
    Ok(())
}

/// Runs an example of a check of objects: the findings must be at the marked lines, all of them.
fn run_manifest(
    content: &Content,
    check: &Check,
    example: &Example,
    manifest: &str,
) -> Result<(), String> {
    let mut request = files::single(content, check, &example.parameters, &example.version)
        .map_err(|error| error.to_string())?;
    if matches!(check.kind, CheckKind::Object { scope: ObjectScope::Cluster, .. }) {
        let identity = example.identity.split_first();
        request.cluster = Some(Cluster {
            identity: identity
                .map(|(user, groups)| Identity { user: user.clone(), groups: groups.to_vec() }),
            version: Some(request.version),
            ..Cluster::default()
        });
    }
    let analysis = analyse(&[files::input("example", manifest)], &request);
    if let Some(fault) = analysis.summary.not_judged.first() {
        return Err(format!("line {}: {}", fault.line.unwrap_or(0), fault.reason));
    }
    let tally =
        analysis.summary.checks.first().map_or((0, 0, 0), |one| (one.pass, one.fail, one.error));
    let got = match tally {
        (_, _, 1..) => Status::Error,
        (_, 1.., _) => Status::Fail,
        (1.., _, _) => Status::Pass,
        _ => Status::NotApplicable,
    };
    let reasons: Vec<&str> = analysis
        .findings
        .iter()
        .map(|finding| finding.reason.as_str())
        .chain(analysis.notices.iter().map(String::as_str))
        .collect();
    if got != example.status {
        return Err(format!(
            "expected {}, got {}: {}",
            example.status.as_str(),
            got.as_str(),
            reasons.join("; ")
        ));
    }
    for expected in &example.expect {
        if !reasons.iter().any(|text| text.contains(expected.as_str())) {
            return Err(format!("nothing says `{expected}`; said: {}", reasons.join(" | ")));
        }
    }
    let marked: BTreeSet<usize> = manifest
        .lines()
        .enumerate()
        .filter(|(_, line)| line.trim_end().ends_with(HERE))
        .map(|(index, _)| index + 1)
        .collect();
    let found: BTreeSet<usize> = analysis
        .findings
        .iter()
        .filter_map(|finding| finding.location.as_ref())
        .map(|location| location.line as usize)
        .collect();
    if example.status == Status::Fail && marked != found {
        return Err(format!("findings are on lines {found:?}, marked are {marked:?}"));
    }
    Ok(())
}

fn findings(content: &Content, check: &Check, example: &Example) -> anyhow::Result<Vec<Finding>> {
    let snapshot = example::snapshot(content, example).map_err(|error| anyhow!(error))?;
    let host = Host::new(content, &snapshot);
    let parameters = evaluate::parameters(check, &BTreeMap::new(), &user_values(check, example));
    Ok(evaluate::evaluate(&host, check, &parameters, REGISTRY))
}

#[cfg(test)]
mod tests {
    use super::{run_example, whole_content};

    #[test]
    fn rights_are_not_judged_by_half_of_what_decides_about_them() {
        let content = whole_content(None).unwrap();
        for check in content.checks.values().filter(|check| check.id.starts_with("access-")) {
            let plimsoll_content::CheckKind::Object { needs, .. } = &check.kind else {
                panic!("{} is no check of objects", check.id);
            };
            for kind in ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"] {
                assert!(needs.iter().any(|need| need == kind), "{} needs {kind}", check.id);
            }
        }
    }

    #[test]
    fn every_example_of_every_check_holds() {
        let content = whole_content(None).unwrap();
        let mut faults = Vec::new();
        for check in content.checks.values() {
            for example in &check.examples {
                if let Err(reason) = run_example(&content, check, example) {
                    faults.push(format!("{}:{}: {reason}", check.file, example.line));
                }
            }
        }
        assert!(faults.is_empty(), "{} examples do not hold:\n{}", faults.len(), faults.join("\n"));
    }
}
