//! Units, drop-ins and environment files.
#![no_main]
use plimsoll_collect::fs::MemFs;
use plimsoll_collect::systemd::Units;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(3, |&byte| byte == 0);
    let mut part = || parts.next().unwrap_or_default().to_vec();
    let fs = MemFs::new()
        .file("/etc/systemd/system/kubelet.service", part())
        .file("/etc/systemd/system/kubelet.service.d/10.conf", part())
        .file("/etc/default/kubelet", part());
    let _ = Units::find(&fs).definition(&fs, "kubelet.service", &["kubelet"]);
});
