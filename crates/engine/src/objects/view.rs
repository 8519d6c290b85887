//! What a check function looks at.

use plimsoll_model::kubernetes::{
    AppArmorProfile, Body, Container, Metadata, Object, PodSpec, SeLinuxOptions, SeccompProfile,
    SecurityContext, Template, Text,
};

use super::context::Context;
use super::outcome::{Outcome, Problem};

/// An object among others.
#[derive(Clone, Copy)]
pub struct ObjectView<'a> {
    /// The object.
    pub object: &'a Object<'a>,
    /// Its number in the set.
    pub id: usize,
    /// Everything else.
    pub context: &'a Context<'a>,
}

impl<'a> ObjectView<'a> {
    /// Kind of the object.
    #[must_use]
    pub fn kind(&self) -> &'a str {
        &self.object.kind
    }

    /// What is audited of it.
    #[must_use]
    pub fn body(&self) -> &'a Body<'a> {
        &self.object.body
    }

    /// A failure at a path of the object.
    #[must_use]
    pub fn fail(&self, path: impl Into<String>, reason: impl Into<String>) -> Outcome {
        Outcome::Fail(vec![self.problem(path, reason)])
    }

    /// A problem at a path of the object.
    #[must_use]
    pub fn problem(&self, path: impl Into<String>, reason: impl Into<String>) -> Problem {
        Problem { path: path.into(), reason: reason.into(), container: None }
    }
}

/// A pod, or the template of pods.
#[derive(Clone, Copy)]
pub struct PodView<'a> {
    /// The object that makes it (or is it).
    pub of: ObjectView<'a>,
    /// The template and its path.
    pub template: &'a Template<'a>,
}

impl<'a> PodView<'a> {
    /// What runs.
    #[must_use]
    pub fn spec(&self) -> &'a PodSpec<'a> {
        &self.template.pod.spec
    }

    /// Metadata of the object around it.
    #[must_use]
    pub fn metadata(&self) -> &'a Metadata<'a> {
        &self.of.object.metadata
    }

    /// Labels of the pod.
    #[must_use]
    pub fn labels(&self) -> &'a plimsoll_model::kubernetes::Pairs<'a> {
        &self.template.pod.metadata.labels
    }

    /// An annotation of the pod.
    #[must_use]
    pub fn annotation(&self, key: &str) -> Option<&'a str> {
        self.template.pod.metadata.annotations.get(key)
    }

    /// Namespace, if it is written.
    #[must_use]
    pub fn namespace(&self) -> Option<&'a str> {
        self.of.object.namespace()
    }

    /// Whether the pod says that it runs on Windows.
    #[must_use]
    pub fn on_windows(&self) -> bool {
        let os = self.spec().os.as_ref().and_then(|os| os.name.as_deref());
        os == Some("windows")
            || self.spec().node_selector.get("kubernetes.io/os") == Some("windows")
    }

    /// Whether it has a user namespace of its own.
    #[must_use]
    pub fn in_user_namespace(&self) -> bool {
        self.spec().host_users == Some(false)
    }

    /// Name of the service account.
    #[must_use]
    pub fn service_account(&self) -> &'a str {
        let spec = self.spec();
        let set = |name: &'a Option<Text<'a>>| name.as_deref().filter(|name| !name.is_empty());
        set(&spec.service_account_name).or_else(|| set(&spec.service_account)).unwrap_or("default")
    }

    /// Path of a field of the object: `spec.hostPID` becomes `spec.template.spec.hostPID`.
    #[must_use]
    pub fn path(&self, field: &str) -> String {
        let separator =
            if field.starts_with('[') || self.template.path.is_empty() { "" } else { "." };
        format!("{}{separator}{field}", self.template.path)
    }

    /// A failure at a field of the pod, e.g. `spec.hostPID`.
    #[must_use]
    pub fn fail(&self, field: &str, reason: impl Into<String>) -> Outcome {
        Outcome::Fail(vec![self.problem(field, reason)])
    }

    /// A problem at a field of the pod.
    #[must_use]
    pub fn problem(&self, field: &str, reason: impl Into<String>) -> Problem {
        Problem { path: self.path(field), reason: reason.into(), container: None }
    }

    /// Every container: init, sidecar, main and ephemeral ones.
    pub fn containers(&self) -> impl Iterator<Item = ContainerView<'a>> + use<'a> {
        let pod = *self;
        let spec = self.spec();
        let init = spec.init_containers.iter().enumerate().map(move |(index, container)| {
            let sidecar = container.restart_policy.as_deref() == Some("Always");
            let role = if sidecar { ContainerRole::Sidecar } else { ContainerRole::Init };
            ContainerView { pod, container, role, index }
        });
        let main = spec.containers.iter().enumerate().map(move |(index, container)| {
            ContainerView { pod, container, role: ContainerRole::Main, index }
        });
        let ephemeral =
            spec.ephemeral_containers.iter().enumerate().map(move |(index, container)| {
                ContainerView { pod, container, role: ContainerRole::Ephemeral, index }
            });
        init.chain(main).chain(ephemeral)
    }
}

/// What a container is in its pod.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContainerRole {
    /// Runs first and ends.
    Init,
    /// Starts first and stays (an init container with `restartPolicy: Always`).
    Sidecar,
    /// One of `containers`.
    Main,
    /// Added for debugging.
    Ephemeral,
}

