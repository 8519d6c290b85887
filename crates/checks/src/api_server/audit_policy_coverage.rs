//! What the audit policy records of the requests that matter.
//!
//! The API server takes the first rule that matches a request. A question here is a kind of request;
//! it is answered by the first rule that matches every such request. Rules that match only some of
//! them (limited to users, namespaces, names) do not answer it, unless they do harm: one that
//! records bodies of Secrets does so for the requests it matches.
//! Source: `staging/src/k8s.io/apiserver/pkg/audit/policy/checker.go`.

use plimsoll_engine::{Judge, Verdict};
use plimsoll_model::{Evidence, Tree};

use super::audit_policy::policy;
use crate::document;

/// A kind of request.
struct Question {
    group: &'static str,
    resource: &'static str,
    verbs: &'static [&'static str],
    /// Bodies hold secrets: nothing above Metadata.
    metadata_only: bool,
}

const ALL_VERBS: &[&str] = &["get", "list", "watch", "create", "update", "patch", "delete"];
const CHANGES: &[&str] = &["create", "update", "patch", "delete"];

const QUESTIONS: &[Question] = &[
    Question { group: "", resource: "secrets", verbs: ALL_VERBS, metadata_only: true },
    Question { group: "", resource: "configmaps", verbs: CHANGES, metadata_only: true },
    Question {
        group: "authentication.k8s.io",
        resource: "tokenreviews",
        verbs: &["create"],
        metadata_only: true,
    },
    Question { group: "", resource: "pods/exec", verbs: &["create"], metadata_only: false },
    Question { group: "", resource: "pods/portforward", verbs: &["create"], metadata_only: false },
    Question { group: "", resource: "pods/proxy", verbs: &["create"], metadata_only: false },
    Question { group: "", resource: "services/proxy", verbs: &["create"], metadata_only: false },
    Question { group: "", resource: "pods", verbs: CHANGES, metadata_only: false },
    Question { group: "apps", resource: "deployments", verbs: CHANGES, metadata_only: false },
];

pub(crate) fn judge(judge: &Judge<'_>) -> Verdict {
    let expected = "Secrets, ConfigMaps and TokenReviews are recorded without their bodies; exec, \
                    portforward and proxy, changes of pods and deployments, and everything else \
                    are recorded";
    verdict(judge).with_expected(expected)
}

fn verdict(judge: &Judge<'_>) -> Verdict {
    let named = match policy(judge) {
        Ok(named) => named,
        Err(verdict) => return verdict,
    };
    let rules = named.tree.get("rules").map(Tree::items).unwrap_or_default();
    let mut faults: Vec<(String, Evidence)> = Vec::new();
    let mut good = named.setting.clone();
    let at = |tree: &Tree, seen: &str| document::place(judge, named.document, tree, seen);
    for question in QUESTIONS {
        for verb in question.verbs {
            // Harm done for some users or namespaces is harm.
            let leak = rules
                .iter()
                .take_while(|rule| !(is_whole(rule) && matches(rule, question, verb)))
                .find(|rule| {
                    question.metadata_only && matches(rule, question, verb) && keeps_bodies(rule)
                });
            if let Some(rule) = leak {
                let text =
                    format!("bodies of {} are recorded for some requests", question.resource);
                push(&mut faults, text, |text| at(rule, text));
            }
            let Some(rule) =
                rules.iter().find(|rule| is_whole(rule) && matches(rule, question, verb))
            else {
                let text = format!("no rule records {} of {}", verb, question.resource);
                push(&mut faults, text, |text| at(named.tree, text));
                continue;
            };
            let level = level(rule);
            if level == "None" {
                let text =
                    format!("{} of {} is not recorded (level None)", verb, question.resource);
                push(&mut faults, text, |text| at(rule, text));
            } else if question.metadata_only && keeps_bodies(rule) {
                let text =
                    format!("{} are recorded with their bodies (level {level})", question.resource);
                push(&mut faults, text, |text| at(rule, text));
            }
        }
    }
    let rest = rules.iter().find(|rule| is_whole(rule) && is_catch_all(rule));
    match rest {
        Some(rule) if level(rule) != "None" => {
            let seen = format!("everything else is recorded at level {}", level(rule));
            good.push(at(rule, &seen));
        }
        Some(rule) => {
            let text = "the rule for everything else has level None".to_owned();
            push(&mut faults, text, |text| at(rule, text));
        }
        None => {
            let text = "no rule records everything else".to_owned();
            push(&mut faults, text, |text| at(named.tree, text));
        }
    }
    if faults.is_empty() {
        let reason = "the audit policy covers what matters";
        return Verdict::pass(reason, good).with_actual(reason);
    }
    let texts: Vec<&str> = faults.iter().map(|(text, _)| text.as_str()).collect();
    let reason = texts.join("; ");
    let evidence = faults.iter().map(|(_, evidence)| evidence.clone()).collect();
    Verdict::fail(reason.clone(), evidence).with_actual(reason)
}

