//! A cluster from files: what `kubectl get ... -o json` or the API server wrote.
//!
//! Files are read as they come, an object at a time; the objects are stripped on all cores.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use plimsoll_content::Resource;
use plimsoll_model::{Cluster, ListState, ResourceList};
use rayon::prelude::*;

use super::build::{NodeNames, Objects, Prepared, prepare};
use super::splitter::{Part, SplitError, Splitter};

/// Bytes that are read at once.
const CHUNK: usize = 256 << 10;
/// Bytes of objects that are stripped together.
const BATCH: usize = 2 << 20;

/// What a file of a dump is and why it cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct DumpError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub reason: String,
}

#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("{0}")]
    Split(#[from] SplitError),
    #[error("{0}")]
    Object(String),
}

/// One object of a batch: its place in the buffer, and `apiVersion` and kind of its list.
struct Piece {
    end: usize,
    list: usize,
}

/// Kinds that were in the group `extensions` until Kubernetes 1.15, under the group that they have now.
fn group_of_today(group: String, kind: &str) -> String {
    match (group.as_str(), kind) {
        ("extensions", "Deployment" | "DaemonSet" | "ReplicaSet") => "apps".to_owned(),
        ("extensions", "NetworkPolicy" | "Ingress") => "networking.k8s.io".to_owned(),
        ("extensions", "PodSecurityPolicy") => "policy".to_owned(),
        _ => group,
    }
}

struct Reader<'r> {
    resources: &'r [Resource],
    lists: BTreeMap<(String, String), Objects>,
    nodes: NodeNames,
    buffer: Vec<u8>,
    pieces: Vec<Piece>,
    heads: Vec<(String, String)>,
    skipped: BTreeMap<String, u32>,
}

impl Reader<'_> {
    fn add(&mut self, json: &[u8], api_version: &str, kind: &str) -> Result<(), Fault> {
        let kind = kind.strip_suffix("List").unwrap_or(kind);
        if self.heads.last().is_none_or(|head| head.0 != api_version || head.1 != kind) {
            self.heads.push((api_version.to_owned(), kind.to_owned()));
        }
        self.buffer.extend_from_slice(json);
        self.pieces.push(Piece { end: self.buffer.len(), list: self.heads.len() - 1 });
        if self.buffer.len() >= BATCH { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Fault> {
        let starts = std::iter::once(0).chain(self.pieces.iter().map(|piece| piece.end));
        let places: Vec<(usize, &Piece)> = starts.zip(&self.pieces).collect();
        let prepared: Vec<Result<(Prepared, String), String>> = places
            .par_iter()
            .with_min_len(16)
            .map(|(start, piece)| {
                let (api_version, kind) = &self.heads[piece.list];
                // `List` of kubectl says nothing about its items, which say it themselves.
                let api_version = if kind.is_empty() { "" } else { api_version.as_str() };
                let json = self.buffer.get(*start..piece.end).unwrap_or_default();
                let one = prepare(json, api_version, kind)?;
                let group = one.group().to_owned();
                Ok((one, group))
            })
            .collect();
        for one in prepared {
            let (one, group) = one.map_err(Fault::Object)?;
            let kind = one.kind().to_owned();
            let key = (group_of_today(group, &kind), kind);
            let known =
                self.resources.iter().any(|known| known.group == key.0 && known.kind == key.1);
            if known {
                let list = self.lists.entry(key).or_default();
                list.add(one, &mut self.nodes).map_err(Fault::Object)?;
            } else {
                *self.skipped.entry(format!("{} {}", key.1, key.0)).or_default() += 1;
            }
        }
        self.buffer.clear();
        self.pieces.clear();
        self.heads.clear();
        Ok(())
    }

    fn read(&mut self, source: &mut dyn Read) -> Result<(), String> {
        let mut splitter = Splitter::default();
        let mut chunk = vec![0; CHUNK];
        let mut seen = false;
        loop {
            let read = match source.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error.to_string()),
            };
            splitter
                .feed::<Fault>(&chunk[..read], &mut |part| match part {
                    Part::Item { json, api_version, kind } => {
                        seen = true;
                        self.add(json, api_version, kind)
                    }
                    Part::Document { json, items: None } => {
                        seen = true;
                        self.add(json, "", "")
                    }
                    Part::Document { items: Some(_), .. } => {
                        seen = true;
                        Ok(())
                    }
                })
                .map_err(|error| format!("not a dump of a cluster as JSON: {error}"))?;
        }
        splitter.finish().map_err(|error| format!("the file is cut short: {error}"))?;
        self.flush().map_err(|error| error.to_string())?;
        if seen { Ok(()) } else { Err("it holds no object".to_owned()) }
    }
}

/// Reads a cluster from files of JSON. A kind of which no file holds an object may have been left
/// out: unless `whole` says that everything is here, its list is not taken for empty.
///
/// # Errors
/// Names the file and what is wrong with it.
pub fn read_dump(
    paths: &[PathBuf],
    name: &str,
    whole: bool,
    resources: &[Resource],
) -> Result<Cluster, DumpError> {
    let mut reader = Reader {
        resources,
        lists: BTreeMap::new(),
        nodes: NodeNames::default(),
        buffer: Vec::new(),
        pieces: Vec::new(),
        heads: Vec::new(),
        skipped: BTreeMap::new(),
    };
    for path in paths {
        let fault = |reason: String| DumpError { path: path.clone(), reason };
        let mut source: Box<dyn Read> = if path == Path::new("-") {
            Box::new(std::io::stdin().lock())
        } else {
            Box::new(std::fs::File::open(path).map_err(|error| fault(error.to_string()))?)
        };
        reader.read(&mut *source).map_err(fault)?;
    }
    let mut cluster = Cluster { name: name.to_owned(), ..Cluster::default() };
    // A cluster that has shown to be OpenShift has OpenShift's own objects too.
    let is_openshift = |group: &str| group == "openshift.io" || group.ends_with(".openshift.io");
    let openshift = reader.lists.keys().any(|(group, _)| is_openshift(group))
        || reader.skipped.keys().any(|kind| is_openshift(kind.rsplit(' ').next().unwrap_or("")));
    for resource in resources {
        let objects = reader.lists.remove(&(resource.group.clone(), resource.kind.clone()));
        let add_on = ["logging.openshift.io", "observability.openshift.io"];
        let ours = !resource.group.contains('.')
            || resource.group.ends_with(".k8s.io")
            || (openshift && is_openshift(&resource.group) && !add_on.contains(&&*resource.group));
        let optional =
            resource.group.starts_with("gateway.") || resource.group.starts_with("policy.");
        let state = match &objects {
            Some(_) => ListState::Complete,
            None if whole || !ours || optional => ListState::NotServed,
            None => ListState::NotAsked { reason: not_in_dump(&resource.kind) },
        };
        cluster.lists.push(ResourceList {
            group: resource.group.clone(),
            version: resource.versions.first().cloned().unwrap_or_default(),
            resource: resource.resource.clone(),
            kind: resource.kind.clone(),
            namespaced: resource.namespaced,
            state,
            objects: objects.map(Objects::into_objects).unwrap_or_default(),
        });
    }
    cluster.node_names = reader.nodes.into_names();
    for (kind, count) in reader.skipped {
        cluster.remarks.push(format!("{count} objects of kind {} are not looked at", kind.trim()));
    }
    Ok(cluster)
}

fn not_in_dump(kind: &str) -> String {
    format!(
        "the dump holds no {kind}: that may mean that there is none, or that it was left out (--whole says that nothing was)"
    )
}
