//! `scan files`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use plimsoll_checks::OBJECT_REGISTRY;
use plimsoll_collect::manifests::{Input, Limits, Refused, read, read_stdin, walk};
use plimsoll_content::benchmark::WORKLOADS;
use plimsoll_content::{Benchmark, Check, CheckKind, Content, ObjectScope, Tailoring};
use plimsoll_engine::objects::Plan;
use plimsoll_engine::rfc3339;
use plimsoll_model::{Notice, Report, Severity, Status, Version, report::SCHEMA};
use rayon::prelude::*;

use super::{baseline, content, git, look, whole_content};
use crate::cli::{ReadArgs, ScanFilesArgs};
use crate::manifests::{
    Analysis, Rendering, Request, add_refused, analyse, benchmark_reports, render,
};
use crate::{TOOL, Usage, exit, output};

/// What was read.
pub(crate) struct Gathered {
    pub(crate) inputs: Vec<Input>,
    pub(crate) refused: Vec<Refused>,
}

/// `plimsoll scan files`.
pub(crate) fn scan(arguments: &ScanFilesArgs) -> anyhow::Result<u8> {
    let outputs = output::outputs(&arguments.report.output)?;
    let content = if arguments.honour.is_empty() { content(None)? } else { whole_content(None)? };
    let benchmarks = benchmarks(arguments, &content)?;
    let request = request(arguments, &content, &benchmarks)?;
    let known = arguments.baseline.as_deref().map(baseline::read).transpose()?;
    let progress = look::Progress::start("the manifests");
    let gathered = gather(&arguments.paths, &arguments.read, arguments.kubernetes_version)?;
    let mut analysis = analyse(&gathered.inputs, &request);
    add_refused(&mut analysis, gathered.refused);
    if let Some(path) = &arguments.write_baseline {
        baseline::write(path, &analysis.findings)?;
    }
    if let Some(known) = known {
        let gone = baseline::apply(&known, &mut analysis.findings);
        if gone > 0 {
            analysis.notices.push(format!(
                "{gone} failures of the baseline are gone; write it anew with --write-baseline"
            ));
        }
    }
    if let Some(revision) = &arguments.since {
        let before = git::inputs_at(revision, &gathered.inputs)?;
        let before = analyse(&before, &request);
        let before: BTreeSet<&str> = before.findings.iter().map(|finding| &*finding.id).collect();
        for finding in analysis.findings.iter_mut().filter(|one| before.contains(&*one.id)) {
            finding.known = true;
        }
    }
    analysis.summary.known =
        u32::try_from(analysis.findings.iter().filter(|finding| finding.known).count())
            .unwrap_or(u32::MAX);
    not_run(&mut analysis, &content, &request);
    drop(progress);
    let report = report(&content, &benchmarks, analysis, arguments.benchmarks.is_empty());
    output::write(&report, &outputs, &arguments.report)?;
    let code = exit_code(&report, arguments);
    // The process ends: giving back hundreds of thousands of findings one by one takes longer.
    std::mem::forget(report);
    Ok(code)
}

fn report(
    content: &Content,
    benchmarks: &[&Benchmark],
    mut analysis: Analysis,
    by_default: bool,
) -> Report {
    let chosen = if by_default { "every check of workloads" } else { "asked for" };
    let benchmarks =
        benchmark_reports(content, benchmarks, &mut analysis.findings, &analysis.summary, chosen);
    Report {
        schema: SCHEMA.to_owned(),
        tool: TOOL.to_owned(),
        as_of: rfc3339(look::now()),
        clusters: Vec::new(),
        hosts: Vec::new(),
        clouds: Vec::new(),
        notices: analysis
            .notices
            .into_iter()
            .map(|text| Notice { host: String::new(), text })
            .collect(),
        benchmarks,
        findings: analysis.findings,
        objects: Some(analysis.summary),
    }
}

fn not_run(analysis: &mut Analysis, content: &Content, request: &Request<'_>) {
    let ran: BTreeSet<&str> =
        request.plan.checks.iter().map(|applied| &*applied.check.id).collect();
    analysis.summary.not_run = content
        .checks
        .values()
        .filter(|check| {
            matches!(check.kind, CheckKind::Object { scope, .. } if scope != ObjectScope::Cluster)
        })
        .filter(|check| !ran.contains(&*check.id))
        .map(|check| check.id.clone())
        .collect();
}

