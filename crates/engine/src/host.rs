//! A host as it is judged: its instances with their settings, versions, roles and platform.

use std::collections::{BTreeMap, BTreeSet};

use plimsoll_content::{Content, Distribution, DistributionKind, VersionLine};
use plimsoll_model::{
    DefinitionKind, FileState, Instance, InstanceState, Node, Snapshot, Version, VersionEvidence,
    VersionSource,
};
use plimsoll_settings::{Outcome, SettingValue, Settings};

use crate::select::Seen;

/// A host with everything that is worked out once.
pub struct Host<'a> {
    /// The content it is judged by.
    pub content: &'a Content,
    /// What was seen.
    pub node: &'a Node,
    /// When it was seen, seconds since 1970.
    pub as_of: i64,
    /// Its component instances.
    pub instances: Vec<HostInstance<'a>>,
    /// Roles it plays: `control-plane`, `etcd`, `worker`.
    pub roles: BTreeSet<&'a str>,
    /// Kind of installation, for people: `kubeadm`, `k3s`, `eks on bottlerocket`.
    pub platform: String,
    /// Distributions: those of Kubernetes first, then the operating system.
    distributions: Vec<&'a str>,
}

/// One instance with its settings.
pub struct HostInstance<'a> {
    /// What was seen.
    pub instance: &'a Instance,
    /// Version it is judged by, with what tells it.
    pub version: Option<VersionEvidence>,
    /// Its effective settings.
    pub settings: Settings<'a>,
}

impl HostInstance<'_> {
    /// How this instance is run, where that can be told; it decides which fix is shown.
    #[must_use]
    pub fn platform(&self) -> Option<&'static str> {
        let definition = self.instance.definitions.first()?;
        let kubeadm = definition.files.iter().any(|file| file.ends_with("/10-kubeadm.conf"));
        Some(match definition.kind {
            DefinitionKind::StaticPod if definition.path.contains("/rancher/rke2/") => "rke2",
            DefinitionKind::StaticPod => "kubeadm",
            DefinitionKind::SystemdUnit if kubeadm => "kubeadm",
            DefinitionKind::SystemdUnit | DefinitionKind::ArgumentsFile => "systemd",
        })
    }
}

/// Components whose version is Kubernetes' own, in the order in which they are asked for it.
const KUBERNETES: [&str; 7] = [
    "kube-apiserver",
    "kubelet",
    "kube-controller-manager",
    "kube-scheduler",
    "kube-proxy",
    "federation-apiserver",
    "federation-controller-manager",
];

impl<'a> Host<'a> {
    /// Distributions that the host was recognised as, by id: those of Kubernetes first, then the
    /// operating system. `kubeadm` or `systemd` when it has components and shows no distribution.
    #[must_use]
    pub fn distributions(&self) -> &[&'a str] {
        &self.distributions
    }

