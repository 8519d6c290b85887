//! Static pod manifests: what each container of a pod would run, and where its paths lie on the
//! host.
//!
//! A manifest is anybody's text: a field of the wrong type is passed over and told, never trusted.

use std::collections::BTreeMap;

use plimsoll_model::{
    Argument, CommandLine, Definition, DefinitionKind, EnvironmentVariable, Tree, Value,
};

use crate::{redact, shell};

/// Containers of one manifest.
const CONTAINERS: usize = 256;
/// Arguments, variables or mounts of one container.
const ENTRIES: usize = 4096;
/// Bytes that one text may grow to by expanding variables.
const EXPANDED: usize = 1 << 20;

/// One container of a static pod.
#[derive(Debug, Clone, PartialEq)]
pub struct PodContainer {
    /// Its name; empty when it has none.
    pub name: String,
    /// What it would run, redacted.
    pub definition: Definition,
    /// Path in the container and the host's path behind it, the longest container path first.
    pub path_map: Vec<(String, String)>,
}

/// The containers of a Pod, or of the Pods of a List, among them init containers that keep running
/// (`restartPolicy: Always`). Anything else has none. `programs` are those to look for behind a
/// shell (`sh -c "exec kube-apiserver ..."`).
#[must_use]
pub fn containers(tree: &Tree, path: &str, programs: &[&str]) -> Vec<PodContainer> {
    let text = |key: &str| tree.get(key).and_then(Tree::as_str);
    if text("kind").is_some_and(|kind| kind == "List" || kind == "PodList") {
        let pods = tree.get("items").map_or(&[][..], Tree::items).iter();
        return pods.flat_map(|pod| pod_containers(pod, path, programs)).take(CONTAINERS).collect();
    }
    pod_containers(tree, path, programs)
}

fn pod_containers(pod: &Tree, path: &str, programs: &[&str]) -> Vec<PodContainer> {
    // An item of a PodList may leave its kind out.
    let kind = pod.get("kind").map(Tree::as_str);
    if kind.is_some_and(|kind| kind != Some("Pod")) {
        return Vec::new();
    }
    let Some(spec) = pod.get("spec") else { return Vec::new() };
    let volumes = host_volumes(spec);
    let list = |key: &str| spec.get(key).map_or(&[][..], Tree::items).iter();
    let keeps_running =
        |one: &&Tree| one.get("restartPolicy").and_then(Tree::as_str) == Some("Always");
    list("containers")
        .chain(list("initContainers").filter(keeps_running))
        .take(CONTAINERS)
        .map(|container| one_container(container, path, programs, &volumes))
        .collect()
}

/// The host's path for a path in the container, when a host directory is mounted there.
#[must_use]
pub fn host_path(path_map: &[(String, String)], path: &str) -> Option<String> {
    path_map.iter().find_map(|(inside, outside)| {
        let rest = path.strip_prefix(inside.trim_end_matches('/'))?;
        match rest {
            "" => Some(outside.clone()),
            rest if rest.starts_with('/') => {
                Some(format!("{}{rest}", outside.trim_end_matches('/')))
            }
            _ => None,
        }
    })
}

fn one_container(
    container: &Tree,
    path: &str,
    programs: &[&str],
    volumes: &BTreeMap<String, String>,
) -> PodContainer {
    let mut reader = Reader { path, problems: Vec::new() };
    let (environment, unknown) = reader.environment(container);
    let mut line = reader.texts(container, "command");
    if line.is_empty() {
        reader.problems.push("it runs the image's own program, which is not known".to_owned());
        line.push(Argument { text: String::new(), index: 0, file: None, line: None, set_by: None });
    }
    line.extend(reader.texts(container, "args"));
    for argument in &mut line {
        argument.text = expand(&argument.text, &environment, &mut |name| {
            if unknown.contains(&name.to_owned()) {
                let problem = format!("the value of the variable {name} is not known");
                if !reader.problems.contains(&problem) {
                    reader.problems.push(problem);
                }
            }
        });
    }
    let line = shell::unwrap(&line, programs).unwrap_or(line);
    let mut line = line.into_iter();
    let program = line.next().map(|argument| argument.text).unwrap_or_default();
    let arguments =
        line.zip(1_u32..).map(|(argument, index)| Argument { index, ..argument }).collect();
    let environment = environment.into_values().collect();
    let mut command_line = CommandLine { program, arguments, environment };
    redact::command_line(&mut command_line);
    let path_map = reader.path_map(container, volumes);
    let text = |key: &str| container.get(key).and_then(Tree::as_str).map(str::to_owned);
    PodContainer {
        name: text("name").unwrap_or_default(),
        definition: Definition {
            kind: DefinitionKind::StaticPod,
            path: path.to_owned(),
            files: Vec::new(),
            command_line,
            image: text("image"),
            problems: reader.problems,
        },
        path_map,
    }
}

/// Names of the volumes that are directories or files of the host, with their paths.
fn host_volumes(spec: &Tree) -> BTreeMap<String, String> {
    let volumes = spec.get("volumes").map_or(&[][..], Tree::items).iter().take(ENTRIES);
    volumes
        .filter_map(|volume| {
            let name = volume.get("name")?.as_str()?;
            let path = volume.at("hostPath.path")?.as_str()?;
            path.starts_with('/').then(|| (name.to_owned(), path.to_owned()))
        })
        .collect()
}

