//! What roles allow.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::{Body, Role, Rule};

use plimsoll_graph::rbac::{allows, allows_all};

/// Roles that Kubernetes or OpenShift bring along are not the author's.
pub(super) fn is_own(view: &ObjectView<'_>) -> bool {
    let name = view.object.name();
    let metadata = &view.object.metadata;
    let shipped = metadata.labels.get("kubernetes.io/bootstrapping") == Some("rbac-defaults");
    // What is in the release of OpenShift says so, and the version operator puts it right.
    let released = view.context.is_openshift()
        && metadata
            .annotations
            .iter()
            .any(|(key, _)| key.starts_with("include.release.openshift.io/"));
    shipped
        || released
        || name.starts_with("system:")
        || matches!(name, "cluster-admin" | "admin" | "edit" | "view")
}

fn role<'a>(view: &ObjectView<'a>) -> Option<&'a Role<'a>> {
    match view.body() {
        Body::Role(role) if !is_own(view) => Some(role),
        _ => None,
    }
}

/// A rule of wildcards has a check of its own: others do not repeat it.
fn is_everything(rule: &Rule<'_>) -> bool {
    let star = |list: &[plimsoll_model::kubernetes::Text<'_>]| list.iter().any(|one| *one == "*");
    star(&rule.verbs) && star(&rule.resources) && star(&rule.api_groups)
}

/// Fails at the first rule that allows what is meant.
fn first(
    view: &ObjectView<'_>,
    field: &str,
    reason: &str,
    meant: impl Fn(&Rule<'_>) -> bool,
) -> Outcome {
    let Some(role) = role(view) else { return Outcome::NotApplicable };
    match role.rules.iter().position(|rule| !is_everything(rule) && meant(rule)) {
        Some(index) => view.fail(format!("rules[{index}].{field}"), reason),
        None => Outcome::Pass,
    }
}

pub(super) fn wildcard(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(role) = role(view) else { return Outcome::NotApplicable };
    for (index, rule) in role.rules.iter().enumerate() {
        // All verbs on one's own custom resources is what an operator is for.
        let builtin = rule
            .api_groups
            .iter()
            .any(|group| *group == "*" || !group.contains('.') || group.ends_with(".k8s.io"));
        for (field, list) in [
            ("resources", &rule.resources),
            ("verbs", &rule.verbs),
            ("apiGroups", &rule.api_groups),
        ] {
            let star = list.iter().any(|one| *one == "*");
            if star && (builtin || field == "apiGroups") {
                return view.fail(
                    format!("rules[{index}].{field}"),
                    format!("{field} is `*`: it grants what nobody has thought of yet"),
                );
            }
        }
        if rule.non_resource_urls.iter().any(|url| *url == "*")
            && rule.verbs.iter().any(|verb| *verb == "*")
        {
            return view.fail(
                format!("rules[{index}].nonResourceURLs"),
                "nonResourceURLs is `*` with every verb",
            );
        }
    }
    Outcome::Pass
}

const READ: [&str; 3] = ["get", "list", "watch"];
const WRITE: [&str; 4] = ["create", "update", "patch", "delete"];
const CHANGE: [&str; 3] = ["create", "update", "patch"];
const RBAC: &str = "rbac.authorization.k8s.io";

pub(super) fn read_secrets(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "resources", "it reads every Secret in its reach", |rule| {
        allows_all(rule, &READ, "", "secrets")
    })
}

pub(super) fn create_pods(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(
        view,
        "verbs",
        "it creates pods, and with them uses any service account and Secret of the namespace",
        |rule| {
            allows(rule, &["create"], "", "pods")
                || ["deployments", "daemonsets", "statefulsets", "replicasets"]
                    .iter()
                    .any(|kind| allows(rule, &["create"], "apps", kind))
                || ["jobs", "cronjobs"].iter().any(|kind| allows(rule, &["create"], "batch", kind))
        },
    )
}

pub(super) fn exec(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "resources", "it runs commands in pods", |rule| {
        allows(rule, &["create", "get"], "", "pods/exec")
    })
}

