//! `components/*.toml`, `components/files.toml` and the generated `components/upstream/*.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::Content;
use crate::cloud::Provider;
use crate::component::{Component, Refers, Runs, Setting, SettingType};
use crate::diagnostic::Diagnostic;
use crate::load::{TextFile, parse_toml, read};
use crate::places::Places;
use crate::raw::{RawComponent, RawDistributions, RawRoles, RawRuns, RawUpstream};

pub(crate) fn load(root: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let directory = root.join("components");
    let upstream = directory.join("upstream");
    // Kubernetes minors of the tables: the API server's flags begin with them, and the table of
    // plugins says where they end.
    let mut first_minor = 0;
    for file in crate::load::files(&directory, "components", "toml", errors) {
        let name = file.shown.trim_start_matches("components/");
        if name.contains('/') || ["files.toml", "distributions.toml", "places.toml"].contains(&name)
        {
            continue;
        }
        let Some(raw) = parse_toml::<RawComponent>(&file.text, &file, 0, errors) else { continue };
        if name != format!("{}.toml", raw.id) {
            errors.push(Diagnostic::file(&file.shown, format!("declares `{}`", raw.id)));
        }
        let mut settings = BTreeMap::new();
        let path = upstream.join(name);
        if path.exists() {
            let shown = format!("components/upstream/{name}");
            if let Some(text) = read(&path, &shown, errors) {
                let upstream = TextFile { shown, text };
                if let Some(raw) = parse_toml(&upstream.text, &upstream, 0, errors) {
                    settings = compile_settings(raw, &upstream, errors);
                }
            }
        }
        if raw.id == "kube-apiserver" {
            first_minor = first_of(&settings);
        }
        if let Some(map) = &raw.argument_map {
            settings.extend(map.flag.iter().map(|flag| (flag.clone(), map_flag(flag))));
            let flags = map.unless_given.values();
            let address = map.address.iter().flat_map(|address| [&address.host, &address.port]);
            for flag in flags.chain(address).filter(|flag| !settings.contains_key(*flag)) {
                let message = format!("`{}` has no setting `{flag}`", raw.id);
                errors.push(Diagnostic::file(&file.shown, message));
            }
        }
        earlier(&directory, name, &mut settings, errors);
        for (key, refers) in &raw.refers {
            match settings.get_mut(key.get_ref()) {
                Some(setting) => setting.refers = Some(*refers),
                None => errors.push(Diagnostic {
                    file: file.shown.clone(),
                    text: file.text.clone(),
                    span: key.span(),
                    message: format!("`{}` has no setting `{}`", raw.id, key.get_ref()),
                    help: Some(format!("settings are in components/upstream/{name}")),
                }),
            }
        }
        let component = Component {
            id: raw.id.clone(),
            title: raw.title,
            role: raw.role,
            executables: raw.executables,
            subcommands: raw.subcommands,
            except: raw.except,
            arguments: raw.arguments,
            environment_prefix: raw.environment_prefix,
            units: raw.units,
            versions: raw.versions,
            config: raw.config,
            argument_map: raw.argument_map,
            paths_beside_config: raw.paths_beside_config,
            settings,
        };
        content.components.insert(raw.id, component);
    }
    load_distributions(&directory, content, errors);
    crate::load_bundle::load(&directory, content, errors);
    load_roles(&directory, content, errors);
    for distribution in &content.distributions {
        let role = |id: &&String| *id != "any" && !content.roles.contains_key(*id);
        if let Some(id) = distribution.files.keys().find(role) {
            let message = format!("`files` of {}: there is no file role `{id}`", distribution.id);
            errors.push(Diagnostic::file("components/distributions.toml", message));
        }
    }
    load_places(&directory, content, errors);
    load_providers(&directory, content, errors);
    let earlier = directory.join("earlier");
    content.feature_gates = load_runs(&upstream, "upstream", "feature-gates", errors);
    before_the_tables(&mut content.feature_gates, &earlier, "feature-gates", errors);
    content.admission_plugins = load_runs(&upstream, "upstream", "admission-plugins", errors);
    before_the_tables(&mut content.admission_plugins, &earlier, "admission-plugins", errors);
    let last = content.admission_plugins.get("known-until").and_then(|runs| runs.first());
    let last = last.map_or(first_minor, |(minor, _)| *minor);
    content.kubernetes_minors = (first_minor, last);
}

/// The flag that names a file of flags.
fn map_flag(flag: &str) -> Setting {
    Setting {
        key: flag.to_owned(),
        is_flag: true,
        path: None,
        kind: SettingType::Text,
        bare: None,
        flag_defaults: vec![(0, Some(String::new()))],
        config_defaults: Vec::new(),
        zero_is_default: false,
        deprecated: None,
        refers: Some(Refers::Configuration),
    }
}

