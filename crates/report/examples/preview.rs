//! Temporary.
use std::io::{Read, Write};
fn main() {
    let mut text = String::new();
    let _ = std::io::stdin().read_to_string(&mut text);
    let Ok(report) = serde_json::from_str(&text) else { return };
    let what = std::env::args().nth(1).unwrap_or_default();
    let width = std::env::args().nth(2).and_then(|w| w.parse().ok()).unwrap_or(100);
    let out = match what.as_str() {
        "html" => plimsoll_report::html::v1::render(&report).unwrap_or_else(|e| e.to_string()),
        _ => plimsoll_report::terminal::render(
            &report,
            &plimsoll_report::terminal::Options {
                width,
                colour: what == "colour",
                verbosity: u8::from(what == "v"),
            },
        ),
    };
    let _ = std::io::stdout().write_all(out.as_bytes());
}
