//! The crates point down only: DESIGN.md's table, enforced.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::process::Command;

const ALLOWED: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("source", &["model"]),
    ("content", &["model"]),
    ("catalog", &["content"]),
    ("settings", &["model", "content"]),
    ("collect", &["model", "source", "content", "settings"]),
    ("engine", &["model", "content", "settings"]),
    ("checks", &["model", "content", "settings", "engine"]),
    ("report", &["model"]),
];

/// Crates that no pure crate may pull, not even through another one.
const FORBIDDEN: &[&str] = &["tokio", "kube", "reqwest", "sqlx", "hyper"];

fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON")
}

#[test]
fn every_edge_between_crates_is_one_that_the_design_allows() {
    let metadata = metadata();
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut seen = 0;
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let Some(short) = name.strip_prefix("plimsoll-") else { continue };
        let targets = allowed.get(short).unwrap_or_else(|| panic!("{name} is not in the table"));
        seen += 1;
        for dependency in package["dependencies"].as_array().unwrap() {
            // What only tests use may point anywhere.
            if dependency["kind"].as_str() == Some("dev") {
                continue;
            }
            let used = dependency["name"].as_str().unwrap();
            assert!(!FORBIDDEN.contains(&used), "{name} pulls {used}");
            if let Some(used) = used.strip_prefix("plimsoll-") {
                assert!(targets.contains(&used), "{name} must not use plimsoll-{used}");
            }
        }
    }
    assert_eq!(seen, ALLOWED.len());
}

#[test]
fn nothing_pulls_an_async_runtime_or_a_network_client() {
    let metadata = metadata();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        assert!(!FORBIDDEN.contains(&name), "{name} is in the dependency tree");
    }
}
