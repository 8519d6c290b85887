//! From documents to Kubernetes objects.
//!
//! Lists are opened, kinds of which more than metadata is audited are decoded, and pod templates are
//! found wherever they stand: at the known places of known kinds, by their shape in any other.

use plimsoll_model::kubernetes::{Body, Metadata, Object, PodTemplate, Template, Text};
use serde::Deserialize;

use crate::decode::{DecodeError, decode};
use crate::document::Node;
use crate::path::{join, value_at};

/// An object and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Found<'t> {
    /// The object.
    pub object: Object<'t>,
    /// Its path in the document: empty, or `items[3]` in a List.
    pub path: String,
    /// Values that do not fit their field; they were read as absent.
    pub faults: Vec<DecodeError>,
}

/// What is in a document that is no object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoObject {
    /// Not a mapping with `apiVersion` and `kind`.
    NotKubernetes,
    /// It has one of the two, or one of them is no text.
    Incomplete,
}

/// Lists in lists are opened to this depth.
const LIST_DEPTH: usize = 4;
/// Unknown kinds are searched for pod templates to this depth.
const SEARCH_DEPTH: usize = 24;
/// Faulty values in one object after which the rest is not looked for.
const FAULTS: usize = 50;

/// Reads the objects of a document.
///
/// # Errors
/// Says that there is none.
pub fn objects<'n, 't: 'n>(document: &Node<'n, 't>) -> Result<Vec<Found<'t>>, NoObject> {
    let mut found = Vec::new();
    collect(document, String::new(), 0, &mut found)?;
    Ok(found)
}

fn collect<'n, 't: 'n>(
    node: &Node<'n, 't>,
    path: String,
    depth: usize,
    found: &mut Vec<Found<'t>>,
) -> Result<(), NoObject> {
    let text = |key: &str| {
        node.get(key).map(|value| decode::<Text<'t>>(*value, &[]).map_err(|_| NoObject::Incomplete))
    };
    let (api_version, kind) = match (text("apiVersion"), text("kind")) {
        (Some(api_version), Some(kind)) => (api_version?, kind?),
        (None, None) => return Err(NoObject::NotKubernetes),
        _ => return Err(NoObject::Incomplete),
    };
    if let Some(items) = node.get("items")
        && kind.ends_with("List")
        && depth < LIST_DEPTH
    {
        for (index, item) in items.items().iter().enumerate() {
            collect(item, format!("{}[{index}]", join(&path, "items")), depth + 1, found)?;
        }
        return Ok(());
    }
    let mut faults = Vec::new();
    let mut decoder = Tolerant { faults: &mut faults };
    let metadata: Metadata<'t> = decoder.field(node, "metadata");
    let body = body(&mut FromNode(&mut decoder, node), &api_version, &kind);
    let templates = decoder.templates(node, &kind, &api_version);
    let object = Object { api_version, kind, metadata, body, templates };
    found.push(Found { object, path, faults });
    Ok(())
}

/// Decodes, and goes on without what does not fit.
struct Tolerant<'f> {
    faults: &'f mut Vec<DecodeError>,
}

impl Tolerant<'_> {
    fn read<'n, 't: 'n, T: Deserialize<'t> + Default>(
        &mut self,
        node: &Node<'n, 't>,
        path: &str,
    ) -> T {
        let mut skip = Vec::new();
        loop {
            let mut error = match decode(*node, &skip) {
                Ok(value) => return value,
                Err(error) => error,
            };
            let place = (error.line, error.column);
            let stuck = error.line == 0 || skip.contains(&place) || self.faults.len() >= FAULTS;
            if !path.is_empty() {
                let dot =
                    if error.path.starts_with('[') || error.path.is_empty() { "" } else { "." };
                error.path = format!("{path}{dot}{}", error.path);
            }
            if !self.faults.iter().any(|known| known.path == error.path) {
                self.faults.push(error);
            }
            if stuck {
                return T::default();
            }
            skip.push(place);
        }
    }

    fn field<'n, 't: 'n, T: Deserialize<'t> + Default>(
        &mut self,
        node: &Node<'n, 't>,
        key: &str,
    ) -> T {
        node.get(key)
            .filter(|value| !value.is_null())
            .map_or_else(T::default, |value| self.read(value, key))
    }

    fn templates<'n, 't: 'n>(
        &mut self,
        node: &Node<'n, 't>,
        kind: &str,
        api_version: &str,
    ) -> Vec<Template<'t>> {
        let mut places: Vec<(String, Node<'n, 't>)> = Vec::new();
        match template_at(api_version, kind) {
            TemplateAt::Nowhere => return Vec::new(),
            TemplateAt::Path(path) => {
                if let Some(template) = value_at(node, path)
                    && template.get("spec").is_some()
                {
                    places.push((path.to_owned(), *template));
                }
            }
            TemplateAt::Unknown => search(node, String::new(), 0, &mut places),
        }
        places
            .into_iter()
            .map(|(path, template)| Template { pod: self.read(&template, &path), path })
            .collect()
    }
}