/// `components/earlier/<id>.toml`: flags as they were before the tables begin. What is said there of
/// a flag that the tables have too is what held before.
fn earlier(
    directory: &Path,
    name: &str,
    settings: &mut BTreeMap<String, Setting>,
    errors: &mut Vec<Diagnostic>,
) {
    let path = directory.join("earlier").join(name);
    if !path.exists() {
        return;
    }
    let shown = format!("components/earlier/{name}");
    let Some(text) = read(&path, &shown, errors) else { return };
    let file = TextFile { shown, text };
    let Some(raw) = parse_toml(&file.text, &file, 0, errors) else { return };
    for (key, before) in compile_settings(raw, &file, errors) {
        match settings.get_mut(&key) {
            Some(known) => {
                let first = known.flag_defaults.first().map_or(u16::MAX, |(minor, _)| *minor);
                let mut runs = before.flag_defaults;
                if runs.iter().any(|(minor, _)| *minor >= first) {
                    let message = format!("the runs of `{key}` reach into those of the tables");
                    errors.push(Diagnostic::file(&file.shown, message));
                }
                runs.append(&mut known.flag_defaults);
                runs.dedup_by(|later, earlier| later.1 == earlier.1);
                known.flag_defaults = runs;
                let first = known.config_defaults.first().map_or(u16::MAX, |(minor, _)| *minor);
                let mut runs = before.config_defaults;
                runs.retain(|(minor, _)| *minor < first);
                runs.append(&mut known.config_defaults);
                runs.dedup_by(|later, earlier| later.1 == earlier.1);
                known.config_defaults = runs;
            }
            None => {
                settings.insert(key, before);
            }
        }
    }
}

/// `components/cloud/*.toml`.
fn load_providers(directory: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let folder = directory.join("cloud");
    if !folder.exists() {
        return;
    }
    for file in crate::load::files(&folder, "components/cloud", "toml", errors) {
        let Some(provider) = parse_toml::<Provider>(&file.text, &file, 0, errors) else { continue };
        if file.shown != format!("components/cloud/{}.toml", provider.id) {
            errors.push(Diagnostic::file(&file.shown, format!("declares `{}`", provider.id)));
        }
        for document in &provider.documents {
            for text in document.paths() {
                if let Err(message) = crate::cloud::path(text) {
                    let message = format!("`{text}` of `{}`: {message}", document.id);
                    errors.push(Diagnostic::file(&file.shown, message));
                }
            }
            let elsewhere = content.providers.values().flat_map(|one| &one.documents);
            if elsewhere.chain(&provider.documents).filter(|one| one.id == document.id).count() > 1
            {
                let message = format!("another document is called `{}`", document.id);
                errors.push(Diagnostic::file(&file.shown, message));
            }
        }
        content.providers.insert(provider.id.clone(), provider);
    }
}

fn load_distributions(directory: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let shown = "components/distributions.toml".to_owned();
    let Some(text) = read(&directory.join("distributions.toml"), &shown, errors) else { return };
    let file = TextFile { shown, text };
    let Some(raw) = parse_toml::<RawDistributions>(&file.text, &file, 0, errors) else { return };
    for distribution in raw.distribution {
        let span = distribution.span();
        let mut distribution = distribution.into_inner();
        let texts = distribution.apply.values_mut();
        for text in texts.chain(distribution.files.values_mut()) {
            *text = text.trim().to_owned();
        }
        let known = |id: &String| content.distributions.iter().any(|known| known.id == *id);
        let component = |id: &&String| !content.components.contains_key(*id);
        let fault = if known(&distribution.id) {
            Some(format!("another distribution is called `{}`", distribution.id))
        } else {
            let unknown = distribution.apply.keys().find(component);
            unknown.map(|id| format!("there is no component `{id}`"))
        };
        if let Some(message) = fault {
            errors.push(Diagnostic {
                file: file.shown.clone(),
                text: file.text.clone(),
                span: span.start..span.start + 16,
                message,
                help: None,
            });
        }
        content.distributions.push(distribution);
    }
}

fn load_places(directory: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let shown = "components/places.toml".to_owned();
    let Some(text) = read(&directory.join("places.toml"), &shown, errors) else { return };
    let file = TextFile { shown, text };
    let Some(places) = parse_toml::<Places>(&file.text, &file, 0, errors) else { return };
    if let Some(path) = places.fault() {
        let message = format!("`{path}` does not begin at a host's root, or ends in `/`");
        errors.push(Diagnostic::file(&file.shown, message));
    }
    content.places = places;
}

