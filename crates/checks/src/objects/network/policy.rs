//! NetworkPolicies: which pods they select, and what they leave open.

use plimsoll_engine::objects::{Context, ObjectView, Options, Outcome, PodView};
use plimsoll_graph::network::directions;
use plimsoll_model::kubernetes::{Body, NetworkPolicy, NetworkPolicyRule};

/// Policies of other makers, which are not evaluated here.
const OTHERS: [&str; 4] = [
    "CiliumNetworkPolicy",
    "CiliumClusterwideNetworkPolicy",
    "GlobalNetworkPolicy",
    "AdminNetworkPolicy",
];

fn others(context: &Context<'_>) -> bool {
    OTHERS.iter().any(|kind| !context.everywhere(kind).is_empty())
}

fn policy<'a>(view: &ObjectView<'a>) -> Option<&'a NetworkPolicy<'a>> {
    match view.body() {
        Body::NetworkPolicy(policy) => Some(policy),
        _ => None,
    }
}

fn policies<'a>(context: &Context<'a>, namespace: Option<&str>) -> Vec<&'a NetworkPolicy<'a>> {
    context
        .of_kind("NetworkPolicy", namespace)
        .into_iter()
        .filter_map(|(_, object)| match &object.body {
            Body::NetworkPolicy(policy) => Some(policy),
            _ => None,
        })
        .collect()
}

/// Asked only where the set shows that policies are part of it: its namespace, or any policy.
pub(super) fn missing_for_pod(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    let context = pod.of.context;
    let namespace = pod.namespace();
    // A pod on the host's network is outside the reach of policies.
    if pod.spec().host_network == Some(true) {
        return Outcome::NotApplicable;
    }
    let policies = policies(context, namespace);
    let namespace_here =
        namespace.is_some_and(|name| context.named("Namespace", None, name).is_some());
    if (policies.is_empty() && !namespace_here) || others(context) {
        return Outcome::NotApplicable;
    }
    let selected = policies.iter().any(|policy| {
        policy.spec.pod_selector.as_ref().is_none_or(|selector| selector.selects(pod.labels()))
    });
    if selected {
        return Outcome::Pass;
    }
    pod.fail(
        "metadata.labels",
        "no NetworkPolicy selects its pods: all may reach them, and they may reach all",
    )
}

pub(super) fn missing_in_namespace(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let name = view.object.name();
    let system = view.context.is_platform_namespace(name);
    if view.kind() != "Namespace"
        || system
        || others(view.context)
        || !view.context.has_templates(Some(name))
    {
        return Outcome::NotApplicable;
    }
    if !policies(view.context, Some(name)).is_empty() {
        return Outcome::Pass;
    }
    view.fail(
        "metadata.name",
        match view.context.cluster {
            Some(_) => format!("the namespace `{name}` has no NetworkPolicy"),
            None => format!("no NetworkPolicy for the namespace `{name}` is among these objects"),
        },
    )
}

/// A namespace has a default when a policy selects all its pods and allows nothing in a direction.
pub(super) fn default_deny(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let name = view.object.name();
    let system = view.context.is_platform_namespace(name);
    if view.kind() != "Namespace"
        || system
        || others(view.context)
        || !view.context.has_templates(Some(name))
    {
        return Outcome::NotApplicable;
    }
    let (mut ingress, mut egress) = (false, false);
    for policy in policies(view.context, Some(name)) {
        if !policy.spec.pod_selector.as_ref().is_none_or(|selector| selector.is_empty()) {
            continue;
        }
        let (judges_in, judges_out) = directions(policy);
        ingress |= judges_in && policy.spec.ingress.as_ref().is_none_or(Vec::is_empty);
        egress |= judges_out && policy.spec.egress.as_ref().is_none_or(Vec::is_empty);
    }
    let missing = match (ingress, egress) {
        (true, true) => return Outcome::Pass,
        (true, false) => "egress",
        (false, true) => "ingress",
        (false, false) => "ingress and egress",
    };
    view.fail("metadata.name", format!("no NetworkPolicy denies {missing} by default in `{name}`"))
}

fn open(
    rules: Option<&Vec<NetworkPolicyRule<'_>>>,
    peers: impl Fn(&NetworkPolicyRule<'_>) -> bool,
) -> Option<usize> {
    rules?.iter().position(|rule| rule.ports.is_empty() && peers(rule))
}

pub(super) fn allow_all(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(policy) = policy(view) else { return Outcome::NotApplicable };
    if let Some(index) = open(policy.spec.ingress.as_ref(), |rule| rule.from.is_empty()) {
        return view
            .fail(format!("spec.ingress[{index}]"), "the rule lets everything in, on every port");
    }
    Outcome::Pass
}

pub(super) fn dangling(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(policy) = policy(view) else { return Outcome::NotApplicable };
    let namespace = view.object.namespace();
    let Some(selector) = policy.spec.pod_selector.as_ref().filter(|selector| !selector.is_empty())
    else {
        return Outcome::NotApplicable;
    };
    let templates = view.context.templates(namespace);
    if templates.is_empty() {
        return Outcome::NotApplicable;
    }
    if templates.iter().any(|(_, template)| selector.selects(&template.pod.metadata.labels)) {
        return Outcome::Pass;
    }
    view.fail(
        "spec.podSelector",
        "it selects none of the pods among these objects, so it protects none",
    )
}
