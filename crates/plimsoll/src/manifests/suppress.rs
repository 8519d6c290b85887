//! Failures that the author of a manifest accepts.
//!
//! Ours: a comment on the line of the finding or alone on the line before it,
//! `# plimsoll:ignore CHECK REASON [until=2026-12-31]`, for a whole file
//! `# plimsoll:ignore-file CHECK REASON`, and an annotation of the object or its pod template,
//! `ignore.plimsoll.dev/CHECK: REASON [until=2026-12-31] [container=NAME]`. Those of other tools are
//! honoured when the user asks for it. A suppression that is expired, gives no reason, names an
//! unknown check or matches nothing is told.

use plimsoll_collect::manifests::Input;
use plimsoll_content::Check;
use plimsoll_engine::objects::{Context, Hit};
use plimsoll_model::Suppression;
use plimsoll_model::kubernetes::{Object, Pairs};
use plimsoll_source::path::join;
use plimsoll_source::{Node, locate};

use super::Request;

/// A tool whose suppressions can be honoured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Tool {
    /// Annotations `checkov.io/skip1: CKV_K8S_20=reason`.
    Checkov,
    /// Annotations `ignore-check.kube-linter.io/CHECK: reason`.
    KubeLinter,
    /// Annotations `polaris.fairwinds.com/CHECK-exempt: "true"`.
    Polaris,
    /// Annotations `kube-score/ignore: CHECK,CHECK`.
    KubeScore,
    /// Comments `# trivy:ignore:ID`.
    Trivy,
    /// Annotations `kubescape.io/skip-controls: ID,ID`.
    Kubescape,
}

impl Tool {
    /// The name in reports and in the table of peers.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Checkov => "checkov",
            Self::KubeLinter => "kube-linter",
            Self::Polaris => "polaris",
            Self::KubeScore => "kube-score",
            Self::Trivy => "trivy",
            Self::Kubescape => "kubescape",
        }
    }
}

/// Prefix of our annotations.
const ANNOTATION: &str = "ignore.plimsoll.dev/";

/// Which findings are meant.
#[derive(Debug, Clone, PartialEq)]
enum Scope {
    /// Those on a line.
    Line(u32),
    /// Those of the whole file.
    File,
    /// Those of one object, perhaps only of one container.
    Object { id: usize, container: Option<String> },
}

/// Which checks are meant.
#[derive(Debug, Clone, PartialEq)]
enum Checks {
    All,
    These(Vec<String>),
}

#[derive(Debug, Clone)]
struct Entry {
    scope: Scope,
    checks: Checks,
    said: Suppression,
    used: bool,
}

/// The suppressions of one file.
#[derive(Debug, Default)]
pub(super) struct Suppressions {
    entries: Vec<Entry>,
    notices: Vec<(u32, String)>,
}

/// An annotation that may suppress something.
struct Annotated<'a> {
    id: usize,
    key: &'a str,
    value: &'a str,
    /// Path of the annotation in the object.
    path: String,
}

