//! Who holds rights that hand over more than they seem to.
//!
//! Bindings are judged, by the rules of their roles: a role that nobody is bound to gives nothing. The
//! platform's own identities are left out as far as they hold the role that is theirs.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_graph::POWERS;
use plimsoll_graph::powers::{is_everything, power};
use plimsoll_graph::rbac::{Bound, MASTERS, Subject};

/// Namespaces whose rights are as good as rights over the cluster.
const AS_GOOD: [&str; 1] = ["kube-system"];

/// How a subject is written in the parameter `allowed`.
fn written(subject: &Subject) -> String {
    match subject {
        Subject::User(name) => format!("User:{name}"),
        Subject::Group(name) => format!("Group:{name}"),
        Subject::ServiceAccount { namespace, name } => format!("ServiceAccount:{namespace}/{name}"),
    }
}

/// Whether a subject is one that the parameter lists.
pub(in crate::objects) fn is_allowed(subject: &Subject, allowed: &[String]) -> bool {
    let name = written(subject);
    allowed.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => *pattern == name,
    })
}

/// The rule by which a binding gives a power over the cluster, or over a namespace as good as it.
fn gives(bound: &Bound<'_>, id: &str) -> Option<usize> {
    let power = power(id)?;
    match bound.namespace {
        Some(namespace) if !power.in_namespace || !AS_GOOD.contains(&namespace) => return None,
        _ => {}
    }
    // Whoever may do everything is told once, as that.
    let alone = |rule: &_| id == "everything" || !is_everything(rule);
    if id != "everything" && bound.rules.iter().any(is_everything) {
        return None;
    }
    bound.rules.iter().position(|rule| alone(rule) && (power.given_by)(rule))
}

fn judge(view: &ObjectView<'_>, options: Options<'_>, id: &str) -> Outcome {
    let Some(bound) = view.context.rbac.bound_of(view.id) else { return Outcome::NotApplicable };
    let Some(rule) = gives(bound, id) else { return Outcome::Pass };
    let does = POWERS.iter().find(|power| power.id == id).map_or("", |power| power.does);
    let reach = match bound.namespace {
        Some(namespace) => format!(" in {namespace}"),
        None => String::new(),
    };
    let allowed = options.list("allowed");
    let problems = bound
        .subjects()
        .filter(|(_, subject)| *subject != Subject::Group(MASTERS.to_owned()))
        .filter(|(_, subject)| view.context.expects(subject, bound).is_none())
        .filter(|(_, subject)| !is_allowed(subject, allowed))
        .map(|(number, subject)| {
            let reason =
                format!("{subject} may {does}{reach}, by rule {rule} of {}", bound.role_title());
            view.problem(format!("subjects[{number}].name"), reason)
        })
        .collect();
    Outcome::from_problems(problems)
}

macro_rules! of_power {
    ($($function:ident: $id:literal),* $(,)?) => {
        $(pub(super) fn $function(view: &ObjectView<'_>, options: Options<'_>) -> Outcome {
            judge(view, options, $id)
        })*
    };
}

of_power! {
    cluster_admin: "everything",
    escalation: "escalation",
    nodes_proxy: "nodes-proxy",
    tokens: "tokens",
    certificates: "certificates",
    admission: "admission",
    secrets: "secrets",
    pods: "pods",
    exec: "exec",
    volumes: "volumes",
}

/// The credentials that the cluster was looked at with.
pub(super) fn masters_credentials(
    context: &plimsoll_engine::objects::Context<'_>,
    _: Options<'_>,
) -> Outcome {
    let problem = |reason: String| plimsoll_engine::objects::Problem {
        reason,
        ..plimsoll_engine::objects::Problem::default()
    };
    let Some(cluster) = context.cluster else { return Outcome::NotApplicable };
    match &cluster.identity {
        None => Outcome::Unknown(problem(
            "whom the credentials of this scan belong to is not known".to_owned(),
        )),
        Some(identity) if identity.groups.iter().any(|group| group == MASTERS) => {
            Outcome::Fail(vec![problem(format!(
                "the credentials of this scan, of the user {}, are in {MASTERS}",
                identity.user
            ))])
        }
        Some(_) => Outcome::Pass,
    }
}
