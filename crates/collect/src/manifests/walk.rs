//! Finding manifests below a directory.

use std::path::{Path, PathBuf};

use super::Refused;

/// Deepest directory that is looked into.
const DEPTH: usize = 64;
/// Directories that hold no manifests of the user's own.
const LEFT_OUT: [&str; 4] = [".git", "node_modules", ".terraform", "__pycache__"];

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// YAML and JSON files, sorted; those of charts are not among them.
    pub files: Vec<PathBuf>,
    /// Directories of Helm charts that are no part of another chart.
    pub charts: Vec<PathBuf>,
    /// Kustomizations.
    pub kustomizations: Vec<Kustomization>,
    /// What could not be looked at.
    pub refused: Vec<Refused>,
}

/// A directory with a `kustomization.yaml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Kustomization {
    /// The directory.
    pub directory: PathBuf,
    /// Its file.
    pub file: PathBuf,
}

/// Looks for manifests below a path; a file is taken as it is.
#[must_use]
pub fn walk(path: &Path) -> Found {
    let mut found = Found::default();
    match std::fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => directory(path, 0, &mut found),
        Ok(_) => found.files.push(path.to_owned()),
        Err(error) => found.refused.push(refuse(path, format!("cannot be looked at: {error}"))),
    }
    found
}

fn directory(path: &Path, depth: usize, found: &mut Found) {
    if depth > DEPTH {
        found.refused.push(refuse(path, format!("is more than {DEPTH} directories deep")));
        return;
    }
    let entries = std::fs::read_dir(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            found.refused.push(refuse(path, format!("cannot be listed: {error}")));
            return;
        }
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    if entries.iter().any(|entry| entry.file_name() == "Chart.yaml") {
        found.charts.push(path.to_owned());
        return;
    }
    for entry in entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let path = entry.path();
        let kind = match entry.file_type() {
            Ok(kind) => kind,
            Err(error) => {
                found.refused.push(refuse(&path, format!("cannot be looked at: {error}")));
                continue;
            }
        };
        if kind.is_dir() {
            if !LEFT_OUT.contains(&&*name) {
                directory(&path, depth + 1, found);
            }
            continue;
        }
        if matches!(&*name, "kustomization.yaml" | "kustomization.yml" | "Kustomization") {
            let directory = path.parent().unwrap_or(Path::new(".")).to_owned();
            found.kustomizations.push(Kustomization { directory, file: path });
            continue;
        }
        if !is_manifest_name(&name) {
            continue;
        }
        if kind.is_symlink() {
            // A link to a file is followed, one to a directory could lead in circles.
            match std::fs::metadata(&path) {
                Ok(target) if target.is_dir() => continue,
                Ok(_) => {}
                Err(error) => {
                    found
                        .refused
                        .push(refuse(&path, format!("is a link that leads nowhere: {error}")));
                    continue;
                }
            }
        }
        found.files.push(path);
    }
}

fn is_manifest_name(name: &str) -> bool {
    let extension = Path::new(name).extension().map(|extension| extension.to_ascii_lowercase());
    extension
        .is_some_and(|extension| extension == "yaml" || extension == "yml" || extension == "json")
}

fn refuse(path: &Path, reason: String) -> Refused {
    Refused { path: path.display().to_string(), reason }
}
