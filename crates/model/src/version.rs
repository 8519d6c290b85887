//! A Kubernetes (or etcd) version as far as it matters for defaults: major and minor, with the
//! patch when it is known.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A version such as `1.34` or `1.34.2`. Suffixes (`+k3s1`, `-eks-1234`) are dropped.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Version {
    /// Major number.
    pub major: u16,
    /// Minor number.
    pub minor: u16,
    /// Patch number, when stated.
    pub patch: Option<u16>,
}

impl Version {
    /// A version without a patch number.
    #[must_use]
    pub const fn minor(major: u16, minor: u16) -> Self {
        Self { major, minor, patch: None }
    }

    /// The same version without its patch number.
    #[must_use]
    pub const fn without_patch(self) -> Self {
        Self { patch: None, ..self }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)?;
        match self.patch {
            Some(patch) => write!(formatter, ".{patch}"),
            None => Ok(()),
        }
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.to_string()
    }
}

impl TryFrom<String> for Version {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is not a version like 1.34 or v1.34.2");
        let trimmed = text.trim();
        let plain = trimmed.strip_prefix('v').unwrap_or(trimmed);
        let core = plain.split(['-', '+']).next().unwrap_or_default();
        let mut parts = core.split('.');
        let mut number = || -> Result<Option<u16>, String> {
            parts
                .next()
                .map(|part| {
                    if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                        return Err(wrong());
                    }
                    part.parse::<u16>().map_err(|_| wrong())
                })
                .transpose()
        };
        let major = number()?.ok_or_else(wrong)?;
        let minor = number()?.ok_or_else(wrong)?;
        let patch = number()?;
        if parts.next().is_some() {
            return Err(wrong());
        }
        Ok(Self { major, minor, patch })
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_read_with_and_without_prefix_patch_and_suffix() {
        for (text, want) in [
            ("1.34", "1.34"),
            ("v1.34.2", "1.34.2"),
            ("v1.31.5+k3s1", "1.31.5"),
            ("1.30.4-eks-a737599", "1.30.4"),
            ("3.5.21-0", "3.5.21"),
        ] {
            assert_eq!(text.parse::<Version>().map(|v| v.to_string()), Ok(want.to_owned()));
        }
    }

    #[test]
    fn what_is_not_a_version_is_an_error() {
        for text in ["", "latest", "1", "1.x", "1.2.3.4", "1..2", "-1.2", "1.99999999"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }
}
