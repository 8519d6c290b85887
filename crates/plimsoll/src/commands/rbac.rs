//! `who-can`, `can`, `rbac-manifest`.

use std::collections::BTreeSet;

use anyhow::anyhow;
use plimsoll_content::{Content, Reading};
use plimsoll_engine::objects::Context;
use plimsoll_graph::rbac::{Bound, Grant, MASTERS, Rbac, Request, Subject, Target};
use plimsoll_model::kubernetes::{Rule, Text};
use plimsoll_report::sanitize::sanitize;
use serde::Serialize;

use super::{cluster, content, listing};
use crate::cli::{CanArgs, KubeletsArg, ListFormat, RbacManifestArgs, WhoCanArgs};
use crate::cluster::{Loaded, load, powers_of};
use crate::{Usage, exit, output};

/// Kinds that decide who may do what.
const KINDS: [&str; 4] = ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"];

/// Resources that are in rules and not among what is read, with their groups.
const OTHERS: [(&str, &str); 24] = [
    ("apiservices", "apiregistration.k8s.io"),
    ("bindings", ""),
    ("certificatesigningrequests", "certificates.k8s.io"),
    ("componentstatuses", ""),
    ("controllerrevisions", "apps"),
    ("csidrivers", "storage.k8s.io"),
    ("csinodes", "storage.k8s.io"),
    ("customresourcedefinitions", "apiextensions.k8s.io"),
    ("endpoints", ""),
    ("endpointslices", "discovery.k8s.io"),
    ("events", ""),
    ("flowschemas", "flowcontrol.apiserver.k8s.io"),
    ("groups", ""),
    ("ingressclasses", "networking.k8s.io"),
    ("leases", "coordination.k8s.io"),
    ("localsubjectaccessreviews", "authorization.k8s.io"),
    ("podtemplates", ""),
    ("priorityclasses", "scheduling.k8s.io"),
    ("runtimeclasses", "node.k8s.io"),
    ("signers", "certificates.k8s.io"),
    ("subjectaccessreviews", "authorization.k8s.io"),
    ("tokenreviews", "authentication.k8s.io"),
    ("users", ""),
    ("volumeattachments", "storage.k8s.io"),
];

/// Short names as kubectl knows them.
const SHORT: [(&str, &str); 20] = [
    ("cj", "cronjobs"),
    ("cm", "configmaps"),
    ("crd", "customresourcedefinitions"),
    ("csr", "certificatesigningrequests"),
    ("deploy", "deployments"),
    ("ds", "daemonsets"),
    ("ep", "endpoints"),
    ("hpa", "horizontalpodautoscalers"),
    ("ing", "ingresses"),
    ("netpol", "networkpolicies"),
    ("no", "nodes"),
    ("ns", "namespaces"),
    ("pdb", "poddisruptionbudgets"),
    ("po", "pods"),
    ("pv", "persistentvolumes"),
    ("pvc", "persistentvolumeclaims"),
    ("rs", "replicasets"),
    ("sa", "serviceaccounts"),
    ("sts", "statefulsets"),
    ("svc", "services"),
];

/// What is asked about, with texts of its own.
#[derive(Debug)]
enum Asked {
    Resource { group: String, resource: String },
    Path(String),
}

/// Reads `pods`, `pods/exec`, `deployments.apps`, `deployments.apps/scale`, `/metrics`.
fn asked(content: &Content, rbac: &Rbac<'_>, written: &str) -> anyhow::Result<Asked> {
    if written.starts_with('/') {
        return Ok(Asked::Path(written.to_owned()));
    }
    let (name, sub) = match written.split_once('/') {
        Some((name, sub)) => (name, Some(sub)),
        None => (written, None),
    };
    let (name, group) = match name.split_once('.') {
        Some((name, group)) => (name, Some(group.to_owned())),
        None => (name, None),
    };
    let name = name.to_lowercase();
    let name =
        SHORT.iter().find(|(short, _)| *short == name).map_or(name.as_str(), |(_, long)| long);
    let with_sub = match sub {
        Some(sub) => format!("{name}/{sub}"),
        None => name.to_owned(),
    };
    if name.is_empty() || sub == Some("") {
        return Err(Usage(format!("`{written}` names no resource")).into());
    }
    let group = match group {
        Some(group) => group,
        None if name == "*" => "*".to_owned(),
        None => group_of(content, rbac, name).ok_or_else(|| {
            Usage(format!(
                "`{name}` is no resource that is known here, and no role names it; write it with \
                 its group: {name}.GROUP"
            ))
        })?,
    };
    Ok(Asked::Resource { group, resource: with_sub })
}

