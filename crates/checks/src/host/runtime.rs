//! The container runtimes of a host with their configuration.

use plimsoll_engine::{HostInstance, HostJudge, Verdict};
use plimsoll_model::{
    Argument, Document, DocumentState, Evidence, Instance, Location, RuntimeConfiguration, Tree,
};

use super::{Tally, around, at};

/// Files that a runtime does without: it has its own defaults then.
const DEFAULTS: [&str; 4] = [
    "/etc/containerd/config.toml",
    "/etc/crio/crio.conf",
    "/etc/docker/daemon.json",
    "/etc/containers/registries.conf",
];

/// Names that containerd's CRI plugin has in the versions of its configuration.
const CRI: [&str; 4] = [
    "cri",
    "io.containerd.grpc.v1.cri",
    "io.containerd.cri.v1.runtime",
    "io.containerd.cri.v1.images",
];

/// Components that are container runtimes.
pub(crate) const RUNTIMES: [&str; 3] = ["containerd", "cri-o", "dockerd"];

/// One runtime.
pub(crate) struct Runtime<'a> {
    pub(crate) target: &'a HostInstance<'a>,
    pub(crate) configuration: &'a RuntimeConfiguration,
    /// What could be read, in the order in which it applies.
    documents: Vec<(&'a Document, &'a Tree)>,
    /// What says how registries are reached.
    pub(crate) registries: Vec<(&'a Document, &'a Tree)>,
    /// What could not be read.
    pub(crate) blind: Vec<Evidence>,
}

/// A value with its place.
pub(crate) struct Found<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) document: &'a Document,
}

impl Found<'_> {
    /// Evidence of it.
    pub(crate) fn evidence(&self, seen: &str) -> Evidence {
        at(&self.document.path, Some(self.tree.line), seen)
    }

    /// As text, whatever its type.
    pub(crate) fn text(&self) -> String {
        self.tree.scalar_text().unwrap_or_default()
    }
}

/// Every runtime of the host.
///
/// # Errors
/// The verdict when there is none, or when it cannot be told.
pub(crate) fn runtimes<'a>(judge: &HostJudge<'a>) -> Result<Vec<Runtime<'a>>, Verdict> {
    let around = around(judge)?;
    let host = judge.host;
    let mut found = Vec::new();
    for target in &host.instances {
        if !RUNTIMES.contains(&target.instance.component.as_str()) {
            continue;
        }
        let configuration = around.runtimes.iter().find(|one| one.instance == target.instance.id);
        if let Some(configuration) = configuration {
            found.push(runtime(judge, target, configuration));
        }
    }
    if !found.is_empty() {
        return Ok(found);
    }
    let hidden = RUNTIMES.iter().find_map(|runtime| host.hidden(runtime));
    Err(match hidden {
        Some(hidden) => {
            Verdict::error(format!("could not look for a container runtime: {hidden}"), Vec::new())
        }
        None => Verdict::not_applicable(
            "neither containerd nor CRI-O nor Docker runs or is configured on this host",
        ),
    })
}

fn runtime<'a>(
    judge: &HostJudge<'a>,
    target: &'a HostInstance<'a>,
    configuration: &'a RuntimeConfiguration,
) -> Runtime<'a> {
    let mut blind = Vec::new();
    let mut read = |paths: &'a [String]| {
        let mut list = Vec::new();
        for path in paths {
            let Some(document) = judge.host.node.documents.get(path) else { continue };
            match (&document.state, document.tree()) {
                (_, Some(tree)) => list.push((document, tree)),
                (DocumentState::Unreadable { reason }, _) => {
                    blind.push(at(path, None, reason));
                }
                (DocumentState::Absent, _) if !DEFAULTS.contains(&path.as_str()) => {
                    let seen = format!("{} is to read it, and it is not there", target.instance.id);
                    blind.push(at(path, None, &seen));
                }
                _ => {}
            }
        }
        list
    };
    let documents = read(&configuration.documents);
    let registries = read(&configuration.registries);
    if let Some(process) = &target.instance.process
        && let Some(problem) = &process.environment_problem
    {
        let location = process_location(target.instance, process.pid, None);
        let seen = format!("its environment could not be read: {problem}");
        blind.push(Evidence { seen, location, note: None });
    }
    Runtime { target, configuration, documents, registries, blind }
}