fn benchmarks<'c>(
    arguments: &ScanFilesArgs,
    content: &'c Content,
) -> anyhow::Result<Vec<&'c Benchmark>> {
    if arguments.benchmarks.is_empty() {
        return Ok(content.benchmarks.get(WORKLOADS).into_iter().collect());
    }
    arguments
        .benchmarks
        .iter()
        .map(|id| {
            let found = content
                .benchmarks
                .get(id)
                .ok_or_else(|| Usage(format!("--benchmark: {}", content.benchmarks.unknown(id))))?;
            if concerns_objects(content, found) {
                return Ok(found);
            }
            let message = format!("--benchmark: nothing in {id} is about manifests");
            Err(Usage(message).into())
        })
        .collect()
}

fn asks(content: &Content, benchmark: &Benchmark, wanted: impl Fn(&Check) -> bool) -> bool {
    // Controls of the role `policies` are for a whole cluster, though they ask the same checks.
    let controls = benchmark.controls.iter().filter(|control| control.role == "workloads");
    let asked = controls.flat_map(|control| &control.checks);
    asked.filter_map(|asked| content.checks.get(&asked.check)).any(wanted)
}

fn concerns_objects(content: &Content, benchmark: &Benchmark) -> bool {
    asks(content, benchmark, |check| matches!(check.kind, CheckKind::Object { .. }))
}

fn request<'c>(
    arguments: &ScanFilesArgs,
    content: &'c Content,
    benchmarks: &[&Benchmark],
) -> anyhow::Result<Request<'c>> {
    let object_check = |id: &String| {
        content.checks.get(id).is_some_and(|check| matches!(check.kind, CheckKind::Object { .. }))
    };
    for (option, ids) in
        [("--check", &arguments.objects.check), ("--skip", &arguments.objects.skip)]
    {
        if let Some(id) = ids.iter().find(|id| !object_check(id)) {
            wrong_usage!(
                "{option}: there is no check of manifests `{id}`; `plimsoll checks list` lists them"
            );
        }
    }
    let mut tailoring = match &arguments.tailoring {
        Some(path) => Tailoring::read(path, content)
            .map_err(|diagnostics| anyhow!("--tailoring:\n{diagnostics}"))?,
        None => Tailoring::default(),
    };
    for assignment in &arguments.set {
        tailoring.set(assignment, content).map_err(|error| Usage(format!("--set: {error}")))?;
    }
    let by_benchmark = !arguments.benchmarks.is_empty();
    let wanted = |check: &Check| {
        let CheckKind::Object { default, scope, .. } = check.kind else { return false };
        if arguments.objects.skip.contains(&check.id) || scope == ObjectScope::Cluster {
            return false;
        }
        if !arguments.objects.check.is_empty() {
            return arguments.objects.check.contains(&check.id);
        }
        if by_benchmark {
            return benchmarks
                .iter()
                .any(|benchmark| asks(content, benchmark, |asked| asked.id == check.id));
        }
        // A check with a parameter of the user's runs without being asked for otherwise.
        let set = tailoring
            .variables
            .keys()
            .any(|name| name.strip_prefix(&check.id).is_some_and(|rest| rest.starts_with('.')));
        default || arguments.objects.all_checks || set
    };
    let plan = Plan::new(content, OBJECT_REGISTRY, &tailoring.variables, wanted)
        .map_err(|error| anyhow!(error))?;
    let version = target_version(content, arguments.kubernetes_version);
    let today = rfc3339(look::now()).chars().take(10).collect();
    let mut request =
        Request::new(content, plan, version, today).map_err(|error| anyhow!(error))?;
    request.honour.clone_from(&arguments.honour);
    Ok(request)
}

/// The version that objects are judged for: the newest known unless the user says otherwise.
pub(crate) fn target_version(content: &Content, stated: Option<Version>) -> Version {
    stated.unwrap_or_else(|| Version::minor(1, content.kubernetes_minors.1))
}

