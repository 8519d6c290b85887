//! Frameworks and the way from NIST SP 800-53r5, the hub, to each of them.

use std::collections::BTreeMap;

use plimsoll_model::Reference;
use serde::{Deserialize, Serialize};

/// Id of the hub.
pub const HUB: &str = "nist-800-53r5";
/// The control that every check answers beside its own: configuration settings.
const SECONDARY: &str = "CM-6";
/// Id of the CIS Controls, which benchmarks map to themselves.
pub const CIS_CONTROLS: &str = "cis-controls-8.1";

/// All frameworks and crosswalks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Frameworks {
    /// Every framework, in the order in which references are listed.
    pub frameworks: Vec<Framework>,
    /// By hub control: `(index of the framework, control there)`, sorted.
    pub derived: BTreeMap<String, Vec<(u16, String)>>,
}

/// A catalog that verdicts are mapped to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Framework {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where the mapping comes from and how far to trust it.
    pub source: String,
}

impl Frameworks {
    /// References of a check: its hub controls (direct) and all that derives from them.
    #[must_use]
    pub fn references(&self, hub_controls: &[String]) -> Vec<Reference> {
        let mut found: Vec<(u16, Reference)> = Vec::new();
        let mut add = |order: u16, framework: &str, id: &str, basis: &str| {
            let known =
                found.iter().any(|(_, other)| other.framework == framework && other.id == id);
            if !known {
                let reference = Reference {
                    framework: framework.to_owned(),
                    id: id.to_owned(),
                    basis: basis.to_owned(),
                };
                found.push((order, reference));
            }
        };
        for control in hub_controls {
            add(0, HUB, control, "direct");
        }
        // Every check is about configuration (CM-6). What derives from that says nothing about this
        // one, so the mechanism's controls decide, where there are any.
        let mechanism = hub_controls.iter().any(|control| control != SECONDARY);
        for control in hub_controls.iter().filter(|one| !mechanism || *one != SECONDARY) {
            for (index, id) in self.derived.get(control).map(Vec::as_slice).unwrap_or_default() {
                if let Some(framework) = self.frameworks.get(usize::from(*index)) {
                    add(index + 1, &framework.id, id, "derived");
                }
            }
        }
        found.sort_by_key(|(order, _)| *order);
        found.into_iter().map(|(_, reference)| reference).collect()
    }
}
