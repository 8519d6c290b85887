//! What SecurityContextConstraints let in, and who beside the platform may use them.
//!
//! A constraint that nobody else may use harms nobody: OpenShift itself brings along one for
//! privileged containers. Who may use one stands in its own lists of users and groups and in RBAC
//! (the verb `use`). Source: `pkg/securitycontextconstraints/sccmatching` of
//! openshift/apiserver-library-go.

use std::collections::BTreeMap;

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_graph::powers::is_everything;
use plimsoll_graph::rbac::{Request, Subject, Target};
use plimsoll_model::kubernetes::{Body, SecurityContextConstraints};

use crate::objects::rbac::is_allowed;

/// Subjects that a reason names.
const NAMED: usize = 3;
/// Groups that are everybody, or every pod.
const EVERYBODY: [&str; 5] = [
    "system:authenticated",
    "system:authenticated:oauth",
    "system:unauthenticated",
    "system:serviceaccounts",
    "system:anonymous",
];

/// Accounts of OpenShift 3 outside of its own namespaces.
const OUTSIDE: [&str; 2] = ["registry", "router"];

/// Whether somebody is a part of the platform, or its administrator.
fn is_platform(view: &ObjectView<'_>, subject: &Subject) -> bool {
    let own = |namespace: &str| view.context.is_platform_namespace(namespace);
    match subject {
        Subject::User(name) => name.starts_with("system:") && !EVERYBODY.contains(&&**name),
        Subject::Group(name) => match name.strip_prefix("system:serviceaccounts:") {
            Some(namespace) => own(namespace),
            None => name.starts_with("system:") && !EVERYBODY.contains(&&**name),
        },
        Subject::ServiceAccount { namespace, name } => {
            own(namespace) || (namespace == "default" && OUTSIDE.contains(&&**name))
        }
    }
}

/// Who beside the platform may use a constraint, and by what. Whoever may do everything is told by
/// `access-cluster-admin`.
fn users(
    view: &ObjectView<'_>,
    constraints: &SecurityContextConstraints<'_>,
    allowed: &[String],
) -> BTreeMap<Subject, String> {
    let mut found: BTreeMap<Subject, String> = BTreeMap::new();
    for user in &constraints.users {
        let subject = Subject::parse(&format!("user:{user}"));
        let subject = subject.unwrap_or_else(|_| Subject::User(user.to_string()));
        found.entry(subject).or_insert_with(|| "its list of users".to_owned());
    }
    for group in &constraints.groups {
        let subject = Subject::Group(group.to_string());
        found.entry(subject).or_insert_with(|| "its list of groups".to_owned());
    }
    let name = view.object.name();
    let rbac = &view.context.rbac;
    for group in ["security.openshift.io", ""] {
        let resource = "securitycontextconstraints";
        let target = Target::Resource { group, resource, namespace: None, name };
        for holder in rbac.who_can(&Request { verb: "use", target }, true) {
            let Some(bound) = holder.bound.and_then(|number| rbac.bound(number)) else { continue };
            if bound.rules.iter().any(is_everything)
                || view.context.expects(&holder.subject, bound).is_some()
            {
                continue;
            }
            found.entry(holder.subject).or_insert_with(|| bound.object.title());
        }
    }
    found.retain(|subject, _| !is_platform(view, subject) && !is_allowed(subject, allowed));
    found
}

