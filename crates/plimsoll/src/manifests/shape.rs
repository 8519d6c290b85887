//! Whether an object has the form that the API of a version gives its kind.
//!
//! What does not: unknown fields (the API server drops them, or refuses the object), values of
//! another type, required fields that are missing. Kinds of others are only judged where they hold
//! pods.

use plimsoll_content::api::{Api, FIRST_MINOR, Field, FieldType, Standing, Type, minor_of};
use plimsoll_engine::objects::{Outcome, Problem};
use plimsoll_model::kubernetes::Object;
use plimsoll_source::path::join;
use plimsoll_source::{Content, DecodeError, Node};

/// Problems of one object after which the rest is not looked for.
const MOST: usize = 50;

/// Looks at the form of an object.
pub(super) fn form(
    api: &Api,
    object: &Object<'_>,
    node: &Node<'_, '_>,
    faults: &[DecodeError],
    minor: u16,
) -> Outcome {
    let mut form = Form { api, minor: minor.min(api.last_minor), problems: Vec::new() };
    let known = match api.standing(&object.api_version, &object.kind, minor) {
        Standing::Served(kind) if minor >= FIRST_MINOR => {
            form.fields(kind, node, "");
            true
        }
        _ => false,
    };
    for fault in faults {
        let told = form.problems.iter().any(|problem| problem.path == fault.path);
        if !told {
            form.add(&fault.path, fault.message.clone());
        }
    }
    if known || !faults.is_empty() {
        Outcome::from_problems(form.problems)
    } else {
        Outcome::NotApplicable
    }
}

/// Looks at the API version of an object.
pub(super) fn api_version(api: &Api, object: &Object<'_>, minor: u16) -> Outcome {
    let version = &*object.api_version;
    let kind = &*object.kind;
    let instead = |replacement: Option<&str>| {
        replacement.map(|name| format!("; write {name}")).unwrap_or_default()
    };
    let problem = |reason: String| {
        Outcome::Fail(vec![Problem { path: "apiVersion".to_owned(), reason, container: None }])
    };
    match api.standing(version, kind, minor) {
        Standing::Removed { since, replacement } => {
            return problem(format!(
                "Kubernetes {since} and later have no {version} {kind}{}",
                instead(replacement.as_deref())
            ));
        }
        Standing::NotYet { from } => {
            return problem(format!(
                "{version} {kind} comes with Kubernetes 1.{from}, and 1.{minor} is judged for"
            ));
        }
        Standing::Served(_) | Standing::Unknown => {}
    }
    let Some(deprecation) = api.deprecation(version, kind) else {
        return match api.standing(version, kind, minor) {
            Standing::Served(_) => Outcome::Pass,
            _ => Outcome::NotApplicable,
        };
    };
    let instead = instead(deprecation.replacement.as_deref());
    let of = &deprecation.component;
    if of == "k8s" {
        let since = deprecation.deprecated.as_deref();
        return match since {
            Some(since) if minor_of(since).is_some_and(|since| since <= minor) => {
                problem(format!("{version} {kind} is deprecated since Kubernetes {since}{instead}"))
            }
            _ => Outcome::Pass,
        };
    }
    match &deprecation.removed {
        Some(removed) => {
            problem(format!("{of} {removed} and later have no {version} {kind}{instead}"))
        }
        None => problem(format!("{version} {kind} is deprecated by {of}{instead}")),
    }
}

struct Form<'a> {
    api: &'a Api,
    minor: u16,
    problems: Vec<Problem>,
}

