//! Failures as workflow commands of GitHub Actions: annotations on the lines of a pull request.

/// Version 1.
pub mod v1 {
    use plimsoll_model::{Report, Severity, Status};

    use crate::sanitize::sanitize;

    /// One line for every failure that nobody accepted and for everything that was not judged.
    #[must_use]
    pub fn render(report: &Report) -> String {
        let mut text = String::new();
        for finding in &report.findings {
            let open = finding.status == Status::Fail && finding.suppressed.is_none();
            if !open || finding.known {
                continue;
            }
            let command = match finding.severity {
                Severity::Critical | Severity::High => "error",
                Severity::Medium => "warning",
                Severity::Low => "notice",
            };
            // An object of a cluster stands in no file.
            let place = finding.location.as_ref().map(|place| {
                format!("file={},line={},col={},", property(&place.file), place.line, place.column)
            });
            text.push_str(&format!(
                "::{command} {}title={}::{}\n",
                place.unwrap_or_default(),
                property(&format!("{} ({})", finding.check, finding.severity.as_str())),
                message(&format!("{}: {}", finding.target, finding.reason)),
            ));
        }
        for one in report.objects.iter().flat_map(|objects| &objects.not_judged) {
            text.push_str(&format!(
                "::error file={},line={},title=not judged::{}\n",
                property(&one.path),
                one.line.unwrap_or(1),
                message(&one.reason)
            ));
        }
        text
    }

    /// Source: `actions/toolkit`, `packages/core/src/command.ts`.
    fn message(text: &str) -> String {
        sanitize(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
    }

    fn property(text: &str) -> String {
        message(text).replace(':', "%3A").replace(',', "%2C")
    }
}
