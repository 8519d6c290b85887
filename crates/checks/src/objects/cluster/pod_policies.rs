//! What PodSecurityPolicies keep out of a namespace (up to Kubernetes 1.24).
//!
//! The API server's plugin lets a pod in when any policy lets it in that its maker or its service
//! account may `use` in the pod's namespace; without such a policy it refuses the pod. So one wide
//! policy that everybody may use undoes all strict ones, and one that nobody may use does nothing.
//! Sources: `plugin/pkg/admission/security/podsecuritypolicy` and `pkg/security/podsecuritypolicy` of
//! Kubernetes 1.24.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_engine::objects::Context;
use plimsoll_graph::rbac::{
    AUTHENTICATED, Bound, Request, Subject, Target, UNAUTHENTICATED, rule_allows,
};
use plimsoll_model::ListState;
use plimsoll_model::kubernetes::{Body, PodSecurityPolicySpec, Text};

use super::api_server::api_servers;
use crate::pod_security::lists::CAPABILITIES;

/// The last minor that has such policies.
const LAST: u16 = 24;
/// The first minor that serves them in the API group `policy`, which is read.
const FIRST: u16 = 10;
/// The plugin that judges by them.
const PLUGIN: &str = "PodSecurityPolicy";
/// What the plugin writes on every pod that it lets in.
const LET_IN_BY: &str = "kubernetes.io/psp";
/// What the kubelet writes on the image of a static pod.
const MIRROR: &str = "kubernetes.io/config.mirror";
/// Kinds that only together tell who may use a policy.
const RIGHTS: [&str; 4] = ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];
/// Accounts of `kube-system` that make pods of what others describe.
const CONTROLLERS: [&str; 5] = [
    "daemon-set-controller",
    "job-controller",
    "replicaset-controller",
    "replication-controller",
    "statefulset-controller",
];
/// Namespaces that a remark names.
const NAMED: usize = 5;

/// What the policies do about a danger in a namespace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// There are none, or they mean nothing; why, where that is worth a word.
    None(Option<String>),
    /// Each policy that may be used there refuses it.
    Refused,
    /// One lets it in: which, and who may use it.
    LetIn(String),
    /// It cannot be told, for a reason.
    Unknown(String),
}

/// The minor of the cluster; `None` when its version is not known.
pub(super) fn minor(context: &Context<'_>) -> Option<u16> {
    match context.cluster {
        Some(cluster) => cluster.version.map(|version| version.minor),
        None => Some(context.version.minor),
    }
}

/// The newest kubelet, which is never newer than the API server.
pub(super) fn newest_kubelet(context: &Context<'_>) -> Option<u16> {
    let nodes = context.everywhere("Node");
    let minors = nodes.iter().filter_map(|(_, object)| match &object.body {
        Body::Node(node) => {
            let version = node.status.node_info.kubelet_version.as_deref()?;
            version.parse::<plimsoll_model::Version>().ok().map(|version| version.minor)
        }
        _ => None,
    });
    minors.max()
}

/// Whether the version is one that may have policies; when it is not known, whether anything says so.
fn may_be(context: &Context<'_>) -> bool {
    match minor(context) {
        Some(minor) => minor <= LAST,
        None => {
            !context.everywhere(PLUGIN).is_empty()
                || newest_kubelet(context).is_some_and(|minor| minor <= LAST)
        }
    }
}

