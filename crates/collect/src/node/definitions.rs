//! Static pod manifests and systemd units, and which process each one belongs to.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_content::Content;
use plimsoll_model::{
    Area, Blind, Definition, DefinitionKind, Instance, InstanceState, StaticPodFile, Tree, Version,
};
use plimsoll_settings::Settings;
use plimsoll_source::{Limits, parse_yaml};

use super::{Look, View, order, recognise};
use crate::fs::EntryKind;
use crate::static_pods;

/// Programs that start another one and are gone or do nothing else.
const WRAPPERS: [&str; 7] =
    ["go-runner", "kubenswrapper", "tini", "dumb-init", "catatonit", "nice", "ionice"];
/// Where nearly everybody has static pods.
const MANIFESTS_DIRECTORY: &str = "/etc/kubernetes/manifests";
/// Directory of units that an administrator made; they are all looked into.
const LOCAL_UNITS: &str = "/etc/systemd/system";
const UNITS: usize = 100_000;
const MANIFEST_BYTES: u64 = 1 << 20;
const MANIFESTS: usize = 1000;

/// A definition with the component it is of and the volumes of its pod.
struct Found {
    component: String,
    definition: Definition,
    volumes: Vec<(String, String)>,
}

impl Look<'_> {
    /// Finds every definition and gives it to its process, or makes an instance of it.
    pub(crate) fn definitions(&mut self) {
        let mut found = Vec::new();
        self.units(&mut found);
        // The kubelet's own configuration says where static pods are, so units come first.
        for directory in self.manifest_directories(&found) {
            self.manifests(&directory, &mut found);
        }
        self.assign(found);
    }

    fn units(&mut self, found: &mut Vec<Found>) {
        let fs = self.request.fs;
        let content = self.request.content;
        let programs = recognise::programs(content);
        let units = std::mem::take(&mut self.units);
        self.node.problems.extend(units.problems.iter().cloned());
        let named: BTreeSet<&str> = content
            .components
            .values()
            .flat_map(|component| component.units.iter().map(String::as_str))
            .collect();
        let local: BTreeSet<String> = fs
            .list(LOCAL_UNITS, UNITS)
            .map(|entries| entries.into_iter().map(|entry| entry.name).collect())
            .unwrap_or_default();
        for name in units.names() {
            if !local.contains(&name) && !named.contains(name.as_str()) {
                continue;
            }
            let definition = match units.definition(fs, &name, &programs) {
                Ok(Some(definition)) => definition,
                Ok(None) => continue,
                Err(mut problem) => {
                    let component = content
                        .components
                        .values()
                        .find(|component| component.units.contains(&name))
                        .map(|component| component.id.clone());
                    if component.is_some() {
                        problem.component = component;
                        self.node.problems.push(problem);
                    }
                    continue;
                }
            };
            if let Some(one) = self.recognised(definition, Vec::new()) {
                found.push(one);
            }
        }
        self.units = units;
    }

    /// The component of a definition, its sub-command taken off the arguments.
    fn recognised(
        &self,
        mut definition: Definition,
        volumes: Vec<(String, String)>,
    ) -> Option<Found> {
        unwrap(self.request.content, &mut definition);
        let line = &definition.command_line;
        let words: Vec<&str> = std::iter::once(line.program.as_str())
            .chain(line.arguments.iter().map(|argument| argument.text.as_str()))
            .collect();
        let (component, first) = recognise::by_arguments(self.request.content, &words)?;
        let component = component.to_owned();
        definition.command_line.arguments.drain(..first.saturating_sub(1));
        Some(Found { component, definition, volumes })
    }

    /// Directories of static pods: the kubelets' own, else the usual ones.
    fn manifest_directories(&mut self, found: &[Found]) -> BTreeSet<String> {
        let distributions = &self.request.content.distributions;
        let mut directories: BTreeSet<String> = distributions
            .iter()
            .flat_map(|distribution| &distribution.static_pods)
            .map(|path| self.placed(path).unwrap_or_else(|_| self.unmoved(path)))
            .chain([MANIFESTS_DIRECTORY.to_owned()])
            .collect();
        let mut kubelets: Vec<Instance> = self
            .node
            .components
            .iter()
            .filter(|instance| instance.component == "kubelet")
            .cloned()
            .collect();
        if kubelets.is_empty() {
            kubelets.extend(
                found
                    .iter()
                    .filter(|one| one.component == "kubelet")
                    .map(|one| configured(&one.component, vec![one.definition.clone()])),
            );
        }
        for kubelet in &kubelets {
            self.configuration_documents(kubelet, &View::Host);
            let documents = &self.node.documents;
            let version = None::<Version>;
            let settings = Settings::new(self.request.content, kubelet, documents, version);
            if let Some(path) = settings
                .and_then(|settings| Some(settings.get("pod-manifest-path").text()?.to_owned()))
                && path.starts_with('/')
            {
                directories.insert(path.trim_end_matches('/').to_owned());
            }
        }
        directories
    }

    fn manifests(&mut self, directory: &str, found: &mut Vec<Found>) {
        let fs = self.request.fs;
        let entries = match fs.list(directory, MANIFESTS) {
            Ok(entries) => entries,
            Err(error) if error.is_absent() => return,
            Err(error) => {
                let (area, subject) = (Area::StaticPods, directory.to_owned());
                let reason = error.to_string();
                self.around().blind.push(Blind { area, subject, reason });
                self.problem(directory, format!("static pods cannot be listed: {error}"), None);
                return;
            }
        };
        let programs = recognise::programs(self.request.content);
        self.around().static_pod_folders.push(directory.to_owned());
        for entry in entries {
            let mut noted = StaticPodFile {
                folder: directory.to_owned(),
                name: entry.name.clone(),
                directory: entry.kind == EntryKind::Directory,
                pods: Vec::new(),
                problem: None,
            };
            // The kubelet reads every file but those whose name begins with a dot.
            if !noted.is_taken() {
                self.around().static_pod_files.push(noted);
                continue;
            }
            let path = format!("{directory}/{}", entry.name);
            let parsed = fs
                .read(&path, MANIFEST_BYTES)
                .map_err(|error| error.to_string())
                .and_then(|bytes| {
                    let text = String::from_utf8(bytes).map_err(|_| "not UTF-8".to_owned())?;
                    parse_yaml(&text, Limits::default()).map_err(|error| error.to_string())
                });
            let trees = match parsed {
                Ok(trees) => trees,
                Err(reason) => {
                    noted.problem = Some(reason.clone());
                    self.around().static_pod_files.push(noted);
                    let component = self
                        .request
                        .content
                        .components
                        .keys()
                        .find(|id| entry.name.starts_with(id.as_str()))
                        .cloned();
                    self.problem(&path, reason, component.as_deref());
                    continue;
                }
            };
            noted.pods = trees.iter().filter_map(pod_name).collect();
            self.around().static_pod_files.push(noted);
            for container in
                trees.iter().flat_map(|tree| static_pods::containers(tree, &path, &programs))
            {
                found.extend(self.recognised(container.definition, container.path_map));
            }
        }
    }

    /// Gives each definition to the process that it most likely started; without a process, the
    /// definitions of a component together are one instance that does not run.
    fn assign(&mut self, found: Vec<Found>) {
        let mut waiting: BTreeMap<String, Vec<Found>> = BTreeMap::new();
        for one in found {
            let best = self
                .node
                .components
                .iter_mut()
                .filter(|instance| instance.component == one.component)
                .max_by_key(|instance| shared(instance, &one.definition));
            match best {
                Some(instance) => instance.definitions.push(one.definition),
                None => waiting.entry(one.component.clone()).or_default().push(one),
            }
        }
        for instance in &mut self.node.components {
            order(&mut instance.definitions);
            // Where a unit and a manifest both define it, the one that the process was started
            // from comes first: the one that shares most with its command line.
            let line = instance.process.as_ref().map(|process| process.command_line.clone());
            instance.definitions.sort_by_key(|definition| {
                std::cmp::Reverse(shared_texts(line.as_ref(), definition))
            });
        }
        for (component, mut list) in waiting {
            list.sort_by_key(|one| {
                (one.definition.kind == DefinitionKind::SystemdUnit, one.definition.path.clone())
            });
            // Static pods are one instance each, as the kubelet would run each of them.
            let (pods, units): (Vec<Found>, Vec<Found>) =
                list.into_iter().partition(|one| one.definition.kind == DefinitionKind::StaticPod);
            let mut groups: Vec<Vec<Found>> = pods.into_iter().map(|one| vec![one]).collect();
            match groups.first_mut() {
                Some(first) => first.extend(units),
                None => groups.extend(units.into_iter().map(|one| vec![one])),
            }
            let several = groups.len() > 1;
            for group in groups {
                let volumes = group.first().map(|one| one.volumes.clone()).unwrap_or_default();
                let definitions: Vec<Definition> =
                    group.into_iter().map(|one| one.definition).collect();
                let instance = configured(&component, definitions);
                let path = instance.definitions.first().map_or("", |one| one.path.as_str());
                let id = if several { format!("{component}#{path}") } else { component.clone() };
                self.views.insert(format!("volumes:{id}"), View::Volumes(volumes));
                self.node.components.push(instance);
            }
        }
    }
}

