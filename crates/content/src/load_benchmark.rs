//! `benchmarks/controls/*.toml`, what controls ask, and `benchmarks/<family>/*.toml`, the editions
//! that number them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use toml::Spanned;

use crate::Content;
use crate::benchmark::{Benchmark, Control, ControlCheck, Head, VersionRange};
use crate::check::CheckKind;
use crate::diagnostic::Diagnostic;
use crate::load::{TextFile, files, literal_text, parse_toml};
use crate::raw::{RawBenchmark, RawControl, RawControlCheck, RawControls};

/// Whoever can answer a control.
const ROLES: [&str; 7] =
    ["control-plane", "etcd", "worker", "federation", "policies", "workloads", "cloud"];

const ASSESSMENTS: [&str; 4] = ["automated", "manual", "scored", "not-scored"];

pub(crate) fn load(root: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let mut waiting: Vec<(TextFile, RawBenchmark)> = Vec::new();
    let mut shared = Vec::new();
    for file in files(&root.join("benchmarks"), "benchmarks", "toml", errors) {
        if file.shown.starts_with("benchmarks/controls/") {
            shared.push(file);
        } else if let Some(raw) = parse_toml(&file.text, &file, 0, errors) {
            waiting.push((file, raw));
        }
    }
    let controls = controls(&shared, content, errors);
    // An edition is compiled once the one it extends has been.
    while !waiting.is_empty() {
        let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(_, raw)| {
            raw.extends.as_ref().is_none_or(|base| content.benchmarks.contains_key(base.get_ref()))
        });
        if ready.is_empty() {
            for (file, raw) in later {
                let span = raw.extends.as_ref().map_or(0..0, Spanned::span);
                errors.push(error(&file, span, "there is no benchmark to extend under this id"));
            }
            return;
        }
        for (file, raw) in ready {
            for name in std::iter::once(&raw.id).chain(&raw.aliases) {
                if content.benchmarks.contains_key(name.get_ref()) {
                    errors.push(error(&file, name.span(), "another benchmark has this id"));
                }
            }
            let mut compiler = Compiler { file: &file, content, controls: &controls, errors };
            let benchmark = compiler.benchmark(raw);
            content.benchmarks.insert(benchmark);
        }
        waiting = later;
    }
}

fn error(file: &TextFile, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic {
        file: file.shown.clone(),
        text: file.text.clone(),
        span,
        message: message.into(),
        help: None,
    }
}

/// What controls ask, by id.
fn controls(
    shared: &[TextFile],
    content: &Content,
    errors: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Control> {
    let mut controls = BTreeMap::new();
    for file in shared {
        let Some(raw) = parse_toml::<RawControls>(&file.text, file, 0, errors) else { continue };
        for control in raw.control {
            let place = control.id.span();
            let id = control.id.get_ref().clone();
            if control.of_an_edition() {
                let message = "this belongs to an edition: here is only what all of them share";
                errors.push(error(file, control.id.span(), message));
            }
            if controls.contains_key(&id) {
                errors.push(error(file, control.id.span(), "another control has this id"));
                continue;
            }
            let none = BTreeMap::new();
            let mut compiler = Compiler { file, content, controls: &none, errors };
            let before = Control { id: id.clone(), is: id.clone(), ..Control::default() };
            let compiled = compiler.control(control, before);
            if compiled.title.is_empty() || compiled.role.is_empty() {
                let message = "a control needs `title` and `role`";
                errors.push(error(file, place, message));
            }
            controls.insert(id, compiled);
        }
    }
    controls
}

/// What a file is compiled with.
struct Compiler<'a> {
    file: &'a TextFile,
    content: &'a Content,
    controls: &'a BTreeMap<String, Control>,
    errors: &'a mut Vec<Diagnostic>,
}

