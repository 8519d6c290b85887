//! Values that the kernel shows.

use plimsoll_model::Reading;

use super::super::Look;
use crate::fs::FileSystem;

/// Values below `/proc/sys`.
const SYSCTLS: [&str; 14] = [
    "kernel/apparmor_restrict_unprivileged_userns",
    "kernel/keys/root_maxbytes",
    "kernel/keys/root_maxkeys",
    "kernel/osrelease",
    "kernel/panic",
    "kernel/panic_on_oops",
    "kernel/seccomp/actions_avail",
    "kernel/unprivileged_userns_clone",
    "net/ipv4/ip_forward",
    "user/max_user_namespaces",
    "vm/max_map_count",
    "vm/overcommit_memory",
    "vm/panic_on_oom",
    "vm/swappiness",
];
/// Files of the host's `/sys`.
const SYS: [&str; 3] = [
    "/sys/fs/selinux/enforce",
    "/sys/kernel/security/lsm",
    "/sys/module/apparmor/parameters/enabled",
];
const VALUE: usize = 4096;

impl Look<'_> {
    pub(super) fn kernel(&mut self) {
        let (proc_fs, proc_root) = self.request.proc;
        let mut found = Vec::new();
        for name in SYSCTLS {
            let path = format!("{}/sys/{name}", proc_root.trim_end_matches('/'));
            found.push((format!("/proc/sys/{name}"), read(proc_fs, &path)));
        }
        for path in SYS {
            found.push((path.to_owned(), read(self.request.fs, path)));
        }
        // A root without them says nothing about what its kernel has.
        let sysctls = format!("{}/sys", proc_root.trim_end_matches('/'));
        for (fs, place, shown) in
            [(proc_fs, sysctls.as_str(), "/proc/sys"), (self.request.fs, "/sys", "/sys")]
        {
            if fs.list(place, 100_000).is_ok_and(|entries| !entries.is_empty()) {
                continue;
            }
            let below = format!("{shown}/");
            for (_, reading) in found.iter_mut().filter(|(path, _)| path.starts_with(&below)) {
                if *reading == Reading::Absent {
                    let reason = format!("there is nothing in {shown}: it is not mounted here");
                    *reading = Reading::Unreadable { reason };
                }
            }
        }
        self.around().kernel.extend(found);
    }
}

fn read(fs: &dyn FileSystem, path: &str) -> Reading {
    match fs.read_at(path, 0, VALUE) {
        Ok(bytes) => Reading::Value(String::from_utf8_lossy(&bytes).trim().to_owned()),
        Err(error) if error.is_absent() => Reading::Absent,
        Err(error) => Reading::Unreadable { reason: error.to_string() },
    }
}
