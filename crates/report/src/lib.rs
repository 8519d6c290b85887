//! Every output format.
//!
//! ```text
//! Report ──► terminal │ json │ csv │ junit │ html │ SARIF │ GitHub │ GitLab │ kube-bench's JSON ──► text
//! ```
//!
//! Each format is a pure function from the report to text: no clock, no files, no terminal. Formats
//! that programs read are versioned modules, so that a new version never changes an old one.
//!
//! A report quotes what was found on hosts: arguments, paths, names. An attacker may have written
//! them. All of it passes [`sanitize`] and then the format's own escaping.

pub mod csv;
mod evidence;
mod gather;
pub mod github;
pub mod gitlab;
pub mod html;
pub mod json;
pub mod junit;
pub mod kube_bench;
mod markdown;
pub mod sanitize;
pub mod sarif;
pub mod terminal;