/// Reads what is audited of an object of a kind, by any reader.
fn body<'t>(reader: &mut impl Read<'t>, api_version: &str, kind: &str) -> Body<'t> {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    match (group, kind) {
        (
            "apps" | "extensions" | "batch" | "apps.openshift.io" | "argoproj.io",
            "Deployment" | "ReplicaSet" | "DaemonSet" | "StatefulSet" | "Job" | "CronJob"
            | "DeploymentConfig" | "Rollout",
        )
        | ("", "ReplicationController") => Body::Workload(Box::new(reader.read())),
        ("rbac.authorization.k8s.io" | "authorization.openshift.io", "Role" | "ClusterRole") => {
            Body::Role(reader.read())
        }
        (
            "rbac.authorization.k8s.io" | "authorization.openshift.io",
            "RoleBinding" | "ClusterRoleBinding",
        ) => Body::Binding(reader.read()),
        ("", "ServiceAccount") => Body::ServiceAccount(reader.read()),
        ("", "Service") => Body::Service(reader.read()),
        ("networking.k8s.io" | "extensions", "Ingress") => Body::Ingress(reader.read()),
        ("networking.k8s.io" | "extensions", "NetworkPolicy") => Body::NetworkPolicy(reader.read()),
        (
            "gateway.networking.k8s.io",
            "HTTPRoute" | "GRPCRoute" | "TCPRoute" | "TLSRoute" | "UDPRoute",
        ) => Body::HttpRoute(reader.read()),
        ("gateway.networking.k8s.io", "Gateway") => Body::Gateway(reader.read()),
        ("route.openshift.io", "Route") => Body::Route(reader.read()),
        ("monitoring.coreos.com", "ServiceMonitor") => Body::ServiceMonitor(reader.read()),
        ("", "ConfigMap") => Body::ConfigMap(reader.read()),
        ("", "Secret") => Body::Secret(reader.read()),
        ("", "LimitRange") => Body::LimitRange(reader.read()),
        ("autoscaling", "HorizontalPodAutoscaler") => Body::HorizontalPodAutoscaler(reader.read()),
        ("policy", "PodDisruptionBudget") => Body::PodDisruptionBudget(reader.read()),
        ("", "PersistentVolume") => Body::PersistentVolume(reader.read()),
        ("", "PersistentVolumeClaim") => Body::PersistentVolumeClaim(reader.read()),
        ("storage.k8s.io", "StorageClass") => Body::StorageClass(reader.read()),
        (
            "admissionregistration.k8s.io",
            "ValidatingWebhookConfiguration" | "MutatingWebhookConfiguration",
        ) => Body::WebhookConfiguration(reader.read()),
        ("policy" | "extensions", "PodSecurityPolicy") => {
            Body::PodSecurityPolicy(Box::new(reader.read()))
        }
        ("security.openshift.io" | "", "SecurityContextConstraints") => {
            Body::SecurityContextConstraints(Box::new(reader.read()))
        }
        ("config.openshift.io", "APIServer") => Body::ApiServerConfig(Box::new(reader.read())),
        ("config.openshift.io", "Authentication") => Body::AuthenticationConfig(reader.read()),
        ("config.openshift.io", "Image") => Body::ImageConfig(Box::new(reader.read())),
        ("config.openshift.io", "OAuth") => Body::OAuth(reader.read()),
        ("operator.openshift.io", "IngressController") => {
            Body::IngressController(Box::new(reader.read()))
        }
        ("operator.openshift.io", "KubeAPIServer" | "OpenShiftAPIServer") => {
            Body::OperatorConfig(reader.read())
        }
        ("operator.openshift.io", "Network") => Body::NetworkOperator(reader.read()),
        ("logging.openshift.io" | "observability.openshift.io", "ClusterLogForwarder") => {
            Body::LogForwarder(Box::new(reader.read()))
        }
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicy") => {
            Body::AdmissionPolicy(Box::new(reader.read()))
        }
        ("admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding") => {
            Body::AdmissionPolicyBinding(Box::new(reader.read()))
        }
        ("", "ResourceQuota") => Body::ResourceQuota(reader.read()),
        ("", "Node") => Body::Node(Box::new(reader.read())),
        _ => Body::Other,
    }
}

