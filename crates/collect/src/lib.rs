//! Looks at a host and writes down what it saw.
//!
//! ```text
//! FileSystem (a real root, or memory) ──► processes, units, manifests ──► node ──► Snapshot
//! ```
//!
//! The only crate that does I/O before evaluation. It runs no program, writes nothing, opens no
//! network connection (save for `api`, when the user asks), bounds every look, and takes secrets out before anything is kept. What could
//! not be seen becomes a fact with its reason.

pub mod api;
pub mod certificates;
pub mod cloud;
pub mod cluster;
pub mod example;
pub mod fs;
pub mod go_build;
pub mod manifests;
pub mod mounts;
pub mod node;
pub mod processes;
pub mod redact;
pub mod shell;
pub mod static_pods;
pub mod systemd;
pub mod users;
pub mod version_tags;
