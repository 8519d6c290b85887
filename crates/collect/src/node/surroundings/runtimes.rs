//! Configuration of container runtimes, and their sockets.
//!
//! Sources: containerd `cmd/containerd/server/config` (imports, their order), containerd
//! `docs/hosts.md`, crio.conf.d(5), containers-registries.conf(5), dockerd(8).

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_model::{
    Area, Blind, CommandLine, Document, DocumentKind, DocumentState, FileState, Instance, Listen,
    RuntimeConfiguration, RuntimeSocket, Tree,
};
use plimsoll_settings::Settings;
use plimsoll_source::{Limits, parse_toml, parse_yaml};

use super::super::{Look, View};
use super::{ENTRIES, FILE, fits};
use crate::fs::{FileSystem, file_fact};
use crate::redact;
use crate::systemd::DIRECTORIES;

/// Files that one runtime may be configured by.
const FILES: usize = 500;
/// Files of one runtime while they are being found.
struct Found {
    configuration: RuntimeConfiguration,
    blind: Vec<Blind>,
    left: usize,
}

impl Found {
    fn blind(&mut self, subject: &str, reason: impl Into<String>) {
        let (subject, reason) = (subject.to_owned(), reason.into());
        self.blind.push(Blind { area: Area::Runtimes, subject, reason });
    }
}

