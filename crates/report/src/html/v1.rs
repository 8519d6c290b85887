//! Version 1.
//!
//! One file: style and script are in it, and its content security policy allows these two and
//! nothing else, so that nothing in a report can load or run anything.

mod view;

use askama::Template;
use plimsoll_model::Report;

use view::{Benchmark, Choice, Finding, Host, Kind, Notice};

/// The style sheet.
const STYLE: &str = include_str!("../../templates/html/v1.css");
/// The script: filters, deep links, printing.
const SCRIPT: &str = include_str!("../../templates/html/v1.js");
/// SHA-256 of [`STYLE`] in base64, as the content security policy names it; a test compares them.
pub const STYLE_HASH: &str = "sha256-";
/// SHA-256 of [`SCRIPT`].
pub const SCRIPT_HASH: &str = "sha256-";

#[derive(Template)]
#[template(path = "html/v1.html", whitespace = "minimize")]
struct Page {
    title: String,
    tool: String,
    as_of: String,
    hosts: Vec<Host>,
    /// Whether the cards of the hosts are shown at once.
    hosts_open: bool,
    notices: Vec<Notice>,
    benchmarks: Vec<Benchmark>,
    further: Vec<Finding>,
    total: usize,
    kinds: Vec<Kind>,
    severities: Vec<Choice>,
    levels: Vec<Choice>,
    sections: Vec<Choice>,
    style: &'static str,
    script: &'static str,
    style_hash: &'static str,
    script_hash: &'static str,
}

/// The page.
///
/// # Errors
/// Fails when the text cannot be written, which is to say: when memory does.
pub fn render(report: &Report) -> Result<String, askama::Error> {
    view::page(report).render()
}
