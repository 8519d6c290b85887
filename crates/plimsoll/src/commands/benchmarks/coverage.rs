//! How much of each edition is determined.

use plimsoll_content::{Answered, Benchmark};
use serde::Serialize;

use super::{find, range};
use crate::cli::ListArgs;
use crate::commands::{content, listing};

#[derive(Serialize)]
struct Coverage {
    benchmarks: Vec<Row>,
    total: Counts,
}

#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    kubernetes: Vec<String>,
    distributions: Vec<String>,
    #[serde(flatten)]
    counts: Counts,
    /// Controls that are left to a person.
    manual: Vec<String>,
}

#[derive(Clone, Copy, Default, Serialize)]
struct Counts {
    controls: usize,
    /// Checks answer it.
    determined: usize,
    /// A person answers it, at least when checks come out one way.
    person: usize,
    /// It cannot apply to the distribution.
    not_applicable: usize,
    /// Percentage of what applies that is determined.
    share: f64,
}

impl Counts {
    fn of(benchmark: &Benchmark) -> Self {
        let mut counts = Self::default();
        for control in &benchmark.controls {
            counts.controls += 1;
            match control.answered() {
                Answered::Determined => counts.determined += 1,
                Answered::ByAPerson => counts.person += 1,
                Answered::NotApplicable => counts.not_applicable += 1,
            }
        }
        counts.with_share()
    }

    fn with_share(mut self) -> Self {
        let applies = self.determined + self.person;
        #[allow(clippy::cast_precision_loss, reason = "some thousand controls")]
        let share =
            if applies == 0 { 0.0 } else { 1000.0 * self.determined as f64 / applies as f64 };
        self.share = share.round() / 10.0;
        self
    }

    fn cells(self) -> [String; 5] {
        [
            self.controls.to_string(),
            self.determined.to_string(),
            self.person.to_string(),
            self.not_applicable.to_string(),
            format!("{:.1} %", self.share),
        ]
    }
}

/// How many controls of each edition are determined, need a person, or do not apply.
pub(crate) fn coverage(ids: &[String], arguments: ListArgs) -> anyhow::Result<u8> {
    let content = content(None)?;
    let mut chosen: Vec<&Benchmark> = Vec::new();
    for id in ids {
        chosen.push(find(&content, id)?);
    }
    if ids.is_empty() {
        chosen.extend(content.benchmarks.values());
    }
    let benchmarks: Vec<Row> = chosen
        .into_iter()
        .map(|benchmark| Row {
            id: benchmark.id.clone(),
            title: benchmark.title.clone(),
            kubernetes: benchmark.kubernetes.clone(),
            distributions: benchmark.distributions.clone(),
            counts: Counts::of(benchmark),
            manual: benchmark
                .controls
                .iter()
                .filter(|control| control.answered() == Answered::ByAPerson)
                .map(|control| control.id.clone())
                .collect(),
        })
        .collect();
    let mut total = Counts::default();
    for row in &benchmarks {
        total.controls += row.counts.controls;
        total.determined += row.counts.determined;
        total.person += row.counts.person;
        total.not_applicable += row.counts.not_applicable;
    }
    let coverage = Coverage { benchmarks, total: total.with_share() };
    listing::print(arguments, &coverage, || {
        let row = |name: &str, kubernetes: String, counts: Counts| {
            let mut row = vec![name.to_owned(), kubernetes];
            row.extend(counts.cells());
            row
        };
        let mut rows: Vec<Vec<String>> = coverage
            .benchmarks
            .iter()
            .map(|one| row(&one.id, range(&one.kubernetes), one.counts))
            .collect();
        rows.push(row("all", String::new(), coverage.total));
        listing::table(
            &[
                "BENCHMARK",
                "KUBERNETES",
                "CONTROLS",
                "DETERMINED",
                "PERSON",
                "NOT APPLICABLE",
                "SHARE",
            ],
            &rows,
        )
    })
}
