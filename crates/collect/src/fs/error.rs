//! Why something could not be looked at.

use plimsoll_model::FileState;

/// The outcome of a look that saw nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LookError {
    /// It is not there, and every directory on the way could be looked into.
    #[error("not found")]
    NotFound,
    /// The collector may not look.
    #[error("permission denied{}", directory.as_ref().map(|path| format!(" in {path}")).unwrap_or_default())]
    PermissionDenied {
        /// The directory that may not be passed, when it is not the object itself.
        directory: Option<String>,
    },
    /// More than the limit of this look.
    #[error("larger than the limit of {limit}")]
    TooLarge {
        /// The limit: bytes of a file or entries of a directory.
        limit: u64,
    },
    /// Symbolic links that lead nowhere.
    #[error("too many symbolic links")]
    Loop,
    /// It was there and is gone.
    #[error("vanished while it was read")]
    Vanished,
    /// A directory was needed.
    #[error("not a directory")]
    NotADirectory,
    /// A file was needed.
    #[error("is a directory")]
    IsADirectory,
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl LookError {
    /// Permission was denied for the object itself.
    #[must_use]
    pub const fn denied() -> Self {
        Self::PermissionDenied { directory: None }
    }

    /// Whether this says that there is no such thing, as opposed to that it could not be seen.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::NotFound | Self::NotADirectory)
    }

    /// Whether it is no longer, or never was, there: what looking at a process that ended gives.
    #[must_use]
    pub const fn is_gone(&self) -> bool {
        matches!(self, Self::NotFound | Self::Vanished)
    }

    /// What a look that ended so says of a file.
    #[must_use]
    pub fn file_state(&self) -> FileState {
        if self.is_absent() {
            FileState::Absent
        } else {
            FileState::Unreadable { reason: self.to_string() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denied_directory_is_named() {
        let error = LookError::PermissionDenied { directory: Some("/etc/kubernetes".to_owned()) };
        assert_eq!(error.to_string(), "permission denied in /etc/kubernetes");
        assert_eq!(LookError::denied().to_string(), "permission denied");
    }

    #[test]
    fn only_what_is_surely_not_there_is_absent() {
        assert_eq!(LookError::NotFound.file_state(), FileState::Absent);
        for error in [LookError::denied(), LookError::Loop, LookError::Vanished] {
            assert!(matches!(error.file_state(), FileState::Unreadable { .. }), "{error}");
        }
    }
}
