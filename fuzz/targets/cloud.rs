//! Facts of managed clusters, from a printed document to a report.
#![no_main]
use std::sync::OnceLock;

use plimsoll_collect::cloud::facts;
use plimsoll_content::Content;
use plimsoll_engine::{Beside, Cloud, Request, audit_beside};

static CONTENT: OnceLock<Content> = OnceLock::new();

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let content = CONTENT.get_or_init(|| plimsoll_catalog::builtin().unwrap());
    let text = String::from_utf8_lossy(data).into_owned();
    let Ok(facts) = facts(content, &[("facts.json".to_owned(), text)], 0) else { return };
    let variables = std::collections::BTreeMap::new();
    let mut cloud = Cloud::new(content, &facts, &variables);
    let mut beside: Vec<&mut dyn Beside> = vec![&mut cloud];
    let checks = plimsoll_checks::REGISTRY;
    let report =
        audit_beside(content, checks, &[], &mut beside, &Request::default(), "fuzz").unwrap();
    for control in report.benchmarks.iter().flat_map(|benchmark| &benchmark.controls) {
        assert_eq!(control.hosts.len(), 1, "{}", control.id);
    }
});
