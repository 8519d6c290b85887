//! From hits to findings: places, excerpts, identities, suppressions.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use plimsoll_collect::manifests::Input;
use plimsoll_engine::evaluate::identity;
use plimsoll_engine::objects::{Context, Hit};
use plimsoll_model::{Evidence, Excerpt, Finding, Location, Position, Status};
use plimsoll_source::path::value_at;
use plimsoll_source::{Bump, Node, locate, read_documents};

use super::suppress::Suppressions;
use super::trace::trace;
use super::{Place, Request, parse};

/// A hit and the place of its object.
pub(super) struct Located {
    pub(super) place: Place,
    pub(super) hit: Hit,
}

/// What one file gives.
#[derive(Default)]
pub(super) struct InFile {
    pub(super) findings: Vec<Finding>,
    pub(super) notices: Vec<String>,
}

/// Columns of an excerpt at the most.
const WIDTH: usize = 160;
/// Columns before the part that is meant, when a line is cut.
const BEFORE: usize = 40;

/// Makes the findings of one file.
pub(super) fn in_file(
    input: &Input,
    hits: Vec<Located>,
    own: &[Place],
    ids: Range<usize>,
    context: &Context<'_>,
    request: &Request<'_>,
) -> InFile {
    let objects = context.objects.get(ids.clone()).unwrap_or_default();
    let may_suppress = Suppressions::possible(input, objects);
    if hits.is_empty() && !may_suppress {
        return InFile::default();
    }
    let arena = Bump::new();
    let documents = read_documents(&input.text, &arena, parse::limits(&input.text));
    let root = |place: &Place| {
        let document = documents.get(place.document)?.as_ref().ok()?;
        if place.path.is_empty() { Some(document) } else { value_at(document, &place.path) }
    };
    let mut suppressions = if may_suppress {
        let root_of = |id: usize| root(own.get(id.checked_sub(ids.start)?)?);
        Suppressions::read(input, context, ids.clone(), request, root_of)
    } else {
        Suppressions::default()
    };
    let lines = Lines::new(&input.text);
    let hidden = hidden(&hits, context, request, root);
    let file: Arc<str> = Arc::from(&*input.shown);
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut findings = Vec::with_capacity(hits.len());
    for Located { place, hit } in &hits {
        let Some(root) = root(place) else { continue };
        let Some(object) = context.objects.get(hit.object as usize) else { continue };
        let Some(applied) = request.plan.checks.get(hit.check as usize) else { continue };
        let at = locate(root, &hit.problem.path);
        let excerpt = lines.excerpt(at.line, at.column, &hidden);
        let seen_text = if at.exact {
            lines.meant(&excerpt)
        } else {
            format!("`{}` is not written", hit.problem.path)
        };
        let title = object.title();
        let traced = trace(input, at.line, object, &hit.problem.path);
        let rendered = traced.is_some();
        let position = traced.unwrap_or_else(|| Position {
            file: Arc::clone(&file),
            line: at.line,
            column: at.column,
        });
        let check = applied.check;
        let container = hit.problem.container.as_deref().unwrap_or_default();
        let mut parts = vec![&*input.shown, &*title, &*check.id, container];
        let plain = without_numbers(&hit.problem.path);
        parts.push(&plain);
        let twin = seen.entry(parts.join("\0")).or_default();
        let number = twin.to_string();
        *twin += 1;
        parts.push(&number);
        let id = identity(&parts, &BTreeMap::new());
        let suppressed = suppressions.find(check, hit, at.line);
        let shared = &request.shared[hit.check as usize];
        findings.push(Finding {
            id,
            check: check.id.clone(),
            title: Arc::clone(&shared.title),
            host: String::new(),
            target: title,
            location: Some(position),
            path: Some(hit.problem.path.clone()),
            excerpt: Some(excerpt),
            status: if hit.unknown { Status::Error } else { Status::Fail },
            severity: check.severity,
            reason: hit.problem.reason.clone(),
            evidence: vec![Evidence {
                seen: seen_text,
                location: Location::File {
                    path: input.shown.clone(),
                    line: Some(at.line),
                    column: Some(at.column),
                },
                note: rendered.then(|| "in what was rendered from it".to_owned()),
            }],
            expected: Arc::clone(&shared.title),
            actual: None,
            parameters: BTreeMap::new(),
            fix: shared.fix.clone(),
            references: Arc::clone(&shared.references),
            controls: Vec::new(),
            suppressed,
            known: false,
        });
    }
    InFile { findings, notices: suppressions.notices(input, request) }
}