fn group_of(content: &Content, rbac: &Rbac<'_>, name: &str) -> Option<String> {
    if let Some(resource) = content.resources.iter().find(|one| one.resource == name) {
        return Some(resource.group.clone());
    }
    if let Some((_, group)) = OTHERS.iter().find(|(resource, _)| *resource == name) {
        return Some((*group).to_owned());
    }
    let mut groups: BTreeSet<&str> = BTreeSet::new();
    for rule in rbac.bindings().iter().flat_map(|bound| bound.rules.iter()) {
        let named = rule.resources.iter().any(|one| one.split('/').next() == Some(name));
        if named {
            groups.extend(rule.api_groups.iter().map(|group| &**group).filter(|one| *one != "*"));
        }
    }
    let mut groups = groups.into_iter();
    match (groups.next(), groups.next()) {
        (Some(one), None) => Some(one.to_owned()),
        _ => None,
    }
}

fn request<'r>(
    verb: &'r str,
    asked: &'r Asked,
    namespace: Option<&'r str>,
    name: Option<&'r str>,
) -> Request<'r> {
    let target = match asked {
        Asked::Path(path) => Target::Path(path),
        Asked::Resource { group, resource } => {
            Target::Resource { group, resource, namespace, name: name.unwrap_or_default() }
        }
    };
    Request { verb, target }
}

/// Rights are only told when all roles and bindings were read: what is missing would be taken for
/// "nobody".
fn complete(loaded: &Loaded<'_>, context: &Context<'_>) -> anyhow::Result<()> {
    for kind in KINDS {
        if let Some(reason) = context.unread_kind(kind) {
            return Err(anyhow!(
                "who may do what in {} cannot be told without every {kind}: {reason}",
                loaded.snapshot.cluster.name
            ));
        }
    }
    Ok(())
}

fn one_namespace(namespaces: &[String]) -> anyhow::Result<Option<&str>> {
    match namespaces {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        _ => Err(Usage("ask about one namespace at a time".to_owned()).into()),
    }
}

#[derive(Serialize)]
struct HolderEntry {
    cluster: String,
    subject: String,
    /// Where; none for everywhere.
    namespace: Option<String>,
    role: Option<String>,
    binding: Option<String>,
    /// Number of the rule in the role, counted from 0.
    rule: Option<usize>,
    /// What it is, when it belongs to the platform.
    platform: Option<String>,
}

/// `plimsoll who-can`.
pub(crate) fn who_can(arguments: &WhoCanArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let namespace = one_namespace(&arguments.cluster.connect.namespaces)?.map(str::to_owned);
    let source = everywhere(&arguments.cluster);
    let snapshots = cluster::gather(&content, &source, Some(&KINDS))?;
    let mut entries = Vec::new();
    for snapshot in &snapshots {
        let loaded = load(snapshot);
        let context = loaded.context(&content);
        complete(&loaded, &context)?;
        let rbac = &context.rbac;
        let asked = asked(&content, rbac, &arguments.resource)?;
        let request =
            request(&arguments.verb, &asked, namespace.as_deref(), arguments.name.as_deref());
        for holder in rbac.who_can(&request, !arguments.cluster_wide && namespace.is_none()) {
            let bound = holder.bound.and_then(|number| rbac.bound(number));
            let platform = match bound {
                Some(bound) => context.expects(&holder.subject, bound).map(str::to_owned),
                None => Some("passes every authorizer".to_owned()),
            };
            entries.push(HolderEntry {
                cluster: snapshot.cluster.name.clone(),
                subject: holder.subject.to_string(),
                namespace: holder.namespace,
                role: bound.map(Bound::role_title),
                binding: bound.map(|bound| bound.object.title()),
                rule: bound.map(|_| holder.rule),
                platform,
            });
        }
    }
    // Whom somebody gave the right first, then the platform's own.
    entries.sort_by_key(|entry| entry.platform.is_some());
    listing::print(arguments.list, &entries, || {
        let rows: Vec<Vec<String>> = entries
            .iter()
            .map(|one| {
                let mut row = vec![
                    one.subject.clone(),
                    one.namespace.clone().unwrap_or_else(|| "everywhere".to_owned()),
                    one.role.clone().unwrap_or_else(|| "-".to_owned()),
                    one.binding.clone().unwrap_or_else(|| "-".to_owned()),
                    one.platform.clone().unwrap_or_else(|| "-".to_owned()),
                ];
                if snapshots.len() > 1 {
                    row.insert(0, one.cluster.clone());
                }
                row
            })
            .collect();
        let mut header = vec!["SUBJECT", "WHERE", "ROLE", "BINDING", "PLATFORM"];
        if snapshots.len() > 1 {
            header.insert(0, "CLUSTER");
        }
        let mut text = listing::table(&header, &rows);
        text.push_str(ONLY_RBAC);
        text
    })
}

const ONLY_RBAC: &str = "\nBy RBAC. The Node authorizer and webhooks are not asked; who is in a group is not known here.\n";

