//! The report as JSON; `docs/schemas/report.schema.json` describes it.

/// Version 1.
pub mod v1 {
    use std::io::{BufWriter, Write};

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
        let mut bytes = Vec::new();
        write(report, &mut bytes)?;
        String::from_utf8(bytes).map_err(serde::ser::Error::custom)
    }

    /// The same, written as it is made: a report on many manifests is larger than what it tells of.
    ///
    /// # Errors
    /// Fails when the writer does.
    pub fn write(report: &Report, out: impl Write) -> Result<(), serde_json::Error> {
        // The buffer hands on whole pieces only, so none ends inside a character.
        let mut out = BufWriter::with_capacity(1 << 16, Safe { out });
        serde_json::to_writer_pretty(&mut out, report)?;
        out.write_all(b"\n").and_then(|()| out.flush()).map_err(serde_json::Error::io)
    }

    /// Escapes what would harm a terminal, piece by piece.
    struct Safe<W> {
        out: W,
    }

    impl<W: Write> Write for Safe<W> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            // ASCII needs nothing but for DEL: JSON has escaped its other control characters.
            if bytes.is_ascii() && !bytes.contains(&0x7f) {
                self.out.write_all(bytes)?;
                return Ok(bytes.len());
            }
            // The pieces of a JSON text end where a character does.
            let text = std::str::from_utf8(bytes)
                .map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidData, error))?;
            self.out.write_all(sanitize::json(text.to_owned()).as_bytes())?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            self.out.flush()
        }
    }
}
