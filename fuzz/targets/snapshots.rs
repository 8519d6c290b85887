//! Snapshots from anywhere: read or refused, and judged without a panic.
#![no_main]
use std::sync::LazyLock;

use plimsoll_checks::REGISTRY;
use plimsoll_content::Content;
use plimsoll_model::Snapshot;

static CONTENT: LazyLock<Content> = LazyLock::new(|| plimsoll_catalog::builtin().unwrap());

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(snapshot) = serde_json::from_slice::<Snapshot>(data) else { return };
    let request = plimsoll_engine::Request::default();
    let _ = plimsoll_engine::audit(&CONTENT, REGISTRY, &[snapshot], &request, "fuzz");
});
