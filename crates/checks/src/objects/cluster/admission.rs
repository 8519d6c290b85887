//! What keeps dangerous pods out of a namespace.
//!
//! Pod Security is judged exactly, from the namespace's labels, where the version knows them;
//! PodSecurityPolicies are judged together with who may use them, where the version has them. What a
//! webhook or a ValidatingAdmissionPolicy refuses cannot be told from its configuration: where only
//! such a one stands between, the answer is that it is not known.

use std::collections::BTreeSet;

use plimsoll_engine::objects::{ContainerView, Context, ObjectView, Options, Outcome, PodView};
use plimsoll_model::kubernetes::{
    Body, LabelSelector, Object, Pairs, PodSecurityPolicySpec, WebhookRule,
};

use super::api_server::api_servers;
pub use super::pod_policies::relied_on;
use super::pod_policies::{self, Verdict};
use crate::pod_security::Level;
use crate::pod_security::lists::CAPABILITIES;

const ENFORCE: &str = "pod-security.kubernetes.io/enforce";

/// The first minor in which the labels of Pod Security count without more ado.
const LABELS_FROM: u16 = 23;

/// Whether labels of Pod Security on namespaces mean anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Labels {
    /// They do.
    Count,
    /// They do not, for a reason.
    Ignored(String),
    /// It cannot be told, for a reason.
    Unclear(String),
}

/// Whether labels of Pod Security on namespaces mean anything.
pub(super) fn labels(context: &Context<'_>) -> Labels {
    match pod_policies::minor(context) {
        Some(LABELS_FROM..) => Labels::Count,
        Some(22) => {
            let servers = api_servers(context);
            let on = |server: &super::api_server::ApiServer| {
                let gates = server.list("feature-gates");
                let set = |gate: &str| gates.iter().rev().find_map(|one| one.strip_prefix(gate));
                set("PodSecurity=").or_else(|| set("AllAlpha=")) == Some("true")
            };
            match servers.iter().find(|server| !on(server)) {
                Some(off) => Labels::Ignored(format!(
                    "Kubernetes 1.22 has Pod Security only behind the feature gate PodSecurity, \
                     which {} does not open",
                    off.title
                )),
                None if !servers.is_empty() => Labels::Count,
                None => Labels::Unclear(
                    "Kubernetes 1.22 heeds labels of Pod Security only with the feature gate \
                     PodSecurity, and whether that is open cannot be seen here"
                        .to_owned(),
                ),
            }
        }
        Some(minor) => Labels::Ignored(format!(
            "Kubernetes 1.{minor} does not know Pod Security, and its labels do nothing"
        )),
        // Only a version up to 1.24 has PodSecurityPolicies.
        None if context.everywhere("PodSecurityPolicy").is_empty()
            || pod_policies::newest_kubelet(context).is_some_and(|one| one >= LABELS_FROM) =>
        {
            Labels::Count
        }
        None => Labels::Unclear(
            "the version of the cluster is not known; it is one up to 1.24, and before 1.23 labels \
             of Pod Security do nothing"
                .to_owned(),
        ),
    }
}

/// The level of Pod Security that a namespace enforces by its labels, where these count.
#[must_use]
pub fn enforced(context: &Context<'_>, namespace: &Object<'_>) -> Option<Level> {
    labelled(namespace).filter(|_| labels(context) == Labels::Count)
}

fn labelled(namespace: &Object<'_>) -> Option<Level> {
    match namespace.metadata.labels.get(ENFORCE) {
        Some("baseline") => Some(Level::Baseline),
        Some("restricted") => Some(Level::Restricted),
        _ => None,
    }
}

/// Something other than Pod Security that judges pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// Its kind and name.
    pub title: String,
    /// Whether it lets everything in while it cannot be reached.
    pub ignores_failure: bool,
    /// Why it cannot be reached, if so.
    pub unreachable: Option<String>,
}

