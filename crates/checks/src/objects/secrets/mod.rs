//! Checks of secrets: where they are written, and how containers get them.

mod environment;
mod literals;

use plimsoll_engine::objects::ObjectCheck::{self, Container, Object};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("env-duplicate", Container(environment::duplicate)),
    ("env-ref-missing", Container(environment::reference_missing)),
    ("env-restricted", Container(environment::restricted)),
    ("secret-in-configmap", Object(literals::config_map)),
    ("secret-in-env", Container(environment::from_secret)),
    ("secret-literal-anywhere", Object(literals::anywhere)),
    ("secret-literal-in-env-value", Container(literals::environment)),
    ("service-account-token-secret", Object(literals::token_secret)),
];