impl Compiler<'_> {
    fn fault(&mut self, span: Range<usize>, message: impl Into<String>) {
        self.errors.push(error(self.file, span, message));
    }

    fn benchmark(&mut self, raw: RawBenchmark) -> Benchmark {
        let base = raw.extends.as_ref().and_then(|id| self.content.benchmarks.get(id.get_ref()));
        let inherited = base.map(|base| base.head.clone()).unwrap_or_default();
        let head = Head {
            id: raw.id.into_inner(),
            aliases: raw.aliases.into_iter().map(Spanned::into_inner).collect(),
            family: raw.family.unwrap_or(inherited.family),
            distributions: raw.distributions.unwrap_or(inherited.distributions),
            distribution_versions: raw
                .distribution_versions
                .unwrap_or(inherited.distribution_versions),
            title: raw.title,
            kubernetes: raw.kubernetes,
            source: raw.source.unwrap_or(inherited.source),
            extends: raw.extends.map(Spanned::into_inner),
            automatic: raw.automatic.unwrap_or(true),
            size: 0,
        };
        let mut benchmark = Benchmark {
            head,
            sections: base.map(|base| base.sections.clone()).unwrap_or_default(),
            controls: base.map(|base| base.controls.clone()).unwrap_or_default(),
        };
        if !raw.section.is_empty() {
            benchmark.sections = raw.section;
        }
        let mut written = BTreeSet::new();
        for control in raw.control {
            let id = control.id.get_ref().clone();
            let place = control.id.span();
            if !written.insert(id.clone()) {
                self.fault(place.clone(), "this control is declared twice");
            }
            let before = benchmark.controls.iter().position(|known| known.id == id);
            if control.drop {
                match before {
                    Some(index) => drop(benchmark.controls.remove(index)),
                    None => self.fault(place, "there is no such control to drop"),
                }
                continue;
            }
            let known = before.map(|index| benchmark.controls[index].clone());
            let compiled = self.numbered(control, known);
            if benchmark.section_of(&compiled).is_none() {
                self.fault(place, format!("no section for {id}"));
            }
            match before {
                Some(index) => benchmark.controls[index] = compiled,
                None => {
                    let after = benchmark.controls.iter().rposition(|one| before_it(&one.id, &id));
                    benchmark.controls.insert(after.map_or(0, |index| index + 1), compiled);
                }
            }
        }
        benchmark
    }

    /// A control as an edition has it.
    fn numbered(&mut self, raw: RawControl, known: Option<Control>) -> Control {
        let place = raw.id.span();
        let id = raw.id.get_ref().clone();
        let new = known.is_none();
        let mut control = known.unwrap_or_default();
        if let Some(is) = &raw.is {
            match self.controls.get(is.get_ref()) {
                Some(shared) => {
                    // Another meaning under the same number: only the number's own facts stay.
                    let (level, assessment) = (control.level, control.assessment);
                    control = Control { level, assessment, ..shared.clone() };
                }
                None => {
                    let message = "there is no control of this id in benchmarks/controls";
                    self.fault(is.span(), message);
                }
            }
        } else if new {
            control.is = format!("{}-{id}", self.file.shown);
        }
        control.id = id;
        let control = self.control(raw, control);
        if control.title.is_empty()
            || control.role.is_empty()
            || control.level == 0
            || control.assessment.is_empty()
        {
            let message = "a control needs `level`, `assessment`, and `is` or `title` and `role`";
            self.fault(place, message);
        }
        control
    }

    /// Lays what is written over what was there before.
    fn control(&mut self, raw: RawControl, mut control: Control) -> Control {
        let place = raw.id.span();
        if let Some(title) = raw.title {
            control.title = title;
        }
        if let Some(level) = raw.level {
            control.level = level;
        }
        if let Some(assessment) = raw.assessment {
            if !ASSESSMENTS.contains(&assessment.get_ref().as_str()) {
                let message = format!("`assessment` is one of {}", ASSESSMENTS.join(", "));
                self.fault(assessment.span(), message);
            }
            control.assessment = assessment.into_inner();
        }
        if let Some(role) = raw.role {
            if !ROLES.contains(&role.get_ref().as_str()) {
                self.fault(role.span(), format!("`role` is one of {}", ROLES.join(", ")));
            }
            control.role = role.into_inner();
        }
        if let Some(look) = raw.look {
            control.look = Some(look);
        }
        for (written, what, flag) in [
            (raw.on_fail, "on-fail", &mut control.manual_on_fail),
            (raw.on_pass, "on-pass", &mut control.manual_on_pass),
        ] {
            let Some(written) = written else { continue };
            *flag = written.get_ref() == "manual";
            if !["manual", "determined"].contains(&written.get_ref().as_str()) {
                let message = format!("`{what}` is `manual` or `determined`");
                self.errors.push(error(self.file, written.span(), message));
            }
        }
        if let Some(reason) = raw.not_applicable {
            control.not_applicable = Some(reason).filter(|reason| !reason.is_empty());
        }
        match (raw.applies_to_kubernetes, raw.not_applicable_because) {
            (Some(range), Some(reason)) => match range.get_ref().parse::<VersionRange>() {
                Ok(range) => control.versions = Some((range, reason.into_inner())),
                Err(message) => self.fault(range.span(), message),
            },
            (None, None) => {}
            (Some(at), None) | (None, Some(at)) => {
                let message = "`applies-to-kubernetes` and `not-applicable-because` go together";
                self.fault(at.span(), message);
            }
        }
        control.section = raw.section.or(control.section);
        control.severity = raw.severity.or(control.severity);
        if let Some(also) = raw.also {
            control.also = also;
        }
        if let Some(list) = raw.references {
            control.references =
                list.into_iter().filter_map(|entry| self.reference(&entry)).collect();
        }
        if let Some(list) = raw.cis_controls {
            control.cis_controls = list;
        }
        if let Some(list) = raw.look_at {
            control.look_at = list.into_iter().filter_map(|entry| self.look_at(&entry)).collect();
        }
        if let Some(checks) = raw.checks {
            control.checks = checks.into_iter().map(|check| self.control_check(check)).collect();
        }
        for (name, value) in raw.with {
            let text = literal_text(value.get_ref());
            let mut taken = false;
            for asked in &mut control.checks {
                let known = self.content.checks.get(&asked.check);
                let parameter = known.and_then(|check| {
                    check.parameters.iter().find(|one| one.name == *name.get_ref())
                });
                let Some(parameter) = parameter else { continue };
                taken = true;
                if matches!(known.map(|check| &check.kind), Some(CheckKind::Object { .. })) {
                    let message = "a check of objects is run once for all benchmarks: its \
                                   parameters are the user's variables";
                    self.errors.push(error(self.file, name.span(), message));
                }
                match parameter.kind.parse(&text) {
                    Ok(_) => drop(asked.with.insert(name.get_ref().clone(), text.clone())),
                    Err(message) => {
                        self.errors.push(error(self.file, value.span(), message));
                    }
                }
            }
            if !taken {
                let message = format!("none of its checks has a parameter `{}`", name.get_ref());
                self.fault(name.span(), message);
            }
        }
        let to_a_person =
            control.checks.is_empty() || control.manual_on_fail || control.manual_on_pass;
        if to_a_person && control.look.is_none() && control.not_applicable.is_none() {
            let message = "a control that a person answers needs `look`: what to look at";
            self.fault(place, message);
        }
        control
    }

    /// `framework:id` of a known framework.
    fn reference(&mut self, entry: &Spanned<String>) -> Option<(String, String)> {
        let known = &self.content.frameworks.frameworks;
        let found = entry
            .get_ref()
            .split_once(':')
            .filter(|(framework, _)| known.iter().any(|one| one.id == *framework));
        if found.is_none() {
            self.fault(entry.span(), "this names no framework; write `framework:id`");
        }
        found.map(|(framework, id)| (framework.to_owned(), id.to_owned()))
    }

    fn look_at(&mut self, entry: &Spanned<String>) -> Option<(String, String)> {
        let found = entry.get_ref().split_once(':').filter(|(component, key)| {
            self.content.components.get(*component).is_some_and(|known| {
                known.settings.contains_key(*key) || crate::is_derived_setting(component, key)
            })
        });
        if found.is_none() {
            self.fault(entry.span(), "this names no setting; write `component:key`");
        }
        found.map(|(component, key)| (component.to_owned(), key.to_owned()))
    }

    fn control_check(&mut self, check: Spanned<RawControlCheck>) -> ControlCheck {
        let span = check.span();
        let (id, with) = match check.into_inner() {
            RawControlCheck::Name(id) => (id, BTreeMap::new()),
            RawControlCheck::With { check, with } => (check, with),
        };
        let mut compiled = ControlCheck { check: id.clone(), with: BTreeMap::new() };
        let Some(known) = self.content.checks.get(&id) else {
            self.fault(span, format!("there is no check `{id}`"));
            return compiled;
        };
        for (name, value) in with {
            let text = literal_text(&value);
            let parameter = known.parameters.iter().find(|parameter| parameter.name == name);
            let fault = match parameter {
                None => Some(format!("`{id}` has no parameter `{name}`")),
                Some(parameter) => parameter.kind.parse(&text).err(),
            };
            match fault {
                Some(message) => self.fault(span.clone(), message),
                None => drop(compiled.with.insert(name, text)),
            }
        }
        compiled
    }
}

/// Whether a number stands before another one, part by part: `1.9`, `1.10`, `1.37a`, `1.38`.
fn before_it(one: &str, other: &str) -> bool {
    let parts = |id: &str| {
        id.split(['.', '-'])
            .map(|part| {
                let digits = part.bytes().take_while(u8::is_ascii_digit).count();
                (part[..digits].parse::<u64>().unwrap_or(u64::MAX), part[digits..].to_owned())
            })
            .collect::<Vec<_>>()
    };
    parts(one) < parts(other)
}
