//! Versions that are written beside a component: in its image's tag, in the package database.

use std::collections::BTreeMap;

use plimsoll_model::{Version, VersionEvidence, VersionSource};

use crate::fs::{FileSystem, LookError};

/// The database of dpkg.
const DPKG: &str = "/var/lib/dpkg/status";
/// Bytes of it that are read in all, and at once.
const LIMIT: u64 = 64 << 20;
const CHUNK: usize = 1 << 20;
/// Bytes of one line that are looked at.
const LINE: usize = 4096;

/// The version that the tag of an image reference states: `registry:5000/kube-apiserver:v1.34.2@...`.
/// `None` without a tag or when the tag is no version (`latest`).
#[must_use]
pub fn image_version(reference: &str) -> Option<Version> {
    tag(reference)?.split('_').next()?.parse().ok()
}

fn tag(reference: &str) -> Option<&str> {
    let name = reference.split('@').next()?;
    let last = name.rsplit('/').next()?;
    last.split_once(':').map(|(_, tag)| tag)
}

/// The same as evidence.
#[must_use]
pub fn image_evidence(reference: &str) -> Option<VersionEvidence> {
    let version = image_version(reference)?;
    let text = tag(reference).map(str::to_owned);
    let (source, location) = (VersionSource::ImageTag, reference.to_owned());
    Some(VersionEvidence { version, source, location, text })
}

/// Versions of those of `packages` that are installed, by package.
///
/// # Errors
///
/// [`LookError::NotFound`] on a host without dpkg, and every other reason.
pub fn dpkg_versions(
    fs: &dyn FileSystem,
    packages: &[&str],
) -> Result<BTreeMap<String, VersionEvidence>, LookError> {
    let mut reader = Stanzas { packages, ..Stanzas::default() };
    let mut offset = 0;
    let mut line: Vec<u8> = Vec::new();
    loop {
        let chunk = fs.read_at(DPKG, offset, CHUNK)?;
        if chunk.is_empty() {
            break;
        }
        offset += chunk.len() as u64;
        if offset > LIMIT {
            return Err(LookError::TooLarge { limit: LIMIT });
        }
        for part in chunk.split_inclusive(|&byte| byte == b'\n') {
            let room = LINE.saturating_sub(line.len()).min(part.len());
            line.extend_from_slice(part.get(..room).unwrap_or_default());
            if part.ends_with(b"\n") {
                reader.line(&String::from_utf8_lossy(&line));
                line.clear();
            }
        }
    }
    reader.line(&String::from_utf8_lossy(&line));
    reader.end();
    Ok(reader.found)
}

/// What is known of the stanza that is being read.
#[derive(Default)]
struct Stanzas<'a> {
    packages: &'a [&'a str],
    package: String,
    version: String,
    installed: bool,
    found: BTreeMap<String, VersionEvidence>,
}

impl Stanzas<'_> {
    fn line(&mut self, line: &str) {
        let line = line.trim_end();
        if line.is_empty() {
            self.end();
        } else if let Some(name) = line.strip_prefix("Package: ") {
            name.clone_into(&mut self.package);
        } else if let Some(status) = line.strip_prefix("Status: ") {
            self.installed = status.ends_with(" installed");
        } else if let Some(version) = line.strip_prefix("Version: ") {
            version.clone_into(&mut self.version);
        }
    }

    fn end(&mut self) {
        let (package, version) =
            (std::mem::take(&mut self.package), std::mem::take(&mut self.version));
        let installed = std::mem::take(&mut self.installed);
        if !installed || !self.packages.contains(&package.as_str()) {
            return;
        }
        // An epoch comes before a colon, a revision after a dash, a repackaging after a tilde.
        let upstream = version.split_once(':').map_or(version.as_str(), |(_, rest)| rest);
        if let Ok(parsed) = upstream.split('~').next().unwrap_or_default().parse() {
            let (version, source) = (parsed, VersionSource::Package);
            let location = format!("{DPKG} ({package} {upstream})");
            let text = Some(upstream.to_owned());
            self.found.insert(package, VersionEvidence { version, source, location, text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::MemFs;
    use proptest::prelude::*;

    #[test]
    fn the_tag_of_an_image_tells_the_version() {
        for (reference, want) in [
            ("registry.k8s.io/kube-apiserver:v1.34.2", Some("1.34.2")),
            ("registry.k8s.io/kube-apiserver:v1.34.2@sha256:00:11", Some("1.34.2")),
            ("rancher/hardened-kubernetes:v1.31.5-rke2r1-build20250115", Some("1.31.5")),
            ("localhost:5000/etcd:3.5.21-0", Some("3.5.21")),
            ("localhost:5000/etcd", None),
            ("kube-proxy:latest", None),
            ("kube-proxy@sha256:0123", None),
            ("rancher/k3s:v1.30.4_k3s1", Some("1.30.4")),
            ("x:20240101", None),
            ("", None),
        ] {
            assert_eq!(image_version(reference).map(|one| one.to_string()).as_deref(), want);
        }
    }

    #[test]
    fn installed_packages_tell_their_version_and_removed_ones_do_not() {
        let filler =
            format!("Package: other\nDescription: x\n {}\n\n", "y".repeat(9000)).repeat(300);
        let status = format!(
            "{filler}Package: kubelet\nStatus: hold ok installed\nArchitecture: amd64\n\
             Version: 1:1.34.2-1.1\n\nPackage: kubeadm\nStatus: deinstall ok config-files\n\
             Version: 1.33.0-1.1\n\n{filler}Package: kubectl\nStatus: install ok installed\n\
             Version: 1.34.3~rc1-1"
        );
        let fs = MemFs::new().file(DPKG, status);
        let found = dpkg_versions(&fs, &["kubelet", "kubeadm", "kubectl"]).unwrap();
        let names: Vec<&str> = found.keys().map(String::as_str).collect();
        assert_eq!(names, ["kubectl", "kubelet"]);
        assert_eq!(found["kubelet"].version.to_string(), "1.34.2");
        assert_eq!(found["kubelet"].location, "/var/lib/dpkg/status (kubelet 1.34.2-1.1)");
    }

    #[test]
    fn a_host_without_dpkg_is_an_error_that_says_so() {
        assert_eq!(dpkg_versions(&MemFs::new(), &["kubelet"]), Err(LookError::NotFound));
    }

    proptest! {
        #[test]
        fn no_database_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let fs = MemFs::new().file(DPKG, bytes);
            prop_assert!(dpkg_versions(&fs, &["kubelet"]).is_ok());
        }

        #[test]
        fn no_reference_makes_it_panic(reference in ".{0,60}") {
            let _ = image_version(&reference);
        }
    }
}
