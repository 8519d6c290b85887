//! YAML of anybody's: no panic, and what is read keeps the limits, lies in the text and has no key
//! twice.
#![no_main]
use plimsoll_source::parse_yaml;

#[path = "../shared/tree.rs"]
mod tree;
use tree::{LIMITS, look};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    // Line ends of YAML: LF, CR, CR LF; one more for what stands after the last.
    let lines = 1 + text.matches(['\n', '\r']).count();
    match parse_yaml(text, LIMITS) {
        Ok(trees) => {
            let mut nodes = 0;
            for tree in &trees {
                look(tree, 1, lines, &mut nodes);
            }
            assert!(nodes <= LIMITS.nodes, "{nodes} values");
        }
        Err(error) => assert!(!error.message.is_empty() && error.line as usize <= lines + 1),
    }
});
