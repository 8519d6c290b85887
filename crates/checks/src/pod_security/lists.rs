//! Checks against lists of what is allowed.

use plimsoll_engine::objects::{PodView, Problem};

use super::identity::declared_windows;

/// The capabilities of the runtimes' default set. Names are compared as written: the API server
/// knows no other spelling.
pub(crate) const CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

pub(super) fn capabilities_baseline(pod: &PodView<'_>, _: u16, problems: &mut Vec<Problem>) {
    added(pod, &CAPABILITIES, problems);
}

pub(super) fn capabilities_restricted(pod: &PodView<'_>, minor: u16, problems: &mut Vec<Problem>) {
    if minor >= 25 && declared_windows(pod) {
        return;
    }
    for container in pod.containers() {
        let list = container.security().and_then(|security| security.capabilities.as_ref());
        if !list.is_some_and(|list| list.drop.iter().any(|name| *name == "ALL")) {
            problems.push(
                container.problem(
                    "securityContext.capabilities.drop",
                    "it does not drop ALL capabilities",
                ),
            );
        }
    }
    added(pod, &["NET_BIND_SERVICE"], problems);
}

fn added(pod: &PodView<'_>, allowed: &[&str], problems: &mut Vec<Problem>) {
    for container in pod.containers() {
        let list = container.security().and_then(|security| security.capabilities.as_ref());
        for (index, name) in list.iter().flat_map(|list| &list.add).enumerate() {
            if !allowed.contains(&&**name) {
                problems.push(container.problem(
                    &format!("securityContext.capabilities.add[{index}]"),
                    format!("it adds the capability {name}"),
                ));
            }
        }
    }
}

pub(super) fn se_linux(pod: &PodView<'_>, minor: u16, problems: &mut Vec<Problem>) {
    let allowed = |kind: &str| {
        matches!(kind, "" | "container_t" | "container_init_t" | "container_kvm_t")
            || (minor >= 31 && kind == "container_engine_t")
    };
    let own = |options: &plimsoll_model::kubernetes::SeLinuxOptions<'_>| {
        let mut bad = Vec::new();
        if let Some(kind) = options.type_.as_deref().filter(|kind| !allowed(kind)) {
            bad.push(("type", format!("the SELinux type is {kind}")));
        }
        for (field, value) in [("user", &options.user), ("role", &options.role)] {
            if let Some(value) = value.as_deref().filter(|value| !value.is_empty()) {
                bad.push((field, format!("the SELinux {field} is {value}")));
            }
        }
        bad
    };
    let context = pod.spec().security_context.as_ref();
    if let Some(options) = context.and_then(|context| context.se_linux_options.as_ref()) {
        for (field, reason) in own(options) {
            problems
                .push(pod.problem(&format!("spec.securityContext.seLinuxOptions.{field}"), reason));
        }
    }
    for container in pod.containers() {
        let options = container.security().and_then(|security| security.se_linux_options.as_ref());
        for (field, reason) in options.map(|options| own(options)).unwrap_or_default() {
            problems.push(
                container.problem(&format!("securityContext.seLinuxOptions.{field}"), reason),
            );
        }
    }
}

/// Kernel parameters that are separate for each pod, with the minor that allows them.
const SYSCTLS: [(&str, u16); 14] = [
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
    ("net.ipv4.tcp_slow_start_after_idle", 37),
    ("net.ipv4.tcp_notsent_lowat", 37),
];

pub(super) fn sysctls(pod: &PodView<'_>, minor: u16, problems: &mut Vec<Problem>) {
    let Some(context) = &pod.spec().security_context else { return };
    for (index, sysctl) in context.sysctls.iter().enumerate() {
        let name = sysctl.name.as_deref().unwrap_or_default();
        if !SYSCTLS.iter().any(|(allowed, from)| *allowed == name && *from <= minor) {
            problems.push(pod.problem(
                &format!("spec.securityContext.sysctls[{index}].name"),
                format!("it sets the kernel parameter {name}"),
            ));
        }
    }
}

const VOLUMES: [&str; 9] = [
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
];

pub(super) fn volumes(pod: &PodView<'_>, _: u16, problems: &mut Vec<Problem>) {
    for (index, volume) in pod.spec().volumes.iter().enumerate() {
        let source = volume.source();
        if !VOLUMES.contains(&source) {
            let name = volume.name.as_deref().unwrap_or_default();
            problems.push(pod.problem(
                &format!("spec.volumes[{index}].{source}"),
                format!("volume `{name}` is of the type {source}"),
            ));
        }
    }
}
