//! One host: the order in which it is looked at.
//!
//! ```text
//! /proc ──► processes ─┐
//! manifests, units ────┼──► instances ──► configuration ──► files they name ──► roles ──► Snapshot
//! users, os-release ───┘
//! ```

mod bundles;
mod definitions;
mod distribution;
mod hosted;
mod recognise;
mod references;
mod roles;
mod surroundings;

use std::collections::BTreeMap;

use plimsoll_content::{Content, VersionLine};
use plimsoll_model::{
    Definition, DefinitionKind, Document, Instance, InstanceState, Node, Problem, Process,
    Snapshot, Version, VersionEvidence, snapshot::FORMAT,
};

use crate::fs::FileSystem;
use crate::go_build::{self, Product};
use crate::mounts::{self, Mount};
use crate::processes::RawProcess;
use crate::systemd::Units;
use crate::users::Users;
use crate::{processes, version_tags};

/// What a collection is given.
pub struct Request<'a> {
    /// The content that says what to look for.
    pub content: &'a Content,
    /// The host's file system.
    pub fs: &'a dyn FileSystem,
    /// File system that holds the host's `/proc`, and where it lies in it.
    pub proc: (&'a dyn FileSystem, &'a str),
    /// The root as the user named it.
    pub root: &'a str,
    /// The program, e.g. `plimsoll 0.1.0`.
    pub tool: &'a str,
    /// The time, seconds since 1970.
    pub as_of: i64,
    /// User number of the collector.
    pub uid: u32,
    /// Kubernetes version that the user states.
    pub stated_version: Option<Version>,
    /// Path variables that the user sets.
    pub path_variables: BTreeMap<String, String>,
}

/// A host while it is being looked at.
pub(crate) struct Look<'a> {
    pub(crate) request: &'a Request<'a>,
    pub(crate) users: Users,
    pub(crate) node: Node,
    /// Processes of services that checks ask about.
    pub(crate) notable: Vec<(&'static str, u32)>,
    /// The way into the files of processes that have a mount namespace of their own.
    pub(crate) views: BTreeMap<String, View>,
    /// Every process: what runs here besides components.
    pub(crate) raw: Vec<RawProcess>,
    /// The service units.
    pub(crate) units: Units,
    /// Places of programs that hold components, as `k3s.data`, where they were moved or not; or why
    /// that is not known.
    pub(crate) places: BTreeMap<String, Result<String, String>>,
}

/// How the paths of one instance are resolved.
pub(crate) enum View {
    /// As the host's.
    Host,
    /// In the process's own mount namespace.
    Namespace { root: Box<dyn FileSystem>, mounts: Vec<Mount>, host: Vec<Mount>, pid: u32 },
    /// By the volumes of a pod that does not run.
    Volumes(Vec<(String, String)>),
    /// Not at all.
    Closed(String),
}

pub use hosted::hosted;

/// Looks at a host.
#[must_use]
pub fn collect(request: &Request<'_>) -> Snapshot {
    let users = Users::read(request.fs);
    let mut node = Node {
        name: host_name(request),
        operating_system: distribution::os_release(request.fs, "PRETTY_NAME"),
        root: request.root.to_owned(),
        collector_uid: request.uid,
        stated_version: request.stated_version,
        path_variables: request.path_variables.clone(),
        ..Node::default()
    };
    node.problems.extend(users.problems.iter().cloned());
    let mut look = Look {
        request,
        users,
        node,
        notable: Vec::new(),
        views: BTreeMap::new(),
        raw: Vec::new(),
        units: Units::find(request.fs),
        places: BTreeMap::new(),
    };
    look.processes();
    look.bundles();
    look.definitions();
    look.name_instances();
    look.open_views();
    look.versions();
    look.distributions();
    look.references();
    look.roles();
    look.surroundings();
    look.node.components.sort_by(|one, other| one.id.cmp(&other.id));
    Snapshot {
        format: FORMAT,
        tool: request.tool.to_owned(),
        as_of: request.as_of,
        node: look.node,
    }
}