fn load_roles(directory: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let shown = "components/files.toml".to_owned();
    let Some(text) = read(&directory.join("files.toml"), &shown, errors) else { return };
    let file = TextFile { shown, text };
    let Some(raw) = parse_toml::<RawRoles>(&file.text, &file, 0, errors) else { return };
    for role in raw.file {
        let span = role.span();
        let role = role.into_inner();
        let component = role.component.as_ref().map(|id| (id, content.components.get(id)));
        let fault = match component {
            Some((id, None)) => Some(format!("there is no component `{id}`")),
            Some((id, Some(component))) => role
                .settings
                .iter()
                .find(|key| !component.settings.contains_key(*key))
                .map(|key| format!("`{id}` has no setting `{key}`")),
            None => None,
        };
        let fault = fault.or_else(|| {
            let known = |id: &&String| !content.distributions.iter().any(|one| one.id == **id);
            let unknown = role.distributions.keys().find(known)?;
            Some(format!("there is no distribution `{unknown}`"))
        });
        if let Some(message) = fault {
            errors.push(Diagnostic {
                file: file.shown.clone(),
                text: file.text.clone(),
                span: span.start..span.start + 8,
                message,
                help: None,
            });
        }
        content.roles.insert(role.id.clone(), role);
    }
}

fn compile_settings(
    raw: RawUpstream,
    file: &TextFile,
    errors: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Setting> {
    let mut settings = BTreeMap::new();
    // Several flags can set one field: `metrics-bind-address` and the older `metrics-port`.
    let mut mapped: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (key, flag) in raw.flags {
        if let Some(path) = &flag.path {
            mapped.entry(path.clone()).or_default().push(key.clone());
        }
        let setting = Setting {
            key: key.clone(),
            is_flag: true,
            path: flag.path,
            kind: flag.kind,
            bare: flag.bare,
            flag_defaults: runs(&flag.default, &key, file, errors),
            config_defaults: Vec::new(),
            zero_is_default: false,
            deprecated: flag.deprecated,
            refers: None,
        };
        settings.insert(key, setting);
    }
    for (path, field) in raw.config {
        let defaults = runs(&field.default, &path, file, errors);
        match mapped.get(&path) {
            Some(keys) => {
                for key in keys {
                    if let Some(setting) = settings.get_mut(key) {
                        setting.config_defaults.clone_from(&defaults);
                        setting.zero_is_default = field.zero_is_default;
                    }
                }
            }
            None => {
                let setting = Setting {
                    key: path.clone(),
                    is_flag: false,
                    path: Some(path.clone()),
                    kind: field.kind,
                    bare: None,
                    flag_defaults: Vec::new(),
                    config_defaults: defaults,
                    zero_is_default: field.zero_is_default,
                    deprecated: None,
                    refers: None,
                };
                settings.insert(path, setting);
            }
        }
    }
    settings
}

/// `components/earlier/{feature-gates,admission-plugins}.toml`: what held before the tables begin.
fn before_the_tables(
    known: &mut BTreeMap<String, Runs>,
    folder: &Path,
    name: &str,
    errors: &mut Vec<Diagnostic>,
) {
    if !folder.join(format!("{name}.toml")).exists() {
        return;
    }
    for (key, before) in load_runs(folder, "earlier", name, errors) {
        let later = known.entry(key).or_default();
        let first = later.first().map_or(u16::MAX, |(minor, _)| *minor);
        let mut runs: Runs = before.into_iter().filter(|(minor, _)| *minor < first).collect();
        runs.append(later);
        runs.dedup_by(|after, before| after.1 == before.1);
        *later = runs;
    }
}

fn load_runs(
    folder: &Path,
    below: &str,
    name: &str,
    errors: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Runs> {
    let shown = format!("components/{below}/{name}.toml");
    let Some(text) = read(&folder.join(format!("{name}.toml")), &shown, errors) else {
        return BTreeMap::new();
    };
    let file = TextFile { shown, text };
    let Some(raw) = parse_toml::<RawRuns>(&file.text, &file, 0, errors) else {
        return BTreeMap::new();
    };
    raw.by_name
        .into_iter()
        .map(|(key, written)| {
            let runs = runs(&written, &key, &file, errors);
            (key, runs)
        })
        .collect()
}

/// `[["1.20", "true"], ["1.24"]]`: a value from 1.20 on, nothing from 1.24 on.
pub(crate) fn runs(
    written: &[Vec<String>],
    key: &str,
    file: &TextFile,
    errors: &mut Vec<Diagnostic>,
) -> Runs {
    let mut runs: Runs = Vec::new();
    for pair in written {
        let minor = pair
            .first()
            .and_then(|version| version.split_once('.'))
            .and_then(|(_, minor)| minor.parse::<u16>().ok());
        match minor {
            Some(minor) if runs.last().is_none_or(|(before, _)| *before < minor) => {
                runs.push((minor, pair.get(1).cloned()));
            }
            _ => errors.push(Diagnostic::file(
                &file.shown,
                format!("the versions of `{key}` are not ascending `major.minor`"),
            )),
        }
    }
    runs
}

/// First minor that the tables speak of.
fn first_of(settings: &BTreeMap<String, Setting>) -> u16 {
    settings
        .values()
        .filter(|setting| setting.kind != SettingType::Map)
        .filter_map(|setting| setting.flag_defaults.first().map(|(minor, _)| *minor))
        .filter(|minor| *minor > 0)
        .min()
        .unwrap_or(0)
}
