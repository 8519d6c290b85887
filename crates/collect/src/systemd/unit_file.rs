//! The syntax of unit files (systemd.syntax(7)): sections, assignments, comments, continued lines.

use std::sync::Arc;

/// Assignments that are kept of one file.
const ASSIGNMENTS: usize = 10_000;

/// `key=value` in the `[Service]` section.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Assignment {
    pub(super) key: String,
    pub(super) value: Text,
}

/// A value that remembers where each part of it was written.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) file: Arc<str>,
    /// Byte offset from which on the text stands in the line; ascending.
    pub(super) lines: Vec<(usize, u32)>,
}

impl Text {
    /// The line in which the byte at `offset` was written.
    pub(super) fn line_at(&self, offset: usize) -> u32 {
        let line = self.lines.iter().rev().find(|(start, _)| *start <= offset);
        line.or(self.lines.first()).map_or(1, |(_, line)| *line)
    }
}

/// Assignments of the `[Service]` section in order.
pub(super) fn parse(text: &str, path: &str, problems: &mut Vec<String>) -> Vec<Assignment> {
    let file: Arc<str> = Arc::from(path);
    let mut assignments = Vec::new();
    let mut in_service = false;
    let mut open: Option<Text> = None;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (line, number) in text.lines().zip(1_u32..) {
        let trimmed = line.trim_start();
        // A comment between continued lines is passed over.
        if trimmed.starts_with(['#', ';']) || (open.is_none() && trimmed.is_empty()) {
            continue;
        }
        let (part, continues) = match line.strip_suffix('\\') {
            Some(part) => (part, true),
            None => (line, false),
        };
        let whole = match &mut open {
            Some(whole) => {
                whole.lines.push((whole.text.len(), number));
                whole.text.push_str(part);
                whole
            }
            None => {
                let part = part.trim_start().to_owned();
                open.insert(Text { text: part, file: Arc::clone(&file), lines: vec![(0, number)] })
            }
        };
        if continues {
            whole.text.push(' ');
            continue;
        }
        if let Some(whole) = open.take() {
            finish(whole, &mut in_service, &mut assignments, problems);
        }
    }
    if let Some(whole) = open.take() {
        finish(whole, &mut in_service, &mut assignments, problems);
    }
    assignments
}

fn finish(
    whole: Text,
    in_service: &mut bool,
    assignments: &mut Vec<Assignment>,
    problems: &mut Vec<String>,
) {
    let text = whole.text.trim();
    if let Some(section) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        *in_service = section == "Service";
        return;
    }
    if !*in_service || text.is_empty() {
        return;
    }
    let Some(equals) = whole.text.find('=') else {
        let line = whole.line_at(0);
        problems.push(format!("{}:{line} is not an assignment", whole.file));
        return;
    };
    if assignments.len() >= ASSIGNMENTS {
        return;
    }
    let key = whole.text.get(..equals).unwrap_or_default().trim().to_owned();
    let value = whole.text.get(equals + 1..).unwrap_or_default();
    let skipped = equals + 1 + (value.len() - value.trim_start().len());
    let lines =
        whole.lines.iter().map(|(offset, line)| (offset.saturating_sub(skipped), *line)).collect();
    let value = Text { text: value.trim().to_owned(), file: whole.file, lines };
    assignments.push(Assignment { key, value });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn continued_lines_keep_their_numbers_and_comments_are_dropped() {
        let text = "[Unit]\nExecStart=no\n[Service]\n# note\n ExecStart = /bin/a --x \\\n  # why\n  --y \\\n\
                    --z\nBroken\nEnvironment=A=b\n";
        let mut problems = Vec::new();
        let found = parse(text, "/u", &mut problems);
        let keys: Vec<&str> = found.iter().map(|one| one.key.as_str()).collect();
        assert_eq!(keys, ["ExecStart", "Environment"]);
        let value = &found[0].value;
        assert_eq!(value.text, "/bin/a --x    --y  --z");
        for (word, line) in [("/bin/a", 5), ("--x", 5), ("--y", 7), ("--z", 8)] {
            assert_eq!(value.line_at(value.text.find(word).unwrap()), line, "{word}");
        }
        assert_eq!(problems, ["/u:9 is not an assignment"]);
    }
}
