//! Judges Kubernetes objects: manifests and what a cluster holds.
//!
//! ```text
//! Object ──► view (Object, Pod, Container) ──► check function ──► Outcome ──► Hit
//!    all of them ──► Context: what else there is ─────┘
//! ```
//!
//! A check function sees one object, pod or container and, through the [`Context`], every other
//! object of the set. It speaks of fields by path; where a path is written is looked up later, and
//! only for what is reported.

mod context;
mod image;
mod judge;
mod outcome;
mod view;

pub use context::Context;
pub use image::Reference;
pub use judge::{
    Applied, Hit, NO_OBJECT, ObjectCheck, ObjectRegistry, Plan, Tally, judge_cluster, judge_object,
    take,
};
pub use outcome::{Options, Outcome, Problem};
pub use view::{ContainerRole, ContainerView, ObjectView, PodView};
