//! The content folders as they were when the binary was built.
//!
//! ```text
//! checks/ components/ benchmarks/ frameworks/ ──build.rs──► bytes in the binary ──► Content
//! ```

use plimsoll_content::Content;

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.postcard"));

/// Reads the built-in content. It takes well under a millisecond; call it once.
///
/// # Errors
/// Never in a binary that was built whole; the error says that it was not.
pub fn builtin() -> Result<Content, String> {
    Content::from_bytes(BYTES).map_err(|error| format!("the built-in content is damaged: {error}"))
}
