//! The checks that need logic, grouped like `checks/`.
//!
//! A function gets the host and the instance it judges and returns a verdict with evidence. Its
//! declaration, text, fixes and examples are in the Markdown file of the same id.

mod api_server;
mod document;
mod etcd;
mod objects;
pub mod pod_security;

pub use objects::{OBJECT_REGISTRY, admission};
use plimsoll_engine::RustCheck;

/// Every function by check id.
pub static REGISTRY: &[(&str, RustCheck)] = &[
    ("api-server-anonymous-auth", api_server::anonymous_auth::judge),
    ("api-server-audit-policy", api_server::audit_policy::judge),
    ("api-server-audit-policy-coverage", api_server::audit_policy_coverage::judge),
    (
        "api-server-audit-policy-request-response",
        api_server::audit_policy_request_response::judge,
    ),
    ("api-server-encryption-providers", api_server::encryption_providers::judge),
    ("api-server-pod-security-configuration", api_server::pod_security_configuration::judge),
    ("etcd-unique-certificate-authority", etcd::unique_certificate_authority::judge),
];
