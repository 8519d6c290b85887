//! The files that components name: configuration, policies, certificates, everything with a path.

use plimsoll_content::Refers;
use plimsoll_model::{
    Document, DocumentKind, DocumentState, FileFact, FileState, Instance, Version,
};
use plimsoll_settings::{Outcome, PluginConfiguration, SettingValue, Settings, admission_plugins};
use plimsoll_source::{Limits, parse_yaml};

use super::{Look, View};
use crate::fs::{EntryKind, FileSystem, LookError, file_fact};
use crate::{certificates, mounts, redact, static_pods};

const DOCUMENT_BYTES: u64 = 4 << 20;
const DROP_INS: usize = 1000;
const DROP_IN_DEPTH: usize = 8;

/// A path of a component's configuration, as it is to be looked at.
pub(crate) struct Resolved<'v> {
    /// The host's path; for a file that only the container has, its path below `/proc`.
    pub(crate) host: String,
    /// Where its content is read.
    fs: &'v dyn FileSystem,
    /// Its path there.
    path: String,
    /// Whether the host's own file system shows the same file.
    on_host: bool,
}

impl<'v> Resolved<'v> {
    /// Where it is read: the file system, and its path there.
    pub(crate) fn place(&self) -> (&'v dyn FileSystem, &str) {
        (self.fs, &self.path)
    }
}

