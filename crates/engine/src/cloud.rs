//! What a provider's facts answer: predicates over fields of documents.

use plimsoll_content::cloud::{Step, path};
use plimsoll_content::{
    Benchmark, Check, CheckKind, CloudDocument, Content, Control, Literal, Predicate, Test,
};
use plimsoll_model::{
    CloudFacts, CloudSummary, CloudThing, Evidence, Finding, HostStatus, Location, Status, Tree,
    Value, Version,
};

use crate::describe::{self, Parameters, operand};
use crate::evaluate::{About, finding};
use crate::hosted::Asked;
use crate::report::Beside;
use crate::time::rfc3339;
use crate::verdict::Verdict;

/// The role of controls that only a provider can answer.
pub const CLOUD: &str = "cloud";

/// A managed cluster as its provider describes it.
pub struct Cloud<'a> {
    content: &'a Content,
    facts: &'a CloudFacts,
    variables: &'a std::collections::BTreeMap<String, String>,
    name: String,
    version: Option<Version>,
    findings: Vec<Finding>,
}

impl<'a> Cloud<'a> {
    /// Facts with the user's variables.
    #[must_use]
    pub fn new(
        content: &'a Content,
        facts: &'a CloudFacts,
        variables: &'a std::collections::BTreeMap<String, String>,
    ) -> Self {
        let documents = content.providers.get(&facts.provider).map(|one| &one.documents);
        let of_cluster = documents.into_iter().flatten().find_map(|document| {
            let path = document.version.as_ref()?;
            let thing = facts.things.iter().find(|thing| thing.document == document.id)?;
            Some((thing, thing.tree.at(path).and_then(Tree::scalar_text)))
        });
        let name = of_cluster.as_ref().map_or(&facts.provider, |(thing, _)| &thing.name).clone();
        let version = of_cluster.and_then(|(_, text)| text?.parse().ok());
        Self { content, facts, variables, name, version, findings: Vec::new() }
    }

    /// Findings of everything that was described.
    #[must_use]
    pub fn evaluate(&self, check: &Check, given: &Parameters) -> Vec<Finding> {
        let CheckKind::Cloud { document, .. } = &check.kind else {
            return Vec::new();
        };
        let about = About::provided(self.content, &self.name, &self.facts.provider);
        let things: Vec<&CloudThing> =
            self.facts.things.iter().filter(|thing| thing.document == *document).collect();
        if things.is_empty() {
            let verdict = self.without_a_thing(document);
            return vec![finding(&about, check, given, "cloud", verdict)];
        }
        things
            .into_iter()
            .map(|thing| {
                let target = format!("{document} {}", thing.name);
                finding(&about, check, given, &target, judge(check, thing, given))
            })
            .collect()
    }

    fn without_a_thing(&self, id: &str) -> Verdict {
        let document = find(self.content, id);
        let title = document.map_or(id, |document| document.title.as_str());
        if self.facts.documents.iter().any(|given| given == id) {
            return Verdict::not_applicable(format!("{title}: the provider lists none"));
        }
        let command = document.map_or("", |document| document.command.as_str());
        Verdict::error(
            format!(
                "not observed: nobody described {title}; give what `{command}` prints with --cloud-facts"
            ),
            Vec::new(),
        )
    }
}

fn find<'a>(content: &'a Content, id: &str) -> Option<&'a CloudDocument> {
    content.providers.values().flat_map(|one| &one.documents).find(|document| document.id == id)
}

