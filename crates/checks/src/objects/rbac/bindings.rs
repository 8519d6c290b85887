//! Who gets which role.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_graph::rbac::{Request, Target, rule_allows};
use plimsoll_model::kubernetes::{Binding, Body, Subject};

fn binding<'a>(view: &ObjectView<'a>) -> Option<&'a Binding<'a>> {
    match view.body() {
        Body::Binding(binding) => Some(binding),
        _ => None,
    }
}

/// Whether a subject belongs to the platform and holds the role that is its own: that is not the
/// author's.
fn is_expected(view: &ObjectView<'_>, subject: &Subject<'_>) -> bool {
    let Some(bound) = view.context.rbac.bound_of(view.id) else { return false };
    plimsoll_graph::Subject::of(subject, bound.namespace)
        .is_some_and(|subject| view.context.expects(&subject, bound).is_some())
}

fn role<'a>(binding: &'a Binding<'a>) -> &'a str {
    binding.role_ref.name.as_deref().unwrap_or_default()
}

fn subject<'a>(
    view: &ObjectView<'a>,
    binding: &'a Binding<'a>,
    meant: impl Fn(&Subject<'_>) -> bool,
) -> Option<(usize, &'a Subject<'a>)> {
    let mut all = binding.subjects.iter().enumerate();
    all.find(|(_, subject)| meant(subject) && !is_expected(view, subject))
}

fn named(subject: &Subject<'_>, names: &[&str]) -> bool {
    subject.name.as_deref().is_some_and(|name| names.contains(&name))
}

pub(super) fn cluster_admin(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(binding) = binding(view) else { return Outcome::NotApplicable };
    if role(binding) != "cluster-admin" {
        return Outcome::Pass;
    }
    let who: Vec<String> = binding
        .subjects
        .iter()
        .filter(|subject| !is_expected(view, subject))
        .map(|subject| {
            format!(
                "{} {}",
                subject.kind.as_deref().unwrap_or("subject"),
                subject.name.as_deref().unwrap_or_default()
            )
        })
        .collect();
    if who.is_empty() {
        return Outcome::Pass;
    }
    let reach = if view.kind() == "ClusterRoleBinding" {
        "everything in the cluster"
    } else {
        "everything in its namespace"
    };
    view.fail("roleRef.name", format!("{} may do {reach}", who.join(", ")))
}

pub(super) fn anonymous(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(binding) = binding(view) else { return Outcome::NotApplicable };
    let harmless = matches!(
        role(binding),
        "system:public-info-viewer"
            | "kubeadm:bootstrap-signer-clusterinfo"
            | "system:service-account-issuer-discovery"
    );
    match subject(view, binding, |one| named(one, &["system:anonymous", "system:unauthenticated"]))
    {
        Some((index, who)) if !harmless => view.fail(
            format!("subjects[{index}].name"),
            format!(
                "whoever reaches the API server gets `{}`: {} needs no credentials",
                role(binding),
                who.name.as_deref().unwrap_or_default()
            ),
        ),
        _ => Outcome::Pass,
    }
}

pub(super) fn authenticated(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(binding) = binding(view) else { return Outcome::NotApplicable };
    let harmless = role(binding).starts_with("system:") || role(binding) == "view";
    match subject(view, binding, |one| {
        named(one, &["system:authenticated", "system:serviceaccounts"])
    }) {
        Some((index, who)) if !harmless => view.fail(
            format!("subjects[{index}].name"),
            format!(
                "`{}` goes to all of {}, every pod of the cluster among them",
                role(binding),
                who.name.as_deref().unwrap_or_default()
            ),
        ),
        _ => Outcome::Pass,
    }
}

pub(super) fn masters(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(binding) = binding(view) else { return Outcome::NotApplicable };
    match subject(view, binding, |one| named(one, &["system:masters"])) {
        Some((index, _)) => view.fail(
            format!("subjects[{index}].name"),
            "the group system:masters passes every authorizer, and a certificate in it cannot be revoked",
        ),
        None => Outcome::Pass,
    }
}

pub(super) fn default_account(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(binding) = binding(view) else { return Outcome::NotApplicable };
    let is_default = |one: &Subject<'_>| {
        one.kind.as_deref() == Some("ServiceAccount") && one.name.as_deref() == Some("default")
    };
    match subject(view, binding, is_default) {
        Some((index, _)) => view.fail(
            format!("subjects[{index}].name"),
            format!(
                "every pod that names no account gets `{}`: it is bound to `default`",
                role(binding)
            ),
        ),
        None => Outcome::Pass,
    }
}

/// Subjects that are everybody, or every pod.
const EVERYBODY: [&str; 5] = [
    "system:anonymous",
    "system:unauthenticated",
    "system:authenticated",
    "system:authenticated:oauth",
    "system:serviceaccounts",
];

/// Pages that show how a component works inside. The API server asks RBAC about them, and so do the
/// controller manager and the scheduler about their own.
pub(super) fn debug_endpoints(view: &ObjectView<'_>, options: Options<'_>) -> Outcome {
    let Some(bound) = view.context.rbac.bound_of(view.id) else { return Outcome::NotApplicable };
    if bound.namespace.is_some() {
        return Outcome::Pass;
    }
    let Some((path, rule)) = options.list("paths").iter().find_map(|path| {
        let request = Request { verb: "get", target: Target::Path(path) };
        Some((path, bound.rules.iter().position(|rule| rule_allows(rule, &request))?))
    }) else {
        return Outcome::Pass;
    };
    let problems = bound
        .subjects()
        .filter(|(_, subject)| match subject {
            plimsoll_graph::Subject::User(name) | plimsoll_graph::Subject::Group(name) => {
                EVERYBODY.contains(&&**name)
            }
            plimsoll_graph::Subject::ServiceAccount { .. } => false,
        })
        .map(|(number, subject)| {
            let role = bound.role_title();
            let reason = format!("{subject} may read {path}, by rule {rule} of {role}");
            view.problem(format!("subjects[{number}].name"), reason)
        })
        .collect();
    Outcome::from_problems(problems)
}
