//! `scan cluster`, `collect cluster`, and clusters for other commands.

use std::time::Duration;

use anyhow::{Context, anyhow};
use plimsoll_checks::OBJECT_REGISTRY;
use plimsoll_collect::cluster::connect::contexts;
use plimsoll_collect::cluster::{Connection, Kubelets, Look, look, read_dump};
use plimsoll_content::{Benchmark, Check, CheckKind, Content, ObjectScope, Resource, Tailoring};
use plimsoll_engine::objects::Plan;
use plimsoll_engine::{Host, select};
use plimsoll_model::{
    CloudFacts, ClusterSnapshot, Report, Severity, Snapshot, Status, cluster::FORMAT,
};

use super::look::Progress;
use super::{audit, content};
use crate::cli::{
    ClusterArgs, CollectClusterArgs, ConnectArgs, JudgeArgs, KubeletsArg, LookClusterArgs,
    ObjectChecksArgs, ReportArgs, ScanClusterArgs,
};
use crate::cluster::{Judging, distribution, report};
use crate::{TOOL, exit, output, snapshot_file};

/// What decides about a report over clusters.
pub(super) struct Asked<'a> {
    pub(super) objects: &'a ObjectChecksArgs,
    pub(super) judge: &'a JudgeArgs,
    pub(super) report: &'a ReportArgs,
}

/// `plimsoll scan cluster`.
pub(crate) fn scan(arguments: &ScanClusterArgs) -> anyhow::Result<u8> {
    let outputs = output::outputs(&arguments.report.output)?;
    let content = content(arguments.judge.checks.as_deref())?;
    let tailoring = audit::tailoring(&arguments.judge, &content)?;
    let asked =
        Asked { objects: &arguments.objects, judge: &arguments.judge, report: &arguments.report };
    check_usage(&content, &asked)?;
    let nodes: Vec<Snapshot> = arguments
        .nodes
        .iter()
        .map(|path| snapshot_file::read_host(path))
        .collect::<anyhow::Result<_>>()?;
    let clusters = clusters(&content, &arguments.connect, &arguments.look, None)?;
    if let Some(path) = &arguments.save {
        match clusters.as_slice() {
            [one] => snapshot_file::write(path, one)?,
            _ => wrong_usage!("--save writes one cluster; look at one context at a time"),
        }
    }
    judge(&content, &clusters, &nodes, tailoring, &asked, &outputs)
}

/// `plimsoll collect cluster`.
pub(crate) fn collect(arguments: &CollectClusterArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    if arguments.connect.contexts.len() > 1 || arguments.connect.all_contexts {
        wrong_usage!("a snapshot is of one cluster; collect one context at a time");
    }
    let clusters = clusters(&content, &arguments.connect, &arguments.look, None)?;
    let Some(cluster) = clusters.first() else { return Ok(exit::FAILED) };
    snapshot_file::write(&arguments.output, cluster)?;
    Ok(0)
}

/// Judges clusters and hosts and prints the report.
pub(super) fn judge(
    content: &Content,
    clusters: &[ClusterSnapshot],
    hosts: &[Snapshot],
    tailoring: Tailoring,
    asked: &Asked<'_>,
    outputs: &[output::Output],
) -> anyhow::Result<u8> {
    check_usage(content, asked)?;
    for (number, one) in clusters.iter().enumerate() {
        if clusters[..number].iter().any(|known| known.cluster.name == one.cluster.name) {
            wrong_usage!(
                "two clusters are called {}; give one of them another name with --cluster-name",
                one.cluster.name
            );
        }
    }
    let request = plimsoll_engine::Request {
        benchmarks: asked.judge.benchmarks.clone(),
        level: asked.judge.level,
        roles: asked.judge.roles.iter().map(|role| role.as_str().to_owned()).collect(),
        tailoring,
    };
    let as_of = clusters.first().map(|one| one.as_of);
    let facts = super::cloud::facts(content, asked.judge, as_of)?;
    let editions = editions(content, clusters, hosts, facts.as_ref(), asked);
    let plan = plan(content, asked, &editions, &request.tailoring)?;
    let expect_nodes =
        !hosts.is_empty() || clusters.iter().any(|one| !one.cluster.kubelets.is_empty());
    let judging = Judging { content, plan: &plan, request, facts: facts.as_ref(), expect_nodes };
    let report = report(clusters, hosts, &judging).map_err(|error| anyhow!(error))?;
    output::write(&report, outputs, asked.report)?;
    let code = exit_code(&report, asked.report);
    // The process ends: giving back hundreds of thousands of findings one by one takes longer.
    std::mem::forget(report);
    Ok(code)
}