impl Beside for Cloud<'_> {
    fn name(&self) -> &str {
        &self.name
    }

    fn version(&self) -> Option<Version> {
        self.version
    }

    fn distributions(&self) -> Vec<String> {
        vec![self.facts.provider.clone()]
    }

    fn roles(&self) -> &[&str] {
        &[CLOUD]
    }

    fn answer(
        &mut self,
        benchmark: &Benchmark,
        control: &Control,
        off: Option<&str>,
    ) -> Option<HostStatus> {
        let mut known = std::mem::take(&mut self.findings);
        let findings = |check: &Check, given: &Parameters| self.evaluate(check, given);
        let (content, variables) = (self.content, self.variables);
        let asked = Asked { content, variables, benchmark, control, off };
        let answer = asked.answer(&self.name, &findings, &mut known);
        self.findings = known;
        Some(answer)
    }

    fn as_of(&self) -> Option<i64> {
        Some(self.facts.as_of)
    }

    fn cloud(&self) -> Option<CloudSummary> {
        let provider = self.content.providers.get(&self.facts.provider)?;
        let given = |id: &str| self.facts.documents.iter().any(|one| one == id);
        let count = |id: &str| {
            let things = self.facts.things.iter().filter(|thing| thing.document == id).count();
            u32::try_from(things).unwrap_or(u32::MAX)
        };
        let ids = || provider.documents.iter().map(|document| document.id.clone());
        Some(CloudSummary {
            name: self.name.clone(),
            provider: provider.id.clone(),
            kubernetes_version: self.version,
            as_of: rfc3339(self.facts.as_of),
            documents: ids().filter(|id| given(id)).map(|id| (id.clone(), count(&id))).collect(),
            not_given: ids().filter(|id| !given(id)).collect(),
        })
    }

    fn take_findings(&mut self) -> Vec<Finding> {
        std::mem::take(&mut self.findings)
    }
}

/// Judges one thing.
#[must_use]
pub fn judge(check: &Check, thing: &CloudThing, parameters: &Parameters) -> Verdict {
    let CheckKind::Cloud { expect, applies_if, .. } = &check.kind else {
        return Verdict::error("the check is not about documents of a provider", Vec::new());
    };
    if let Some((applies, reason)) = applies_if {
        let mut seen = Seen::default();
        if answer(applies, thing, parameters, &mut seen) == Answer::Fails {
            return Verdict { evidence: seen.evidence, ..Verdict::not_applicable(reason.clone()) };
        }
    }
    let mut seen = Seen::default();
    let answer = answer(expect, thing, parameters, &mut seen);
    let expected = describe::predicate(expect, parameters);
    let actual = seen.actual.join("; ");
    let (status, reason) = match answer {
        Answer::Holds => (Status::Pass, actual.clone()),
        Answer::Fails => (Status::Fail, format!("{actual}; expected: {expected}")),
        Answer::Nothing(reason) => (Status::NotApplicable, reason),
    };
    Verdict {
        evidence: seen.evidence,
        actual: (!actual.is_empty()).then_some(actual),
        ..Verdict::new(status, reason).with_expected(expected)
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Answer {
    Holds,
    Fails,
    /// There is nothing that the test is about.
    Nothing(String),
}

#[derive(Default)]
struct Seen {
    evidence: Vec<Evidence>,
    actual: Vec<String>,
}

impl Seen {
    fn see(&mut self, phrase: String, thing: &CloudThing, line: Option<u32>) {
        if self.actual.contains(&phrase) {
            return;
        }
        self.evidence.push(Evidence {
            seen: phrase.clone(),
            location: Location::File {
                path: thing.file.clone(),
                line: line.filter(|line| *line > 0),
                column: None,
            },
            note: None,
        });
        self.actual.push(phrase);
    }
}

/// A value that a path led to; `None` where the field is absent or null.
struct Found<'a> {
    at: String,
    value: Option<&'a Tree>,
    /// Whether the path ended at a list that has no elements.
    no_list: bool,
}

fn answer(
    predicate: &Predicate,
    thing: &CloudThing,
    parameters: &Parameters,
    seen: &mut Seen,
) -> Answer {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => {
            let all = matches!(predicate, Predicate::All(_));
            // Every part is looked at, so that the evidence is whole.
            let answers: Vec<Answer> =
                parts.iter().map(|part| answer(part, thing, parameters, seen)).collect();
            let decisive = if all { Answer::Fails } else { Answer::Holds };
            if answers.contains(&decisive) {
                return decisive;
            }
            let otherwise = if all { Answer::Holds } else { Answer::Fails };
            if answers.contains(&otherwise) {
                return otherwise;
            }
            answers.into_iter().next().unwrap_or(otherwise)
        }
        Predicate::Field { path: text, test, absent } => {
            // Paths were checked when the content was compiled.
            let Ok(steps) = path(text) else { return Answer::Fails };
            let mut found = Vec::new();
            walk(&thing.tree, &steps, String::new(), &mut found);
            // A list without elements says nothing, unless what that means is documented.
            if absent.is_none() && !matches!(test, Test::Set(false)) {
                if found.iter().all(|one| one.no_list) {
                    let at = found.first().map_or(text.as_str(), |one| one.at.as_str());
                    return Answer::Nothing(format!("{} has no {at}", thing.name));
                }
                found.retain(|one| !one.no_list);
            }
            field(text, &found, test, absent.as_ref(), (thing, parameters, seen))
        }
        Predicate::Test { .. } => Answer::Fails,
    }
}