/// Reads everything that the paths lead to.
pub(crate) fn gather(
    paths: &[PathBuf],
    arguments: &ReadArgs,
    version: Option<Version>,
) -> anyhow::Result<Gathered> {
    let limits = Limits { file: arguments.max_file_size << 20 };
    let how = Rendering {
        run: !arguments.no_render,
        allow_network: arguments.allow_network,
        values: arguments.helm_values.clone(),
        kubernetes_version: version.map(|version| version.to_string()),
        limits,
    };
    let here = [PathBuf::from(".")];
    let mut gathered = Gathered { inputs: Vec::new(), refused: Vec::new() };
    let mut taken = BTreeSet::new();
    for path in if paths.is_empty() { here.as_slice() } else { paths } {
        if path == Path::new("-") {
            take(read_stdin(limits), true, &mut gathered);
            continue;
        }
        if !path.exists() {
            wrong_usage!("{}: there is no such file or directory", path.display());
        }
        let found = walk(path);
        let rendered = render(&found, &how);
        gathered.inputs.extend(rendered.inputs);
        gathered.refused.extend(rendered.refused);
        gathered.refused.extend(found.refused);
        let named = path.is_file();
        let files: Vec<&PathBuf> = found
            .files
            .iter()
            .filter(|file| {
                let real = file.canonicalize().unwrap_or_else(|_| (*file).clone());
                !rendered.consumed.contains(&real) && taken.insert(real)
            })
            .collect();
        let texts: Vec<_> = files.par_iter().map(|file| read(file, &shown(file), limits)).collect();
        for text in texts {
            take(text, named, &mut gathered);
        }
    }
    Ok(gathered)
}

fn take(text: Result<Input, Refused>, named: bool, gathered: &mut Gathered) {
    match text {
        Ok(input) => {
            if named && !input.text.contains("apiVersion") {
                gathered.refused.push(Refused {
                    path: input.shown.clone(),
                    reason: "holds no Kubernetes object: nothing in it has an `apiVersion`"
                        .to_owned(),
                });
            }
            gathered.inputs.push(input);
        }
        Err(refused) => gathered.refused.push(refused),
    }
}

/// A path without the `./` that walking the current directory puts before it.
fn shown(path: &Path) -> String {
    path.strip_prefix("./").unwrap_or(path).display().to_string()
}

/// The exit code of a scan of manifests.
fn exit_code(report: &Report, arguments: &ScanFilesArgs) -> u8 {
    let open = |least: Severity| {
        report.findings.iter().any(|finding| {
            finding.status == Status::Fail
                && finding.severity >= least
                && finding.suppressed.is_none()
                && !finding.known
        })
    };
    if arguments.report.fail_on.map(Severity::from).is_some_and(open) {
        return exit::FINDINGS;
    }
    let incomplete = report.objects.as_ref().is_some_and(|objects| {
        !objects.not_judged.is_empty() || objects.checks.iter().any(|check| check.error > 0)
    });
    if arguments.report.strict && incomplete { exit::INCOMPLETE } else { 0 }
}

/// Values of variables by name, for callers that need no tailoring file.
pub(crate) type Variables = BTreeMap<String, String>;

/// Reads a text for an example or a test.
pub(crate) fn input(shown: &str, text: &str) -> Input {
    Input {
        shown: shown.to_owned(),
        text: text.to_owned(),
        origin: plimsoll_collect::manifests::Origin::File,
    }
}

/// Plan and request for a single check, as its examples run it.
pub(crate) fn single<'c>(
    content: &'c Content,
    check: &Check,
    parameters: &Variables,
    version: &str,
) -> anyhow::Result<Request<'c>> {
    let user: Variables = parameters
        .iter()
        .map(|(name, value)| (format!("{}.{name}", check.id), value.clone()))
        .collect();
    let plan = Plan::new(content, OBJECT_REGISTRY, &user, |one| one.id == check.id)
        .map_err(|error| anyhow!(error))?;
    let version = version.parse().map_err(|error: String| anyhow!(error)).context("version")?;
    Request::new(content, plan, version, "2026-01-01".to_owned()).map_err(|error| anyhow!(error))
}