impl<'a> Runtime<'a> {
    pub(crate) fn component(&self) -> &'a str {
        &self.target.instance.component
    }

    /// Name for people.
    pub(crate) fn title(&self) -> &'a str {
        &self.target.settings.component().title
    }

    /// The value at a path of keys; the last file that has it counts.
    pub(crate) fn value(&self, path: &[&str]) -> Option<Found<'a>> {
        self.documents.iter().rev().find_map(|(document, tree)| {
            let tree = path.iter().try_fold(*tree, |tree, key| tree.get(key))?;
            Some(Found { tree, document })
        })
    }

    /// A setting of containerd's CRI plugin, under whichever name the plugin has.
    pub(crate) fn cri(&self, path: &[&str]) -> Option<Found<'a>> {
        self.documents.iter().rev().find_map(|(document, tree)| {
            CRI.iter().rev().find_map(|plugin| {
                let plugin = tree.get("plugins")?.get(plugin)?;
                let tree = path.iter().try_fold(plugin, |tree, key| tree.get(key))?;
                Some(Found { tree, document })
            })
        })
    }

    /// Elements of a list over all files, each with its place.
    pub(crate) fn items(&self, path: &[&str]) -> Vec<Found<'a>> {
        let mut items = Vec::new();
        for (document, tree) in &self.documents {
            let list = path.iter().try_fold(*tree, |tree, key| tree.get(key));
            let list = list.map(Tree::items).unwrap_or_default();
            items.extend(list.iter().map(|tree| Found { tree, document }));
        }
        items
    }

    /// Every file with the CRI plugin's part at a path of keys.
    pub(crate) fn cri_parts(&self, path: &[&str]) -> Vec<Found<'a>> {
        let mut parts = Vec::new();
        for (document, tree) in &self.documents {
            for plugin in CRI {
                let part = tree.get("plugins").and_then(|plugins| plugins.get(plugin));
                let part =
                    part.and_then(|part| path.iter().try_fold(part, |tree, key| tree.get(key)));
                parts.extend(part.map(|tree| Found { tree, document }));
            }
        }
        parts
    }

    /// All files that were read.
    pub(crate) fn documents(&self) -> impl Iterator<Item = (&'a Document, &'a Tree)> + '_ {
        self.documents.iter().chain(&self.registries).copied()
    }

    /// Values of a flag that takes one, with evidence.
    pub(crate) fn flag(&self, long: &str, short: Option<&str>) -> Vec<(String, Evidence)> {
        let Some(line) = self.target.instance.command_line() else { return Vec::new() };
        let given: Vec<(String, Evidence)> = line
            .values(long, short)
            .map(|(value, argument)| {
                (value.to_owned(), self.argument(argument, &format!("--{long} {value}")))
            })
            .collect();
        if given.is_empty() { self.variable(long).into_iter().collect() } else { given }
    }

    /// The environment variable that stands for a flag of CRI-O: `CONTAINER_LOG_LEVEL`.
    fn variable(&self, flag: &str) -> Option<(String, Evidence)> {
        if self.component() != "cri-o" {
            return None;
        }
        let name = format!("CONTAINER_{}", flag.replace('-', "_").to_ascii_uppercase());
        let instance = self.target.instance;
        let line = instance.command_line()?;
        let variable = line.environment.iter().find(|variable| variable.name == name)?;
        let location = match (&variable.file, &instance.process) {
            (Some(file), _) => {
                Location::File { path: file.clone(), line: variable.line, column: None }
            }
            (None, Some(process)) => Location::Environment {
                instance: instance.id.clone(),
                pid: process.pid,
                name: name.clone(),
            },
            (None, None) => Location::Host { name: instance.id.clone() },
        };
        let seen = format!("{name}={}", variable.value);
        Some((variable.value.clone(), Evidence { seen, location, note: None }))
    }

    /// A flag that may be given bare, with evidence.
    pub(crate) fn switch(&self, long: &str) -> Option<(bool, Evidence)> {
        let given = self.target.instance.command_line()?.switch(long);
        given.map(|(value, argument)| (value, self.argument(argument, &argument.text))).or_else(
            || {
                let (value, evidence) = self.variable(long)?;
                Some((
                    !matches!(value.as_str(), "false" | "0" | "f" | "F" | "False" | ""),
                    evidence,
                ))
            },
        )
    }

    fn argument(&self, argument: &Argument, seen: &str) -> Evidence {
        let instance = self.target.instance;
        let location = match (&argument.file, &instance.process, instance.definitions.first()) {
            (Some(file), ..) => {
                Location::File { path: file.clone(), line: argument.line, column: None }
            }
            (None, Some(process), _) => {
                process_location(instance, process.pid, Some(argument.index))
            }
            (None, None, Some(definition)) => {
                Location::File { path: definition.path.clone(), line: None, column: None }
            }
            (None, None, None) => Location::Host { name: instance.id.clone() },
        };
        Evidence { seen: seen.to_owned(), location, note: None }
    }

    /// A setting that is on or off: flag, then file.
    pub(crate) fn is_on(&self, flag: &str, path: &[&str]) -> Option<(bool, Evidence)> {
        self.switch(flag).or_else(|| {
            let found = self.value(path)?;
            let value = found.tree.as_bool()?;
            Some((value, found.evidence(&format!("{} = {value}", path.join(".")))))
        })
    }

    /// A setting of text: flag, then file.
    pub(crate) fn text(&self, flag: &str, path: &[&str]) -> Option<(String, Evidence)> {
        self.flag(flag, None).pop().or_else(|| {
            let found = self.value(path)?;
            let value = found.text();
            let evidence = found.evidence(&format!("{} = \"{value}\"", path.join(".")));
            Some((value, evidence))
        })
    }

    /// Evidence that speaks of the runtime as a whole: its last file, else itself.
    pub(crate) fn itself(&self, seen: &str) -> Evidence {
        match self.documents.last() {
            Some((document, _)) => at(&document.path, None, seen),
            None => Evidence {
                seen: seen.to_owned(),
                location: match (
                    &self.target.instance.process,
                    self.target.instance.definitions.first(),
                ) {
                    (Some(process), _) => process_location(self.target.instance, process.pid, None),
                    (None, Some(definition)) => {
                        Location::File { path: definition.path.clone(), line: None, column: None }
                    }
                    (None, None) => Location::Host { name: self.target.instance.id.clone() },
                },
                note: None,
            },
        }
    }

    /// Why the kubelet cannot use this runtime, if so: containerd with its CRI plugin off.
    pub(crate) fn not_for_kubernetes(&self) -> Option<Evidence> {
        if self.component() != "containerd" {
            return None;
        }
        let off = self.items(&["disabled_plugins"]).into_iter().find(|found| {
            found
                .tree
                .as_str()
                .is_some_and(|name| CRI.contains(&name) || name == "io.containerd.grpc.v1.cri")
        })?;
        Some(off.evidence("the CRI plugin is off: the kubelet does not use this containerd"))
    }
}

fn process_location(instance: &Instance, pid: u32, argument: Option<u32>) -> Location {
    Location::Process { instance: instance.id.clone(), pid, argument }
}

/// Runs a judgement over every runtime that the kubelet can use; blind spots are added.
///
/// # Errors
/// The verdict when there is no runtime.
pub(crate) fn over_runtimes(
    judge: &HostJudge<'_>,
    one: impl Fn(&Runtime<'_>, &mut Tally),
) -> Result<Tally, Verdict> {
    let mut tally = Tally::default();
    let runtimes = runtimes(judge)?;
    let around = around(judge)?;
    for runtime in &runtimes {
        if runtime.not_for_kubernetes().is_none() {
            one(runtime, &mut tally);
        }
        tally.blind.extend(runtime.blind.iter().cloned());
    }
    tally.blind_of(around, plimsoll_model::Area::Runtimes);
    Ok(tally)
}
