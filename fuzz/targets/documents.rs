//! Configuration files, kubeconfigs and manifests: redaction is idempotent, readers do not panic,
//! and what a manifest would run has lost its secrets.
#![no_main]
use plimsoll_collect::{redact, static_pods};
use plimsoll_model::DocumentKind;
use plimsoll_source::{Limits, parse_yaml};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(trees) = parse_yaml(text, Limits { nodes: 10_000, ..Limits::default() }) else { return };
    for kind in [
        DocumentKind::Configuration,
        DocumentKind::DropIn,
        DocumentKind::AuditPolicy,
        DocumentKind::Encryption,
        DocumentKind::Admission,
        DocumentKind::Authentication,
        DocumentKind::Authorization,
        DocumentKind::Kubeconfig,
    ] {
        let mut once = trees.clone();
        redact::trees(kind, &mut once);
        let mut twice = once.clone();
        redact::trees(kind, &mut twice);
        // As text, since a number may be none that equals itself.
        assert_eq!(format!("{once:?}"), format!("{twice:?}"), "{kind:?}");
    }
    for tree in &trees {
        for container in static_pods::containers(tree, "/m.yaml", &["kube-apiserver", "kubelet"]) {
            let line = container.definition.command_line;
            let mut again = line.clone();
            redact::command_line(&mut again);
            assert_eq!(line, again);
            let _ = static_pods::host_path(&container.path_map, "/etc/kubernetes/pki/ca.crt");
        }
    }
});
