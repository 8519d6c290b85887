//! Text with positions: YAML, JSON and TOML to a [`Tree`] that knows the line of everything in it.
//!
//! ```text
//! bytes ──► granit-parser events ──► Tree (limits, aliases, merge keys, no duplicate keys)
//! ```
//!
//! Scalars get the types that Kubernetes' own reader gives them (YAML 1.1 as `sigs.k8s.io/yaml`
//! reads it: `yes` and `on` are booleans, `0644` is octal). A mapping that writes a key twice is an
//! error: a reader that takes the last one lets an audit see another value than the component.
//! The crate knows nothing about files or what a document means.

pub mod decode;
pub mod document;
pub mod objects;
pub mod path;
mod scalar;
mod toml;
mod yaml;

pub use bumpalo::Bump;
pub use decode::{DecodeError, decode};
pub use document::{Content, Node, read_documents};
pub use objects::{Found, NoObject, object_from_json, objects};
pub use path::{Place, locate};
pub use toml::parse_toml;
pub use yaml::{Limits, SourceError, parse_yaml};
