//! Nodes of a cluster: what their kubelets say, and which of them nobody looked at.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_content::{Benchmark, Control};
use plimsoll_engine::Beside;
use plimsoll_model::kubernetes::{Body, Object};
use plimsoll_model::{
    Argument, CommandLine, Definition, DefinitionKind, Document, DocumentKind, DocumentState,
    Evidence, HostStatus, Instance, InstanceState, KubeletConfig, Location, Node, Problem,
    Snapshot, Status, Version, VersionEvidence, VersionSource,
};
use plimsoll_source::{Limits, parse_yaml};

use super::load::Loaded;

const NOT_THERE: &str = "only the kubelet's configuration was read, through the API; `plimsoll scan \
                         node` on the node sees the rest";

/// What is to be said of a cluster's nodes.
#[derive(Default)]
pub(super) struct Expected {
    /// Nodes whose kubelets answered, as hosts.
    pub(super) asked: Vec<Snapshot>,
    /// Nodes of which nothing was seen.
    pub(super) unseen: Vec<Unseen>,
}

/// A node that was expected and not looked at.
pub(super) struct Unseen {
    name: String,
    reason: String,
    roles: Vec<&'static str>,
    version: Option<Version>,
}

/// Sorts out the nodes of a cluster. Those that a snapshot of their own speaks for are left to it.
pub(super) fn expected(loaded: &Loaded<'_>, hosts: &[Snapshot]) -> Expected {
    let known: BTreeSet<String> = hosts.iter().map(|host| host.node.name.to_lowercase()).collect();
    let cluster = &loaded.snapshot.cluster;
    let mut expected = Expected::default();
    for object in loaded.objects.iter().filter(|object| object.kind == "Node") {
        let Body::Node(body) = &object.body else { continue };
        let name = object.name().to_owned();
        if known.contains(&name.to_lowercase()) {
            continue;
        }
        let version: Option<Version> =
            body.status.node_info.kubelet_version.as_deref().and_then(|text| text.parse().ok());
        let answer = cluster.kubelets.iter().find(|kubelet| kubelet.node == name);
        match answer.map(|answer| host(loaded, object, answer, version)) {
            Some(Ok(snapshot)) => expected.asked.push(snapshot),
            other => {
                let reason = match other {
                    Some(Err(reason)) => format!("its kubelet was asked: {reason}"),
                    _ => "no snapshot of it was given, and its kubelet was not asked".to_owned(),
                };
                expected.unseen.push(Unseen { roles: roles(object), name, reason, version });
            }
        }
    }
    expected
}

/// Roles that a node plays, as far as its labels tell.
fn roles(node: &Object<'_>) -> Vec<&'static str> {
    let labels = &node.metadata.labels;
    let has = |key: &str| labels.get(key).is_some();
    let control_plane =
        has("node-role.kubernetes.io/control-plane") || has("node-role.kubernetes.io/master");
    if control_plane { vec!["control-plane", "etcd", "worker"] } else { vec!["worker"] }
}

/// A host of which only the kubelet's configuration is known.
fn host(
    loaded: &Loaded<'_>,
    node: &Object<'_>,
    answer: &KubeletConfig,
    version: Option<Version>,
) -> Result<Snapshot, String> {
    let Some(config) = &answer.config else {
        return Err(answer.reason.clone().unwrap_or_default());
    };
    let trees = parse_yaml(config.get(), Limits::default()).map_err(|error| error.to_string())?;
    let argument = |text: String| Argument {
        text,
        index: 1,
        file: Some(answer.url.clone()),
        line: None,
        set_by: None,
    };
    let mut kubelet = Instance {
        id: "kubelet".to_owned(),
        component: "kubelet".to_owned(),
        state: InstanceState::Running,
        process: None,
        definitions: vec![Definition {
            kind: DefinitionKind::SystemdUnit,
            path: answer.url.clone(),
            files: Vec::new(),
            command_line: CommandLine {
                program: "kubelet".to_owned(),
                arguments: vec![argument(format!("--config={}", answer.url))],
                environment: Vec::new(),
            },
            image: None,
            problems: Vec::new(),
        }],
        versions: Vec::new(),
        host_paths: BTreeMap::new(),
        flags_unseen: Some(NOT_THERE.to_owned()),
        embedded: None,
    };
    kubelet.versions.extend(version.map(|version| VersionEvidence {
        version,
        source: VersionSource::NodeObject,
        location: format!("Node/{}", answer.node),
        text: None,
    }));
    let document = Document {
        path: answer.url.clone(),
        kind: DocumentKind::Configuration,
        state: DocumentState::Parsed(trees),
    };
    let os = match &node.body {
        Body::Node(body) => body.status.node_info.os_image.as_deref().map(str::to_owned),
        _ => None,
    };
    Ok(Snapshot {
        format: plimsoll_model::snapshot::FORMAT,
        tool: loaded.snapshot.tool.clone(),
        as_of: loaded.snapshot.as_of,
        node: Node {
            name: answer.node.clone(),
            operating_system: os,
            root: "/".to_owned(),
            components: vec![kubelet],
            documents: BTreeMap::from([(answer.url.clone(), document)]),
            problems: vec![Problem {
                subject: "the host".to_owned(),
                reason: NOT_THERE.to_owned(),
                component: None,
            }],
            ..Node::default()
        },
    })
}

impl Beside for Unseen {
    fn name(&self) -> &str {
        &self.name
    }

    fn version(&self) -> Option<Version> {
        self.version
    }

    fn roles(&self) -> &[&str] {
        &self.roles
    }

    fn answer(
        &mut self,
        _: &Benchmark,
        control: &Control,
        off: Option<&str>,
    ) -> Option<HostStatus> {
        let (status, reason) = match off {
            Some(why) => (Status::NotApplicable, why.to_owned()),
            None => (Status::Error, format!("not observed: {}", self.reason)),
        };
        let location = Location::Host { name: self.name.clone() };
        Some(HostStatus {
            host: self.name.clone(),
            status,
            evidence: vec![Evidence { seen: reason.clone(), location, note: None }],
            reason,
            expected: control.title.clone(),
            actual: None,
            fix: None,
            findings: Vec::new(),
        })
    }
}