/// Something that an object can be read from.
trait Read<'t> {
    fn read<T: Deserialize<'t> + Default>(&mut self) -> T;
}

/// A node, read as far as it fits.
struct FromNode<'f, 'd, 'n, 't>(&'d mut Tolerant<'f>, &'d Node<'n, 't>);

impl<'n, 't: 'n> Read<'t> for FromNode<'_, '_, 'n, 't> {
    fn read<T: Deserialize<'t> + Default>(&mut self) -> T {
        self.0.read(self.1, "")
    }
}

/// JSON as an API server writes it. The first value that does not fit is kept as the error.
struct FromJson<'t> {
    text: &'t str,
    error: Option<serde_json::Error>,
}

impl<'t> Read<'t> for FromJson<'t> {
    fn read<T: Deserialize<'t> + Default>(&mut self) -> T {
        serde_json::from_str(self.text).unwrap_or_else(|error| {
            self.error.get_or_insert(error);
            T::default()
        })
    }
}

/// Where objects of known kinds have their pod template.
enum TemplateAt {
    /// At this path.
    Path(&'static str),
    /// Nowhere.
    Nowhere,
    /// Anywhere: the kind is not known.
    Unknown,
}

fn template_at(api_version: &str, kind: &str) -> TemplateAt {
    let core = api_version == "v1";
    match kind {
        "Pod" if core => TemplateAt::Path(""),
        "PodTemplate" if core => TemplateAt::Path("template"),
        "CronJob" => TemplateAt::Path("spec.jobTemplate.spec.template"),
        "Deployment"
        | "ReplicaSet"
        | "DaemonSet"
        | "StatefulSet"
        | "Job"
        | "ReplicationController"
        | "DeploymentConfig"
        | "Rollout" => TemplateAt::Path("spec.template"),
        "CustomResourceDefinition" | "ConfigMap" | "Secret" => TemplateAt::Nowhere,
        _ => TemplateAt::Unknown,
    }
}

/// Reads an object of JSON of which the kind is known to make no pods or to have them at a known
/// place. `None` for other kinds and for values that do not fit: those are read as [`objects`] does.
#[must_use]
pub fn object_from_json<'t>(text: &'t str) -> Option<Object<'t>> {
    #[derive(Deserialize)]
    #[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase")]
    struct Head<'a> {
        api_version: Text<'a>,
        kind: Text<'a>,
        #[serde(default)]
        metadata: Metadata<'a>,
    }
    /// The ways to a template.
    #[derive(Deserialize, Default)]
    #[serde(bound(deserialize = "'de: 'a"), rename_all = "camelCase", default)]
    struct Spec<'a> {
        template: Option<PodTemplate<'a>>,
        job_template: Option<Box<Outer<'a>>>,
    }
    #[derive(Deserialize, Default)]
    #[serde(bound(deserialize = "'de: 'a"), default)]
    struct Outer<'a> {
        spec: Spec<'a>,
    }
    let head: Head<'t> = serde_json::from_str(text).ok()?;
    let Head { api_version, kind, metadata } = head;
    let mut reader = FromJson { text, error: None };
    let body = body(&mut reader, &api_version, &kind);
    let templates = match template_at(&api_version, &kind) {
        TemplateAt::Nowhere => Vec::new(),
        TemplateAt::Unknown if matches!(body, Body::Other) && kind != "Namespace" => return None,
        TemplateAt::Unknown => Vec::new(),
        TemplateAt::Path("template") => return None,
        TemplateAt::Path("") => {
            vec![Template { path: String::new(), pod: reader.read() }]
        }
        TemplateAt::Path(path) => {
            let outer: Outer<'t> = reader.read();
            let spec = match outer.spec.job_template {
                Some(job) if path.starts_with("spec.jobTemplate") => job.spec,
                _ => outer.spec,
            };
            let pods = spec.template.into_iter();
            pods.map(|pod| Template { path: path.to_owned(), pod }).collect()
        }
    };
    reader.error.is_none().then_some(Object { api_version, kind, metadata, body, templates })
}

