//! The user and group that a container runs as.

use plimsoll_engine::objects::{ContainerView, Options, Outcome};

/// Where the value in force is written: at the container, or at the pod.
fn place(c: &ContainerView<'_>, own: bool, field: &str) -> Outcome {
    let reason = |text: &str| text.to_owned();
    if own {
        c.fail(&format!("securityContext.{field}"), reason(""))
    } else {
        c.pod.fail(&format!("spec.securityContext.{field}"), reason(""))
    }
}

fn told(outcome: Outcome, c: &ContainerView<'_>, text: &str) -> Outcome {
    match outcome {
        Outcome::Fail(mut problems) => {
            for problem in &mut problems {
                problem.reason = format!("container `{}`: {text}", c.name());
                problem.container = Some(c.name());
            }
            Outcome::Fail(problems)
        }
        other => other,
    }
}

fn own_user(c: &ContainerView<'_>) -> bool {
    c.security().is_some_and(|security| security.run_as_user.is_some())
}

pub(super) fn non_root(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    // A root user that is written has a check of its own.
    if c.pod.on_windows() || c.run_as_user() == Some(0) {
        return Outcome::NotApplicable;
    }
    if c.run_as_non_root() == Some(true) || c.run_as_user().is_some() || c.pod.in_user_namespace() {
        return Outcome::Pass;
    }
    let own = c.security().is_some_and(|security| security.run_as_non_root.is_some());
    let reason = match c.run_as_non_root() {
        Some(_) if own => "runAsNonRoot is false",
        Some(_) => "runAsNonRoot is false at the pod",
        None => {
            "neither runAsNonRoot nor runAsUser is set, so the image decides, and most say root"
        }
    };
    c.fail("securityContext.runAsNonRoot", reason)
}

pub(super) fn user_root(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if c.pod.on_windows() || c.pod.in_user_namespace() {
        return Outcome::NotApplicable;
    }
    if c.run_as_user() != Some(0) {
        return Outcome::Pass;
    }
    let text = if c.run_as_non_root() == Some(true) {
        "runAsUser is 0 although runAsNonRoot is true: the kubelet refuses to start it"
    } else {
        "runAsUser is 0: it runs as root"
    };
    told(place(c, own_user(c), "runAsUser"), c, text)
}

pub(super) fn user_low(c: &ContainerView<'_>, options: Options<'_>) -> Outcome {
    if c.pod.on_windows() || c.pod.in_user_namespace() {
        return Outcome::NotApplicable;
    }
    let least = options.int("least");
    match c.run_as_user() {
        Some(user) if user >= least => Outcome::Pass,
        Some(user) => told(
            place(c, own_user(c), "runAsUser"),
            c,
            &format!(
                "runAsUser is {user}, less than {least}: the node may have a user of that number"
            ),
        ),
        None => c.fail("securityContext.runAsUser", "runAsUser is not set"),
    }
}

pub(super) fn group_low(c: &ContainerView<'_>, options: Options<'_>) -> Outcome {
    if c.pod.on_windows() || c.pod.in_user_namespace() {
        return Outcome::NotApplicable;
    }
    let least = options.int("least");
    let own = c.security().is_some_and(|security| security.run_as_group.is_some());
    match c.run_as_group() {
        Some(group) if group >= least => Outcome::Pass,
        Some(group) => told(
            place(c, own, "runAsGroup"),
            c,
            &format!("runAsGroup is {group}, less than {least}"),
        ),
        None => c.fail(
            "securityContext.runAsGroup",
            "runAsGroup is not set, which means 0 or the image's",
        ),
    }
}

pub(super) fn group_root(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if c.pod.on_windows() || c.pod.in_user_namespace() {
        return Outcome::NotApplicable;
    }
    if c.run_as_group() == Some(0) {
        let own = c.security().is_some_and(|security| security.run_as_group.is_some());
        return told(place(c, own, "runAsGroup"), c, "runAsGroup is 0, the group of root");
    }
    let Some(context) = &c.pod.spec().security_context else { return Outcome::Pass };
    if context.fs_group == Some(0) {
        return c.pod.fail("spec.securityContext.fsGroup", "fsGroup is 0, the group of root");
    }
    match context.supplemental_groups.iter().position(|group| *group == 0) {
        Some(index) => c.pod.fail(
            &format!("spec.securityContext.supplementalGroups[{index}]"),
            "supplementalGroups has 0, the group of root",
        ),
        None => Outcome::Pass,
    }
}

pub(super) fn windows_administrator(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if !c.pod.on_windows() {
        return Outcome::NotApplicable;
    }
    let own = c.security().and_then(|security| security.windows_options.as_ref());
    let of_pod =
        c.pod.spec().security_context.as_ref().and_then(|context| context.windows_options.as_ref());
    let name = |options: Option<&Box<plimsoll_model::kubernetes::WindowsOptions<'_>>>| {
        options.and_then(|options| options.run_as_user_name.as_deref().map(str::to_owned))
    };
    let user = name(own).or_else(|| name(of_pod));
    match user {
        Some(user) if user.to_ascii_lowercase().ends_with("administrator") => told(
            place(c, name(own).is_some(), "windowsOptions.runAsUserName"),
            c,
            &format!("it runs as {user}"),
        ),
        _ => Outcome::Pass,
    }
}
