//! The small files of a host: mounts, users, processes, packages, image references, scripts.
//!
//! Input: six parts with a byte 0xff between them.
#![no_main]
use plimsoll_collect::fs::MemFs;
use plimsoll_collect::processes::{boot_time, details, environment, list};
use plimsoll_collect::users::Users;
use plimsoll_collect::{mounts, shell, version_tags};
use plimsoll_model::Argument;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(6, |&byte| byte == 0xff);
    let mut part = || parts.next().unwrap_or_default().to_vec();
    let (one, two, three, four) = (part(), part(), part(), part());
    let (packages, script) = (part(), part());

    let text = String::from_utf8_lossy(&one);
    let (container, host) = (mounts::parse(&text), mounts::parse(&String::from_utf8_lossy(&two)));
    assert!(container.len() <= text.lines().count());
    let absolute = host.iter().all(|mount| mount.point.starts_with('/'));
    for path in ["/etc/kubernetes/pki/ca.crt", "/var/lib/etcd", "/", "../x"] {
        if let Some(found) = mounts::host_path(&container, &host, path) {
            assert!(!absolute || found.starts_with('/'), "{found:?}");
        }
    }

    let users = Users::parse(&text, &String::from_utf8_lossy(&two));
    for line in text.lines() {
        let name = line.split(':').next().unwrap_or_default();
        if let Some(uid) = users.uid_of(name) {
            assert!(users.user(uid).is_some());
        }
    }

    let fs = MemFs::new()
        .file("/proc/9/cmdline", one)
        .file("/proc/9/status", two)
        .file("/proc/9/stat", three.clone())
        .file("/proc/9/cgroup", three.clone())
        .file("/proc/9/environ", four.clone())
        .file("/proc/stat", four)
        .file("/proc/self/mountinfo", three)
        .file("/var/lib/dpkg/status", packages);
    let boot = boot_time(&fs, "/proc");
    let _ = details(&fs, "/proc", 9, &boot);
    for variable in environment(&fs, "/proc", 9, &["ETCD_"], &["GOGC"]).unwrap() {
        assert!(variable.name == "GOGC" || variable.name.starts_with("ETCD_"));
    }
    for process in list(&fs, "/proc").unwrap().processes {
        let line = process.command_line(1);
        assert_eq!(line.arguments.len() + 1, process.arguments.len());
    }
    let _ = version_tags::dpkg_versions(&fs, &["kubelet", "kubeadm"]);

    let script = String::from_utf8_lossy(&script);
    let _ = version_tags::image_version(&script);
    let line: Vec<Argument> = (0_u32..)
        .zip(["sh", "-c", &script])
        .map(|(index, text)| Argument { text: text.to_owned(), index, file: None, line: None, set_by: None })
        .collect();
    if let Some(command) = shell::unwrap(&line, &["kube-apiserver"]) {
        assert!(command[0].text.ends_with("kube-apiserver"));
    }
});
