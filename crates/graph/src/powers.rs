//! Rights that hand over more than they seem to.
//!
//! One list for the checks of bindings and for `plimsoll can`: what a right is called, and which rules
//! give it.

use plimsoll_model::kubernetes::Rule;

use crate::rbac::{allows, allows_all};

/// A right that is worth more than its name.
#[derive(Debug, Clone, Copy)]
pub struct Power {
    /// Short name.
    pub id: &'static str,
    /// What its holder can do, after "may".
    pub does: &'static str,
    /// Whether a binding in a namespace can give it: not for resources of the cluster.
    pub in_namespace: bool,
    /// Whether a rule gives it.
    pub given_by: fn(&Rule<'_>) -> bool,
}

const READ: [&str; 3] = ["get", "list", "watch"];
const CHANGE: [&str; 3] = ["create", "update", "patch"];
const RBAC: &str = "rbac.authorization.k8s.io";
const ADMISSION: &str = "admissionregistration.k8s.io";

fn star(list: &[plimsoll_model::kubernetes::Text<'_>]) -> bool {
    list.iter().any(|one| *one == "*")
}

/// A rule without any limit.
#[must_use]
pub fn is_everything(rule: &Rule<'_>) -> bool {
    star(&rule.verbs) && star(&rule.resources) && star(&rule.api_groups)
}

/// Every power, the largest first.
pub const POWERS: &[Power] = &[
    Power { id: "everything", does: "do everything", in_namespace: true, given_by: is_everything },
    Power {
        id: "escalation",
        does: "take any right: bind, escalate or impersonate",
        in_namespace: true,
        given_by: |rule| {
            ["roles", "clusterroles"].iter().any(|kind| {
                allows(rule, &["escalate"], RBAC, kind) || allows_all(rule, &["bind"], RBAC, kind)
            }) || ["users", "groups", "serviceaccounts"]
                .iter()
                .any(|kind| allows_all(rule, &["impersonate"], "", kind))
        },
    },
    Power {
        id: "nodes-proxy",
        does: "talk to the kubelets past admission and audit (nodes/proxy)",
        in_namespace: false,
        given_by: |rule| allows(rule, &["get", "create"], "", "nodes/proxy"),
    },
    Power {
        id: "tokens",
        does: "make tokens of service accounts",
        in_namespace: true,
        given_by: |rule| allows_all(rule, &["create"], "", "serviceaccounts/token"),
    },
    Power {
        id: "certificates",
        does: "approve client certificates",
        in_namespace: false,
        given_by: |rule| {
            allows(
                rule,
                &["update", "patch"],
                "certificates.k8s.io",
                "certificatesigningrequests/approval",
            )
        },
    },
    Power {
        id: "admission",
        does: "change admission webhooks and policies",
        in_namespace: false,
        given_by: |rule| {
            [
                "mutatingwebhookconfigurations",
                "validatingwebhookconfigurations",
                "mutatingadmissionpolicies",
                "mutatingadmissionpolicybindings",
                "validatingadmissionpolicies",
                "validatingadmissionpolicybindings",
            ]
            .iter()
            .any(|kind| {
                allows_all(
                    rule,
                    &["create", "update", "patch", "delete", "deletecollection"],
                    ADMISSION,
                    kind,
                )
            })
        },
    },
    Power {
        id: "secrets",
        does: "read every Secret",
        in_namespace: true,
        given_by: |rule| allows_all(rule, &READ, "", "secrets"),
    },
    Power {
        id: "pods",
        does: "create pods, and so use any service account and Secret of the namespace",
        in_namespace: true,
        given_by: |rule| {
            allows(rule, &["create"], "", "pods")
                || allows_all(rule, &CHANGE, "", "replicationcontrollers")
                || ["deployments", "daemonsets", "statefulsets", "replicasets"]
                    .iter()
                    .any(|kind| allows_all(rule, &CHANGE, "apps", kind))
                || ["jobs", "cronjobs"].iter().any(|kind| allows_all(rule, &CHANGE, "batch", kind))
        },
    },
    Power {
        id: "exec",
        does: "run commands in pods (exec, attach, ephemeral containers)",
        in_namespace: true,
        given_by: |rule| {
            ["pods/exec", "pods/attach"]
                .iter()
                .any(|kind| allows_all(rule, &["create", "get"], "", kind))
                || allows_all(rule, &["update", "patch"], "", "pods/ephemeralcontainers")
        },
    },
    Power {
        id: "volumes",
        does: "create PersistentVolumes, a node's disk among them",
        in_namespace: false,
        given_by: |rule| allows(rule, &["create"], "", "persistentvolumes"),
    },
];

/// A power by its name.
#[must_use]
pub fn power(id: &str) -> Option<&'static Power> {
    POWERS.iter().find(|power| power.id == id)
}
