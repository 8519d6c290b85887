//! The report on a terminal: a summary one takes in at a glance, then what needs attention.
//!
//! ```text
//! summary (hosts, scores, notices) ──► failures ──► errors ──► for a person ──► totals
//! ```
//!
//! Colour repeats what a word says already. Lines keep to the width, except code, which stays whole
//! so that it can be copied.

mod cluster;
mod control;
mod fix;
mod objects;
mod paint;
mod summary;

use plimsoll_model::Report;

use paint::Page;

/// How to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Columns. Fewer than 24 are taken for 24.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
    /// 0: what needs attention; 1 and more: every control, nothing shortened.
    pub verbosity: u8,
}

/// The report as text.
#[must_use]
pub fn render(report: &Report, options: &Options) -> String {
    print(report, options, true)
}

/// The report as text for terminals that can show ASCII only: dashes and dots of the layout are
/// ASCII. What was found on a host stays as it is, since an escaped path is another path.
#[must_use]
pub fn render_ascii(report: &Report, options: &Options) -> String {
    print(report, options, false)
}

fn print(report: &Report, options: &Options, unicode: bool) -> String {
    let all = options.verbosity > 0;
    let mut page = Page::new(options.width, options.colour, unicode);
    if let (Some(objects), false) = (&report.objects, report.clusters.is_empty()) {
        cluster::print(&mut page, report, objects, all);
        return page.text;
    }
    if let Some(objects) = &report.objects {
        objects::print(&mut page, report, objects, all);
        return page.text;
    }
    for cloud in &report.clouds {
        summary::cloud(&mut page, cloud);
    }
    for host in &report.hosts {
        summary::host(&mut page, host);
    }
    if report.clouds.is_empty() && report.hosts.iter().all(|host| host.roles.is_empty()) {
        summary::notices(&mut page, report, all);
        summary::nothing_here(&mut page, report.hosts.len());
        return page.text;
    }
    for benchmark in &report.benchmarks {
        page.blank();
        summary::benchmark(&mut page, benchmark);
    }
    summary::notices(&mut page, report, all);
    control::print_all(&mut page, report, all);
    summary::end(&mut page, report, all);
    page.text
}
