//! Judges a snapshot.
//!
//! ```text
//! Snapshot ──► Host (settings, versions, roles) ──► Finding per check × target
//!                                                        │
//! Content + Tailoring ───────────────────────────────────┴──► Report: one status per control
//! ```
//!
//! Everything here is a pure function of its arguments: no clock, no file system, no network, no
//! environment. Two runs over the same snapshot give the same bytes.

pub mod benchmark;
pub mod cloud;
pub mod describe;
pub mod evaluate;
pub mod file_check;
pub mod host;
pub mod hosted;
pub mod objects;
pub mod predicate;
pub mod report;
pub mod select;
mod shell;
mod time;
mod verdict;

pub use cloud::Cloud;
pub use evaluate::{HostJudge, Judge, Registry, RustCheck};
pub use host::{Host, HostInstance};
pub use report::{Beside, Request, audit, audit_beside};
pub use time::rfc3339;
pub use verdict::{Repair, Verdict};
