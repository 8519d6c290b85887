//! The version of a component from its executable, which is read in parts and never run.
//!
//! ```text
//! ELF sections ──► .go.buildinfo ──► -ldflags, mod, dep ──► version
//!            └───► .rodata ────────► strings the linker set (-X gitVersion=...) ──► version
//! ```
//!
//! The format of build information is that of Go's `debug/buildinfo`.

mod elf;
mod info;

pub use info::GoBuild;

use std::collections::BTreeMap;

use plimsoll_model::{Version, VersionEvidence, VersionSource};

use crate::fs::{FileSystem, LookError};
use elf::Section;

/// Bytes of build information; that of Kubernetes is about 15 KB.
const BUILD_INFO: u64 = 4 << 20;
/// Bytes of constants that are searched; those of Kubernetes are about 15 MB.
const CONSTANTS: u64 = 128 << 20;
/// Bytes searched at once, and by how many two such pieces overlap.
const CHUNK: usize = 4 << 20;
const OVERLAP: usize = 128;
/// Minor versions of Kubernetes that a string may name to be taken for one.
const MINORS: std::ops::RangeInclusive<u16> = 16..=60;

/// Whose version is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Product {
    /// Kubernetes and what is built from its source: k3s, RKE2, hyperkube.
    Kubernetes,
    /// etcd.
    Etcd,
    /// containerd.
    Containerd,
    /// CRI-O.
    CriO,
    /// Docker's engine.
    Docker,
}

impl Product {
    /// The container runtime that a component is.
    #[must_use]
    pub fn of_runtime(component: &str) -> Option<Self> {
        Some(match component {
            "containerd" => Self::Containerd,
            "cri-o" => Self::CriO,
            "dockerd" => Self::Docker,
            _ => return None,
        })
    }

    /// Packages of distributions that hold it.
    #[must_use]
    pub const fn packages(self) -> &'static [&'static str] {
        match self {
            Self::Containerd => &["containerd.io", "containerd"],
            Self::CriO => &["cri-o", "cri-o-runc"],
            Self::Docker => &["docker-ce", "docker.io"],
            Self::Kubernetes | Self::Etcd => &[],
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Kubernetes => "Kubernetes",
            Self::Etcd => "etcd",
            Self::Containerd => "containerd",
            Self::CriO => "CRI-O",
            Self::Docker => "Docker",
        }
    }
}

/// The version of `product` that the executable at `path` was built from.
///
/// # Errors
///
/// Why it cannot be told, in words.
pub fn version(
    fs: &dyn FileSystem,
    path: &str,
    product: Product,
) -> Result<VersionEvidence, String> {
    let sections = elf::sections(fs, path)?;
    let build = build_of(fs, path, &sections);
    let told = build
        .as_ref()
        .ok()
        .and_then(|build| Some((build.version(product)?, build.version_text(product)?.to_owned())));
    let (version, text) = match (told, product) {
        (Some(told), _) => told,
        (None, Product::Kubernetes) => linked_version(fs, path, &sections).map_err(|reason| {
            build.err().map_or(reason.clone(), |why| format!("{why}; {reason}"))
        })?,
        (None, other) => {
            let name = other.name();
            return Err(build
                .err()
                .unwrap_or_else(|| format!("its build information names no version of {name}")));
        }
    };
    let (source, location) = (VersionSource::Executable, path.to_owned());
    Ok(VersionEvidence { version, source, location, text: Some(text) })
}

/// The build information of the Go executable at `path`.
///
/// # Errors
///
/// Why there is none, in words.
pub fn build(fs: &dyn FileSystem, path: &str) -> Result<GoBuild, String> {
    build_of(fs, path, &elf::sections(fs, path)?)
}

fn build_of(fs: &dyn FileSystem, path: &str, sections: &[Section]) -> Result<GoBuild, String> {
    let section = sections
        .iter()
        .find(|section| section.name == ".go.buildinfo")
        .ok_or("it holds no build information of Go")?;
    let length = section.size.min(BUILD_INFO);
    info::parse(&part(fs, path, section.offset, length)?)
}

/// The version among the strings that the linker wrote. It ends each in a NUL, which no other Go
/// string has, and aligns them like any data of their size.
fn linked_version(
    fs: &dyn FileSystem,
    path: &str,
    sections: &[Section],
) -> Result<(Version, String), String> {
    let section = sections
        .iter()
        .find(|section| section.name == ".rodata")
        .ok_or("it has no section of constants")?;
    let size = section.size.min(CONSTANTS);
    let mut versions = BTreeMap::new();
    let mut position = 0;
    while position < size {
        let length = (size - position).min(CHUNK as u64);
        let chunk = part(fs, path, section.offset + position, length)?;
        if chunk.is_empty() {
            break;
        }
        collect_versions(&chunk, section.address + position, &mut versions);
        let step = chunk.len().saturating_sub(OVERLAP).max(1);
        if (chunk.len() as u64) < length || position + length >= size {
            break;
        }
        position += step as u64;
    }
    let mut versions = versions.into_iter();
    match (versions.next(), versions.next()) {
        (Some(told), None) => Ok(told),
        (Some((one, _)), Some((other, _))) => {
            Err(format!("its constants name several versions: {one}, {other}"))
        }
        (None, _) => Err("its constants name no version of Kubernetes".to_owned()),
    }
}

/// Adds the versions in a piece of the constants that is loaded at `address`.
fn collect_versions(piece: &[u8], address: u64, versions: &mut BTreeMap<Version, String>) {
    for start in memchr::memmem::find_iter(piece, b"v1.") {
        let rest = piece.get(start..).unwrap_or_default();
        let length = rest.iter().take(OVERLAP / 2).position(|&byte| byte == 0);
        let Some(text) = length.and_then(|length| rest.get(..length)) else { continue };
        let aligned = (address + start as u64).is_multiple_of(8);
        let after_nul = start.checked_sub(1).and_then(|before| piece.get(before)) == Some(&0);
        if aligned || after_nul {
            let text = std::str::from_utf8(text).ok();
            versions
                .extend(text.and_then(|text| Some((kubernetes_version(text)?, text.to_owned()))));
        }
    }
}

/// `v1.NN.P` with a suffix such as `-eks-1234` or `+k3s1`, and nothing else.
fn kubernetes_version(text: &str) -> Option<Version> {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-+._~".contains(&byte);
    if !text.starts_with('v') || !text.bytes().all(legal) {
        return None;
    }
    let version: Version = text.parse().ok()?;
    let plausible = version.major == 1 && MINORS.contains(&version.minor);
    (plausible && version.patch.is_some()).then_some(version)
}

/// Bytes of the file, or why not.
fn part(fs: &dyn FileSystem, path: &str, offset: u64, length: u64) -> Result<Vec<u8>, String> {
    let length = usize::try_from(length).map_err(|_| "it is too large".to_owned())?;
    fs.read_at(path, offset, length).map_err(|error: LookError| error.to_string())
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
