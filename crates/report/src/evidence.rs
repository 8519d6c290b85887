//! Evidence as one phrase, for formats whose cells and fields hold plain text.

use plimsoll_model::Evidence;

/// What was seen, with the place and the note in brackets.
pub(crate) fn phrase(one: &Evidence) -> String {
    match &one.note {
        Some(note) => format!("{} ({}; {note})", one.seen, one.location),
        None => format!("{} ({})", one.seen, one.location),
    }
}

/// All of it in one line.
pub(crate) fn phrases(list: &[Evidence]) -> String {
    list.iter().map(phrase).collect::<Vec<_>>().join("; ")
}