/// Follows a path to every value that it leads to.
fn walk<'a>(tree: &'a Tree, steps: &[Step], at: String, found: &mut Vec<Found<'a>>) {
    let Some((step, rest)) = steps.split_first() else {
        let value = Some(tree).filter(|tree| !tree.is_null());
        found.push(Found { at, value, no_list: false });
        return;
    };
    match step {
        Step::Key(key) => {
            let below = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
            match tree.get(key).filter(|value| !value.is_null()) {
                Some(value) => walk(value, rest, below, found),
                None => {
                    let next = rest.iter().find(|step| !matches!(step, Step::Key(_)));
                    found.push(Found {
                        at: below,
                        value: None,
                        no_list: next == Some(&Step::Each),
                    });
                }
            }
        }
        Step::Each => {
            let items = elements(tree);
            if items.is_empty() {
                found.push(Found { at, value: None, no_list: true });
                return;
            }
            for (number, item) in items.iter().enumerate() {
                let name = item.get("name").and_then(Tree::as_str);
                let shown = name.map_or_else(|| number.to_string(), str::to_owned);
                walk(item, rest, format!("{at}[{shown}]"), found);
            }
        }
        Step::Where(key, wanted, value) => {
            let before = found.len();
            for item in elements(tree) {
                let is = item.at(key).and_then(Tree::scalar_text).is_some_and(|one| one == *value);
                if is == *wanted {
                    walk(item, rest, format!("{at}[{key}={value}]"), found);
                }
            }
            if found.len() == before {
                let sign = if *wanted { "=" } else { "!=" };
                let at = format!("{at}[{key}{sign}{value}]");
                found.push(Found { at, value: None, no_list: false });
            }
        }
    }
}

/// The elements of a list; anything else is a list of itself, as policies of AWS are written.
fn elements(tree: &Tree) -> &[Tree] {
    match &tree.value {
        Value::List(items) => items,
        Value::Null => &[],
        _ => std::slice::from_ref(tree),
    }
}

/// The scalars of a value: those of a list one by one; of a mapping, that it is there.
fn texts(tree: &Tree) -> Vec<String> {
    match &tree.value {
        Value::List(items) => items.iter().flat_map(texts).collect(),
        Value::Map(entries) if entries.is_empty() => Vec::new(),
        Value::Map(entries) => vec![format!("{{{} fields}}", entries.len())],
        Value::String(text) if text.is_empty() => Vec::new(),
        _ => tree.scalar_text().into_iter().collect(),
    }
}

fn literal_texts(literal: &Literal) -> Vec<String> {
    match literal {
        Literal::List(list) => list.clone(),
        Literal::Text(text) if text.is_empty() => Vec::new(),
        other => vec![other.to_string()],
    }
}

