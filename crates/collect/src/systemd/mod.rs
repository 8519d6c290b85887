//! Service units of systemd, read the way systemd.unit(5) and systemd.exec(5) describe.
//!
//! ```text
//! unit + drop-ins ──► unit_file ──► ExecStart=, Environment=, EnvironmentFile=
//!                                        │ words: quotes and escapes
//!                                        ▼
//!                     environment ──► expand: %i, $VAR, ${VAR} ──► Definition
//! ```
//!
//! systemd itself is never asked: what it would say is on the disk.

mod command;
mod environment;
mod expand;
mod unit_file;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_model::{Definition, DefinitionKind, Problem};

use crate::fs::{DirEntry, EntryKind, FileSystem, LookError};
use unit_file::Assignment;

/// Where units lie, the first one first in rank (systemd.unit(5), "System Unit Search Path").
pub(crate) const DIRECTORIES: [&str; 8] = [
    "/etc/systemd/system.control",
    "/run/systemd/transient",
    "/etc/systemd/system",
    "/run/systemd/system",
    "/run/systemd/generator",
    "/usr/local/lib/systemd/system",
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
];
/// Entries of one of these directories.
const ENTRIES: usize = 20_000;
/// Bytes of a unit, a drop-in or an environment file.
const FILE: u64 = 1 << 20;
/// Drop-ins of one unit.
const DROP_INS: usize = 256;

/// The service units below a root, and where they lie.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// For each directory that is there: names and kinds of its entries.
    directories: Vec<(&'static str, BTreeMap<String, EntryKind>)>,
    /// Units that are only another name of a unit.
    aliases: BTreeMap<String, String>,
    /// Directories that are there and could not be listed.
    pub problems: Vec<Problem>,
}

/// Names of all service units, each once. See [`Units`] for what could not be listed.
#[must_use]
pub fn list_units(fs: &dyn FileSystem) -> Vec<String> {
    Units::find(fs).names()
}

impl Units {
    /// Lists the unit directories.
    #[must_use]
    pub fn find(fs: &dyn FileSystem) -> Self {
        let mut this = Self::default();
        for directory in DIRECTORIES {
            match fs.list(directory, ENTRIES) {
                Ok(entries) => {
                    let wanted = |entry: &DirEntry| {
                        entry.name.ends_with(".service") || entry.name.ends_with("service.d")
                    };
                    let entries = entries.into_iter().filter(wanted);
                    let entries = entries.map(|entry| (entry.name, entry.kind)).collect();
                    this.directories.push((directory, entries));
                }
                Err(error) if error.is_absent() => {}
                Err(error) => this.problems.push(problem(directory, &error)),
            }
        }
        this.find_aliases(fs);
        this
    }

    /// A link to a unit of another name is an alias; one to the template of its own name is not.
    fn find_aliases(&mut self, fs: &dyn FileSystem) {
        let all: BTreeSet<String> = self.services().map(str::to_owned).collect();
        for (directory, entries) in &self.directories {
            for name in
                entries.iter().filter(|(_, kind)| **kind == EntryKind::Link).map(|one| one.0)
            {
                let Ok(target) = fs.read_link(&format!("{directory}/{name}")) else { continue };
                let target = target.rsplit('/').next().unwrap_or_default();
                let known = all.contains(target) && target != name;
                if known && template_of(name).as_deref() != Some(target) {
                    self.aliases.entry(name.clone()).or_insert_with(|| target.to_owned());
                }
            }
        }
    }

    fn services(&self) -> impl Iterator<Item = &str> {
        self.directories
            .iter()
            .flat_map(|(_, entries)| entries.keys())
            .map(String::as_str)
            .filter(|name| name.ends_with(".service"))
    }

