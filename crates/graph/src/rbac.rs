//! RBAC as the API server evaluates it.
//!
//! Sources: `k8s.io/kubernetes/plugin/pkg/auth/authorizer/rbac/rbac.go`,
//! `pkg/registry/rbac/validation/rule.go`, `pkg/apis/rbac/v1/evaluation_helpers.go`, and the privileged
//! group of `pkg/kubeapiserver/authorizer`. The Node authorizer, webhooks and attribute files are other
//! authorizers: what they allow beyond RBAC is not seen here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use plimsoll_model::kubernetes::{self as k8s, Binding, Body, Object, Role, Rule, Text};

/// The group that passes every authorizer.
pub const MASTERS: &str = "system:masters";
/// The group of everybody who shows valid credentials.
pub const AUTHENTICATED: &str = "system:authenticated";
/// The group of everybody who shows none.
pub const UNAUTHENTICATED: &str = "system:unauthenticated";
/// The user of requests without credentials.
pub const ANONYMOUS: &str = "system:anonymous";
const ACCOUNTS: &str = "system:serviceaccounts";
const ACCOUNT: &str = "system:serviceaccount:";

/// Somebody whom a binding can name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A user by name.
    User(String),
    /// A group by name.
    Group(String),
    /// A service account.
    ServiceAccount {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(name) => write!(formatter, "User {name}"),
            Self::Group(name) => write!(formatter, "Group {name}"),
            Self::ServiceAccount { namespace, name } => {
                write!(formatter, "ServiceAccount {namespace}/{name}")
            }
        }
    }
}

impl Subject {
    /// Whom a subject of a binding means. `None` for one that can mean nobody: another kind, or a
    /// service account without a namespace in a ClusterRoleBinding.
    #[must_use]
    pub fn of(subject: &k8s::Subject<'_>, binding_namespace: Option<&str>) -> Option<Self> {
        let name = subject.name.as_deref()?.to_owned();
        match subject.kind.as_deref()? {
            "User" => Some(Self::User(name)),
            "Group" => Some(Self::Group(name)),
            "ServiceAccount" => {
                let namespace = subject.namespace.as_deref().filter(|one| !one.is_empty());
                let namespace = namespace.or(binding_namespace)?.to_owned();
                Some(Self::ServiceAccount { namespace, name })
            }
            _ => None,
        }
    }

    /// Reads `user:jane`, `group:devs`, `serviceaccount:NAMESPACE:NAME` (or `sa:`), a user name as the
    /// API server writes it (`system:serviceaccount:NAMESPACE:NAME`), or a plain user name.
    ///
    /// # Errors
    /// Says what is missing.
    pub fn parse(text: &str) -> Result<Self, String> {
        let account = |rest: &str| {
            let parts = rest.split_once(':').or_else(|| rest.split_once('/'));
            match parts {
                Some((namespace, name)) if !namespace.is_empty() && !name.is_empty() => {
                    Ok(Self::ServiceAccount {
                        namespace: namespace.to_owned(),
                        name: name.to_owned(),
                    })
                }
                _ => Err(format!(
                    "`{text}` names no service account; write serviceaccount:NAMESPACE:NAME"
                )),
            }
        };
        if let Some(rest) = text.strip_prefix(ACCOUNT) {
            return account(rest);
        }
        match text.split_once(':') {
            Some((_, "")) => Err(format!("`{text}` has no name after the colon")),
            Some(("user", name)) => Self::parse_user(name),
            Some(("group", name)) => Ok(Self::Group(name.to_owned())),
            Some(("serviceaccount" | "sa", rest)) => account(rest),
            _ if text.is_empty() => Err("a subject must have a name".to_owned()),
            _ => Self::parse_user(text),
        }
    }

    fn parse_user(name: &str) -> Result<Self, String> {
        match name.strip_prefix(ACCOUNT) {
            Some(_) => Self::parse(name),
            None => Ok(Self::User(name.to_owned())),
        }
    }