pub(super) fn attach(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "resources", "it attaches to running containers", |rule| {
        allows(rule, &["create", "get"], "", "pods/attach")
    })
}

pub(super) fn port_forward(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "resources", "it reaches ports of pods past every NetworkPolicy", |rule| {
        allows(rule, &["create", "get"], "", "pods/portforward")
    })
}

pub(super) fn nodes_proxy(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "resources", "it talks to the kubelets' API, past admission and audit", |rule| {
        allows(rule, &["get", "create"], "", "nodes/proxy")
    })
}

pub(super) fn impersonate(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "verbs", "it acts as other users, groups or service accounts", |rule| {
        ["users", "groups", "serviceaccounts"]
            .iter()
            .any(|kind| allows_all(rule, &["impersonate"], "", kind))
    })
}

pub(super) fn escalate(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "verbs", "it gives roles more rights than it has itself", |rule| {
        ["roles", "clusterroles"].iter().any(|kind| allows(rule, &["escalate"], RBAC, kind))
    })
}

pub(super) fn bind(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "verbs", "it binds roles with more rights than it has itself", |rule| {
        ["roles", "clusterroles"].iter().any(|kind| allows_all(rule, &["bind"], RBAC, kind))
    })
}

pub(super) fn webhooks(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(
        view,
        "resources",
        "it changes admission webhooks, which see and rewrite every request",
        |rule| {
            ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"]
                .iter()
                .any(|kind| allows_all(rule, &CHANGE, "admissionregistration.k8s.io", kind))
        },
    )
}

pub(super) fn approve_certificates(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(
        view,
        "resources",
        "it approves certificates, which make anybody whom they name",
        |rule| {
            allows(
                rule,
                &["update", "patch"],
                "certificates.k8s.io",
                "certificatesigningrequests/approval",
            )
        },
    )
}

pub(super) fn create_volumes(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(
        view,
        "resources",
        "it creates PersistentVolumes, and a hostPath volume is the node's disk",
        |rule| allows(rule, &["create"], "", "persistentvolumes"),
    )
}

pub(super) fn create_tokens(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "resources", "it makes tokens of service accounts", |rule| {
        allows_all(rule, &["create"], "", "serviceaccounts/token")
    })
}

pub(super) fn services_status(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(
        view,
        "resources",
        "it sets addresses of load balancers and takes their traffic (CVE-2020-8554)",
        |rule| allows(rule, &["update", "patch"], "", "services/status"),
    )
}

pub(super) fn config_maps(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "resources", "it changes every ConfigMap in its reach", |rule| {
        allows_all(rule, &["update", "patch"], "", "configmaps")
    })
}

pub(super) fn aws_auth(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(
        view,
        "resourceNames",
        "it changes aws-auth, which maps identities of AWS to users",
        |rule| {
            allows(rule, &CHANGE, "", "configmaps")
                && rule.resource_names.iter().any(|name| *name == "aws-auth")
        },
    )
}

pub(super) fn networking(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(
        view,
        "resources",
        "it changes what is reachable: NetworkPolicies, Ingresses or endpoints",
        |rule| {
            ["networkpolicies", "ingresses"]
                .iter()
                .any(|kind| allows_all(rule, &WRITE, "networking.k8s.io", kind))
                || allows_all(rule, &WRITE, "", "endpoints")
                || allows_all(rule, &WRITE, "discovery.k8s.io", "endpointslices")
        },
    )
}

pub(super) fn delete_events(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(view, "resources", "it deletes events, the traces of what happened", |rule| {
        allows(rule, &["delete", "deletecollection"], "", "events")
            || allows(rule, &["delete", "deletecollection"], "events.k8s.io", "events")
    })
}

pub(super) fn scc_anyuid(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    first(
        view,
        "resourceNames",
        "it uses a constraint that lets pods run as any user or privileged",
        |rule| {
            allows(rule, &["use"], "security.openshift.io", "securitycontextconstraints")
                && (rule.resource_names.is_empty()
                    || rule
                        .resource_names
                        .iter()
                        .any(|name| matches!(&**name, "anyuid" | "privileged" | "hostaccess")))
        },
    )
}
