//! Servers of a federation that run as workloads of the cluster that hosts it.

use plimsoll_collect::node::hosted;
use plimsoll_content::Content;
use plimsoll_engine::hosted::Absent;
use plimsoll_engine::report::FEDERATION;
use plimsoll_model::{ClusterSnapshot, Node, Snapshot, Status};
use plimsoll_source::{Limits, parse_yaml};

/// Kinds that a server is deployed as.
const KINDS: [&str; 5] = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Pod"];

/// What is said when no workload is a federation's server.
pub(super) fn absent(clusters: &[ClusterSnapshot]) -> Absent {
    let lists = || {
        let all = clusters.iter().flat_map(|one| &one.cluster.lists);
        all.filter(|list| KINDS.contains(&list.kind.as_str()))
    };
    let unread = lists().find_map(|list| Some(format!("{}: {}", list.kind, list.state.reason()?)));
    let (status, reason) = match unread {
        Some(unread) => (
            Status::Error,
            format!("could not look whether a federation's servers are here: {unread}"),
        ),
        None => {
            let what = "no workload of the cluster is a federation's server";
            (Status::NotApplicable, what.to_owned())
        }
    };
    let name = clusters.first().map_or("cluster", |one| one.cluster.name.as_str()).to_owned();
    Absent { name, role: FEDERATION, status, reason }
}

/// Every workload that is a federation's server, as a host of its own.
pub(super) fn servers(content: &Content, snapshot: &ClusterSnapshot) -> Vec<Snapshot> {
    let components = content.components.values().filter(|one| one.role == FEDERATION);
    let names: Vec<&str> = components
        .flat_map(|one| one.executables.iter().chain(one.subcommands.iter().flatten()))
        .map(String::as_str)
        .filter(|name| name.contains("federation"))
        .collect();
    let mut servers = Vec::new();
    for list in snapshot.cluster.lists.iter().filter(|list| KINDS.contains(&list.kind.as_str())) {
        for object in &list.objects {
            // Most objects are told by their text alone.
            let text = object.json.get();
            if !names.iter().any(|name| text.contains(name)) {
                continue;
            }
            let Ok(trees) = parse_yaml(text, Limits::default()) else { continue };
            for tree in &trees {
                let field = |path: &str| tree.at(path).and_then(|one| one.as_str()).unwrap_or("");
                // What a Deployment made is judged as the Deployment.
                let owned =
                    tree.at("metadata.ownerReferences").is_some_and(|o| !o.items().is_empty());
                let name = format!(
                    "{}/{}/{}",
                    list.kind,
                    field("metadata.namespace"),
                    field("metadata.name")
                );
                let components = hosted(content, tree, &name, FEDERATION);
                if components.is_empty() || owned {
                    continue;
                }
                servers.push(Snapshot {
                    format: plimsoll_model::snapshot::FORMAT,
                    tool: snapshot.tool.clone(),
                    as_of: snapshot.as_of,
                    node: Node { name, components, ..Node::default() },
                });
            }
        }
    }
    servers
}