/// A path without the numbers of lists, which change when something is put before.
fn without_numbers(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        match after.split_once(']') {
            Some((index, after)) if index.bytes().all(|byte| byte.is_ascii_digit()) => {
                rest = after;
            }
            _ => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// Places after which a line holds a secret.
fn hidden<'r, 'n: 'r, 't: 'n + 'r>(
    hits: &[Located],
    context: &Context<'_>,
    request: &Request<'_>,
    root: impl Fn(&Place) -> Option<&'r Node<'n, 't>>,
) -> Vec<(u32, u32)> {
    let mut places = Vec::new();
    for Located { place, hit } in hits {
        let Some(root) = root(place) else { continue };
        let about_secrets = request
            .plan
            .checks
            .get(hit.check as usize)
            .is_some_and(|applied| applied.check.area == "secrets");
        if about_secrets {
            let at = locate(root, &hit.problem.path);
            places.push((at.line, at.column));
        }
        if context.objects.get(hit.object as usize).is_some_and(|object| &*object.kind == "Secret")
        {
            for field in ["data", "stringData"] {
                for entry in root.get(field).map(|data| data.entries()).unwrap_or_default() {
                    places.push((entry.line, entry.column));
                }
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// The lines of a text.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1));
        Self { text, starts }
    }

    fn line(&self, number: u32) -> &'t str {
        let index = (number as usize).saturating_sub(1);
        let start = self.starts.get(index).copied().unwrap_or(self.text.len());
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r'])
    }

    /// The line with the part from `column` on marked; secrets are taken out, long lines are cut.
    fn excerpt(&self, line: u32, column: u32, hidden: &[(u32, u32)]) -> Excerpt {
        let mut text: Vec<char> =
            self.line(line).chars().take(column as usize + 4 * WIDTH).collect();
        let secret = hidden.iter().filter(|(at, _)| *at == line).map(|(_, column)| *column).min();
        if let Some(secret) = secret {
            let from = (secret as usize).saturating_sub(1).min(text.len());
            let colon = text[from..].iter().position(|letter| *letter == ':');
            text.truncate(colon.map_or(from, |at| from + at + 1));
            text.extend(" (redacted)".chars());
        }
        let start = (column as usize).saturating_sub(1).min(text.len());
        let mut end = meant_end(&text, start);
        let mut from = start;
        if text.len() > WIDTH {
            let cut = start.saturating_sub(BEFORE);
            let last = (cut + WIDTH).min(text.len());
            let more = last < text.len();
            text = text[cut..last].to_vec();
            if cut > 0 {
                text[0] = '…';
            }
            if more && let Some(letter) = text.last_mut() {
                *letter = '…';
            }
            from = start - cut;
            end = end.saturating_sub(cut).min(text.len());
        }
        let number = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
        Excerpt { text: text.into_iter().collect(), from: number(from), to: number(end.max(from)) }
    }

    /// The marked part of an excerpt.
    fn meant(&self, excerpt: &Excerpt) -> String {
        let from = (excerpt.from as usize).saturating_sub(1);
        let length = (excerpt.to - excerpt.from) as usize;
        excerpt.text.chars().skip(from).take(length).collect()
    }
}

/// Where the part that begins at `start` ends: before a comment, and in flow style before the comma
/// or bracket that ends it.
fn meant_end(text: &[char], start: usize) -> usize {
    let flow = text[..start].iter().any(|letter| matches!(letter, '{' | '['));
    let mut depth = 0_usize;
    let mut quote = None;
    let mut end = text.len();
    for (at, &letter) in text.iter().enumerate().skip(start) {
        match (quote, letter) {
            (Some(open), letter) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(letter),
            (None, '#') if at > start && text[at - 1].is_whitespace() => {
                end = at;
                break;
            }
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']') if flow && depth == 0 => {
                end = at;
                break;
            }
            (None, '}' | ']') => depth = depth.saturating_sub(1),
            (None, ',') if flow && depth == 0 => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    while end > start && text[end - 1].is_whitespace() {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{Lines, without_numbers};

    #[test]
    fn excerpts_mark_the_part_that_is_meant() {
        let meant = |text: &str, column: u32| {
            let lines = Lines::new(text);
            let excerpt = lines.excerpt(1, column, &[]);
            lines.meant(&excerpt)
        };
        assert_eq!(meant("  hostPID: true # for the agent", 3), "hostPID: true");
        assert_eq!(meant("{a: {b: [1, 2], c: 3}}", 6), "b: [1, 2]");
        assert_eq!(meant("image: \"a#b\"", 1), "image: \"a#b\"");
        let long = format!("{}x: 1, y: 2", "a ".repeat(500));
        assert_eq!(meant(&long, 1001), "x: 1, y: 2");
        assert_eq!(meant("short", 80), "");
    }

    #[test]
    fn secrets_are_taken_out_of_excerpts() {
        let lines = Lines::new("{name: P, value: hunter2}");
        let excerpt = lines.excerpt(1, 1, &[(1, 11)]);
        assert_eq!(excerpt.text, "{name: P, value: (redacted)");
    }

    #[test]
    fn identities_do_not_depend_on_the_numbers_of_lists() {
        assert_eq!(
            without_numbers("spec.containers[3].env[12].value"),
            "spec.containers.env.value"
        );
        assert_eq!(
            without_numbers("metadata.annotations[\"a.b/c\"]"),
            "metadata.annotations[\"a.b/c\"]"
        );
    }
}
