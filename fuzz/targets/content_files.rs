//! Check and tailoring files of a user's own: read or refused with a message, and the examples of a
//! check that was read can be run.
#![no_main]
use std::sync::LazyLock;

use plimsoll_checks::REGISTRY;
use plimsoll_collect::example::snapshot;
use plimsoll_content::{Content, Tailoring, check_from_text};

static CONTENT: LazyLock<Content> = LazyLock::new(|| plimsoll_catalog::builtin().unwrap());

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match check_from_text("own/x.md", text, &CONTENT) {
        Err(diagnostics) => assert!(!diagnostics.to_string().is_empty()),
        Ok(check) => {
            for example in check.examples.iter().take(2) {
                let Ok(seen) = snapshot(&CONTENT, example) else { continue };
                let request = plimsoll_engine::Request::default();
                let _ = plimsoll_engine::audit(&CONTENT, REGISTRY, &[seen], &request, "fuzz");
            }
        }
    }
    match Tailoring::parse("t.toml", text.to_owned(), &CONTENT) {
        Err(diagnostics) => assert!(!diagnostics.to_string().is_empty()),
        Ok(tailoring) => {
            let request = plimsoll_engine::Request { tailoring, ..Default::default() };
            let _ = plimsoll_engine::audit(&CONTENT, REGISTRY, &[], &request, "fuzz");
        }
    }
});
