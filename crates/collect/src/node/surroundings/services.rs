//! Services of the system: whether they run, and whether systemd starts them.

use std::collections::BTreeSet;

use plimsoll_model::{Area, Program, Service};

use super::super::Look;
use crate::fs::EntryKind;
use crate::go_build::{self, Product};
use crate::processes::RawProcess;
use crate::systemd::DIRECTORIES;

/// Services that checks ask about, with their units.
const SERVICES: [(&str, &[&str]); 1] =
    [("sshd", &["sshd.service", "ssh.service", "sshd.socket", "ssh.socket"])];

/// The service that a process is, among those asked about.
pub(crate) fn service_of(process: &RawProcess) -> Option<&'static str> {
    // A listening sshd writes over its title: `sshd: /usr/sbin/sshd -D [listener] 0 of 10-100`.
    let title = process.arguments.first()?;
    let program = title.split([' ', ':']).next().unwrap_or_default();
    let name = program.rsplit('/').next().unwrap_or(program);
    // `sshd: alice [priv]` serves a session.
    if title.starts_with("sshd: ") && !title.contains("[listener]") {
        return None;
    }
    SERVICES.iter().find(|(service, _)| *service == name).map(|(service, _)| *service)
}

/// Where kubectl, or a program that is kubectl too, usually lies.
const KUBECTL: [&str; 8] = [
    "/bin/kubectl",
    "/usr/bin/kubectl",
    "/usr/local/bin/kubectl",
    "/opt/bin/kubectl",
    "/snap/bin/kubectl",
    "/root/.local/bin/kubectl",
    "/var/lib/rancher/rke2/bin/kubectl",
    "/usr/local/bin/k3s",
];

impl Look<'_> {
    /// Programs that are installed, with their versions.
    pub(super) fn programs(&mut self) {
        let mut seen = BTreeSet::new();
        for path in KUBECTL {
            let name = "kubectl".to_owned();
            let stat = match self.request.fs.stat(path) {
                Ok(stat) => stat,
                Err(error) if error.is_absent() => continue,
                Err(error) => {
                    let (path, problem) = (path.to_owned(), Some(error.to_string()));
                    self.around().programs.push(Program { name, path, version: None, problem });
                    continue;
                }
            };
            if !seen.insert((stat.dev, stat.ino)) {
                continue;
            }
            let told = go_build::version(self.request.fs, path, Product::Kubernetes);
            let (version, problem) = match told {
                Ok(evidence) => (Some(evidence.version), None),
                Err(reason) => (None, Some(reason)),
            };
            let path = path.to_owned();
            self.around().programs.push(Program { name, path, version, problem });
        }
    }

    pub(super) fn services(&mut self) {
        for (name, units) in SERVICES {
            let mut enabled = BTreeSet::new();
            let mut installed = BTreeSet::new();
            let mut masked = BTreeSet::new();
            for directory in DIRECTORIES {
                let entries = self.entries(Area::Services, directory);
                self.around().systemd |= !entries.is_empty();
                for (entry, kind) in entries {
                    let path = format!("{directory}/{entry}");
                    if units.contains(&entry.as_str()) {
                        let target = self.request.fs.read_link(&path).unwrap_or_default();
                        let alias = target.rsplit('/').next().unwrap_or_default();
                        if target == "/dev/null" {
                            masked.insert(entry);
                            continue;
                        }
                        // `Alias=` of an enabled unit: a link of another name.
                        if !alias.is_empty() && alias != entry && !directory.starts_with("/usr") {
                            enabled.insert(path.clone());
                        }
                        installed.insert(path);
                    } else if kind == EntryKind::Directory
                        && (entry.ends_with(".wants") || entry.ends_with(".requires"))
                    {
                        for (link, _) in self.entries(Area::Services, &path) {
                            if units.contains(&link.as_str()) {
                                enabled.insert(format!("{path}/{link}"));
                            }
                        }
                    }
                }
            }
            enabled.retain(|link: &String| {
                let unit = link.rsplit('/').next().unwrap_or_default();
                !masked.contains(unit)
            });
            let processes = self
                .notable
                .iter()
                .filter(|(service, _)| *service == name)
                .map(|(_, pid)| *pid)
                .collect();
            self.around().services.push(Service {
                name: name.to_owned(),
                processes,
                enabled_by: enabled.into_iter().collect(),
                units: installed.into_iter().collect(),
            });
        }
    }
}
