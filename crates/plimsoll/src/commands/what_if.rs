//! `what-if`.

use plimsoll_checks::pod_security::Level;
use plimsoll_engine::objects::Context;
use plimsoll_source::{Bump, locate, read_documents};
use serde::Serialize;

use super::{content, files, listing};
use crate::cli::{PssArgs, PssLevel, WhatIf};
use crate::manifests::{ReadObject, parse, pod_verdicts};

#[derive(Serialize)]
struct Answer {
    level: &'static str,
    version: String,
    objects: Vec<Judged>,
    not_judged: Vec<plimsoll_model::NotJudged>,
}

#[derive(Serialize)]
struct Judged {
    kind: String,
    namespace: Option<String>,
    name: String,
    file: String,
    line: u32,
    violations: Vec<Violated>,
}

#[derive(Serialize)]
struct Violated {
    check: &'static str,
    reason: String,
    path: String,
    line: u32,
}

/// Does what the arguments say.
pub(crate) fn run(change: &WhatIf) -> anyhow::Result<u8> {
    match change {
        WhatIf::Pss(arguments) => pss(arguments),
    }
}

fn pss(arguments: &PssArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let version = files::target_version(&content, arguments.kubernetes_version);
    let level = match arguments.level {
        PssLevel::Baseline => Level::Baseline,
        PssLevel::Restricted => Level::Restricted,
    };
    let gathered = files::gather(&arguments.paths, &arguments.read, arguments.kubernetes_version)?;
    let mut objects = Vec::new();
    let mut places = Vec::new();
    let mut not_judged: Vec<plimsoll_model::NotJudged> = gathered
        .refused
        .into_iter()
        .map(|one| plimsoll_model::NotJudged {
            path: one.path,
            line: None,
            column: None,
            reason: one.reason,
        })
        .collect();
    for (number, input) in gathered.inputs.iter().enumerate() {
        let parsed = parse(input, None);
        not_judged.extend(parsed.not_judged);
        for ReadObject { document, found, .. } in parsed.objects {
            places.push((number, document, found.path));
            objects.push(found.object);
        }
    }
    let context = Context::new(&objects, version);
    let arena = Bump::new();
    let documents: Vec<Vec<_>> = gathered
        .inputs
        .iter()
        .map(|input| read_documents(&input.text, &arena, crate::manifests::limits(&input.text)))
        .collect();
    let mut judged = Vec::new();
    for verdict in pod_verdicts(&context, level) {
        let object = &objects[verdict.object];
        let (number, document, path) = &places[verdict.object];
        if let Some(wanted) = &arguments.namespace
            && object.namespace() != Some(wanted)
        {
            continue;
        }
        let root = documents[*number]
            .get(*document)
            .and_then(|document| document.as_ref().ok())
            .and_then(|document| plimsoll_source::path::value_at(document, path));
        let line_of = |path: &str| root.map_or(0, |root| locate(root, path).line);
        judged.push(Judged {
            kind: object.kind.to_string(),
            namespace: object.namespace().map(str::to_owned),
            name: object.name().to_owned(),
            file: gathered.inputs[*number].shown.clone(),
            line: root.map_or(0, |root| root.line),
            violations: verdict
                .violations
                .into_iter()
                .map(|violation| Violated {
                    check: violation.check,
                    line: line_of(&violation.problem.path),
                    reason: violation.problem.reason,
                    path: violation.problem.path,
                })
                .collect(),
        });
    }
    let answer =
        Answer { level: level.as_str(), version: version.to_string(), objects: judged, not_judged };
    listing::print(arguments.list, &answer, || text(&answer))
}

fn text(answer: &Answer) -> String {
    use plimsoll_report::sanitize::sanitize;
    use std::fmt::Write as _;
    let mut text = String::new();
    let refused = answer.objects.iter().filter(|one| !one.violations.is_empty());
    for one in refused.clone() {
        let namespace = one.namespace.as_deref().map(|name| format!("{name}/")).unwrap_or_default();
        let _ = writeln!(
            text,
            "{}:{}  {}/{namespace}{}",
            sanitize(&one.file),
            one.line,
            sanitize(&one.kind),
            sanitize(&one.name)
        );
        for violation in &one.violations {
            let _ = writeln!(
                text,
                "  {:<28} line {}: {}",
                violation.check,
                violation.line,
                sanitize(&violation.reason)
            );
        }
    }
    for one in &answer.not_judged {
        let line = one.line.map(|line| format!(":{line}")).unwrap_or_default();
        let _ =
            writeln!(text, "not judged: {}{line}: {}", sanitize(&one.path), sanitize(&one.reason));
    }
    let _ = writeln!(
        text,
        "{} of {} objects with pods would be refused under {} of Kubernetes {}",
        refused.count(),
        answer.objects.len(),
        answer.level,
        answer.version
    );
    text
}
