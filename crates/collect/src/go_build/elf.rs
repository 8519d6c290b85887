//! Section headers of a 64-bit little-endian ELF file (elf(5)): amd64, arm64 and others.

use super::part;
use crate::fs::FileSystem;

/// Bytes of the file header, of a section header and of the names that are read.
const FILE_HEADER: usize = 64;
const SECTION_HEADER: usize = 64;
const NAMES: u64 = 1 << 20;
/// Section headers that are read; Go writes about twenty.
const SECTIONS: u16 = 4096;
/// A section without bytes in the file (`SHT_NOBITS`).
const NO_BITS: u32 = 8;

/// A section with bytes in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) name: String,
    /// Where it is loaded.
    pub(super) address: u64,
    /// Where it lies in the file.
    pub(super) offset: u64,
    pub(super) size: u64,
}

/// Reads the sections of the file at `path`.
pub(super) fn sections(fs: &dyn FileSystem, path: &str) -> Result<Vec<Section>, String> {
    let header = part(fs, path, 0, FILE_HEADER as u64)?;
    // Magic, class 2 (64 bits), data 1 (little-endian).
    if !header.starts_with(b"\x7fELF\x02\x01") {
        return Err("it is not a 64-bit little-endian ELF executable".to_owned());
    }
    let cut = || "its ELF header is cut off".to_owned();
    let start = number(&header, 40, 8).ok_or_else(cut)?;
    let size = number(&header, 58, 2).ok_or_else(cut)?;
    let count = number(&header, 60, 2).ok_or_else(cut)?;
    let names_index = number(&header, 62, 2).ok_or_else(cut)?;
    if start == 0 || count == 0 || size != SECTION_HEADER as u64 || count > u64::from(SECTIONS) {
        return Err("its sections cannot be found".to_owned());
    }
    let table = part(fs, path, start, count * size)?;
    let headers: Vec<&[u8]> = table.chunks_exact(SECTION_HEADER).collect();
    let names = usize::try_from(names_index).ok().and_then(|index| headers.get(index));
    let names = names.ok_or("its sections have no names")?;
    let offset = number(names, 24, 8).ok_or_else(cut)?;
    let length = number(names, 32, 8).ok_or_else(cut)?.min(NAMES);
    let names = part(fs, path, offset, length)?;
    Ok(headers.into_iter().filter_map(|header| section(header, &names)).collect())
}

fn section(header: &[u8], names: &[u8]) -> Option<Section> {
    if number(header, 4, 4)? == u64::from(NO_BITS) {
        return None;
    }
    let start = usize::try_from(number(header, 0, 4)?).ok()?;
    let name = names.get(start..)?.split(|&byte| byte == 0).next()?;
    Some(Section {
        name: String::from_utf8_lossy(name.get(..name.len().min(64))?).into_owned(),
        // The linker aligns addresses; they are only compared, so an overflow cannot matter.
        address: number(header, 16, 8)?.min(u64::MAX / 2),
        offset: number(header, 24, 8)?.min(u64::MAX / 2),
        size: number(header, 32, 8)?,
    })
}

/// A little-endian number.
fn number(bytes: &[u8], offset: usize, length: usize) -> Option<u64> {
    let bytes = bytes.get(offset..offset.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)))
}
