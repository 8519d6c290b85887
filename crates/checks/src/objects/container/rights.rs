//! What a container may do beyond its own files and processes.

use plimsoll_engine::objects::{ContainerView, Options, Outcome};

pub(super) fn privileged(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if c.privileged() {
        return c.fail(
            "securityContext.privileged",
            "it is privileged: nothing separates it from the node",
        );
    }
    Outcome::Pass
}

pub(super) fn allow_privilege_escalation(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    // The API server refuses `false` for those that have every right already.
    let all = c.privileged() || c.added_capabilities().any(|name| name == "SYS_ADMIN");
    if c.pod.on_windows() || all {
        return Outcome::NotApplicable;
    }
    let reason = match c.security().and_then(|security| security.allow_privilege_escalation) {
        Some(false) => return Outcome::Pass,
        Some(true) => "allowPrivilegeEscalation is true",
        None => "allowPrivilegeEscalation is not set, which means true",
    };
    c.fail("securityContext.allowPrivilegeEscalation", reason)
}

pub(super) fn proc_mount(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let value = c.security().and_then(|security| security.proc_mount.as_deref());
    match value {
        Some(value) if value != "Default" && !c.pod.in_user_namespace() => c.fail(
            "securityContext.procMount",
            format!("procMount is {value}: parts of /proc that are masked elsewhere are open"),
        ),
        _ => Outcome::Pass,
    }
}

pub(super) fn read_only_root(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if c.pod.on_windows() {
        return Outcome::NotApplicable;
    }
    let reason = match c.security().and_then(|security| security.read_only_root_filesystem) {
        Some(true) => return Outcome::Pass,
        Some(false) => "readOnlyRootFilesystem is false",
        None => "readOnlyRootFilesystem is not set, so the image's files can be changed",
    };
    c.fail("securityContext.readOnlyRootFilesystem", reason)
}

pub(super) fn interactive(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    for (field, value) in [("stdin", c.container.stdin), ("tty", c.container.tty)] {
        if value == Some(true) {
            return c.fail(field, format!("{field} is true: it waits for somebody to type"));
        }
    }
    Outcome::Pass
}

pub(super) fn sudo(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    for (field, words) in [("command", &c.container.command), ("args", &c.container.args)] {
        for (index, word) in words.iter().enumerate() {
            let calls =
                word.split(|letter: char| letter.is_whitespace() || ";&|(".contains(letter));
            if calls.into_iter().any(|word| word == "sudo" || word.ends_with("/sudo")) {
                return c.fail(&format!("{field}[{index}]"), "it starts with sudo");
            }
        }
    }
    Outcome::Pass
}
