//! Checks of the API server that need logic.

pub(crate) mod anonymous_auth;
pub(crate) mod audit_policy;
pub(crate) mod audit_policy_coverage;
pub(crate) mod audit_policy_request_response;
pub(crate) mod encryption_providers;
pub(crate) mod pod_security_configuration;
