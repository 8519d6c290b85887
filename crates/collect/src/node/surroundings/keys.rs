//! Private keys and certificates: those that components name, and those in folders of keys.

use std::collections::BTreeMap;

use plimsoll_content::Refers;
use plimsoll_model::{Area, PrivateKeyFile};

use super::super::Look;
use super::FILE;
use crate::certificates;
use crate::fs::EntryKind;

/// Files of one folder that are looked into, and how deep.
const FILES: usize = 5000;
const DEPTH: usize = 5;
/// Endings of files that may hold keys or certificates.
const ENDINGS: [&str; 5] = [".key", ".pem", ".crt", ".cert", ".cer"];

impl Look<'_> {
    pub(super) fn keys(&mut self) {
        let mut keys: BTreeMap<String, String> = BTreeMap::new();
        for index in 0..self.node.components.len() {
            let Some(instance) = self.node.components.get(index).cloned() else { continue };
            for (_, path, refers) in self.named_paths(&instance) {
                if refers == Refers::PrivateKey {
                    let host = instance.host_path(&path).to_owned();
                    keys.entry(host).or_insert_with(|| format!("{} names it", instance.id));
                }
            }
        }
        let places = &self.request.content.places;
        for folder in &places.key_folders {
            let mut left = FILES;
            self.keys_below(folder, 0, &mut left, &mut keys);
        }
        // Public halves are named as keys too (`--service-account-key-file`).
        for (path, known_by) in keys {
            let public = self
                .request
                .fs
                .read(&path, FILE)
                .is_ok_and(|bytes| !has(&bytes, b"PRIVATE KEY-----"));
            if public {
                continue;
            }
            self.note_file(&path);
            self.around().private_keys.push(PrivateKeyFile { path, known_by });
        }
    }

    fn keys_below(
        &mut self,
        folder: &str,
        depth: usize,
        left: &mut usize,
        keys: &mut BTreeMap<String, String>,
    ) {
        for (name, kind) in self.entries(Area::Keys, folder) {
            let path = format!("{folder}/{name}");
            if kind == EntryKind::Directory {
                if depth < DEPTH {
                    self.keys_below(&path, depth + 1, left, keys);
                }
                continue;
            }
            if !matches!(kind, EntryKind::File | EntryKind::Link)
                || !ENDINGS.iter().any(|ending| name.ends_with(ending))
            {
                continue;
            }
            if *left == 0 {
                let error = crate::fs::LookError::TooLarge { limit: FILES as u64 };
                self.blind_around(Area::Keys, folder, &error);
                return;
            }
            *left -= 1;
            match self.request.fs.read(&path, FILE) {
                Err(error) if error.is_absent() => {}
                // What is called a key is one; metadata is enough to judge it.
                Err(_) if name.ends_with(".key") || name.ends_with("-key.pem") => {
                    keys.entry(path).or_insert_with(|| "its name".to_owned());
                }
                Err(error) => self.blind_around(Area::Keys, &path, &error),
                Ok(bytes) => {
                    if has(&bytes, b"PRIVATE KEY-----") {
                        keys.entry(path.clone()).or_insert_with(|| "its content".to_owned());
                    }
                    if has(&bytes, b"CERTIFICATE-----")
                        && !self.node.certificates.contains_key(&path)
                    {
                        let parsed = certificates::parse(&path, &bytes);
                        self.node.certificates.insert(path, parsed);
                    }
                }
            }
        }
    }
}

fn has(bytes: &[u8], words: &[u8]) -> bool {
    memchr::memmem::find(bytes, words).is_some()
}
