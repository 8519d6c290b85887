//! From items to the lists of a cluster: stripped, and pods that are alike taken together.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use plimsoll_model::{PodCopy, RawObject};
use serde_json::value::RawValue;

use super::strip::{Json, read, redact};

/// Objects of one kind.
const TOO_LARGE: usize = 4_000_000;

/// An object that was read, ready to be kept.
#[derive(Debug)]
pub(super) struct Prepared {
    kind: String,
    group: String,
    json: String,
    /// For a pod: its own name, node, whether it is live, and what makes it the same as others.
    pod: Option<Pod>,
}

#[derive(Debug)]
struct Pod {
    name: Box<str>,
    node: Option<String>,
    live: bool,
    likeness: String,
}

impl Prepared {
    /// Its kind.
    #[must_use]
    pub(super) fn kind(&self) -> &str {
        &self.kind
    }

    /// Its API group; empty for the core group.
    #[must_use]
    pub(super) fn group(&self) -> &str {
        &self.group
    }
}

/// Strips an item. `api_version` and `kind` are those of the list, for items that do not say theirs.
///
/// # Errors
/// Says what is no object.
pub(super) fn prepare(item: &[u8], api_version: &str, kind: &str) -> Result<Prepared, String> {
    let mut object = read(item).map_err(|error| error.to_string())?;
    let Json::Map(entries) = &mut object else { return Err("not an object".to_owned()) };
    // The API server was asked for no more than metadata.
    if entries.iter().any(|(_, value)| value.text() == Some("PartialObjectMetadata")) {
        entries.retain(|(key, _)| key == "metadata");
    }
    for (key, value) in [("kind", kind), ("apiVersion", api_version)] {
        if !value.is_empty() && !entries.iter().any(|(known, _)| known == key) {
            entries.insert(0, (key.into(), Json::Text(value.to_owned().into())));
        }
    }
    let text = |key: &str| object.get(key).and_then(Json::text).unwrap_or_default().to_owned();
    let (kind, api_version) = (text("kind"), text("apiVersion"));
    if kind.is_empty() || api_version.is_empty() {
        return Err("an object without `apiVersion` or `kind`".to_owned());
    }
    if kind == "Secret" {
        say_type(&mut object);
    }
    redact(&mut object, &kind);
    let owner = controller(&object).map(|(kind, name)| (kind.to_owned(), name.to_owned()));
    let mut pod = None;
    if kind == "Pod" && api_version == "v1" {
        pod = Some(pod_of(&mut object, owner.as_ref()));
    } else if matches!((&*kind, &owner), ("ReplicaSet" | "Job", Some(_))) {
        // Whoever made it is judged in its place; it stays as the link between the two.
        object.retain(|key| matches!(key, "apiVersion" | "kind" | "metadata"));
        if let Some(metadata) = object.get_mut("metadata") {
            metadata.retain(|key| matches!(key, "name" | "namespace" | "ownerReferences"));
        }
    }
    let mut json = String::new();
    object.write(&mut json);
    let group = api_version.split_once('/').map_or("", |(group, _)| group).to_owned();
    Ok(Prepared { kind, group, json, pod })
}

/// The account that a token belongs to stands in the metadata: that tells the type of a Secret of
/// which nothing else was read.
fn say_type(object: &mut Json<'_>) {
    let annotations = object.get("metadata").and_then(|metadata| metadata.get("annotations"));
    let of_account =
        annotations.is_some_and(|one| one.get("kubernetes.io/service-account.name").is_some());
    if let (Json::Map(entries), true) = (object, of_account)
        && !entries.iter().any(|(key, _)| key == "type")
    {
        entries.push(("type".into(), Json::Text("kubernetes.io/service-account-token".into())));
    }
}

/// The object that manages another: kind and name.
fn controller<'o>(object: &'o Json<'_>) -> Option<(&'o str, &'o str)> {
    let owners = object.get("metadata")?.get("ownerReferences")?.items();
    let owner = owners.iter().find(|owner| owner.get("controller") == Some(&Json::Bool(true)))?;
    Some((owner.get("kind")?.text()?, owner.get("name")?.text()?))
}

/// Volumes that the API server adds for the token of the service account; each has another name.
const TOKEN_VOLUME: &str = "kube-api-access-";
/// Labels that differ between pods of one workload.
const OWN_LABELS: [&str; 6] = [
    "statefulset.kubernetes.io/pod-name",
    "apps.kubernetes.io/pod-index",
    "batch.kubernetes.io/job-completion-index",
    "batch.kubernetes.io/controller-uid",
    "controller-uid",
    "pod-template-generation",
];
/// Annotations of pods that decide about their rights or tell who did; others differ between pods that are alike.
const DECIDING: [&str; 5] = [
    "container.apparmor.security.beta.kubernetes.io/",
    "seccomp.security.alpha.kubernetes.io/",
    "container.seccomp.security.alpha.kubernetes.io/",
    "kubernetes.io/config.mirror",
    "kubernetes.io/psp",
];

