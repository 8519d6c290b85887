//! A whole host: `/proc`, passwd, a manifest and the kubelet's configuration, looked at and judged.
//! Nothing panics, and every control has exactly one status.
#![no_main]
use std::sync::LazyLock;

use plimsoll_checks::REGISTRY;
use plimsoll_collect::fs::MemFs;
use plimsoll_collect::node::{Request, collect};
use plimsoll_content::Content;

static CONTENT: LazyLock<Content> = LazyLock::new(|| plimsoll_catalog::builtin().unwrap());

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(6, |&byte| byte == 0xff);
    let mut part = || parts.next().unwrap_or_default().to_vec();
    let mut cmdline = b"kubelet\0--config=/c\0".to_vec();
    cmdline.extend(part());
    let fs = MemFs::new()
        .file("/proc/9/cmdline", cmdline)
        .file("/proc/9/status", "Uid:\t0\t0\t0\t0\n")
        .file("/proc/9/mountinfo", part())
        .file("/etc/passwd", part())
        .file("/etc/kubernetes/manifests/kube-apiserver.yaml", part())
        .file("/c", part())
        .file("/etc/kubernetes/pki/ca.crt", part());
    let snapshot = collect(&Request {
        content: &CONTENT,
        fs: &fs,
        proc: (&fs, "/proc"),
        root: "/",
        tool: "fuzz",
        as_of: 0,
        uid: 0,
        stated_version: None,
        path_variables: Default::default(),
    });
    let request = plimsoll_engine::Request::default();
    let report = plimsoll_engine::audit(&CONTENT, REGISTRY, &[snapshot], &request, "fuzz").unwrap();
    let benchmark = &report.benchmarks[0];
    let host_roles = ["control-plane", "etcd", "worker", "federation"];
    let declared = CONTENT.benchmarks.get(&benchmark.id).unwrap()
        .controls
        .iter()
        .filter(|control| host_roles.contains(&control.role.as_str()))
        .count();
    assert!(declared > 0);
    assert_eq!(benchmark.counts.total() as usize, declared);
    let options = plimsoll_report::terminal::Options { width: 80, colour: false, verbosity: 1 };
    let text = plimsoll_report::terminal::render(&report, &options);
    assert!(!text.contains('\u{1b}'));
});
