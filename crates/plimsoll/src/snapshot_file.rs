//! Snapshots on disk: JSON, compressed with zstd.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use plimsoll_model::{Snapshot, snapshot::FORMAT};
use serde::Deserialize;

/// Bytes of a snapshot when it is unpacked.
const LIMIT: u64 = 256 << 20;
/// Compression level: a snapshot is small, speed matters more than the last per cent.
const LEVEL: i32 = 6;

/// The saved form of a snapshot.
///
/// # Errors
/// Fails when memory does.
pub fn to_bytes(snapshot: &Snapshot) -> anyhow::Result<Vec<u8>> {
    let json = serde_json::to_vec(snapshot)?;
    Ok(zstd::bulk::compress(&json, LEVEL)?)
}

/// Reads the saved form of a snapshot.
///
/// # Errors
/// Says what is wrong with it: not a snapshot, too large, or of a later version.
pub fn from_bytes(bytes: &[u8]) -> anyhow::Result<Snapshot> {
    let mut json = Vec::new();
    zstd::stream::read::Decoder::new(bytes)?
        .take(LIMIT + 1)
        .read_to_end(&mut json)
        .context("not a snapshot: it is not compressed with zstd, or damaged")?;
    if json.len() as u64 > LIMIT {
        bail!("larger than {LIMIT} bytes when unpacked");
    }
    /// What every version of the format has.
    #[derive(Deserialize)]
    struct Head {
        format: u32,
        tool: String,
    }
    let head: Head = serde_json::from_slice(&json).context("not a snapshot of plimsoll")?;
    if head.format > FORMAT {
        bail!(
            "written by {} in format {}, and this plimsoll reads formats up to {FORMAT}; use a newer one",
            head.tool,
            head.format
        );
    }
    serde_json::from_slice(&json).context("not a snapshot that this version can read")
}

/// Reads a snapshot file.
///
/// # Errors
/// Names the file and what is wrong with it.
pub fn read(path: &Path) -> anyhow::Result<Snapshot> {
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
pub fn write(path: &Path, snapshot: &Snapshot) -> anyhow::Result<()> {
    std::fs::write(path, to_bytes(snapshot)?).with_context(|| format!("writing {}", path.display()))
}
