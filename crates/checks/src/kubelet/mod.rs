//! Checks of the kubelet that need logic.

pub(crate) mod eviction;
