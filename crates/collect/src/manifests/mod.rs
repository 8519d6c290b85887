//! Finds and reads manifests: files, directories, standard input.
//!
//! ```text
//! paths ──► walk (YAML and JSON, no links to directories) ──► read (limits, encodings) ──► Input
//!              └──► charts and kustomizations: their roots, to be rendered by who may run programs
//! ```
//!
//! What was found and is no input is told with its reason. Nothing is executed here.

mod read;
mod walk;

pub use read::{Limits, read, read_stdin};
pub use walk::{Found, Kustomization, walk};

/// A text to be judged and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Path as it is shown; `-` for standard input.
    pub shown: String,
    /// The text.
    pub text: String,
    /// What made it.
    pub origin: Origin,
}

/// What made an input.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// A file, or standard input.
    File,
    /// A chart that was rendered; the input is the whole output.
    Chart {
        /// Directory of the chart, as it is shown.
        root: String,
        /// Its templates: path below the directory, text.
        sources: Vec<(String, String)>,
    },
    /// A kustomization that was built; the input is the whole output.
    Kustomization {
        /// Directory of the kustomization, as it is shown.
        root: String,
        /// The files it is made of: path, text.
        sources: Vec<(String, String)>,
    },
}

/// Something that should be judged and cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The path, as it is shown.
    pub path: String,
    /// Why.
    pub reason: String,
}
