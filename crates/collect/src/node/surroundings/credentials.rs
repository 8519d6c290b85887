//! Credentials that lie about: kubeconfigs in home folders, bootstrap kubeconfigs, files for
//! kubeadm, copies of etcd's data. Their secrets are seen and not kept.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plimsoll_model::{
    Area, Blind, CredentialFile, CredentialKind, CredentialPlace, DocumentKind, FileKind,
    HeldSecret, Tree, Value,
};
use plimsoll_source::{Limits, parse_yaml};

use super::super::Look;
use super::FILE;
use crate::certificates;
use crate::fs::EntryKind;

/// Homes that are looked into.
const HOMES: usize = 2000;
/// Files that are looked into, over all places.
const FILES: usize = 5000;
impl Look<'_> {
    pub(super) fn credentials(&mut self) {
        let mut wanted: BTreeMap<String, CredentialPlace> = BTreeMap::new();
        let places = &self.request.content.places;
        for folder in &places.credential_folders {
            for (name, kind) in self.entries(Area::Credentials, folder) {
                if kind == EntryKind::Directory || !may_be_yaml(&name) {
                    continue;
                }
                wanted.insert(format!("{folder}/{name}"), CredentialPlace::Installation);
            }
        }
        for path in &places.credential_files {
            wanted.insert(path.clone(), CredentialPlace::Installation);
        }
        let kubeconfigs =
            self.node.documents.values().filter(|one| one.kind == DocumentKind::Kubeconfig);
        for document in kubeconfigs {
            wanted.entry(document.path.clone()).or_insert(CredentialPlace::Installation);
        }
        for folder in ["/tmp", "/var/tmp"] {
            for (name, kind) in self.entries(Area::Credentials, folder) {
                if kind == EntryKind::File && is_telling(&name) {
                    wanted.insert(format!("{folder}/{name}"), CredentialPlace::Temporary);
                }
            }
        }
        for home in self.homes() {
            let kube = format!("{home}/.kube");
            for (name, kind) in self.entries(Area::Credentials, &kube) {
                if matches!(kind, EntryKind::File | EntryKind::Link) {
                    wanted.entry(format!("{kube}/{name}")).or_insert(CredentialPlace::Home);
                }
            }
            for (name, kind) in self.entries(Area::Credentials, &home) {
                if matches!(kind, EntryKind::File | EntryKind::Link) && is_telling(&name) {
                    wanted.entry(format!("{home}/{name}")).or_insert(CredentialPlace::Home);
                }
            }
        }
        for (number, (path, place)) in wanted.into_iter().enumerate() {
            if number >= FILES {
                let error = crate::fs::LookError::TooLarge { limit: FILES as u64 };
                self.blind_around(Area::Credentials, &path, &error);
                break;
            }
            self.credential_file(&path, place);
        }
        // What `kubeadm upgrade` put aside.
        let folder = "/etc/kubernetes/tmp";
        for (name, kind) in self.entries(Area::Credentials, folder) {
            if kind == EntryKind::Directory && name.starts_with("kubeadm-backup-etcd-") {
                let path = format!("{folder}/{name}");
                self.note_file(&path);
                self.around().credentials.push(CredentialFile {
                    path,
                    kind: CredentialKind::EtcdBackup,
                    place: CredentialPlace::Installation,
                    holds: Vec::new(),
                    certificates: Vec::new(),
                    problem: None,
                });
            }
        }
    }

    /// Home folders: those of root and of people, and everything in `/home`.
    fn homes(&mut self) -> BTreeSet<String> {
        // Who cannot be read may have a home anywhere.
        for problem in self.users.problems.clone() {
            let (area, subject, reason) = (Area::Credentials, problem.subject, problem.reason);
            self.around().blind.push(Blind { area, subject, reason });
        }
        let mut homes: BTreeSet<String> = self.users.homes().into_iter().collect();
        homes.insert("/root".to_owned());
        for (name, kind) in self.entries(Area::Credentials, "/home") {
            if kind == EntryKind::Directory {
                homes.insert(format!("/home/{name}"));
            }
        }
        homes.into_iter().take(HOMES).collect()
    }

    fn credential_file(&mut self, path: &str, place: CredentialPlace) {
        let fs = self.request.fs;
        match fs.stat(path) {
            Ok(stat) if stat.kind == FileKind::File => {}
            Ok(_) => return,
            Err(error) if error.is_absent() => return,
            Err(_) => {}
        }
        let mut file = CredentialFile {
            path: path.to_owned(),
            kind: CredentialKind::Unknown,
            place,
            holds: Vec::new(),
            certificates: Vec::new(),
            problem: None,
        };
        match fs.read(path, FILE) {
            Err(error) if error.is_absent() => return,
            Err(error) => file.problem = Some(error.to_string()),
            Ok(bytes) => {
                let Ok(text) = String::from_utf8(bytes) else { return };
                if !looks_like_one(&text) {
                    return;
                }
                match parse_yaml(&text, Limits::default()) {
                    Ok(trees) => trees.iter().for_each(|tree| look_into(tree, &mut file)),
                    Err(error) => file.problem = Some(format!("not valid YAML: {error}")),
                }
                if file.kind == CredentialKind::Unknown && file.problem.is_none() {
                    return;
                }
            }
        }
        self.note_file(path);
        self.around().credentials.push(file);
    }
}

