//! Checks of etcd that need logic.

pub(crate) mod listen;
pub(crate) mod unique_certificate_authority;
