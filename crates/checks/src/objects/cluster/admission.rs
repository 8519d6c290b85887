//! What keeps dangerous pods out of a namespace.
//!
//! Pod Security is judged exactly, from the namespace's labels. What a webhook or a
//! ValidatingAdmissionPolicy refuses cannot be told from its configuration: where only such a one
//! stands between, the answer is that it is not known.

use std::collections::BTreeSet;

use plimsoll_engine::objects::{ContainerView, Context, ObjectView, Options, Outcome, PodView};
use plimsoll_model::kubernetes::{Body, LabelSelector, Object, Pairs, WebhookRule};

use crate::pod_security::Level;

const ENFORCE: &str = "pod-security.kubernetes.io/enforce";

/// The level of Pod Security that a namespace enforces by its labels.
#[must_use]
pub fn enforced(namespace: &Object<'_>) -> Option<Level> {
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

pub(super) fn in_place(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Some(namespace) = of_users(view) else { return Outcome::NotApplicable };
    if enforced(namespace).is_some() {
        return Outcome::Pass;
    }
    let gates = gates(view.context, namespace);
    if gates.iter().any(|gate| !gate.ignores_failure && gate.unreachable.is_none()) {
        return Outcome::Pass;
    }
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
    view.fail(format!("metadata.labels[\"{ENFORCE}\"]"), reason)
}

/// What a pod must not be, in words, and how to tell it.
struct Danger {
    /// Completes "refuses" and "run here".
    what: &'static str,
    /// The lowest level of Pod Security that refuses it.
    refused_by: Level,
    /// Whether a pod is one.
    shows: fn(&PodView<'_>) -> bool,
}

fn any(pod: &PodView<'_>, test: impl Fn(&ContainerView<'_>) -> bool) -> bool {
    pod.containers().any(|container| test(&container))
}

fn judge(view: &ObjectView<'_>, danger: &Danger) -> Outcome {
    let Some(namespace) = of_users(view) else { return Outcome::NotApplicable };
    let level = enforced(namespace);
    let refused = match danger.refused_by {
        Level::Baseline => level.is_some(),
        Level::Restricted => matches!(level, Some(Level::Restricted)),
    };
    if refused {
        return Outcome::Pass;
    }
    let path = format!("metadata.labels[\"{ENFORCE}\"]");
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
    let levels = match danger.refused_by {
        Level::Baseline => "neither baseline nor restricted is",
        Level::Restricted => "restricted is not",
    };
    let runs = match shown {
        0 => "; none is here now".to_owned(),
        1 => "; 1 of the workloads here is such".to_owned(),
        count => format!("; {count} of the workloads here are such"),
    };
    view.fail(path, format!("{what} are let in: {levels} enforced{runs}"))
}

macro_rules! dangers {
    ($($function:ident: $what:literal, $level:ident, $shows:expr;)*) => {
        $(pub(super) fn $function(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
            judge(view, &Danger { what: $what, refused_by: Level::$level, shows: $shows })
        })*
    };
}

dangers! {
    privileged: "privileged containers", Baseline, |pod| any(pod, |one| one.privileged());
    host_pid: "pods in the host's process namespace", Baseline,
        |pod| pod.spec().host_pid == Some(true);
    host_ipc: "pods in the host's IPC namespace", Baseline,
        |pod| pod.spec().host_ipc == Some(true);
    host_network: "pods in the host's network", Baseline,
        |pod| pod.spec().host_network == Some(true);
    privilege_escalation: "containers that may gain rights", Restricted, |pod| any(pod, |one| {
        one.security().and_then(|security| security.allow_privilege_escalation) != Some(false)
    });
    root: "containers that run as root", Restricted, |pod| any(pod, |one| {
        one.run_as_non_root() != Some(true) && one.run_as_user().is_none_or(|user| user == 0)
    });
    net_raw: "containers with NET_RAW", Restricted, |pod| any(pod, |one| {
        !one.dropped_capabilities().any(|name| name == "ALL" || name == "NET_RAW")
            || one.added_capabilities().any(|name| name == "ALL" || name == "NET_RAW")
    });
    capabilities: "containers that keep capabilities", Restricted, |pod| any(pod, |one| {
        !one.dropped_capabilities().any(|name| name == "ALL")
            || one.added_capabilities().any(|name| name != "NET_BIND_SERVICE")
    });
    host_process: "HostProcess containers of Windows", Baseline, |pod| {
        let of_pod = pod.spec().security_context.as_ref();
        let of_pod = of_pod.and_then(|one| one.windows_options.as_ref()?.host_process);
        of_pod == Some(true) || any(pod, |one| {
            one.security().and_then(|one| one.windows_options.as_ref()?.host_process) == Some(true)
        })
    };
    host_path: "volumes of the node's paths", Baseline,
        |pod| pod.spec().volumes.iter().any(|volume| volume.host_path.is_some());
    host_ports: "ports of the node", Baseline, |pod| any(pod, |one| {
        one.container.ports.iter().any(|port| port.host_port.is_some_and(|port| port != 0))
    });
}
