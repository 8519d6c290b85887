//! Add-ons that are known to give the cluster away.

use plimsoll_engine::objects::{ContainerView, Options, Outcome, PodView};

fn repository<'a>(c: &ContainerView<'a>) -> &'a str {
    let image = c.container.image.as_deref().unwrap_or_default();
    let name = image.split('@').next().unwrap_or_default();
    name.rsplit('/').next().unwrap_or_default().split(':').next().unwrap_or_default()
}

/// Labels that the dashboard's own manifests and its chart put on its pods.
const DASHBOARD_LABELS: [(&str, &str); 2] =
    [("k8s-app", "kubernetes-dashboard"), ("app.kubernetes.io/part-of", "kubernetes-dashboard")];

pub(super) fn dashboard(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    let mut problems = Vec::new();
    for c in pod.containers() {
        let (name, image) = (repository(&c), c.container.image.as_deref().unwrap_or_default());
        if name.starts_with("kubernetes-dashboard")
            || (name == "dashboard" && image.contains("kubernetesui/"))
        {
            let reason = format!(
                "`{image}` is the Kubernetes dashboard, archived in 2026 without further fixes"
            );
            problems.push(c.problem("image", reason));
        }
    }
    // Its images may come from a registry of one's own, under any name.
    let label = DASHBOARD_LABELS.iter().find(|(key, value)| pod.labels().get(key) == Some(value));
    if let (true, Some((key, value))) = (problems.is_empty(), label) {
        let reason = format!("its label `{key}: {value}` says that it is the Kubernetes dashboard");
        problems.push(pod.problem(&format!("metadata.labels[\"{key}\"]"), reason));
    }
    Outcome::from_problems(problems)
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