    /// Platforms whose fixes hold for a component here, the best first: those of the distribution,
    /// then the way in which the component is run, then that of the host.
    #[must_use]
    pub fn platforms_of(&self, component: Option<&str>) -> Vec<&'a str> {
        let mut platforms: Vec<&str> = Vec::new();
        for distribution in self.known_distributions() {
            platforms.extend(distribution.fixes.iter().map(String::as_str));
        }
        platforms.extend(
            component.and_then(|component| self.instances_of(component).next()?.platform()),
        );
        platforms.push(platform(self.node));
        platforms
    }

    /// Platforms whose fixes hold for the files of a component here, and no others: a fix that was
    /// written for another installation names other files.
    #[must_use]
    pub fn own_platforms_of(&self, component: Option<&str>) -> Vec<&'a str> {
        let run_as = || {
            component
                .and_then(|component| self.instances_of(component).next()?.platform())
                .unwrap_or_else(|| platform(self.node))
        };
        let mut platforms: Vec<&str> = Vec::new();
        for distribution in self.known_distributions() {
            let plain =
                distribution.fixes.is_empty() && distribution.kind == DistributionKind::Kubernetes;
            platforms.extend(plain.then(run_as));
            platforms.extend(distribution.fixes.iter().map(|fix| match fix.as_str() {
                // What is built upon kubeadm runs some components by other means.
                "kubeadm" => run_as(),
                fix => fix,
            }));
        }
        // `kubeadm` and `systemd` for hosts that are recognised as nothing.
        let none = !self.known_distributions().any(|one| one.kind == DistributionKind::Kubernetes);
        platforms.extend(none.then(run_as));
        platforms
    }

    /// What becomes of the files of a role when they are changed by hand on this distribution.
    #[must_use]
    pub fn files_words(&self, role: &str) -> Option<&'a str> {
        self.known_distributions().find_map(|distribution| {
            let text = distribution.files.get(role).or_else(|| distribution.files.get("any"));
            text.map(String::as_str)
        })
    }

    /// How settings of a component are brought about on this distribution, where that is unlike a
    /// plain installation.
    #[must_use]
    pub fn apply(&self, component: &str) -> Option<(&'a str, &'a str)> {
        self.known_distributions().find_map(|distribution| {
            Some((distribution.id.as_str(), distribution.apply.get(component)?.as_str()))
        })
    }

    fn known_distributions(&self) -> impl Iterator<Item = &'a Distribution> {
        let content = self.content;
        let known = |id: &&'a str| content.distributions.iter().find(|one| one.id == **id);
        self.distributions.iter().filter_map(known)
    }

    /// Works out a host from a snapshot.
    #[must_use]
    pub fn new(content: &'a Content, snapshot: &'a Snapshot) -> Self {
        let node = &snapshot.node;
        let times: Vec<(&str, i64)> = node
            .files
            .iter()
            .filter_map(|(path, fact)| match &fact.state {
                FileState::Present(stat) => Some((path.as_str(), stat.modified)),
                _ => None,
            })
            .collect();
        let instances: Vec<HostInstance<'a>> = node
            .components
            .iter()
            .filter_map(|instance| {
                let component = content.components.get(&instance.component)?;
                let version = version_of(component.versions, instance, node.stated_version);
                let settings = Settings::new(
                    content,
                    instance,
                    &node.documents,
                    version.as_ref().map(|evidence| evidence.version),
                )?
                .with_modification_times(times.iter().copied());
                Some(HostInstance { instance, version, settings })
            })
            .collect();
        let roles = instances
            .iter()
            .filter_map(|host| content.components.get(&host.instance.component))
            .map(|component| component.role.as_str())
            .filter(|role| *role != "runtime")
            .collect();
        let (distributions, platform) = distributions(content, node);
        Self { content, node, as_of: snapshot.as_of, instances, roles, platform, distributions }
    }

    /// What of it decides about the edition.
    #[must_use]
    pub fn seen(&self) -> Seen {
        Seen {
            version: self.kubernetes_version().map(|evidence| evidence.version),
            distributions: self.distributions().iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    /// Instances of one component.
    pub fn instances_of<'b>(
        &'b self,
        component: &'b str,
    ) -> impl Iterator<Item = &'b HostInstance<'a>> + 'b {
        self.instances.iter().filter(move |host| host.instance.component == component)
    }

    /// The Kubernetes version of the host: what the user stated, else the oldest of its components,
    /// the API server's first.
    #[must_use]
    pub fn kubernetes_version(&self) -> Option<&VersionEvidence> {
        KUBERNETES.into_iter().find_map(|component| {
            self.instances_of(component)
                .filter_map(|host| host.version.as_ref())
                .min_by_key(|evidence| evidence.version)
        })
    }

    /// Why a component that was not found might be there all the same: what could not be looked at.
    #[must_use]
    pub fn hidden(&self, component: &str) -> Option<String> {
        let hiding: Vec<String> = self
            .node
            .problems
            .iter()
            .filter(|problem| problem.component.as_deref().is_none_or(|hidden| hidden == component))
            .map(|problem| format!("{}: {}", problem.subject, problem.reason))
            .collect();
        match hiding.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            [one, rest @ ..] => Some(format!("{one} (and {} more)", rest.len())),
        }
    }

    /// Why a component is not here, for people.
    #[must_use]
    pub fn absence(&self, component: &str) -> String {
        let plain = format!("{component} neither runs nor is configured on this host");
        if component == "etcd" {
            for api_server in self.instances_of("kube-apiserver") {
                if let Outcome::Value(servers) = api_server.settings.get("etcd-servers")
                    && let SettingValue::List(list) = &servers.value
                    && !list.is_empty()
                {
                    return format!("{plain}; its API server uses {}", list.join(","));
                }
            }
        }
        if self.roles.contains("worker")
            && !self.roles.contains("control-plane")
            && self.content.components.get(component).is_some_and(|c| c.role == "control-plane")
        {
            return format!("{plain}; this is a worker");
        }
        plain
    }

    /// What a reader must know before trusting the verdicts on this host.
    #[must_use]
    pub fn notices(&self) -> Vec<String> {
        let mut notices = Vec::new();
        if self.roles.is_empty() {
            notices.push(
                "no Kubernetes component runs or is configured here, as far as could be seen"
                    .to_owned(),
            );
        }
        if self.node.collector_uid != 0 {
            notices.push(format!(
                "looked at as user {}, not as root: what could not be read is an error below",
                self.node.collector_uid
            ));
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut holders: Vec<&str> = Vec::new();
        for host in &self.instances {
            let instance = host.instance;
            *counts.entry(instance.component.as_str()).or_default() += 1;
            let component = host.settings.component();
            if component.role == "runtime" {
                continue;
            }
            if instance.state == InstanceState::Configured
                && let Some(definition) = instance.definitions.first()
            {
                notices.push(format!(
                    "{} does not run; it is judged as {} configures it",
                    instance.id, definition.path
                ));
            }
            if let Some(holder) = &instance.embedded
                && instance.flags_unseen.is_none()
                && !holders.contains(&holder.as_str())
            {
                holders.push(holder);
                notices.push(format!(
                    "{holder} runs its components inside itself and shows none of their flags: they \
                     are worked out from its configuration and from what {holder} is known to set"
                ));
            }
            if host.version.is_none() {
                let state = match component.versions {
                    VersionLine::Kubernetes => " (state it with --kubernetes-version)",
                    _ => "",
                };
                notices.push(format!(
                    "the version of {} could not be told: defaults that differ between versions \
                     are errors{state}",
                    instance.id
                ));
            }
            for definition in &instance.definitions {
                notices.extend(
                    definition
                        .problems
                        .iter()
                        .map(|problem| format!("{}: {problem}", definition.path)),
                );
            }
            notices.extend(differences(host));
            let remarks = host.settings.remarks();
            notices.extend(remarks.iter().map(|remark| format!("{}: {remark}", instance.id)));
        }
        for (component, count) in counts {
            if count > 1 {
                notices.push(format!("{count} instances of {component} were found and judged"));
            }
        }
        notices
    }
}

