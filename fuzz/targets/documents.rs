//! Configuration files, kubeconfigs and manifests: redaction is idempotent, readers do not panic.
#![no_main]
use plimsoll_collect::{redact, static_pods};
use plimsoll_model::DocumentKind;
use plimsoll_source::{Limits, parse_yaml};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(trees) = parse_yaml(text, Limits { nodes: 10_000, ..Limits::default() }) else { return };
    for kind in [DocumentKind::Kubeconfig, DocumentKind::Encryption, DocumentKind::Configuration] {
        let mut once = trees.clone();
        redact::trees(kind, &mut once);
        let mut twice = once.clone();
        redact::trees(kind, &mut twice);
        assert_eq!(once, twice);
    }
    for tree in &trees {
        let _ = static_pods::containers(tree, "/m.yaml", &["kube-apiserver", "kubelet"]);
    }
});
