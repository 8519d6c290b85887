//! `benchmarks/<family>/<version>.toml`.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;

use crate::Content;
use crate::benchmark::{Benchmark, Control, ControlCheck};
use crate::diagnostic::Diagnostic;
use crate::load::{TextFile, files, literal_text, parse_toml};
use crate::raw::{RawBenchmark, RawControl, RawControlCheck};

const ROLES: [&str; 5] = ["control-plane", "etcd", "worker", "policies", "workloads"];

pub(crate) fn load(root: &Path, content: &mut Content, errors: &mut Vec<Diagnostic>) {
    let mut waiting: Vec<(TextFile, RawBenchmark)> = Vec::new();
    for file in files(&root.join("benchmarks"), "benchmarks", "toml", errors) {
        if let Some(raw) = parse_toml(&file.text, &file, 0, errors) {
            waiting.push((file, raw));
        }
    }
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
            let id = raw.id.get_ref().clone();
            if content.benchmarks.contains_key(&id) {
                errors.push(error(&file, raw.id.span(), "another benchmark has this id"));
                continue;
            }
            let benchmark = compile(&file, raw, content, errors);
            content.benchmarks.insert(id, benchmark);
        }
        waiting = later;
    }
}

fn error(file: &TextFile, span: std::ops::Range<usize>, message: impl Into<String>) -> Diagnostic {
    Diagnostic {
        file: file.shown.clone(),
        text: file.text.clone(),
        span,
        message: message.into(),
        help: None,
    }
}

fn compile(
    file: &TextFile,
    raw: RawBenchmark,
    content: &Content,
    errors: &mut Vec<Diagnostic>,
) -> Benchmark {
    let base = raw.extends.as_ref().and_then(|base| content.benchmarks.get(base.get_ref()));
    let mut benchmark = Benchmark {
        id: raw.id.into_inner(),
        family: raw.family.or_else(|| base.map(|base| base.family.clone())).unwrap_or_default(),
        title: raw.title,
        kubernetes: raw.kubernetes,
        source: raw.source.or_else(|| base.map(|base| base.source.clone())).unwrap_or_default(),
        extends: raw.extends.map(Spanned::into_inner),
        sections: base.map(|base| base.sections.clone()).unwrap_or_default(),
        controls: base.map(|base| base.controls.clone()).unwrap_or_default(),
    };
    if !raw.section.is_empty() {
        benchmark.sections = raw.section;
    }
    let mut written = BTreeMap::new();
    for control in raw.control {
        let span = control.span();
        let control = control.into_inner();
        let id = control.id.get_ref().clone();
        if written.insert(id.clone(), ()).is_some() {
            errors.push(error(file, control.id.span(), "this control is declared twice"));
        }
        let before = benchmark.controls.iter().position(|known| known.id == id);
        let known = before.map(|index| benchmark.controls[index].clone());
        let compiled = compile_control(file, span.start, control, known, content, errors);
        match before {
            Some(index) => benchmark.controls[index] = compiled,
            None => benchmark.controls.push(compiled),
        }
        if benchmark.section_of(&id).is_none() {
            errors.push(error(file, span.start..span.start + 11, format!("no section for {id}")));
        }
    }
    benchmark
}

fn compile_control(
    file: &TextFile,
    start: usize,
    raw: RawControl,
    known: Option<Control>,
    content: &Content,
    errors: &mut Vec<Diagnostic>,
) -> Control {
    let head = start..start + "[[control]]".len();
    let new = known.is_none();
    let mut control = known.unwrap_or_else(|| Control {
        id: raw.id.get_ref().clone(),
        title: String::new(),
        level: 0,
        assessment: String::new(),
        role: String::new(),
        checks: Vec::new(),
        look: None,
        look_at: Vec::new(),
        manual_on_fail: false,
        manual_on_pass: false,
        cis_controls: Vec::new(),
    });
    if new
        && (raw.title.is_none()
            || raw.level.is_none()
            || raw.assessment.is_none()
            || raw.role.is_none())
    {
        let message = "a control needs `title`, `level`, `assessment` and `role`";
        errors.push(error(file, head.clone(), message));
    }
    if let Some(title) = raw.title {
        control.title = title;
    }
    if let Some(level) = raw.level {
        control.level = level;
    }
    if let Some(assessment) = raw.assessment {
        if !["automated", "manual"].contains(&assessment.get_ref().as_str()) {
            let message = "`assessment` is `automated` or `manual`";
            errors.push(error(file, assessment.span(), message));
        }
        control.assessment = assessment.into_inner();
    }
    if let Some(role) = raw.role {
        if !ROLES.contains(&role.get_ref().as_str()) {
            errors.push(error(file, role.span(), format!("`role` is one of {}", ROLES.join(", "))));
        }
        control.role = role.into_inner();
    }
    if let Some(look) = raw.look {
        control.look = Some(look);
    }
    if let Some(on_fail) = raw.on_fail {
        if on_fail.get_ref() != "manual" {
            errors.push(error(file, on_fail.span(), "`on-fail` can only be `manual`"));
        }
        control.manual_on_fail = true;
    }
    if let Some(on_pass) = raw.on_pass {
        if on_pass.get_ref() != "manual" {
            errors.push(error(file, on_pass.span(), "`on-pass` can only be `manual`"));
        }
        control.manual_on_pass = true;
    }
    if let Some(list) = raw.cis_controls {
        control.cis_controls = list;
    }
    if let Some(list) = raw.look_at {
        control.look_at =
            list.into_iter().filter_map(|entry| look_at(file, &entry, content, errors)).collect();
    }
    if let Some(checks) = raw.checks {
        control.checks =
            checks.into_iter().map(|check| control_check(file, check, content, errors)).collect();
    }
    if control.checks.is_empty() && control.look.is_none() {
        let message = "a control without checks needs `look`: what a person must look at";
        errors.push(error(file, head, message));
    }
    control
}

fn look_at(
    file: &TextFile,
    entry: &Spanned<String>,
    content: &Content,
    errors: &mut Vec<Diagnostic>,
) -> Option<(String, String)> {
    let found = entry.get_ref().split_once(':').filter(|(component, key)| {
        content.components.get(*component).is_some_and(|known| {
            known.settings.contains_key(*key) || crate::is_derived_setting(component, key)
        })
    });
    if found.is_none() {
        let message = "this names no setting; write `component:key`";
        errors.push(error(file, entry.span(), message));
    }
    found.map(|(component, key)| (component.to_owned(), key.to_owned()))
}

fn control_check(
    file: &TextFile,
    check: Spanned<RawControlCheck>,
    content: &Content,
    errors: &mut Vec<Diagnostic>,
) -> ControlCheck {
    let span = check.span();
    let (id, with) = match check.into_inner() {
        RawControlCheck::Name(id) => (id, BTreeMap::new()),
        RawControlCheck::With { check, with } => (check, with),
    };
    let mut compiled = ControlCheck { check: id.clone(), with: BTreeMap::new() };
    let Some(known) = content.checks.get(&id) else {
        errors.push(error(file, span, format!("there is no check `{id}`")));
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
            Some(message) => errors.push(error(file, span.clone(), message)),
            None => {
                compiled.with.insert(name, text);
            }
        }
    }
    compiled
}