/// What a constraint lets in, with the field that does.
type LetsIn = fn(&SecurityContextConstraints<'_>, Options<'_>) -> Option<(&'static str, String)>;

fn judge(view: &ObjectView<'_>, options: Options<'_>, lets_in: LetsIn) -> Outcome {
    let Body::SecurityContextConstraints(constraints) = view.body() else {
        return Outcome::NotApplicable;
    };
    let Some((field, what)) = lets_in(constraints, options) else { return Outcome::Pass };
    let users = users(view, constraints, options.list("allowed"));
    if users.is_empty() {
        return Outcome::Pass;
    }
    let named: Vec<String> =
        users.iter().take(NAMED).map(|(subject, by)| format!("{subject} (by {by})")).collect();
    let more = match users.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let who = named.join(", ");
    view.fail(field, format!("it lets in {what}, and {who}{more} may use it"))
}

fn flag(set: Option<bool>, field: &'static str, what: &str) -> Option<(&'static str, String)> {
    (set == Some(true)).then(|| (field, what.to_owned()))
}

fn host(constraints: &SecurityContextConstraints<'_>) -> Option<(&'static str, String)> {
    let c = constraints;
    flag(c.allow_privileged_container, "allowPrivilegedContainer", "privileged containers")
        .or_else(|| flag(c.allow_host_pid, "allowHostPID", "pods that see the host's processes"))
        .or_else(|| flag(c.allow_host_ipc, "allowHostIPC", "pods that share the host's memory"))
        .or_else(|| flag(c.allow_host_network, "allowHostNetwork", "pods in the host's network"))
        .or_else(|| flag(c.allow_host_ports, "allowHostPorts", "pods with ports of the host"))
        .or_else(|| {
            let paths = "volumes of the host's paths";
            flag(c.allow_host_dir_volume_plugin, "allowHostDirVolumePlugin", paths)
        })
}

fn root_user(constraints: &SecurityContextConstraints<'_>) -> bool {
    let user = &constraints.run_as_user;
    match user.type_.as_deref() {
        Some("MustRunAsNonRoot") => false,
        // Without a user or a range of its own, the namespace's range counts, which is never 0.
        Some("MustRunAs") => user.uid == Some(0),
        Some("MustRunAsRange") => user.uid_range_min == Some(0),
        _ => true,
    }
}

fn drops(constraints: &SecurityContextConstraints<'_>, wanted: &[&str]) -> bool {
    constraints.required_drop_capabilities.iter().any(|one| wanted.contains(&&**one))
}

fn list(names: &[String]) -> String {
    names.join(", ")
}

macro_rules! constraints {
    ($($function:ident: $lets_in:expr;)*) => {
        $(pub(super) fn $function(view: &ObjectView<'_>, options: Options<'_>) -> Outcome {
            judge(view, options, $lets_in)
        })*
    };
}

constraints! {
    access: |c, _| host(c);
    privileged: |c, _| {
        flag(c.allow_privileged_container, "allowPrivilegedContainer", "privileged containers")
    };
    host_pid: |c, _| {
        flag(c.allow_host_pid, "allowHostPID", "pods that see the host's processes")
    };
    host_ipc: |c, _| flag(c.allow_host_ipc, "allowHostIPC", "pods that share the host's memory");
    host_network: |c, _| {
        flag(c.allow_host_network, "allowHostNetwork", "pods in the host's network")
    };
    privilege_escalation: |c, _| {
        let set = c.allow_privilege_escalation != Some(false);
        flag(Some(set), "allowPrivilegeEscalation", "containers that may gain rights")
    };
    root: |c, _| flag(Some(root_user(c)), "runAsUser.type", "containers that run as root");
    net_raw: |c, _| {
        let keeps = !drops(c, &["ALL", "NET_RAW"]);
        flag(Some(keeps), "requiredDropCapabilities", "containers with NET_RAW")
    };
    drop_all: |c, _| {
        let keeps = !drops(c, &["ALL"]);
        flag(Some(keeps), "requiredDropCapabilities", "containers that keep capabilities")
    };
    added_capabilities: |c, options| {
        let harmless = options.list("capabilities");
        let more = |list: &[plimsoll_model::kubernetes::Text<'_>]| -> Vec<String> {
            let names = list.iter().map(ToString::to_string);
            names.filter(|name| !harmless.contains(name)).collect()
        };
        let given = more(&c.default_add_capabilities);
        if !given.is_empty() {
            let what = format!("containers that get {}", list(&given));
            return Some(("defaultAddCapabilities", what));
        }
        let asked = more(&c.allowed_capabilities);
        let what = || match asked.iter().any(|one| one == "*") {
            true => "containers with any capability".to_owned(),
            false => format!("containers that add {}", list(&asked)),
        };
        (!asked.is_empty()).then(|| ("allowedCapabilities", what()))
    };
    seccomp: |c, _| {
        let open = |one: &&plimsoll_model::kubernetes::Text<'_>| {
            matches!(&***one, "*" | "unconfined")
        };
        let what = "containers without a seccomp profile";
        let found = c.seccomp_profiles.is_empty() || c.seccomp_profiles.iter().any(|one| open(&one));
        flag(Some(found), "seccompProfiles", what)
    };
}
