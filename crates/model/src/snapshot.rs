//! Everything that a judgement may rest on, in one value that can be saved and replayed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::node::Node;

/// The format this version writes. A later version reads every earlier format.
pub const FORMAT: u32 = 1;

/// One look at one target. The saved form is this value as JSON, compressed with zstd.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Snapshot {
    /// Number of the format, see [`FORMAT`].
    pub format: u32,
    /// The program that wrote it, e.g. `plimsoll 0.1.0`.
    pub tool: String,
    /// When the look was taken: seconds since 1970. Evaluation knows no other clock.
    pub as_of: i64,
    /// The host that was looked at.
    pub node: Node,
}
