//! seccomp and AppArmor.

use plimsoll_engine::objects::{ContainerView, Options, Outcome, PodView};

const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";
const SECCOMP_POD: &str = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP_CONTAINER: &str = "container.seccomp.security.alpha.kubernetes.io/";

fn at(c: &ContainerView<'_>, own: bool, field: &str, text: &str) -> Outcome {
    let mut problem = c.problem(field, text);
    if !own {
        problem.path = c.pod.path(&format!("spec.{field}"));
    }
    Outcome::Fail(vec![problem])
}

pub(super) fn seccomp_unset(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    // A privileged container runs unconfined whatever it says.
    if c.pod.on_windows() || c.privileged() {
        return Outcome::NotApplicable;
    }
    if c.seccomp().is_some() {
        return Outcome::Pass;
    }
    c.fail("securityContext.seccompProfile", "no seccomp profile is set, so every system call is allowed unless the kubelet has seccompDefault")
}

pub(super) fn seccomp_unconfined(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if c.pod.on_windows() || c.privileged() {
        return Outcome::NotApplicable;
    }
    match c.seccomp() {
        Some((profile, own)) if profile.type_.as_deref() == Some("Unconfined") => {
            at(c, own, "securityContext.seccompProfile.type", "seccomp is switched off: Unconfined")
        }
        _ => Outcome::Pass,
    }
}

pub(super) fn seccomp_annotation(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    let annotations = &pod.template.pod.metadata.annotations;
    for (key, _) in annotations.iter() {
        if key == SECCOMP_POD || key.starts_with(SECCOMP_CONTAINER) {
            return pod.fail(
                &format!("metadata.annotations[\"{key}\"]"),
                "the annotation sets nothing since Kubernetes 1.27; securityContext.seccompProfile does",
            );
        }
    }
    Outcome::Pass
}

/// The AppArmor profile in force and where it is written.
fn app_armor<'a>(c: &ContainerView<'a>) -> Option<(String, Option<bool>)> {
    if let Some((profile, own)) = c.app_armor() {
        return Some((profile.type_.as_deref().unwrap_or_default().to_owned(), Some(own)));
    }
    let key = format!("{APP_ARMOR}{}", c.container.name.as_deref().unwrap_or_default());
    c.pod.annotation(&key).filter(|value| !value.is_empty()).map(|value| (value.to_owned(), None))
}

pub(super) fn app_armor_off(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if c.pod.on_windows() || c.privileged() {
        return Outcome::NotApplicable;
    }
    let Some((profile, own)) = app_armor(c) else { return Outcome::Pass };
    let fine = matches!(&*profile, "RuntimeDefault" | "Localhost" | "runtime/default")
        || profile.starts_with("localhost/");
    if fine {
        return Outcome::Pass;
    }
    let text = format!("the AppArmor profile is {profile}");
    match own {
        Some(own) => at(c, own, "securityContext.appArmorProfile.type", &text),
        None => {
            let mut problem = c.problem("", text);
            let name = c.container.name.as_deref().unwrap_or_default();
            problem.path = c.pod.path(&format!("metadata.annotations[\"{APP_ARMOR}{name}\"]"));
            Outcome::Fail(vec![problem])
        }
    }
}

pub(super) fn app_armor_unset(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    if c.pod.on_windows() || c.privileged() {
        return Outcome::NotApplicable;
    }
    if app_armor(c).is_some() {
        return Outcome::Pass;
    }
    c.fail("securityContext.appArmorProfile", "no AppArmor profile is written")
}
