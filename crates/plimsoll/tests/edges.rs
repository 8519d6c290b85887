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
    ("graph", &["model"]),
    ("engine", &["model", "content", "settings", "graph"]),
    ("checks", &["model", "content", "settings", "graph", "engine"]),
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
            if let Some(used) = used.strip_prefix("plimsoll-") {
                assert!(targets.contains(&used), "{name} must not use plimsoll-{used}");
            }
        }
    }
    assert_eq!(seen, ALLOWED.len());
}

/// Crates that never reach for a network, whatever else is built.
const PURE: &[&str] =
    &["model", "source", "content", "catalog", "settings", "graph", "engine", "checks", "report"];

#[test]
fn only_the_collector_pulls_a_network_client() {
    for short in PURE {
        let tree = Command::new(env!("CARGO"))
            .args(["tree", "--locked", "-e", "normal", "--prefix", "none", "-p"])
            .arg(format!("plimsoll-{short}"))
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
            .output()
            .expect("cargo tree runs");
        assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
        let tree = String::from_utf8_lossy(&tree.stdout).into_owned();
        for name in FORBIDDEN {
            let pulled = tree.lines().any(|line| line.split(' ').next() == Some(name));
            assert!(!pulled, "plimsoll-{short} pulls {name}");
        }
    }
}
