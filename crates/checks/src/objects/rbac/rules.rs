//! Whether a rule allows something, as the API server decides it.
//!
//! Source: `k8s.io/kubernetes/pkg/apis/rbac/v1/evaluation_helpers.go`.

use plimsoll_model::kubernetes::{Rule, Text};

fn has(list: &[Text<'_>], wanted: &str) -> bool {
    list.iter().any(|one| *one == "*" || *one == wanted)
}

/// A resource is `pods` or `pods/exec`; `*` stands for all, `*/exec` for that subresource of all.
fn has_resource(list: &[Text<'_>], wanted: &str) -> bool {
    list.iter().any(|one| {
        *one == "*"
            || *one == wanted
            || match (one.strip_prefix("*/"), wanted.split_once('/')) {
                (Some(pattern), Some((_, subresource))) => pattern == subresource,
                _ => false,
            }
    })
}

/// Whether a rule allows any of the verbs on a resource, whatever the objects' names.
pub(super) fn allows(rule: &Rule<'_>, verbs: &[&str], group: &str, resource: &str) -> bool {
    verbs.iter().any(|verb| has(&rule.verbs, verb))
        && has(&rule.api_groups, group)
        && has_resource(&rule.resources, resource)
}

/// The same for all objects: the rule is not held to names.
pub(super) fn allows_all(rule: &Rule<'_>, verbs: &[&str], group: &str, resource: &str) -> bool {
    rule.resource_names.is_empty() && allows(rule, verbs, group, resource)
}

#[cfg(test)]
mod tests {
    use plimsoll_model::kubernetes::{Rule, Text};

    use super::{allows, allows_all};

    fn texts(list: &[&'static str]) -> Vec<Text<'static>> {
        list.iter().map(|text| Text((*text).into())).collect()
    }

    #[test]
    fn wildcards_and_subresources_are_matched_as_the_api_server_does() {
        let rule = |verbs: &[&'static str], resources: &[&'static str]| Rule {
            verbs: texts(verbs),
            api_groups: texts(&[""]),
            resources: texts(resources),
            ..Rule::default()
        };
        assert!(allows(&rule(&["*"], &["pods/exec"]), &["create"], "", "pods/exec"));
        assert!(allows(&rule(&["create"], &["*"]), &["create"], "", "pods/exec"));
        assert!(allows(&rule(&["create"], &["*/exec"]), &["create"], "", "pods/exec"));
        assert!(!allows(&rule(&["create"], &["pods/*"]), &["create"], "", "pods/exec"));
        assert!(!allows(&rule(&["create"], &["pods"]), &["create"], "", "pods/exec"));
        assert!(!allows(&rule(&["get"], &["secrets"]), &["get"], "apps", "secrets"));
        let held = Rule { resource_names: texts(&["a"]), ..rule(&["get"], &["secrets"]) };
        assert!(
            allows(&held, &["get"], "", "secrets") && !allows_all(&held, &["get"], "", "secrets")
        );
    }
}
