//! Checks of what containers may use up.

mod amounts;
mod namespace;
mod volumes;

use plimsoll_engine::objects::ObjectCheck::{self, Container, Object, Pod};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("cpu-limit", Container(amounts::cpu_limit)),
    ("cpu-limit-max", Container(amounts::cpu_limit_max)),
    ("cpu-request", Container(amounts::cpu_request)),
    ("emptydir-size", Pod(volumes::empty_dir)),
    ("ephemeral-storage", Container(amounts::ephemeral_storage)),
    ("limit-range-present", Object(namespace::limit_range)),
    ("memory-limit", Container(amounts::memory_limit)),
    ("memory-limit-max", Container(amounts::memory_limit_max)),
    ("memory-request", Container(amounts::memory_request)),
    ("requests-equal-limits-memory", Container(amounts::memory_equal)),
    ("resource-quota-present", Object(namespace::resource_quota)),
    ("resource-ratio", Container(amounts::ratio)),
];