    /// Names of all service units, sorted, each once; other names of the same unit are left out.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let names: BTreeSet<&str> =
            self.services().filter(|name| !self.aliases.contains_key(*name)).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// What unit `name` would run; `None` when there is no such unit, or it is masked, or it starts
    /// nothing. Secrets are redacted. `programs` are those to look for behind a shell
    /// (`sh -c "exec kubelet ..."`).
    ///
    /// # Errors
    ///
    /// The problem when the unit is there and cannot be read.
    pub fn definition(
        &self,
        fs: &dyn FileSystem,
        name: &str,
        programs: &[&str],
    ) -> Result<Option<Definition>, Problem> {
        let Some((directory, kind, file_name)) = self.find_file(name) else { return Ok(None) };
        let path = format!("{directory}/{file_name}");
        if kind == EntryKind::Link && is_mask(fs, &path) {
            return Ok(None);
        }
        let content = fs.read(&path, FILE).map_err(|error| problem(&path, &error))?;
        // systemd takes an empty file for a mask too.
        if content.is_empty() {
            return Ok(None);
        }
        let mut problems = Vec::new();
        let mut assignments = parse(&content, &path, &mut problems);
        let mut files = Vec::new();
        for drop_in in self.drop_ins(fs, name, &mut problems) {
            match fs.read(&drop_in, FILE) {
                Ok(content) => assignments.extend(parse(&content, &drop_in, &mut problems)),
                Err(error) => problems.push(format!("{drop_in} could not be read: {error}")),
            }
            files.push(drop_in);
        }
        let service = command::Service { name, fs, programs };
        let command_line = service.command_line(&assignments, &mut files, &mut problems);
        let Some(command_line) = command_line else { return Ok(None) };
        let kind = DefinitionKind::SystemdUnit;
        Ok(Some(Definition { kind, path, files, command_line, image: None, problems }))
    }

    /// The directory of the first rank that has the unit, or its template.
    fn find_file(&self, name: &str) -> Option<(&'static str, EntryKind, String)> {
        let find = |name: &str| {
            self.directories.iter().find_map(|(directory, entries)| {
                entries.get(name).map(|kind| (*directory, *kind, name.to_owned()))
            })
        };
        find(name).or_else(|| find(&template_of(name)?))
    }

    /// Paths of the drop-ins of `name` in the order in which they apply: by file name, and of the
    /// same file name only the one of the first rank.
    fn drop_ins(&self, fs: &dyn FileSystem, name: &str, problems: &mut Vec<String>) -> Vec<String> {
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        let aliases = self.aliases.iter().filter(|(_, target)| *target == name);
        let names = std::iter::once(name).chain(aliases.map(|(alias, _)| alias.as_str()));
        let mut folders: Vec<String> = names.flat_map(drop_in_folders).collect();
        // What applies to all services has the last rank.
        folders.push("service.d".to_owned());
        for folder in folders {
            for (directory, entries) in &self.directories {
                if !entries.contains_key(&folder) {
                    continue;
                }
                let path = format!("{directory}/{folder}");
                match fs.list(&path, DROP_INS) {
                    Ok(entries) => {
                        let files = entries.into_iter().filter(|one| one.name.ends_with(".conf"));
                        for file in files {
                            let whole = format!("{path}/{}", file.name);
                            found.entry(file.name).or_insert(whole);
                        }
                    }
                    Err(error) => problems.push(format!("{path} could not be listed: {error}")),
                }
            }
        }
        found.into_values().filter(|path| !is_mask(fs, path)).collect()
    }
}

/// Folders of drop-ins for a unit, the most particular first: `a-b.service.d`, `a-.service.d`; for
/// an instance also those of its template.
fn drop_in_folders(name: &str) -> Vec<String> {
    let mut folders = vec![format!("{name}.d")];
    folders.extend(template_of(name).map(|template| format!("{template}.d")));
    let stem = name.strip_suffix(".service").unwrap_or(name);
    let dashes = stem.char_indices().filter(|(_, one)| *one == '-').map(|(index, _)| index);
    let mut dashes: Vec<usize> = dashes.filter(|index| index + 1 < stem.len()).collect();
    dashes.reverse();
    let prefixes = dashes.into_iter().take(64).filter_map(|index| stem.get(..=index));
    folders.extend(prefixes.map(|prefix| format!("{prefix}.service.d")));
    folders
}

/// `a@.service` of `a@b.service`.
fn template_of(name: &str) -> Option<String> {
    let (prefix, instance) = name.strip_suffix(".service")?.split_once('@')?;
    (!instance.is_empty()).then(|| format!("{prefix}@.service"))
}

fn is_mask(fs: &dyn FileSystem, path: &str) -> bool {
    fs.read_link(path).is_ok_and(|target| target == "/dev/null")
}

fn parse(content: &[u8], path: &str, problems: &mut Vec<String>) -> Vec<Assignment> {
    unit_file::parse(&String::from_utf8_lossy(content), path, problems)
}

fn problem(path: &str, error: &LookError) -> Problem {
    Problem { subject: path.to_owned(), reason: error.to_string(), component: None }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
