//! Services of the system: whether they run, and whether systemd starts them.

use std::collections::BTreeSet;

use plimsoll_model::{Area, Service};

use super::super::Look;
use crate::fs::EntryKind;
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
    SERVICES.iter().find(|(service, _)| *service == name).map(|(service, _)| *service)
}

impl Look<'_> {
    pub(super) fn services(&mut self) {
        for (name, units) in SERVICES {
            let mut enabled = BTreeSet::new();
            let mut installed = BTreeSet::new();
            for directory in DIRECTORIES {
                for (entry, kind) in self.entries(Area::Services, directory) {
                    let path = format!("{directory}/{entry}");
                    if units.contains(&entry.as_str()) {
                        let masked =
                            self.request.fs.read_link(&path).is_ok_and(|to| to == "/dev/null");
                        if !masked {
                            installed.insert(path);
                        }
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
