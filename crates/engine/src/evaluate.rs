//! One check on one host: a finding for every target.

use std::collections::BTreeMap;
use std::sync::Arc;

use plimsoll_content::{Check, CheckKind, Content, Literal};
use plimsoll_model::{Evidence, Finding, Fix, Location, Status};

use crate::describe::{self, Parameters};
use crate::file_check;
use crate::host::{Host, HostInstance};
use crate::predicate;
use crate::shell;
use crate::verdict::{Repair, Verdict};

/// A check that is a function.
#[derive(Clone, Copy)]
pub enum RustCheck {
    /// Over each instance of its component.
    Instance(fn(&Judge<'_>) -> Verdict),
    /// Over the whole host (`component = "host"`).
    Host(fn(&HostJudge<'_>) -> Verdict),
}

/// The functions by check id.
pub type Registry = [(&'static str, RustCheck)];

/// What a check function may look at.
pub struct Judge<'a> {
    /// The whole host.
    pub host: &'a Host<'a>,
    /// The instance it judges.
    pub target: &'a HostInstance<'a>,
    /// Its parameters.
    pub parameters: &'a Parameters,
}

impl Judge<'_> {
    /// A list parameter; empty when it is none.
    #[must_use]
    pub fn list(&self, name: &str) -> Vec<String> {
        list(self.parameters, name)
    }
}

/// What a check function over a whole host may look at.
pub struct HostJudge<'a> {
    /// The host.
    pub host: &'a Host<'a>,
    /// Its parameters.
    pub parameters: &'a Parameters,
}

impl HostJudge<'_> {
    /// A list parameter; empty when it is none.
    #[must_use]
    pub fn list(&self, name: &str) -> Vec<String> {
        list(self.parameters, name)
    }

    /// A number, a duration in nanoseconds or permission bits; zero when it is none.
    #[must_use]
    pub fn number(&self, name: &str) -> i64 {
        match self.parameters.get(name) {
            Some(Literal::Int(number)) => *number,
            _ => 0,
        }
    }
}

fn list(parameters: &Parameters, name: &str) -> Vec<String> {
    match parameters.get(name) {
        Some(Literal::List(list)) => list.clone(),
        _ => Vec::new(),
    }
}

/// The parameters in force: the check's defaults, then the control's, then the user's.
#[must_use]
pub fn parameters(
    check: &Check,
    with: &BTreeMap<String, String>,
    user: &BTreeMap<String, String>,
) -> Parameters {
    check
        .parameters
        .iter()
        .map(|parameter| {
            let variable = format!("{}.{}", check.id, parameter.name);
            let text = user
                .get(&variable)
                .or_else(|| with.get(&parameter.name))
                .unwrap_or(&parameter.default);
            // Each was checked when it was read; the default stands in for what cannot be.
            let literal = parameter
                .kind
                .parse(text)
                .or_else(|_| parameter.kind.parse(&parameter.default))
                .unwrap_or(Literal::Text(text.clone()));
            (parameter.name.clone(), literal)
        })
        .collect()
}

/// Judges a host by one check.
#[must_use]
pub fn evaluate(
    host: &Host<'_>,
    check: &Check,
    parameters: &Parameters,
    registry: &Registry,
) -> Vec<Finding> {
    let about = About::host(host, check);
    if let Some(role) = &check.only_on
        && let Some(other) = ["control-plane", "etcd", "worker"]
            .into_iter()
            .find(|other| other != role && host.roles.contains(other))
    {
        let reason =
            format!("the check is about hosts that are {role} only; this one is {other} too");
        let verdict = Verdict::not_applicable(reason);
        return vec![finding(&about, check, parameters, "host", verdict)];
    }
    let Some(component) = check.kind.component() else {
        let verdict = match check.kind {
            CheckKind::Object { .. } | CheckKind::Cloud { .. } => elsewhere(),
            CheckKind::Rust { .. } => judge_host(host, check, parameters, registry),
            _ => file_check::judge(host, check, parameters),
        };
        return vec![finding(&about, check, parameters, "host", verdict)];
    };
    let targets: Vec<&HostInstance<'_>> = host.instances_of(component).collect();
    if targets.is_empty() {
        let verdict = match host.hidden(component) {
            Some(hidden) => Verdict::error(
                format!("could not look whether {component} is here: {hidden}"),
                Vec::new(),
            ),
            None => Verdict::not_applicable(host.absence(component)),
        };
        return vec![finding(&about, check, parameters, "host", verdict)];
    }
    targets
        .into_iter()
        .map(|target| {
            let verdict = judge_instance(host, target, check, parameters, registry);
            finding(&about, check, parameters, &target.instance.id, verdict)
        })
        .collect()
}

/// What a host can say of a check of Kubernetes objects or of a provider's documents.
fn elsewhere() -> Verdict {
    Verdict::not_applicable(
        "the check is about objects of a cluster or its provider; a host holds none",
    )
}

/// What a finding is about.
pub(crate) struct About<'a> {
    content: &'a Content,
    /// Host, cluster.
    name: &'a str,
    /// Kinds of installation that decide the fix, the best first.
    platforms: Vec<&'a str>,
    /// The distribution, and how settings of the judged component are brought about there.
    apply: Option<(&'a str, &'a str)>,
    /// What becomes of files that are changed by hand on this distribution.
    files: Option<&'a str>,
}

impl<'a> About<'a> {
    fn host(host: &'a Host<'_>, check: &'a Check) -> Self {
        let component = owner(host, check);
        let (platforms, files) = match &check.kind {
            CheckKind::File { role, .. } => {
                (host.own_platforms_of(component), host.files_words(role))
            }
            _ => (host.platforms_of(component), None),
        };
        Self {
            content: host.content,
            name: &host.node.name,
            platforms,
            apply: component.and_then(|component| host.apply(component)),
            files,
        }
    }

