//! `components/distributions/*.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::Content;
use crate::bundle::{Bundle, Bundled, BundledFlag, Case, Started};
use crate::diagnostic::Diagnostic;
use crate::load::{TextFile, files, parse_toml};
use crate::load_component::runs;
use crate::raw::{RawBundle, RawBundled, RawBundledFlag};

pub(crate) fn load(directory: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let folder = directory.join("distributions");
    if !folder.exists() {
        return;
    }
    for file in files(&folder, "components/distributions", "toml", errors) {
        let Some(raw) = parse_toml::<RawBundle>(&file.text, &file, 0, errors) else { continue };
        let mut components = Vec::new();
        for one in raw.component {
            let span = one.span();
            let one = one.into_inner();
            if let Some(message) = fault(content, &raw.processes, &one) {
                errors.push(Diagnostic {
                    file: file.shown.clone(),
                    text: file.text.clone(),
                    span: span.start..span.start + 13,
                    message,
                    help: None,
                });
            }
            components.push(Bundled {
                flags: flags(one.flags, &file, errors),
                cases: one
                    .case
                    .into_iter()
                    .map(|case| Case { when: case.when, flags: flags(case.flags, &file, errors) })
                    .collect(),
                id: one.id,
                on: one.on,
                when: one.when,
                extra: one.extra,
                arguments_file: one.arguments_file,
            });
        }
        let on_known = |one: &Started| one.on.iter().all(|on| raw.processes.contains(on));
        let known = |one: &Started| content.components.contains_key(&one.id) && on_known(one);
        if let Some(one) = raw.starts.iter().find(|one| !known(one)) {
            let message = format!("`starts` names a component or process not known: `{}`", one.id);
            errors.push(Diagnostic::file(&file.shown, message));
        }
        content.bundles.push(Bundle {
            title: raw.title,
            processes: raw.processes,
            units: raw.units,
            hides_arguments: raw.hides_arguments,
            config: raw.config,
            switches: raw.switches,
            aliases: raw.aliases,
            environment: raw.environment,
            places: raw.places,
            components,
            starts: raw.starts,
        });
    }
}

/// What names something that is not there.
fn fault(content: &Content, processes: &[String], one: &RawBundled) -> Option<String> {
    let Some(component) = content.components.get(&one.id) else {
        return Some(format!("there is no component `{}`", one.id));
    };
    if let Some(process) = one.on.iter().find(|process| !processes.contains(process)) {
        return Some(format!("`{process}` is none of the processes"));
    }
    let of_cases = one.case.iter().flat_map(|case| case.flags.keys());
    one.flags
        .keys()
        .chain(of_cases)
        .find(|key| component.flag(key).is_none())
        .map(|key| format!("`{}` has no flag `{key}`", one.id))
}

fn flags(
    raw: BTreeMap<String, RawBundledFlag>,
    file: &TextFile,
    errors: &mut Vec<Diagnostic>,
) -> BTreeMap<String, BundledFlag> {
    let mut compile = |key: &str, flag| match flag {
        RawBundledFlag::Value(value) => BundledFlag::Value(value),
        RawBundledFlag::FirstOf { first_of } => BundledFlag::FirstOf(first_of),
        RawBundledFlag::ByVersion(written) => {
            BundledFlag::ByVersion(runs(&written, key, file, errors))
        }
    };
    raw.into_iter()
        .map(|(key, flag)| {
            let flag = compile(&key, flag);
            (key, flag)
        })
        .collect()
}
