//! Programs that hold components inside: each component becomes an instance with the flags that
//! the program gives to it.
//!
//! ```text
//! /proc, unit ──► what the program was given ─┐
//! configuration file, drop-ins ───────────────┼──► flags of each component ──► Instance
//! components/distributions/*.toml ────────────┘
//! ```
//!
//! What the program was given and cannot be seen makes every flag of its components unknown.

mod flags;
mod options;

use std::collections::BTreeSet;

use plimsoll_content::{Bundle, Bundled, Started};
use plimsoll_model::{
    Argument, CommandLine, Definition, DefinitionKind, EnvironmentVariable, Instance,
    InstanceState, Process, VersionEvidence,
};

use super::{Look, distribution, is_container_cgroup};
use crate::fs::FileSystem;
use crate::go_build::{self, Product};
use crate::processes::{self, ProcessDetails};
use crate::{mounts, redact};
use flags::Context;
use options::Options;

/// Where the flags of components come from: the program's own arguments and environment, or why
/// they are not known.
struct Seen {
    arguments: Vec<Argument>,
    environment: Vec<EnvironmentVariable>,
    /// The unit that starts it.
    unit: Option<Definition>,
    unseen: Option<String>,
}

impl Look<'_> {
    /// Instances of the components that programs hold inside.
    pub(crate) fn bundles(&mut self) {
        let content = self.request.content;
        for bundle in &content.bundles {
            let holders: Vec<(u32, Vec<String>, String)> = self
                .raw
                .iter()
                .filter_map(|raw| {
                    let title = distribution::title(&raw.arguments)?;
                    let words = holder(bundle, &title)?;
                    Some((raw.pid, raw.arguments.clone(), words.to_owned()))
                })
                .collect();
            let runs = !holders.is_empty();
            for (pid, arguments, words) in holders {
                self.running_bundle(bundle, pid, &arguments, &words);
            }
            if !runs {
                self.configured_bundle(bundle);
            }
        }
    }

    fn running_bundle(&mut self, bundle: &Bundle, pid: u32, raw: &[String], words: &str) {
        let (fs, proc_root) = self.request.proc;
        let boot = processes::boot_time(fs, proc_root);
        let details = match processes::details(fs, proc_root, pid, &boot) {
            Ok(details) => details,
            Err(error) => {
                let subject = format!("process {pid} ({})", bundle.title);
                for component in &bundle.components {
                    self.problem(&subject, error.to_string(), Some(&component.id));
                }
                self.blind_places(bundle, Some(words), &error.to_string());
                return;
            }
        };
        // Files are those of the program's own mount namespace, when it lives in a container.
        let contained = details
            .own_mount_namespace
            .unwrap_or_else(|| details.cgroup.as_deref().is_some_and(is_container_cgroup));
        let inside = if contained { Some(mounts::process_root(fs, proc_root, pid)) } else { None };
        let own: Option<Box<dyn FileSystem>> = match inside {
            None => None,
            Some(Ok(root)) => Some(root),
            Some(Err(error)) => {
                let reason = format!("it lies in the mount namespace of process {pid}: {error}");
                self.blind_bundle(bundle, words, pid, &details, &reason);
                return;
            }
        };
        let root: &dyn FileSystem = own.as_deref().unwrap_or(self.request.fs);
        let seen = self.seen(bundle, pid, &details, raw, words);
        let options = match &seen.unseen {
            Some(reason) => Err(reason.clone()),
            None => Options::read(bundle, root, &seen.arguments, &seen.environment),
        };
        let variables = self.place_variables(bundle, pid);
        match options {
            Ok(options) => {
                let (variables, moved) = match variables {
                    Ok(variables) => (variables, None),
                    Err(reason) => (Vec::new(), Some(reason)),
                };
                let version = self.bundle_version(pid, Product::Kubernetes);
                let context = Context {
                    bundle,
                    fs: root,
                    options: &options,
                    variables: &variables,
                    version: self
                        .request
                        .stated_version
                        .or(version.as_ref().map(|evidence| evidence.version)),
                    hostname: &self.node.name,
                };
                if let Some(reason) = context.unseen_place() {
                    self.blind_bundle(bundle, words, pid, &details, &reason);
                    return;
                }
                let mut found = Vec::new();
                for component in bundle.components.iter().filter(|one| held(one, words)) {
                    if context.holds(component, &component.when) {
                        found.push((component, context.arguments(component)));
                    }
                }
                let places = context.places();
                let elsewhere = own.as_deref().and_then(|own| {
                    let missing = |path: &String| {
                        own.stat(path).is_ok() && self.request.fs.stat(path).is_err()
                    };
                    let path = places.iter().map(|(_, path)| path).find(|path| missing(path))?;
                    Some(format!("{path} lies in the mount namespace of process {pid}"))
                });
                match moved.or(elsewhere) {
                    None => self.keep_places(bundle, places),
                    Some(reason) => self.blind_places(bundle, Some(words), &reason),
                }
                // When they were written tells whether they are in force yet.
                let written = found.iter().flat_map(|(_, arguments)| arguments.iter().flatten());
                let files: BTreeSet<String> =
                    written.filter_map(|argument| argument.file.clone()).collect();
                for file in files.iter().filter(|_| !contained) {
                    self.look_at_host_file(file);
                }
                for (component, arguments) in found {
                    let process = process(pid, &details, raw, &seen, arguments.clone());
                    self.push_bundled(bundle, component, process, arguments.err(), &version);
                }
            }
            Err(reason) => self.blind_bundle(bundle, words, pid, &details, &reason),
        }
    }

    fn keep_places(&mut self, bundle: &Bundle, places: Vec<(String, String)>) {
        for (name, path) in places {
            // One of several programs whose place is not known is enough not to know it.
            self.places.entry(format!("{}.{name}", bundle.title)).or_insert(Ok(path));
        }
    }

    /// What was given to a program is not known, nor then where it keeps things and what it starts.
    fn blind_places(&mut self, bundle: &Bundle, words: Option<&str>, reason: &str) {
        for name in bundle.places.keys() {
            self.places.insert(format!("{}.{name}", bundle.title), Err(reason.to_owned()));
        }
        let started = |one: &&Started| {
            one.on.is_empty() || words.is_none_or(|words| one.on.iter().any(|on| on == words))
        };
        for one in bundle.starts.iter().filter(started) {
            self.problem(&bundle.title, reason.to_owned(), Some(&one.id));
        }
    }

    /// A known path with the places of programs in braces replaced, each by where it is when nobody
    /// moves it if the program was not seen.
    ///
    /// # Errors
    /// Why it is not known where the program keeps it.
    pub(crate) fn placed(&self, path: &str) -> Result<String, String> {
        let Some((before, rest)) = path.split_once('{') else { return Ok(path.to_owned()) };
        let Some((name, after)) = rest.split_once('}') else { return Ok(path.to_owned()) };
        let found = match self.places.get(name) {
            Some(Ok(found)) => found.clone(),
            Some(Err(reason)) => return Err(reason.clone()),
            None => self.default_place(name).unwrap_or_default(),
        };
        Ok(format!("{before}{found}{after}"))
    }

    /// A known path as it is when nobody moves the places of programs.
    pub(crate) fn unmoved(&self, path: &str) -> String {
        let parts = path.split_once('{').and_then(|(before, rest)| {
            let (name, after) = rest.split_once('}')?;
            Some(format!("{before}{}{after}", self.default_place(name)?))
        });
        parts.unwrap_or_else(|| path.to_owned())
    }

    fn default_place(&self, name: &str) -> Option<String> {
        let (title, place) = name.split_once('.')?;
        let bundle = self.request.content.bundles.iter().find(|one| one.title == title)?;
        Some(bundle.places.get(place)?.default.clone())
    }

    /// Instances whose flags are not known.
    fn blind_bundle(
        &mut self,
        bundle: &Bundle,
        words: &str,
        pid: u32,
        details: &ProcessDetails,
        reason: &str,
    ) {
        let seen = Seen {
            arguments: Vec::new(),
            environment: Vec::new(),
            unit: None,
            unseen: Some(reason.to_owned()),
        };
        self.blind_places(bundle, Some(words), reason);
        let version = self.bundle_version(pid, Product::Kubernetes);
        for component in bundle.components.iter().filter(|one| held(one, words)) {
            let process = process(pid, details, &[], &seen, Err(reason.to_owned()));
            self.push_bundled(bundle, component, process, Some(reason.to_owned()), &version);
        }
    }

    fn push_bundled(
        &mut self,
        bundle: &Bundle,
        component: &Bundled,
        process: Process,
        unseen: Option<String>,
        version: &Option<VersionEvidence>,
    ) {
        // etcd has versions of its own, which `versions` reads.
        let versions = match component.id.as_str() {
            "etcd" => Vec::new(),
            _ => version.iter().cloned().collect(),
        };
        self.node.components.push(Instance {
            id: component.id.clone(),
            component: component.id.clone(),
            state: InstanceState::Running,
            process: Some(process),
            definitions: Vec::new(),
            versions,
            host_paths: std::collections::BTreeMap::new(),
            flags_unseen: unseen,
            embedded: Some(bundle.title.clone()),
        });
    }

    fn bundle_version(&self, pid: u32, product: Product) -> Option<VersionEvidence> {
        let (fs, proc_root) = self.request.proc;
        let path = format!("{proc_root}/{pid}/exe");
        let mut evidence = go_build::version(fs, &path, product).ok()?;
        if let Ok(target) = fs.read_link(&path) {
            evidence.location = target;
        }
        Some(evidence)
    }

    /// The arguments and environment of a running program. When it hides its arguments they are
    /// those of its unit.
    fn seen(
        &self,
        bundle: &Bundle,
        pid: u32,
        details: &ProcessDetails,
        raw: &[String],
        words: &str,
    ) -> Seen {
        let (fs, proc_root) = self.request.proc;
        let names: Vec<&str> = bundle.environment.keys().map(String::as_str).collect();
        let environment = processes::environment(fs, proc_root, pid, &[], &names);
        let (environment, blind) = match environment {
            Ok(variables) => (variables, None),
            Err(error) if names.is_empty() => {
                drop(error);
                (Vec::new(), None)
            }
            Err(error) => (Vec::new(), Some(format!("its environment cannot be read: {error}"))),
        };
        let own = own_arguments(raw, words);
        if !own.is_empty() || !bundle.hides_arguments {
            return Seen { arguments: own, environment, unit: None, unseen: blind };
        }
        // The control group names the unit that it was started by, whatever that is called.
        let group = details.cgroup.as_deref().and_then(|path| path.rsplit('/').next());
        let group = group.filter(|name| name.ends_with(".service"));
        let unit = self.unit_of(bundle, group, Some(words));
        let unseen = match &unit {
            None => Some(format!(
                "{} hides what it was started with, and no unit that starts it was found",
                bundle.title
            )),
            Some(unit) if !unit.problems.is_empty() => {
                Some(format!("{}: {}", unit.path, unit.problems.join("; ")))
            }
            Some(_) => None,
        };
        let arguments = unit.as_ref().map(|unit| unit_arguments(unit, words)).unwrap_or_default();
        Seen { arguments, environment, unit, unseen: blind.or(unseen) }
    }

    /// The unit that starts a program with these first words; any of its units without words.
    fn unit_of(
        &self,
        bundle: &Bundle,
        group: Option<&str>,
        words: Option<&str>,
    ) -> Option<Definition> {
        group.into_iter().chain(bundle.units.iter().map(String::as_str)).find_map(|name| {
            let definition = self.units.definition(self.request.fs, name, &[]).ok()??;
            let title = definition_title(&definition)?;
            let found = holder(bundle, &title)?;
            words
                .is_none_or(|words| words.replace('-', " ") == found.replace('-', " "))
                .then_some(definition)
        })
    }

    /// Environment variables that hold places.
    ///
    /// # Errors
    /// Why they are not known.
    fn place_variables(
        &self,
        bundle: &Bundle,
        pid: u32,
    ) -> Result<Vec<EnvironmentVariable>, String> {
        let (fs, proc_root) = self.request.proc;
        let names: Vec<&str> =
            bundle.places.values().filter_map(|place| place.variable.as_deref()).collect();
        if names.is_empty() {
            return Ok(Vec::new());
        }
        processes::environment(fs, proc_root, pid, &[], &names)
            .map_err(|error| format!("the environment of {} cannot be read: {error}", bundle.title))
    }

    /// A program that does not run: its components as its unit would start them.
    fn configured_bundle(&mut self, bundle: &Bundle) {
        for name in &bundle.units {
            if let Err(problem) = self.units.definition(self.request.fs, name, &[]) {
                let reason = format!("{}: {}", problem.subject, problem.reason);
                for component in &bundle.components {
                    self.problem(&bundle.title, reason.clone(), Some(&component.id));
                }
                self.blind_places(bundle, None, &reason);
            }
        }
        let Some(unit) = self.unit_of(bundle, None, None) else {
            self.configured_by_files(bundle);
            return;
        };
        let Some(words) =
            definition_title(&unit).and_then(|title| holder(bundle, &title).map(str::to_owned))
        else {
            return;
        };
        let fs = self.request.fs;
        let arguments = unit_arguments(&unit, &words);
        let options = if unit.problems.is_empty() {
            Options::read(bundle, fs, &arguments, &unit.command_line.environment)
        } else {
            Err(format!("{}: {}", unit.path, unit.problems.join("; ")))
        };
        match &options {
            Ok(options) => {
                let hostname = &self.node.name;
                let version = self.request.stated_version;
                let context = Context { bundle, fs, options, variables: &[], version, hostname };
                let places = context.places();
                self.keep_places(bundle, places);
            }
            Err(reason) => self.blind_places(bundle, Some(&words), reason),
        }
        let components = bundle.components.iter().filter(|one| held(one, &words));
        for component in components {
            let arguments = match &options {
                Ok(options) => {
                    let version = self.request.stated_version;
                    let hostname = &self.node.name;
                    let context =
                        Context { bundle, fs, options, variables: &[], version, hostname };
                    if !context.holds(component, &component.when) {
                        continue;
                    }
                    context.arguments(component)
                }
                Err(reason) => Err(reason.clone()),
            };
            let unseen = arguments.as_ref().err().cloned();
            let mut arguments = arguments.unwrap_or_default();
            redact::arguments(&mut arguments);
            let definition = Definition {
                kind: DefinitionKind::SystemdUnit,
                command_line: CommandLine {
                    program: unit.command_line.program.clone(),
                    arguments,
                    environment: Vec::new(),
                },
                ..unit.clone()
            };
            self.push_configured(bundle, &component.id, definition, unseen);
        }
    }
}