/// Says what is unknown before anything is asked of a cluster.
fn check_usage(content: &Content, asked: &Asked<'_>) -> anyhow::Result<()> {
    for id in &asked.judge.benchmarks {
        if !content.benchmarks.contains_key(id) {
            wrong_usage!("--benchmark: {}", content.benchmarks.unknown(id));
        }
    }
    let of_clusters = |id: &String| {
        content.checks.get(id).is_some_and(
            |check| matches!(check.kind, CheckKind::Object { scope, .. } if scope != ObjectScope::Files),
        )
    };
    for (option, ids) in [("--check", &asked.objects.check), ("--skip", &asked.objects.skip)] {
        if let Some(id) = ids.iter().find(|id| !of_clusters(id)) {
            wrong_usage!(
                "{option}: there is no check of clusters `{id}`; `plimsoll checks list` lists them"
            );
        }
    }
    Ok(())
}

/// The editions that a report will be of.
fn editions<'c>(
    content: &'c Content,
    clusters: &[ClusterSnapshot],
    hosts: &[Snapshot],
    facts: Option<&CloudFacts>,
    asked: &Asked<'_>,
) -> Vec<&'c Benchmark> {
    if !asked.judge.benchmarks.is_empty() {
        let ids = asked.judge.benchmarks.iter();
        return ids.filter_map(|id| content.benchmarks.get(id)).collect();
    }
    let of_hosts = hosts.iter().map(|snapshot| Host::new(content, snapshot).seen());
    clusters
        .iter()
        .map(|snapshot| distribution::seen(content, snapshot, facts))
        .chain(of_hosts)
        .filter_map(|seen| Some(select::fitting(content, &seen)?.0))
        .collect()
}

/// The checks of a run: those that run by default, those that a benchmark asks for, and what the
/// user says.
fn plan<'c>(
    content: &'c Content,
    asked: &Asked<'_>,
    editions: &[&Benchmark],
    tailoring: &Tailoring,
) -> anyhow::Result<Plan<'c>> {
    let by_benchmark = |check: &Check| {
        editions.iter().any(|benchmark| {
            benchmark.controls.iter().any(|control| {
                control.role == "policies"
                    && control.checks.iter().any(|asked| asked.check == check.id)
            })
        })
    };
    let wanted = |check: &Check| {
        let CheckKind::Object { default, scope, .. } = check.kind else { return false };
        if scope == ObjectScope::Files || asked.objects.skip.contains(&check.id) {
            return false;
        }
        if !asked.objects.check.is_empty() {
            return asked.objects.check.contains(&check.id);
        }
        let set = tailoring
            .variables
            .keys()
            .any(|name| name.strip_prefix(&check.id).is_some_and(|rest| rest.starts_with('.')));
        default || asked.objects.all_checks || set || by_benchmark(check)
    };
    Plan::new(content, OBJECT_REGISTRY, &tailoring.variables, wanted)
        .map_err(|error| anyhow!(error))
}

/// The clusters that the arguments name, looked at now or read from files.
pub(super) fn gather(
    content: &Content,
    arguments: &ClusterArgs,
    only: Option<&[&str]>,
) -> anyhow::Result<Vec<ClusterSnapshot>> {
    if !arguments.from.is_empty() {
        return arguments.from.iter().map(|path| snapshot_file::read_cluster(path)).collect();
    }
    let nothing_else = LookClusterArgs {
        secrets: false,
        kubelets: None,
        kubelet_certificate_authority: None,
        insecure_kubelets: false,
    };
    clusters(content, &arguments.connect, &nothing_else, only)
}

