//! What a cluster holds, with counts and links.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_checks::admission::enforced;
use plimsoll_engine::objects::{Context, ObjectView, PodView};
use plimsoll_graph::rbac::Subject;
use plimsoll_graph::{POWERS, Power};
use plimsoll_model::ListState;
use plimsoll_model::kubernetes::{Body, Object};
use serde::Serialize;

use super::load::Loaded;
use super::number;

/// The format of the listing as JSON and YAML.
pub(crate) const SCHEMA: &str = "plimsoll.inventory/v1";

/// Everything.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Inventory {
    /// Name and version of this format.
    pub(crate) schema: &'static str,
    /// The clusters.
    pub(crate) clusters: Vec<ClusterInventory>,
}

/// One cluster.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ClusterInventory {
    /// Its name.
    pub(crate) name: String,
    /// Address of its API server.
    pub(crate) server: Option<String>,
    /// Version of its API server.
    pub(crate) version: Option<String>,
    /// Objects by kind.
    pub(crate) objects: BTreeMap<String, u32>,
    /// Kinds that could not be read, and why: what follows may lack them.
    pub(crate) unread: BTreeMap<String, String>,
    /// Its nodes.
    pub(crate) nodes: Vec<NodeEntry>,
    /// Its namespaces.
    pub(crate) namespaces: Vec<NamespaceEntry>,
    /// What makes pods, and pods that nothing made.
    pub(crate) workloads: Vec<WorkloadEntry>,
    /// Its service accounts.
    pub(crate) service_accounts: Vec<AccountEntry>,
    /// Images of everything that runs or may run.
    pub(crate) images: Vec<ImageEntry>,
}

/// A node.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NodeEntry {
    /// Its name.
    pub(crate) name: String,
    /// Roles by its labels.
    pub(crate) roles: Vec<String>,
    /// Version of its kubelet.
    pub(crate) kubelet: Option<String>,
    /// Its container runtime.
    pub(crate) runtime: Option<String>,
    /// Its operating system.
    pub(crate) os: Option<String>,
    /// Pods that run on it.
    pub(crate) pods: u32,
}

/// A namespace.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NamespaceEntry {
    /// Its name.
    pub(crate) name: String,
    /// Level of Pod Security that it enforces; none when it enforces none.
    pub(crate) pod_security: Option<String>,
    /// Workloads in it.
    pub(crate) workloads: u32,
    /// Pods that run in it.
    pub(crate) pods: u32,
    /// Service accounts in it.
    pub(crate) service_accounts: u32,
    /// NetworkPolicies in it.
    pub(crate) network_policies: u32,
}

/// A workload.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct WorkloadEntry {
    /// Namespace.
    pub(crate) namespace: String,
    /// Kind.
    pub(crate) kind: String,
    /// Name.
    pub(crate) name: String,
    /// Pods that run.
    pub(crate) pods: u32,
    /// Nodes that they run on.
    pub(crate) nodes: Vec<String>,
    /// Its service account.
    pub(crate) service_account: String,
    /// Its images.
    pub(crate) images: Vec<String>,
    /// Ways to it from outside the cluster.
    pub(crate) exposure: Vec<String>,
    /// NetworkPolicies that judge what comes in; none: everything may.
    pub(crate) ingress_policies: Vec<String>,
    /// NetworkPolicies that judge what goes out; none: everything may.
    pub(crate) egress_policies: Vec<String>,
}

/// A service account.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct AccountEntry {
    /// Namespace.
    pub(crate) namespace: String,
    /// Name.
    pub(crate) name: String,
    /// Workloads that run as it.
    pub(crate) workloads: u32,
    /// Bindings that name it or a group of its own namespace.
    pub(crate) roles: Vec<String>,
    /// Rights that are worth more than their names, over the cluster or in a namespace.
    pub(crate) powers: Vec<String>,
}

/// An image.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ImageEntry {
    /// As it is written.
    pub(crate) image: String,
    /// Workloads with it.
    pub(crate) workloads: u32,
    /// Pods that run with it.
    pub(crate) pods: u32,
}

/// Namespace, kind and name of a workload.
type Place = (String, String, String);
/// The workloads that use an image, and their pods.
type Uses = (BTreeSet<Place>, u32);