impl Look<'_> {
    /// A program that does not run and whose unit says nothing: its components as the files of
    /// their arguments stand, if a unit of it is there at all.
    fn configured_by_files(&mut self, bundle: &Bundle) {
        let units = self.units.names();
        if !bundle.units.iter().any(|unit| units.contains(unit)) {
            return;
        }
        let options = Options::default();
        let mut found = Vec::new();
        let context = Context {
            bundle,
            fs: self.request.fs,
            options: &options,
            variables: &[],
            version: self.request.stated_version,
            hostname: &self.node.name,
        };
        for component in &bundle.components {
            let Some(file) = &component.arguments_file else { continue };
            if self.request.fs.stat(&file.default).is_err_and(|error| error.is_absent()) {
                continue;
            }
            found.push((component.id.clone(), file.default.clone(), context.arguments(component)));
        }
        for (id, path, arguments) in found {
            let unseen = arguments.as_ref().err().cloned();
            let mut arguments = arguments.unwrap_or_default();
            redact::arguments(&mut arguments);
            let program = bundle.title.clone();
            let command_line = CommandLine { program, arguments, environment: Vec::new() };
            let definition = Definition {
                kind: DefinitionKind::ArgumentsFile,
                path,
                files: Vec::new(),
                command_line,
                image: None,
                problems: Vec::new(),
            };
            self.push_configured(bundle, &id, definition, unseen);
        }
    }

    fn push_configured(
        &mut self,
        bundle: &Bundle,
        component: &str,
        definition: Definition,
        unseen: Option<String>,
    ) {
        self.node.components.push(Instance {
            id: component.to_owned(),
            component: component.to_owned(),
            state: InstanceState::Configured,
            process: None,
            definitions: vec![definition],
            versions: Vec::new(),
            host_paths: std::collections::BTreeMap::new(),
            flags_unseen: unseen,
            embedded: Some(bundle.title.clone()),
        });
    }
}

