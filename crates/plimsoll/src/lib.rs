//! The command line: arguments, wiring, exit codes.
//!
//! ```text
//! arguments ──► collect ──► Snapshot ──► engine ──► Report ──► formats ──► files, terminal, exit code
//! ```
//!
//! Nothing is decided here: what is collected, judged and printed is the other crates' work.

use std::process::ExitCode;

use clap::Parser;

/// Exit codes, as documented in `plimsoll --help`.
pub mod exit {
    /// The job could not be done.
    pub const FAILED: u8 = 1;
    /// Wrong usage: an argument that names what does not exist.
    pub const USAGE: u8 = 2;
    /// Findings at or above `--fail-on`.
    pub const FINDINGS: u8 = 3;
    /// Controls that could not be looked at, under `--strict`.
    pub const INCOMPLETE: u8 = 4;
}

/// An argument that cannot be: a format, benchmark, variable or component that does not exist.
#[derive(Debug)]
pub(crate) struct Usage(pub(crate) String);

impl std::fmt::Display for Usage {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// Fails with [`Usage`].
macro_rules! wrong_usage {
    ($($part:tt)*) => {
        return Err($crate::Usage(format!($($part)*)).into())
    };
}

pub mod cli;
mod cluster;
mod commands;
pub mod manifests;
mod output;
pub mod snapshot_file;
mod yaml;

/// The program and its version, as snapshots and reports name it.
pub const TOOL: &str = concat!("plimsoll ", env!("CARGO_PKG_VERSION"));

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = cli::Cli::parse();
    match commands::run(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            // Whatever a target put into an error must not reach the terminal as it is.
            let text = plimsoll_report::sanitize::sanitize_lines(&format!("{error:#}"));
            output::to_stderr(&format!("error: {text}\n"));
            let usage = error.chain().any(<dyn std::error::Error>::is::<Usage>);
            ExitCode::from(if usage { exit::USAGE } else { exit::FAILED })
        }
    }
}