fn field(
    path: &str,
    found: &[Found<'_>],
    test: &Test,
    absent: Option<&Literal>,
    (thing, parameters, seen): (&CloudThing, &Parameters, &mut Seen),
) -> Answer {
    const DOCUMENTED: &str = " (absent: as the provider documents it)";
    let list = |other: &plimsoll_content::Operand| literal_texts(&operand(other, parameters));
    let about_lists = matches!(
        test,
        Test::ContainsAll(_)
            | Test::ContainsNone(_)
            | Test::SubsetOf(_)
            | Test::Like(_)
            | Test::NoneLike(_)
            | Test::Set(_)
    );
    let mut holds = true;
    if about_lists {
        let (mut all, mut line, mut unknown, mut note) = (Vec::new(), None, false, "");
        for one in found {
            let texts = match (one.value, absent) {
                (Some(value), _) => {
                    line = line.or(Some(value.line));
                    texts(value)
                }
                (None, Some(default)) => {
                    note = DOCUMENTED;
                    literal_texts(default)
                }
                (None, None) => {
                    unknown = true;
                    Vec::new()
                }
            };
            if let Test::Set(wanted) = test {
                holds &= texts.is_empty() != *wanted;
            }
            all.extend(texts);
        }
        let shown = if all.is_empty() { "not set".to_owned() } else { all.join(", ") };
        seen.see(format!("{path} is {shown}{note}"), thing, line);
        holds = match test {
            Test::ContainsAll(other) => list(other).iter().all(|one| all.contains(one)),
            Test::ContainsNone(other) => {
                !unknown && !list(other).iter().any(|one| all.contains(one))
            }
            Test::SubsetOf(other) => {
                let allowed = list(other);
                !unknown && !all.is_empty() && all.iter().all(|one| allowed.contains(one))
            }
            Test::Like(other) => {
                let patterns = list(other);
                let fits = |one: &String| patterns.iter().any(|pattern| is_like(one, pattern));
                !unknown && !all.is_empty() && all.iter().all(fits)
            }
            Test::NoneLike(other) => {
                let patterns = list(other);
                let fits = |one: &String| patterns.iter().any(|pattern| is_like(one, pattern));
                !unknown && !all.iter().any(fits)
            }
            _ => holds,
        };
    } else {
        for one in found {
            let (text, note) = match (one.value, absent) {
                (Some(value), _) => (value.scalar_text(), ""),
                (None, Some(default)) => (Some(default.to_string()), DOCUMENTED),
                (None, None) => (None, ""),
            };
            let shown = text.as_deref().unwrap_or("not set");
            seen.see(format!("{} is {shown}{note}", one.at), thing, one.value.map(|v| v.line));
            holds &= text.is_some_and(|text| one_holds(&text, test, parameters));
        }
    }
    if holds { Answer::Holds } else { Answer::Fails }
}

/// Whether a text fits a pattern in which `*` stands for any text. Case does not count.
fn is_like(text: &str, pattern: &str) -> bool {
    let (text, pattern) = (text.to_lowercase(), pattern.to_lowercase());
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// Truth values come as such, or as text in any case.
fn same(text: &str, literal: &Literal) -> bool {
    match literal {
        Literal::Bool(value) => text.eq_ignore_ascii_case(if *value { "true" } else { "false" }),
        other => text == other.to_string(),
    }
}

fn one_holds(text: &str, test: &Test, parameters: &Parameters) -> bool {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|one| one.is_finite());
    let bound = |other| number(&operand(other, parameters).to_string());
    match test {
        Test::Equals(other) => same(text, &operand(other, parameters)),
        Test::NotEquals(other) => !same(text, &operand(other, parameters)),
        Test::OneOf(other) => {
            literal_texts(&operand(other, parameters)).iter().any(|one| one == text)
        }
        Test::AtLeast(other) => {
            number(text).zip(bound(other)).is_some_and(|(value, bound)| value >= bound)
        }
        Test::AtMost(other) => {
            number(text).zip(bound(other)).is_some_and(|(value, bound)| value <= bound)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn patterns_stand_for_any_text() {
        for (text, pattern) in [
            ("123-compute@developer.gserviceaccount.com", "*-compute@developer.*"),
            ("Allow group a to manage all-resources in tenancy", "*to MANAGE all-resources*"),
            ("abc", "abc"),
            ("abab", "a*b"),
            ("", "*"),
        ] {
            assert!(is_like(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in [("abcd", "abc"), ("ab", "a*b*c"), ("xabc", "abc*"), ("ab", "ab*b")]
        {
            assert!(!is_like(text, pattern), "{text} {pattern}");
        }
    }
}
