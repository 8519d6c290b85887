//! TOML of anybody's: no panic, and what is read keeps the limits, lies in the text and has no key
//! twice.
#![no_main]
use plimsoll_model::Tree;
use plimsoll_source::{Limits, parse_toml};

const LIMITS: Limits = Limits { bytes: 4 << 20, nodes: 10_000, depth: 64 };

fn look(tree: &Tree, depth: usize, lines: usize, nodes: &mut usize) {
    *nodes += 1;
    assert!(depth <= LIMITS.depth + 1, "too deep");
    assert!(tree.line as usize <= lines, "line {} of {lines}", tree.line);
    for item in tree.items() {
        look(item, depth + 1, lines, nodes);
    }
    let mut keys: Vec<&str> = tree.entries().iter().map(|entry| entry.key.as_str()).collect();
    let all = keys.len();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all, "a key stands twice");
    for entry in tree.entries() {
        look(&entry.value, depth + 1, lines, nodes);
    }
}

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
