//! Looks at a host and writes down what it saw.

pub mod fs;
pub mod users;
pub mod mounts;
pub mod processes;
pub mod redact;
pub mod shell;
pub mod systemd;
pub mod certificates;
pub mod go_build;
pub mod static_pods;
pub mod version_tags;