/// Takes out what each pod has for itself, and says what remains.
fn pod_of(object: &mut Json<'_>, owner: Option<&(String, String)>) -> Pod {
    let text = |value: Option<&Json<'_>>| value.and_then(Json::text).map(str::to_owned);
    let metadata = object.get("metadata");
    let name = text(metadata.and_then(|one| one.get("name"))).unwrap_or_default();
    let namespace = text(metadata.and_then(|one| one.get("namespace"))).unwrap_or_default();
    let node = text(object.get("spec").and_then(|spec| spec.get("nodeName")));
    let phase = text(object.get("status").and_then(|status| status.get("phase")));
    let live = !matches!(phase.as_deref(), Some("Succeeded" | "Failed"));
    object.retain(|key| key != "status");
    if let Some(spec) = object.get_mut("spec") {
        normalise(spec, owner);
    }
    let mut likeness = format!("{namespace}\n");
    match owner {
        Some((kind, owner)) => {
            likeness.push_str(kind);
            likeness.push('/');
            likeness.push_str(owner);
        }
        None => likeness.push_str(&name),
    }
    if let Some(metadata) = object.get_mut("metadata") {
        if owner.is_some()
            && let Some(labels) = metadata.get_mut("labels")
        {
            labels.retain(|key| !OWN_LABELS.contains(&key));
        }
        if let Some(Json::Map(annotations)) = metadata.get_mut("annotations") {
            annotations.retain(|(key, _)| DECIDING.iter().any(|known| key.starts_with(known)));
        }
        for part in ["labels", "annotations"] {
            likeness.push('\n');
            if let Some(value) = metadata.get(part) {
                value.write(&mut likeness);
            }
        }
    }
    likeness.push('\n');
    if let Some(spec) = object.get("spec") {
        spec.write(&mut likeness);
    }
    likeness.push(if live { '+' } else { '-' });
    Pod { name: name.into(), node, live, likeness }
}

fn normalise(spec: &mut Json<'_>, owner: Option<&(String, String)>) {
    let of_daemon_set = owner.is_some_and(|(kind, _)| kind == "DaemonSet");
    let owned = owner.is_some();
    spec.retain(|key| match key {
        "nodeName" => false,
        "hostname" => !owned,
        // The controller holds each pod to its node by an affinity.
        "affinity" => !of_daemon_set,
        _ => true,
    });
    let rename = |value: &mut Json<'_>| {
        if let Some(Json::Text(name)) = value.get_mut("name")
            && name.starts_with(TOKEN_VOLUME)
        {
            *name = TOKEN_VOLUME.trim_end_matches('-').into();
        }
    };
    let each = |value: Option<&mut Json<'_>>, change: &dyn Fn(&mut Json<'_>)| {
        if let Some(Json::List(items)) = value {
            items.iter_mut().for_each(change);
        }
    };
    each(spec.get_mut("volumes"), &rename);
    for list in ["initContainers", "containers", "ephemeralContainers"] {
        each(spec.get_mut(list), &|container: &mut Json<'_>| {
            each(container.get_mut("volumeMounts"), &rename);
        });
    }
}

/// Gathers the objects of one kind.
#[derive(Default)]
pub(super) struct Objects {
    objects: Vec<RawObject>,
    /// Templates by two hashes of what makes pods alike: an accident would hide a pod.
    known: HashMap<(u64, u64), usize>,
    hashers: (RandomState, RandomState),
    count: usize,
}

/// Names of nodes by number.
#[derive(Default)]
pub(super) struct NodeNames {
    names: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl NodeNames {
    fn number(&mut self, name: String) -> Option<u32> {
        if let Some(number) = self.numbers.get(&name) {
            return Some(*number);
        }
        let number = u32::try_from(self.names.len()).ok()?;
        self.names.push(name.clone());
        self.numbers.insert(name, number);
        Some(number)
    }

    /// All of them.
    #[must_use]
    pub(super) fn into_names(self) -> Vec<String> {
        self.names
    }
}

impl Objects {
    /// Adds all of another list, whose pods are of other namespaces.
    pub(super) fn append(&mut self, other: Self) {
        self.count += other.count;
        self.objects.extend(other.objects);
    }

    /// Adds one.
    ///
    /// # Errors
    /// Says that there are too many, or that the text is no JSON.
    pub(super) fn add(&mut self, prepared: Prepared, nodes: &mut NodeNames) -> Result<(), String> {
        self.count += 1;
        if self.count > TOO_LARGE {
            return Err(format!("more than {TOO_LARGE} objects"));
        }
        let Some(pod) = prepared.pod else {
            self.push(prepared.json, Vec::new())?;
            return Ok(());
        };
        let node = pod.node.and_then(|node| nodes.number(node));
        let copy = PodCopy { name: pod.name, node, live: pod.live };
        let key = (self.hashers.0.hash_one(&pod.likeness), self.hashers.1.hash_one(&pod.likeness));
        if let Some(index) = self.known.get(&key) {
            if let Some(known) = self.objects.get_mut(*index) {
                known.copies.push(copy);
            }
            return Ok(());
        }
        self.known.insert(key, self.objects.len());
        self.push(prepared.json, vec![copy])
    }

    fn push(&mut self, json: String, copies: Vec<PodCopy>) -> Result<(), String> {
        let mut json = json;
        json.shrink_to_fit();
        let json = RawValue::from_string(json).map_err(|error| error.to_string())?;
        self.objects.push(RawObject { json, copies });
        Ok(())
    }

    /// The objects, in the order in which they came.
    #[must_use]
    pub(super) fn into_objects(self) -> Vec<RawObject> {
        self.objects
    }
}
