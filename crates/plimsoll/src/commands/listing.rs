//! Tables and JSON of listings.

use plimsoll_report::sanitize::sanitize;
use serde::Serialize;

use crate::cli::{ListArgs, ListFormat};
use crate::output;

/// Prints a listing: a value as JSON, or text.
pub(crate) fn print<T: Serialize>(
    arguments: ListArgs,
    value: &T,
    text: impl FnOnce() -> String,
) -> anyhow::Result<u8> {
    match arguments.format {
        ListFormat::Json => {
            output::to_stdout(&json(value)?)?;
        }
        ListFormat::Text => output::to_stdout(&text())?,
    }
    Ok(0)
}

/// A value as JSON, with what would harm a terminal as JSON's own escapes.
pub(crate) fn json<T: Serialize>(value: &T) -> anyhow::Result<String> {
    Ok(format!("{}\n", plimsoll_report::sanitize::json(serde_json::to_string_pretty(value)?)))
}

/// Columns padded to their widest cell, the last one left as it is.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut widths: Vec<usize> = header.iter().map(|cell| cell.chars().count()).collect();
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| sanitize(cell)).collect()).collect();
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    let header: Vec<String> = header.iter().map(|cell| (*cell).to_owned()).collect();
    for row in std::iter::once(&header).chain(&rows) {
        let last = row.len().saturating_sub(1);
        for (index, cell) in row.iter().enumerate() {
            text.push_str(cell);
            if index < last {
                let padding = widths.get(index).copied().unwrap_or(0) - cell.chars().count() + 2;
                text.push_str(&" ".repeat(padding));
            }
        }
        text.push('\n');
    }
    text
}