/// Whether a file of an installation's folder may be a kubeconfig or one for kubeadm.
fn may_be_yaml(name: &str) -> bool {
    const OTHER: [&str; 8] =
        [".crt", ".pem", ".key", ".sock", ".checkpoint", ".db", ".json", ".env"];
    !OTHER.iter().any(|ending| name.ends_with(ending)) && !name.ends_with("_state")
}

/// Names that people give to copies of kubeconfigs and to files for kubeadm.
fn is_telling(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.contains("kubeconfig")
        || lower.contains("kubeadm")
        || lower.starts_with("admin.conf")
        || lower.starts_with("super-admin.conf")
        || lower.starts_with("kube.conf")
        || lower.starts_with("kube-config")
        || lower.starts_with("k3s.yaml")
        || lower.starts_with("rke2.yaml")
        || lower.starts_with("kubelet.conf")
        || lower.starts_with("bootstrap-kubelet")
}

fn looks_like_one(text: &str) -> bool {
    ["clusters", "kubeadm.k8s.io", "current-context"].iter().any(|word| text.contains(word))
}

/// Notes what a document is and which secrets it holds.
fn look_into(tree: &Tree, file: &mut CredentialFile) {
    let version = tree.get("apiVersion").and_then(Tree::as_str).unwrap_or_default();
    if version.starts_with("kubeadm.k8s.io/") {
        file.kind = CredentialKind::Kubeadm;
        kubeadm(tree, file, 0);
        return;
    }
    if tree.get("users").is_none() && tree.get("clusters").is_none() {
        return;
    }
    file.kind = CredentialKind::Kubeconfig;
    for entry in tree.get("users").map(Tree::items).unwrap_or_default() {
        let user = entry.get("name").and_then(Tree::as_str).map(str::to_owned);
        let Some(tree) = entry.get("user") else { continue };
        for field in tree.entries() {
            let what = match field.key.as_str() {
                "client-key-data" => "private key",
                "token" if field.value.as_str().is_some_and(is_bootstrap_token) => {
                    "bootstrap token"
                }
                "token" => "token",
                "password" => "password",
                "client-certificate-data" => {
                    let decoded =
                        field.value.as_str().and_then(|data| STANDARD.decode(data.trim()).ok());
                    let parsed = decoded.map(|pem| certificates::parse(&file.path, &pem));
                    file.certificates
                        .extend(parsed.into_iter().flat_map(|one| one.certificates).take(1));
                    continue;
                }
                _ => continue,
            };
            let empty = field.value.is_null() || field.value.as_str() == Some("");
            if !empty {
                let (what, line) = (what.to_owned(), field.line);
                file.holds.push(HeldSecret { what, user: user.clone(), line });
            }
        }
    }
}

/// Bootstrap tokens and certificate keys, wherever the version of the file has them.
fn kubeadm(tree: &Tree, file: &mut CredentialFile, depth: usize) {
    if depth > 20 {
        return;
    }
    for entry in tree.entries() {
        let text = entry.value.as_str().unwrap_or_default();
        let what = match entry.key.as_str() {
            "token" | "tlsBootstrapToken" if is_bootstrap_token(text) => Some("bootstrap token"),
            "certificateKey" if !text.is_empty() => Some("certificate key"),
            _ => None,
        };
        if let Some(what) = what {
            let (what, line) = (what.to_owned(), entry.line);
            file.holds.push(HeldSecret { what, user: None, line });
        }
        kubeadm(&entry.value, file, depth + 1);
    }
    if let Value::List(items) = &tree.value {
        items.iter().for_each(|item| kubeadm(item, file, depth + 1));
    }
}

/// `abcdef.0123456789abcdef`.
fn is_bootstrap_token(text: &str) -> bool {
    let legal =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.split_once('.').is_some_and(|(id, secret)| {
        id.len() == 6 && secret.len() == 16 && legal(id) && legal(secret)
    })
}
