//! Which distribution a cluster is: its version says so, or its APIs, or the labels of its nodes.

use std::collections::BTreeMap;

use plimsoll_content::Content;
use plimsoll_engine::select::Seen;
use plimsoll_model::{CloudFacts, ClusterSnapshot};
use serde::Deserialize;
use serde::de::IgnoredAny;

/// Nodes that are looked at: the first few tell it.
const NODES: usize = 20;

/// What of a node tells its distribution.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Node {
    metadata: Metadata,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Metadata {
    labels: Option<BTreeMap<String, IgnoredAny>>,
}

/// Ids of the distributions that a cluster shows signs of.
fn distributions(content: &Content, snapshot: &ClusterSnapshot) -> Vec<String> {
    let cluster = &snapshot.cluster;
    let version = cluster.git_version.as_deref().unwrap_or_default();
    let nodes = cluster.lists.iter().filter(|list| list.kind == "Node");
    let labels: Vec<String> = nodes
        .flat_map(|list| list.objects.iter().take(NODES))
        .filter_map(|object| serde_json::from_str::<Node>(object.json.get()).ok())
        .flat_map(|node| node.metadata.labels.unwrap_or_default().into_keys())
        .collect();
    let known = content.distributions.iter().filter(|one| {
        one.versions.iter().any(|mark| version.contains(mark.as_str()))
            || one.api_groups.iter().any(|group| cluster.groups.contains(group))
            || one.node_labels.iter().any(|label| labels.contains(label))
    });
    known.map(|one| one.id.clone()).collect()
}

/// What decides about the edition that a cluster is judged by. A cluster that shows no sign of its
/// own is what its provider's facts are of.
pub(crate) fn seen(
    content: &Content,
    snapshot: &ClusterSnapshot,
    facts: Option<&CloudFacts>,
) -> Seen {
    let mut distributions = distributions(content, snapshot);
    if distributions.is_empty() {
        distributions.extend(facts.map(|facts| facts.provider.clone()));
    }
    Seen { version: snapshot.cluster.version, distributions }
}
