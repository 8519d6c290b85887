//! The report as a table (RFC 4180): one row per benchmark, control and host.

/// Version 1.
pub mod v1 {
    use plimsoll_model::{Evidence, Report};

    use crate::sanitize::sanitize;

    /// Columns, in order.
    pub const COLUMNS: [&str; 17] = [
        "host",
        "benchmark",
        "control",
        "title",
        "section",
        "level",
        "assessment",
        "role",
        "severity",
        "status",
        "reason",
        "expected",
        "actual",
        "evidence",
        "fix",
        "references",
        "checks",
    ];

    /// The table with its header line.
    #[must_use]
    pub fn render(report: &Report) -> String {
        let mut text = String::new();
        row(&mut text, &COLUMNS.map(str::to_owned));
        for benchmark in &report.benchmarks {
            for control in &benchmark.controls {
                for host in &control.hosts {
                    let references: Vec<String> = control
                        .references
                        .iter()
                        .map(|one| format!("{}:{}", one.framework, one.id))
                        .collect();
                    row(
                        &mut text,
                        &[
                            host.host.clone(),
                            benchmark.id.clone(),
                            control.id.clone(),
                            control.title.clone(),
                            control.section.clone(),
                            control.level.to_string(),
                            control.assessment.clone(),
                            control.role.clone(),
                            control.severity.as_str().to_owned(),
                            host.status.as_str().to_owned(),
                            host.reason.clone(),
                            host.expected.clone(),
                            host.actual.clone().unwrap_or_default(),
                            evidence(&host.evidence),
                            host.fix.as_ref().map(|fix| fix.text.clone()).unwrap_or_default(),
                            references.join(" "),
                            control.checks.join(" "),
                        ],
                    );
                }
            }
        }
        text
    }

    fn evidence(list: &[Evidence]) -> String {
        let lines: Vec<String> =
            list.iter().map(|one| format!("{} ({})", one.seen, one.location)).collect();
        lines.join("; ")
    }

    fn row(text: &mut String, cells: &[String]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.push_str(&quoted(cell));
        }
        text.push_str("\r\n");
    }

    /// A cell that a spreadsheet would take for a formula is defused with an apostrophe.
    fn quoted(cell: &str) -> String {
        let mut safe = sanitize(cell);
        if safe.starts_with(['=', '+', '-', '@']) {
            safe.insert(0, '\'');
        }
        if safe.contains([',', '"']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
    }
}
