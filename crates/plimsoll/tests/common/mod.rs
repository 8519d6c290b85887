//! Running the program as a person would.

#![allow(dead_code, unreachable_pub, reason = "each suite uses a part")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Runs the program in the source tree, 100 columns wide.
pub fn plimsoll(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_plimsoll"))
        .args(arguments)
        .current_dir(root())
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .output()
        .expect("plimsoll runs")
}

/// The source tree.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Exit code, standard output and standard error in one text.
pub fn seen(arguments: &[&str]) -> String {
    let output = plimsoll(arguments);
    let part = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    format!(
        "$ plimsoll {}\n[exit {}]\n{}{}",
        arguments.join(" "),
        output.status.code().unwrap_or(-1),
        part(&output.stdout),
        part(&output.stderr)
    )
}
