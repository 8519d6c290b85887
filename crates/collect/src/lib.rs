//! Looks at a host and writes down what it saw.

pub mod fs;
pub mod users;
pub mod mounts;
pub mod processes;
pub mod redact;
pub mod shell;
pub mod systemd;