fn about_pods(rules: &[WebhookRule<'_>]) -> bool {
    rules.iter().any(|rule| {
        let has = |list: &[plimsoll_model::kubernetes::Text<'_>], wanted: &[&str]| {
            list.iter().any(|one| wanted.contains(&&**one))
        };
        has(&rule.operations, &["CREATE", "*"])
            && has(&rule.api_groups, &["", "*"])
            && has(&rule.resources, &["pods", "*", "*/*", "pods/*"])
            && rule.scope.as_deref() != Some("Cluster")
    })
}

fn selects(selector: Option<&LabelSelector<'_>>, name: &str, labels: &Pairs<'_>) -> bool {
    let Some(selector) = selector else { return true };
    if selector.selects(labels) {
        return true;
    }
    // Every namespace has a label with its name, but one in a manifest need not show it.
    let mut own = labels.clone();
    if own.get("kubernetes.io/metadata.name").is_none() {
        own.0.push((
            plimsoll_model::kubernetes::Text("kubernetes.io/metadata.name".into()),
            plimsoll_model::kubernetes::Text(name.to_owned().into()),
        ));
    }
    selector.selects(&own)
}

/// What else judges new pods of a namespace and can refuse them.
#[must_use]
pub fn gates(context: &Context<'_>, namespace: &Object<'_>) -> Vec<Gate> {
    let (name, labels) = (namespace.name(), &namespace.metadata.labels);
    let mut gates = Vec::new();
    for (_, object) in context.everywhere("ValidatingWebhookConfiguration") {
        let Body::WebhookConfiguration(configuration) = &object.body else { continue };
        for webhook in &configuration.webhooks {
            if about_pods(&webhook.rules)
                && selects(webhook.namespace_selector.as_ref(), name, labels)
            {
                let service = webhook.client_config.service.as_ref();
                gates.push(Gate {
                    title: format!(
                        "the webhook {} of {}",
                        webhook.name.as_deref().unwrap_or_default(),
                        object.name()
                    ),
                    ignores_failure: webhook.failure_policy.as_deref() == Some("Ignore"),
                    unreachable: service.and_then(|service| {
                        let namespace = service.namespace.as_deref().unwrap_or_default();
                        unreachable(context, namespace, service.name.as_deref().unwrap_or_default())
                    }),
                });
            }
        }
    }
    for (_, object) in context.everywhere("ValidatingAdmissionPolicyBinding") {
        let Body::AdmissionPolicyBinding(binding) = &object.body else { continue };
        let denies = binding.spec.validation_actions.iter().any(|action| *action == "Deny");
        let policy = binding.spec.policy_name.as_deref().unwrap_or_default();
        let Some((_, policy_object)) = context.named("ValidatingAdmissionPolicy", None, policy)
        else {
            continue;
        };
        let Body::AdmissionPolicy(policy) = &policy_object.body else { continue };
        let limits = binding.spec.match_resources.as_ref();
        let here =
            [Some(&policy.spec.match_constraints), limits].into_iter().flatten().all(|one| {
                selects(one.namespace_selector.as_ref(), name, labels)
                    && (one.resource_rules.is_empty() || about_pods(&one.resource_rules))
            });
        if denies && here && about_pods(&policy.spec.match_constraints.resource_rules) {
            gates.push(Gate {
                title: format!("the ValidatingAdmissionPolicy {}", policy_object.name()),
                ignores_failure: policy.spec.failure_policy.as_deref() == Some("Ignore"),
                unreachable: None,
            });
        }
    }
    gates
}

/// Why the service of a webhook cannot answer: it is not there, or no pod stands behind it.
fn unreachable(context: &Context<'_>, namespace: &str, name: &str) -> Option<String> {
    context.cluster?;
    if context.unread_kind("Service").is_some() || context.unread_kind("Pod").is_some() {
        return None;
    }
    let Some((_, object)) = context.named("Service", Some(namespace), name) else {
        return Some(format!("its service {namespace}/{name} is not there"));
    };
    let Body::Service(service) = &object.body else { return None };
    let selector = &service.spec.selector;
    let behind = selector.is_empty()
        || context
            .selected(Some(namespace), selector)
            .iter()
            .any(|(id, _)| context.objects.get(*id).is_some_and(|object| object.kind == "Pod"));
    (!behind).then(|| format!("no pod stands behind its service {namespace}/{name}"))
}

/// The namespace, when it is one of users' workloads.
fn of_users<'a>(view: &ObjectView<'a>) -> Option<&'a Object<'a>> {
    let object = view.object;
    let own = object.kind == "Namespace" && object.api_version == "v1";
    (own && !view.context.is_platform_namespace(object.name())).then_some(object)
}

