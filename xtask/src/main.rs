//! Generates what is committed but not written by hand.
//!
//! - `cargo xtask generate [--check]`: JSON Schemas, the reference pages of the book, man pages and
//!   shell completions. With `--check` it writes nothing and fails when a committed file differs.
//! - `cargo xtask generate cluster --pods N [--rbac N] [--seed S] [-o FILE]` writes a made-up cluster
//!   as `kubectl get -o json` would; the same numbers give the same bytes.
//! - `cargo xtask compare-flags PROGRAM [CASES]` compares random command lines with what the real
//!   flag sets make of them, see `tests/oracle`.
//! - `cargo xtask import-upstream DIR [FACTS]` rewrites `components/upstream/` from tables of
//!   upstream facts: `flags.tsv`, `config_defaults.tsv`, `feature_gates.tsv`,
//!   `admission_plugins.tsv` in `DIR`, and `flagmap.tsv`, `more_flags.tsv`,
//!   `zero_values.tsv`, `etcd_flags.tsv` in `FACTS` (default:
//!   `tests/oracle/facts`).
//! - `cargo xtask import-editions DIR` rewrites `tests/reference/editions.tsv` from the reference tables
//!   of benchmark editions in `DIR`.
//! - `cargo xtask import-schemas DIR` rewrites `kubernetes/kinds.tsv` and `kubernetes/fields.tsv` from
//!   the JSON Schemas in `DIR`.

mod cluster;
mod compare;
mod editions;
mod generate;
mod reference;
mod schemas;
mod upstream;

use std::path::PathBuf;

use anyhow::{Context, bail};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    match arguments.next().as_deref() {
        Some("generate") => match arguments.next().as_deref() {
            None => generate::run(&root, false),
            Some("--check") => generate::run(&root, true),
            Some("cluster") => cluster::run(&mut arguments),
            Some(other) => bail!("unknown option {other}; there are --check and cluster"),
        },
        Some("import-upstream") => {
            let reference =
                arguments.next().context("name the directory of the upstream tables")?;
            let facts =
                arguments.next().map_or_else(|| root.join("tests/oracle/facts"), PathBuf::from);
            upstream::import(&root, &PathBuf::from(reference), &facts)
        }
        Some("compare-flags") => {
            let program = arguments.next().context("name the oracle's program")?;
            let cases = arguments.next().map_or(Ok(1000), |cases| cases.parse())?;
            let content = plimsoll_catalog::builtin().map_err(anyhow::Error::msg)?;
            compare::run(&content, &program, cases)
        }
        Some("import-editions") => {
            let reference =
                arguments.next().context("name the directory of the editions' tables")?;
            editions::import(&root, &PathBuf::from(reference))
        }
        Some("import-schemas") => {
            let schemas = arguments.next().context("name the directory of the schemas")?;
            schemas::import(&root, &PathBuf::from(schemas))
        }
        other => bail!(
            "unknown task {other:?}; tasks: generate, compare-flags, import-editions, \
             import-upstream, import-schemas"
        ),
    }
}