    /// Something that a provider describes.
    pub(crate) fn provided(content: &'a Content, name: &'a str, provider: &'a str) -> Self {
        Self { content, name, platforms: vec![provider], apply: None, files: None }
    }
}

fn judge_host(
    host: &Host<'_>,
    check: &Check,
    parameters: &Parameters,
    registry: &Registry,
) -> Verdict {
    match registry.iter().find(|(id, _)| *id == check.id) {
        Some((_, RustCheck::Host(function))) => function(&HostJudge { host, parameters }),
        _ => no_function(check),
    }
}

fn no_function(check: &Check) -> Verdict {
    Verdict::error(format!("there is no function `{}` of this kind", check.id), Vec::new())
}

fn judge_instance(
    host: &Host<'_>,
    target: &HostInstance<'_>,
    check: &Check,
    parameters: &Parameters,
    registry: &Registry,
) -> Verdict {
    match &check.kind {
        CheckKind::Setting { expect, applies_if, .. } => {
            if let Some((applies, reason)) = applies_if
                && predicate::holds(applies, &target.settings, parameters) == Ok(false)
            {
                return Verdict::not_applicable(reason.clone());
            }
            predicate::judge(expect, &target.settings, parameters)
        }
        CheckKind::Rust { .. } => match registry.iter().find(|(id, _)| *id == check.id) {
            Some((_, RustCheck::Instance(function))) => {
                function(&Judge { host, target, parameters })
            }
            _ => no_function(check),
        },
        CheckKind::File { .. } => file_check::judge(host, check, parameters),
        CheckKind::Object { .. } | CheckKind::Cloud { .. } => elsewhere(),
    }
}

pub(crate) fn finding(
    about: &About<'_>,
    check: &Check,
    parameters: &Parameters,
    target: &str,
    verdict: Verdict,
) -> Finding {
    let shown: BTreeMap<String, String> = check
        .parameters
        .iter()
        .filter_map(|declared| {
            let literal = parameters.get(&declared.name)?;
            let text = match (declared.kind, literal) {
                (plimsoll_content::ParameterType::Mode, Literal::Int(mode)) => format!("{mode:o}"),
                (plimsoll_content::ParameterType::Duration, Literal::Int(value)) => {
                    plimsoll_content::duration::format(*value)
                }
                _ => literal.to_string(),
            };
            Some((declared.name.clone(), text))
        })
        .collect();
    let repair = verdict.repair.unwrap_or_default();
    let needs_fix = matches!(verdict.status, Status::Fail | Status::Error | Status::Manual);
    let mut evidence = verdict.evidence;
    if evidence.is_empty() {
        let location = Location::Host { name: about.name.to_owned() };
        evidence.push(Evidence { seen: verdict.reason.clone(), location, note: None });
    }
    Finding {
        id: identity(&[about.name, &check.id, target], &shown),
        check: check.id.clone(),
        title: Arc::from(&*check.title),
        host: about.name.to_owned(),
        target: target.to_owned(),
        location: None,
        path: None,
        excerpt: None,
        status: verdict.status,
        severity: check.severity,
        reason: verdict.reason,
        evidence,
        expected: verdict.expected.unwrap_or_else(|| describe::expected(check, parameters)).into(),
        actual: verdict.actual,
        parameters: shown,
        fix: needs_fix.then(|| fix_on(about, check, &repair)).flatten().map(Arc::new),
        references: Arc::new(about.content.frameworks.references(&check.nist)),
        suppressed: None,
        known: false,
        controls: Vec::new(),
    }
}

/// The component whose way of being run decides which fix is shown.
fn owner<'a>(host: &'a Host<'_>, check: &'a Check) -> Option<&'a str> {
    match &check.kind {
        CheckKind::File { role, .. } => host.content.roles.get(role)?.component.as_deref(),
        kind => kind.component(),
    }
}

