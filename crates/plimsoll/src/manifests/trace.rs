//! From what a program rendered back to what its author wrote.

use plimsoll_collect::manifests::{Input, Origin};
use plimsoll_model::Position;
use plimsoll_model::kubernetes::Object;
use plimsoll_source::path::value_at;
use plimsoll_source::{Bump, locate, objects, read_documents};

/// The place in the chart's template or the kustomization's file that a line of the output comes
/// from; `None` for texts that nobody rendered, and where nothing fits.
pub(super) fn trace(input: &Input, line: u32, object: &Object<'_>, path: &str) -> Option<Position> {
    match &input.origin {
        Origin::File => None,
        Origin::Chart { root, sources } => chart(&input.text, line, root, sources),
        Origin::Kustomization { root, sources } => {
            Some(kustomization(object, path, sources).unwrap_or_else(|| Position {
                file: format!("{root}/kustomization.yaml").into(),
                line: 1,
                column: 1,
            }))
        }
    }
}

/// `helm template` writes `# Source: CHART/templates/FILE` before every document. In that file, the
/// line is searched that reads as the rendered one does, or the nearest one before it.
fn chart(text: &str, line: u32, root: &str, sources: &[(String, String)]) -> Option<Position> {
    let rendered: Vec<&str> = text.lines().take(line as usize).collect();
    let start = rendered.iter().rposition(|line| line.starts_with("# Source: "))?;
    let source = rendered[start].strip_prefix("# Source: ")?.trim();
    let (_, below) = source.split_once('/')?;
    let (name, template) = sources.iter().find(|(name, _)| name == below)?;
    let written: Vec<&str> = template.lines().map(str::trim).collect();
    let mut at = 0;
    for wanted in rendered[start + 1..].iter().rev() {
        let wanted = wanted.trim();
        if wanted.is_empty() {
            continue;
        }
        // The same line several times: as many as are rendered up to here.
        let times = rendered[start + 1..].iter().filter(|one| one.trim() == wanted).count();
        let mut same = written.iter().enumerate().filter(|(_, one)| **one == wanted);
        let whole = same
            .by_ref()
            .nth(times.saturating_sub(1))
            .or_else(|| written.iter().enumerate().find(|(_, one)| **one == wanted));
        let key = wanted.split_once(": ").map(|(key, _)| key);
        let found = whole.or_else(|| {
            let key = key?;
            written
                .iter()
                .enumerate()
                .find(|(_, one)| one.strip_prefix(key).is_some_and(|rest| rest.starts_with(": {{")))
        });
        if let Some((index, _)) = found {
            at = index;
            break;
        }
    }
    let indent = template.lines().nth(at).map_or(0, |line| line.len() - line.trim_start().len());
    Some(Position {
        file: format!("{root}/{name}").into(),
        line: u32::try_from(at + 1).ok()?,
        column: u32::try_from(indent + 1).ok()?,
    })
}

/// The file among those of a kustomization that writes the field, or at least the object.
fn kustomization(
    object: &Object<'_>,
    path: &str,
    sources: &[(String, String)],
) -> Option<Position> {
    let mut nearest = None;
    for (name, text) in sources {
        let arena = Bump::new();
        for document in
            read_documents(text, &arena, super::parse::limits(text)).into_iter().flatten()
        {
            for found in objects(&document).unwrap_or_default() {
                // Prefixes and suffixes are added to names.
                let same = found.object.kind == object.kind
                    && !found.object.name().is_empty()
                    && object.name().contains(found.object.name());
                let Some(root) = value_at(&document, &found.path).filter(|_| same) else {
                    continue;
                };
                let place = locate(root, path);
                let position =
                    Position { file: name.as_str().into(), line: place.line, column: place.column };
                if place.exact {
                    return Some(position);
                }
                nearest.get_or_insert(position);
            }
        }
    }
    nearest
}