/// Finds what looks like a pod template: a mapping whose `spec` has a list `containers`, each with
/// an image.
fn search<'n, 't>(
    node: &Node<'n, 't>,
    path: String,
    depth: usize,
    places: &mut Vec<(String, Node<'n, 't>)>,
) {
    if depth > SEARCH_DEPTH {
        return;
    }
    let spec = node.get("spec");
    if spec.is_some_and(runs_containers) {
        places.push((path, *node));
        return;
    }
    for entry in node.entries() {
        if !matches!(entry.key, "metadata" | "status" | "managedFields") {
            search(&entry.value, join(&path, entry.key), depth + 1, places);
        }
    }
    for (index, item) in node.items().iter().enumerate() {
        search(item, format!("{path}[{index}]"), depth + 1, places);
    }
}

fn runs_containers(spec: &Node<'_, '_>) -> bool {
    let containers = spec.get("containers").map(Node::items).unwrap_or_default();
    !containers.is_empty()
        && containers
            .iter()
            .all(|container| container.get("image").is_some_and(|image| image.as_str().is_some()))
}

#[cfg(test)]
mod tests {
    use bumpalo::Bump;
    use plimsoll_model::kubernetes::Body;

    use super::{Found, NoObject, objects};
    use crate::{Limits, read_documents};

    fn read(text: &str) -> Vec<Found<'_>> {
        let arena = Bump::new();
        let documents = read_documents(text, &arena, Limits::default());
        documents.into_iter().flat_map(|one| objects(&one.unwrap()).unwrap()).collect()
    }

    #[test]
    fn a_template_is_found_at_its_place() {
        let spec = "{containers: [{name: a, image: x}]}";
        for (header, rest, path) in [
            ("v1, kind: Pod", format!("spec: {spec}"), ""),
            (
                "apps/v1, kind: Deployment",
                format!("spec: {{template: {{spec: {spec}}}}}"),
                "spec.template",
            ),
            (
                "batch/v1, kind: CronJob",
                format!("spec: {{jobTemplate: {{spec: {{template: {{spec: {spec}}}}}}}}}"),
                "spec.jobTemplate.spec.template",
            ),
            (
                "kubeflow.org/v1, kind: TFJob",
                format!("spec: {{roles: {{a.b: {{template: {{spec: {spec}}}}}}}}}"),
                "spec.roles[\"a.b\"].template",
            ),
            (
                "serving.knative.dev/v1, kind: Service",
                format!("spec: {{template: {{spec: {spec}}}}}"),
                "spec.template",
            ),
        ] {
            let text = format!("{{apiVersion: {header}, {rest}}}");
            let found = read(&text);
            assert_eq!(found[0].object.templates.len(), 1, "{text}");
            assert_eq!(found[0].object.templates[0].path, path);
        }
    }

    #[test]
    fn lists_are_opened_and_items_know_their_place() {
        let found = read(
            "{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Service, metadata: {name: a}}]}",
        );
        assert_eq!(found[0].path, "items[0]");
        assert!(matches!(found[0].object.body, Body::Service(_)));
        assert_eq!(found[0].object.title(), "Service/a");
    }

    #[test]
    fn a_value_of_the_wrong_type_is_a_fault_and_the_rest_is_read() {
        let found = read(
            "apiVersion: v1\nkind: Pod\nspec:\n  hostPID: \"true\"\n  hostIPC: true\n  containers:\n    - image: 5\n      name: a\n",
        );
        let faults: Vec<(&str, u32)> =
            found[0].faults.iter().map(|fault| (&*fault.path, fault.line)).collect();
        assert_eq!(faults, [("spec.hostPID", 4), ("spec.containers[0].image", 7)]);
        assert_eq!(found[0].object.templates[0].pod.spec.host_ipc, Some(true));
    }

    #[test]
    fn what_is_no_object_is_said() {
        let arena = Bump::new();
        for (text, want) in [
            ("a: 1", NoObject::NotKubernetes),
            ("[1]", NoObject::NotKubernetes),
            ("kind: Pod", NoObject::Incomplete),
            ("{kind: Pod, apiVersion: 1}", NoObject::Incomplete),
        ] {
            let document = read_documents(text, &arena, Limits::default()).remove(0).unwrap();
            assert_eq!(objects(&document), Err(want), "{text}");
        }
    }
}
