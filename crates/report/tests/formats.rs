//! The formats that programs read.

mod common;

use plimsoll_model::{Report, Status};
use plimsoll_report::sanitize::is_harmful;
use plimsoll_report::{csv, json, junit, kube_bench};
use proptest::prelude::*;

/// Harmless but for line breaks, which are part of every format.
fn harmless(text: &str) -> bool {
    !text.chars().any(|one| one != '\n' && one != '\r' && is_harmful(one))
}

/// The report with a text in many places.
fn with(text: &str) -> Report {
    let mut report = common::sample();
    let control = &mut report.benchmarks[0].controls[0];
    text.clone_into(&mut control.title);
    let host = &mut control.hosts[0];
    text.clone_into(&mut host.reason);
    text.clone_into(&mut host.expected);
    text.clone_into(&mut host.evidence[0].seen);
    if let Some(fix) = &mut host.fix {
        text.clone_into(&mut fix.text);
    }
    report
}

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let rows: Result<Vec<::csv::StringRecord>, _> = reader.records().collect();
    let cells = |row: &::csv::StringRecord| row.iter().map(str::to_owned).collect();
    rows.map(|rows| rows.iter().map(cells).collect()).unwrap_or_default()
}

#[test]
fn json_v1() {
    let report = common::sample();
    let text = json::v1::render(&report).unwrap();
    assert!(harmless(&text) && !text.contains('\r') && text.ends_with("}\n"));
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
    insta::assert_snapshot!(text);
}

#[test]
fn csv_v1() {
    let text = csv::v1::render(&common::sample());
    assert!(harmless(&text));
    assert_eq!(text.lines().next(), Some(csv::v1::COLUMNS.join(",").as_str()));
    insta::assert_snapshot!(text);
}

#[test]
fn csv_has_a_row_for_each_benchmark_control_and_host() {
    let report = common::sample();
    let rows = rows(&csv::v1::render(&report));
    let controls = report.benchmarks.iter().flat_map(|benchmark| &benchmark.controls);
    assert_eq!(rows.len(), 1 + controls.map(|control| control.hosts.len()).sum::<usize>());
    let mixed: Vec<_> = rows
        .iter()
        .filter(|row| row[1] == "cis-2.0.1" && row[2] == "4.1.1")
        .map(|row| (row[0].as_str(), row[9].as_str()))
        .collect();
    assert_eq!(mixed, [("cp-1", "not-applicable"), ("worker-1", "fail"), ("worker-2", "pass")]);
}

#[test]
fn junit_v1() {
    let text = junit::v1::render(&common::sample()).unwrap();
    assert!(harmless(&text) && !text.contains("<script"));
    insta::assert_snapshot!(text);
}

#[test]
fn junit_counts_what_other_programs_count() {
    let text = junit::v1::render(&common::sample()).unwrap();
    let report = common::sample();
    let statuses = report
        .benchmarks
        .iter()
        .flat_map(|benchmark| &benchmark.controls)
        .flat_map(|control| control.hosts.iter().map(|host| host.status));
    let count = |wanted: &[Status]| statuses.clone().filter(|one| wanted.contains(one)).count();
    assert_eq!(text.matches("<failure ").count(), count(&[Status::Fail]));
    assert_eq!(text.matches("<error ").count(), count(&[Status::Error]));
    assert_eq!(text.matches("<skipped ").count(), count(&[Status::Manual, Status::NotApplicable]));
    assert_eq!(text.matches("<testcase ").count(), statuses.count());
}

#[test]
fn kube_bench_json() {
    let text = kube_bench::render(&common::sample()).unwrap();
    assert!(harmless(&text));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&value).unwrap());
}

/// What could not be looked at has not passed, whatever the benchmark calls the control.
#[test]
fn kube_bench_never_passes_what_could_not_be_looked_at() {
    let report = common::sample();
    let value: serde_json::Value =
        serde_json::from_str(&kube_bench::render(&report).unwrap()).unwrap();
    let mut results = Vec::new();
    for controls in value["Controls"].as_array().unwrap() {
        for group in controls["tests"].as_array().unwrap() {
            results.extend(group["results"].as_array().unwrap());
        }
    }
    let status = |id: &str| -> Vec<&str> {
        let of = results.iter().filter(|one| one["test_number"] == id);
        of.map(|one| one["status"].as_str().unwrap()).collect()
    };
    assert_eq!(status("2.1"), ["FAIL", "INFO", "INFO"]);
    assert_eq!(status("4.2.1"), ["INFO", "WARN", "WARN"]);
    assert_eq!(status("4.1.1"), ["INFO", "FAIL", "PASS"]);
    for one in &results {
        assert_eq!(one["status"] == "PASS", one.get("reason").is_none(), "{one}");
    }
    let totals = &value["Totals"];
    let total = |name: &str| totals[name].as_u64().unwrap();
    let sum = total("total_pass") + total("total_fail") + total("total_warn") + total("total_info");
    assert_eq!(sum, results.len() as u64);
}

/// Numbers of other benchmarks do not begin with 1 to 5; their controls are not lost.
#[test]
fn kube_bench_has_a_place_for_every_control() {
    let mut report = common::sample();
    let control = &mut report.benchmarks[0].controls[3];
    "V-242381".clone_into(&mut control.id);
    "V".clone_into(&mut control.section);
    let value: serde_json::Value =
        serde_json::from_str(&kube_bench::render(&report).unwrap()).unwrap();
    let found = value["Controls"].as_array().unwrap().iter().any(|controls| {
        controls["node_type"] == "etcd" && controls.to_string().contains("V-242381")
    });
    assert!(found);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn csv_reads_back(text in "\\PC*|(.|[\\r\\n\\t\",=+@\u{202e}\u{1b}-]){0,20}") {
        let written = csv::v1::render(&with(&text));
        prop_assert!(harmless(&written));
        let rows = rows(&written);
        prop_assert!(rows.len() > 1);
        for row in rows {
            prop_assert_eq!(row.len(), csv::v1::COLUMNS.len());
            for cell in row {
                prop_assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']), "{:?}", cell);
            }
        }
    }

    #[test]
    fn json_keeps_every_text(text in any::<String>()) {
        let report = with(&text);
        let written = json::v1::render(&report).unwrap();
        prop_assert!(harmless(&written));
        prop_assert_eq!(serde_json::from_str::<Report>(&written).unwrap(), report);
    }

    #[test]
    fn xml_and_kube_bench_hold_nothing_harmful(text in any::<String>()) {
        let report = with(&text);
        prop_assert!(harmless(&junit::v1::render(&report).unwrap()));
        prop_assert!(harmless(&kube_bench::render(&report).unwrap()));
    }
}
