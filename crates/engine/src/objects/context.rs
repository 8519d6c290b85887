//! Every object of the set, found by kind, namespace, name and label.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use plimsoll_content::{ANY, POD_MAKERS, PODS, Platform};
use plimsoll_graph::network::Network;
use plimsoll_graph::rbac::{Aggregation, Bound, Rbac, Subject};
use plimsoll_model::kubernetes::{Binding, Body, Object, Pairs, ServiceAccount, Template};
use plimsoll_model::{Cluster, Version};

use super::image::Reference;

/// A pod template with the number of its object.
type Labelled<'a> = (usize, &'a Template<'a>);

/// How rows of the platform begin that hold on OpenShift only.
const OPENSHIFT: &str = "OpenShift: ";

fn of_openshift(group: &str) -> bool {
    group.ends_with(".openshift.io")
}

/// Kinds that Kubernetes has no more, with the last minor that had them: what a later version
/// answers about them is no loss.
const GONE: [(&str, u16); 1] = [("PodSecurityPolicy", 24)];

/// Owners are followed this far: Pod, ReplicaSet, Deployment and custom resources above.
const OWNERS: usize = 8;

/// All objects that are judged together.
pub struct Context<'a> {
    /// The objects by number.
    pub objects: &'a [Object<'a>],
    /// Kubernetes version they are judged for.
    pub version: Version,
    /// By kind and namespace; without a namespace the empty one.
    by_kind: BTreeMap<&'a str, BTreeMap<&'a str, OfKind<'a>>>,
    templates: BTreeMap<&'a str, Templates<'a>>,
    /// Bindings by the name of a service account among their subjects.
    bindings: BTreeMap<&'a str, Vec<usize>>,
    /// Ingresses by the hosts of their rules.
    hosts: BTreeMap<&'a str, Vec<usize>>,
    /// The cluster that the objects were read from, when they were.
    pub cluster: Option<&'a Cluster>,
    platform: Option<&'a Platform>,
    /// References to images that pods run with, by image; filled when somebody asks.
    images: OnceLock<BTreeMap<String, BTreeSet<String>>>,
    /// Kinds of which an object could not be read, and why.
    lost: BTreeMap<String, String>,
    /// Whether there are APIs of OpenShift.
    openshift: bool,
    /// Roles and bindings.
    pub rbac: Rbac<'a>,
    /// Policies, Services and routes.
    pub network: Network<'a>,
}

#[derive(Default)]
struct OfKind<'a> {
    ids: Vec<usize>,
    by_name: BTreeMap<&'a str, usize>,
}

#[derive(Default)]
struct Templates<'a> {
    all: Vec<Labelled<'a>>,
    by_label: BTreeMap<&'a str, BTreeMap<&'a str, Vec<Labelled<'a>>>>,
}

impl<'a> Templates<'a> {
    fn labelled(&self, key: &str, value: &str) -> &[Labelled<'a>] {
        let list = self.by_label.get(key).and_then(|values| values.get(value));
        list.map(Vec::as_slice).unwrap_or_default()
    }
}