/// Why it is not known which policies there are, or who may use them.
fn unread(context: &Context<'_>) -> Option<String> {
    let cluster = context.cluster?;
    // Not asked of the context: it takes a cluster whose version is not known for a new one.
    if let Some(reason) = cluster.unread(PLUGIN).or_else(|| context.unread_kind(PLUGIN)) {
        return Some(format!("which PodSecurityPolicies there are is not known: {reason}"));
    }
    if !cluster.lists.is_empty() && cluster.list(PLUGIN).is_none() {
        return Some(
            "which PodSecurityPolicies there are is not known: they were not asked for when the \
             cluster was looked at"
                .to_owned(),
        );
    }
    let served =
        |kind: &str| cluster.list(kind).is_none_or(|list| list.state != ListState::NotServed);
    if !served(PLUGIN) && minor(context).is_some_and(|minor| minor < FIRST) {
        return Some(
            "PodSecurityPolicies of the API group extensions, which this version has, are not read"
                .to_owned(),
        );
    }
    if context.everywhere(PLUGIN).is_empty() {
        return None;
    }
    if let Some(reason) = RIGHTS.iter().find_map(|kind| context.unread_kind(kind)) {
        return Some(format!("who may use which PodSecurityPolicy is not known: {reason}"));
    }
    (!served("ClusterRole") || !served("ClusterRoleBinding")).then(|| {
        "who may use which PodSecurityPolicy is not known: the cluster does not serve RBAC"
            .to_owned()
    })
}

/// Whether the plugin is on, without which policies mean nothing.
enum Plugin {
    /// It is, by what was seen.
    On(String),
    /// It is off.
    Off(String),
    /// What is here speaks against it.
    Doubtful(String),
    /// Nothing here tells.
    Untold,
}

fn plugin(context: &Context<'_>) -> Plugin {
    let servers = api_servers(context);
    let names =
        |flag: &str, server: &super::api_server::ApiServer| server.list(flag).contains(&PLUGIN);
    if let Some(without) = servers.iter().find(|server| {
        !names("enable-admission-plugins", server) && !names("admission-control", server)
    }) {
        return Plugin::Off(format!("{} runs without the plugin {PLUGIN}", without.title));
    }
    if let Some(server) = servers.first() {
        return Plugin::On(format!("{} runs with the plugin {PLUGIN}", server.title));
    }
    if let Some(reason) = context.unread_kind("Pod") {
        return Plugin::Doubtful(format!("whether the plugin {PLUGIN} is on: {reason}"));
    }
    let pods = context.everywhere("Pod");
    let annotations = || {
        let templates = pods.iter().flat_map(|(_, pod)| &pod.templates);
        templates.map(|template| &template.pod.metadata.annotations)
    };
    if annotations().any(|of_pod| of_pod.get(LET_IN_BY).is_some()) {
        return Plugin::On(format!("pods bear the annotation {LET_IN_BY}, which it gives them"));
    }
    // Mirrors of static pods are made past some plugins.
    if annotations().any(|of_pod| of_pod.get(MIRROR).is_none()) {
        return Plugin::Doubtful(format!(
            "no pod bears the annotation {LET_IN_BY}, which the plugin {PLUGIN} gives to every one \
             that it lets in: it seems to be off"
        ));
    }
    Plugin::Untold
}

/// By whom a policy is opened to a namespace, if the subject is one who stands for its pods or for
/// everybody.
fn opens(subject: &Subject, namespace: &str) -> bool {
    let account = |of: &str, name: &str| {
        of == namespace || (of == "kube-system" && CONTROLLERS.contains(&name))
    };
    match subject {
        Subject::Group(name) => match name.strip_prefix("system:serviceaccounts") {
            Some("") => true,
            // Controllers are among them: with their rights, whoever makes a Deployment makes pods.
            Some(of) => of == ":kube-system" || of.strip_prefix(':') == Some(namespace),
            None => name == AUTHENTICATED || name == UNAUTHENTICATED,
        },
        Subject::ServiceAccount { namespace, name } => account(namespace, name),
        Subject::User(name) => match name.strip_prefix("system:serviceaccount:") {
            Some(rest) => rest.split_once(':').is_some_and(|(of, name)| account(of, name)),
            None => name == "system:kube-controller-manager",
        },
    }
}

/// Whether a binding lets its subjects use a policy in a namespace.
fn lets_use(bound: &Bound<'_>, namespace: &str, policy: &str) -> bool {
    if bound.namespace.is_some_and(|here| here != namespace) {
        return false;
    }
    // The plugin asks for both groups.
    ["policy", "extensions"].iter().any(|group| {
        let resource = "podsecuritypolicies";
        let target = Target::Resource { group, resource, namespace: Some(namespace), name: policy };
        let request = Request { verb: "use", target };
        bound.rules.iter().any(|rule| rule_allows(rule, &request))
    })
}

