//! The report as JSON; `docs/schemas/report.schema.json` describes it.

/// Version 1.
pub mod v1 {
    use plimsoll_model::Report;

    use crate::sanitize;

    /// The report, indented, with a line break at the end.
    ///
    /// Every text is what was found: a program that compares a path wants it as it is. Characters
    /// that would harm the terminal of somebody who looks at the file are JSON's own escapes.
    ///
    /// # Errors
    /// Fails when memory does.
    pub fn render(report: &Report) -> Result<String, serde_json::Error> {
        // A report over both editions has about a megabyte; room for it at once saves copying.
        let room = (2 << 20) + 4096 * report.findings.len();
        let mut bytes = Vec::with_capacity(room.min(512 << 20));
        serde_json::to_writer_pretty(&mut bytes, report)?;
        bytes.push(b'\n');
        String::from_utf8(bytes).map(sanitize::json).map_err(serde::ser::Error::custom)
    }
}
