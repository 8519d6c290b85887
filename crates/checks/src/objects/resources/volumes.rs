//! Scratch space.

use plimsoll_engine::objects::{Options, Outcome, PodView};

pub(super) fn empty_dir(pod: &PodView<'_>, _: Options<'_>) -> Outcome {
    let mut any = false;
    let mut problems = Vec::new();
    for (index, volume) in pod.spec().volumes.iter().enumerate() {
        let Some(directory) = &volume.empty_dir else { continue };
        any = true;
        if directory.size_limit.is_none() {
            let name = volume.name.as_deref().unwrap_or_default();
            let what =
                if directory.medium.as_deref() == Some("Memory") { "memory" } else { "disk" };
            problems.push(pod.problem(
                &format!("spec.volumes[{index}].emptyDir.sizeLimit"),
                format!("volume `{name}` can fill the node's {what}: it has no sizeLimit"),
            ));
        }
    }
    if any { Outcome::from_problems(problems) } else { Outcome::NotApplicable }
}
