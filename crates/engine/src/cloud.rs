//! What a provider's facts answer: predicates over fields of documents.

use plimsoll_content::cloud::{Step, path};
use plimsoll_content::{
    Benchmark, Check, CheckKind, CloudDocument, Content, Control, Literal, Operand, Predicate,
    Test, pattern,
};
use plimsoll_model::{
    CloudFacts, CloudGap, CloudSummary, CloudThing, Evidence, Finding, HostStatus, Location,
    Status, Tree, Value, Version,
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
        let gaps = self.facts.gaps.iter().filter(|gap| gap.document == *document);
        let mut findings: Vec<Finding> = gaps
            .map(|gap| {
                let target = format!("{document} in {}", gap.file);
                finding(&about, check, given, &target, self.not_whole(gap))
            })
            .collect();
        if things.is_empty() && findings.is_empty() {
            let verdict = self.without_a_thing(document);
            return vec![finding(&about, check, given, "cloud", verdict)];
        }
        findings.extend(things.into_iter().map(|thing| {
            let target = format!("{document} {}", thing.name);
            finding(&about, check, given, &target, judge(check, thing, given))
        }));
        findings
    }

    /// What is not in a list may be what fails.
    fn not_whole(&self, gap: &CloudGap) -> Verdict {
        let document = find(self.content, &gap.document);
        let title = document.map_or(&*gap.document, |document| &document.title);
        let evidence = Evidence {
            seen: gap.reason.clone(),
            location: Location::File { path: gap.file.clone(), line: None, column: None },
            note: None,
        };
        let reason = format!("{title}: {} does not hold all of it: {}", gap.file, gap.reason);
        Verdict::error(reason, vec![evidence])
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
        let mut seen = Seen { applies: true, ..Seen::default() };
        match answer(applies, thing, parameters, &mut seen) {
            Answer::Holds => {}
            Answer::Fails | Answer::Nothing(_) if thing.gap.is_none() => {
                let none = Verdict::not_applicable(reason.clone());
                return Verdict { evidence: seen.evidence, ..none };
            }
            Answer::Fails | Answer::Nothing(_) => {
                return Verdict::error(left_out(thing).unwrap_or_default(), seen.evidence);
            }
            Answer::Unknown(reason) => return Verdict::error(reason, seen.evidence),
        }
    }
    let mut seen = Seen::default();
    let answer = answer(expect, thing, parameters, &mut seen);
    let expected = describe::predicate(expect, parameters);
    let actual = seen.actual.join("; ");
    let (mut status, mut reason) = match answer {
        Answer::Holds => (Status::Pass, actual.clone()),
        Answer::Fails => (Status::Fail, format!("{actual}; expected: {expected}")),
        Answer::Nothing(reason) => (Status::NotApplicable, reason),
        Answer::Unknown(reason) => (Status::Error, reason),
    };
    // What was left out may be what fails.
    if let Some(left_out) = left_out(thing) {
        if status != Status::Fail {
            status = Status::Error;
            reason = left_out;
        } else {
            reason = format!("{reason}; {left_out}");
        }
    }
    Verdict {
        evidence: seen.evidence,
        actual: (!actual.is_empty()).then_some(actual),
        ..Verdict::new(status, reason).with_expected(expected)
    }
}

fn left_out(thing: &CloudThing) -> Option<String> {
    let gap = thing.gap.as_ref()?;
    Some(format!("{} does not hold all of it: {gap}", thing.file))
}

#[derive(Debug, Clone, PartialEq)]
enum Answer {
    Holds,
    Fails,
    /// There is nothing that the test is about.
    Nothing(String),
    /// The document does not tell.
    Unknown(String),
}

#[derive(Default)]
struct Seen {
    /// Whether it is asked if the check applies: then what is not there answers nothing.
    applies: bool,
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

/// What a path led to.
struct Found<'a> {
    at: String,
    what: What<'a>,
}

#[derive(Clone, Copy, PartialEq)]
enum What<'a> {
    Value(&'a Tree),
    /// The field, or one above it, is null.
    Null,
    /// The field, or one above it, is not there.
    Absent,
    /// A list that the path goes through is null or not there.
    NoList,
    /// A list that the path goes through has no elements.
    Empty,
    /// No element of a list is one of those that the path asks for.
    NoneSuch,
    /// Something stands there that the path does not fit.
    Wrong(&'static str),
}

impl<'a> Found<'a> {
    fn value(&self) -> Option<&'a Tree> {
        match self.what {
            What::Value(tree) => Some(tree),
            _ => None,
        }
    }
}

