//! Writes the benchmarks' host to a new directory: `tree DIR`.

use std::error::Error;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use plimsoll_bench::{Content, host};

fn main() -> Result<(), Box<dyn Error>> {
    let root = std::env::args().nth(1).ok_or("usage: tree DIR")?;
    for (path, content) in host() {
        let path = Path::new(&root).join(path.trim_start_matches('/'));
        fs::create_dir_all(path.parent().ok_or("a path without a directory")?)?;
        match content {
            Content::File(text) => fs::write(path, text)?,
            Content::Link(target) => symlink(target, path)?,
        }
    }
    Ok(())
}
