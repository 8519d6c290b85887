//! The configuration of an OpenShift cluster as its own objects have it.

use plimsoll_engine::objects::{Context, ObjectView, Options, Outcome, Problem};
use plimsoll_model::kubernetes::{Body, LogForwarder, TlsSecurityProfile};

fn problem(reason: impl Into<String>) -> Problem {
    Problem { reason: reason.into(), ..Problem::default() }
}

pub(super) fn audit_profile(view: &ObjectView<'_>, options: Options<'_>) -> Outcome {
    let Body::ApiServerConfig(config) = view.body() else { return Outcome::NotApplicable };
    let accepted = options.list("profiles");
    let bad = |profile: &str| !accepted.iter().any(|one| one == profile);
    let audit = &config.spec.audit;
    // The operator takes an absent profile for `Default`.
    let profile = audit.profile.as_deref().filter(|one| !one.is_empty()).unwrap_or("Default");
    let mut problems = Vec::new();
    if bad(profile) {
        let reason = match profile {
            "None" => "no request is recorded: the audit profile is None".to_owned(),
            other => format!("the audit profile is {other}"),
        };
        problems.push(view.problem("spec.audit.profile", reason));
    }
    for (index, rule) in audit.custom_rules.iter().enumerate() {
        let profile = rule.profile.as_deref().unwrap_or_default();
        if bad(profile) {
            let group = rule.group.as_deref().unwrap_or_default();
            let path = format!("spec.audit.customRules[{index}].profile");
            let reason =
                format!("requests of the group {group} are recorded with the profile {profile}");
            problems.push(view.problem(path, reason));
        }
    }
    Outcome::from_problems(problems)
}

/// What is weak in a profile.
fn weakness(profile: &TlsSecurityProfile<'_>) -> Option<(&'static str, String)> {
    match profile.type_.as_deref().unwrap_or_default() {
        "Old" => Some(("type", "it takes TLS 1.0 and ciphers that are broken".to_owned())),
        "Custom" => {
            let custom = profile.custom.as_ref()?;
            let version = custom.min_tls_version.as_deref().unwrap_or("VersionTLS10");
            if matches!(version, "VersionTLS10" | "VersionTLS11") {
                return Some(("custom.minTLSVersion", format!("it takes {version}")));
            }
            let weak = custom.ciphers.iter().find(|cipher| {
                !["GCM", "CHACHA20", "CCM"].iter().any(|good| cipher.contains(good))
            })?;
            Some(("custom.ciphers", format!("it takes the cipher {weak}")))
        }
        _ => None,
    }
}

pub(super) fn tls_profile(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let profile = match view.body() {
        Body::ApiServerConfig(config) => config.spec.tls_security_profile.as_ref(),
        Body::IngressController(router) => router.spec.tls_security_profile.as_ref(),
        _ => return Outcome::NotApplicable,
    };
    // Without one it is Intermediate, or for a router what the API servers have.
    match profile.and_then(weakness) {
        Some((field, reason)) => view.fail(format!("spec.tlsSecurityProfile.{field}"), reason),
        None => Outcome::Pass,
    }
}

pub(super) fn unsupported_overrides(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::OperatorConfig(config) = view.body() else { return Outcome::NotApplicable };
    match &config.spec.unsupported_config_overrides {
        Some(overrides) if !overrides.is_empty() => {
            let keys: Vec<&str> = overrides.keys().map(|key| &**key).collect();
            view.fail(
                "spec.unsupportedConfigOverrides",
                format!(
                    "{} is laid over the configuration that the operator makes, past all \
                     validation",
                    keys.join(", ")
                ),
            )
        }
        _ => Outcome::Pass,
    }
}