impl Look<'_> {
    pub(super) fn runtimes(&mut self) {
        let runtimes: Vec<Instance> = self
            .node
            .components
            .iter()
            .filter(|instance| {
                let component = self.request.content.components.get(&instance.component);
                component.is_some_and(|component| component.role == "runtime")
            })
            .cloned()
            .collect();
        for instance in runtimes {
            let view = self.views.remove(&instance.id).unwrap_or(View::Host);
            let configuration = RuntimeConfiguration {
                instance: instance.id.clone(),
                documents: Vec::new(),
                registries: Vec::new(),
                listens: Vec::new(),
            };
            let mut found = Found { configuration, blind: Vec::new(), left: FILES };
            let line = instance.command_line().cloned().unwrap_or_default();
            match instance.component.as_str() {
                "containerd" => self.containerd(&view, &line, &mut found),
                "cri-o" => self.crio(&view, &line, &mut found),
                "dockerd" => self.docker(&view, &line, &mut found),
                _ => {}
            }
            self.views.insert(instance.id.clone(), view);
            self.around().blind.extend(found.blind);
            self.around().runtimes.push(found.configuration);
        }
    }

    /// Reads a document of a runtime and keeps it; its host path and its tree.
    fn runtime_document(
        &mut self,
        view: &View,
        path: &str,
        found: &mut Found,
    ) -> (String, Option<Tree>) {
        if found.left == 0 {
            found.blind(path, format!("more than {FILES} files configure the runtime"));
            return (path.to_owned(), None);
        }
        found.left -= 1;
        let (host, state) = match self.resolve(view, path) {
            Err(reason) => (path.to_owned(), DocumentState::Unreadable { reason }),
            Ok(resolved) => {
                let (fs, inner) = resolved.place();
                let host = resolved.host.clone();
                let fact = file_fact(fs, &self.users, inner);
                self.node
                    .files
                    .entry(host.clone())
                    .or_insert(plimsoll_model::FileFact { path: host.clone(), state: fact.state });
                (host, read(fs, inner))
            }
        };
        let kind = DocumentKind::Runtime;
        let document = Document { path: host.clone(), kind, state };
        let tree = document.tree().cloned();
        self.keep(document);
        (host, tree)
    }

    /// Names in a folder as the runtime sees it, sorted; none when it is not there.
    fn runtime_folder(&self, view: &View, folder: &str, found: &mut Found) -> Vec<String> {
        let listed = self.resolve(view, folder).and_then(|resolved| {
            let (fs, inner) = resolved.place();
            match fs.list(inner, ENTRIES) {
                Ok(entries) => Ok(entries.into_iter().map(|entry| entry.name).collect()),
                Err(error) if error.is_absent() => Ok(Vec::new()),
                Err(error) => Err(error.to_string()),
            }
        });
        listed.unwrap_or_else(|reason| {
            found.blind(folder, reason);
            Vec::new()
        })
    }

    fn containerd(&mut self, view: &View, line: &CommandLine, found: &mut Found) {
        let named = line.values("config", Some("c")).last().map(|(path, _)| path.to_owned());
        let main = named.unwrap_or_else(|| "/etc/containerd/config.toml".to_owned());
        let mut pending = std::collections::VecDeque::from([main.clone()]);
        let mut loaded: BTreeSet<String> = BTreeSet::new();
        let mut registries: BTreeSet<String> = BTreeSet::new();
        while let Some(path) = pending.pop_front() {
            if !loaded.insert(path.clone()) {
                continue;
            }
            let (host, tree) = self.runtime_document(view, &path, found);
            found.configuration.documents.push(host);
            let Some(tree) = tree else {
                // Without a file containerd runs with its own defaults, which take in this folder.
                if path == main {
                    pending.extend(self.pattern(view, "/etc/containerd/conf.d/*.toml", found));
                }
                continue;
            };
            for import in tree.get("imports").map(Tree::items).unwrap_or_default() {
                let Some(import) = import.as_str() else { continue };
                let absolute = if import.starts_with('/') {
                    import.to_owned()
                } else {
                    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                    format!("{folder}/{}", import.trim_start_matches("./"))
                };
                if absolute.contains('*') {
                    pending.extend(self.pattern(view, &absolute, found));
                } else {
                    pending.push_back(absolute);
                }
            }
            for plugin in tree.get("plugins").map(Tree::entries).unwrap_or_default() {
                let folders = plugin.value.at("registry.config_path").and_then(Tree::as_str);
                registries.extend(
                    folders
                        .unwrap_or_default()
                        .split(':')
                        .filter(|one| one.starts_with('/'))
                        .map(str::to_owned),
                );
            }
        }
        if registries.is_empty() {
            registries.insert("/etc/containerd/certs.d".to_owned());
        }
        for folder in registries {
            for name in self.runtime_folder(view, &folder, found) {
                let path = format!("{}/{name}/hosts.toml", folder.trim_end_matches('/'));
                let there = self.resolve(view, &path).is_ok_and(|resolved| {
                    let (fs, inner) = resolved.place();
                    fs.stat(inner).map_or_else(|error| !error.is_absent(), |_| true)
                });
                if there {
                    let (host, _) = self.runtime_document(view, &path, found);
                    found.configuration.registries.push(host);
                }
            }
        }
    }

    /// Paths that fit a pattern whose last part alone has stars.
    fn pattern(&mut self, view: &View, pattern: &str, found: &mut Found) -> Vec<String> {
        let (folder, last) = pattern.rsplit_once('/').unwrap_or(("", pattern));
        if folder.contains('*') {
            found.blind(pattern, "a pattern in the name of a folder is not followed");
            return Vec::new();
        }
        let names = self.runtime_folder(view, folder, found);
        names
            .into_iter()
            .filter(|name| fits(last, name))
            .map(|name| format!("{folder}/{name}"))
            .collect()
    }

    fn crio(&mut self, view: &View, line: &CommandLine, found: &mut Found) {
        let variable = |name: &str| {
            let variable = line.environment.iter().find(|variable| variable.name == name);
            variable.map(|variable| variable.value.clone())
        };
        let main = line.values("config", Some("c")).last().map(|(path, _)| path.to_owned());
        let main = main
            .or_else(|| variable("CONTAINER_CONFIG"))
            .unwrap_or_else(|| "/etc/crio/crio.conf".to_owned());
        let folder = line.values("config-dir", Some("d")).last().map(|(path, _)| path.to_owned());
        let folder = folder
            .or_else(|| variable("CONTAINER_CONFIG_DIR"))
            .unwrap_or_else(|| "/etc/crio/crio.conf.d".to_owned());
        let (host, _) = self.runtime_document(view, &main, found);
        found.configuration.documents.push(host);
        for name in self.runtime_folder(view, &folder, found) {
            let path = format!("{}/{name}", folder.trim_end_matches('/'));
            let (host, _) = self.runtime_document(view, &path, found);
            found.configuration.documents.push(host);
        }
        let (host, _) = self.runtime_document(view, "/etc/containers/registries.conf", found);
        found.configuration.registries.push(host);
        let drop_ins = "/etc/containers/registries.conf.d";
        for name in self.runtime_folder(view, drop_ins, found) {
            if name.ends_with(".conf") {
                let (host, _) = self.runtime_document(view, &format!("{drop_ins}/{name}"), found);
                found.configuration.registries.push(host);
            }
        }
    }

    fn docker(&mut self, view: &View, line: &CommandLine, found: &mut Found) {
        let main = line.values("config-file", None).last().map(|(path, _)| path.to_owned());
        let main = main.unwrap_or_else(|| "/etc/docker/daemon.json".to_owned());
        let (host, _) = self.runtime_document(view, &main, found);
        found.configuration.documents.push(host);
        self.socket_unit("docker.socket", found);
    }

    /// What systemd listens on for a runtime: the unit of first rank with all drop-ins.
    fn socket_unit(&mut self, name: &str, found: &mut Found) {
        let fs = self.request.fs;
        let masks = |path: &String| fs.read_link(path).is_ok_and(|to| to == "/dev/null");
        let mut files: Vec<String> = DIRECTORIES
            .iter()
            .map(|directory| format!("{directory}/{name}"))
            .filter(|path| masks(path) || !fs.stat(path).is_err_and(|error| error.is_absent()))
            .take(1)
            .collect();
        if files.iter().any(masks) || files.is_empty() {
            return;
        }
        let mut drop_ins: BTreeMap<String, String> = BTreeMap::new();
        for directory in DIRECTORIES {
            let folder = format!("{directory}/{name}.d");
            for file in self.runtime_folder(&View::Host, &folder, found) {
                if file.ends_with(".conf") {
                    let path = format!("{folder}/{file}");
                    drop_ins.entry(file).or_insert(path);
                }
            }
        }
        files.extend(drop_ins.into_values());
        let mut listens: Vec<Listen> = Vec::new();
        for file in files {
            match fs.read(&file, FILE) {
                Ok(bytes) => listen_lines(&String::from_utf8_lossy(&bytes), &file, &mut listens),
                Err(error) => found.blind(&file, error.to_string()),
            }
        }
        found.configuration.listens = listens;
    }

    /// Sockets of runtimes: where they usually are, where configuration puts them, and the one that
    /// the kubelet uses.
    pub(super) fn sockets(&mut self) {
        let mut wanted: BTreeMap<String, String> = self.request.content.places.sockets.clone();
        let mut add = |address: &str, runtime: &str| {
            let path = address.strip_prefix("unix://").unwrap_or(address);
            if path.starts_with('/') {
                let path = path.replacen("/var/run/", "/run/", 1);
                wanted.entry(path).or_insert_with(|| runtime.to_owned());
            }
        };
        for instance in &self.node.components {
            let Some(line) = instance.command_line() else { continue };
            let flags: &[(&str, Option<&str>)] = match instance.component.as_str() {
                "containerd" => &[("address", Some("a"))],
                "cri-o" => &[("listen", None)],
                "dockerd" => &[("host", Some("H"))],
                _ => continue,
            };
            let component = self.request.content.components.get(&instance.component);
            let title = component.map_or(instance.component.as_str(), |one| one.title.as_str());
            for (long, short) in flags {
                line.values(long, *short).for_each(|(address, _)| add(address, title));
            }
        }
        let around = self.node.surroundings.as_deref();
        for runtime in around.map(|around| around.runtimes.as_slice()).unwrap_or_default() {
            for listen in &runtime.listens {
                add(&listen.address, "Docker");
            }
            let trees =
                runtime.documents.iter().filter_map(|path| self.node.documents.get(path)?.tree());
            for tree in trees {
                for (place, title) in [("grpc.address", "containerd"), ("crio.api.listen", "CRI-O")]
                {
                    if let Some(address) = tree.at(place).and_then(Tree::as_str) {
                        add(address, title);
                    }
                }
                let server =
                    tree.get("plugins").and_then(|one| one.get("io.containerd.server.v1.grpc"));
                if let Some(address) =
                    server.and_then(|one| one.get("address")).and_then(Tree::as_str)
                {
                    add(address, "containerd");
                }
                for host in tree.get("hosts").map(Tree::items).unwrap_or_default() {
                    add(host.as_str().unwrap_or_default(), "Docker");
                }
            }
        }
        for kubelet in self.node.components.iter().filter(|one| one.component == "kubelet") {
            let settings = Settings::new(
                self.request.content,
                kubelet,
                &self.node.documents,
                self.version(kubelet),
            );
            if let Some(settings) = settings
                && let Some(address) = settings.get("container-runtime-endpoint").text()
            {
                add(address, "the runtime of the kubelet");
            }
        }
        for (path, runtime) in wanted {
            let fact = file_fact(self.request.fs, &self.users, &path);
            if fact.state == FileState::Absent {
                continue;
            }
            let group_members = match &fact.state {
                FileState::Present(stat) => self.users.members(stat.gid),
                _ => Vec::new(),
            };
            self.node.files.entry(path.clone()).or_insert(fact);
            self.around().sockets.push(RuntimeSocket { path, runtime, group_members });
        }
    }
}