    /// The user name that the API server knows it by; a group has none.
    #[must_use]
    pub fn user_name(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::User(name) => Some(Cow::Borrowed(name)),
            Self::Group(_) => None,
            Self::ServiceAccount { namespace, name } => {
                Some(Cow::Owned(format!("{ACCOUNT}{namespace}:{name}")))
            }
        }
    }

    /// Groups that the API server puts it into by itself. What an identity provider or a certificate
    /// adds cannot be known here.
    #[must_use]
    pub fn own_groups(&self) -> Vec<String> {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        match self {
            Self::User(name) if name == ANONYMOUS => owned(&[UNAUTHENTICATED]),
            Self::User(name) if name.starts_with("system:node:") => {
                owned(&["system:nodes", AUTHENTICATED])
            }
            Self::User(_) => owned(&[AUTHENTICATED]),
            Self::Group(name) if name == UNAUTHENTICATED => owned(&[UNAUTHENTICATED]),
            Self::Group(name) => owned(&[name, AUTHENTICATED]),
            Self::ServiceAccount { namespace, .. } => {
                owned(&[ACCOUNTS, &format!("{ACCOUNTS}:{namespace}"), AUTHENTICATED])
            }
        }
    }
}

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request<'r> {
    /// Verb, e.g. `get`.
    pub verb: &'r str,
    /// On what.
    pub target: Target<'r>,
}

/// On what something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'r> {
    /// An object, or all of a kind.
    Resource {
        /// API group; empty for the core group.
        group: &'r str,
        /// Resource with its subresource, e.g. `pods/exec`.
        resource: &'r str,
        /// Namespace; `None` for a resource of the cluster and for all namespaces at once.
        namespace: Option<&'r str>,
        /// Name of the object; empty where the request names none (`list`, `create`).
        name: &'r str,
    },
    /// A path outside the API, e.g. `/metrics`.
    Path(&'r str),
}

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

/// `*`, the path itself, or a prefix that ends in `*`.
fn has_path(list: &[Text<'_>], path: &str) -> bool {
    list.iter().any(|one| {
        let one: &str = one;
        one == "*"
            || one == path
            || (one.ends_with('*') && path.starts_with(one.trim_end_matches('*')))
    })
}

/// Whether a rule allows any of the verbs on a resource, whatever the objects' names.
#[must_use]
pub fn allows(rule: &Rule<'_>, verbs: &[&str], group: &str, resource: &str) -> bool {
    verbs.iter().any(|verb| has(&rule.verbs, verb))
        && has(&rule.api_groups, group)
        && has_resource(&rule.resources, resource)
}

/// The same for all objects: the rule is not held to names.
#[must_use]
pub fn allows_all(rule: &Rule<'_>, verbs: &[&str], group: &str, resource: &str) -> bool {
    rule.resource_names.is_empty() && allows(rule, verbs, group, resource)
}

/// Whether one rule allows a request.
#[must_use]
pub fn rule_allows(rule: &Rule<'_>, request: &Request<'_>) -> bool {
    match request.target {
        Target::Resource { group, resource, name, .. } => {
            allows(rule, &[request.verb], group, resource)
                && (rule.resource_names.is_empty()
                    || rule.resource_names.iter().any(|one| *one == name))
        }
        Target::Path(path) => {
            has(&rule.verbs, request.verb) && has_path(&rule.non_resource_urls, path)
        }
    }
}

/// The rules of a role. No `Cow`: that would hold the objects to one lifetime.
pub enum Rules<'a> {
    /// As the object has them.
    Stored(&'a [Rule<'a>]),
    /// Put together from others.
    Computed(Vec<Rule<'a>>),
}

impl<'a> std::ops::Deref for Rules<'a> {
    type Target = [Rule<'a>];

    fn deref(&self) -> &[Rule<'a>] {
        match self {
            Self::Stored(rules) => rules,
            Self::Computed(rules) => rules,
        }
    }
}

/// A binding with its role.
pub struct Bound<'a> {
    /// Number of the binding among the objects.
    pub id: usize,
    /// The binding's object.
    pub object: &'a Object<'a>,
    /// The binding.
    pub binding: &'a Binding<'a>,
    /// The role's object; `None` when it does not exist, and the binding gives nothing.
    pub role: Option<&'a Object<'a>>,
    /// What the role allows.
    pub rules: Rules<'a>,
    /// The namespace it gives rights in; `None` for all of the cluster.
    pub namespace: Option<&'a str>,
}