fn answer(
    predicate: &Predicate,
    thing: &CloudThing,
    parameters: &Parameters,
    seen: &mut Seen,
) -> Answer {
    match predicate {
        Predicate::All(parts) | Predicate::Any(parts) => {
            // Every part is looked at, so that the evidence is whole.
            let answers: Vec<Answer> =
                parts.iter().map(|part| answer(part, thing, parameters, seen)).collect();
            let (decisive, otherwise) = match predicate {
                Predicate::All(_) => (Answer::Fails, Answer::Holds),
                _ => (Answer::Holds, Answer::Fails),
            };
            let unknown = answers.iter().find(|one| matches!(one, Answer::Unknown(_)));
            match unknown {
                _ if answers.contains(&decisive) => decisive,
                Some(unknown) => unknown.clone(),
                None if answers.contains(&otherwise) => otherwise,
                None => answers.into_iter().next().unwrap_or(otherwise),
            }
        }
        Predicate::Field { path: text, test, absent } => {
            // Paths were checked when the content was compiled.
            let Ok(steps) = path(text) else { return Answer::Fails };
            let mut found = Vec::new();
            walk(&thing.tree, &steps, String::new(), &mut found);
            one_field(text, found, (test, absent.as_ref()), thing, parameters, seen)
        }
        Predicate::Test { .. } => Answer::Fails,
    }
}

/// One test of what a path led to.
fn one_field(
    path: &str,
    mut found: Vec<Found<'_>>,
    (test, absent): (&Test, Option<&Literal>),
    thing: &CloudThing,
    parameters: &Parameters,
    seen: &mut Seen,
) -> Answer {
    let wrong = found.iter().find_map(|one| match one.what {
        What::Wrong(what) => Some((one, what)),
        _ => None,
    });
    if let Some((one, what)) = wrong {
        seen.see(format!("{} is {what}", one.at), thing, None);
        return Answer::Unknown(format!("{} is {what}; {path} was expected", one.at));
    }
    // A list without elements says nothing, unless what that means is documented.
    let says_absent = absent.is_some() || matches!(test, Test::Set(false));
    if !says_absent {
        if found.iter().all(|one| one.what == What::Empty) {
            let at = found.first().map_or(path, |one| one.at.as_str());
            return Answer::Nothing(format!("{} has no {at}", thing.name));
        }
        found.retain(|one| one.what != What::Empty);
        let given = |one: &&Found<'_>| matches!(one.what, What::Value(_));
        let needed = |one: &&Found<'_>| {
            one.what == What::NoList
                || (seen.applies && !matches!(test, Test::Set(_)) && !given(one))
        };
        if let Some(one) = found.iter().find(needed) {
            let at = one.at.clone();
            seen.see(format!("{at} is not set"), thing, None);
            return Answer::Unknown(format!(
                "{at} is not there, so that nothing can be said of {path}"
            ));
        }
    }
    let types = found.iter().filter_map(|one| Some((one, misfit(one.value()?, test, parameters)?)));
    if let Some((one, what)) = types.into_iter().next() {
        let (at, line) = (one.at.clone(), one.value().map(|value| value.line));
        seen.see(format!("{at} is {what}"), thing, line);
        return Answer::Unknown(format!("{at} is {what}, which is not understood here"));
    }
    // What was cut off is not what was not set.
    let cut = found.iter().find(|one| thing.prints_null && one.what == What::Absent);
    let cut = cut.map(|one| one.at.clone());
    match (field(path, &found, test, absent, (thing, parameters, seen)), cut) {
        (Answer::Holds, Some(at)) if says_absent => Answer::Unknown(format!(
            "{at} is not in {}, where the provider prints what is not set as null",
            thing.file
        )),
        (answer, _) => answer,
    }
}

/// What a value is that a test cannot be made of.
fn misfit(value: &Tree, test: &Test, parameters: &Parameters) -> Option<&'static str> {
    fn parts(tree: &Tree) -> Option<&'static str> {
        match &tree.value {
            Value::List(items) => items.iter().find_map(parts),
            Value::Map(_) => Some("an object"),
            Value::Redacted => Some("taken out, as it looks like a secret"),
            _ => None,
        }
    }
    let operand = |other: &Operand| operand(other, parameters);
    let number = |value: &Tree| {
        let is = value.scalar_text().is_some_and(|text| as_number(&text).is_some());
        (!is).then_some("no number")
    };
    let scalar = |value: &Tree| match value.value {
        Value::List(_) => Some("a list"),
        _ => parts(value),
    };
    match test {
        Test::Set(_) => matches!(value.value, Value::Map(_)).then_some("an object"),
        Test::Equals(other) | Test::NotEquals(other) => {
            scalar(value).or_else(|| match operand(other) {
                Literal::Bool(_) => {
                    let text = value.scalar_text().unwrap_or_default();
                    let known = ["true", "false"].iter().any(|it| text.eq_ignore_ascii_case(it));
                    (!known).then_some("neither true nor false")
                }
                Literal::Int(_) => number(value),
                _ => None,
            })
        }
        Test::AtLeast(_) | Test::AtMost(_) => scalar(value).or_else(|| number(value)),
        Test::OneOf(_) => scalar(value),
        _ => parts(value),
    }
}