/// Reads a file of a runtime: JSON where it begins like JSON, else TOML; secrets taken out.
fn read(fs: &dyn FileSystem, path: &str) -> DocumentState {
    let bytes = match fs.read(path, FILE) {
        Ok(bytes) => bytes,
        Err(error) if error.is_absent() => return DocumentState::Absent,
        Err(error) => return DocumentState::Unreadable { reason: error.to_string() },
    };
    let Ok(text) = String::from_utf8(bytes) else {
        return DocumentState::Unreadable { reason: "not UTF-8".to_owned() };
    };
    let parsed = if path.ends_with(".json") || text.trim_start().starts_with('{') {
        parse_yaml(&text, Limits::default())
    } else {
        parse_toml(&text, Limits::default()).map(|tree| vec![tree])
    };
    match parsed {
        Ok(mut trees) => {
            redact::trees(DocumentKind::Runtime, &mut trees);
            DocumentState::Parsed(trees)
        }
        Err(error) => DocumentState::Unreadable { reason: format!("not valid: {error}") },
    }
}

/// `ListenStream=` of the `[Socket]` section; an empty one forgets those before it.
fn listen_lines(text: &str, file: &str, listens: &mut Vec<Listen>) {
    let mut in_socket = false;
    for (line, number) in text.lines().zip(1_u32..) {
        let line = line.trim();
        if line.starts_with('[') {
            in_socket = line == "[Socket]";
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        if in_socket && key.trim() == "ListenStream" {
            match value.trim() {
                "" => listens.clear(),
                address => listens.push(Listen {
                    address: address.to_owned(),
                    file: file.to_owned(),
                    line: number,
                }),
            }
        }
    }
}