/// The fix for this host: one that was written for its platform, else that for another one with a
/// word on how settings are brought about here.
fn fix_on(about: &About<'_>, check: &Check, repair: &Repair) -> Option<Fix> {
    if let CheckKind::File { absent_fails, .. } = check.kind {
        return file_fix(about, check, repair)
            .or_else(|| if absent_fails { fix_of(check, &about.platforms) } else { None });
    }
    let fix = fix_of(check, &about.platforms)?;
    match about.apply {
        Some((distribution, how)) if fix.platform != distribution => {
            let text = format!("{how}\n\n{}", fix.text);
            Some(Fix { platform: distribution.to_owned(), text })
        }
        _ => Some(fix),
    }
}

/// The fix for files: the commands for those that fail here, what becomes of files on this
/// distribution, and what the check says of it. What was written for another installation names
/// other files, and sometimes other owners.
fn file_fix(about: &About<'_>, check: &Check, repair: &Repair) -> Option<Fix> {
    let of = |wanted: &str| check.fixes.iter().find(|(platform, _)| platform == wanted);
    let own = about.platforms.iter().find_map(|platform| of(platform)).or_else(|| of("any"));
    let mut parts = Vec::new();
    let said = |command: &String| {
        let line = command.replace(shell::BREAK, " ");
        own.is_some_and(|(_, text)| text.contains(&line))
    };
    if !repair.commands.iter().all(said) {
        let lines: Vec<&str> =
            repair.commands.iter().chain(&repair.look).map(String::as_str).collect();
        parts.push(format!("```\n{}\n```", lines.join("\n")));
    }
    parts.extend(repair.words.iter().cloned());
    parts.extend(about.files.filter(|_| !repair.commands.is_empty()).map(str::to_owned));
    parts.extend(own.map(|(_, text)| text.clone()));
    if parts.is_empty() {
        return None;
    }
    let platform = match (own, about.platforms.first()) {
        (Some((platform, _)), _) if about.files.is_none() => platform.clone(),
        (_, Some(platform)) => (*platform).to_owned(),
        (_, None) => "any".to_owned(),
    };
    Some(Fix { platform, text: parts.join("\n\n") })
}

/// The fix for this kind of installation: its own, else one for any, else the first.
#[must_use]
pub fn fix(check: &Check, platform: &str) -> Option<Fix> {
    fix_of(check, &[platform])
}

/// The fix for the first of the platforms that has one, else one for any, else the first.
fn fix_of(check: &Check, platforms: &[&str]) -> Option<Fix> {
    let find = |wanted: &&str| check.fixes.iter().find(|(platform, _)| platform == wanted);
    platforms
        .iter()
        .find_map(find)
        .or_else(|| find(&"any"))
        .or_else(|| check.fixes.first())
        .map(|(platform, text)| Fix { platform: platform.clone(), text: text.clone() })
}

/// FNV-1a over the parts, 128 bits: the same target, check and parameters give the same identity
/// on every run and machine.
#[must_use]
pub fn identity(parts: &[&str], parameters: &BTreeMap<String, String>) -> String {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let mut feed = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash ^= u128::from(byte);
            hash = hash.wrapping_mul(PRIME);
        }
    };
    parts.iter().for_each(|part| feed(part));
    for (name, value) in parameters {
        feed(name);
        feed(value);
    }
    format!("{hash:032x}")
}
