//! What an API server or a dump may send: cut the same however it arrives, stripped to JSON that says
//! the same a second time, and read into slim objects without a panic.
#![no_main]
use plimsoll_collect::cluster::{pieces, stripped};
use plimsoll_source::object_from_json;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let whole = pieces(&[data]);
    let middle = data.len() / 2;
    assert_eq!(whole, pieces(&[&data[..middle], &data[middle..]]));
    let bytes: Vec<&[u8]> = data.chunks(1).collect();
    assert_eq!(whole, pieces(&bytes));
    let Some(once) = stripped(data) else { return };
    assert_eq!(stripped(once.as_bytes()).as_deref(), Some(once.as_str()), "stripping settles");
    let _ = object_from_json(&once);
});