impl<'a> Context<'a> {
    /// Takes in all objects.
    #[must_use]
    pub fn new(objects: &'a [Object<'a>], version: Version) -> Self {
        let mut context = Self {
            objects,
            version,
            by_kind: BTreeMap::new(),
            templates: BTreeMap::new(),
            bindings: BTreeMap::new(),
            hosts: BTreeMap::new(),
            cluster: None,
            platform: None,
            images: OnceLock::new(),
            lost: BTreeMap::new(),
            openshift: objects.iter().any(|object| of_openshift(object.group())),
            rbac: Rbac::new(objects, Aggregation::Computed),
            network: Network::new(objects),
        };
        for (id, object) in objects.iter().enumerate() {
            let namespace = object.namespace().unwrap_or_default();
            let of_kind =
                context.by_kind.entry(&object.kind).or_default().entry(namespace).or_default();
            of_kind.ids.push(id);
            of_kind.by_name.entry(object.name()).or_insert(id);
            context.index(id, &object.body);
            if object.templates.is_empty() {
                continue;
            }
            let here = context.templates.entry(namespace).or_default();
            for template in &object.templates {
                here.all.push((id, template));
                for (key, value) in template.pod.metadata.labels.iter() {
                    let values = here.by_label.entry(key).or_default();
                    values.entry(value).or_default().push((id, template));
                }
            }
        }
        context
    }

    /// Tells who belongs to the platform itself.
    #[must_use]
    pub fn with_platform(mut self, platform: &'a Platform) -> Self {
        self.platform = Some(platform);
        self
    }

    /// Says that the objects are all that a cluster has, but for what could not be read.
    #[must_use]
    pub fn of_cluster(mut self, cluster: &'a Cluster) -> Self {
        self.cluster = Some(cluster);
        self.openshift |= cluster.groups.iter().any(|group| of_openshift(group));
        self.rbac = Rbac::new(self.objects, Aggregation::Stored);
        self
    }

    /// Says that objects of these kinds were there and could not be read.
    #[must_use]
    pub fn without(mut self, lost: BTreeMap<String, String>) -> Self {
        self.lost = lost;
        self
    }

    /// What a subject is, if it belongs to the platform and is expected to hold the role of a
    /// binding.
    #[must_use]
    pub fn expects(&self, subject: &Subject, bound: &Bound<'_>) -> Option<&'a str> {
        let role = bound.role_name();
        let platform = self.platform?;
        let what = match subject {
            Subject::User(name) => platform.expects("User", "", name, role),
            Subject::Group(name) => platform.expects("Group", "", name, role),
            Subject::ServiceAccount { namespace, name } => {
                platform.expects("ServiceAccount", namespace, name, role)
            }
        };
        // The names that OpenShift keeps for itself are anybody's elsewhere.
        what.filter(|what| self.openshift || !what.starts_with(OPENSHIFT))
    }

    /// Whether there are APIs of OpenShift.
    #[must_use]
    pub fn is_openshift(&self) -> bool {
        self.openshift
    }

    /// Whether a namespace belongs to the platform. OpenShift lets nobody but its administrators make
    /// one whose name begins with `openshift-`.
    #[must_use]
    pub fn is_platform_namespace(&self, name: &str) -> bool {
        matches!(name, "kube-system" | "kube-public" | "kube-node-lease")
            || (self.openshift && (name == "openshift" || name.starts_with("openshift-")))
    }

    /// Why a pass may mean nothing: a kind that is needed was not read whole.
    #[must_use]
    pub fn unread(&self, needs: &[String]) -> Option<&str> {
        let cluster = self.cluster?;
        needs.iter().find_map(|kind| match kind.as_str() {
            // Secrets are left out unless the user asks for them, and nobody is surprised by that.
            ANY => cluster
                .lists
                .iter()
                .filter(|list| list.kind != "Secret")
                .find_map(|list| self.unread_kind(&list.kind)),
            PODS => POD_MAKERS.iter().find_map(|kind| self.unread_kind(kind)),
            kind => self.unread_kind(kind),
        })
    }

    /// Why objects of a kind may be missing.
    #[must_use]
    pub fn unread_kind(&self, kind: &str) -> Option<&str> {
        let minor = (self.version.major, self.version.minor);
        if GONE.iter().any(|(known, last)| *known == kind && minor > (1, *last)) {
            return None;
        }
        self.cluster?.unread(kind).or_else(|| self.lost.get(kind).map(String::as_str))
    }

    fn index(&mut self, id: usize, body: &'a Body<'a>) {
        match body {
            Body::Binding(binding) => {
                let accounts = binding
                    .subjects
                    .iter()
                    .filter(|subject| subject.kind.as_deref() == Some("ServiceAccount"));
                for name in accounts.filter_map(|subject| subject.name.as_deref()) {
                    self.bindings.entry(name).or_default().push(id);
                }
            }
            Body::Ingress(ingress) => {
                for host in ingress.spec.rules.iter().filter_map(|rule| rule.host.as_deref()) {
                    self.hosts.entry(host).or_default().push(id);
                }
            }
            _ => {}
        }
    }

    /// Bindings that have a service account of a name among their subjects, in any namespace.
    pub fn bindings_of(
        &self,
        account: &str,
    ) -> impl Iterator<Item = (&'a Object<'a>, &'a Binding<'a>)> {
        let ids = self.bindings.get(account).map(Vec::as_slice).unwrap_or_default();
        ids.iter().filter_map(|id| {
            let object = &self.objects[*id];
            match &object.body {
                Body::Binding(binding) => Some((object, binding)),
                _ => None,
            }
        })
    }

    /// Ingresses with a rule for a host, by number.
    #[must_use]
    pub fn ingresses_for(&self, host: &str) -> &[usize] {
        self.hosts.get(host).map(Vec::as_slice).unwrap_or_default()
    }

    /// How the pods of the set write an image (see [`Reference::image`]), each way once. What only
    /// a template says is not among it: it need not run.
    pub fn references_to(&self, image: &str) -> impl Iterator<Item = &str> {
        let images = self.images.get_or_init(|| {
            let mut images: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            let pods = self.objects.iter().filter(|object| object.kind == "Pod");
            for template in pods.flat_map(|pod| &pod.templates) {
                let spec = &template.pod.spec;
                let containers = spec
                    .init_containers
                    .iter()
                    .chain(&spec.containers)
                    .chain(&spec.ephemeral_containers);
                for written in containers.filter_map(|container| container.image.as_deref()) {
                    let image = Reference::parse(written).image();
                    images.entry(image).or_default().insert(written.to_owned());
                }
            }
            images
        });
        images.get(image).into_iter().flatten().map(String::as_str)
    }

    /// The object of the set that manages another.
    #[must_use]
    pub fn controller_of(&self, object: &Object<'_>) -> Option<(usize, &'a Object<'a>)> {
        let owner = object.metadata.controller()?;
        self.named(owner.kind.as_deref()?, object.namespace(), owner.name.as_deref()?)
    }

    /// The object that a pod or another owned object is reported by: its highest owner whose name
    /// is known, as the number of an object of the set where it is one, and as a title.
    #[must_use]
    pub fn top_of(&self, object: &Object<'_>) -> (Option<usize>, String) {
        let Some(owner) = object.metadata.controller() else { return (None, object.title()) };
        // The mirror of a static pod belongs to its node, which says nothing about it.
        let (Some(kind), Some(name)) = (owner.kind.as_deref(), owner.name.as_deref()) else {
            return (None, object.title());
        };
        if kind == "Node" {
            return (None, object.title());
        }
        let Some((mut id, mut top)) = self.controller_of(object) else {
            let namespace = object.namespace().unwrap_or_default();
            return (None, format!("{kind}/{namespace}/{name}"));
        };
        for _ in 0..OWNERS {
            match (self.controller_of(top), top.metadata.controller()) {
                (Some((next, object)), _) => (id, top) = (next, object),
                (None, Some(owner)) => {
                    let kind = owner.kind.as_deref().unwrap_or_default();
                    let namespace = top.namespace().unwrap_or_default();
                    let name = owner.name.as_deref().unwrap_or_default();
                    return (None, format!("{kind}/{namespace}/{name}"));
                }
                (None, None) => break,
            }
        }
        (Some(id), top.title())
    }

    /// The namespaces whose objects may be in `namespace`: itself, and what is written without one,
    /// since that can be applied to any. Asked without a namespace, only the latter.
    fn places(namespace: Option<&str>) -> impl Iterator<Item = &str> {
        namespace.into_iter().chain([""])
    }

    /// Objects of a kind that are in a namespace or may be.
    #[must_use]
    pub fn of_kind(&self, kind: &str, namespace: Option<&str>) -> Vec<(usize, &'a Object<'a>)> {
        let Some(of_kind) = self.by_kind.get(kind) else { return Vec::new() };
        Self::places(namespace)
            .filter_map(|place| of_kind.get(place))
            .flat_map(|found| &found.ids)
            .map(|&id| (id, &self.objects[id]))
            .collect()
    }

    /// Objects of a kind in every namespace.
    #[must_use]
    pub fn everywhere(&self, kind: &str) -> Vec<(usize, &'a Object<'a>)> {
        let Some(of_kind) = self.by_kind.get(kind) else { return Vec::new() };
        of_kind.values().flat_map(|found| &found.ids).map(|&id| (id, &self.objects[id])).collect()
    }

    /// The object of a kind and name that is in a namespace or may be.
    #[must_use]
    pub fn named(
        &self,
        kind: &str,
        namespace: Option<&str>,
        name: &str,
    ) -> Option<(usize, &'a Object<'a>)> {
        let of_kind = self.by_kind.get(kind)?;
        let id = *Self::places(namespace)
            .filter_map(|place| of_kind.get(place))
            .find_map(|found| found.by_name.get(name))?;
        Some((id, &self.objects[id]))
    }

    /// The service account of a name in a namespace.
    #[must_use]
    pub fn service_account(
        &self,
        namespace: Option<&str>,
        name: &str,
    ) -> Option<&'a ServiceAccount<'a>> {
        match &self.named("ServiceAccount", namespace, name)?.1.body {
            Body::ServiceAccount(account) => Some(account),
            _ => None,
        }
    }

    /// Pod templates in a namespace (or that may be in it), with the numbers of their objects.
    #[must_use]
    pub fn templates(&self, namespace: Option<&str>) -> Vec<Labelled<'a>> {
        Self::places(namespace)
            .filter_map(|place| self.templates.get(place))
            .flat_map(|here| here.all.iter().copied())
            .collect()
    }

    /// Whether any pod template is in a namespace or may be.
    #[must_use]
    pub fn has_templates(&self, namespace: Option<&str>) -> bool {
        Self::places(namespace).any(|place| self.templates.contains_key(place))
    }

    /// Pod templates in a namespace (or that may be in it) whose labels contain all these. An empty
    /// selector selects nothing here: a Service without a selector has no pods.
    #[must_use]
    pub fn selected(&self, namespace: Option<&str>, selector: &Pairs<'_>) -> Vec<Labelled<'a>> {
        let Some((key, value)) = selector.iter().next() else { return Vec::new() };
        Self::places(namespace)
            .filter_map(|place| self.templates.get(place))
            .flat_map(|here| here.labelled(key, value))
            .filter(|(_, template)| selector.within(&template.pod.metadata.labels))
            .copied()
            .collect()
    }
}
