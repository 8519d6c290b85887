//! The identity that a pod has for the API server.

use plimsoll_engine::objects::{ObjectView, Options, Outcome, PodView};
use plimsoll_model::kubernetes::Body;

/// Whether the pod gets a token: it decides, else its account in the set, else the default, yes.
fn mounts_token(pod: &PodView<'_>) -> bool {
    pod.spec()
        .automount_service_account_token
        .or_else(|| {
            let account = pod.of.context.service_account(pod.namespace(), pod.service_account());
            account.and_then(|account| account.automount_service_account_token)
        })
        .unwrap_or(true)
}

/// Whether a binding of the set gives rights to the pod's account: then it needs its token.
fn has_rights(pod: &PodView<'_>) -> bool {
    let account = pod.service_account();
    pod.of.context.bindings_of(account).any(|(object, binding)| {
        let reaches = object.kind == "ClusterRoleBinding"
            || object.namespace().is_none()
            || object.namespace() == pod.namespace();
        reaches
            && binding.subjects.iter().any(|subject| {
                subject.name.as_deref() == Some(account)
                    && match (subject.namespace.as_deref(), pod.namespace()) {
                        (Some(one), Some(other)) => one == other,
                        _ => true,
                    }
            })
    })
}

pub(super) fn token(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    if !mounts_token(pod) || has_rights(pod) {
        return Outcome::Pass;
    }
    let account = pod.service_account();
    let written = pod.spec().automount_service_account_token == Some(true);
    // An account that is made elsewhere gets its rights there, too.
    let elsewhere = pod.of.context.service_account(pod.namespace(), account).is_none();
    if account != "default" && elsewhere && !written {
        return Outcome::NotApplicable;
    }
    pod.fail(
        "spec.automountServiceAccountToken",
        format!("the token of the service account `{account}` is mounted, and nothing here gives that account rights"),
    )
}

pub(super) fn default_account(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    if pod.service_account() != "default" || !mounts_token(pod) {
        return Outcome::Pass;
    }
    pod.fail(
        "spec.serviceAccountName",
        "it runs as the service account `default`, which it shares with others",
    )
}

pub(super) fn old_field(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    let spec = pod.spec();
    match (spec.service_account.as_deref(), spec.service_account_name.as_deref()) {
        (Some(old), new) if !old.is_empty() && new != Some(old) => pod.fail(
            "spec.serviceAccount",
            format!("serviceAccount is `{old}`; the field is deprecated for serviceAccountName"),
        ),
        _ => Outcome::Pass,
    }
}

pub(super) fn missing(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    let account = pod.service_account();
    let context = pod.of.context;
    // Without any account in the set, accounts are made elsewhere.
    if account == "default" || context.of_kind("ServiceAccount", pod.namespace()).is_empty() {
        return Outcome::NotApplicable;
    }
    if context.service_account(pod.namespace(), account).is_some() {
        return Outcome::Pass;
    }
    pod.fail(
        "spec.serviceAccountName",
        format!("the service account `{account}` is not among these objects"),
    )
}

pub(super) fn default_automount(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::ServiceAccount(account) = view.body() else { return Outcome::NotApplicable };
    if view.object.name() != "default" {
        return Outcome::NotApplicable;
    }
    if account.automount_service_account_token == Some(false) {
        return Outcome::Pass;
    }
    view.fail(
        "automountServiceAccountToken",
        "every pod of the namespace that names no account gets its token",
    )
}
