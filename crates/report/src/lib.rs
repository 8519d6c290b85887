//! Every output format.
//!
//! ```text
//! Report ──► terminal │ json │ csv │ junit │ html │ kube-bench-json ──► text
//! ```
//!
//! Each format is a pure function from the report to text. Versioned formats are modules of their
//! own, so that a new version never changes an old one. All that comes from a target passes
//! [`sanitize`] or the format's own escaping.

pub mod csv;
pub mod html;
pub mod json;
pub mod junit;
pub mod kube_bench;
pub mod sanitize;
pub mod terminal;