impl Look<'_> {
    /// Follows every path that an instance's settings name.
    pub(crate) fn references(&mut self) {
        for index in 0..self.node.components.len() {
            let Some(instance) = self.node.components.get(index).cloned() else { continue };
            let view = self.views.remove(&instance.id).unwrap_or(View::Host);
            self.configuration_documents(&instance, &view);
            let paths = self.named_paths(&instance);
            let (mut mapped, mut further) = (Vec::new(), Vec::new());
            for (path, absolute, refers) in paths {
                if let Some(host) = self.follow(&view, refers, (&path, &absolute), &mut mapped) {
                    further.extend(self.plugin_files(refers, &absolute, &host));
                }
            }
            for (path, refers) in further {
                self.follow(&view, refers, (&path, &path), &mut mapped);
            }
            if let Some(kept) = self.node.components.get_mut(index) {
                kept.host_paths.extend(mapped);
            }
            self.views.insert(instance.id.clone(), view);
        }
    }

    /// Looks at a path, as it is written and from `/` on, and says which file of the host that was.
    fn follow(
        &mut self,
        view: &View,
        refers: Refers,
        (path, absolute): (&str, &str),
        mapped: &mut Vec<(String, String)>,
    ) -> Option<String> {
        let resolved = match self.resolve(view, absolute) {
            Ok(resolved) => resolved,
            Err(reason) => {
                self.blind(refers, path, &reason);
                return None;
            }
        };
        let Resolved { host, fs, path: inner, on_host } = resolved;
        if host != path {
            mapped.push((path.to_owned(), host.clone()));
        }
        self.look_at(refers, &host, fs, &inner, on_host);
        Some(host)
    }

    /// Reads the configuration file of an instance and its drop-ins.
    pub(crate) fn configuration_documents(&mut self, instance: &Instance, view: &View) {
        let (config, drop_ins) = {
            let documents = &self.node.documents;
            let Some(settings) = Settings::new(self.request.content, instance, documents, None)
            else {
                return;
            };
            let configs: Vec<String> =
                settings.argument_map_path().into_iter().chain(settings.config_path()).collect();
            (configs, settings.drop_in_directory())
        };
        let mut mapped = Vec::new();
        for path in config {
            match self.resolve(view, &path) {
                Ok(resolved) => {
                    if resolved.host != path {
                        mapped.push((path, resolved.host.clone()));
                    }
                    let document = document(&resolved, DocumentKind::Configuration);
                    let (host, on_host) = (resolved.host.clone(), resolved.on_host);
                    let (fs, inner) = (resolved.fs, resolved.path.clone());
                    self.stat(&host, fs, &inner, on_host);
                    self.keep(document);
                }
                Err(reason) => self.blind(Refers::Configuration, &path, &reason),
            }
        }
        if let Some(directory) = drop_ins {
            match self.resolve(view, &directory) {
                Ok(resolved) => {
                    if resolved.host != directory {
                        mapped.push((directory, resolved.host.clone()));
                    }
                    let found = drop_in_documents(&resolved);
                    let (fs, on_host) = (resolved.fs, resolved.on_host);
                    for (document, inner) in found {
                        let host = document.path.clone();
                        self.stat(&host, fs, &inner, on_host);
                        self.keep(document);
                    }
                }
                Err(reason) => self.blind(Refers::Configuration, &directory, &reason),
            }
        }
        let kept = self
            .node
            .components
            .iter_mut()
            .find(|kept| kept.id == instance.id && kept.process == instance.process);
        if let Some(kept) = kept {
            kept.host_paths.extend(mapped);
        }
    }

    /// Files that the plugins of an AdmissionConfiguration have their own configuration in.
    fn plugin_files(&self, refers: Refers, path: &str, host: &str) -> Vec<(String, Refers)> {
        let tree = self.node.documents.get(host).and_then(Document::tree);
        let Some(tree) = tree.filter(|_| refers == Refers::Admission) else { return Vec::new() };
        admission_plugins(path, tree)
            .filter_map(|(_, _, configuration)| match configuration {
                PluginConfiguration::File(file) => Some((file, refers)),
                _ => None,
            })
            .collect()
    }

    /// Paths that the effective settings of an instance name, with what they lead to.
    pub(crate) fn named_paths(&self, instance: &Instance) -> Vec<(String, String, Refers)> {
        let Some(instance) = self.node.components.iter().find(|kept| kept.id == instance.id) else {
            return Vec::new();
        };
        let version = self.version(instance);
        let Some(settings) =
            Settings::new(self.request.content, instance, &self.node.documents, version)
        else {
            return Vec::new();
        };
        // As written, and as it is looked for, which differs where paths begin beside the file.
        let beside = settings.config_path().filter(|_| settings.component().paths_beside_config);
        let beside = beside
            .and_then(|path| path.rsplit_once('/').map(|(directory, _)| directory.to_owned()));
        let mut paths = Vec::new();
        for setting in settings.component().settings.values() {
            let Some(refers) = setting.refers else { continue };
            let Outcome::Value(effective) = settings.get(&setting.key) else { continue };
            let list = match effective.value {
                SettingValue::Text(path) if !path.is_empty() => vec![path],
                SettingValue::List(list) => list,
                _ => continue,
            };
            let absolute = |path: &String| match &beside {
                Some(directory) if !path.starts_with('/') => format!("{directory}/{path}"),
                _ => path.clone(),
            };
            paths.extend(list.into_iter().map(|path| {
                let absolute = absolute(&path);
                (path, absolute, refers)
            }));
        }
        paths
    }

    pub(crate) fn version(&self, instance: &Instance) -> Option<Version> {
        let component = self.request.content.components.get(&instance.component)?;
        if component.versions == plimsoll_content::VersionLine::Kubernetes
            && self.request.stated_version.is_some()
        {
            return self.request.stated_version;
        }
        instance.versions.first().map(|evidence| evidence.version)
    }

    /// Where a path of an instance's configuration is to be looked at.
    pub(crate) fn resolve<'v>(&self, view: &'v View, path: &str) -> Result<Resolved<'v>, String>
    where
        Self: 'v,
    {
        if !path.starts_with('/') {
            return Err("a relative path: it depends on the working directory".to_owned());
        }
        let fs = self.request.fs;
        match view {
            View::Closed(reason) => Err(reason.clone()),
            View::Host => Ok(Resolved {
                host: path.to_owned(),
                fs: self.lent(fs),
                path: path.to_owned(),
                on_host: true,
            }),
            View::Volumes(map) => {
                let host = static_pods::host_path(map, path).unwrap_or_else(|| path.to_owned());
                Ok(Resolved { path: host.clone(), host, fs: self.lent(fs), on_host: true })
            }
            View::Namespace { root, mounts, host, pid } => {
                // The host's path counts only when it leads to the same file; the same path is
                // tried first, since that is what people type.
                let same_file = |candidate: &str| match (root.stat(path), fs.stat(candidate)) {
                    (Ok(inside), Ok(outside)) => {
                        (inside.dev, inside.ino) == (outside.dev, outside.ino)
                    }
                    (Err(inside), Err(outside)) => inside.is_absent() && outside.is_absent(),
                    _ => false,
                };
                let mapped = Some(path.to_owned())
                    .filter(|same| same_file(same))
                    .or_else(|| mounts::host_path(mounts, host, path).filter(|one| same_file(one)));
                let same = mapped.is_some();
                let host = match mapped {
                    Some(mapped) => mapped,
                    None => format!("/proc/{pid}/root{path}"),
                };
                Ok(Resolved { host, fs: root.as_ref(), path: path.to_owned(), on_host: same })
            }
        }
    }

    /// The request's file system for as long as a view is borrowed.
    fn lent<'v>(&self, fs: &'v dyn FileSystem) -> &'v dyn FileSystem {
        fs
    }

    fn look_at(
        &mut self,
        refers: Refers,
        host: &str,
        fs: &dyn FileSystem,
        inner: &str,
        on_host: bool,
    ) {
        self.stat(host, fs, inner, on_host);
        if refers == Refers::Certificate {
            if !self.node.certificates.contains_key(host) {
                let mut file = certificates::read(fs, inner);
                host.clone_into(&mut file.path);
                self.node.certificates.insert(host.to_owned(), file);
            }
            return;
        }
        let Some(kind) = document_kind(refers) else { return };
        if !self.node.documents.contains_key(host) {
            let document = read_document(fs, inner, host, kind);
            self.keep(document);
        }
    }

    /// Metadata of a file: the host's own where it shows the same file.
    pub(crate) fn stat(&mut self, host: &str, fs: &dyn FileSystem, inner: &str, on_host: bool) {
        if self.node.files.contains_key(host) {
            return;
        }
        let mut fact = if on_host {
            file_fact(self.request.fs, &self.users, host)
        } else {
            file_fact(fs, &self.users, inner)
        };
        host.clone_into(&mut fact.path);
        self.node.files.insert(host.to_owned(), fact);
    }

    /// Writes down that a path could not be looked at.
    fn blind(&mut self, refers: Refers, path: &str, reason: &str) {
        let state = FileState::Unreadable { reason: reason.to_owned() };
        let fact = FileFact { path: path.to_owned(), state };
        self.node.files.entry(path.to_owned()).or_insert(fact);
        if refers == Refers::Certificate {
            self.node.certificates.entry(path.to_owned()).or_insert_with(|| {
                plimsoll_model::CertificateFile {
                    path: path.to_owned(),
                    certificates: Vec::new(),
                    problem: Some(reason.to_owned()),
                }
            });
        }
        if let Some(kind) = document_kind(refers) {
            let state = DocumentState::Unreadable { reason: reason.to_owned() };
            self.keep(Document { path: path.to_owned(), kind, state });
        }
    }
}

