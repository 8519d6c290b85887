//! Capabilities added to and dropped from the runtime's default set.

use plimsoll_engine::objects::{ContainerView, Options, Outcome};

/// What containerd and CRI-O give every container.
const DEFAULT: [&str; 14] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// Those that lead to the node or to other pods, beside SYS_ADMIN and SYS_MODULE, which have checks of
/// their own.
const DANGEROUS: [&str; 16] = [
    "AUDIT_CONTROL",
    "BPF",
    "CHECKPOINT_RESTORE",
    "DAC_READ_SEARCH",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "NET_ADMIN",
    "PERFMON",
    "SYS_BOOT",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYSLOG",
];

/// Those of the added capabilities that are meant, as problems.
fn adds(c: &ContainerView<'_>, meant: impl Fn(&str) -> bool, what: &str) -> Outcome {
    let mut problems = Vec::new();
    for (index, name) in c.added_capabilities().enumerate() {
        if meant(&name) {
            let field = format!("securityContext.capabilities.add[{index}]");
            problems.push(c.problem(&field, format!("it adds {name}{what}")));
        }
    }
    Outcome::from_problems(problems)
}

fn nothing_to_say(c: &ContainerView<'_>) -> bool {
    // A privileged container has them all: that is told by its own check.
    c.pod.on_windows() || c.privileged()
}

pub(super) fn added(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    adds(c, |_| true, "")
}

pub(super) fn added_not_default(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let told = ["ALL", "SYS_ADMIN", "SYS_MODULE"];
    let meant = |name: &str| {
        !DEFAULT.contains(&name) && !DANGEROUS.contains(&name) && !told.contains(&name)
    };
    adds(c, meant, ", which no runtime gives by default")
}

pub(super) fn dangerous(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    adds(c, |name| DANGEROUS.contains(&name), ", which reaches beyond the container")
}

pub(super) fn sys_admin(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    adds(c, |name| matches!(name, "SYS_ADMIN" | "ALL"), ", which is nearly the same as privileged")
}

pub(super) fn sys_module(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    adds(c, |name| name == "SYS_MODULE", ": it can load code into the node's kernel")
}

pub(super) fn net_raw_added(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    adds(c, |name| name == "NET_RAW", ": it can forge packets of its neighbours")
}

pub(super) fn drop_all(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if nothing_to_say(c) {
        return Outcome::NotApplicable;
    }
    let mut dropped = c.dropped_capabilities().peekable();
    let none = dropped.peek().is_none();
    if dropped.any(|name| name == "ALL") {
        return Outcome::Pass;
    }
    let reason =
        if none { "it drops no capability" } else { "it drops some capabilities and not ALL" };
    c.fail("securityContext.capabilities.drop", reason)
}

pub(super) fn net_raw_kept(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if nothing_to_say(c) {
        return Outcome::NotApplicable;
    }
    if c.dropped_capabilities().any(|name| name == "ALL" || name == "NET_RAW") {
        return Outcome::Pass;
    }
    c.fail("securityContext.capabilities.drop", "it keeps NET_RAW, which runtimes give by default")
}
