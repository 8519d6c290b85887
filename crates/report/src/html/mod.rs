//! The report as one HTML page.

/// Version 1.
pub mod v1 {
    use plimsoll_model::Report;

    /// The page.
    ///
    /// # Errors
    /// Fails when memory does.
    pub fn render(report: &Report) -> Result<String, askama::Error> {
        Ok(format!("{}", report.schema))
    }
}
