//! Checks of Kubernetes objects: one folder per area as in `checks/`, one file per family of checks
//! that look at the same fields.

mod as_read;
mod cluster;
mod container;
mod controllers;
mod images;
mod metadata;
mod network;
mod open_shift;
mod pod;
mod pod_security;
mod probes;
mod rbac;
mod resources;
mod secrets;
mod stig;

pub use cluster::admission;

use plimsoll_engine::objects::ObjectRegistry;

/// Every function over objects by check id, area by area.
pub static OBJECT_REGISTRY: &[&ObjectRegistry] = &[
    as_read::CHECKS,
    cluster::CHECKS,
    container::CHECKS,
    controllers::CHECKS,
    images::CHECKS,
    metadata::CHECKS,
    network::CHECKS,
    open_shift::CHECKS,
    pod::CHECKS,
    pod_security::CHECKS,
    probes::CHECKS,
    rbac::CHECKS,
    resources::CHECKS,
    secrets::CHECKS,
    stig::CHECKS,
];