/// The version that an instance is judged by.
fn version_of(
    line: VersionLine,
    instance: &Instance,
    stated: Option<Version>,
) -> Option<VersionEvidence> {
    if let (Some(version), VersionLine::Kubernetes) = (stated, line) {
        let location = "--kubernetes-version".to_owned();
        return Some(VersionEvidence {
            version,
            source: VersionSource::Stated,
            location,
            text: None,
        });
    }
    instance.versions.iter().min_by_key(|evidence| evidence.source).cloned()
}

/// Where a running process and its own definition disagree.
fn differences(host: &HostInstance<'_>) -> Vec<String> {
    let (Some(process), Some(definition)) =
        (&host.instance.process, host.instance.definitions.first())
    else {
        return Vec::new();
    };
    let texts = |arguments: &[plimsoll_model::Argument]| {
        arguments.iter().map(|argument| argument.text.clone()).collect::<BTreeSet<String>>()
    };
    let running = texts(&process.command_line.arguments);
    let written = texts(&definition.command_line.arguments);
    let listed = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
        one.difference(other).cloned().collect::<Vec<_>>().join(" ")
    };
    let (only_running, only_written) = (listed(&running, &written), listed(&written, &running));
    if only_running.is_empty() && only_written.is_empty() {
        return Vec::new();
    }
    let part = |text: &str, what: &str| {
        if text.is_empty() { String::new() } else { format!("; only {what}: {text}") }
    };
    vec![format!(
        "{} runs with other arguments than {} says, and is judged as it runs{}{}",
        host.instance.id,
        definition.path,
        part(&only_running, "running"),
        part(&only_written, "written")
    )]
}

/// Ids of the distributions of a host, and the phrase for people.
fn distributions<'a>(content: &Content, node: &'a Node) -> (Vec<&'a str>, String) {
    let of_kubernetes = |id: &str| {
        let known = content.distributions.iter().find(|one| one.id == id);
        known.is_none_or(|one| one.kind == DistributionKind::Kubernetes)
    };
    let (mut named, systems): (Vec<&str>, Vec<&str>) =
        node.distributions.iter().map(|one| one.id.as_str()).partition(|id| of_kubernetes(id));
    // Also what earlier versions wrote, which knew no distributions.
    if named.is_empty() {
        named.push(platform(node));
    }
    let phrase = std::iter::once(named.join(", "))
        .chain(systems.iter().map(|system| (*system).to_owned()))
        .collect::<Vec<String>>()
        .join(" on ");
    named.extend(systems);
    (named, phrase)
}

/// The kind of installation, told from where its definitions lie.
fn platform(node: &Node) -> &'static str {
    let mut definitions = node.components.iter().flat_map(|instance| &instance.definitions);
    let any = |wanted: &dyn Fn(&plimsoll_model::Definition) -> bool| {
        node.components.iter().flat_map(|instance| &instance.definitions).any(wanted)
    };
    if any(&|definition| definition.path.contains("/rancher/rke2/")) {
        return "rke2";
    }
    if any(&|definition| definition.kind == DefinitionKind::StaticPod) {
        return "kubeadm";
    }
    let kubeadm_drop_in = definitions
        .any(|definition| definition.files.iter().any(|file| file.ends_with("/10-kubeadm.conf")));
    if kubeadm_drop_in { "kubeadm" } else { "systemd" }
}
