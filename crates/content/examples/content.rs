//! Reads the content folders below a directory and shows every fault: `cargo run -p plimsoll-content
//! --example content -- .`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let root = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    match plimsoll_content::load(&root) {
        Ok(content) => {
            let (checks, editions) = (content.checks.len(), content.benchmarks.heads().count());
            println!("{checks} checks and {editions} benchmarks hold together");
            ExitCode::SUCCESS
        }
        Err(diagnostics) => {
            eprintln!("{diagnostics}");
            eprintln!("{} faults", diagnostics.0.len());
            ExitCode::FAILURE
        }
    }
}
