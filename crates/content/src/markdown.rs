//! The parts of a check file: front matter, text, fixes and example fences, with their offsets.

use std::ops::Range;

/// A check file cut into parts.
pub(crate) struct Parts<'a> {
    /// TOML between the `+++` lines.
    pub(crate) front: &'a str,
    /// Offset of the front matter in the file.
    pub(crate) front_offset: usize,
    /// Documentation.
    pub(crate) text: String,
    /// Fixes: platform, text.
    pub(crate) fixes: Vec<(String, String)>,
    /// Fences under `## Examples`: info word, body, its offset, span of the opening line.
    pub(crate) examples: Vec<Fence<'a>>,
    /// Span of the `## Fix` heading, or of the end of the file.
    pub(crate) end: Range<usize>,
}

/// One fenced block.
pub(crate) struct Fence<'a> {
    pub(crate) info: &'a str,
    pub(crate) body: &'a str,
    pub(crate) offset: usize,
    pub(crate) opening: Range<usize>,
}

/// Why a file cannot be cut into parts.
pub(crate) struct Fault {
    pub(crate) span: Range<usize>,
    pub(crate) message: &'static str,
    pub(crate) help: &'static str,
}

/// Cuts a check file into its parts.
pub(crate) fn split(file: &str) -> Result<Parts<'_>, Fault> {
    let Some(after_open) = file.strip_prefix("+++\n") else {
        return Err(Fault {
            span: 0..file.find('\n').unwrap_or(file.len()),
            message: "a check begins with its front matter",
            help: "write TOML between two lines that hold only `+++`",
        });
    };
    let Some(length) = find_line(after_open, "+++") else {
        return Err(Fault {
            span: 0..3,
            message: "the front matter does not end",
            help: "close it with a line that holds only `+++`",
        });
    };
    let front = &after_open[..length];
    let body_start = (4 + length + 4).min(file.len());
    let mut parts = Parts {
        front,
        front_offset: 4,
        text: String::new(),
        fixes: Vec::new(),
        examples: Vec::new(),
        end: file.len().saturating_sub(1)..file.len(),
    };
    let mut section = "";
    let mut fence: Option<(&str, usize, usize, usize)> = None;
    let mut offset = body_start;
    for line in file[body_start..].split_inclusive('\n') {
        let start = offset;
        offset += line.len();
        let bare = line.trim_end();
        if let Some((info, opening, body, ticks)) = fence {
            let closes = bare.len() >= ticks && bare.bytes().all(|byte| byte == b'`');
            if closes {
                fence = None;
                if section == "Examples" {
                    parts.examples.push(Fence {
                        info,
                        body: &file[body..start],
                        offset: body,
                        opening: opening..body.saturating_sub(1),
                    });
                }
            }
            if section != "Examples" {
                push(&mut parts, section, line);
            }
            continue;
        }
        let ticks = bare.bytes().take_while(|&byte| byte == b'`').count();
        if ticks >= 3 {
            fence = Some((bare[ticks..].trim(), start, offset, ticks));
            if section != "Examples" {
                push(&mut parts, section, line);
            }
            continue;
        }
        if let Some(title) = bare.strip_prefix("## ") {
            section = title.trim();
            if section != "Fix" && section != "Examples" {
                return Err(Fault {
                    span: start..start + bare.len(),
                    message: "a check has no such section",
                    help: "the sections are `## Fix` and `## Examples`; use `###` inside the text",
                });
            }
            continue;
        }
        if section == "Fix"
            && let Some(platform) = bare.strip_prefix("### ")
        {
            parts.fixes.push((platform.trim().to_owned(), String::new()));
            continue;
        }
        if section != "Examples" {
            push(&mut parts, section, line);
        }
    }
    if let Some((_, opening, body, _)) = fence {
        return Err(Fault {
            span: opening..body.saturating_sub(1).max(opening),
            message: "this block does not end",
            help: "close it with a line of as many backticks",
        });
    }
    parts.text = parts.text.trim().to_owned();
    for (_, text) in &mut parts.fixes {
        *text = text.trim().to_owned();
    }
    Ok(parts)
}

fn push(parts: &mut Parts<'_>, section: &str, line: &str) {
    match section {
        "" => parts.text.push_str(line),
        _ => {
            if let Some((_, text)) = parts.fixes.last_mut() {
                text.push_str(line);
            }
        }
    }
}

fn find_line(text: &str, wanted: &str) -> Option<usize> {
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == wanted {
            return Some(offset);
        }
        offset += line.len();
    }
    None
}
