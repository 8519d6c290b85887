//! Asks kubelets for their configuration, through the API server or at their own address.

use plimsoll_model::kubernetes::{Body, Object};
use plimsoll_model::{Cluster, KubeletConfig};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::ask::{Asker, Fault, JSON};
use super::connect::Connected;
use super::strip::kubelet;

/// How kubelets are asked for their configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Kubelets {
    /// They are not.
    #[default]
    No,
    /// Through the API server, which needs `get` on `nodes/proxy`.
    Proxy,
    /// At their own address, which needs `get` on `nodes/configz` (or `nodes/proxy` before 1.33).
    Direct {
        /// Certificate authorities of the kubelets as PEM; those of the API server when absent.
        authority: Option<Vec<Vec<u8>>>,
        /// Do not verify their certificates.
        insecure: bool,
    },
}

/// Asks every node's kubelet for its configuration.
pub(super) async fn ask_all(
    kubelets: &Kubelets,
    asker: &mut Asker,
    connected: &Connected,
    cluster: &Cluster,
) -> Vec<KubeletConfig> {
    #[derive(Deserialize)]
    struct Configz {
        kubeletconfig: Box<RawValue>,
    }
    if *kubelets == Kubelets::No {
        return Vec::new();
    }
    let nodes = cluster.list("Node").map(|list| list.objects.as_slice()).unwrap_or_default();
    let mut answers = Vec::new();
    for node in nodes.iter().filter_map(|raw| plimsoll_source::object_from_json(raw.json.get())) {
        let name = node.name().to_owned();
        let (url, answer) = match kubelets {
            Kubelets::No => continue,
            Kubelets::Proxy => {
                let path = format!("/api/v1/nodes/{name}/proxy/configz");
                let answer = asker.parsed::<Configz>(&path, JSON).await;
                (format!("{}{path}", connected.server), answer)
            }
            Kubelets::Direct { authority, insecure } => {
                let url = kubelet_url(&node);
                let answer = match direct(connected, &url, authority.as_ref(), *insecure) {
                    Ok(client) => {
                        let mut asker = Asker::new(client, asker.ends, asker.timeout);
                        asker.parsed::<Configz>("/configz", JSON).await
                    }
                    Err(reason) => Err(Fault::Wrong(reason)),
                };
                (format!("{url}/configz"), answer)
            }
        };
        answers.push(match answer {
            Ok(found) => match kubelet(found.kubeletconfig.get()) {
                Ok(config) => KubeletConfig { node: name, url, config: Some(config), reason: None },
                Err(reason) => {
                    KubeletConfig { node: name, url, config: None, reason: Some(reason) }
                }
            },
            Err(fault) => {
                let reason = match &fault {
                    Fault::Status { code: 403, message, .. } => format!("forbidden: {message}"),
                    fault => fault.to_string(),
                };
                KubeletConfig { node: name, url, config: None, reason: Some(reason) }
            }
        });
    }
    answers
}

/// Where a kubelet listens, as its node object says.
fn kubelet_url(node: &Object<'_>) -> String {
    let Body::Node(body) = &node.body else { return String::new() };
    let of = |kind: &str| {
        let mut all = body.status.addresses.iter();
        all.find(|one| one.type_.as_deref() == Some(kind)).and_then(|one| one.address.as_deref())
    };
    let address = of("InternalIP").or_else(|| of("Hostname")).unwrap_or_default();
    let port = body.status.daemon_endpoints.kubelet_endpoint.port.unwrap_or(10250);
    if address.contains(':') {
        format!("https://[{address}]:{port}")
    } else {
        format!("https://{address}:{port}")
    }
}

fn direct(
    connected: &Connected,
    url: &str,
    authority: Option<&Vec<Vec<u8>>>,
    insecure: bool,
) -> Result<kube::Client, String> {
    let mut config = connected.config.clone();
    config.cluster_url = url.parse().map_err(|error| format!("`{url}` is no address: {error}"))?;
    config.tls_server_name = None;
    if let Some(authority) = authority {
        config.root_cert = Some(authority.clone());
        config.root_cert_file = None;
    }
    config.accept_invalid_certs = insecure;
    kube::Client::try_from(config).map_err(|error| error.to_string())
}
