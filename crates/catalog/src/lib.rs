//! The content folders as they were when the binary was built.
//!
//! ```text
//! checks/ components/ benchmarks/ frameworks/ ──build.rs──► bytes in the binary ──► Content
//! kubernetes/                                 ──build.rs──► bytes in the binary ──► Api
//! ```

use plimsoll_content::api::Api;
use plimsoll_content::{Content, Seldom};

static API: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/api.postcard"));

static SELDOM: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/seldom.postcard"));

static BYTES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/content.postcard"));

/// Reads the built-in content, without examples and peers, see [`whole`]. It takes a millisecond or two; call it once.
///
/// # Errors
/// Never in a binary that was built whole; the error says that it was not.
pub fn builtin() -> Result<Content, String> {
    Content::from_bytes(BYTES).map_err(|error| format!("the built-in content is damaged: {error}"))
}

/// Reads what is known of the Kubernetes API. Only who judges objects needs it.
///
/// # Errors
/// Never in a binary that was built whole; the error says that it was not.
pub fn api() -> Result<Api, String> {
    Api::from_bytes(API).map_err(|error| format!("the built-in API tables are damaged: {error}"))
}

/// Reads the built-in content with the examples of checks and the table of peers.
///
/// # Errors
/// Never in a binary that was built whole.
pub fn whole() -> Result<Content, String> {
    let mut content = builtin()?;
    let seldom = Seldom::from_bytes(SELDOM)
        .map_err(|error| format!("the built-in content is damaged: {error}"))?;
    content.add_seldom(seldom);
    Ok(content)
}
