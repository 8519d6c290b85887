//! From a pod to its service account, to the bindings of that, to what their roles allow.

use plimsoll_engine::objects::{Options, Outcome, PodView};
use plimsoll_model::kubernetes::{Binding, Body, Rule};

use plimsoll_graph::rbac::{allows, allows_all};

/// What hands over the cluster when it is granted in all namespaces.
fn hands_over(rule: &Rule<'_>) -> Option<&'static str> {
    let rbac = "rbac.authorization.k8s.io";
    if allows_all(rule, &["get", "list", "watch"], "", "secrets") {
        return Some("read every Secret");
    }
    if allows(rule, &["create"], "", "pods") {
        return Some("create pods anywhere");
    }
    if allows(rule, &["create", "get"], "", "nodes/proxy") {
        return Some("command the kubelets");
    }
    if allows_all(rule, &["escalate", "bind"], rbac, "clusterroles") {
        return Some("raise its own rights");
    }
    if allows_all(rule, &["impersonate"], "", "users")
        || allows_all(rule, &["impersonate"], "", "groups")
    {
        return Some("act as anybody");
    }
    if allows(rule, &["create", "get"], "", "pods/exec") {
        return Some("run commands in any pod");
    }
    if allows_all(rule, &["create"], "", "serviceaccounts/token") {
        return Some("make tokens of any service account");
    }
    None
}

fn is_subject(pod: &PodView<'_>, binding: &Binding<'_>) -> bool {
    let account = pod.service_account();
    binding.subjects.iter().any(|subject| {
        let namespace = match (subject.namespace.as_deref(), pod.namespace()) {
            (Some(one), Some(other)) => one == other,
            _ => true,
        };
        subject.kind.as_deref() == Some("ServiceAccount")
            && subject.name.as_deref() == Some(account)
            && namespace
    })
}

pub(super) fn judge(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    let context = pod.of.context;
    for (object, binding) in context.bindings_of(pod.service_account()) {
        if object.kind != "ClusterRoleBinding" || !is_subject(pod, binding) {
            continue;
        }
        let role = binding.role_ref.name.as_deref().unwrap_or_default();
        let can = if role == "cluster-admin" {
            Some("do everything")
        } else {
            match context.named("ClusterRole", None, role).map(|(_, object)| &object.body) {
                Some(Body::Role(role)) => role.rules.iter().find_map(hands_over),
                _ => None,
            }
        };
        if let Some(can) = can {
            return pod.fail(
                "spec.serviceAccountName",
                format!(
                    "whoever breaks into it can {can}: `{}` binds its account to `{role}`",
                    object.name()
                ),
            );
        }
    }
    Outcome::Pass
}
