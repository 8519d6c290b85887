//! What follows from many Kubernetes objects together.
//!
//! ```text
//! roles, bindings ──► Rbac: may SUBJECT do VERB on RESOURCE? who may? what may it do?
//! policies, pods  ──► network: which pods are isolated, what is reachable from outside
//! ```
//!
//! The crate answers as the API server and the network plugins decide, from objects alone: no I/O, no
//! opinion on what is good. Checks and commands have the opinions.

pub mod network;
pub mod powers;
pub mod rbac;

pub use powers::{POWERS, Power};
pub use rbac::{Bound, Grant, Holder, Rbac, Request, Subject, Target, rule_allows};
