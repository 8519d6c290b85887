//! Until when versions get fixes: `components/lifecycle.tsv`.
//!
//! Columns: product, version (of a minor, or of a major alone), day of its release, day of its end
//! (empty while none is announced), source. Days are `YYYY-MM-DD`.

use plimsoll_model::Version;
use serde::{Deserialize, Serialize};

/// All rows.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Lifecycle {
    /// In the order of the file.
    pub rows: Vec<Row>,
}

/// One version of one product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// `kubernetes`, or the id of a component.
    pub product: String,
    /// Major number.
    pub major: u16,
    /// Minor number; `None` where fixes are by major version.
    pub minor: Option<u16>,
    /// Day of its first release; empty when not known.
    pub released: String,
    /// Day on which fixes end; empty while none is announced.
    pub ends: String,
}

/// How a version stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It gets fixes.
    Supported {
        /// Up to this day, when that is announced.
        until: Option<String>,
    },
    /// It gets none any more.
    Ended {
        /// Since this day.
        on: String,
    },
    /// Older than every row.
    Older,
    /// Newer than every row.
    Newer {
        /// The newest one.
        last: String,
    },
    /// Between rows, or of a product without any.
    Unknown,
}

const HEAD: &str = "product\tversion\treleased\tends\tsource";

impl Row {
    fn number(&self) -> (u16, u16) {
        (self.major, self.minor.unwrap_or(0))
    }

    /// The version as it is written.
    #[must_use]
    pub fn version(&self) -> String {
        match self.minor {
            Some(minor) => format!("{}.{minor}", self.major),
            None => self.major.to_string(),
        }
    }
}

impl Lifecycle {
    /// Reads the table.
    ///
    /// # Errors
    /// Names the line and what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
        if lines.next().map(|(_, line)| line) != Some(HEAD) {
            return Err(format!("the first line must be `{HEAD}`"));
        }
        let rows = lines.map(|(number, line)| {
            let wrong = |what: &str| format!("line {}: {what}", number + 1);
            let [product, version, released, ends, source] =
                line.split('\t').collect::<Vec<_>>()[..]
            else {
                return Err(wrong("five columns are expected"));
            };
            if source.is_empty() {
                return Err(wrong("a date needs its source"));
            }
            for day in [released, ends] {
                if !day.is_empty() && !is_day(day) {
                    return Err(wrong(&format!("`{day}` is no day like 2026-01-31")));
                }
            }
            let (major, minor) = match version.split_once('.') {
                Some((major, minor)) => (major, Some(minor)),
                None => (version, None),
            };
            let number = |text: &str| {
                text.parse::<u16>().map_err(|_| wrong(&format!("`{version}` is no version")))
            };
            Ok(Row {
                product: product.to_owned(),
                major: number(major)?,
                minor: minor.map(number).transpose()?,
                released: released.to_owned(),
                ends: ends.to_owned(),
            })
        });
        Ok(Self { rows: rows.collect::<Result<_, _>>()? })
    }

    /// How a version of a product stands on a day.
    #[must_use]
    pub fn standing(&self, product: &str, version: Version, day: &str) -> Standing {
        let rows = || self.rows.iter().filter(|row| row.product == product);
        let row = rows().find(|row| {
            row.major == version.major && row.minor.is_none_or(|minor| minor == version.minor)
        });
        if let Some(row) = row {
            let until = Some(row.ends.clone()).filter(|ends| !ends.is_empty());
            return match until {
                Some(on) if on.as_str() < day => Standing::Ended { on },
                until => Standing::Supported { until },
            };
        }
        let own = (version.major, version.minor);
        let first = rows().map(Row::number).min();
        let last = rows().max_by_key(|row| row.number());
        match (first, last) {
            (Some(first), _) if own < first => Standing::Older,
            (_, Some(last)) if own > last.number() => Standing::Newer { last: last.version() },
            _ => Standing::Unknown,
        }
    }
}

fn is_day(text: &str) -> bool {
    let digits = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts[..], [year, month, day]
        if digits(year, 4) && digits(month, 2) && digits(day, 2)
            && ("01"..="12").contains(&month) && ("01"..="31").contains(&day))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::{Lifecycle, Standing};

    fn standing(product: &str, version: &str, day: &str) -> Standing {
        let table = "# dates\nproduct\tversion\treleased\tends\tsource\n\
                     k\t1.30\t2024-04-17\t2025-06-28\tx\nk\t1.31\t2024-08-13\t\tx\n\
                     d\t20.10\t\t2023-12-10\tx\nd\t27\t\t2025-05-03\tx\n";
        let version = version.parse().unwrap();
        Lifecycle::parse(table).unwrap().standing(product, version, day)
    }

    #[test]
    fn a_version_stands_as_the_table_says() {
        let until = |day: &str| Standing::Supported { until: Some(day.to_owned()) };
        assert_eq!(standing("k", "1.30.2", "2025-06-28"), until("2025-06-28"));
        let ended = Standing::Ended { on: "2025-06-28".to_owned() };
        assert_eq!(standing("k", "1.30", "2025-06-29"), ended);
        assert_eq!(standing("k", "1.31", "2030-01-01"), Standing::Supported { until: None });
        assert_eq!(standing("k", "1.29", "2025-01-01"), Standing::Older);
        assert_eq!(
            standing("k", "1.32", "2025-01-01"),
            Standing::Newer { last: "1.31".to_owned() }
        );
        assert_eq!(standing("d", "27.5", "2025-01-01"), until("2025-05-03"));
        assert_eq!(standing("d", "24.0", "2025-01-01"), Standing::Unknown);
        assert_eq!(standing("x", "1.0", "2025-01-01"), Standing::Unknown);
    }

    #[test]
    fn the_table_has_every_minor_of_kubernetes_and_no_version_twice() {
        let table = Lifecycle::parse(include_str!("../../../components/lifecycle.tsv")).unwrap();
        let minors: Vec<u16> = table
            .rows
            .iter()
            .filter(|row| row.product == "kubernetes")
            .filter_map(|row| row.minor)
            .collect();
        let (first, last) = (minors[0], minors[minors.len() - 1]);
        assert!(first <= 6 && last >= 37, "{first} to {last}");
        assert_eq!(minors, (first..=last).collect::<Vec<u16>>());
        let mut all: Vec<(&str, String)> =
            table.rows.iter().map(|row| (row.product.as_str(), row.version())).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
        for row in &table.rows {
            let fine = row.released.is_empty() || row.ends.is_empty() || row.released < row.ends;
            assert!(fine, "{} {} ends before it begins", row.product, row.version());
        }
    }

    #[test]
    fn faults_name_their_line() {
        let head = "product\tversion\treleased\tends\tsource\n";
        for (line, want) in [
            ("k\t1.30\t\t2025-13-01\tx\n", "no day"),
            ("k\t1.30\t\t\t\n", "its source"),
            ("k\tone\t\t\tx\n", "no version"),
            ("k\t1.30\n", "five columns"),
        ] {
            let error = Lifecycle::parse(&format!("{head}{line}")).unwrap_err();
            assert!(error.starts_with("line 2: ") && error.contains(want), "{error}");
        }
        assert!(Lifecycle::parse("x").is_err());
    }
}