/// The words of `processes` that a command line begins with.
fn holder<'b>(bundle: &'b Bundle, title: &str) -> Option<&'b str> {
    bundle
        .processes
        .iter()
        .find(|words| {
            title
                .strip_prefix(words.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
        .map(String::as_str)
}

fn held(component: &Bundled, words: &str) -> bool {
    component.on.is_empty() || component.on.iter().any(|one| one == words)
}

fn definition_title(definition: &Definition) -> Option<String> {
    let line = &definition.command_line;
    let mut words = vec![line.program.clone()];
    words.extend(line.arguments.iter().map(|argument| argument.text.clone()));
    distribution::title(&words)
}

/// The arguments of a process after its first words. A process that wrote its title over them has
/// one argument with blanks in it, and perhaps empty ones.
fn own_arguments(raw: &[String], words: &str) -> Vec<Argument> {
    if raw.first().is_none_or(|program| program.trim().contains(' ')) {
        return Vec::new();
    }
    let skipped = words.split(' ').count();
    raw.iter()
        .zip(0_u32..)
        .skip(skipped)
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, index)| Argument {
            text: text.clone(),
            index,
            file: None,
            line: None,
            set_by: None,
        })
        .collect()
}

/// The arguments of a unit after the program's first words, with their places.
fn unit_arguments(unit: &Definition, words: &str) -> Vec<Argument> {
    let skipped = words.split(' ').count().saturating_sub(1);
    let mut arguments: Vec<Argument> =
        unit.command_line.arguments.iter().skip(skipped).cloned().collect();
    for argument in &mut arguments {
        argument.file.get_or_insert_with(|| unit.path.clone());
    }
    arguments
}

fn process(
    pid: u32,
    details: &ProcessDetails,
    raw: &[String],
    seen: &Seen,
    arguments: Result<Vec<Argument>, String>,
) -> Process {
    let program = raw.first().map_or("", String::as_str);
    let program = program.split(' ').next().unwrap_or_default();
    let program = match (&seen.unit, program) {
        (Some(unit), "") => unit.command_line.program.clone(),
        _ => redact::text(program),
    };
    let mut arguments = arguments.unwrap_or_default();
    redact::arguments(&mut arguments);
    Process {
        pid,
        executable: details.executable.clone(),
        uid: details.uid,
        started: details.started,
        cgroup: details.cgroup.clone(),
        own_mount_namespace: details.own_mount_namespace,
        command_line: CommandLine { program, arguments, environment: Vec::new() },
        environment_problem: None,
    }
}