/// A workload while its pods are counted.
#[derive(Default)]
struct Gathered {
    pods: u32,
    nodes: BTreeSet<String>,
    images: BTreeSet<String>,
    service_account: String,
    exposure: BTreeSet<String>,
    ingress: BTreeSet<String>,
    egress: BTreeSet<String>,
}

/// Takes stock of a cluster.
pub(crate) fn inventory(loaded: &Loaded<'_>, context: &Context<'_>) -> ClusterInventory {
    let cluster = &loaded.snapshot.cluster;
    let mut workloads: BTreeMap<Place, Gathered> = BTreeMap::new();
    let mut on_node: BTreeMap<&str, u32> = BTreeMap::new();
    let mut images: BTreeMap<String, Uses> = BTreeMap::new();
    for (id, object) in context.objects.iter().enumerate() {
        if !loaded.judged(id) || object.templates.is_empty() {
            continue;
        }
        let (_, title) = context.top_of(object);
        let mut parts = title.splitn(3, '/').map(str::to_owned);
        let (kind, namespace, name) = (parts.next(), parts.next(), parts.next());
        let key =
            (namespace.unwrap_or_default(), kind.unwrap_or_default(), name.unwrap_or_default());
        let entry = workloads.entry(key.clone()).or_default();
        let of = ObjectView { object, id, context };
        let copies = loaded.raw.get(id).map(|raw| raw.copies.as_slice()).unwrap_or_default();
        let live = number(copies.iter().filter(|copy| copy.live).count());
        entry.pods += live;
        for node in copies.iter().filter(|copy| copy.live).filter_map(|copy| copy.node) {
            if let Some(name) = cluster.node_names.get(node as usize) {
                *on_node.entry(name).or_default() += 1;
                entry.nodes.insert(name.clone());
            }
        }
        for template in &object.templates {
            let pod = PodView { of, template };
            entry.service_account = pod.service_account().to_owned();
            let mut own = BTreeSet::new();
            for container in pod.containers() {
                own.extend(container.container.image.as_deref().map(str::to_owned));
            }
            for image in &own {
                let known = images.entry(image.clone()).or_default();
                known.0.insert(key.clone());
                known.1 += live;
            }
            entry.images.extend(own);
            let network = &context.network;
            let here = object.namespace().unwrap_or_default();
            let exposures = network.exposures(here, pod.labels(), pod.spec());
            entry.exposure.extend(exposures.iter().map(ToString::to_string));
            let isolation = network.isolation(here, pod.labels());
            let name = |id: &usize| context.objects.get(*id).map(|one| one.name().to_owned());
            entry.ingress.extend(isolation.ingress.iter().filter_map(name));
            entry.egress.extend(isolation.egress.iter().filter_map(name));
        }
    }
    let list = |set: BTreeSet<String>| set.into_iter().collect::<Vec<String>>();
    let entries: Vec<WorkloadEntry> = workloads
        .into_iter()
        .map(|((namespace, kind, name), one)| WorkloadEntry {
            namespace,
            kind,
            name,
            pods: one.pods,
            nodes: list(one.nodes),
            service_account: one.service_account,
            images: list(one.images),
            exposure: list(one.exposure),
            ingress_policies: list(one.ingress),
            egress_policies: list(one.egress),
        })
        .collect();
    let mut objects = BTreeMap::new();
    let mut unread = BTreeMap::new();
    for one in &cluster.lists {
        let copies = one.objects.iter().map(|object| object.copies.len().max(1)).sum::<usize>();
        if copies > 0 {
            objects.insert(one.kind.clone(), number(copies));
        }
        if let Some(reason) = one.state.reason()
            && !matches!(one.state, ListState::NotAsked { .. })
        {
            unread.insert(one.kind.clone(), reason.to_owned());
        }
    }
    ClusterInventory {
        name: cluster.name.clone(),
        server: cluster.server.clone(),
        version: cluster.git_version.clone(),
        objects,
        unread,
        nodes: nodes(context, &on_node),
        namespaces: namespaces(context, &entries),
        service_accounts: accounts(context, &entries),
        images: images
            .into_iter()
            .map(|(image, (workloads, pods))| ImageEntry {
                image,
                workloads: number(workloads.len()),
                pods,
            })
            .collect(),
        workloads: entries,
    }
}

