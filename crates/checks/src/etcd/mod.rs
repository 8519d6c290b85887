//! Checks of etcd that need logic.

pub(crate) mod unique_certificate_authority;
