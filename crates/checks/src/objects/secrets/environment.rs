//! The environment of containers.

use plimsoll_engine::objects::{ContainerView, Options, Outcome};
use plimsoll_model::kubernetes::Body;

pub(super) fn from_secret(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    for (index, variable) in c.container.env.iter().enumerate() {
        if variable.value_from.as_ref().is_some_and(|from| from.secret_key_ref.is_some()) {
            return c.fail(
                &format!("env[{index}].valueFrom.secretKeyRef"),
                format!(
                    "`{}` carries a secret, which children and crash reports inherit",
                    variable.name.as_deref().unwrap_or_default()
                ),
            );
        }
    }
    match c.container.env_from.iter().position(|from| from.secret_ref.is_some()) {
        Some(index) => {
            c.fail(&format!("envFrom[{index}].secretRef"), "a whole Secret is its environment")
        }
        None => Outcome::Pass,
    }
}

pub(super) fn duplicate(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let names: Vec<&str> =
        c.container.env.iter().map(|one| one.name.as_deref().unwrap_or_default()).collect();
    for (index, name) in names.iter().enumerate() {
        if !name.is_empty() && names[..index].contains(name) {
            return c.fail(
                &format!("env[{index}].name"),
                format!("`{name}` is set twice; the last one counts"),
            );
        }
    }
    Outcome::Pass
}

pub(super) fn restricted(c: &ContainerView<'_>, options: Options<'_>) -> Outcome {
    let names = options.list("names");
    if names.is_empty() {
        return Outcome::NotApplicable;
    }
    for (index, variable) in c.container.env.iter().enumerate() {
        let name = variable.name.as_deref().unwrap_or_default();
        if names.iter().any(|bad| bad == name) {
            return c.fail(
                &format!("env[{index}].name"),
                format!("the variable `{name}` is not allowed"),
            );
        }
    }
    Outcome::Pass
}

/// References into objects of the set. An object that is not in it may be made elsewhere: only keys
/// that an object of the set lacks are certain, and objects where the set has others of the kind.
pub(super) fn reference_missing(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let context = c.pod.of.context;
    let namespace = c.pod.namespace();
    let mut problems = Vec::new();
    let mut any = false;
    for (index, variable) in c.container.env.iter().enumerate() {
        let Some(from) = &variable.value_from else { continue };
        for (kind, field, reference) in [
            ("Secret", "secretKeyRef", &from.secret_key_ref),
            ("ConfigMap", "configMapKeyRef", &from.config_map_key_ref),
        ] {
            let Some(reference) = reference.as_ref().filter(|one| one.optional != Some(true))
            else {
                continue;
            };
            let (Some(name), Some(key)) = (reference.name.as_deref(), reference.key.as_deref())
            else {
                continue;
            };
            let Some((_, object)) = context.named(kind, namespace, name) else { continue };
            any = true;
            let has = match &object.body {
                Body::Secret(secret) => {
                    secret.data.get(key).is_some() || secret.string_data.get(key).is_some()
                }
                Body::ConfigMap(map) => {
                    map.data.get(key).is_some() || map.binary_data.get(key).is_some()
                }
                _ => true,
            };
            if !has {
                problems.push(c.problem(
                    &format!("env[{index}].valueFrom.{field}.key"),
                    format!("the {kind} `{name}` has no key `{key}`"),
                ));
            }
        }
    }
    if any { Outcome::from_problems(problems) } else { Outcome::NotApplicable }
}