fn push(
    faults: &mut Vec<(String, Evidence)>,
    text: String,
    evidence: impl FnOnce(&str) -> Evidence,
) {
    if !faults.iter().any(|(known, _)| *known == text) {
        let evidence = evidence(&text);
        faults.push((text, evidence));
    }
}

pub(super) fn level(rule: &Tree) -> &str {
    rule.get("level").and_then(Tree::as_str).unwrap_or("None")
}

fn keeps_bodies(rule: &Tree) -> bool {
    matches!(level(rule), "Request" | "RequestResponse")
}

/// Whether a rule speaks of every user and namespace.
pub(super) fn is_whole(rule: &Tree) -> bool {
    ["users", "userGroups", "namespaces"]
        .iter()
        .all(|key| document::texts(rule.get(key)).is_empty())
}

pub(super) fn is_catch_all(rule: &Tree) -> bool {
    ["verbs", "nonResourceURLs"].iter().all(|key| document::texts(rule.get(key)).is_empty())
        && rule.get("resources").is_none_or(|resources| resources.items().is_empty())
}

/// Whether a rule matches a kind of request, users and namespaces aside. A rule limited to names
/// does not match the kind.
fn matches(rule: &Tree, question: &Question, verb: &str) -> bool {
    let verbs = document::texts(rule.get("verbs"));
    if !verbs.is_empty() && !verbs.iter().any(|one| one == verb || one == "*") {
        return false;
    }
    let resources = rule.get("resources").map(Tree::items).unwrap_or_default();
    if resources.is_empty() {
        return document::texts(rule.get("nonResourceURLs")).is_empty();
    }
    resources.iter().any(|entry| {
        let group = entry.get("group").and_then(Tree::as_str).unwrap_or_default();
        if group != question.group || !document::texts(entry.get("resourceNames")).is_empty() {
            return false;
        }
        let names = document::texts(entry.get("resources"));
        names.is_empty() || names.iter().any(|name| resource_matches(name, question.resource))
    })
}

/// `pods` is the resource alone, `pods/*` its subresources, `*/exec` a subresource of anything, `*`
/// everything.
fn resource_matches(written: &str, asked: &str) -> bool {
    if written == "*" || written == asked {
        return true;
    }
    let Some((resource, subresource)) = asked.split_once('/') else { return false };
    written.strip_suffix("/*").is_some_and(|name| name == resource)
        || written.strip_prefix("*/").is_some_and(|name| name == subresource)
}

#[cfg(test)]
mod tests {
    use super::resource_matches;

    #[test]
    fn resources_match_as_the_api_server_matches_them() {
        for (written, asked, want) in [
            ("*", "pods/exec", true),
            ("pods", "pods", true),
            ("pods", "pods/exec", false),
            ("pods/*", "pods/exec", true),
            ("pods/*", "pods", false),
            ("*/exec", "pods/exec", true),
            ("*/proxy", "pods/exec", false),
        ] {
            assert_eq!(resource_matches(written, asked), want, "{written} {asked}");
        }
    }
}