impl Bound<'_> {
    /// Name of the role.
    #[must_use]
    pub fn role_name(&self) -> &str {
        self.binding.role_ref.name.as_deref().unwrap_or_default()
    }

    /// The role with its kind, e.g. `ClusterRole view`.
    #[must_use]
    pub fn role_title(&self) -> String {
        format!("{} {}", self.binding.role_ref.kind.as_deref().unwrap_or("role"), self.role_name())
    }

    /// Subjects with their numbers, those left out that can mean nobody.
    pub fn subjects(&self) -> impl Iterator<Item = (usize, Subject)> + '_ {
        let namespace = self.namespace;
        self.binding
            .subjects
            .iter()
            .enumerate()
            .filter_map(move |(number, subject)| Some((number, Subject::of(subject, namespace)?)))
    }
}

/// One way in which somebody may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// Number of the binding, for [`Rbac::bound`]; `None` for `system:masters`.
    pub bound: Option<usize>,
    /// Number of the rule in the role.
    pub rule: usize,
}

/// Somebody who may do something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Holder {
    /// Who.
    pub subject: Subject,
    /// Where; `None` for everywhere.
    pub namespace: Option<String>,
    /// Number of the binding; `None` for `system:masters`.
    pub bound: Option<usize>,
    /// Number of the rule in the role.
    pub rule: usize,
}

/// Where the rules of aggregated ClusterRoles come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregation {
    /// From the object: the controller manager has filled them in, and the API server uses those.
    Stored,
    /// From the roles that are selected: manifests, which no controller has seen.
    Computed,
}

/// All roles and bindings.
pub struct Rbac<'a> {
    bound: Vec<Bound<'a>>,
    /// Bindings by subject.
    of_subject: BTreeMap<Subject, Vec<usize>>,
}

