//! What every tree that a parser makes of anybody's text keeps.
use plimsoll_model::Tree;
use plimsoll_source::Limits;

pub const LIMITS: Limits = Limits { bytes: 4 << 20, nodes: 10_000, depth: 64 };

/// Limits on depth are kept, lines lie in the text, no key stands twice; counts the nodes.
pub fn look(tree: &Tree, depth: usize, lines: usize, nodes: &mut usize) {
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