fn nodes(context: &Context<'_>, pods: &BTreeMap<&str, u32>) -> Vec<NodeEntry> {
    let mut nodes: Vec<NodeEntry> = context
        .everywhere("Node")
        .into_iter()
        .map(|(_, node)| {
            let info = match &node.body {
                Body::Node(body) => Some(&body.status.node_info),
                _ => None,
            };
            let text = |value: Option<&Option<plimsoll_model::kubernetes::Text<'_>>>| {
                value.and_then(|value| value.as_deref()).map(str::to_owned)
            };
            NodeEntry {
                name: node.name().to_owned(),
                roles: node
                    .metadata
                    .labels
                    .iter()
                    .filter_map(|(key, _)| key.strip_prefix("node-role.kubernetes.io/"))
                    .map(str::to_owned)
                    .collect(),
                kubelet: text(info.map(|info| &info.kubelet_version)),
                runtime: text(info.map(|info| &info.container_runtime_version)),
                os: text(info.map(|info| &info.os_image)),
                pods: pods.get(node.name()).copied().unwrap_or(0),
            }
        })
        .collect();
    nodes.sort_by(|one, other| one.name.cmp(&other.name));
    nodes
}

fn namespaces(context: &Context<'_>, workloads: &[WorkloadEntry]) -> Vec<NamespaceEntry> {
    let mut of: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for one in workloads {
        let counts = of.entry(&one.namespace).or_default();
        counts.0 += 1;
        counts.1 += one.pods;
    }
    let mut entries: Vec<NamespaceEntry> = context
        .everywhere("Namespace")
        .into_iter()
        .map(|(_, namespace)| {
            let name = namespace.name();
            let count = |kind: &str| number(context.of_kind(kind, Some(name)).len());
            let (workloads, pods) = of.get(name).copied().unwrap_or_default();
            NamespaceEntry {
                pod_security: enforced(context, namespace).map(|level| level.as_str().to_owned()),
                workloads,
                pods,
                service_accounts: count("ServiceAccount"),
                network_policies: count("NetworkPolicy"),
                name: name.to_owned(),
            }
        })
        .collect();
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    entries
}

fn accounts(context: &Context<'_>, workloads: &[WorkloadEntry]) -> Vec<AccountEntry> {
    let mut used: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    for one in workloads {
        *used.entry((&one.namespace, &one.service_account)).or_default() += 1;
    }
    let mut entries: Vec<AccountEntry> = context
        .everywhere("ServiceAccount")
        .into_iter()
        .map(|(_, account)| {
            let (namespace, name) = (account.namespace().unwrap_or_default(), account.name());
            let (roles, powers) = held(context, account);
            AccountEntry {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
                workloads: used.get(&(namespace, name)).copied().unwrap_or(0),
                roles,
                powers,
            }
        })
        .collect();
    entries.sort_by(|one, other| (&one.namespace, &one.name).cmp(&(&other.namespace, &other.name)));
    entries
}

/// Roles and powers of an account, what every account has left out.
fn held(context: &Context<'_>, account: &Object<'_>) -> (Vec<String>, Vec<String>) {
    let subject = Subject::ServiceAccount {
        namespace: account.namespace().unwrap_or_default().to_owned(),
        name: account.name().to_owned(),
    };
    let mut roles = BTreeSet::new();
    let mut powers = BTreeSet::new();
    let rbac = &context.rbac;
    for number in rbac.bindings_of(subject.user_name().as_deref(), &subject.own_groups()) {
        let Some(bound) = rbac.bound(number) else { continue };
        let common = bound
            .subjects()
            .filter(|(_, one)| matches!(one, Subject::Group(_)))
            .any(|(_, one)| context.expects(&one, bound).is_some());
        if common {
            continue;
        }
        let place = bound.namespace.map(|one| format!(" in {one}")).unwrap_or_default();
        roles.insert(format!("{}{place}", bound.role_title()));
        for power in of_rules(&bound.rules, bound.namespace.is_some()) {
            powers.insert(format!("{}{place}", power.id));
        }
    }
    (roles.into_iter().collect(), powers.into_iter().collect())
}

/// Powers that rules give.
pub(crate) fn of_rules<'p>(
    rules: &'p [plimsoll_model::kubernetes::Rule<'_>],
    in_namespace: bool,
) -> impl Iterator<Item = &'static Power> + 'p {
    POWERS
        .iter()
        .filter(move |power| !in_namespace || power.in_namespace)
        .filter(|power| rules.iter().any(power.given_by))
}
