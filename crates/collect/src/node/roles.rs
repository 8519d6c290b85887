//! Which files play which role.

use plimsoll_content::FileRole;
use plimsoll_model::{DefinitionKind, FileFact, FileKind, FileState, PathSource, RoleFile};
use plimsoll_settings::{Outcome, SettingValue, Settings};

use super::Look;
use crate::certificates;
use crate::fs::{EntryKind, file_fact};

/// Files of a directory tree that are looked at, and how deep.
const TREE_FILES: usize = 5000;
const TREE_DEPTH: usize = 12;

/// A place where installations of a kind keep a file, or one that could not be looked for: its path
/// as far as it is known, and why.
type Known = Result<String, (String, String)>;

impl Look<'_> {
    /// Finds the files of every role and looks at them.
    pub(crate) fn roles(&mut self) {
        let content = self.request.content;
        for role in content.roles.values() {
            let mut files = self.files_of(role);
            if !role.within.is_empty() {
                files = self.within(role, &files);
            }
            files.sort_by(|one, other| one.path.cmp(&other.path));
            files.dedup_by(|one, other| one.path == other.path);
            for file in &files {
                self.look_at_host_file(&file.path);
                if role.id == "pki-certificate"
                    && !self.node.certificates.contains_key(&file.path)
                    && matches!(
                        self.node.files.get(&file.path).map(|fact| &fact.state),
                        Some(FileState::Present(_))
                    )
                {
                    let read = certificates::read(self.request.fs, &file.path);
                    self.node.certificates.insert(file.path.clone(), read);
                }
            }
            // Well-known places are guesses: one that is not there plays no role.
            files.retain(|file| {
                file.source != PathSource::WellKnown
                    || !matches!(
                        self.node.files.get(&file.path).map(|fact| &fact.state),
                        Some(FileState::Absent) | None
                    )
            });
            self.node.roles.insert(role.id.clone(), files);
        }
    }

    pub(crate) fn look_at_host_file(&mut self, path: &str) {
        if !self.node.files.contains_key(path) {
            let fact = file_fact(self.request.fs, &self.users, path);
            self.node.files.insert(path.to_owned(), fact);
        }
    }

    /// The paths that play a role, before directories are opened.
    fn files_of(&mut self, role: &FileRole) -> Vec<RoleFile> {
        let variable = format!("path.{}", role.id);
        if let Some(path) = self.request.path_variables.get(&variable) {
            let source = PathSource::Variable { name: variable };
            return vec![RoleFile { path: path.clone(), source }];
        }
        let (known, by_distribution) = self.known_places(role);
        let mut files = Vec::new();
        let component = role.component.as_deref().unwrap_or_default();
        for instance in self.node.components.iter().filter(|one| one.component == component) {
            let by_definition = || PathSource::Definition { instance: instance.id.clone() };
            // The unit of a program that holds a component is not the component's own.
            let own = instance.definitions.iter().filter(|_| instance.embedded.is_none());
            for definition in own {
                let wanted = match definition.kind {
                    DefinitionKind::StaticPod => role.static_pod,
                    DefinitionKind::SystemdUnit => role.unit,
                    DefinitionKind::ArgumentsFile => false,
                };
                if !wanted {
                    continue;
                }
                files.push(RoleFile { path: definition.path.clone(), source: by_definition() });
                let drop_ins = definition.files.iter().filter(|file| file.ends_with(".conf"));
                files.extend(
                    drop_ins.map(|path| RoleFile { path: path.clone(), source: by_definition() }),
                );
            }
            let version = self.version(instance);
            let settings =
                Settings::new(self.request.content, instance, &self.node.documents, version);
            let Some(settings) = settings else { continue };
            if role.config
                && let Some(config) = &settings.component().config
            {
                let source =
                    PathSource::Setting { instance: instance.id.clone(), key: config.flag.clone() };
                if let Some(path) = settings.config_path() {
                    let path = instance.host_path(&path).to_owned();
                    files.push(RoleFile { path, source: source.clone() });
                }
                for drop_in in settings.configuration().1 {
                    let path = drop_in.path.clone();
                    files.push(RoleFile { path, source: source.clone() });
                }
            }
            for key in &role.settings {
                let Outcome::Value(effective) = settings.get(key) else { continue };
                // The default of a path is a guess as long as nobody gave it.
                let guessed = !effective.is_explicit() && !known.is_empty();
                let SettingValue::Text(path) = &effective.value else { continue };
                if path.is_empty() || guessed {
                    continue;
                }
                let source =
                    PathSource::Setting { instance: instance.id.clone(), key: key.clone() };
                let path = instance.host_path(path).to_owned();
                files.push(RoleFile { path, source });
            }
        }
        // A component that is here and names no such file uses none; a file lying in a well-known
        // place is then nobody's. What no setting can name lies where the distribution keeps it.
        let component_is_here = role.component.is_some()
            && !role.all_known
            && !(by_distribution && role.settings.is_empty())
            && self
                .node
                .components
                .iter()
                .any(|one| one.component == component && one.flags_unseen.is_none());
        if role.all_known || (files.is_empty() && !component_is_here) {
            for place in known {
                let path = match place {
                    Ok(path) => path,
                    Err((path, reason)) => {
                        files.push(self.unseen(path, reason, PathSource::WellKnown));
                        continue;
                    }
                };
                let path = &path;
                let present = self.request.fs.stat(path).map_err(|error| !error.is_absent());
                if present.is_ok() || present == Err(true) {
                    let source = PathSource::WellKnown;
                    files.push(RoleFile { path: path.clone(), source });
                    if !role.all_known {
                        break;
                    }
                }
            }
        }
        files
    }

    /// Where installations of this kind keep the file, and whether that is the word of a
    /// distribution.
    fn known_places(&self, role: &FileRole) -> (Vec<Known>, bool) {
        let of_distributions: Vec<&Vec<String>> = self
            .node
            .distributions
            .iter()
            .filter_map(|one| role.distributions.get(&one.id))
            .collect();
        if of_distributions.is_empty() {
            return (role.known.iter().cloned().map(Ok).collect(), false);
        }
        let written = of_distributions.into_iter().flatten();
        let found = written.flat_map(|path| match self.placed(path) {
            Ok(path) => self.matching(&path),
            // What lies where it is when nobody moves it may be a leftover.
            Err(reason) => {
                let reason = format!("where that is, is not known: {reason}");
                vec![Err((path.clone(), reason))]
            }
        });
        (found.collect(), true)
    }

    /// The paths that a path with `*` in its names stands for.
    fn matching(&self, pattern: &str) -> Vec<Known> {
        let mut paths = vec![String::new()];
        let mut blind = Vec::new();
        for part in pattern.split('/').filter(|part| !part.is_empty()) {
            let Some((begin, end)) = part.split_once('*') else {
                for path in &mut paths {
                    path.push('/');
                    path.push_str(part);
                }
                continue;
            };
            let mut next = Vec::new();
            for path in paths {
                let entries = match self.request.fs.list(&path, TREE_FILES) {
                    Ok(entries) => entries,
                    Err(error) if error.is_absent() => continue,
                    Err(error) => {
                        let reason = format!("{path} cannot be listed: {error}");
                        blind.push(Err((pattern.to_owned(), reason)));
                        continue;
                    }
                };
                let fits = entries.into_iter().filter(|entry| {
                    entry.name.len() >= begin.len() + end.len()
                        && entry.name.starts_with(begin)
                        && entry.name.ends_with(end)
                });
                next.extend(fits.map(|entry| format!("{path}/{}", entry.name)));
            }
            paths = next;
        }
        paths.into_iter().map(Ok).chain(blind).collect()
    }

    /// A path that could not be looked at stands for what may be there.
    fn unseen(&mut self, path: String, reason: String, source: PathSource) -> RoleFile {
        let state = FileState::Unreadable { reason };
        self.node.files.insert(path.clone(), FileFact { path: path.clone(), state });
        RoleFile { path, source }
    }

    /// The files of directory trees that play the role.
    fn within(&mut self, role: &FileRole, directories: &[RoleFile]) -> Vec<RoleFile> {
        let mut found = Vec::new();
        let every = role.within.iter().any(|ending| ending == "*");
        for place in directories {
            let kind = self.request.fs.stat(&place.path).map(|stat| stat.kind);
            // What a setting names is a file, save for a directory of configuration.
            if kind != Ok(FileKind::Directory) {
                found.push(place.clone());
                continue;
            }
            if every {
                found.push(place.clone());
            }
            let mut left = TREE_FILES;
            self.walk(role, &place.path, &place.path, 0, &mut left, &mut found);
        }
        found
    }

    fn walk(
        &mut self,
        role: &FileRole,
        top: &str,
        directory: &str,
        depth: usize,
        left: &mut usize,
        found: &mut Vec<RoleFile>,
    ) {
        let entries = match self.request.fs.list(directory, TREE_FILES) {
            Ok(entries) => entries,
            Err(error) => {
                // A directory that cannot be opened stands for all that may be in it.
                let reason = format!("cannot be listed: {error}");
                let path = format!("{}/*", directory.trim_end_matches('/'));
                let source = PathSource::Within { directory: top.to_owned() };
                found.push(self.unseen(path, reason, source));
                return;
            }
        };
        let every = role.within.iter().any(|ending| ending == "*");
        for entry in entries {
            let path = format!("{}/{}", directory.trim_end_matches('/'), entry.name);
            let ends = |ending: &String| entry.name.ends_with(ending.as_str());
            let plays = (every || role.within.iter().any(ends)) && !role.except.iter().any(ends);
            if *left == 0 {
                let reason = format!("more than {TREE_FILES} files: the rest was not looked at");
                let source = PathSource::Within { directory: top.to_owned() };
                found.push(self.unseen(format!("{top}/..."), reason, source));
                return;
            }
            *left -= 1;
            let is_directory = entry.kind == EntryKind::Directory;
            if plays && (every || !is_directory) {
                let source = PathSource::Within { directory: top.to_owned() };
                found.push(RoleFile { path: path.clone(), source });
            }
            if is_directory && depth < TREE_DEPTH {
                self.walk(role, top, &path, depth + 1, left, found);
            }
        }
    }
}