/// The policies that a namespace is open to, by name, and by whom.
fn usable<'a>(
    context: &Context<'a>,
    namespace: &str,
) -> BTreeMap<&'a str, (&'a PodSecurityPolicySpec<'a>, String)> {
    let mut found = BTreeMap::new();
    let policies = context.everywhere(PLUGIN);
    for bound in context.rbac.bindings() {
        if bound.namespace.is_some_and(|here| here != namespace) {
            continue;
        }
        let Some((_, who)) = bound.subjects().find(|(_, subject)| opens(subject, namespace)) else {
            continue;
        };
        for (_, object) in &policies {
            let Body::PodSecurityPolicy(policy) = &object.body else { continue };
            if !found.contains_key(object.name()) && lets_use(bound, namespace, object.name()) {
                let by = format!("{who} may use it by {}", bound.object.title());
                found.insert(object.name(), (&policy.spec, by));
            }
        }
    }
    found
}

fn looked_at(context: &Context<'_>, namespace: &str) -> bool {
    context.cluster.is_none_or(|cluster| {
        let only = &cluster.namespaces;
        only.is_empty() || only.iter().any(|one| one == namespace)
    })
}

/// What the policies do about a danger in a namespace.
pub(super) fn judge(
    context: &Context<'_>,
    namespace: &str,
    lets_in: fn(&PodSecurityPolicySpec<'_>) -> bool,
) -> Verdict {
    if !may_be(context) {
        return Verdict::None(None);
    }
    if let Some(reason) = unread(context) {
        return Verdict::Unknown(reason);
    }
    if context.everywhere(PLUGIN).is_empty() {
        return Verdict::None(Some("there is no PodSecurityPolicy".to_owned()));
    }
    if context.is_openshift() {
        let why = "OpenShift does not judge pods by PodSecurityPolicies";
        return Verdict::None(Some(why.to_owned()));
    }
    let plugin = plugin(context);
    if let Plugin::Off(why) = plugin {
        return Verdict::None(Some(format!("PodSecurityPolicies mean nothing: {why}")));
    }
    let wide = usable(context, namespace).into_iter().find(|(_, (spec, _))| lets_in(spec));
    match (wide, plugin) {
        (Some((name, (_, by))), _) => {
            Verdict::LetIn(format!("the PodSecurityPolicy {name} allows it, and {by}"))
        }
        (None, Plugin::Doubtful(why)) => Verdict::Unknown(format!(
            "the PodSecurityPolicies refuse it, but they count only while the API server's plugin \
             is on: {why}"
        )),
        (None, _) if !looked_at(context, namespace) => Verdict::Unknown(format!(
            "RoleBindings of {namespace} were not looked at: they may let its pods use a wider \
             PodSecurityPolicy"
        )),
        (None, _) => Verdict::Refused,
    }
}

/// Which policies judge the pods of which namespaces, and what that rests on; `None` where there are
/// none.
#[must_use]
pub fn relied_on(context: &Context<'_>) -> Option<String> {
    if !may_be(context)
        || unread(context).is_some()
        || context.everywhere(PLUGIN).is_empty()
        || context.is_openshift()
    {
        return None;
    }
    let rests = match plugin(context) {
        Plugin::On(why) => why,
        Plugin::Untold => {
            format!("they count only while the API server's plugin {PLUGIN} is on")
        }
        Plugin::Off(_) | Plugin::Doubtful(_) => return None,
    };
    let namespaces: BTreeSet<&str> = context
        .everywhere("Namespace")
        .iter()
        .map(|(_, object)| object.name())
        .filter(|name| !context.is_platform_namespace(name) && looked_at(context, name))
        .collect();
    let mut told: Vec<String> = Vec::new();
    for namespace in namespaces.iter().take(NAMED) {
        let names: Vec<&str> = usable(context, namespace).into_keys().collect();
        told.push(match names.is_empty() {
            true => format!("none may be used in {namespace}"),
            false => format!("{} in {namespace}", names.join(" or ")),
        });
    }
    let more = match namespaces.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("; and so on in {more} more namespaces"),
    };
    Some(format!("PodSecurityPolicies judge pods: {}{more}; {rests}", told.join("; ")))
}

