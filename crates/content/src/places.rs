//! Where credentials, keys and sockets lie on hosts: `components/places.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Places beside those that components name themselves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Places {
    /// Folders whose files may be kubeconfigs or files for kubeadm.
    pub credential_folders: Vec<String>,
    /// Single files of that kind.
    pub credential_files: Vec<String>,
    /// Folders of keys and certificates, with the folders in them.
    pub key_folders: Vec<String>,
    /// Sockets of container runtimes, with whose they are.
    pub sockets: BTreeMap<String, String>,
}

impl Places {
    /// The first path that is none of a host's root.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        self.credential_folders
            .iter()
            .chain(&self.credential_files)
            .chain(&self.key_folders)
            .chain(self.sockets.keys())
            .find(|path| !path.starts_with('/') || path.ends_with('/'))
            .map(String::as_str)
    }
}