/// The arguments without the namespace, which limits the question and not the look.
fn everywhere(arguments: &crate::cli::ClusterArgs) -> crate::cli::ClusterArgs {
    let mut arguments = arguments.clone();
    arguments.connect.namespaces.clear();
    arguments
}

#[derive(Serialize)]
struct Answer {
    cluster: String,
    subject: String,
    groups: Vec<String>,
    allowed: bool,
    role: Option<String>,
    binding: Option<String>,
    rule: Option<usize>,
}

#[derive(Serialize)]
struct GrantEntry {
    cluster: String,
    /// Where; none for everywhere.
    namespace: Option<String>,
    role: String,
    binding: String,
    /// The subject of the binding that applies: itself, or a group.
    through: String,
    /// Whether the role is there.
    missing: bool,
    /// Rights that are worth more than their names.
    powers: Vec<String>,
    rules: Vec<String>,
}

/// `plimsoll can`.
pub(crate) fn can(arguments: &CanArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let subject = Subject::parse(&arguments.subject).map_err(Usage)?;
    let mut groups = subject.own_groups();
    groups.extend(arguments.groups.iter().cloned());
    let namespace = one_namespace(&arguments.cluster.connect.namespaces)?.map(str::to_owned);
    let source = everywhere(&arguments.cluster);
    let snapshots = cluster::gather(&content, &source, Some(&KINDS))?;
    let mut answers = Vec::new();
    let mut grants = Vec::new();
    for snapshot in &snapshots {
        let loaded = load(snapshot);
        let context = loaded.context(&content);
        complete(&loaded, &context)?;
        let rbac = &context.rbac;
        let user = subject.user_name();
        if let (Some(verb), Some(resource)) = (&arguments.verb, &arguments.resource) {
            let asked = asked(&content, rbac, resource)?;
            let request = request(verb, &asked, namespace.as_deref(), arguments.name.as_deref());
            let grant = rbac.allows(user.as_deref(), &groups, &request);
            let bound = grant.and_then(|Grant { bound, .. }| rbac.bound(bound?));
            answers.push(Answer {
                cluster: snapshot.cluster.name.clone(),
                subject: subject.to_string(),
                groups: groups.clone(),
                allowed: grant.is_some(),
                role: bound.map(Bound::role_title),
                binding: bound.map(|bound| bound.object.title()),
                rule: bound.and(grant).map(|grant| grant.rule),
            });
            continue;
        }
        for number in rbac.bindings_of(user.as_deref(), &groups) {
            let Some(bound) = rbac.bound(number) else { continue };
            if namespace.is_some()
                && bound.namespace.is_some_and(|one| Some(one) != namespace.as_deref())
            {
                continue;
            }
            grants.push(grant(snapshot.cluster.name.clone(), bound, &subject, &groups));
        }
    }
    if arguments.verb.is_some() {
        let all = answers.iter().all(|answer| answer.allowed);
        listing::print(arguments.list, &answers, || {
            answers.iter().map(|answer| told(answer, snapshots.len() > 1)).collect()
        })?;
        return Ok(if all { 0 } else { exit::FINDINGS });
    }
    let masters = groups.iter().any(|group| group == MASTERS);
    if arguments.list.format == ListFormat::Text && masters {
        output::to_stdout("everything: the group system:masters passes every authorizer\n")?;
        return Ok(0);
    }
    listing::print(arguments.list, &grants, || text_of(&grants, &subject, &groups))
}

fn told(answer: &Answer, several: bool) -> String {
    let place = if several { format!("{}: ", sanitize(&answer.cluster)) } else { String::new() };
    match (&answer.role, &answer.binding) {
        (Some(role), Some(binding)) => format!(
            "{place}yes, by rule {} of {} through {}\n",
            answer.rule.unwrap_or(0),
            sanitize(role),
            sanitize(binding)
        ),
        _ if answer.allowed => format!("{place}yes: {MASTERS} passes every authorizer\n"),
        _ => format!("{place}no\n"),
    }
}

fn grant(cluster: String, bound: &Bound<'_>, subject: &Subject, groups: &[String]) -> GrantEntry {
    let through = bound
        .subjects()
        .map(|(_, one)| one)
        .find(|one| match one {
            Subject::Group(name) => groups.contains(name),
            one => one == subject || one.user_name() == subject.user_name(),
        })
        .map(|one| one.to_string())
        .unwrap_or_default();
    GrantEntry {
        cluster,
        namespace: bound.namespace.map(str::to_owned),
        role: bound.role_title(),
        binding: bound.object.title(),
        through,
        missing: bound.role.is_none(),
        powers: powers_of(&bound.rules, bound.namespace.is_some())
            .map(|power| power.does.to_owned())
            .collect(),
        rules: bound.rules.iter().map(rule).collect(),
    }
}