/// A container in its pod.
#[derive(Clone, Copy)]
pub struct ContainerView<'a> {
    /// The pod.
    pub pod: PodView<'a>,
    /// The container.
    pub container: &'a Container<'a>,
    /// What it is in its pod.
    pub role: ContainerRole,
    /// Its number in its list.
    pub index: usize,
}

impl<'a> ContainerView<'a> {
    /// Name, or its place where none is written.
    #[must_use]
    pub fn name(&self) -> String {
        match self.container.name.as_deref() {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => format!("{}[{}]", self.list(), self.index),
        }
    }

    /// Field of the pod's specification that lists it.
    #[must_use]
    pub fn list(&self) -> &'static str {
        match self.role {
            ContainerRole::Init | ContainerRole::Sidecar => "initContainers",
            ContainerRole::Main => "containers",
            ContainerRole::Ephemeral => "ephemeralContainers",
        }
    }

    /// Whether it runs as long as the pod: probes and limits are about these.
    #[must_use]
    pub fn stays(&self) -> bool {
        matches!(self.role, ContainerRole::Main | ContainerRole::Sidecar)
    }

    /// Its own security settings.
    #[must_use]
    pub fn security(&self) -> Option<&'a SecurityContext<'a>> {
        self.container.security_context.as_deref()
    }

    /// Whether it is privileged.
    #[must_use]
    pub fn privileged(&self) -> bool {
        self.security().and_then(|security| security.privileged) == Some(true)
    }

    /// User number it runs as, where it or the pod says so.
    #[must_use]
    pub fn run_as_user(&self) -> Option<i64> {
        let own = self.security().and_then(|security| security.run_as_user);
        own.or_else(|| self.pod.spec().security_context.as_ref()?.run_as_user)
    }

    /// Group number it runs as, where it or the pod says so.
    #[must_use]
    pub fn run_as_group(&self) -> Option<i64> {
        let own = self.security().and_then(|security| security.run_as_group);
        own.or_else(|| self.pod.spec().security_context.as_ref()?.run_as_group)
    }

    /// Whether the kubelet refuses to run it as root, where it or the pod says so.
    #[must_use]
    pub fn run_as_non_root(&self) -> Option<bool> {
        let own = self.security().and_then(|security| security.run_as_non_root);
        own.or_else(|| self.pod.spec().security_context.as_ref()?.run_as_non_root)
    }

    /// The seccomp profile it runs with, and whether it stands at the container.
    #[must_use]
    pub fn seccomp(&self) -> Option<(&'a SeccompProfile<'a>, bool)> {
        let own = self.security().and_then(|security| security.seccomp_profile.as_deref());
        own.map(|profile| (profile, true)).or_else(|| {
            let pod = self.pod.spec().security_context.as_ref()?;
            Some((pod.seccomp_profile.as_deref()?, false))
        })
    }

    /// The AppArmor profile it runs with, and whether it stands at the container. Annotations are
    /// not looked at.
    #[must_use]
    pub fn app_armor(&self) -> Option<(&'a AppArmorProfile<'a>, bool)> {
        let own = self.security().and_then(|security| security.app_armor_profile.as_deref());
        own.map(|profile| (profile, true)).or_else(|| {
            let pod = self.pod.spec().security_context.as_ref()?;
            Some((pod.app_armor_profile.as_deref()?, false))
        })
    }

    /// The SELinux label it runs with, and whether it stands at the container.
    #[must_use]
    pub fn se_linux(&self) -> Option<(&'a SeLinuxOptions<'a>, bool)> {
        let own = self.security().and_then(|security| security.se_linux_options.as_deref());
        own.map(|options| (options, true)).or_else(|| {
            let pod = self.pod.spec().security_context.as_ref()?;
            Some((pod.se_linux_options.as_deref()?, false))
        })
    }

    /// Capabilities it adds, in upper case without `CAP_`.
    pub fn added_capabilities(&self) -> impl Iterator<Item = String> + use<'a> {
        let capabilities = self.security().and_then(|security| security.capabilities.as_ref());
        capabilities.into_iter().flat_map(|list| &list.add).map(|name| capability(name))
    }

    /// Capabilities it drops, in upper case without `CAP_`.
    pub fn dropped_capabilities(&self) -> impl Iterator<Item = String> + use<'a> {
        let capabilities = self.security().and_then(|security| security.capabilities.as_ref());
        capabilities.into_iter().flat_map(|list| &list.drop).map(|name| capability(name))
    }

    /// Path of a field of the container in the object.
    #[must_use]
    pub fn path(&self, field: &str) -> String {
        let separator = if field.is_empty() || field.starts_with('[') { "" } else { "." };
        self.pod.path(&format!("spec.{}[{}]{separator}{field}", self.list(), self.index))
    }

    /// A failure at a field of the container, e.g. `securityContext.privileged`.
    #[must_use]
    pub fn fail(&self, field: &str, reason: impl AsRef<str>) -> Outcome {
        Outcome::Fail(vec![self.problem(field, reason)])
    }

    /// A problem at a field of the container. The reason is told of the container by name.
    #[must_use]
    pub fn problem(&self, field: &str, reason: impl AsRef<str>) -> Problem {
        let name = self.name();
        Problem {
            path: self.path(field),
            reason: format!("container `{name}`: {}", reason.as_ref()),
            container: Some(name),
        }
    }
}

/// The name of a capability as the kernel knows it, without `CAP_`, in upper case. The container
/// runtimes accept both spellings in any case.
fn capability(name: &str) -> String {
    let name = name.to_ascii_uppercase();
    name.strip_prefix("CAP_").map_or(name.clone(), str::to_owned)
}
