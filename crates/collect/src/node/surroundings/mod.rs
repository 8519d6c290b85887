//! What surrounds the components: container runtimes, the kernel, static pod folders, credentials
//! and keys that lie about, services of the system.
//!
//! ```text
//! instances, settings ──► runtimes ─┐
//! /proc/sys, /sys ──────► kernel ───┼──► Surroundings
//! homes, well-known places ─► credentials, keys ─┘
//! ```
//!
//! Contents of credentials are looked at and not kept; places are few and every list has a limit.

mod credentials;
mod kernel;
mod keys;
mod runtimes;
mod services;

pub(crate) use services::service_of;

use plimsoll_model::{Area, Blind, Surroundings};

use super::Look;
use crate::fs::{EntryKind, LookError, file_fact};

/// Entries of a folder that are looked at.
const ENTRIES: usize = 100_000;
/// Bytes of a file that is looked into.
const FILE: u64 = 1 << 20;

impl Look<'_> {
    /// Looks around the components. What [`Look::manifests`] noted of static pods is there already.
    pub(crate) fn surroundings(&mut self) {
        self.runtimes();
        self.sockets();
        self.kernel();
        self.credentials();
        self.keys();
        self.services();
        self.programs();
    }

    /// What was noted so far.
    pub(crate) fn around(&mut self) -> &mut Surroundings {
        self.node.surroundings.get_or_insert_default()
    }

    fn blind_around(&mut self, area: Area, subject: &str, error: &LookError) {
        let (subject, reason) = (subject.to_owned(), error.to_string());
        self.around().blind.push(Blind { area, subject, reason });
    }

    /// Names and kinds of a folder's entries; none when it is not there. What cannot be listed is
    /// noted.
    fn entries(&mut self, area: Area, folder: &str) -> Vec<(String, EntryKind)> {
        match self.request.fs.list(folder, ENTRIES) {
            Ok(entries) => entries.into_iter().map(|entry| (entry.name, entry.kind)).collect(),
            Err(error) if error.is_absent() => Vec::new(),
            Err(error) => {
                self.blind_around(area, folder, &error);
                Vec::new()
            }
        }
    }

    /// Keeps the metadata of a host file.
    fn note_file(&mut self, path: &str) {
        if !self.node.files.contains_key(path) {
            let fact = file_fact(self.request.fs, &self.users, path);
            self.node.files.insert(path.to_owned(), fact);
        }
    }
}

/// Whether a name fits a pattern of `*` (any letters) and `?` (one letter).
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut seen) = (0, 0);
    // Where the last `*` stood, and how much of the name it has taken.
    let mut star: Option<(usize, usize)> = None;
    while seen < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(one) if *one == '?' || name.get(seen) == Some(one) => {
                at += 1;
                seen += 1;
            }
            _ => {
                let Some((place, taken)) = star else { return false };
                star = Some((place, taken + 1));
                at = place + 1;
                seen = taken + 1;
            }
        }
    }
    pattern.get(at..).is_some_and(|rest| rest.iter().all(|one| *one == '*'))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

#[cfg(test)]
mod pattern_tests {
    use proptest::prelude::*;

    use super::fits;

    #[test]
    fn patterns_fit_as_a_shell_would_have_it() {
        for (pattern, name, want) in [
            ("*.toml", "a.toml", true),
            ("*.toml", "a.toml.bak", false),
            ("*", "", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*a*b", "xaxxb", true),
            ("", "x", false),
        ] {
            assert_eq!(fits(pattern, name), want, "{pattern} {name}");
        }
    }

    proptest! {
        #[test]
        fn every_name_fits_itself_and_a_star(name in "[a-z.]{0,20}") {
            prop_assert!(fits(&name, &name));
            prop_assert!(fits("*", &name));
            let begins = format!("{name}*");
            prop_assert!(fits(&begins, &name));
        }
    }
}
