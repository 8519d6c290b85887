//! Effective values of one component instance.

use std::collections::BTreeMap;

use plimsoll_content::{
    ArgumentSyntax, Component, ConfigPrecedence, Content, Setting, SettingType, UNKNOWN,
    VersionLine, at_minor, from_minor,
};
use plimsoll_model::{
    CommandLine, Document, DocumentKind, DocumentState, Evidence, Instance, Location, Tree, Version,
};

use crate::argument_map;
use crate::arguments::{Given, read_arguments};
use crate::evidence::unreadable;
use crate::outcome::{Effective, Outcome, Provenance, default_evidence};
use crate::value::SettingValue;

/// Everything that one instance's settings come from. Made once per instance, asked many times.
pub struct Settings<'a> {
    pub(crate) content: &'a Content,
    pub(crate) component: &'a Component,
    pub(crate) instance: &'a Instance,
    pub(crate) documents: &'a BTreeMap<String, Document>,
    pub(crate) version: Option<Version>,
    /// Flags by key, those of a file of flags among them.
    command_line: BTreeMap<String, Vec<Given<'a>>>,
    remarks: Vec<String>,
    /// Why the file of flags that the command line names is not known.
    map_problem: Option<String>,
    /// When each document was last written, by host path: for "written, not yet in force".
    pub(crate) modified: BTreeMap<&'a str, i64>,
}

/// The paths of an instance's configuration file and drop-ins among the documents that were read,
/// in the order in which they apply.
#[must_use]
pub fn documents_of<'a>(
    instance: &Instance,
    config: Option<&str>,
    drop_in_directory: Option<&str>,
    documents: &'a BTreeMap<String, Document>,
) -> (Option<&'a Document>, Vec<&'a Document>) {
    let config = config.and_then(|path| documents.get(instance.host_path(path)));
    let directory = drop_in_directory
        .map(|path| format!("{}/", instance.host_path(path).trim_end_matches('/')));
    // Files of a directory come before those of its sub-directories only by name, as the kubelet's
    // walk visits them: the order of path components, which `/` below every letter gives.
    let mut drop_ins: Vec<&Document> = documents
        .values()
        .filter(|document| document.kind == DocumentKind::DropIn)
        .filter(|document| {
            directory
                .as_ref()
                .is_some_and(|directory| document.path.starts_with(directory.as_str()))
        })
        .collect();
    drop_ins.sort_by(|one, other| {
        one.path.split('/').collect::<Vec<_>>().cmp(&other.path.split('/').collect())
    });
    (config, drop_ins)
}

impl<'a> Settings<'a> {
    /// Reads an instance's command line. `None` when the component is not one we know.
    #[must_use]
    pub fn new(
        content: &'a Content,
        instance: &'a Instance,
        documents: &'a BTreeMap<String, Document>,
        version: Option<Version>,
    ) -> Option<Self> {
        let component = content.components.get(&instance.component)?;
        let mut given: BTreeMap<String, Vec<Given<'a>>> = BTreeMap::new();
        let mut remarks = Vec::new();
        if let Some(command_line) = instance.command_line() {
            let (flags, more) = read_arguments(component, &command_line.arguments);
            remarks = more;
            // A flag that the component does not have sets nothing, even where a field of its
            // configuration has that name.
            for flag in flags.into_iter().filter(|flag| flag.known) {
                given.entry(flag.key.clone()).or_default().push(flag);
            }
        }
        let mut map_problem = None;
        if let Some(map) = &component.argument_map
            && let Some(path) = argument_map::path(map, &given)
        {
            match argument_map::read(component, map, instance, documents, path) {
                Ok(flags) => {
                    for flag in flags {
                        given.entry(flag.key.clone()).or_default().push(flag);
                    }
                }
                Err(reason) => map_problem = Some(reason),
            }
        }
        Some(Self {
            content,
            component,
            instance,
            documents,
            version,
            command_line: given,
            remarks,
            map_problem,
            modified: BTreeMap::new(),
        })
    }

    /// Adds when files were last written, by host path, so that evidence can say that a file is
    /// newer than the process that read it.
    #[must_use]
    pub fn with_modification_times(
        mut self,
        times: impl IntoIterator<Item = (&'a str, i64)>,
    ) -> Self {
        self.modified = times.into_iter().collect();
        self
    }

    /// What on the command line is no flag of the component.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// The component.
    #[must_use]
    pub fn component(&self) -> &'a Component {
        self.component
    }