fn names(list: &[Text<'_>], wanted: &str) -> bool {
    list.iter().any(|one| capability(one) == wanted)
}

/// As runtimes read it.
fn capability(name: &str) -> String {
    let name = name.to_ascii_uppercase();
    name.strip_prefix("CAP_").map_or(name.clone(), str::to_owned)
}

fn is_privileged(spec: &PodSecurityPolicySpec<'_>) -> bool {
    spec.privileged == Some(true)
}

/// Whether containers may have a capability that is not among these.
fn adds_beyond(spec: &PodSecurityPolicySpec<'_>, harmless: &[&str]) -> bool {
    let added = spec.allowed_capabilities.iter().chain(&spec.default_add_capabilities);
    added.into_iter().any(|name| !harmless.contains(&&*capability(name)))
}

pub(super) fn privileged(spec: &PodSecurityPolicySpec<'_>) -> bool {
    is_privileged(spec)
}

pub(super) fn host_pid(spec: &PodSecurityPolicySpec<'_>) -> bool {
    spec.host_pid == Some(true)
}

pub(super) fn host_ipc(spec: &PodSecurityPolicySpec<'_>) -> bool {
    spec.host_ipc == Some(true)
}

/// HostProcess pods are among these: the API server wants them in the host's network.
pub(super) fn host_network(spec: &PodSecurityPolicySpec<'_>) -> bool {
    spec.host_network == Some(true)
}

pub(super) fn privilege_escalation(spec: &PodSecurityPolicySpec<'_>) -> bool {
    spec.allow_privilege_escalation != Some(false)
}

pub(super) fn root(spec: &PodSecurityPolicySpec<'_>) -> bool {
    let ranges = &spec.run_as_user.ranges;
    match spec.run_as_user.rule.as_deref() {
        Some("MustRunAsNonRoot") => false,
        Some("MustRunAs") => ranges.is_empty() || ranges.iter().any(|range| range.min <= 0),
        _ => true,
    }
}

pub(super) fn net_raw(spec: &PodSecurityPolicySpec<'_>) -> bool {
    let dropped = ["ALL", "NET_RAW"].iter().any(|one| names(&spec.required_drop_capabilities, one));
    let added = ["ALL", "*", "NET_RAW"].iter().any(|one| {
        names(&spec.allowed_capabilities, one) || names(&spec.default_add_capabilities, one)
    });
    is_privileged(spec) || !dropped || added
}

pub(super) fn added_capabilities(spec: &PodSecurityPolicySpec<'_>) -> bool {
    is_privileged(spec) || adds_beyond(spec, &CAPABILITIES)
}

pub(super) fn capabilities(spec: &PodSecurityPolicySpec<'_>) -> bool {
    is_privileged(spec)
        || !names(&spec.required_drop_capabilities, "ALL")
        || adds_beyond(spec, &["NET_BIND_SERVICE"])
}

pub(super) fn host_path(spec: &PodSecurityPolicySpec<'_>) -> bool {
    spec.volumes.iter().any(|kind| *kind == "*" || *kind == "hostPath")
}

pub(super) fn host_ports(spec: &PodSecurityPolicySpec<'_>) -> bool {
    spec.host_ports.iter().any(|range| range.max > 0)
}

/// Whether a pod may take over its node by what it may ask for.
pub(super) fn node(spec: &PodSecurityPolicySpec<'_>) -> bool {
    let any_path = || {
        let root = |path: Option<&str>| path.is_none_or(|path| path.trim_matches('/').is_empty());
        let paths = &spec.allowed_host_paths;
        paths.is_empty() || paths.iter().any(|one| root(one.path_prefix.as_deref()))
    };
    is_privileged(spec)
        || host_pid(spec)
        || host_ipc(spec)
        || host_network(spec)
        || (host_path(spec) && any_path())
}

#[cfg(test)]
mod tests;
