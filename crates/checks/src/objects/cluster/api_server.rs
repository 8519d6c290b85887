//! What the pods of the API server say of its flags. Managed control planes and those that run as
//! processes have no such pods: then nothing is known here.

use plimsoll_engine::objects::Context;

/// An API server that runs as a pod.
pub(super) struct ApiServer {
    /// Kind, namespace and name of the pod.
    pub(super) title: String,
    words: Vec<String>,
}

impl ApiServer {
    /// The parts of a flag's value, between commas; empty when it is not given.
    pub(super) fn list(&self, flag: &str) -> Vec<&str> {
        let mut value = "";
        for (index, word) in self.words.iter().enumerate() {
            let Some(rest) = word.strip_prefix("--").and_then(|word| word.strip_prefix(flag))
            else {
                continue;
            };
            match rest.strip_prefix('=') {
                Some(rest) => value = rest,
                None if rest.is_empty() => {
                    value = self.words.get(index + 1).map_or("", String::as_str);
                }
                None => {}
            }
        }
        let value = value.trim_matches(['"', '\'']);
        value.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
    }
}

/// The API servers among the pods of `kube-system`.
pub(super) fn api_servers(context: &Context<'_>) -> Vec<ApiServer> {
    let mut servers = Vec::new();
    for (_, object) in context.of_kind("Pod", Some("kube-system")) {
        let containers = object.templates.iter().flat_map(|template| &template.pod.spec.containers);
        for container in containers {
            // A shell's `-c` is one argument.
            let words: Vec<String> = container
                .command
                .iter()
                .chain(&container.args)
                .flat_map(|word| word.split_whitespace())
                .map(str::to_owned)
                .collect();
            let named = |name: &str| {
                words.iter().take(4).any(|word| word.rsplit('/').next().is_some_and(|n| n == name))
            };
            if named("kube-apiserver") || (named("hyperkube") && named("apiserver")) {
                servers.push(ApiServer { title: object.title(), words });
            }
        }
    }
    servers
}
