//! `checks/<area>/<id>.md`: the check compiler.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use plimsoll_model::Status;
use toml::{Spanned, Value};

use crate::Content;
use crate::check::{
    Check, CheckKind, Example, HOST, ObjectScope, Operand, POD_MAKERS, PODS, Parameter,
    ParameterType, Predicate,
};
use crate::diagnostic::{Diagnostic, line_of};
use crate::load::{TextFile, files, literal_text, parse_toml};
use crate::load_predicate::{Reader, Scope};
use crate::markdown::{Fence, split};
use crate::raw::{RawCheck, RawExample, RawParameter};

pub(crate) fn load(
    directory: &Path,
    shown: &str,
    content: &mut Content,
    errors: &mut Vec<Diagnostic>,
) {
    for file in files(directory, shown, "md", errors) {
        let before = errors.len();
        if let Some(check) = compile(&file, content, errors)
            && errors.len() == before
        {
            content.checks.insert(check.id.clone(), check);
        }
    }
}

/// Compiles one check file.
pub(crate) fn compile(
    file: &TextFile,
    content: &Content,
    errors: &mut Vec<Diagnostic>,
) -> Option<Check> {
    let mut compiler = Compiler { file, content, errors: Vec::new() };
    let check = compiler.compile();
    errors.extend(compiler.errors);
    check
}

struct Compiler<'a> {
    file: &'a TextFile,
    content: &'a Content,
    errors: Vec<Diagnostic>,
}

/// Where the front matter begins: after `+++` and the line break.
const FRONT: usize = 4;

