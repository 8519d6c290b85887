//! Snapshots from anywhere: read or refused, and judged by every edition without a panic. What is
//! read stays what it is when it is saved, every control has one status, and no format lets a
//! control character of the snapshot through to a terminal.
#![no_main]
use std::sync::LazyLock;

use plimsoll_checks::REGISTRY;
use plimsoll_content::Content;
use plimsoll_model::Snapshot;
use plimsoll_report::terminal;

static CONTENT: LazyLock<Content> = LazyLock::new(|| plimsoll_catalog::builtin().unwrap());

/// An edition of each kind; all of them would take a second an input.
const BENCHMARKS: [&str; 5] = ["cis-2.0.1", "1.8", "stig-v2r6", "plimsoll-node-1.0", "rh-0.7"];

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Ok(snapshot) = serde_json::from_slice::<Snapshot>(data) else { return };
    let saved = serde_json::to_vec(&snapshot).unwrap();
    assert_eq!(serde_json::from_slice::<Snapshot>(&saved).unwrap(), snapshot);
    let benchmarks = BENCHMARKS.map(str::to_owned).to_vec();
    let request = plimsoll_engine::Request { benchmarks, ..Default::default() };
    let report =
        plimsoll_engine::audit(&CONTENT, REGISTRY, &[snapshot], &request, "fuzz").unwrap();
    for benchmark in &report.benchmarks {
        assert_eq!(benchmark.counts.total() as usize, benchmark.controls.len());
    }
    let options = terminal::Options { width: 80, colour: false, verbosity: 1 };
    let text = terminal::render(&report, &options);
    let harmless = |one: char| one == '\n' || !one.is_control();
    assert!(text.chars().all(harmless), "a control character reached the terminal");
    let json = plimsoll_report::json::v1::render(&report).unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
    let _ = plimsoll_report::html::v1::render(&report).unwrap();
    let _ = plimsoll_report::junit::v1::render(&report).unwrap();
    let _ = plimsoll_report::csv::v1::render(&report);
    let _ = plimsoll_report::kube_bench::render(&report).unwrap();
});
