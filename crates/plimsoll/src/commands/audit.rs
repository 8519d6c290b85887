//! `scan`, `collect`, `audit`, `demo`.

use anyhow::{Context, anyhow, bail};
use plimsoll_checks::REGISTRY;
use plimsoll_content::{Benchmark, Content, Tailoring};
use plimsoll_engine::{Beside, Cloud, audit_beside};
use plimsoll_model::Snapshot;

use super::{content, look};
use crate::cli::{AuditArgs, CollectNodeArgs, DemoArgs, JudgeArgs, ReportArgs, ScanNodeArgs};
use crate::snapshot_file::AnySnapshot;
use crate::{TOOL, Usage, output, snapshot_file};

/// A control plane host as kubeadm makes it, collected from a real one.
static DEMO: &[u8] = include_bytes!("../../demo/kubeadm.snap");

/// `plimsoll scan node`.
pub(crate) fn scan(arguments: &ScanNodeArgs) -> anyhow::Result<u8> {
    let outputs = output::outputs(&arguments.report.output)?;
    let content = content(arguments.judge.checks.as_deref())?;
    let tailoring = tailoring(&arguments.judge, &content)?;
    check_benchmarks(&arguments.judge, &content)?;
    let snapshot = look::node(&content, &arguments.look, tailoring.paths())?;
    if let Some(path) = &arguments.save {
        snapshot_file::write(path, &snapshot)?;
    }
    judge(&content, &[snapshot], &arguments.judge, tailoring, &arguments.report, &outputs)
}

/// `plimsoll collect node`.
pub(crate) fn collect(arguments: &CollectNodeArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let mut tailoring = Tailoring::default();
    for assignment in &arguments.set {
        if !assignment.starts_with("path.") {
            wrong_usage!(
                "--set {assignment}: only `path.` variables matter when a host is looked at"
            );
        }
        tailoring.set(assignment, &content).map_err(|error| Usage(format!("--set: {error}")))?;
    }
    let snapshot = look::node(&content, &arguments.look, tailoring.paths())?;
    snapshot_file::write(&arguments.output, &snapshot)?;
    Ok(0)
}

/// `plimsoll audit`.
pub(crate) fn replay(arguments: &AuditArgs) -> anyhow::Result<u8> {
    let outputs = output::outputs(&arguments.report.output)?;
    let content = content(arguments.judge.checks.as_deref())?;
    let tailoring = tailoring(&arguments.judge, &content)?;
    let mut snapshots = Vec::new();
    let mut clusters = Vec::new();
    for path in &arguments.snapshots {
        let snapshot = match snapshot_file::read(path)? {
            AnySnapshot::Host(snapshot) => *snapshot,
            AnySnapshot::Cluster(snapshot) => {
                clusters.push(*snapshot);
                continue;
            }
        };
        for (name, value) in tailoring.paths() {
            if snapshot.node.path_variables.get(&name) != Some(&value) {
                bail!(
                    "{}: {name} decides what is looked at; give it to `plimsoll collect`",
                    path.display()
                );
            }
        }
        let twin = snapshots.iter().find(|known: &&Snapshot| known.node.name == snapshot.node.name);
        if twin.is_some() {
            bail!(
                "{}: another snapshot is of a host called {} too; one report needs one snapshot of each host",
                path.display(),
                snapshot.node.name
            );
        }
        snapshots.push(snapshot);
    }
    if !clusters.is_empty() {
        let asked = super::cluster::Asked {
            objects: &arguments.objects,
            judge: &arguments.judge,
            report: &arguments.report,
        };
        return super::cluster::judge(&content, &clusters, &snapshots, tailoring, &asked, &outputs);
    }
    check_benchmarks(&arguments.judge, &content)?;
    let objects = &arguments.objects;
    if objects.all_checks || !objects.check.is_empty() || !objects.skip.is_empty() {
        wrong_usage!("--check, --skip and --all-checks are for snapshots of clusters");
    }
    judge(&content, &snapshots, &arguments.judge, tailoring, &arguments.report, &outputs)
}

/// `plimsoll demo`.
pub(crate) fn demo(arguments: &DemoArgs) -> anyhow::Result<u8> {
    let outputs = output::outputs(&arguments.report.output)?;
    let content = content(arguments.judge.checks.as_deref())?;
    let tailoring = tailoring(&arguments.judge, &content)?;
    check_benchmarks(&arguments.judge, &content)?;
    let AnySnapshot::Host(snapshot) =
        snapshot_file::from_bytes(DEMO).context("the bundled snapshot")?
    else {
        bail!("the bundled snapshot is not of a host");
    };
    judge(&content, &[*snapshot], &arguments.judge, tailoring, &arguments.report, &outputs)
}

pub(super) fn judge(
    content: &Content,
    snapshots: &[Snapshot],
    arguments: &JudgeArgs,
    tailoring: Tailoring,
    report_arguments: &ReportArgs,
    outputs: &[output::Output],
) -> anyhow::Result<u8> {
    let request = plimsoll_engine::Request {
        benchmarks: arguments.benchmarks.clone(),
        level: arguments.level,
        roles: arguments.roles.iter().map(|role| role.as_str().to_owned()).collect(),
        tailoring,
    };
    let facts = super::cloud::facts(content, arguments, snapshots.first().map(|one| one.as_of))?;
    let mut cloud =
        facts.as_ref().map(|facts| Cloud::new(content, facts, &request.tailoring.variables));
    let mut beside: Vec<&mut dyn Beside> = Vec::new();
    beside.extend(cloud.iter_mut().map(|one| one as &mut dyn Beside));
    let report = audit_beside(content, REGISTRY, snapshots, &mut beside, &request, TOOL)
        .map_err(|error| anyhow!(error))?;
    output::write(&report, outputs, report_arguments)?;
    Ok(output::exit_code(&report, report_arguments))
}

pub(super) fn tailoring(arguments: &JudgeArgs, content: &Content) -> anyhow::Result<Tailoring> {
    let mut tailoring = match &arguments.tailoring {
        Some(path) => Tailoring::read(path, content)
            .map_err(|diagnostics| anyhow!("--tailoring:\n{diagnostics}"))?,
        None => Tailoring::default(),
    };
    for assignment in &arguments.set {
        tailoring.set(assignment, content).map_err(|error| Usage(format!("--set: {error}")))?;
    }
    Ok(tailoring)
}

pub(super) fn check_benchmarks(arguments: &JudgeArgs, content: &Content) -> anyhow::Result<()> {
    for id in &arguments.benchmarks {
        let of_hosts = |benchmark: &Benchmark| {
            benchmark.controls.iter().any(|control| control.role != "workloads")
        };
        match content.benchmarks.get(id) {
            None => wrong_usage!("--benchmark: {}", content.benchmarks.unknown(id)),
            Some(found) if !of_hosts(found) => wrong_usage!(
                "--benchmark: {id} is about Kubernetes objects; judge by it with `scan files` or \
                 `scan cluster`"
            ),
            Some(_) => {}
        }
    }
    Ok(())
}
