//! Checks of probes and of the ports they ask.

mod names;
mod rules;

use plimsoll_engine::objects::ObjectCheck::{self, Container};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("liveness-probe", Container(rules::liveness)),
    ("port-name-invalid", Container(names::invalid)),
    ("probe-port", Container(rules::port)),
    ("probes-identical", Container(rules::identical)),
    ("readiness-probe", Container(rules::readiness)),
];
