//! Checks of what runs pods: copies, updates, disruption, scaling, schedules.

mod batch;
mod disruption;
mod replicas;
mod scaling;
mod selector;

use plimsoll_engine::objects::ObjectCheck::{self, Object};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("anti-affinity", Object(replicas::anti_affinity)),
    ("cronjob-restart-policy", Object(batch::restart_policy)),
    ("cronjob-schedule", Object(batch::schedule)),
    ("hpa-duplicate", Object(scaling::duplicate)),
    ("hpa-max-replicas", Object(scaling::max_replicas)),
    ("hpa-min-replicas", Object(scaling::min_replicas)),
    ("hpa-target-missing", Object(scaling::target_missing)),
    ("job-ttl", Object(batch::ttl)),
    ("pdb-missing", Object(disruption::missing)),
    ("pdb-over-hpa-min", Object(disruption::over_hpa)),
    ("pdb-policy-missing", Object(disruption::policy_missing)),
    ("pdb-unhealthy-eviction", Object(disruption::unhealthy)),
    ("pdb-zero-disruption", Object(disruption::zero)),
    ("replicas-min", Object(replicas::least)),
    ("replicas-with-hpa", Object(replicas::with_autoscaler)),
    ("rolling-update", Object(replicas::rolling_update)),
    ("selector-mismatch", Object(selector::mismatch)),
    ("statefulset-service", Object(selector::stateful_service)),
    ("topology-spread", Object(replicas::topology_spread)),
];
