//! Which image runs, and from where.

use plimsoll_engine::objects::{ContainerView, Options, Outcome, Reference};

fn image<'a>(c: &ContainerView<'a>) -> Option<(&'a str, Reference<'a>)> {
    let image = c.container.image.as_deref()?.trim();
    // An empty image is filled in by a controller; a variable by whoever renders the manifest.
    let written = !image.is_empty() && !image.contains(['$', '{', '<', ' ']);
    written.then(|| (image, Reference::parse(image)))
}

pub(super) fn latest(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let Some((image, reference)) = image(c) else { return Outcome::NotApplicable };
    if !reference.is_latest() {
        return Outcome::Pass;
    }
    let how = if reference.tag.is_some() {
        "has the tag latest"
    } else {
        "has no tag, which means latest"
    };
    c.fail("image", format!("the image `{image}` {how}"))
}

pub(super) fn digest(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let Some((image, reference)) = image(c) else { return Outcome::NotApplicable };
    if reference.digest.is_some() {
        return Outcome::Pass;
    }
    c.fail("image", format!("the image `{image}` is not named by its digest"))
}

pub(super) fn pull_policy(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let Some((image, reference)) = image(c) else { return Outcome::NotApplicable };
    match c.container.image_pull_policy.as_deref() {
        Some(policy @ ("Never" | "IfNotPresent")) if reference.is_latest() => c.fail(
            "imagePullPolicy",
            format!(
                "imagePullPolicy is {policy} for `{image}`: every node keeps what it got first"
            ),
        ),
        _ => Outcome::Pass,
    }
}

fn begins_with(reference: &Reference<'_>, prefix: &str) -> bool {
    let prefix = prefix.trim_end_matches('/');
    reference
        .full_name()
        .strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) fn allowed_registries(c: &ContainerView<'_>, options: Options<'_>) -> Outcome {
    let allowed = options.list("registries");
    let Some((image, reference)) = image(c).filter(|_| !allowed.is_empty()) else {
        return Outcome::NotApplicable;
    };
    if allowed.iter().any(|prefix| begins_with(&reference, prefix)) {
        return Outcome::Pass;
    }
    c.fail("image", format!("the image `{image}` comes from none of {}", allowed.join(", ")))
}

pub(super) fn denied_registries(c: &ContainerView<'_>, options: Options<'_>) -> Outcome {
    let denied = options.list("registries");
    let Some((image, reference)) = image(c).filter(|_| !denied.is_empty()) else {
        return Outcome::NotApplicable;
    };
    match denied.iter().find(|prefix| begins_with(&reference, prefix)) {
        Some(prefix) => c.fail("image", format!("the image `{image}` comes from {prefix}")),
        None => Outcome::Pass,
    }
}

pub(super) fn deprecated_registry(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let Some((image, reference)) = image(c) else { return Outcome::NotApplicable };
    match reference.registry {
        Some("k8s.gcr.io") => c.fail(
            "image",
            format!(
                "the image `{image}` comes from k8s.gcr.io, which gets no new images since 2023"
            ),
        ),
        _ => Outcome::Pass,
    }
}
