//! Units, drop-ins and environment files: no panic, and what a unit would run has lost its secrets.
//!
//! Input: the unit, a drop-in and an environment file, with a NUL between them.
#![no_main]
use plimsoll_collect::fs::MemFs;
use plimsoll_collect::redact;
use plimsoll_collect::systemd::Units;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut parts = data.splitn(3, |&byte| byte == 0);
    let mut part = || parts.next().unwrap_or_default().to_vec();
    let fs = MemFs::new()
        .file("/etc/systemd/system/kubelet.service", part())
        .file("/etc/systemd/system/kubelet.service.d/10.conf", part())
        .file("/etc/default/kubelet", part());
    let units = Units::find(&fs);
    assert!(units.names().len() <= 1);
    if let Ok(Some(definition)) = units.definition(&fs, "kubelet.service", &["kubelet"]) {
        let mut again = definition.command_line.clone();
        redact::command_line(&mut again);
        assert_eq!(definition.command_line, again);
    }
});
