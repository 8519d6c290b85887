//! Our editions beside the reference: the same controls, and no less determined than others do.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use plimsoll_content::{Answered, Benchmark, Content};

/// Edition, how many of its controls kube-bench evaluates, its controls.
fn reference() -> Vec<(&'static str, Option<usize>, BTreeSet<&'static str>)> {
    include_str!("../../../tests/reference/editions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| {
            let mut cells = line.split('\t');
            let (edition, evaluated) = (cells.next().unwrap(), cells.next().unwrap());
            let controls = cells.next().unwrap().split(' ').collect();
            (edition, evaluated.parse().ok(), controls)
        })
        .collect()
}

fn content() -> Content {
    plimsoll_catalog::builtin().unwrap()
}

fn determined(benchmark: &Benchmark) -> usize {
    let is = |wanted| move |one: &&plimsoll_content::Control| one.answered() == wanted;
    benchmark.controls.iter().filter(is(Answered::Determined)).count()
}

#[test]
fn every_edition_of_the_reference_has_exactly_its_controls() {
    let content = content();
    let mut faults = Vec::new();
    for (edition, _, controls) in reference() {
        let Some(benchmark) = content.benchmarks.get(edition) else {
            faults.push(format!("{edition} is missing"));
            continue;
        };
        let ours: BTreeSet<&str> =
            benchmark.controls.iter().map(|control| control.id.as_str()).collect();
        let missing: Vec<&&str> = controls.difference(&ours).collect();
        let extra: Vec<&&str> = ours.difference(&controls).collect();
        if !missing.is_empty() || !extra.is_empty() {
            faults.push(format!("{edition}: missing {missing:?}, extra {extra:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_edition_determines_less_than_kube_bench_evaluates() {
    let content = content();
    let mut faults = Vec::new();
    for (edition, evaluated, _) in reference() {
        let (Some(evaluated), Some(benchmark)) = (evaluated, content.benchmarks.get(edition))
        else {
            continue;
        };
        let ours = determined(benchmark);
        if ours < evaluated {
            faults.push(format!("{edition}: {ours} of {} against {evaluated}", benchmark.size));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn more_than_85_per_cent_of_what_applies_is_determined() {
    let content = content();
    let (mut determined, mut applies) = (0, 0);
    for (edition, _, _) in reference() {
        let controls = &content.benchmarks.get(edition).unwrap().controls;
        for control in controls {
            determined += usize::from(control.answered() == Answered::Determined);
            applies += usize::from(control.answered() != Answered::NotApplicable);
        }
    }
    assert!(determined * 100 > applies * 85, "{determined} of {applies}");
}

#[test]
fn an_edition_is_the_same_when_it_is_opened_from_the_binary() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = plimsoll_content::load(&root).unwrap();
    assert!(read.benchmarks == content().benchmarks);
}
