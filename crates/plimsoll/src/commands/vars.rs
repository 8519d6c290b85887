//! `plimsoll vars`.

use plimsoll_content::variables;

use super::{content, listing};
use crate::cli::ListArgs;

pub(crate) fn run(arguments: ListArgs) -> anyhow::Result<u8> {
    let variables = variables(&content(None)?);
    listing::print(arguments, &variables, || {
        let rows: Vec<Vec<String>> = variables
            .iter()
            .map(|variable| {
                let shown = if variable.default.chars().count() > 40 {
                    let start: String = variable.default.chars().take(39).collect();
                    format!("{start}…")
                } else {
                    variable.default.clone()
                };
                vec![
                    variable.name.clone(),
                    variable.kind.clone(),
                    shown,
                    variable.description.clone(),
                ]
            })
            .collect();
        listing::table(&["VARIABLE", "TYPE", "DEFAULT", "MEANING"], &rows)
    })
}