impl Compiler<'_> {
    fn error(&mut self, span: Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        self.errors.push(Diagnostic {
            file: self.file.shown.clone(),
            text: self.file.text.clone(),
            span,
            message: message.into(),
            help: None,
        });
        let last = self.errors.len() - 1;
        &mut self.errors[last]
    }

    fn front_error<T>(&mut self, at: &Spanned<T>, message: impl Into<String>) -> &mut Diagnostic {
        let span = at.span();
        self.error(span.start + FRONT..span.end + FRONT, message)
    }

    fn compile(&mut self) -> Option<Check> {
        let parts = match split(&self.file.text) {
            Ok(parts) => parts,
            Err(fault) => {
                self.error(fault.span, fault.message).help = Some(fault.help.to_owned());
                return None;
            }
        };
        let offset = parts.front_offset;
        let raw: RawCheck = parse_toml(parts.front, self.file, offset, &mut self.errors)?;
        let id = raw.id.get_ref().clone();
        self.identity(&raw);
        let parameters = self.parameters(&raw.parameters);
        let mut kind = self.kind(&raw, &parameters)?;
        let about_objects = matches!(kind, CheckKind::Object { .. });
        if let Some(default) = raw.default.as_ref().filter(|_| !about_objects) {
            self.front_error(default, "`default` is for checks of kind `object`");
        }
        for nist in &raw.nist {
            if !is_nist_id(nist.get_ref()) {
                self.front_error(nist, "not an id of NIST SP 800-53r5, like `AC-6` or `SC-8(1)`");
            }
        }
        if raw.nist.is_empty() {
            self.error(FRONT..FRONT, "a check needs at least one NIST SP 800-53r5 control");
        }
        if parts.text.is_empty() {
            self.error(parts.end.clone(), "the check has no text").help =
                Some("say what it looks at and why it matters, after the front matter".to_owned());
        }
        if parts.fixes.is_empty() || parts.fixes.iter().any(|(_, text)| text.is_empty()) {
            self.error(parts.end.clone(), "the check has no fix").help = Some(
                "write `## Fix` with one `### PLATFORM` subsection per kind of installation"
                    .to_owned(),
            );
        }
        let examples: Vec<Example> = parts
            .examples
            .iter()
            .filter_map(|fence| {
                if about_objects || matches!(kind, CheckKind::Cloud { .. }) {
                    self.manifest(fence, &parameters)
                } else {
                    self.example(fence, &parameters)
                }
            })
            .collect();
        if let CheckKind::Object { needs, .. } = &mut kind {
            add_needs(needs, &examples);
            for kind in &raw.may_miss {
                if !needs.contains(kind.get_ref()) {
                    let message =
                        format!("no example holds a `{}` that could be missed", kind.get_ref());
                    self.front_error(kind, message);
                }
            }
            needs.retain(|need| !raw.may_miss.iter().any(|kind| kind.get_ref() == need));
        }
        for wanted in [Status::Pass, Status::Fail] {
            if !parts.examples.iter().any(|fence| fence.info == wanted.as_str()) {
                let message = format!("the check has no `{}` example", wanted.as_str());
                self.error(parts.end.clone(), message).help =
                    Some("write a fenced block of that name under `## Examples`".to_owned());
            }
        }
        let only_on = raw.only_on.map(|role| {
            if !["control-plane", "etcd", "worker"].contains(&role.get_ref().as_str()) {
                self.front_error(&role, "a host's role is `control-plane`, `etcd` or `worker`");
            }
            role.into_inner()
        });
        let area = self.file.shown.rsplit('/').nth(1).unwrap_or_default().to_owned();
        Some(Check {
            id,
            area,
            title: raw.title.into_inner(),
            severity: raw.severity,
            only_on,
            kind,
            parameters,
            nist: raw.nist.into_iter().map(Spanned::into_inner).collect(),
            text: parts.text,
            fixes: parts.fixes,
            examples,
            file: self.file.shown.clone(),
        })
    }

    fn identity(&mut self, raw: &RawCheck) {
        let id = raw.id.get_ref();
        let kebab = !id.is_empty()
            && id.split('-').all(|part| {
                !part.is_empty()
                    && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
        if !kebab {
            self.front_error(&raw.id, "an id is kebab-case: lower-case words joined by `-`");
        }
        let stem = self.file.shown.rsplit('/').next().unwrap_or_default();
        if stem.trim_end_matches(".md") != id {
            self.front_error(&raw.id, format!("the file is called `{stem}`")).help =
                Some(format!("call it `{id}.md` or change the id"));
        }
        if let Some(other) = self.content.checks.get(id) {
            self.front_error(&raw.id, format!("`{}` has this id already", other.file));
        }
        if raw.title.get_ref().trim().is_empty() || raw.title.get_ref().ends_with('.') {
            self.front_error(&raw.title, "a title is a sentence without a full stop");
        }
    }

    fn parameters(&mut self, raw: &BTreeMap<String, RawParameter>) -> Vec<Parameter> {
        let mut parameters = Vec::new();
        for (name, parameter) in raw {
            let default = literal_text(parameter.default.get_ref());
            if let Err(message) = parameter.kind.parse(&default) {
                self.front_error(&parameter.default, message);
            }
            parameters.push(Parameter {
                name: name.clone(),
                kind: parameter.kind,
                default,
                description: parameter.description.clone(),
            });
        }
        parameters
    }

    fn kind(&mut self, raw: &RawCheck, parameters: &[Parameter]) -> Option<CheckKind> {
        match raw.kind.get_ref().as_str() {
            "setting" => {
                let component = self.component(raw)?;
                let Some(expect) = &raw.expect else {
                    self.front_error(&raw.kind, "a `setting` check needs `expect`");
                    return None;
                };
                let scope = Scope::Settings { component: &component, content: self.content };
                let predicate = self.predicate(scope, expect, parameters)?;
                let applies_if = self.applies_if(raw, scope, parameters);
                Some(CheckKind::Setting { component, expect: predicate, applies_if })
            }
            "file" => {
                let Some(role) = &raw.role else {
                    self.front_error(&raw.kind, "a `file` check needs `role`");
                    return None;
                };
                if !self.content.roles.contains_key(role.get_ref()) {
                    self.front_error(role, "there is no such file role").help =
                        Some("roles are declared in components/files.toml".to_owned());
                }
                if raw.mode.is_none() && raw.owner.is_none() {
                    self.front_error(&raw.kind, "a `file` check needs `mode` or `owner`");
                }
                let mode = raw
                    .mode
                    .as_ref()
                    .and_then(|mode| self.file_operand(mode, ParameterType::Mode, parameters));
                let owner = raw
                    .owner
                    .as_ref()
                    .and_then(|owner| self.file_operand(owner, ParameterType::Text, parameters));
                let absent_fails = match &raw.absent {
                    None => false,
                    Some(absent) => match absent.get_ref().as_str() {
                        "fail" => true,
                        "not-applicable" => false,
                        _ => {
                            self.front_error(absent, "`absent` is `not-applicable` or `fail`");
                            false
                        }
                    },
                };
                Some(CheckKind::File { role: role.get_ref().clone(), mode, owner, absent_fails })
            }
            "rust" => {
                let component = raw.component.as_ref().map(|one| one.get_ref().as_str());
                let component = match component {
                    Some(HOST) => HOST.to_owned(),
                    _ => self.component(raw)?,
                };
                Some(CheckKind::Rust { component })
            }
            "cloud" => self.cloud(raw, parameters),
            "object" => Some(CheckKind::Object {
                default: raw.default.as_ref().is_none_or(|default| *default.get_ref()),
                scope: self.scope(raw),
                needs: raw.needs.clone(),
            }),
            _ => {
                self.front_error(
                    &raw.kind,
                    "a kind is `setting`, `file`, `rust`, `cloud` or `object`",
                );
                None
            }
        }
    }

    fn cloud(&mut self, raw: &RawCheck, parameters: &[Parameter]) -> Option<CheckKind> {
        let (Some(document), Some(expect)) = (&raw.document, &raw.expect) else {
            self.front_error(&raw.kind, "a `cloud` check needs `document` and `expect`");
            return None;
        };
        let providers = self.content.providers.values();
        let known: Vec<&str> =
            providers.flat_map(|one| &one.documents).map(|one| one.id.as_str()).collect();
        if !known.contains(&document.get_ref().as_str()) {
            let help = format!("documents are {}", known.join(", "));
            self.front_error(document, "there is no such document").help = Some(help);
            return None;
        }
        Some(CheckKind::Cloud {
            document: document.get_ref().clone(),
            expect: self.predicate(Scope::Fields, expect, parameters)?,
            applies_if: self.applies_if(raw, Scope::Fields, parameters),
        })
    }

    fn applies_if(
        &mut self,
        raw: &RawCheck,
        scope: Scope<'_>,
        parameters: &[Parameter],
    ) -> Option<(Predicate, String)> {
        match (&raw.applies_if, &raw.not_applicable_because) {
            (Some(written), Some(reason)) => {
                let predicate = self.predicate(scope, written, parameters)?;
                Some((predicate, reason.get_ref().clone()))
            }
            (None, None) => None,
            (Some(at), None) => {
                self.front_error(at, "`applies-if` needs `not-applicable-because`");
                None
            }
            (None, Some(at)) => {
                self.front_error(at, "`not-applicable-because` needs `applies-if`");
                None
            }
        }
    }

    fn scope(&mut self, raw: &RawCheck) -> ObjectScope {
        let Some(scope) = &raw.scope else { return ObjectScope::Both };
        match scope.get_ref().as_str() {
            "files" => ObjectScope::Files,
            "cluster" => ObjectScope::Cluster,
            _ => {
                self.front_error(scope, "a scope is `files` or `cluster`");
                ObjectScope::Both
            }
        }
    }

    fn component(&mut self, raw: &RawCheck) -> Option<String> {
        let Some(component) = &raw.component else {
            self.front_error(&raw.kind, "this kind of check needs `component`");
            return None;
        };
        if !self.content.components.contains_key(component.get_ref()) {
            let known: Vec<&str> = self.content.components.keys().map(String::as_str).collect();
            let help = format!("components are {}", known.join(", "));
            self.front_error(component, "there is no such component").help = Some(help);
            return None;
        }
        Some(component.get_ref().clone())
    }

    fn file_operand(
        &mut self,
        written: &Spanned<String>,
        kind: ParameterType,
        parameters: &[Parameter],
    ) -> Option<Operand> {
        let text = written.get_ref();
        let outcome = match text.strip_prefix('$') {
            Some(name) => match parameters.iter().find(|parameter| parameter.name == name) {
                Some(parameter) if parameter.kind == kind => {
                    Ok(Operand::Parameter(name.to_owned()))
                }
                Some(_) => Err(format!("the parameter `{name}` is not of type {}", kind.as_str())),
                None => Err(format!("there is no parameter `{name}`")),
            },
            None => kind.parse(text).map(Operand::Literal),
        };
        match outcome {
            Ok(operand) => Some(operand),
            Err(message) => {
                self.front_error(written, message);
                None
            }
        }
    }

    fn predicate(
        &mut self,
        scope: Scope<'_>,
        written: &Spanned<Value>,
        parameters: &[Parameter],
    ) -> Option<Predicate> {
        match (Reader { scope, parameters }).predicate(written.get_ref()) {
            Ok(predicate) => Some(predicate),
            Err((needle, message)) => {
                // TOML values inside inline tables carry no span: the word is looked up.
                let span = written.span();
                let (start, end) = (span.start + FRONT, span.end + FRONT);
                let place = self.file.text.get(start..end).and_then(|text| text.find(&needle));
                let span = match place {
                    Some(at) => start + at..start + at + needle.len(),
                    None => start..end,
                };
                self.error(span, message);
                None
            }
        }
    }

    fn example(&mut self, fence: &Fence<'_>, parameters: &[Parameter]) -> Option<Example> {
        let status = match fence.info {
            "pass" => Status::Pass,
            "fail" => Status::Fail,
            "not-applicable" => Status::NotApplicable,
            "error" => Status::Error,
            _ => {
                self.error(fence.opening.clone(), "this is not the name of an example").help =
                    Some("use `pass`, `fail`, `not-applicable` or `error`".to_owned());
                return None;
            }
        };
        let raw: RawExample = parse_toml(fence.body, self.file, fence.offset, &mut self.errors)?;
        let mut values = BTreeMap::new();
        for (name, value) in raw.parameters {
            let value = literal_text(&value);
            let span = name.span();
            let span = span.start + fence.offset..span.end + fence.offset;
            let known = parameters.iter().find(|parameter| parameter.name == *name.get_ref());
            match known.map(|parameter| parameter.kind.parse(&value)) {
                None => {
                    self.error(span, "the check has no such parameter");
                }
                Some(Err(message)) => {
                    self.error(span, message);
                }
                Some(Ok(_)) => {
                    values.insert(name.into_inner(), value);
                }
            }
        }
        Some(Example {
            status,
            line: line_of(&self.file.text, fence.opening.start),
            version: raw.version.unwrap_or_else(|| "1.34".to_owned()),
            run: raw.run,
            environment: raw.environment,
            files: raw.files,
            parameters: values,
            expect: raw.expect.into_vec(),
            identity: Vec::new(),
            manifest: None,
        })
    }

    /// An example of a check of objects: a manifest, with what is expected in comments before it.
    fn manifest(&mut self, fence: &Fence<'_>, parameters: &[Parameter]) -> Option<Example> {
        let status = match fence.info {
            "pass" => Status::Pass,
            "fail" => Status::Fail,
            "not-applicable" => Status::NotApplicable,
            "error" => Status::Error,
            _ => {
                self.error(fence.opening.clone(), "this is not the name of an example").help =
                    Some("use `pass`, `fail`, `not-applicable` or `error`".to_owned());
                return None;
            }
        };
        let mut example = Example {
            status,
            line: line_of(&self.file.text, fence.opening.start),
            version: "1.37".to_owned(),
            run: Vec::new(),
            environment: BTreeMap::new(),
            files: BTreeMap::new(),
            parameters: BTreeMap::new(),
            expect: Vec::new(),
            identity: Vec::new(),
            manifest: Some(fence.body.to_owned()),
        };
        let mut offset = fence.offset;
        for line in fence.body.split_inclusive('\n') {
            let span = offset..offset + line.trim_end().len();
            offset += line.len();
            let Some(comment) = line.trim_end().strip_prefix("# ") else { break };
            let Some((word, value)) = comment.split_once(':') else { continue };
            let value = value.trim();
            match word {
                "expect" => example.expect.push(value.to_owned()),
                "version" => example.version = value.to_owned(),
                "identity" => {
                    example.identity = value.split_whitespace().map(str::to_owned).collect();
                }
                "set" => {
                    let pair =
                        value.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
                    let known = pair.and_then(|(name, value)| {
                        let parameter = parameters.iter().find(|known| known.name == name)?;
                        parameter.kind.parse(value).ok().map(|_| (name, value))
                    });
                    match known {
                        Some((name, value)) => {
                            example.parameters.insert(name.to_owned(), value.to_owned());
                        }
                        None => {
                            self.error(
                                span,
                                "write `# set: NAME=VALUE` with a parameter of the check",
                            );
                        }
                    }
                }
                _ => {}
            }
        }
        if status == Status::Fail && example.expect.is_empty() {
            self.error(
                fence.opening.clone(),
                "a failing example says what the finding must tell",
            )
            .help = Some("begin it with `# expect: TEXT`".to_owned());
        }
        Some(example)
    }
}

/// Kinds that only together tell who may do what.
const RIGHTS: [&str; 4] = ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

/// The kinds of the examples are those that a check is about.
fn add_needs(needs: &mut Vec<String>, examples: &[Example]) {
    let telling = examples
        .iter()
        .filter(|example| matches!(example.status, Status::Pass | Status::Fail | Status::Error));
    for line in telling.filter_map(|example| example.manifest.as_deref()).flat_map(str::lines) {
        if let Some(kind) = line.strip_prefix("kind: ") {
            let kind = kind.split_whitespace().next().unwrap_or_default();
            needs.push(if POD_MAKERS.contains(&kind) { PODS } else { kind }.to_owned());
        }
    }
    if needs.iter().any(|kind| RIGHTS.contains(&kind.as_str())) {
        needs.extend(RIGHTS.map(str::to_owned));
    }
    needs.sort();
    needs.dedup();
}

/// `AC-6`, `SC-8(1)`: two letters, a number, an optional enhancement.
fn is_nist_id(text: &str) -> bool {
    let (base, enhancement) = match text.split_once('(') {
        Some((base, rest)) => (base, rest.strip_suffix(')')),
        None => (text, Some("1")),
    };
    let number = |text: &str| {
        !text.is_empty() && text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let family = base.split_once('-').filter(|(family, _)| {
        family.len() == 2 && family.bytes().all(|byte| byte.is_ascii_uppercase())
    });
    family.is_some_and(|(_, rest)| number(rest)) && enhancement.is_some_and(number)
}