impl<'a> Rbac<'a> {
    /// Takes in the roles and bindings among the objects.
    #[must_use]
    pub fn new(objects: &'a [Object<'a>], aggregation: Aggregation) -> Self {
        let mut roles: BTreeMap<(&str, &str), (&'a Object<'a>, &'a Role<'a>)> = BTreeMap::new();
        for object in objects {
            if let Body::Role(role) = &object.body {
                let namespace = match &*object.kind {
                    "ClusterRole" => "",
                    _ => object.namespace().unwrap_or_default(),
                };
                roles.entry((namespace, object.name())).or_insert((object, role));
            }
        }
        let mut rbac = Self { bound: Vec::new(), of_subject: BTreeMap::new() };
        for (id, object) in objects.iter().enumerate() {
            let Body::Binding(binding) = &object.body else { continue };
            let namespace =
                (object.kind == "RoleBinding").then(|| object.namespace().unwrap_or_default());
            let name = binding.role_ref.name.as_deref().unwrap_or_default();
            let place = match (binding.role_ref.kind.as_deref(), namespace) {
                (Some("ClusterRole"), _) => Some(""),
                (Some("Role"), Some(namespace)) => Some(namespace),
                _ => None,
            };
            let role = place.and_then(|place| roles.get(&(place, name)).copied());
            let rules = match role {
                Some((_, role)) => rules_of(role, &roles, aggregation),
                None => Rules::Stored(&[]),
            };
            let role = role.map(|(object, _)| object);
            let number = rbac.bound.len();
            rbac.bound.push(Bound { id, object, binding, role, rules, namespace });
            for subject in &binding.subjects {
                if let Some(subject) = Subject::of(subject, namespace) {
                    let list = rbac.of_subject.entry(subject).or_default();
                    if list.last() != Some(&number) {
                        list.push(number);
                    }
                }
            }
        }
        rbac
    }

    /// Every binding, in the order of the objects.
    #[must_use]
    pub fn bindings(&self) -> &[Bound<'a>] {
        &self.bound
    }

    /// A binding by its number.
    #[must_use]
    pub fn bound(&self, number: usize) -> Option<&Bound<'a>> {
        self.bound.get(number)
    }

    /// The binding that is the object of a number.
    #[must_use]
    pub fn bound_of(&self, id: usize) -> Option<&Bound<'a>> {
        let found = self.bound.binary_search_by_key(&id, |bound| bound.id).ok()?;
        self.bound.get(found)
    }

    /// Everybody whom a binding names.
    pub fn subjects(&self) -> impl Iterator<Item = &Subject> {
        self.of_subject.keys()
    }

    /// The bindings that apply to a user with these groups, cluster-wide ones first.
    #[must_use]
    pub fn bindings_of(&self, user: Option<&str>, groups: &[String]) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut add = |subject: &Subject| {
            found.extend(self.of_subject.get(subject).into_iter().flatten().copied());
        };
        if let Some(user) = user {
            add(&Subject::User(user.to_owned()));
            if let Some((namespace, name)) =
                user.strip_prefix(ACCOUNT).and_then(|rest| rest.split_once(':'))
            {
                add(&Subject::ServiceAccount {
                    namespace: namespace.to_owned(),
                    name: name.to_owned(),
                });
            }
        }
        groups.iter().for_each(|group| add(&Subject::Group(group.clone())));
        found.sort_unstable();
        found.dedup();
        let wide =
            |number: &usize| self.bound.get(*number).is_none_or(|one| one.namespace.is_some());
        found.sort_by_key(wide);
        found
    }

    /// Whether RBAC allows a request of a user with these groups, and by what. Groups are taken as
    /// they are given: see [`Subject::own_groups`].
    #[must_use]
    pub fn allows(
        &self,
        user: Option<&str>,
        groups: &[String],
        request: &Request<'_>,
    ) -> Option<Grant> {
        if groups.iter().any(|group| group == MASTERS) {
            return Some(Grant { bound: None, rule: 0 });
        }
        self.bindings_of(user, groups).into_iter().find_map(|number| {
            let bound = self.bound.get(number)?;
            let reaches = match (bound.namespace, request.target) {
                (None, _) => true,
                (Some(here), Target::Resource { namespace: Some(there), .. }) => here == there,
                (Some(_), _) => false,
            };
            let rule = reaches
                .then(|| bound.rules.iter().position(|rule| rule_allows(rule, request)))
                .flatten()?;
            Some(Grant { bound: Some(number), rule })
        })
    }

    /// Everybody who may do something. Without a namespace in the request, those who may do it in a
    /// single namespace are among them when `anywhere` is set.
    #[must_use]
    pub fn who_can(&self, request: &Request<'_>, anywhere: bool) -> Vec<Holder> {
        let mut holders = vec![Holder {
            subject: Subject::Group(MASTERS.to_owned()),
            namespace: None,
            bound: None,
            rule: 0,
        }];
        for (number, bound) in self.bound.iter().enumerate() {
            let reaches = match (bound.namespace, request.target) {
                (None, _) => true,
                (Some(here), Target::Resource { namespace: Some(there), .. }) => here == there,
                (Some(_), Target::Resource { namespace: None, .. }) => anywhere,
                (Some(_), Target::Path(_)) => false,
            };
            if !reaches {
                continue;
            }
            let Some(rule) = bound.rules.iter().position(|rule| rule_allows(rule, request)) else {
                continue;
            };
            holders.extend(bound.subjects().map(|(_, subject)| Holder {
                subject,
                namespace: bound.namespace.map(str::to_owned),
                bound: Some(number),
                rule,
            }));
        }
        holders.sort();
        holders.dedup_by(|one, other| {
            one.subject == other.subject
                && one.namespace == other.namespace
                && one.bound == other.bound
        });
        holders
    }
}

/// What a role allows.
fn rules_of<'a>(
    role: &'a Role<'a>,
    roles: &BTreeMap<(&str, &str), (&'a Object<'a>, &'a Role<'a>)>,
    aggregation: Aggregation,
) -> Rules<'a> {
    let (Some(selected), Aggregation::Computed) = (&role.aggregation_rule, aggregation) else {
        return Rules::Stored(&role.rules);
    };
    // The controller puts the rules of the selected roles, by name, in place of what is written.
    let mut rules: Vec<Rule<'a>> = Vec::new();
    for ((namespace, _), (object, other)) in roles {
        let meant = namespace.is_empty()
            && !std::ptr::eq(*other, role)
            && selected
                .cluster_role_selectors
                .iter()
                .any(|selector| selector.selects(&object.metadata.labels));
        if meant {
            let new = other.rules.iter().filter(|rule| !rules.contains(rule)).cloned();
            let new: Vec<Rule<'a>> = new.collect();
            rules.extend(new);
        }
    }
    Rules::Computed(rules)
}

#[cfg(test)]
mod tests;
