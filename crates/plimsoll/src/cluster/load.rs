//! From the texts of a snapshot to slim objects.

use std::collections::BTreeMap;

use plimsoll_content::Content;
use plimsoll_engine::objects::Context;
use plimsoll_model::kubernetes::{Body, Object};
use plimsoll_model::{ClusterSnapshot, NotJudged, RawObject, Version};
use plimsoll_source::{Bump, object_from_json, objects, read_documents};
use rayon::prelude::*;

use crate::manifests::limits;

/// Objects that are read together.
const PART: usize = 4096;

/// A cluster's objects, with what they were read from.
pub(crate) struct Loaded<'a> {
    /// The snapshot.
    pub(crate) snapshot: &'a ClusterSnapshot,
    /// The objects.
    pub(crate) objects: Vec<Object<'a>>,
    /// What each was read from.
    pub(crate) raw: Vec<&'a RawObject>,
    /// What could not be read as an object of its kind.
    pub(crate) faults: Vec<NotJudged>,
    /// Kinds of which an object could not be read whole, and why.
    lost: BTreeMap<String, String>,
    state: Vec<State>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Judged,
    Faulty,
    /// It stands for nothing that runs: a pod that has ended, the link between a pod and its owner.
    Link,
}

impl Loaded<'_> {
    /// Whether an object is judged.
    pub(crate) fn judged(&self, id: usize) -> bool {
        self.state.get(id).is_some_and(|state| *state != State::Link)
    }

    /// Everything about the objects that checks may ask.
    pub(crate) fn context<'c>(&'c self, content: &'c Content) -> Context<'c> {
        let newest = Version::minor(1, content.kubernetes_minors.1);
        Context::new(&self.objects, self.snapshot.cluster.version.unwrap_or(newest))
            .with_platform(&content.platform)
            .of_cluster(&self.snapshot.cluster)
            .without(self.lost.clone())
    }

    /// Whether a value of an object does not fit its field.
    pub(crate) fn faulty(&self, id: usize) -> bool {
        self.state.get(id) == Some(&State::Faulty)
    }
}

/// Reads the objects of a snapshot.
pub(crate) fn load(snapshot: &ClusterSnapshot) -> Loaded<'_> {
    let lists = snapshot.cluster.lists.iter();
    let all: Vec<(&str, &RawObject)> = lists
        .flat_map(|list| list.objects.iter().map(|object| (list.kind.as_str(), object)))
        .collect();
    let mut loaded = Loaded {
        snapshot,
        objects: Vec::with_capacity(all.len()),
        raw: Vec::with_capacity(all.len()),
        faults: Vec::new(),
        lost: BTreeMap::new(),
        state: Vec::with_capacity(all.len()),
    };
    // In parts: objects are large, and all of them twice would be felt.
    for part in all.chunks(PART) {
        let read: Vec<(Option<Object<'_>>, State, Option<String>)> =
            part.par_iter().with_min_len(64).map(|(_, raw)| one(raw)).collect();
        for ((kind, raw), (object, state, fault)) in part.iter().zip(read) {
            if let Some(reason) = fault {
                let name = object.as_ref().map_or_else(|| "an object".to_owned(), Object::title);
                // What could not be read of it may be what a check would have found.
                let why = format!("{name} of kind {kind} cannot be read: {reason}");
                loaded.lost.entry((*kind).to_owned()).or_insert(why);
                let path = format!("{}: {name}", snapshot.cluster.name);
                loaded.faults.push(NotJudged { path, line: None, column: None, reason });
            }
            if let Some(mut object) = object {
                object.shrink();
                loaded.objects.push(object);
                loaded.raw.push(raw);
                loaded.state.push(state);
            }
        }
    }
    loaded
}

fn one(raw: &RawObject) -> (Option<Object<'_>>, State, Option<String>) {
    let text = raw.json.get();
    let (mut object, fault) = match object_from_json(text) {
        Some(object) => (object, None),
        None => {
            let arena = Bump::new();
            let mut documents = read_documents(text, &arena, limits(text));
            let found = match documents.pop() {
                Some(Ok(node)) => match objects(&node) {
                    Ok(mut found) => found.pop(),
                    Err(_) => None,
                },
                Some(Err(error)) => return (None, State::Faulty, Some(error.to_string())),
                None => None,
            };
            match found {
                Some(found) => {
                    let fault = found.faults.first().map(ToString::to_string);
                    (found.object, fault)
                }
                None => {
                    let reason = "it cannot be read as a Kubernetes object".to_owned();
                    return (None, State::Faulty, Some(reason));
                }
            }
        }
    };
    let mut state = if fault.is_some() { State::Faulty } else { State::Judged };
    let ended = !raw.copies.is_empty() && raw.copies.iter().all(|copy| !copy.live);
    let owned = object.metadata.controller().is_some();
    let link =
        owned && matches!(&*object.kind, "ReplicaSet" | "Job") && object.templates.is_empty();
    if ended || link {
        state = State::Link;
        // Nothing of it may pass for something that runs.
        object.templates.clear();
        object.body = Body::Other;
    }
    // Of a Secret only the metadata was read, and perhaps its type: its keys are not known.
    if object.kind == "Secret"
        && matches!(&object.body, Body::Secret(secret) if secret.type_.is_none() && secret.data.is_empty())
    {
        object.body = Body::Other;
    }
    (Some(object), state, fault)
}