struct Reader<'a> {
    path: &'a str,
    problems: Vec<String>,
}

impl Reader<'_> {
    /// The items of a list of texts. Kubernetes takes nothing but text there.
    fn texts(&mut self, container: &Tree, key: &str) -> Vec<Argument> {
        let Some(tree) = container.get(key) else { return Vec::new() };
        if !matches!(tree.value, Value::List(_) | Value::Null) {
            self.problems.push(format!("{}:{} `{key}` is not a list", self.path, tree.line));
        }
        let mut texts = Vec::new();
        for item in tree.items().iter().take(ENTRIES) {
            match item.as_str() {
                Some(text) => texts.push(Argument {
                    text: text.to_owned(),
                    index: 0,
                    file: Some(self.path.to_owned()),
                    line: Some(item.line),
                    set_by: None,
                }),
                None => self
                    .problems
                    .push(format!("{}:{} an item of `{key}` is not text", self.path, item.line)),
            }
        }
        texts
    }

    /// Variables with a value, each expanded by those before it, and names of those whose value
    /// comes from elsewhere.
    fn environment(
        &mut self,
        container: &Tree,
    ) -> (BTreeMap<String, EnvironmentVariable>, Vec<String>) {
        let mut known: BTreeMap<String, EnvironmentVariable> = BTreeMap::new();
        let mut unknown = Vec::new();
        let entries = container.get("env").map_or(&[][..], Tree::items);
        for entry in entries.iter().take(ENTRIES) {
            let Some(name) = entry.get("name").and_then(Tree::as_str) else {
                let problem = format!("{}:{} a variable has no name", self.path, entry.line);
                self.problems.push(problem);
                continue;
            };
            let value = entry.get("value");
            let text = match value {
                None if entry.get("valueFrom").is_some() => {
                    known.remove(name);
                    unknown.push(name.to_owned());
                    continue;
                }
                None => "",
                Some(value) => match (&value.value, value.as_str()) {
                    (_, Some(text)) => text,
                    (Value::Null, _) => "",
                    _ => {
                        let line = value.line;
                        let what = format!("the value of the variable {name} is not text");
                        self.problems.push(format!("{}:{line} {what}", self.path));
                        continue;
                    }
                },
            };
            let value = expand(text, &known, &mut |_| {});
            let (file, line) = (Some(self.path.to_owned()), Some(entry.line));
            let variable = EnvironmentVariable { name: name.to_owned(), value, file, line };
            known.insert(name.to_owned(), variable);
        }
        (known, unknown)
    }

    fn path_map(
        &mut self,
        container: &Tree,
        volumes: &BTreeMap<String, String>,
    ) -> Vec<(String, String)> {
        let mounts = container.get("volumeMounts").map_or(&[][..], Tree::items);
        let mut map: Vec<(String, String)> = Vec::new();
        for mount in mounts.iter().take(ENTRIES) {
            let text = |key: &str| mount.get(key).and_then(Tree::as_str);
            let (Some(name), Some(inside)) = (text("name"), text("mountPath")) else {
                let problem =
                    format!("{}:{} a mount names no volume or path", self.path, mount.line);
                self.problems.push(problem);
                continue;
            };
            let Some(outside) = volumes.get(name) else { continue };
            if mount.get("subPathExpr").is_some() {
                let problem =
                    format!("{}:{} `subPathExpr` was not resolved", self.path, mount.line);
                self.problems.push(problem);
                continue;
            }
            let outside = match text("subPath").filter(|sub| !sub.is_empty()) {
                None => outside.clone(),
                // Kubernetes refuses these itself.
                Some(sub) if sub.starts_with('/') || sub.split('/').any(|part| part == "..") => {
                    continue;
                }
                Some(sub) => format!("{}/{sub}", outside.trim_end_matches('/')),
            };
            map.push((inside.to_owned(), outside));
        }
        map.sort_by(|left, right| right.0.len().cmp(&left.0.len()).then_with(|| left.cmp(right)));
        map
    }
}

/// `$(NAME)` becomes the variable's value, `$$` a dollar sign, everything else stays: the rules of
/// `k8s.io/kubernetes/third_party/forked/golang/expansion`. `missing` hears of unknown names.
fn expand(
    text: &str,
    environment: &BTreeMap<String, EnvironmentVariable>,
    missing: &mut dyn FnMut(&str),
) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(dollar) = rest.find('$') {
        let (before, after) = rest.split_at(dollar);
        result.push_str(before);
        let after = after.strip_prefix('$').unwrap_or_default();
        let reference = after.strip_prefix('(').and_then(|inner| inner.split_once(')'));
        if let Some(tail) = after.strip_prefix('$') {
            result.push('$');
            rest = tail;
        } else if let Some((name, tail)) = reference {
            match environment.get(name) {
                Some(variable) if result.len() < EXPANDED => result.push_str(&variable.value),
                Some(_) => {}
                None => {
                    missing(name);
                    result.push_str("$(");
                    result.push_str(name);
                    result.push(')');
                }
            }
            rest = tail;
        } else {
            result.push('$');
            rest = after;
        }
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
#[path = "static_pods_tests.rs"]
mod tests;
