//! Looks at a cluster through its API, or reads a dump of it.
//!
//! ```text
//! kubeconfig, flags ──► connect ──► live (ask): pages of lists ─┐
//!                                      dump: files ────────────┴─► splitter ──► strip ──► build ──► Cluster
//! ```
//!
//! Nothing is written to the cluster. A list is kept only when all of it was read from one state of the
//! cluster; anything else becomes the reason why it is missing. Only a few pages are in memory at once,
//! and what is kept is stripped of status, bookkeeping and secrets first.

mod ask;
mod build;
pub mod connect;
mod dump;
mod kubelets;
pub mod live;
mod splitter;
mod strip;

pub use connect::{ConnectError, Connection};
pub use dump::{DumpError, read_dump};
pub use kubelets::Kubelets;
pub use live::{Look, look};

/// Strips one object, as a fuzz target calls it: whatever the bytes, an answer and no panic.
#[must_use]
pub fn stripped(json: &[u8]) -> Option<String> {
    let mut object = strip::read(json).ok()?;
    let kind = object.get("kind").and_then(strip::Json::text).unwrap_or_default().to_owned();
    strip::redact(&mut object, &kind);
    let mut out = String::new();
    object.write(&mut out);
    Some(out)
}

/// Cuts a stream into objects, as a fuzz target calls it.
#[must_use]
pub fn pieces(chunks: &[&[u8]]) -> Option<usize> {
    let mut count = 0;
    let mut splitter = splitter::Splitter::default();
    for chunk in chunks {
        let mut take = |_: splitter::Part<'_>| {
            count += 1;
            Ok::<(), splitter::SplitError>(())
        };
        splitter.feed(chunk, &mut take).ok()?;
    }
    splitter.finish().ok()?;
    Some(count)
}