impl Suppressions {
    /// Whether a file or its objects can hold any: most hold none.
    pub(super) fn possible(input: &Input, objects: &[Object<'_>]) -> bool {
        let comment = |mark: &[u8]| memchr::memmem::find(input.text.as_bytes(), mark).is_some();
        comment(b"plimsoll:ignore")
            || comment(b"trivy:ignore")
            || objects.iter().any(|object| {
                let templates = object.templates.iter().map(|one| &one.pod.metadata.annotations);
                std::iter::once(&object.metadata.annotations)
                    .chain(templates)
                    .any(|annotations| annotations.iter().any(|(key, _)| concerns_suppression(key)))
            })
    }

    /// Reads those of a file: its comments, and the annotations of its objects.
    pub(super) fn read<'r, 'n: 'r, 't: 'n + 'r>(
        input: &Input,
        context: &Context<'_>,
        ids: std::ops::Range<usize>,
        request: &Request<'_>,
        root: impl Fn(usize) -> Option<&'r Node<'n, 't>>,
    ) -> Self {
        let mut read = Self::default();
        read.comments(input, request);
        for id in ids {
            let Some(object) = context.objects.get(id) else { continue };
            let mut found: Vec<Annotated<'_>> = Vec::new();
            annotated(id, "metadata.annotations", &object.metadata.annotations, &mut found);
            for template in object.templates.iter().filter(|template| !template.path.is_empty()) {
                let path = format!("{}.metadata.annotations", template.path);
                annotated(id, &path, &template.pod.metadata.annotations, &mut found);
            }
            for one in found {
                let line = root(id).map_or(0, |root| locate(root, &one.path).line);
                read.annotation(&one, &object.metadata.annotations, line, request);
            }
        }
        read
    }

    fn comments(&mut self, input: &Input, request: &Request<'_>) {
        let honour_trivy = request.honour.contains(&Tool::Trivy);
        let lines: Vec<&str> = input.text.lines().collect();
        for (index, line) in lines.iter().enumerate() {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let Some(comment) = comment_of(line) else { continue };
            let alone = line.trim_start().starts_with('#');
            // A comment alone on its line is about the next line that is no comment.
            let target = if alone {
                let after = lines[index + 1..].iter().position(|line| {
                    !line.trim().is_empty() && !line.trim_start().starts_with('#')
                });
                after.map_or(number, |skip| number + 1 + u32::try_from(skip).unwrap_or(0))
            } else {
                number
            };
            if let Some(rest) = comment.strip_prefix("plimsoll:ignore-file") {
                self.ours(rest, Scope::File, number, "comment", request);
            } else if let Some(rest) = comment.strip_prefix("plimsoll:ignore") {
                self.ours(rest, Scope::Line(target), number, "comment", request);
            } else if let Some(rest) =
                comment.strip_prefix("trivy:ignore:").filter(|_| honour_trivy)
            {
                let word = rest.split_whitespace().next().unwrap_or_default();
                let (id, until) = match word.split_once(":exp:") {
                    Some((id, date)) => (id, Some(date.to_owned())),
                    None => (word, None),
                };
                let id = id.split('[').next().unwrap_or_default();
                self.foreign(Tool::Trivy, &[id], Scope::Line(target), "", until, number, request);
            }
        }
    }

    /// `CHECK[,CHECK] REASON [until=DATE] [container=NAME]`.
    fn ours(&mut self, rest: &str, scope: Scope, line: u32, by: &str, request: &Request<'_>) {
        let rest = rest.strip_prefix(':').unwrap_or(rest).trim();
        let (checks, said) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        let checks: Vec<String> = checks.split(',').map(str::trim).map(str::to_owned).collect();
        self.add_ours(checks, said, scope, line, by, request);
    }

    fn add_ours(
        &mut self,
        checks: Vec<String>,
        said: &str,
        scope: Scope,
        line: u32,
        by: &str,
        request: &Request<'_>,
    ) {
        let mut until = None;
        let mut container = None;
        let words = said.split_whitespace().filter(|word| {
            if let Some(date) = word.strip_prefix("until=") {
                until = Some(date.to_owned());
                return false;
            }
            if let Some(name) = word.strip_prefix("container=") {
                container = Some(name.to_owned());
                return false;
            }
            true
        });
        let reason = words.collect::<Vec<_>>().join(" ");
        for check in &checks {
            if !request.content.checks.contains_key(check) {
                self.notices.push((line, format!("the suppression names no check: `{check}`")));
                return;
            }
        }
        if reason.is_empty() {
            let text = format!(
                "the suppression of `{}` gives no reason and is not honoured",
                checks.join(", ")
            );
            self.notices.push((line, text));
            return;
        }
        let scope = match scope {
            Scope::Object { id, .. } => Scope::Object { id, container },
            other => other,
        };
        let said = Suppression { by: by.to_owned(), reason, until, line };
        self.add(scope, Checks::These(checks), said, request);
    }

    fn add(&mut self, scope: Scope, checks: Checks, said: Suppression, request: &Request<'_>) {
        if let Some(until) = &said.until {
            if !is_date(until) {
                let text = format!(
                    "`{until}` is no date like 2026-12-31; the suppression is not honoured"
                );
                self.notices.push((said.line, text));
                return;
            }
            if **until < *request.today {
                self.notices.push((said.line, format!("the suppression ended on {until}")));
                return;
            }
        }
        self.entries.push(Entry { scope, checks, said, used: false });
    }

    #[allow(clippy::too_many_arguments, reason = "each is one part of what a suppression says")]
    fn foreign(
        &mut self,
        tool: Tool,
        ids: &[&str],
        scope: Scope,
        reason: &str,
        until: Option<String>,
        line: u32,
        request: &Request<'_>,
    ) {
        let mut checks = Vec::new();
        for id in ids.iter().map(|id| id.trim()).filter(|id| !id.is_empty()) {
            let ours = request.content.peers.checks_of(tool.as_str(), id);
            if ours.is_empty() {
                self.notices
                    .push((line, format!("`{id}` of {} has no counterpart here", tool.as_str())));
            }
            checks.extend(ours.iter().cloned());
        }
        if checks.is_empty() {
            return;
        }
        let reason = if reason.trim().is_empty() { "no reason given" } else { reason.trim() };
        let said =
            Suppression { by: tool.as_str().to_owned(), reason: reason.to_owned(), until, line };
        self.add(scope, Checks::These(checks), said, request);
    }

    fn annotation(
        &mut self,
        one: &Annotated<'_>,
        of_object: &Pairs<'_>,
        line: u32,
        request: &Request<'_>,
    ) {
        let scope = Scope::Object { id: one.id, container: None };
        if let Some(check) = one.key.strip_prefix(ANNOTATION) {
            self.add_ours(vec![check.to_owned()], one.value, scope, line, "annotation", request);
            return;
        }
        let yes = one.value == "true";
        let all = |tool: Tool| Suppression {
            by: tool.as_str().to_owned(),
            reason: if yes { "no reason given" } else { one.value }.to_owned(),
            until: None,
            line,
        };
        for &tool in &request.honour {
            match tool {
                Tool::Checkov => {
                    let skip = ["checkov.io/skip", "bridgecrew.io/skip", "cortex.io/skip"];
                    if skip.iter().any(|prefix| one.key.starts_with(prefix)) {
                        let (id, reason) = one.value.split_once('=').unwrap_or((one.value, ""));
                        self.foreign(tool, &[id], scope.clone(), reason, None, line, request);
                    }
                }
                Tool::KubeLinter => {
                    if let Some(id) = one.key.strip_prefix("ignore-check.kube-linter.io/") {
                        self.foreign(tool, &[id], scope.clone(), one.value, None, line, request);
                    } else if one.key == "kube-linter.io/ignore-all" {
                        self.add(scope.clone(), Checks::All, all(tool), request);
                    }
                }
                Tool::Polaris => {
                    let key = one.key.strip_prefix("polaris.fairwinds.com/");
                    if key == Some("exempt") && yes {
                        self.add(scope.clone(), Checks::All, all(tool), request);
                    } else if let Some(id) = key.and_then(|key| key.strip_suffix("-exempt"))
                        && yes
                    {
                        self.foreign(tool, &[id], scope.clone(), "", None, line, request);
                    }
                }
                Tool::KubeScore => {
                    if one.key == "kube-score/ignore" {
                        let ids: Vec<&str> = one.value.split(',').collect();
                        self.foreign(tool, &ids, scope.clone(), "", None, line, request);
                    }
                }
                Tool::Kubescape => {
                    if one.key == "kubescape.io/skip-controls" {
                        let ids: Vec<&str> = one.value.split(',').collect();
                        let reason = of_object.get("kubescape.io/skip-reason").unwrap_or_default();
                        let until = of_object.get("kubescape.io/skip-expiry");
                        let until = until.map(|date| date.chars().take(10).collect());
                        self.foreign(tool, &ids, scope.clone(), reason, until, line, request);
                    }
                }
                Tool::Trivy => {}
            }
        }
    }

    /// The suppression of a finding, if there is one.
    pub(super) fn find(&mut self, check: &Check, hit: &Hit, line: u32) -> Option<Suppression> {
        let entry = self.entries.iter_mut().find(|entry| {
            let here = match &entry.scope {
                Scope::File => true,
                Scope::Line(wanted) => *wanted == line,
                Scope::Object { id, container } => {
                    *id == hit.object as usize
                        && container
                            .as_ref()
                            .is_none_or(|wanted| hit.problem.container.as_ref() == Some(wanted))
                }
            };
            let this = match &entry.checks {
                Checks::All => true,
                Checks::These(list) => list.contains(&check.id),
            };
            here && this
        })?;
        entry.used = true;
        Some(entry.said.clone())
    }

    /// What a reader must know: what is not honoured, and what matches nothing.
    pub(super) fn notices(&self, input: &Input, request: &Request<'_>) -> Vec<String> {
        let mut notices = self.notices.clone();
        for entry in self.entries.iter().filter(|entry| !entry.used) {
            let Checks::These(checks) = &entry.checks else { continue };
            // A check that did not run matches nothing by nature.
            let ran =
                |id: &String| request.plan.checks.iter().any(|applied| applied.check.id == *id);
            if checks.iter().any(ran) {
                let text = format!("the suppression of `{}` matches nothing", checks.join("`, `"));
                notices.push((entry.said.line, text));
            }
        }
        notices.sort();
        notices.into_iter().map(|(line, text)| format!("{}:{line}: {text}", input.shown)).collect()
    }
}

fn concerns_suppression(key: &str) -> bool {
    key.starts_with(ANNOTATION)
        || key.contains(".io/skip")
        || key.contains("kube-linter.io/")
        || key.starts_with("polaris.fairwinds.com/")
        || key == "kube-score/ignore"
}

fn annotated<'a>(
    id: usize,
    path: &str,
    annotations: &'a Pairs<'_>,
    found: &mut Vec<Annotated<'a>>,
) {
    for (key, value) in annotations.iter().filter(|(key, _)| concerns_suppression(key)) {
        found.push(Annotated { id, key, value, path: join(path, key) });
    }
}

/// The text of a comment, if the line has one.
fn comment_of(line: &str) -> Option<&str> {
    let mut from = 0;
    while let Some(at) = line[from..].find('#').map(|at| from + at) {
        if at == 0 || line[..at].ends_with([' ', '\t']) {
            return Some(line[at + 1..].trim());
        }
        from = at + 1;
    }
    None
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