/// What labels and PodSecurityPolicies make of a danger.
enum Answer {
    /// One of them refuses it.
    Refused,
    /// It cannot be told, for a reason.
    Unknown(String),
    /// Neither does. What is to be said beside that: of labels, of policies.
    LetIn(Option<String>, Option<String>),
}

fn answer(
    view: &ObjectView<'_>,
    namespace: &Object<'_>,
    enough: impl Fn(Level) -> bool,
    lets_in: fn(&PodSecurityPolicySpec<'_>) -> bool,
) -> Answer {
    let refused = labelled(namespace).is_some_and(enough);
    let labels = labels(view.context);
    if refused && labels == Labels::Count {
        return Answer::Refused;
    }
    let policies = match pod_policies::judge(view.context, namespace.name(), lets_in) {
        Verdict::Refused => return Answer::Refused,
        Verdict::Unknown(why) => return Answer::Unknown(why),
        Verdict::LetIn(why) => Some(why),
        Verdict::None(why) => why,
    };
    match labels {
        Labels::Unclear(why) if refused => Answer::Unknown(why),
        Labels::Ignored(why) => Answer::LetIn(Some(why), policies),
        _ => Answer::LetIn(None, policies),
    }
}

pub(super) fn in_place(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(namespace) = of_users(view) else { return Outcome::NotApplicable };
    let path = format!("metadata.labels[\"{ENFORCE}\"]");
    let answer = answer(view, namespace, |_| true, pod_policies::node);
    if matches!(answer, Answer::Refused) {
        return Outcome::Pass;
    }
    let gates = gates(view.context, namespace);
    if gates.iter().any(|gate| !gate.ignores_failure && gate.unreachable.is_none()) {
        return Outcome::Pass;
    }
    let (of_labels, of_policies) = match answer {
        Answer::Refused => return Outcome::Pass,
        Answer::Unknown(why) => return Outcome::Unknown(view.problem(path, why)),
        Answer::LetIn(of_labels, of_policies) => (of_labels, of_policies),
    };
    let reason = match gates.first() {
        None => {
            "nothing refuses dangerous pods here: neither Pod Security nor a policy or webhook \
                 that judges pods"
                .to_owned()
        }
        Some(Gate { title, unreachable: Some(why), .. }) => {
            format!("only {title} judges pods here, and {why}")
        }
        Some(Gate { title, .. }) => {
            format!("only {title} judges pods here, and it lets all in while it cannot be reached")
        }
    };
    view.fail(path, with(reason, [of_labels, of_policies]))
}

/// A reason with what is to be said beside it.
fn with(reason: String, more: [Option<String>; 2]) -> String {
    more.into_iter().flatten().fold(reason, |reason, one| format!("{reason}; {one}"))
}

/// What a pod must not be, in words, and how to tell it.
struct Danger {
    /// Completes "refuses" and "run here".
    what: &'static str,
    /// The lowest level of Pod Security that refuses it.
    refused_by: Level,
    /// Whether a pod is one.
    shows: fn(&PodView<'_>) -> bool,
    /// Whether a PodSecurityPolicy lets it in.
    lets_in: fn(&PodSecurityPolicySpec<'_>) -> bool,
}

fn any(pod: &PodView<'_>, test: impl Fn(&ContainerView<'_>) -> bool) -> bool {
    pod.containers().any(|container| test(&container))
}

fn judge(view: &ObjectView<'_>, danger: &Danger) -> Outcome {
    let Some(namespace) = of_users(view) else { return Outcome::NotApplicable };
    let path = format!("metadata.labels[\"{ENFORCE}\"]");
    let enough = |level| match danger.refused_by {
        Level::Baseline => true,
        Level::Restricted => level == Level::Restricted,
    };
    let (of_labels, of_policies) = match answer(view, namespace, enough, danger.lets_in) {
        Answer::Refused => return Outcome::Pass,
        Answer::Unknown(why) => return Outcome::Unknown(view.problem(path, why)),
        Answer::LetIn(of_labels, of_policies) => (of_labels, of_policies),
    };
    let here = view.context.templates(Some(namespace.name()));
    // A Deployment and its pods are one workload.
    let shown: BTreeSet<String> = here
        .iter()
        .filter_map(|(id, template)| {
            let object = view.context.objects.get(*id)?;
            let of = ObjectView { object, id: *id, context: view.context };
            let shows = (danger.shows)(&PodView { of, template });
            shows.then(|| view.context.top_of(object).1)
        })
        .collect();
    let shown = shown.len();
    let gates = gates(view.context, namespace);
    let what = danger.what;
    if shown == 0
        && let Some(gate) =
            gates.iter().find(|gate| !gate.ignores_failure && gate.unreachable.is_none())
    {
        return Outcome::Unknown(view.problem(
            path,
            format!(
                "{} judges pods here; whether it refuses {what} cannot be told from it",
                gate.title
            ),
        ));
    }
    let levels = match (danger.refused_by, of_labels) {
        (_, Some(why)) => why,
        (Level::Baseline, None) => "neither baseline nor restricted is enforced".to_owned(),
        (Level::Restricted, None) => "restricted is not enforced".to_owned(),
    };
    let runs = match shown {
        0 => "none is here now".to_owned(),
        1 => "1 of the workloads here is such".to_owned(),
        count => format!("{count} of the workloads here are such"),
    };
    view.fail(path, with(format!("{what} are let in: {levels}"), [of_policies, Some(runs)]))
}

macro_rules! dangers {
    ($($function:ident: $what:literal, $level:ident, $policy:ident, $shows:expr;)*) => {
        $(pub(super) fn $function(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
            judge(view, &Danger {
                what: $what,
                refused_by: Level::$level,
                shows: $shows,
                lets_in: pod_policies::$policy,
            })
        })*
    };
}

dangers! {
    privileged: "privileged containers", Baseline, privileged, |pod| any(pod, |one| one.privileged());
    host_pid: "pods in the host's process namespace", Baseline, host_pid,
        |pod| pod.spec().host_pid == Some(true);
    host_ipc: "pods in the host's IPC namespace", Baseline, host_ipc,
        |pod| pod.spec().host_ipc == Some(true);
    host_network: "pods in the host's network", Baseline, host_network,
        |pod| pod.spec().host_network == Some(true);
    privilege_escalation: "containers that may gain rights", Restricted, privilege_escalation, |pod| any(pod, |one| {
        one.security().and_then(|security| security.allow_privilege_escalation) != Some(false)
    });
    root: "containers that run as root", Restricted, root, |pod| any(pod, |one| {
        one.run_as_non_root() != Some(true) && one.run_as_user().is_none_or(|user| user == 0)
    });
    net_raw: "containers with NET_RAW", Restricted, net_raw, |pod| any(pod, |one| {
        !one.dropped_capabilities().any(|name| name == "ALL" || name == "NET_RAW")
            || one.added_capabilities().any(|name| name == "ALL" || name == "NET_RAW")
    });
    added_capabilities: "containers that add capabilities", Baseline, added_capabilities,
        |pod| any(pod, |one| one.added_capabilities().any(|name| !CAPABILITIES.contains(&&*name)));
    capabilities: "containers that keep capabilities", Restricted, capabilities, |pod| any(pod, |one| {
        !one.dropped_capabilities().any(|name| name == "ALL")
            || one.added_capabilities().any(|name| name != "NET_BIND_SERVICE")
    });
    host_process: "HostProcess containers of Windows", Baseline, host_network, |pod| {
        let of_pod = pod.spec().security_context.as_ref();
        let of_pod = of_pod.and_then(|one| one.windows_options.as_ref()?.host_process);
        of_pod == Some(true) || any(pod, |one| {
            one.security().and_then(|one| one.windows_options.as_ref()?.host_process) == Some(true)
        })
    };
    host_path: "volumes of the node's paths", Baseline, host_path,
        |pod| pod.spec().volumes.iter().any(|volume| volume.host_path.is_some());
    host_ports: "ports of the node", Baseline, host_ports, |pod| any(pod, |one| {
        one.container.ports.iter().any(|port| port.host_port.is_some_and(|port| port != 0))
    });
}
