//! Reading one file, within limits.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use rustix::fs::{Mode, OFlags};

use super::{Input, Origin, Refused};

/// What reading may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of one file.
    pub file: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 64 << 20 }
    }
}

/// Reads a file as text.
///
/// # Errors
/// Says why it cannot be judged: not a regular file, too large, unreadable, in another encoding.
pub fn read(path: &Path, shown: &str, limits: Limits) -> Result<Input, Refused> {
    let refuse = |reason: String| Refused { path: shown.to_owned(), reason };
    // A pipe that nobody writes to would be waited for without O_NONBLOCK.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = rustix::fs::open(path, flags, Mode::empty())
        .map(File::from)
        .map_err(|error| refuse(format!("cannot be opened: {}", std::io::Error::from(error))))?;
    let kind = file.metadata().map_err(|error| refuse(error.to_string()))?;
    if !kind.is_file() {
        return Err(refuse("is no regular file".to_owned()));
    }
    bytes(file, kind.len(), limits)
        .and_then(text)
        .map(|text| Input { shown: shown.to_owned(), text, origin: Origin::File })
        .map_err(refuse)
}

/// Reads standard input as text.
///
/// # Errors
/// Says why it cannot be judged.
pub fn read_stdin(limits: Limits) -> Result<Input, Refused> {
    bytes(std::io::stdin().lock(), 0, limits)
        .and_then(text)
        .map(|text| Input { shown: "-".to_owned(), text, origin: Origin::File })
        .map_err(|reason| Refused { path: "-".to_owned(), reason })
}

fn bytes(source: impl Read, expected: u64, limits: Limits) -> Result<Vec<u8>, String> {
    let capacity = usize::try_from(expected.min(limits.file)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(capacity + 1);
    source
        .take(limits.file + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("cannot be read: {error}"))?;
    if bytes.len() as u64 > limits.file {
        return Err(format!(
            "has more than {} MiB; split it, or raise --max-file-size",
            limits.file >> 20
        ));
    }
    Ok(bytes)
}

/// UTF-8, with or without a byte order mark. Other encodings are named.
fn text(mut bytes: Vec<u8>) -> Result<String, String> {
    if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        bytes.drain(..3);
    }
    let utf_16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if utf_16 {
        return Err("is in UTF-16; Kubernetes reads UTF-8".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..at].iter().filter(|&&byte| byte == b'\n').count();
        format!("is not UTF-8: line {line} holds a byte that no character begins with")
    })
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(text(b"\xef\xbb\xbfa: 1".to_vec()), Ok("a: 1".to_owned()));
        assert!(text(b"\xff\xfea\0".to_vec()).is_err_and(|reason| reason.contains("UTF-16")));
        assert!(text(b"a\nb\xff".to_vec()).is_err_and(|reason| reason.contains("line 2")));
    }
}