/// `namespace/name` of a pod.
fn pod_name(tree: &Tree) -> Option<String> {
    if tree.get("kind").and_then(Tree::as_str) != Some("Pod") {
        return None;
    }
    let text = |path: &str| tree.at(path).and_then(Tree::as_str);
    let namespace = text("metadata.namespace").unwrap_or("default");
    Some(format!("{namespace}/{}", text("metadata.name").unwrap_or("(no name)")))
}

/// Takes off a program that only starts another one: `go-runner --log-file=... kube-apiserver`.
fn unwrap(content: &Content, definition: &mut Definition) {
    let line = &mut definition.command_line;
    let name = line.program.rsplit('/').next().unwrap_or_default();
    if !WRAPPERS.contains(&name) {
        return;
    }
    let inner = (0..line.arguments.len()).find(|start| {
        let words: Vec<&str> =
            line.arguments.iter().skip(*start).map(|argument| argument.text.as_str()).collect();
        recognise::by_arguments(content, &words).is_some()
    });
    if let Some(start) = inner {
        let mut rest = line.arguments.split_off(start).into_iter();
        line.program = rest.next().map(|argument| argument.text).unwrap_or_default();
        line.arguments = rest.collect();
    }
}

fn configured(component: &str, definitions: Vec<Definition>) -> Instance {
    Instance {
        id: component.to_owned(),
        component: component.to_owned(),
        state: InstanceState::Configured,
        process: None,
        definitions,
        versions: Vec::new(),
        host_paths: BTreeMap::new(),
        flags_unseen: None,
        embedded: None,
    }
}

/// How many arguments a process shares with a definition.
fn shared(instance: &Instance, definition: &Definition) -> usize {
    shared_texts(instance.process.as_ref().map(|process| &process.command_line), definition)
}

fn shared_texts(line: Option<&plimsoll_model::CommandLine>, definition: &Definition) -> usize {
    let written: BTreeSet<&str> =
        definition.command_line.arguments.iter().map(|one| one.text.as_str()).collect();
    line.map_or(0, |line| {
        line.arguments.iter().filter(|one| written.contains(one.text.as_str())).count()
    })
}