pub(super) fn image_registries(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::ImageConfig(config) = view.body() else { return Outcome::NotApplicable };
    let sources = &config.spec.registry_sources;
    let imports = &config.spec.allowed_registries_for_import;
    let mut problems = Vec::new();
    if sources.allowed_registries.is_empty() && sources.blocked_registries.is_empty() {
        problems.push(view.problem(
            "spec.registrySources.allowedRegistries",
            "nodes and builds pull images from every registry",
        ));
    }
    if imports.is_empty() {
        problems.push(view.problem(
            "spec.allowedRegistriesForImport",
            "users may import images from every registry",
        ));
    }
    if !sources.insecure_registries.is_empty() {
        let names: Vec<&str> = sources.insecure_registries.iter().map(|one| &**one).collect();
        problems.push(view.problem(
            "spec.registrySources.insecureRegistries",
            format!("nobody verifies whom images come from: {}", names.join(", ")),
        ));
    }
    for (index, one) in imports.iter().enumerate().filter(|(_, one)| one.insecure == Some(true)) {
        let name = one.domain_name.as_deref().unwrap_or_default();
        problems.push(view.problem(
            format!("spec.allowedRegistriesForImport[{index}].insecure"),
            format!("nobody verifies whom images come from: {name}"),
        ));
    }
    Outcome::from_problems(problems)
}

pub(super) fn identity_provider(context: &Context<'_>, _: Options<'_>) -> Outcome {
    if !context.is_openshift() {
        return Outcome::NotApplicable;
    }
    for (_, object) in context.everywhere("Authentication") {
        let Body::AuthenticationConfig(config) = &object.body else { continue };
        match config.spec.type_.as_deref().unwrap_or_default() {
            "OIDC" if !config.spec.oidc_providers.is_empty() => return Outcome::Pass,
            "" | "IntegratedOAuth" => {}
            other => {
                return Outcome::Unknown(problem(format!(
                    "people sign in by {other}, of which the cluster's objects tell nothing"
                )));
            }
        }
    }
    let mut seen = false;
    for (_, object) in context.everywhere("OAuth") {
        let Body::OAuth(oauth) = &object.body else { continue };
        seen = true;
        if !oauth.spec.identity_providers.is_empty() {
            return Outcome::Pass;
        }
    }
    if seen {
        Outcome::Fail(vec![problem(
            "OAuth/cluster names no identity provider: people can only be kubeadmin or show a \
             client certificate",
        )])
    } else {
        Outcome::Unknown(problem(
            "the cluster has no OAuth object: how people sign in is not known",
        ))
    }
}

/// Whether a forwarder sends audit logs out of the cluster, or to a store in it.
fn forwards(forwarder: &LogForwarder<'_>) -> (bool, bool) {
    let spec = &forwarder.spec;
    let (mut outside, mut inside) = (false, false);
    for pipeline in &spec.pipelines {
        let audit = pipeline.input_refs.iter().any(|name| {
            *name == "audit"
                || spec
                    .inputs
                    .iter()
                    .any(|input| input.audit.is_some() && input.name.as_deref() == Some(&**name))
        });
        for name in pipeline.output_refs.iter().filter(|_| audit) {
            let output = spec.outputs.iter().find(|one| one.name.as_deref() == Some(&**name));
            let stays = *name == "default"
                || output.is_some_and(|one| one.type_.as_deref() == Some("lokiStack"));
            if stays {
                inside = true;
            } else {
                outside = true;
            }
        }
    }
    (outside, inside)
}

pub(super) fn audit_forwarding(context: &Context<'_>, _: Options<'_>) -> Outcome {
    if !context.is_openshift() {
        return Outcome::NotApplicable;
    }
    let mut stays = false;
    for (_, object) in context.everywhere("ClusterLogForwarder") {
        let Body::LogForwarder(forwarder) = &object.body else { continue };
        let (outside, inside) = forwards(forwarder);
        if outside {
            return Outcome::Pass;
        }
        stays |= inside;
    }
    Outcome::Fail(vec![problem(if stays {
        "audit logs are forwarded to a store in the cluster only"
    } else {
        "no ClusterLogForwarder sends audit logs anywhere: they stay on the control-plane nodes"
    })])
}
