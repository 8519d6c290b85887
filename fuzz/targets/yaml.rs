//! YAML of anybody's: no panic, and what is read keeps the limits.
#![no_main]
use plimsoll_source::{Limits, parse_yaml};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = parse_yaml(text, Limits { nodes: 10_000, ..Limits::default() });
    }
});
