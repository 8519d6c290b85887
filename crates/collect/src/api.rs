//! The version of a cluster from its API server: only when the user asks for it.
//!
//! ```text
//! kubelet's kubeconfig ──► GET /version, GET /api/v1/nodes/NAME ──► VersionEvidence
//! ```
//!
//! The only network code of the collector. It speaks to the one server that the host's own kubelet
//! speaks to, verifies it against the CA of that kubeconfig, and shows the kubelet's certificate.
//! Credentials are read, used, and never kept.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plimsoll_model::{Snapshot, Tree, Version, VersionEvidence, VersionSource};
use plimsoll_source::{Limits, parse_yaml};
use ureq::Agent;
use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

use crate::fs::FileSystem;

/// A server that does not answer must not hold up an audit.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Bytes of an answer; a node object has a few dozen kilobytes.
const ANSWER: u64 = 4 << 20;
const FILE: u64 = 1 << 20;

/// Asks the API server that the host's kubelet uses, and adds what it says to the instances:
/// `/version` to the API server, the node object's to the kubelet and kube-proxy. What could not
/// be learnt becomes a problem of the snapshot.
pub fn add_versions(fs: &dyn FileSystem, kubeconfig: &str, snapshot: &mut Snapshot) {
    let outcome = Connection::open(fs, kubeconfig).map(|connection| {
        let server = connection.version("/version", &["gitVersion"]);
        let path = format!("/api/v1/nodes/{}", snapshot.node.name.to_lowercase());
        let node = connection.version(&path, &["status", "nodeInfo", "kubeletVersion"]);
        (server, node)
    });
    let (server, node) = match outcome {
        Ok(answers) => answers,
        Err(reason) => (Err(reason.clone()), Err(reason)),
    };
    let mut problems = Vec::new();
    for (answer, source, components) in [
        (server, VersionSource::ApiServer, &["kube-apiserver"][..]),
        (node, VersionSource::NodeObject, &["kubelet", "kube-proxy"][..]),
    ] {
        match answer {
            Ok((version, location)) => {
                for instance in &mut snapshot.node.components {
                    if components.contains(&instance.component.as_str()) {
                        let location = location.clone();
                        instance.versions.push(VersionEvidence {
                            version,
                            source,
                            location,
                            text: None,
                        });
                        instance.versions.sort_by_key(|evidence| evidence.source);
                    }
                }
            }
            Err(reason) => problems.push(reason),
        }
    }
    problems.dedup();
    for reason in problems {
        snapshot.node.problems.push(plimsoll_model::Problem {
            subject: "the API server".to_owned(),
            reason,
            // It hides no component of this host.
            component: Some("version from the API server".to_owned()),
        });
    }
}

struct Connection {
    agent: Agent,
    server: String,
    token: Option<String>,
}

impl Connection {
    fn open(fs: &dyn FileSystem, kubeconfig: &str) -> Result<Self, String> {
        let text = fs.read(kubeconfig, FILE).map_err(|error| format!("{kubeconfig}: {error}"))?;
        let text = String::from_utf8(text).map_err(|_| format!("{kubeconfig}: not UTF-8"))?;
        let trees = parse_yaml(&text, Limits::default())
            .map_err(|error| format!("{kubeconfig}: {error}"))?;
        let tree = trees.first().ok_or_else(|| format!("{kubeconfig} is empty"))?;
        let wrong = |what: &str| format!("{kubeconfig} {what}");
        let context = tree
            .get("current-context")
            .and_then(Tree::as_str)
            .and_then(|name| named(tree, "contexts", "context", name))
            .ok_or_else(|| wrong("has no current context"))?;
        let part = |key: &str, list: &str| {
            let name = context.get(key).and_then(Tree::as_str)?;
            named(tree, list, key, name)
        };
        let cluster = part("cluster", "clusters").ok_or_else(|| wrong("names no cluster"))?;
        let server = cluster
            .get("server")
            .and_then(Tree::as_str)
            .filter(|server| server.starts_with("https://"))
            .ok_or_else(|| wrong("names no https server"))?;
        let authority = material(fs, cluster, "certificate-authority")?
            .ok_or_else(|| wrong("has no certificate authority to verify the server with"))?;
        let roots: Vec<Certificate<'static>> =
            parse_pem(&authority).filter_map(certificate).collect();
        let user = part("user", "users");
        let token = user.and_then(|user| user.get("token")).and_then(Tree::as_str);
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::new_with_certs(&roots))
            .client_cert(user.map(|user| client(fs, user)).transpose()?.flatten())
            .build();
        let agent = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .max_redirects(0)
            .proxy(None)
            .https_only(true)
            .tls_config(tls)
            .build()
            .into();
        let server = server.trim_end_matches('/').to_owned();
        Ok(Self { agent, server, token: token.map(str::to_owned) })
    }

    /// The version at a path of an answer, and the URL that gave it.
    fn version(&self, path: &str, keys: &[&str]) -> Result<(Version, String), String> {
        let url = format!("{}{path}", self.server);
        let mut request = self.agent.get(&url).header("Accept", "application/json");
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        let mut response = request.call().map_err(|error| format!("{url}: {error}"))?;
        let text = response
            .body_mut()
            .with_config()
            .limit(ANSWER)
            .read_to_string()
            .map_err(|error| format!("{url}: {error}"))?;
        let trees =
            parse_yaml(&text, Limits::default()).map_err(|error| format!("{url}: {error}"))?;
        let value = trees
            .first()
            .and_then(|tree| keys.iter().try_fold(tree, |tree, key| tree.get(key)))
            .and_then(Tree::as_str)
            .ok_or_else(|| format!("{url} does not say {}", keys.join(".")))?;
        Ok((value.parse()?, url))
    }
}

/// The entry of this name in a list of a kubeconfig: `clusters[].{name, cluster}`.
fn named<'t>(tree: &'t Tree, list: &str, key: &str, name: &str) -> Option<&'t Tree> {
    tree.get(list)?
        .items()
        .iter()
        .find(|item| item.get("name").and_then(Tree::as_str) == Some(name))?
        .get(key)
}

/// A certificate or key that stands in the kubeconfig (`KEY-data`) or in a file that it names.
fn material(fs: &dyn FileSystem, tree: &Tree, key: &str) -> Result<Option<Vec<u8>>, String> {
    if let Some(data) = tree.get(&format!("{key}-data")).and_then(Tree::as_str) {
        let bytes = STANDARD.decode(data.trim()).map_err(|_| format!("{key}-data: not base64"))?;
        return Ok(Some(bytes));
    }
    match tree.get(key).and_then(Tree::as_str) {
        None => Ok(None),
        Some(path) => fs.read(path, FILE).map(Some).map_err(|error| format!("{path}: {error}")),
    }
}

fn client(fs: &dyn FileSystem, user: &Tree) -> Result<Option<ClientCert>, String> {
    let (Some(chain), Some(key)) =
        (material(fs, user, "client-certificate")?, material(fs, user, "client-key")?)
    else {
        return Ok(None);
    };
    let chain: Vec<Certificate<'static>> = parse_pem(&chain).filter_map(certificate).collect();
    let key = PrivateKey::from_pem(&key).map_err(|_| "the client key cannot be read".to_owned())?;
    Ok(Some(ClientCert::new_with_certs(&chain, key)))
}

fn certificate(item: Result<PemItem<'static>, ureq::Error>) -> Option<Certificate<'static>> {
    match item {
        Ok(PemItem::Certificate(certificate)) => Some(certificate),
        _ => None,
    }
}
