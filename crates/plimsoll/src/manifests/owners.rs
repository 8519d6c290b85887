//! A dump holds a Deployment, its ReplicaSets and their Pods: one fault is one finding, with the
//! owner.

use std::collections::BTreeSet;

use plimsoll_engine::objects::{Context, Hit};

/// Owners are followed this far: Pod, ReplicaSet, Deployment and a custom resource above.
const STEPS: usize = 8;

/// Drops what an owner in the set shows as well. What only the owned object shows (a container that
/// was injected) stays.
pub(super) fn merge(context: &Context<'_>, hits: &mut Vec<Hit>) {
    let owned = |object: u32| owner(context, object).is_some();
    if !hits.iter().any(|hit| owned(hit.object)) {
        return;
    }
    let known: BTreeSet<(u32, u32, Option<String>)> =
        hits.iter().map(|hit| (hit.check, hit.object, hit.problem.container.clone())).collect();
    hits.retain(|hit| {
        let mut object = hit.object;
        for _ in 0..STEPS {
            let Some(next) = owner(context, object) else { return true };
            if known.contains(&(hit.check, next, hit.problem.container.clone())) {
                return false;
            }
            object = next;
        }
        true
    });
}

/// The object of the set that manages another.
fn owner(context: &Context<'_>, object: u32) -> Option<u32> {
    let (id, _) = context.controller_of(context.objects.get(object as usize)?)?;
    u32::try_from(id).ok()
}
