//! Components that run as workloads of another cluster: a federation's servers as Deployments.

use std::collections::BTreeMap;

use plimsoll_content::Content;
use plimsoll_model::{Entry, Instance, InstanceState, Tree, Value};

use super::recognise;
use crate::{static_pods, version_tags};

/// Instances of components of a role in a workload's JSON or YAML tree: a Pod, or anything with a
/// pod template. `path` names the workload in evidence.
#[must_use]
pub fn hosted(content: &Content, tree: &Tree, path: &str, role: &str) -> Vec<Instance> {
    let template = tree.at("spec.template").unwrap_or(tree);
    let Some(spec) = template.get("spec") else { return Vec::new() };
    // Read as the kubelet would read a static pod of this template.
    let entry = |key: &str, value: Tree| Entry { key: key.to_owned(), line: spec.line, value };
    let kind = Tree::synthetic(Value::String("Pod".to_owned()));
    let pod = Tree::synthetic(Value::Map(vec![entry("kind", kind), entry("spec", spec.clone())]));
    let programs = recognise::programs(content);
    static_pods::containers(&pod, path, &programs)
        .into_iter()
        .filter_map(|container| {
            let mut definition = container.definition;
            let line = &definition.command_line;
            let words: Vec<&str> = std::iter::once(line.program.as_str())
                .chain(line.arguments.iter().map(|argument| argument.text.as_str()))
                .collect();
            let (component, first) = recognise::by_arguments(content, &words)?;
            if content.components.get(component)?.role != role {
                return None;
            }
            if first == 2 {
                definition.command_line.arguments.remove(0);
            }
            let image = definition.image.as_deref().and_then(version_tags::image_evidence);
            Some(Instance {
                id: component.to_owned(),
                component: component.to_owned(),
                state: InstanceState::Configured,
                versions: image.into_iter().collect(),
                definitions: vec![definition],
                process: None,
                host_paths: BTreeMap::new(),
                flags_unseen: None,
                embedded: None,
            })
        })
        .collect()
}
