//! Checks that only the STIG of DISA asks.

mod images;
mod namespaces;
mod ports;

use plimsoll_engine::objects::ObjectCheck::{self, Container, Object, Pod};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("host-port-privileged", Pod(ports::privileged)),
    ("image-single-version", Container(images::single_version)),
    ("namespace-system-workloads", Object(namespaces::system_workloads)),
    ("namespace-user-resources", Object(namespaces::user_resources)),
];

/// Whether a text is a name, or begins with one that ends in `*`.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(prefix) => text.starts_with(prefix),
        None => pattern == text,
    }
}
