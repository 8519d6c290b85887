//! Checks over a whole host: container runtimes, the kernel, certificates, versions, credentials.
//!
//! Each collects evidence in three piles: what is as it should be, what is not, what could not be
//! seen. One bad thing fails; without one, one blind spot is an error.

pub(crate) mod certificates;
pub(crate) mod credentials;
pub(crate) mod kernel;
pub(crate) mod registries;
pub(crate) mod runtime;
pub(crate) mod security;
pub(crate) mod services;
pub(crate) mod sockets;
pub(crate) mod static_pods;
pub(crate) mod versions;

use plimsoll_engine::{HostJudge, Verdict};
use plimsoll_model::{Area, Evidence, FileKind, FileState, Location, Stat, Surroundings};

/// Evidence in three piles.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) good: Vec<Evidence>,
    pub(crate) bad: Vec<Evidence>,
    pub(crate) blind: Vec<Evidence>,
}

impl Tally {
    /// The verdict; `nothing` is the reason when every pile is empty.
    pub(crate) fn verdict(self, nothing: impl Into<String>) -> Verdict {
        let Self { good, bad, blind } = self;
        if !bad.is_empty() {
            let actual = told(&bad);
            let mut evidence = bad;
            evidence.extend(blind);
            return Verdict::fail(actual.clone(), evidence).with_actual(actual);
        }
        if !blind.is_empty() {
            return Verdict::error(format!("could not look at {}", told(&blind)), blind);
        }
        if good.is_empty() {
            return Verdict::not_applicable(nothing);
        }
        let actual = told(&good);
        Verdict::pass(actual.clone(), good).with_actual(actual)
    }

    /// Adds what could not be seen of an area.
    pub(crate) fn blind_of(&mut self, around: &Surroundings, area: Area) {
        let blind = around.blind.iter().filter(|blind| blind.area == area);
        self.blind.extend(blind.map(|blind| at(&blind.subject, None, &blind.reason)));
    }
}

/// The first of some evidence in words, and how many more there are.
fn told(list: &[Evidence]) -> String {
    match list {
        [] => String::new(),
        [one] => format!("{}: {}", one.location, one.seen),
        [one, rest @ ..] => format!("{}: {} (and {} more)", one.location, one.seen, rest.len()),
    }
}

/// What was noted around the components.
///
/// # Errors
/// The verdict for a snapshot that has nothing of it.
pub(crate) fn around<'a>(judge: &HostJudge<'a>) -> Result<&'a Surroundings, Verdict> {
    judge.host.node.surroundings.as_deref().ok_or_else(|| {
        let reason = "the snapshot was taken by a version that did not look at this";
        Verdict::error(reason, Vec::new())
    })
}

/// Evidence in a file.
pub(crate) fn at(path: &str, line: Option<u32>, seen: &str) -> Evidence {
    Evidence {
        seen: seen.to_owned(),
        location: Location::File { path: path.to_owned(), line, column: None },
        note: None,
    }
}

/// Evidence on a host as a whole.
pub(crate) fn on_host(judge: &HostJudge<'_>, seen: &str) -> Evidence {
    let location = Location::Host { name: judge.host.node.name.clone() };
    Evidence { seen: seen.to_owned(), location, note: None }
}

/// Metadata of a file; why not, when there is none. `Ok(None)` when it is not there.
pub(crate) fn stat<'a>(judge: &HostJudge<'a>, path: &str) -> Result<Option<&'a Stat>, String> {
    match judge.host.node.files.get(path).map(|fact| &fact.state) {
        Some(FileState::Present(stat)) => Ok(Some(stat)),
        Some(FileState::Absent) => Ok(None),
        Some(FileState::Unreadable { reason }) => Err(reason.clone()),
        None => Err("it was not looked at".to_owned()),
    }
}

/// Judges the mode of a file: no bit beyond `allowed`, and nobody else can replace it.
pub(crate) fn judge_mode(
    tally: &mut Tally,
    judge: &HostJudge<'_>,
    path: &str,
    allowed: u32,
    what: &str,
) {
    match stat(judge, path) {
        Err(reason) => tally.blind.push(at(path, None, &reason)),
        Ok(None) => {}
        Ok(Some(stat)) => {
            let mut seen = format!("{what}: mode {:04o}, owner {}", stat.mode, stat.ownership());
            let mut fine = stat.mode & !allowed & 0o7777 == 0;
            if !stat.replaceable_through.is_empty() && stat.kind != FileKind::Directory {
                fine = false;
                seen.push_str(&format!(
                    ", can be replaced through {}",
                    stat.replaceable_through.join(", ")
                ));
            }
            let mut evidence = at(path, None, &seen);
            if !stat.links.is_empty() {
                evidence.note = Some(format!("reached through {}", stat.links.join(", then ")));
            }
            if fine { tally.good.push(evidence) } else { tally.bad.push(evidence) }
        }
    }
}

/// A permission parameter.
pub(crate) fn mode_of(judge: &HostJudge<'_>, name: &str) -> u32 {
    u32::try_from(judge.number(name)).unwrap_or(0)
}

/// Whether an address (with or without a port) is reached from this machine alone.
pub(crate) fn is_loopback(address: &str) -> bool {
    let address = address.rsplit_once("://").map_or(address, |(_, rest)| rest);
    let address = address.split('/').next().unwrap_or_default();
    let host = match address.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None if address.matches(':').count() > 1 => address,
        None => address.split(':').next().unwrap_or_default(),
    };
    host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn loopback_addresses_are_told_from_others() {
        for (address, want) in [
            ("127.0.0.1", true),
            ("127.0.0.1:5000", true),
            ("http://localhost:5000/v2", true),
            ("[::1]:80", true),
            ("::1", true),
            ("", false),
            (":2375", false),
            ("0.0.0.0:2375", false),
            ("tcp://10.0.0.1:2375", false),
            ("localhost.example.com:5000", false),
            ("http://127.0.0.1.example.com", false),
        ] {
            assert_eq!(is_loopback(address), want, "{address}");
        }
    }
}