/// Looks at every context that was named, or reads the dump. With `only`, only these kinds.
fn clusters(
    content: &Content,
    connect: &ConnectArgs,
    asked: &LookClusterArgs,
    only: Option<&[&str]>,
) -> anyhow::Result<Vec<ClusterSnapshot>> {
    let resources: Vec<Resource> = content
        .resources
        .iter()
        .filter(|resource| only.is_none_or(|kinds| kinds.contains(&&*resource.kind)))
        .cloned()
        .collect();
    let snapshot =
        |as_of, cluster| ClusterSnapshot { format: FORMAT, tool: TOOL.to_owned(), as_of, cluster };
    if !connect.from_dump.is_empty() {
        let as_of = super::look::now();
        let name = connect.cluster_name.as_deref().unwrap_or("dump");
        let _progress = Progress::start("the dump");
        let cluster = read_dump(&connect.from_dump, name, connect.whole, &resources)?;
        return Ok(vec![snapshot(as_of, cluster)]);
    }
    for name in &connect.namespaces {
        let fine = !name.is_empty()
            && name.len() <= 63
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !fine {
            wrong_usage!("--namespace: `{name}` is no name of a namespace");
        }
    }
    let base = connection(connect);
    let names = if connect.all_contexts {
        let names = contexts(&base)?;
        if names.is_empty() {
            wrong_usage!("--all-contexts: the kubeconfig has no context");
        }
        names
    } else {
        connect.contexts.clone()
    };
    let several = names.len() > 1;
    if several && connect.cluster_name.is_some() {
        wrong_usage!("--cluster-name names one cluster, and several contexts are given");
    }
    let wanted: Vec<Option<String>> =
        if names.is_empty() { vec![None] } else { names.into_iter().map(Some).collect() };
    let mut found = Vec::new();
    for context in wanted {
        let connection = Connection { context: context.clone(), ..base.clone() };
        let as_of = super::look::now();
        let _progress = Progress::start(context.as_deref().unwrap_or("the cluster"));
        // Two contexts may name the same cluster, as different users.
        let name = connect.cluster_name.as_deref().or(context.as_deref().filter(|_| several));
        let cluster = look(&Look {
            connection: &connection,
            name,
            resources: &resources,
            namespaces: &connect.namespaces,
            secrets: asked.secrets,
            kubelets: kubelets(asked)?,
            deadline: Duration::from_secs(connect.timeout),
        })
        .with_context(|| match &context {
            Some(context) => format!("context {context}"),
            None => "looking at the cluster".to_owned(),
        })?;
        found.push(snapshot(as_of, cluster));
    }
    Ok(found)
}

fn connection(arguments: &ConnectArgs) -> Connection {
    Connection {
        kubeconfig: arguments.kubeconfig.clone(),
        context: None,
        cluster: arguments.kubeconfig_cluster.clone(),
        user: arguments.user.clone(),
        server: arguments.server.clone(),
        token: arguments.token.clone(),
        act_as: arguments.act_as.clone(),
        act_as_groups: arguments.act_as_groups.clone(),
        certificate_authority: arguments.certificate_authority.clone(),
        client_certificate: arguments.client_certificate.clone(),
        client_key: arguments.client_key.clone(),
        tls_server_name: arguments.tls_server_name.clone(),
        insecure: arguments.insecure_skip_tls_verify,
        timeout: Duration::from_secs(arguments.request_timeout),
    }
}

fn kubelets(asked: &LookClusterArgs) -> anyhow::Result<Kubelets> {
    Ok(match asked.kubelets {
        None => Kubelets::No,
        Some(KubeletsArg::Proxy) => Kubelets::Proxy,
        Some(KubeletsArg::Direct) => {
            let authority = match &asked.kubelet_certificate_authority {
                Some(path) => Some(plimsoll_collect::cluster::connect::certificates(
                    "--kubelet-certificate-authority",
                    path,
                )?),
                None => None,
            };
            Kubelets::Direct { authority, insecure: asked.insecure_kubelets }
        }
    })
}

/// The exit code of a report over clusters.
fn exit_code(report: &Report, arguments: &ReportArgs) -> u8 {
    if let Some(least) = arguments.fail_on.map(Severity::from)
        && report.findings.iter().any(|finding| {
            finding.status == Status::Fail
                && finding.severity >= least
                && finding.suppressed.is_none()
        })
    {
        return exit::FINDINGS;
    }
    output::exit_code(report, arguments)
}
