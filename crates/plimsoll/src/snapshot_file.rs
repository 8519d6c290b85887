//! Snapshots on disk: JSON, compressed with zstd.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use plimsoll_model::{ClusterSnapshot, Snapshot, cluster, snapshot::FORMAT};
use serde::{Deserialize, Serialize};

/// Bytes of a snapshot when it is unpacked: a cluster of 150,000 pods has some 50 MB.
const LIMIT: u64 = 512 << 20;
/// Compression level: a snapshot is small, speed matters more than the last per cent.
const LEVEL: i32 = 6;

/// A snapshot of either kind.
#[derive(Debug, Clone)]
pub enum AnySnapshot {
    /// Of a host.
    Host(Box<Snapshot>),
    /// Of a cluster.
    Cluster(Box<ClusterSnapshot>),
}

/// The saved form of a snapshot.
///
/// # Errors
/// Fails when memory does.
pub fn to_bytes<S: Serialize>(snapshot: &S) -> anyhow::Result<Vec<u8>> {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), LEVEL)?;
    serde_json::to_writer(std::io::BufWriter::new(&mut encoder), snapshot)?;
    Ok(encoder.finish()?)
}

/// Reads the saved form of a snapshot.
///
/// # Errors
/// Says what is wrong with it: not a snapshot, too large, or of a later version.
pub fn from_bytes(bytes: &[u8]) -> anyhow::Result<AnySnapshot> {
    // Unpacked twice instead of held whole: of a large cluster that would be the larger part.
    let unpacked = || -> anyhow::Result<_> {
        let decoder = zstd::stream::read::Decoder::new(bytes)?;
        Ok(BufReader::with_capacity(1 << 18, decoder.take(LIMIT)))
    };
    let size = std::io::copy(&mut unpacked()?, &mut std::io::sink())
        .context("not a snapshot: it is not compressed with zstd, or damaged")?;
    if size == LIMIT {
        bail!("larger than {LIMIT} bytes when unpacked");
    }
    /// What every version of the format has.
    #[derive(Deserialize)]
    struct Head {
        format: u32,
        tool: String,
        #[serde(default)]
        cluster: Option<serde::de::IgnoredAny>,
    }
    let head: Head = serde_json::from_reader(unpacked()?).context("not a snapshot of plimsoll")?;
    let known = if head.cluster.is_some() { cluster::FORMAT } else { FORMAT };
    if head.format > known {
        bail!(
            "written by {} in format {}, and this plimsoll reads formats up to {known}; use a newer one",
            head.tool,
            head.format
        );
    }
    let unreadable = "not a snapshot that this version can read";
    Ok(if head.cluster.is_some() {
        AnySnapshot::Cluster(serde_json::from_reader(unpacked()?).context(unreadable)?)
    } else {
        AnySnapshot::Host(serde_json::from_reader(unpacked()?).context(unreadable)?)
    })
}

/// Reads a snapshot file of a host.
///
/// # Errors
/// Names the file and what is wrong with it.
pub fn read_host(path: &Path) -> anyhow::Result<Snapshot> {
    match read(path)? {
        AnySnapshot::Host(snapshot) => Ok(*snapshot),
        AnySnapshot::Cluster(_) => {
            bail!("snapshot {}: it is of a cluster, and one of a host is needed", path.display())
        }
    }
}

/// Reads a snapshot file of a cluster.
///
/// # Errors
/// Names the file and what is wrong with it.
pub fn read_cluster(path: &Path) -> anyhow::Result<ClusterSnapshot> {
    match read(path)? {
        AnySnapshot::Cluster(snapshot) => Ok(*snapshot),
        AnySnapshot::Host(_) => {
            bail!("snapshot {}: it is of a host, and one of a cluster is needed", path.display())
        }
    }
}

/// Reads a snapshot file.
///
/// # Errors
/// Names the file and what is wrong with it.
pub fn read(path: &Path) -> anyhow::Result<AnySnapshot> {
    let context = || format!("snapshot {}", path.display());
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LIMIT).read_to_end(&mut bytes))
        .with_context(context)?;
    from_bytes(&bytes).with_context(context)
}

/// Writes a snapshot file.
///
/// # Errors
/// Names the file and what is wrong with it.
pub fn write<S: Serialize>(path: &Path, snapshot: &S) -> anyhow::Result<()> {
    std::fs::write(path, to_bytes(snapshot)?).with_context(|| format!("writing {}", path.display()))
}
