//! The report as a table (RFC 4180): one row per benchmark, control and host, or
//! one per failure of an object.

/// Version 1.
pub mod v1 {
    use plimsoll_model::{Finding, Report};

    use crate::evidence::phrases;
    use crate::sanitize::sanitize;

    /// Columns, in order.
    pub const COLUMNS: [&str; 18] = [
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
        "also",
    ];

    /// The table with its header line.
    ///
    /// Control characters are escaped visibly, line breaks among them, so a row is always one line.
    #[must_use]
    pub fn render(report: &Report) -> String {
        let mut text = String::new();
        row(&mut text, &COLUMNS.map(str::to_owned));
        let of_objects = |finding: &&Finding| {
            report.clusters.is_empty()
                || report.clusters.iter().any(|cluster| cluster.name == finding.host)
        };
        if report.objects.is_some() {
            for finding in report.findings.iter().filter(of_objects) {
                row(&mut text, &of_finding(finding));
            }
            if report.clusters.is_empty() {
                return text;
            }
        }
        for benchmark in &report.benchmarks {
            // The list of all checks would repeat the findings.
            for control in benchmark.controls.iter().filter(|one| one.role != "workloads") {
                let references: Vec<String> = control
                    .references
                    .iter()
                    .map(|one| format!("{}:{}", one.framework, one.id))
                    .collect();
                for host in &control.hosts {
                    let fix = host.fix.as_ref();
                    let cells: [String; COLUMNS.len()] = [
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
                        phrases(&host.evidence),
                        fix.map(|fix| fix.text.clone()).unwrap_or_default(),
                        references.join(" "),
                        control.checks.join(" "),
                        control.also.join(" "),
                    ];
                    row(&mut text, &cells);
                }
            }
        }
        text
    }

    /// A failure of an object: the place stands for the host, the check for the control.
    fn of_finding(finding: &Finding) -> [String; COLUMNS.len()] {
        let place = finding.location.as_ref();
        let place = place.map(|one| format!("{}:{}:{}", one.file, one.line, one.column));
        let references: Vec<String> =
            finding.references.iter().map(|one| format!("{}:{}", one.framework, one.id)).collect();
        [
            place.unwrap_or_else(|| finding.host.clone()),
            finding.controls.join(" "),
            finding.target.clone(),
            finding.title.to_string(),
            finding.path.clone().unwrap_or_default(),
            String::new(),
            "automated".to_owned(),
            "workloads".to_owned(),
            finding.severity.as_str().to_owned(),
            finding.status.as_str().to_owned(),
            finding.reason.clone(),
            finding.expected.to_string(),
            finding.actual.clone().unwrap_or_default(),
            phrases(&finding.evidence),
            finding.fix.as_ref().map(|fix| fix.text.clone()).unwrap_or_default(),
            references.join(" "),
            finding.check.clone(),
            String::new(),
        ]
    }

    /// One line of cells, safe for spreadsheets, with its line break.
    #[must_use]
    pub fn line(cells: &[String]) -> String {
        let mut text = String::new();
        row(&mut text, cells);
        text
    }

    fn row(text: &mut String, cells: &[String]) {
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.push_str(&quoted(&defused(cell)));
        }
        text.push_str("\r\n");
    }

    /// A cell that a spreadsheet would take for a formula gets an apostrophe in front (CWE-1236);
    /// the wide forms of these characters start formulas in some locales, and some programs drop
    /// blanks before they look.
    pub(super) fn defused(cell: &str) -> String {
        let mut safe = sanitize(cell);
        let formula = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
        if formula || cell.starts_with(['\t', '\r']) {
            safe.insert(0, '\'');
        }
        safe
    }

    pub(super) fn quoted(cell: &str) -> String {
        if cell.contains([',', '"']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::v1::{defused, quoted};

    #[test]
    fn formulas_are_defused() {
        for cell in ["=cmd()", "+1", "-1", "@SUM(A1)", "\t1", "\r1", " =1", "\n=1"] {
            assert!(defused(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(defused("mode 0600"), "mode 0600");
    }

    #[test]
    fn commas_and_quotes_are_quoted() {
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(quoted("a b"), "a b");
    }
}
