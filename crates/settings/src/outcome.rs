//! The answer to "what does the component run with?".

use plimsoll_model::{Evidence, Location};

use crate::value::SettingValue;

/// The answer for one setting.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is known.
    Value(Effective),
    /// It could not be found out.
    Unknown {
        /// Why.
        reason: String,
        /// What was seen on the way.
        evidence: Vec<Evidence>,
    },
    /// The component's version has no such setting.
    NotInVersion {
        /// Which version.
        reason: String,
    },
}

impl Outcome {
    /// The value, when it is known.
    #[must_use]
    pub fn value(&self) -> Option<&SettingValue> {
        match self {
            Self::Value(effective) => Some(&effective.value),
            _ => None,
        }
    }

    /// Text, when it is known, is text and is not empty.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self.value() {
            Some(SettingValue::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}

/// A setting as the component runs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Effective {
    /// Canonical key.
    pub key: String,
    /// Its value.
    pub value: SettingValue,
    /// Where the value comes from.
    pub provenance: Provenance,
    /// What was seen, with its places.
    pub evidence: Vec<Evidence>,
}

impl Effective {
    /// Whether somebody gave the value.
    #[must_use]
    pub fn is_explicit(&self) -> bool {
        self.provenance != Provenance::Default
    }
}

/// Where a value comes from, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// An argument.
    CommandLine,
    /// An environment variable.
    Environment,
    /// A drop-in of the configuration file.
    DropIn,
    /// The configuration file, or a file that takes the setting's place.
    File,
    /// The component's version.
    Default,
}

impl Provenance {
    /// The name in listings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CommandLine => "command line",
            Self::Environment => "environment",
            Self::DropIn => "drop-in",
            Self::File => "file",
            Self::Default => "default",
        }
    }
}

/// Evidence of a default.
pub(crate) fn default_evidence(
    key: &str,
    value: &SettingValue,
    instance: &str,
    version: &str,
) -> Evidence {
    Evidence {
        seen: format!("{key} is {value} (default)"),
        location: Location::Default { instance: instance.to_owned(), version: version.to_owned() },
        note: None,
    }
}
