//! Failures for GitLab: as a Code Quality report and as a SAST report.

use plimsoll_model::{Finding, Location};

/// A file and a line, which GitLab demands: the finding's own, else those of its first evidence, else
/// what was judged, as if it were a file.
fn place(finding: &Finding) -> (String, u32) {
    if let Some(place) = &finding.location {
        return (place.file.to_string(), place.line);
    }
    let in_a_file = finding.evidence.iter().find_map(|one| match &one.location {
        Location::File { path, line, .. } => Some((path.clone(), line.unwrap_or(1))),
        _ => None,
    });
    in_a_file.unwrap_or_else(|| (format!("{}/{}", finding.host, finding.target), 1))
}

/// Code Quality, a subset of Code Climate's format.
pub mod code_quality {
    use plimsoll_model::{Report, Severity, Status};
    use serde_json::{Value, json};

    use crate::sanitize::sanitize;

    /// The report, indented, with a line break at the end.
    ///
    /// # Errors
    /// Fails when memory does.
    pub fn render(report: &Report) -> Result<String, serde_json::Error> {
        let issues: Vec<Value> = report
            .findings
            .iter()
            .filter(|one| one.status == Status::Fail && one.suppressed.is_none())
            .map(|finding| {
                let (file, line) = super::place(finding);
                json!({
                    "description": sanitize(&format!("{}: {}", finding.target, finding.reason)),
                    "check_name": finding.check,
                    "fingerprint": finding.id,
                    "severity": match finding.severity {
                        Severity::Critical => "blocker",
                        Severity::High => "critical",
                        Severity::Medium => "major",
                        Severity::Low => "minor",
                    },
                    "location": {
                        "path": sanitize(&file),
                        "lines": { "begin": line },
                    },
                })
            })
            .collect();
        Ok(format!("{}\n", serde_json::to_string_pretty(&issues)?))
    }
}

/// SAST, version 15.2 of GitLab's security report schemas.
pub mod sast {
    use plimsoll_model::{Finding, Report, Severity, Status};
    use serde_json::{Value, json};

    use crate::sanitize::{sanitize, sanitize_lines};

    /// The report, indented, with a line break at the end.
    ///
    /// # Errors
    /// Fails when memory does.
    pub fn render(report: &Report) -> Result<String, serde_json::Error> {
        let (name, version) = report.tool.split_once(' ').unwrap_or((&report.tool, "0"));
        let tool = json!({
            "id": name,
            "name": "Plimsoll",
            "version": version,
            "vendor": { "name": "Plimsoll" },
        });
        // GitLab's times have no zone.
        let time = report.as_of.trim_end_matches('Z');
        let complete = report.objects.as_ref().is_none_or(|objects| objects.not_judged.is_empty());
        let messages: Vec<Value> = report
            .objects
            .iter()
            .flat_map(|objects| &objects.not_judged)
            .map(|one| json!({ "level": "warn", "value": sanitize(&format!("{}: {}", one.path, one.reason)) }))
            .collect();
        let document = json!({
            "version": "15.2.1",
            "scan": {
                "analyzer": tool,
                "scanner": tool,
                "type": "sast",
                "start_time": time,
                "end_time": time,
                "status": if complete { "success" } else { "failure" },
                "messages": messages,
            },
            "vulnerabilities": report
                .findings
                .iter()
                .filter(|one| one.status == Status::Fail && one.suppressed.is_none())
                .map(vulnerability)
                .collect::<Vec<_>>(),
        });
        Ok(format!("{}\n", serde_json::to_string_pretty(&document)?))
    }

    fn vulnerability(finding: &Finding) -> Value {
        let (file, line) = super::place(finding);
        let mut identifiers = vec![json!({
            "type": "plimsoll_check",
            "name": format!("Plimsoll {}", finding.check),
            "value": finding.check,
        })];
        identifiers.extend(
            finding
                .references
                .iter()
                .filter(|one| one.basis == "direct")
                .map(|one| json!({ "type": one.framework, "name": one.id, "value": one.id })),
        );
        json!({
            "id": finding.id,
            "name": finding.title,
            "description": sanitize(&format!("{}: {}", finding.target, finding.reason)),
            "severity": match finding.severity {
                Severity::Critical => "Critical",
                Severity::High => "High",
                Severity::Medium => "Medium",
                Severity::Low => "Low",
            },
            "solution": finding.fix.as_ref().map(|fix| sanitize_lines(&fix.text)).unwrap_or_default(),
            "identifiers": identifiers,
            "location": {
                "file": sanitize(&file),
                "start_line": line,
                "end_line": line,
            },
        })
    }
}
