//! Whether what moves packets enforces NetworkPolicies.

use plimsoll_engine::objects::{Context, Options, Outcome, Problem};
use plimsoll_model::kubernetes::Body;

const AMAZON_AGENT: &str = "aws-network-policy-agent";

/// Plugins by a part of an image's repository: what it is called, and whether it enforces
/// NetworkPolicies. Those that enforce come first: several can run together.
///
/// Sources: the documentation of each plugin.
const PLUGINS: [(&str, &str, bool); 15] = [
    ("calico/node", "Calico", true),
    ("cilium/cilium", "Cilium", true),
    ("antrea/antrea", "Antrea", true),
    ("kube-router", "kube-router", true),
    ("ovn-kube", "OVN-Kubernetes", true),
    ("kube-ovn", "Kube-OVN", true),
    ("weave-npc", "Weave Net", true),
    ("azure-npm", "Azure Network Policy Manager", true),
    (AMAZON_AGENT, "Amazon VPC CNI with its policy agent", true),
    ("kube-network-policies", "kube-network-policies", true),
    ("romana", "Romana", true),
    ("flannel", "flannel", false),
    ("amazon-k8s-cni", "Amazon VPC CNI, whose policy agent is not told to enforce them,", false),
    ("azure-cns", "Azure CNI", false),
    ("weave-kube", "Weave Net without weave-npc", false),
];

/// What OpenShift says of its network: whose images have no telling names.
fn of_openshift(context: &Context<'_>) -> Option<Result<(), String>> {
    let networks = context.everywhere("Network");
    let mut networks = networks.iter().filter_map(|(_, object)| match &object.body {
        Body::NetworkOperator(network) => Some(&network.spec.default_network),
        _ => None,
    });
    let network = networks.next()?;
    let mode = network.openshift_sdn_config.as_ref().and_then(|sdn| sdn.mode.as_deref());
    match (network.type_.as_deref()?, mode.unwrap_or("NetworkPolicy")) {
        ("OVNKubernetes", _) | ("OpenShiftSDN", "NetworkPolicy") => Some(Ok(())),
        ("OpenShiftSDN", mode) => Some(Err(format!(
            "OpenShift SDN moves the packets here in the mode {mode}, in which it enforces no \
             NetworkPolicy"
        ))),
        _ => None,
    }
}

pub(super) fn enforces(context: &Context<'_>, _: Options<'_>) -> Outcome {
    if context.cluster.is_none() {
        return Outcome::NotApplicable;
    }
    match of_openshift(context) {
        Some(Ok(())) => return Outcome::Pass,
        Some(Err(reason)) => {
            return Outcome::Fail(vec![Problem { reason, ..Problem::default() }]);
        }
        None => {}
    }
    let mut images: Vec<&str> = Vec::new();
    // Amazon's agent always runs; it enforces when it is told to.
    let mut told = false;
    for object in context.objects {
        let agents = matches!(&*object.kind, "DaemonSet" | "Pod");
        for template in object.templates.iter().filter(|_| agents) {
            let spec = &template.pod.spec;
            let containers = spec.containers.iter().chain(&spec.init_containers);
            for container in containers {
                let words = || container.command.iter().chain(&container.args);
                told |= words().any(|word| {
                    matches!(&**word, "--enable-network-policy=true" | "--enable-network-policy")
                });
                images.extend(container.image.as_deref());
            }
        }
    }
    let found = PLUGINS.iter().find(|(part, ..)| {
        (*part != AMAZON_AGENT || told) && images.iter().any(|image| image.contains(part))
    });
    let problem = |reason: String| Problem { reason, ..Problem::default() };
    match found {
        Some((_, _, true)) => Outcome::Pass,
        Some((_, name, false)) => Outcome::Fail(vec![problem(format!(
            "{name} moves the packets here, and it enforces no NetworkPolicy"
        ))]),
        None => Outcome::Unknown(problem(
            "no network plugin that is known runs as a pod: whether NetworkPolicies are enforced \
             must be tried"
                .to_owned(),
        )),
    }
}
