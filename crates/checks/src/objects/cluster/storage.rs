//! Volumes of the cluster.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::Body;

pub(super) fn host_path(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::PersistentVolume(volume) = view.body() else { return Outcome::NotApplicable };
    match &volume.spec.host_path {
        Some(path) => view.fail(
            "spec.hostPath",
            format!(
                "whoever claims it gets {} of a node, past Pod Security",
                path.path.as_deref().unwrap_or("a path")
            ),
        ),
        None => Outcome::Pass,
    }
}
