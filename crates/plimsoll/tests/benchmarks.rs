//! What a person sees of benchmarks and of managed clusters.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use common::{plimsoll, seen};

const FACTS: &str = "crates/plimsoll/tests/cloud/eks.json";

#[test]
fn a_managed_cluster_is_judged_by_what_its_provider_says() {
    insta::assert_snapshot!(seen(&["scan", "cloud", "--cloud-facts", FACTS]));
}

#[test]
fn facts_that_are_none_are_answered_with_the_way_out() {
    insta::assert_snapshot!(seen(&["scan", "cloud"]));
    insta::assert_snapshot!(seen(&["scan", "cloud", "--cloud-facts", "nowhere.json"]));
    insta::assert_snapshot!(seen(&["scan", "cloud", "--cloud-facts", "deny.toml"]));
}

#[test]
fn a_tailoring_file_carries_over_and_says_what_does_not() {
    insta::assert_snapshot!(seen(&[
        "benchmarks",
        "diff",
        "cis-1.6",
        "cis-1.12",
        "--tailoring",
        "crates/plimsoll/tests/tailoring-1.6.toml",
    ]));
}

#[test]
fn a_tailoring_file_that_exists_is_not_overwritten() {
    let output = plimsoll(&[
        "benchmarks",
        "diff",
        "cis-1.6",
        "cis-1.12",
        "--tailoring",
        "crates/plimsoll/tests/tailoring-1.6.toml",
        "--write",
        "deny.toml",
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("never overwritten"));
}

#[test]
fn coverage_and_editions_are_listed() {
    insta::assert_snapshot!(seen(&["benchmarks", "coverage", "cis-1.6", "eks-1.8.0", "stig"]));
    insta::assert_snapshot!(seen(&["benchmarks", "show", "federated"]));
    insta::assert_snapshot!(seen(&["benchmarks", "show", "stig-v2r6"]));
}

#[test]
fn a_rule_of_the_stig_is_explained_by_any_of_its_names() {
    let by_rule = seen(&["explain", "V-242379"]);
    let by_version = plimsoll(&["explain", "CNTR-K8-000180"]);
    let text = String::from_utf8_lossy(&by_version.stdout);
    assert!(text.contains("V-242379"), "{text}");
    insta::assert_snapshot!(by_rule);
}
