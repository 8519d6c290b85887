//! Add-ons that are known to give the cluster away.

use plimsoll_engine::objects::{ContainerView, Options, Outcome};

fn repository<'a>(c: &ContainerView<'a>) -> &'a str {
    let image = c.container.image.as_deref().unwrap_or_default();
    let name = image.split('@').next().unwrap_or_default();
    name.rsplit('/').next().unwrap_or_default().split(':').next().unwrap_or_default()
}

pub(super) fn dashboard(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let name = repository(c);
    if name == "dashboard" || name.starts_with("kubernetes-dashboard") {
        let image = c.container.image.as_deref().unwrap_or_default();
        if image.contains("kubernetesui/") || name.starts_with("kubernetes-dashboard") {
            return c.fail(
                "image",
                format!(
                    "`{image}` is the Kubernetes dashboard, archived in 2026 without further fixes"
                ),
            );
        }
    }
    Outcome::Pass
}

pub(super) fn tiller(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let image = c.container.image.as_deref().unwrap_or_default();
    if repository(c) == "tiller" {
        return c.fail(
            "image",
            format!("`{image}` is Tiller of Helm 2: whoever reaches it rules the cluster"),
        );
    }
    Outcome::Pass
}
