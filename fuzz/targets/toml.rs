//! TOML of anybody's: no panic, and what is read keeps the limits, lies in the text and has no key
//! twice.
#![no_main]
use plimsoll_source::parse_toml;

#[path = "../shared/tree.rs"]
mod tree;
use tree::{LIMITS, look};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let lines = 1 + text.matches('\n').count();
    match parse_toml(text, LIMITS) {
        Ok(tree) => {
            let mut nodes = 0;
            look(&tree, 1, lines, &mut nodes);
            assert!(nodes <= LIMITS.nodes, "{nodes} values");
        }
        Err(error) => assert!(!error.message.is_empty() && error.line as usize <= lines + 1),
    }
});
