//! Check and tailoring files of a user's own.
#![no_main]
use std::sync::LazyLock;

use plimsoll_content::{Content, Tailoring, check_from_text};

static CONTENT: LazyLock<Content> = LazyLock::new(|| plimsoll_catalog::builtin().unwrap());

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Err(diagnostics) = check_from_text("own/x.md", text, &CONTENT) {
        let _ = diagnostics.to_string();
    }
    if let Err(diagnostics) = Tailoring::parse("t.toml", text.to_owned(), &CONTENT) {
        let _ = diagnostics.to_string();
    }
});
