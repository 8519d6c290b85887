//! The report as JSON; `docs/schemas/report.schema.json` describes it.
//!
//! The texts are those of the report: JSON escapes control characters by itself, and a program that
//! compares a path wants it as it is. Whoever prints one must sanitise it.

/// Version 1.
pub mod v1 {
    use plimsoll_model::Report;

    /// The report, indented, with a line break at the end.
    ///
    /// # Errors
    /// Fails when memory does.
    pub fn render(report: &Report) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(report)?;
        text.push('\n');
        Ok(text)
    }
}
