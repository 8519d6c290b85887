//! What the checks of other tools are called here, and why some have no counterpart.
//!
//! `frameworks/peers.tsv`, a line for every check that any of them has: slug, group, decision
//! (`kept`, `merged`, `elsewhere`, `rejected`), our checks, reason, and a column with ids for each
//! tool.

use serde::{Deserialize, Serialize};

/// Columns before those of the tools.
const HEAD: [&str; 5] = ["slug", "group", "decision", "checks", "reason"];

/// All of them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Peers {
    /// Tools in the order of their columns.
    pub tools: Vec<String>,
    /// Rows in the order of the file.
    pub rows: Vec<Peer>,
}

/// What one or several tools check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Peer {
    /// A name for it.
    pub slug: String,
    /// What it is about.
    pub group: String,
    /// `kept`, `merged`, `elsewhere`, `rejected`.
    pub decision: String,
    /// Our checks.
    pub checks: Vec<String>,
    /// Why it is not kept as it is.
    pub reason: String,
    /// Ids by tool, in the order of the tools.
    pub ids: Vec<Vec<String>>,
}

impl Peers {
    /// Our checks for a check of another tool.
    #[must_use]
    pub fn checks_of(&self, tool: &str, id: &str) -> Vec<String> {
        let Some(column) = self.tools.iter().position(|known| known == tool) else {
            return Vec::new();
        };
        let mut checks: Vec<String> = self
            .rows
            .iter()
            .filter(|row| {
                row.ids.get(column).is_some_and(|ids| ids.iter().any(|known| same(known, id)))
            })
            .flat_map(|row| row.checks.iter().cloned())
            .collect();
        checks.sort();
        checks.dedup();
        checks
    }

    /// Reads the table.
    ///
    /// # Errors
    /// Names the line that is not as it should be.
    pub(crate) fn parse(text: &str) -> Result<Self, (u32, String)> {
        let mut lines = text.lines().enumerate();
        let header: Vec<&str> =
            lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
        if header.get(..HEAD.len()) != Some(HEAD.as_slice()) {
            return Err((1, format!("the first columns are {}", HEAD.join(", "))));
        }
        let tools: Vec<String> = header[HEAD.len()..].iter().map(|&tool| tool.to_owned()).collect();
        let list = |cell: &str| -> Vec<String> {
            cell.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect()
        };
        let mut rows = Vec::new();
        for (index, line) in lines.filter(|(_, line)| !line.is_empty()) {
            let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
            let cells: Vec<&str> = line.split('\t').collect();
            if cells.len() != header.len() {
                return Err((number, format!("{} cells, not {}", cells.len(), header.len())));
            }
            let decision = cells[2];
            let known = ["kept", "merged", "elsewhere", "rejected"].contains(&decision);
            if !known || (decision != "kept" && cells[4].is_empty()) {
                let text =
                    "a decision is `kept`, or `merged`, `elsewhere`, `rejected` with a reason";
                return Err((number, text.to_owned()));
            }
            rows.push(Peer {
                slug: cells[0].to_owned(),
                group: cells[1].to_owned(),
                decision: decision.to_owned(),
                checks: list(cells[3]),
                reason: cells[4].to_owned(),
                ids: cells[HEAD.len()..].iter().map(|cell| list(cell)).collect(),
            });
        }
        Ok(Self { tools, rows })
    }
}

/// Trivy writes `KSV-0001`, `KSV0001`, `AVD-KSV-0001` and `KSV001` for the same.
fn same(known: &str, written: &str) -> bool {
    if known.eq_ignore_ascii_case(written) {
        return true;
    }
    let plain = |id: &str| {
        let id = id.to_ascii_uppercase();
        let id = id.strip_prefix("AVD-").unwrap_or(&id).replace('-', "");
        let (letters, digits) =
            id.split_at(id.find(|c: char| c.is_ascii_digit()).unwrap_or(id.len()));
        format!("{letters}{}", digits.trim_start_matches('0'))
    };
    known.starts_with("KSV") && plain(known) == plain(written)
}
