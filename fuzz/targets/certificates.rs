//! PEM files.
#![no_main]
libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let file = plimsoll_collect::certificates::parse("/c.pem", data);
    assert!(file.certificates.len() <= 256);
});