impl Form<'_> {
    fn add(&mut self, path: &str, reason: String) {
        if self.problems.len() < MOST {
            self.problems.push(Problem { path: path.to_owned(), reason, container: None });
        }
    }

    fn fields(&mut self, kind: &Type, node: &Node<'_, '_>, path: &str) {
        let Content::Map(entries) = node.value else {
            self.wrong(node, path, "a mapping");
            return;
        };
        for entry in entries {
            match kind.field(entry.key, self.minor) {
                Some(field) if entry.value.is_null() => {
                    if field.required {
                        self.add(&join(path, entry.key), format!("`{}` has no value", entry.key));
                    }
                }
                Some(field) => {
                    if !trivial(&field.is, &entry.value) {
                        self.value(&field.is, &entry.value, &join(path, entry.key));
                    }
                }
                None => {
                    let reason = self.unknown(kind, entry.key);
                    self.add(&join(path, entry.key), reason);
                }
            }
        }
        for field in kind.required(self.minor) {
            if !entries.iter().any(|entry| entry.key == field.name) && !defaulted(kind, field) {
                let place = if path.is_empty() { "the object" } else { path };
                self.add(
                    &join(path, &field.name),
                    format!("{place} lacks the required `{}`", field.name),
                );
            }
        }
    }

    fn unknown(&self, kind: &Type, key: &str) -> String {
        let short = kind.name.rsplit('.').next().unwrap_or(&kind.name);
        if let Some((from, to)) = kind.elsewhen(key) {
            return match to {
                Some(last) if last < self.minor => {
                    format!("`{key}` of {short} is gone since Kubernetes 1.{}", last + 1)
                }
                _ => format!("`{key}` of {short} comes with Kubernetes 1.{from}"),
            };
        }
        let near = kind
            .fields
            .iter()
            .map(|field| (distance(key, &field.name), &field.name))
            .min()
            .filter(|(distance, name)| *distance <= 2.max(name.len() / 4));
        match near {
            Some((_, name)) => format!("{short} has no field `{key}`; `{name}` is near"),
            None => format!("{short} has no field `{key}`"),
        }
    }

    fn value(&mut self, is: &FieldType, node: &Node<'_, '_>, path: &str) {
        match is {
            FieldType::Any => {}
            FieldType::List(items) => match node.value {
                Content::List(list) => {
                    for (index, item) in list.iter().enumerate() {
                        if !trivial(items, item) {
                            self.value(items, item, &format!("{path}[{index}]"));
                        }
                    }
                }
                _ => self.wrong(node, path, "a list"),
            },
            FieldType::Map(values) => match node.value {
                Content::Map(entries) => {
                    for entry in entries {
                        if !entry.value.is_null() && !trivial(values, &entry.value) {
                            self.value(values, &entry.value, &join(path, entry.key));
                        }
                    }
                }
                _ => self.wrong(node, path, "a mapping"),
            },
            FieldType::Type(number) => {
                if let Some(kind) = self.api.type_of(*number) {
                    // The schema inside a CustomResourceDefinition is as large as it is harmless.
                    if kind.name != "apiextensions.v1.JSONSchemaProps" {
                        self.fields(kind, node, path);
                    }
                }
            }
            FieldType::Text => self.wrong(node, path, "a string"),
            FieldType::Integer => self.wrong(node, path, "a whole number"),
            FieldType::Number => self.wrong(node, path, "a number"),
            FieldType::Boolean => self.wrong(node, path, "`true` or `false`"),
            FieldType::IntOrString => self.wrong(node, path, "a whole number or a string"),
            FieldType::Quantity => self.wrong(node, path, "a quantity such as 100m or 1Gi"),
        }
    }

    fn wrong(&mut self, node: &Node<'_, '_>, path: &str, wanted: &str) {
        let field = path.rsplit('.').next().unwrap_or(path);
        self.add(path, format!("`{field}` is {}, and {wanted} is wanted", node.kind()));
    }
}

/// Whether a scalar fits at once: most values do, and their path need not be made.
fn trivial(is: &FieldType, node: &Node<'_, '_>) -> bool {
    let text = matches!(node.value, Content::Text(_) | Content::Made(_));
    let integer = match node.value {
        Content::Int(_) => true,
        Content::Float(value) => value.fract() == 0.0,
        _ => false,
    };
    match is {
        FieldType::Any => true,
        FieldType::Text => text,
        FieldType::Integer => integer,
        FieldType::Number => integer || matches!(node.value, Content::Float(_)),
        FieldType::Boolean => matches!(node.value, Content::Bool(_)),
        FieldType::IntOrString => text || integer,
        FieldType::Quantity => text || integer || matches!(node.value, Content::Float(_)),
        FieldType::List(_) | FieldType::Map(_) | FieldType::Type(_) => false,
    }
}

/// Required fields that the API server fills in, or that only matter in answers.
fn defaulted(kind: &Type, field: &Field) -> bool {
    matches!(
        (&*kind.name, &*field.name),
        ("apiextensions.v1.CustomResourceDefinitionStatus", _)
            | ("core.v1.ContainerPort", "protocol")
            | ("core.v1.ServicePort", "protocol")
            // Required by mistake in the descriptions of 1.25 to 1.28.
            | ("batch.v1.PodFailurePolicyRule", "onPodConditions")
    ) || kind.name.ends_with("Status")
        || kind.name.ends_with("Condition")
}

/// Letters that must be changed, added or taken away; swapped neighbours count once.
fn distance(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().take(64).collect();
    let other: Vec<char> = other.chars().take(64).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut this = vec![row + 1];
        for (column, against) in other.iter().enumerate() {
            let change = last[column] + usize::from(!letter.eq_ignore_ascii_case(against));
            let mut best = change.min(last[column + 1] + 1).min(this[column] + 1);
            let swapped =
                row > 0 && column > 0 && one[row - 1] == *against && *letter == other[column - 1];
            if swapped {
                best = best.min(before[column - 1] + 1);
            }
            this.push(best);
        }
        before = std::mem::replace(&mut last, this);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn misspellings_are_near() {
        assert_eq!(distance("securtyContext", "securityContext"), 1);
        assert_eq!(distance("Hostpid", "hostPID"), 0);
        assert_eq!(distance("iamge", "image"), 1);
        assert!(distance("foo", "containers") > 5);
    }
}
