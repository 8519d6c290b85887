//! How a component reads its configuration: effective values with their provenance.
//!
//! ```text
//! Instance (arguments, environment) ┐
//! Documents (config file, drop-ins) ├──► Settings ──► get(key): value, provenance, evidence
//! Content (flags, paths, defaults)  ┘
//! ```
//!
//! Command line > environment > drop-in > configuration file > default of that version, the way
//! each component does it. The collector uses this crate to find the files a component names, the
//! engine to judge what it finds; both must read a command line by the same rules. The crate does
//! no I/O.

mod admission;
mod argument_map;
mod arguments;
mod derived;
mod evidence;
mod outcome;
mod resolve;
mod value;

pub use admission::{PluginConfiguration, admission_plugins};
pub use arguments::{Given, read_arguments};
pub use outcome::{Effective, Outcome, Provenance};
pub use resolve::{Settings, documents_of};
pub use value::SettingValue;
