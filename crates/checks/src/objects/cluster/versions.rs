//! Versions of nodes beside that of the API server.
//!
//! Source: Kubernetes' version skew policy (`kubernetes.io/releases/version-skew-policy`): three minor
//! versions older, two for a kubelet or kube-proxy before 1.25, and never newer.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::Version;
use plimsoll_model::kubernetes::Body;

/// From this version on a kubelet may be three versions behind.
const THREE_SINCE: Version = Version::minor(1, 25);

pub(super) fn skew(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::Node(node) = view.body() else { return Outcome::NotApplicable };
    const KUBELET: &str = "status.nodeInfo.kubeletVersion";
    let unknown = |path: &str, reason: String| Outcome::Unknown(view.problem(path, reason));
    let Some(server) = view.context.cluster.and_then(|cluster| cluster.version) else {
        return unknown(KUBELET, "the version of the API server is not known".to_owned());
    };
    let info = &node.status.node_info;
    let reported = [
        ("the kubelet", KUBELET, info.kubelet_version.as_deref()),
        ("kube-proxy", "status.nodeInfo.kubeProxyVersion", info.kube_proxy_version.as_deref()),
    ];
    let mut problems = Vec::new();
    for (what, path, written) in reported {
        let Some(written) = written.filter(|written| !written.is_empty()) else {
            if path == KUBELET {
                return unknown(path, "the node does not say which version it runs".to_owned());
            }
            continue;
        };
        let Ok(version) = written.parse::<Version>() else {
            return unknown(path, format!("`{written}` is no version of {what}"));
        };
        if let Some(reason) = too_far(what, version, server) {
            problems.push(view.problem(path, reason));
        }
    }
    Outcome::from_problems(problems)
}

/// Why a version does not go with that of the API server.
fn too_far(what: &str, version: Version, server: Version) -> Option<String> {
    let (version, server) = (version.without_patch(), server.without_patch());
    if version > server {
        return Some(format!("{what} is {version}, newer than the API server with {server}"));
    }
    let allowed = if version >= THREE_SINCE { 3 } else { 2 };
    if version.major == server.major && server.minor - version.minor <= allowed {
        return None;
    }
    Some(format!(
        "{what} is {version}, more than {allowed} versions older than the API server with {server}"
    ))
}

#[cfg(test)]
mod tests {
    use plimsoll_model::Version;

    use super::too_far;

    #[test]
    fn three_versions_since_1_25_and_two_before() {
        let fits = |version: u16, server: u16| {
            too_far("the kubelet", Version::minor(1, version), Version::minor(1, server)).is_none()
        };
        assert!(fits(34, 34) && fits(31, 34) && fits(25, 28) && fits(24, 26) && fits(25, 27));
        assert!(!fits(30, 34) && !fits(24, 27) && !fits(35, 34) && !fits(24, 28));
        let patch = Version { patch: Some(9), ..Version::minor(1, 34) };
        assert_eq!(too_far("the kubelet", patch, Version::minor(1, 34)), None);
    }
}