/// A rule in a line: `get,list pods,pods/log in apps (only a, b)`.
fn rule(rule: &Rule<'_>) -> String {
    let join = |list: &[Text<'_>]| {
        list.iter()
            .map(|one| if one.is_empty() { "\"\"" } else { one })
            .collect::<Vec<_>>()
            .join(",")
    };
    let verbs = join(&rule.verbs);
    if !rule.non_resource_urls.is_empty() {
        return format!("{verbs} {}", join(&rule.non_resource_urls));
    }
    let group = match rule.api_groups.as_slice() {
        [one] if one.is_empty() => String::new(),
        groups => format!(" in {}", join(groups)),
    };
    let names = match rule.resource_names.as_slice() {
        [] => String::new(),
        names => format!(" (only {})", join(names)),
    };
    format!("{verbs} {}{group}{names}", join(&rule.resources))
}

fn text_of(grants: &[GrantEntry], subject: &Subject, groups: &[String]) -> String {
    let mut text = format!("{subject}, in {}\n", groups.join(", "));
    if grants.is_empty() {
        text.push_str("no binding names it or one of its groups\n");
    }
    for one in grants {
        let place =
            one.namespace.as_deref().map_or("everywhere".to_owned(), |one| format!("in {one}"));
        text.push_str(&format!(
            "\n{} {}, by {} for {}\n",
            sanitize(&one.role),
            sanitize(&place),
            sanitize(&one.binding),
            sanitize(&one.through)
        ));
        if one.missing {
            text.push_str("  the role is not there: it gives nothing, until somebody makes it\n");
        }
        for power in &one.powers {
            text.push_str(&format!("  ! may {power}\n"));
        }
        for rule in &one.rules {
            text.push_str(&format!("  {}\n", sanitize(rule)));
        }
    }
    text.push_str(ONLY_RBAC);
    text
}

/// `plimsoll rbac-manifest`.
pub(crate) fn manifest(arguments: &RbacManifestArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let RbacManifestArgs { name, account_namespace, namespaces, .. } = arguments;
    for one in [name, account_namespace].into_iter().chain(namespaces) {
        let fine = !one.is_empty()
            && one.len() <= 63
            && one.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !fine {
            wrong_usage!("`{one}` is no name of a Kubernetes object");
        }
    }
    let wanted = |namespaced: Option<bool>| {
        content
            .resources
            .iter()
            .filter(|one| one.reading != Reading::OnRequest || arguments.secrets)
            .filter(|one| namespaced.is_none_or(|wanted| one.namespaced == wanted))
            .collect::<Vec<_>>()
    };
    let mut text = format!(
        "# The role that `plimsoll scan cluster` needs: it lists, and writes nothing.\n\
         apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: {name}\n  namespace: \
         {account_namespace}\nautomountServiceAccountToken: false\n"
    );
    let scoped = !namespaces.is_empty();
    let mut rules = rules(&wanted(scoped.then_some(false)));
    if let Some(how) = arguments.kubelets {
        let resource = match how {
            KubeletsArg::Proxy => "nodes/proxy",
            KubeletsArg::Direct => "nodes/configz",
        };
        rules.push_str(&format!(
            "  # The kubelets' own configuration.\n  - apiGroups: [\"\"]\n    resources: [{resource}]\n    verbs: [get]\n"
        ));
    }
    text.push_str(&format!(
        "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: {name}\nrules:\n{rules}"
    ));
    let subject = format!(
        "subjects:\n  - kind: ServiceAccount\n    name: {name}\n    namespace: {account_namespace}\n"
    );
    text.push_str(&format!(
        "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: {name}\n\
         roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: {name}\n{subject}"
    ));
    for namespace in namespaces {
        let rules = self::rules(&wanted(Some(true)));
        text.push_str(&format!(
            "---\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: {name}\n  namespace: {namespace}\nrules:\n{rules}\
             ---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: {name}\n  namespace: {namespace}\n\
             roleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: {name}\n{subject}"
        ));
    }
    output::to_stdout(&text)?;
    Ok(0)
}

/// Rules that list resources, a rule a group.
fn rules(resources: &[&plimsoll_content::Resource]) -> String {
    let mut groups: Vec<&str> = Vec::new();
    for one in resources {
        if !groups.contains(&one.group.as_str()) {
            groups.push(&one.group);
        }
    }
    let mut text = String::new();
    for group in groups {
        text.push_str(&format!("  - apiGroups: [\"{group}\"]\n    resources:\n"));
        for one in resources.iter().filter(|one| one.group == group) {
            text.push_str(&format!("      - {}\n", one.resource));
        }
        text.push_str("    verbs: [list]\n");
    }
    text
}