    /// The instance.
    #[must_use]
    pub fn instance(&self) -> &'a Instance {
        self.instance
    }

    /// The effective value of one setting, by canonical key. Derived settings
    /// (`enabled-admission-plugins`, `feature-gates.NAME`) are answered too.
    #[must_use]
    pub fn get(&self, key: &str) -> Outcome {
        if let Some(outcome) = self.derived(key) {
            return outcome;
        }
        self.plain(key)
    }

    /// What a setting would be if nobody had given it; `None` when that cannot be told.
    #[must_use]
    pub fn default_value(&self, key: &str) -> Option<SettingValue> {
        match self.default_says(self.component.settings.get(key)?) {
            Outcome::Value(effective) => Some(effective.value),
            _ => None,
        }
    }

    /// What the command line alone says of a flag; `None` when it does not give it.
    #[must_use]
    pub fn flag(&self, key: &str) -> Option<Outcome> {
        self.command_line_says(self.component.settings.get(key)?)
    }

    /// The configuration file and drop-ins that the instance reads, among those in the snapshot.
    #[must_use]
    pub fn configuration(&self) -> (Option<&'a Document>, Vec<&'a Document>) {
        let config = self.config_path();
        let drop_ins = self.drop_in_directory();
        documents_of(self.instance, config.as_deref(), drop_ins.as_deref(), self.documents)
    }

    /// Path of the file of flags as the command line names it.
    #[must_use]
    pub fn argument_map_path(&self) -> Option<String> {
        let map = self.component.argument_map.as_ref()?;
        argument_map::path(map, &self.command_line).map(str::to_owned)
    }

    /// Path of the configuration file as the command line (or environment) names it.
    #[must_use]
    pub fn config_path(&self) -> Option<String> {
        let flag = &self.component.config.as_ref()?.flag;
        self.without_file(flag)
    }

    /// Path of the drop-in directory as the command line names it.
    #[must_use]
    pub fn drop_in_directory(&self) -> Option<String> {
        let flag = self.component.config.as_ref()?.drop_in_flag.as_ref()?;
        self.without_file(flag)
    }

    fn without_file(&self, key: &str) -> Option<String> {
        let setting = self.component.settings.get(key)?;
        match self.command_line_says(setting).or_else(|| self.environment_says(setting))? {
            Outcome::Value(Effective { value: SettingValue::Text(path), .. }) => {
                Some(path).filter(|path| !path.is_empty())
            }
            _ => None,
        }
    }

    pub(crate) fn plain(&self, key: &str) -> Outcome {
        let Some(setting) = self.component.settings.get(key) else {
            let reason = format!("{} has no setting `{key}`", self.component.id);
            return Outcome::NotInVersion { reason };
        };
        self.given(key).unwrap_or_else(|| self.default_says(setting))
    }

    /// What somebody gave for a setting, or why that is not known; `None` when nobody gave it and
    /// the default counts.
    #[must_use]
    pub fn given(&self, key: &str) -> Option<Outcome> {
        let setting = self.component.settings.get(key)?;
        let map = self.component.argument_map.as_ref().and_then(|map| map.flag.as_deref());
        if let Some(problem) = self.map_problem.as_ref().filter(|_| map != Some(key)) {
            let reason = format!("its flags are not all known: {problem}");
            return Some(Outcome::Unknown { reason, evidence: Vec::new() });
        }
        if let Some(reason) = self.flags_hidden(key, setting.path.is_some()) {
            return Some(Outcome::Unknown { reason, evidence: Vec::new() });
        }
        let file_wins = self
            .component
            .config
            .as_ref()
            .is_some_and(|config| config.precedence == ConfigPrecedence::FileWins)
            && self.config_path().is_some()
            // Go's flags (etcd) are all ignored beside a file, others only where the file has a
            // place for them.
            && (setting.path.is_some() || self.component.arguments == ArgumentSyntax::GoFlag)
            && self.component.config.as_ref().is_none_or(|config| config.flag != setting.key);
        if !file_wins {
            if let Some(outcome) = self.command_line_says(setting) {
                return Some(outcome);
            }
            if let Some(outcome) = self.environment_says(setting) {
                return Some(outcome);
            }
        }
        self.files_say(setting)
    }

    /// Why a setting is not known when flags were not seen: one that only a flag can give, and every
    /// one when not even the configuration file is known.
    pub(crate) fn flags_hidden(&self, key: &str, in_file: bool) -> Option<String> {
        let reason = self.instance.flags_unseen.as_ref()?;
        if self.command_line.contains_key(key) {
            return None;
        }
        if self.config_path().is_none() {
            return Some(format!("its flags are not known: {reason}"));
        }
        (!in_file).then(|| format!("only a flag gives it: {reason}"))
    }

    /// What the flags alone say.
    pub(crate) fn command_line_says(&self, setting: &Setting) -> Option<Outcome> {
        let given = self.command_line.get(&setting.key)?;
        let mut value: Option<SettingValue> = None;
        for one in given {
            let Some(text) = &one.value else {
                let reason = format!("`{}` needs a value and has none", one.written);
                return Some(Outcome::Unknown { reason, evidence: vec![self.argument(one)] });
            };
            match SettingValue::parse(setting.kind, text) {
                Ok(next) => match &mut value {
                    // Go's own flag package (etcd) takes the last of everything.
                    Some(value) if self.component.arguments == ArgumentSyntax::Pflag => {
                        value.accumulate(next);
                    }
                    _ => value = Some(next),
                },
                Err(problem) => {
                    let reason = format!("`{}` cannot be read: {problem}", one.written);
                    return Some(Outcome::Unknown { reason, evidence: vec![self.argument(one)] });
                }
            }
        }
        let adds_up = self.component.arguments == ArgumentSyntax::Pflag
            && matches!(setting.kind, SettingType::List | SettingType::Array | SettingType::Map);
        let mut evidence: Vec<Evidence> = if adds_up {
            given.iter().map(|one| self.argument(one)).collect()
        } else {
            given.last().map(|one| self.argument(one)).into_iter().collect()
        };
        if !adds_up && given.len() > 1 {
            let others: Vec<&str> =
                given[..given.len() - 1].iter().map(|one| one.written.as_str()).collect();
            if let Some(evidence) = evidence.last_mut() {
                evidence.note = Some(format!(
                    "given {} times, the last one counts; before it: {}",
                    given.len(),
                    others.join(", ")
                ));
            }
        }
        let provenance = given.last().map_or(Provenance::CommandLine, |one| one.provenance);
        Some(self.effective(setting, value?, provenance, evidence))
    }

    fn environment_says(&self, setting: &Setting) -> Option<Outcome> {
        let prefix = self.component.environment_prefix.as_ref()?;
        if !setting.is_flag {
            return None;
        }
        let name = format!("{prefix}{}", setting.key.to_ascii_uppercase().replace('-', "_"));
        if let Some(reason) =
            self.instance.process.as_ref().and_then(|process| process.environment_problem.as_ref())
        {
            return Some(Outcome::Unknown {
                reason: format!("the environment of {} cannot be read: {reason}", self.instance.id),
                evidence: Vec::new(),
            });
        }
        let variable = self
            .instance
            .command_line()?
            .environment
            .iter()
            .rev()
            .find(|variable| variable.name == name)
            .filter(|variable| !variable.value.is_empty())?;
        let location = match (&self.instance.process, &variable.file) {
            (Some(process), _) => Location::Environment {
                instance: self.instance.id.clone(),
                pid: process.pid,
                name: name.clone(),
            },
            (None, Some(file)) => {
                Location::File { path: file.clone(), line: variable.line, column: None }
            }
            (None, None) => {
                Location::File { path: self.definition_path().to_owned(), line: None, column: None }
            }
        };
        let seen = format!("{name}={}", variable.value);
        let evidence = vec![Evidence { seen: seen.clone(), location, note: None }];
        Some(match SettingValue::parse(setting.kind, &variable.value) {
            Ok(value) => self.effective(setting, value, Provenance::Environment, evidence),
            Err(problem) => {
                Outcome::Unknown { reason: format!("`{seen}` cannot be read: {problem}"), evidence }
            }
        })
    }

    pub(crate) fn files_say(&self, setting: &Setting) -> Option<Outcome> {
        let path = setting.path.as_ref()?;
        self.component.config.as_ref()?;
        let config_path = self.config_path();
        let directory = self.drop_in_directory();
        if config_path.is_none() && directory.is_none() {
            return None;
        }
        let (config, drop_ins) = self.configuration();
        if let (Some(path), None) = (&config_path, config) {
            let reason = format!("its configuration file {path} was not read");
            return Some(Outcome::Unknown { reason, evidence: Vec::new() });
        }
        if let Some(directory) = &directory {
            let host = self.instance.host_path(directory);
            if let Some(document) = self.documents.get(host)
                && !matches!(document.state, DocumentState::Parsed(_))
            {
                return Some(unreadable(document));
            }
        }
        let mut found: Option<(SettingValue, Provenance, Vec<Evidence>)> = None;
        let layers = config
            .map(|document| (document, Provenance::File))
            .into_iter()
            .chain(drop_ins.into_iter().map(|document| (document, Provenance::DropIn)));
        for (document, provenance) in layers {
            let tree = match self.field(document, path) {
                Ok(Some(tree)) => tree,
                Ok(None) => continue,
                Err(outcome) => return Some(outcome),
            };
            if tree.is_null() {
                // A merge patch takes `null` as "remove": what counts then is the default.
                found = None;
                continue;
            }
            let evidence = self.in_file(document, path, tree);
            let read = if argument_map::is_below(self.component, path) {
                argument_map::value(setting.kind, tree)
            } else {
                SettingValue::from_tree(setting.kind, tree)
            };
            let value = match read {
                Ok(value) => value,
                Err(problem) => {
                    let reason = format!("`{path}` in {} cannot be read: {problem}", document.path);
                    return Some(Outcome::Unknown { reason, evidence: vec![evidence] });
                }
            };
            match (&mut found, setting.kind) {
                (Some((before, from, seen)), SettingType::Map) => {
                    before.accumulate(value);
                    *from = provenance;
                    seen.push(evidence);
                }
                _ => found = Some((value, provenance, vec![evidence])),
            }
        }
        let (value, provenance, evidence) = found?;
        // The configuration readers fill in defaults for fields that are written but empty, and for
        // zeros of fields that cannot tell zero from absent (kubeadm writes `0s` everywhere).
        if value.is_empty() || (setting.zero_is_default && value.is_zero()) {
            return None;
        }
        Some(self.effective(setting, value, provenance, evidence))
    }

    /// A field of a configuration document.
    ///
    /// A file that the component would refuse is no source of values: what it runs with then is not
    /// known. So an empty file, another kind, or a plain value where a mapping belongs is an error.
    fn field<'t>(&self, document: &'t Document, path: &str) -> Result<Option<&'t Tree>, Outcome> {
        let trees = match &document.state {
            DocumentState::Parsed(trees) => trees,
            _ => return Err(unreadable(document)),
        };
        let refused = |tree: Option<&Tree>, why: String| {
            Err(Outcome::Unknown {
                reason: format!(
                    "{} cannot be what {} runs with: {why}",
                    document.path, self.instance.id
                ),
                evidence: vec![Evidence {
                    seen: why,
                    location: Location::File {
                        path: document.path.clone(),
                        line: tree.map(|tree| tree.line),
                        column: tree.map(|tree| tree.column),
                    },
                    note: None,
                }],
            })
        };
        let kind = self.component.config.as_ref().and_then(|config| config.kind.as_deref());
        let Some(root) = trees.first() else {
            // etcd takes an empty file, the components of Kubernetes do not.
            return if kind.is_some() { refused(None, "it is empty".to_owned()) } else { Ok(None) };
        };
        if !matches!(root.value, plimsoll_model::Value::Map(_)) {
            return refused(Some(root), "it is no mapping".to_owned());
        }
        if let Some(kind) = kind
            && root.get("kind").and_then(Tree::as_str) != Some(kind)
        {
            return refused(Some(root), format!("its kind is not {kind}"));
        }
        let mut tree = root;
        for (depth, key) in path.split('.').enumerate() {
            if !matches!(tree.value, plimsoll_model::Value::Map(_)) {
                if tree.is_null() {
                    return Ok(None);
                }
                let parent = path.split('.').take(depth).collect::<Vec<_>>().join(".");
                return refused(Some(tree), format!("`{parent}` is no mapping"));
            }
            match tree.get(key) {
                Some(below) => tree = below,
                None => return Ok(None),
            }
        }
        Ok(Some(tree))
    }

    /// The default that the instance's version brings along.
    pub(crate) fn default_says(&self, setting: &Setting) -> Outcome {
        let with_file = self.config_path().is_some() && setting.path.is_some();
        let runs = if with_file && !setting.config_defaults.is_empty() {
            &setting.config_defaults
        } else {
            &setting.flag_defaults
        };
        let instance = &self.instance.id;
        let read = |text: &str, version: String| match SettingValue::parse(setting.kind, text) {
            Ok(value) => {
                let evidence = vec![default_evidence(&setting.key, &value, instance, &version)];
                self.effective(setting, value, Provenance::Default, evidence)
            }
            Err(_) => Outcome::Unknown {
                reason: format!("the default of `{}` depends on the machine", setting.key),
                evidence: Vec::new(),
            },
        };
        let line = self.component.versions;
        match self.version {
            Some(version) => match at_minor(runs, version.minor) {
                Some(Some(UNKNOWN)) => default_unknown(version),
                Some(Some(text)) => {
                    let known = self.content.kubernetes_minors.1;
                    let shown = if line == VersionLine::Kubernetes && version.minor > known {
                        format!("{version}, taken from 1.{known}, the newest known")
                    } else {
                        version.without_patch().to_string()
                    };
                    read(text, shown)
                }
                Some(None) => self.gone(setting, version),
                None if before_the_facts(self.content, line, version) => default_unknown(version),
                None => self.gone(setting, version),
            },
            None => {
                let first = self.content.kubernetes_minors.0;
                // Nobody who hides its version runs one from before the tables.
                let runs = match line {
                    VersionLine::Kubernetes => from_minor(runs, first),
                    _ => runs.as_slice(),
                };
                let always = line != VersionLine::Kubernetes
                    || runs.first().is_some_and(|(since, _)| *since <= first);
                // A flag that is empty by default and one that does not exist come to the same.
                let never_set = setting.kind != SettingType::Bool
                    && !runs.is_empty()
                    && runs.iter().all(|(_, value)| value.as_deref().is_none_or(str::is_empty));
                match runs {
                    _ if never_set => read("", "every supported version".to_owned()),
                    [(_, Some(text))] if always => read(text, "every supported version".to_owned()),
                    _ => Outcome::Unknown {
                        reason: format!(
                            "version unknown: the default of `{}` differs between versions ({})",
                            setting.key,
                            describe(runs, line)
                        ),
                        evidence: Vec::new(),
                    },
                }
            }
        }
    }

    fn gone(&self, setting: &Setting, version: Version) -> Outcome {
        // A flag that is gone may live on as a field of the configuration.
        if let Some(Some(text)) = at_minor(&setting.config_defaults, version.minor)
            && let Ok(value) = SettingValue::parse(setting.kind, text)
        {
            let shown = version.without_patch().to_string();
            let evidence = vec![default_evidence(&setting.key, &value, &self.instance.id, &shown)];
            return self.effective(setting, value, Provenance::Default, evidence);
        }
        Outcome::NotInVersion {
            reason: format!("{} {version} has no `{}`", self.component.id, setting.key),
        }
    }

    fn effective(
        &self,
        setting: &Setting,
        value: SettingValue,
        provenance: Provenance,
        evidence: Vec<Evidence>,
    ) -> Outcome {
        Outcome::Value(Effective { key: setting.key.clone(), value, provenance, evidence })
    }

    pub(crate) fn definition_path(&self) -> &str {
        self.instance.definitions.first().map_or("", |definition| definition.path.as_str())
    }

    /// The command line in use.
    #[must_use]
    pub fn command_line(&self) -> Option<&'a CommandLine> {
        self.instance.command_line()
    }
}

pub(crate) fn default_unknown(version: Version) -> Outcome {
    let reason = format!("default of this version unknown ({version})");
    Outcome::Unknown { reason, evidence: Vec::new() }
}

fn before_the_facts(content: &Content, line: VersionLine, version: Version) -> bool {
    line == VersionLine::Kubernetes && version.minor < content.kubernetes_minors.0
}

fn describe(runs: &[(u16, Option<String>)], line: VersionLine) -> String {
    let major = if line == VersionLine::Etcd { 3 } else { 1 };
    let parts: Vec<String> = runs
        .iter()
        .map(|(minor, value)| match value {
            Some(value) if value.is_empty() => format!("empty from {major}.{minor}"),
            Some(value) => format!("{value} from {major}.{minor}"),
            None => format!("gone from {major}.{minor}"),
        })
        .collect();
    if parts.is_empty() { "none known".to_owned() } else { parts.join(", ") }
}