/// Follows a path to everything that it leads to.
fn walk<'a>(tree: &'a Tree, steps: &[Step], at: String, found: &mut Vec<Found<'a>>) {
    let Some((step, rest)) = steps.split_first() else {
        let what = if tree.is_null() { What::Null } else { What::Value(tree) };
        found.push(Found { at, what });
        return;
    };
    let mut push = |at: String, what| found.push(Found { at, what });
    match (step, &tree.value) {
        (_, Value::Null) => push(at, What::Wrong("null")),
        (_, Value::Redacted) => push(at, What::Wrong("taken out, as it looks like a secret")),
        (Step::Key(key), Value::Map(_)) => {
            let below = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
            let value = tree.get(key);
            if let Some(value) = value.filter(|value| !value.is_null()) {
                return walk(value, rest, below, found);
            }
            let next = rest.iter().find(|step| !matches!(step, Step::Key(_)));
            let what = match (next, value) {
                (Some(Step::Each), _) => What::NoList,
                (_, None) => What::Absent,
                (_, Some(_)) => What::Null,
            };
            push(below, what);
        }
        (Step::Each, Value::List(items)) if items.is_empty() => push(at, What::Empty),
        (Step::Each, Value::List(items)) => {
            for (number, item) in items.iter().enumerate() {
                let name = item.get("name").and_then(Tree::as_str);
                let shown = name.map_or_else(|| number.to_string(), str::to_owned);
                walk(item, rest, format!("{at}[{shown}]"), found);
            }
        }
        // A thing that is no list is a list of itself, as policies of AWS are written.
        (Step::Where(key, wanted, value), Value::List(_) | Value::Map(_)) => {
            let before = found.len();
            let sign = if *wanted { "=" } else { "!=" };
            let at = format!("{at}[{key}{sign}{value}]");
            for item in elements(tree) {
                let of = item.at(key).filter(|of| !of.is_null());
                match of.and_then(Tree::scalar_text) {
                    Some(of) if (of == *value) == *wanted => walk(item, rest, at.clone(), found),
                    Some(_) => {}
                    None => {
                        let what = What::Wrong("asked of something that does not have it");
                        found.push(Found { at: at.clone(), what });
                    }
                }
            }
            if found.len() == before {
                found.push(Found { at, what: What::NoneSuch });
            }
        }
        (Step::Key(_), Value::List(_)) => push(at, What::Wrong("a list")),
        (Step::Each, Value::Map(_)) => push(at, What::Wrong("an object")),
        _ => push(at, What::Wrong("a single value")),
    }
}

fn elements(tree: &Tree) -> &[Tree] {
    match &tree.value {
        Value::List(items) => items,
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
    let list = |other: &Operand| literal_texts(&operand(other, parameters));
    let about_lists = !matches!(
        test,
        Test::Equals(_) | Test::NotEquals(_) | Test::OneOf(_) | Test::AtLeast(_) | Test::AtMost(_)
    );
    let mut holds = true;
    if about_lists {
        let (mut all, mut line, mut unknown, mut note) = (Vec::new(), None, false, "");
        for one in found {
            let texts = match (one.value(), absent) {
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
                !unknown
                    && !all.is_empty()
                    && all.iter().all(|one| some(&list(other), one, pattern::fits))
            }
            Test::NoneLike(other) => {
                !unknown && !all.iter().any(|one| some(&list(other), one, pattern::fits))
            }
            Test::NoneOverlap(other) => {
                !unknown && !all.iter().any(|one| some(&list(other), one, pattern::overlap))
            }
            Test::NoneCovers(other) => {
                !unknown && !all.iter().any(|one| some(&list(other), one, pattern::covers))
            }
            _ => holds,
        };
    } else {
        for one in found {
            let (text, note) = match (one.value(), absent) {
                (Some(value), _) => (value.scalar_text(), ""),
                (None, Some(default)) => (Some(default.to_string()), DOCUMENTED),
                (None, None) => (None, ""),
            };
            let shown = text.as_deref().unwrap_or("not set");
            seen.see(format!("{} is {shown}{note}", one.at), thing, one.value().map(|v| v.line));
            holds &= text.is_some_and(|text| one_holds(&text, test, parameters));
        }
    }
    if holds { Answer::Holds } else { Answer::Fails }
}

fn some(patterns: &[String], one: &str, test: fn(&str, &str) -> bool) -> bool {
    patterns.iter().any(|pattern| test(one, pattern))
}

fn as_number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|one| one.is_finite())
}

/// Truth values come as such, or as text in any case.
fn same(text: &str, literal: &Literal) -> bool {
    match literal {
        Literal::Bool(value) => text.eq_ignore_ascii_case(if *value { "true" } else { "false" }),
        other => text == other.to_string(),
    }
}

fn one_holds(text: &str, test: &Test, parameters: &Parameters) -> bool {
    let bound = |other| as_number(&operand(other, parameters).to_string());
    match test {
        Test::Equals(other) => same(text, &operand(other, parameters)),
        Test::NotEquals(other) => !same(text, &operand(other, parameters)),
        Test::OneOf(other) => {
            literal_texts(&operand(other, parameters)).iter().any(|one| one == text)
        }
        Test::AtLeast(other) => {
            as_number(text).zip(bound(other)).is_some_and(|(value, bound)| value >= bound)
        }
        Test::AtMost(other) => {
            as_number(text).zip(bound(other)).is_some_and(|(value, bound)| value <= bound)
        }
        _ => false,
    }
}