const fn document_kind(refers: Refers) -> Option<DocumentKind> {
    match refers {
        Refers::Kubeconfig => Some(DocumentKind::Kubeconfig),
        Refers::Configuration => Some(DocumentKind::Configuration),
        Refers::AuditPolicy => Some(DocumentKind::AuditPolicy),
        Refers::Encryption => Some(DocumentKind::Encryption),
        Refers::Admission => Some(DocumentKind::Admission),
        Refers::Authentication => Some(DocumentKind::Authentication),
        Refers::Authorization => Some(DocumentKind::Authorization),
        Refers::Certificate | Refers::PrivateKey | Refers::File | Refers::Directory => None,
    }
}

fn document(resolved: &Resolved<'_>, kind: DocumentKind) -> Document {
    read_document(resolved.fs, &resolved.path, &resolved.host, kind)
}

/// Reads a configuration file and takes its secrets out.
fn read_document(fs: &dyn FileSystem, path: &str, host: &str, kind: DocumentKind) -> Document {
    let state = match fs.read(path, DOCUMENT_BYTES) {
        Err(error) if error.is_absent() => DocumentState::Absent,
        Err(error) => DocumentState::Unreadable { reason: error.to_string() },
        Ok(bytes) => match String::from_utf8(bytes) {
            Err(_) => DocumentState::Unreadable { reason: "not UTF-8".to_owned() },
            Ok(text) => match parse_yaml(&text, Limits::default()) {
                Ok(mut trees) => {
                    redact::trees(kind, &mut trees);
                    DocumentState::Parsed(trees)
                }
                Err(error) => {
                    DocumentState::Unreadable { reason: format!("not valid YAML: {error}") }
                }
            },
        },
    };
    Document { path: host.to_owned(), kind, state }
}

/// The kubelet's drop-ins: files whose name ends in `.conf`, in the directory and below it.
/// Source: `cmd/kubelet/app/server.go`, `mergeKubeletConfigurations`.
fn drop_in_documents(resolved: &Resolved<'_>) -> Vec<(Document, String)> {
    let mut found = Vec::new();
    if let Err(error) = walk_drop_ins(resolved, "", 0, &mut found) {
        let state = match error {
            error if error.is_absent() => DocumentState::Absent,
            error => DocumentState::Unreadable { reason: error.to_string() },
        };
        let kind = DocumentKind::DropIn;
        found.push((Document { path: resolved.host.clone(), kind, state }, resolved.path.clone()));
    }
    found
}

fn walk_drop_ins(
    resolved: &Resolved<'_>,
    below: &str,
    depth: usize,
    found: &mut Vec<(Document, String)>,
) -> Result<(), LookError> {
    let directory = format!("{}{below}", resolved.path.trim_end_matches('/'));
    for entry in resolved.fs.list(&directory, DROP_INS)? {
        let inner = format!("{below}/{}", entry.name);
        if entry.kind == EntryKind::Directory {
            if depth < DROP_IN_DEPTH {
                walk_drop_ins(resolved, &inner, depth + 1, found)?;
            }
        } else if entry.name.ends_with(".conf") {
            let path = format!("{}{inner}", resolved.path.trim_end_matches('/'));
            let host = format!("{}{inner}", resolved.host.trim_end_matches('/'));
            found.push((read_document(resolved.fs, &path, &host, DocumentKind::DropIn), path));
        }
    }
    Ok(())
}