impl Look<'_> {
    pub(crate) fn problem(&mut self, subject: &str, reason: String, component: Option<&str>) {
        self.node.problems.push(Problem {
            subject: subject.to_owned(),
            reason,
            component: component.map(str::to_owned),
        });
    }

    /// Instances of the components that run.
    fn processes(&mut self) {
        let (fs, proc_root) = self.request.proc;
        let list = match processes::list(fs, proc_root) {
            Ok(list) => list,
            Err(error) if error.is_absent() => return,
            Err(error) => {
                let reason = format!("processes cannot be listed: {error}");
                self.problem(proc_root, reason, None);
                return;
            }
        };
        self.node.problems.extend(list.problems.iter().cloned());
        for hidden in &list.unreadable {
            let component = hidden
                .name
                .as_deref()
                .and_then(|name| recognise::by_short_name(self.request.content, name));
            // A process whose name is that of no component hides none; one that holds components
            // inside may hide each of them.
            let holder = hidden
                .name
                .as_deref()
                .is_some_and(|name| recognise::is_holder(self.request.content, name));
            if component.is_some() || hidden.name.is_none() || holder {
                self.node.problems.push(hidden.problem(component.map(str::to_owned)));
            }
        }
        let boot = processes::boot_time(fs, proc_root);
        for raw in &list.processes {
            self.notable.extend(surroundings::service_of(raw).map(|service| (service, raw.pid)));
            let by_name = recognise::by_arguments(self.request.content, &raw.arguments);
            let recognised = by_name.or_else(|| {
                let link = fs.read_link(&format!("{proc_root}/{}/exe", raw.pid)).ok()?;
                recognise::by_executable(self.request.content, &link, &raw.arguments)
            });
            let Some((component, first)) = recognised else { continue };
            let details = match processes::details(fs, proc_root, raw.pid, &boot) {
                Ok(details) => details,
                Err(error) => {
                    let subject = format!("process {} ({component})", raw.pid);
                    let reason = if error.is_gone() {
                        "ended while it was looked at".to_owned()
                    } else {
                        error.to_string()
                    };
                    self.problem(&subject, reason, Some(component));
                    continue;
                }
            };
            if let Some(executable) = &details.executable
                && !recognise::executable_fits(self.request.content, component, executable)
            {
                continue;
            }
            let known = self.request.content.components.get(component);
            let prefixes: Vec<&str> = known
                .and_then(|component| component.environment_prefix.as_deref())
                .into_iter()
                .collect();
            let mut command_line = raw.command_line(first);
            let mut environment_problem = None;
            if !prefixes.is_empty() {
                match processes::environment(fs, proc_root, raw.pid, &prefixes, &[]) {
                    Ok(variables) => command_line.environment = variables,
                    Err(error) => environment_problem = Some(error.to_string()),
                }
            }
            if raw.truncated {
                let subject = format!("process {}", raw.pid);
                let reason = "its command line is longer than what is read".to_owned();
                self.problem(&subject, reason, Some(component));
            }
            self.node.components.push(Instance {
                id: component.to_owned(),
                component: component.to_owned(),
                state: InstanceState::Running,
                process: Some(Process {
                    pid: raw.pid,
                    executable: details.executable,
                    uid: details.uid,
                    started: details.started,
                    cgroup: details.cgroup,
                    own_mount_namespace: details.own_mount_namespace,
                    command_line,
                    environment_problem,
                }),
                definitions: Vec::new(),
                versions: Vec::new(),
                host_paths: BTreeMap::new(),
                flags_unseen: None,
                embedded: None,
            });
        }
        self.raw = list.processes;
    }

    /// Ids: the component's name, with what tells several apart.
    fn name_instances(&mut self) {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for instance in &self.node.components {
            *counts.entry(instance.component.clone()).or_default() += 1;
        }
        for instance in &mut self.node.components {
            if counts.get(&instance.component).is_some_and(|count| *count > 1) {
                let told_apart_by = match (&instance.process, instance.definitions.first()) {
                    (Some(process), _) => process.pid.to_string(),
                    (None, Some(definition)) => definition.path.clone(),
                    (None, None) => String::new(),
                };
                instance.id = format!("{}#{told_apart_by}", instance.component);
            }
        }
    }

    /// How the paths of each instance are to be resolved.
    fn open_views(&mut self) {
        let (fs, proc_root) = self.request.proc;
        let mut host_mounts: Option<Vec<Mount>> = None;
        let mut views = BTreeMap::new();
        for instance in &self.node.components {
            let volumes = self.views.remove(&format!("volumes:{}", instance.id));
            let view = match &instance.process {
                None => volumes.unwrap_or(View::Host),
                Some(process) => {
                    let contained = process.own_mount_namespace.unwrap_or_else(|| {
                        process.cgroup.as_deref().is_some_and(is_container_cgroup)
                    });
                    if contained {
                        let host = host_mounts.get_or_insert_with(|| {
                            mounts::of_process(fs, proc_root, 1).unwrap_or_default()
                        });
                        let root = mounts::process_root(fs, proc_root, process.pid);
                        let own = mounts::of_process(fs, proc_root, process.pid);
                        match (root, own) {
                            (Ok(root), Ok(own)) => View::Namespace {
                                root,
                                mounts: own,
                                host: host.clone(),
                                pid: process.pid,
                            },
                            (Err(error), _) | (_, Err(error)) => View::Closed(format!(
                                "it lies in the mount namespace of process {}: {error}",
                                process.pid
                            )),
                        }
                    } else {
                        View::Host
                    }
                }
            };
            views.insert(instance.id.clone(), view);
        }
        self.views = views;
    }

    /// What tells the version of each instance.
    fn versions(&mut self) {
        let (fs, proc_root) = self.request.proc;
        let mut problems = Vec::new();
        for instance in &mut self.node.components {
            let Some(component) = self.request.content.components.get(&instance.component) else {
                continue;
            };
            if instance.embedded.is_some() && !instance.versions.is_empty() {
                continue;
            }
            let product = match component.versions {
                VersionLine::Kubernetes => Product::Kubernetes,
                VersionLine::Etcd => Product::Etcd,
                VersionLine::Other => match Product::of_runtime(&component.id) {
                    Some(product) => product,
                    None => continue,
                },
            };
            let runtime = component.versions == VersionLine::Other;
            let mut found: Vec<VersionEvidence> = Vec::new();
            let mut blind = None;
            if let Some(process) = &instance.process {
                let path = format!("{proc_root}/{}/exe", process.pid);
                match go_build::version(fs, &path, product) {
                    Ok(mut evidence) => {
                        if let Some(executable) = &process.executable {
                            evidence.location.clone_from(executable);
                        }
                        found.push(evidence);
                    }
                    Err(reason) => blind = Some(reason),
                }
            }
            let images = instance.definitions.iter().filter_map(|one| one.image.as_deref());
            found.extend(images.filter_map(version_tags::image_evidence));
            for definition in &instance.definitions {
                if found.is_empty()
                    && definition.kind == DefinitionKind::SystemdUnit
                    && definition.command_line.program.starts_with('/')
                    && let Ok(evidence) = go_build::version(
                        self.request.fs,
                        &definition.command_line.program,
                        product,
                    )
                {
                    found.push(evidence);
                }
            }
            let packages: &[&str] =
                if runtime { product.packages() } else { &[component.id.as_str()] };
            if found.is_empty()
                && let Ok(packages) = version_tags::dpkg_versions(self.request.fs, packages)
            {
                found.extend(packages.into_values());
            }
            // Nothing but its own version hangs on the version of a runtime.
            if found.is_empty()
                && !runtime
                && let Some(reason) = blind
            {
                let process = instance.process.as_ref().map_or(0, |process| process.pid);
                problems.push((
                    format!("version of process {process}"),
                    reason,
                    component.id.clone(),
                ));
            }
            found.sort_by_key(|evidence| evidence.source);
            instance.versions = found;
        }
        for (subject, reason, component) in problems {
            // That a version is unknown hides no component; it is said beside the version.
            self.problem(&subject, reason, Some(&format!("version of {component}")));
        }
    }

    /// Keeps a document under its host path.
    pub(crate) fn keep(&mut self, document: Document) {
        self.node.documents.entry(document.path.clone()).or_insert(document);
    }
}

/// The definitions of one component, strongest first: what the kubelet would run, then systemd.
pub(crate) fn order(definitions: &mut [Definition]) {
    definitions.sort_by_key(|definition| {
        (definition.kind == DefinitionKind::SystemdUnit, definition.path.clone())
    });
}

fn is_container_cgroup(path: &str) -> bool {
    ["kubepods", "docker", "containerd", "crio", "libpod", "lxc"]
        .iter()
        .any(|runtime| path.contains(runtime))
}

fn host_name(request: &Request<'_>) -> String {
    let read = |fs: &dyn FileSystem, path: &str| {
        let bytes = fs.read(path, 4096).ok()?;
        let text = String::from_utf8_lossy(&bytes);
        let line =
            text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        line.map(str::to_owned)
    };
    let kernel = || read(request.proc.0, &format!("{}/sys/kernel/hostname", request.proc.1));
    let file = || read(request.fs, "/etc/hostname");
    let name = if request.root == "/" { kernel().or_else(file) } else { file().or_else(kernel) };
    name.unwrap_or_else(|| "unnamed".to_owned())
}
