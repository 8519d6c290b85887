//! The report as JSON; `docs/schemas/report.schema.json` describes it.

/// Version 1.
pub mod v1 {
    use plimsoll_model::Report;

    /// The report, indented, with a line break at the end.
    ///
    /// # Errors
    /// Fails when memory does.
    pub fn render(report: &Report) -> Result<String, serde_json::Error> {
        // A report over both editions has about a megabyte; room for it at once saves copying.
        let mut bytes = Vec::with_capacity(2 << 20);
        serde_json::to_writer_pretty(&mut bytes, report)?;
        bytes.push(b'\n');
        String::from_utf8(bytes).map_err(serde::ser::Error::custom)
    }
}
