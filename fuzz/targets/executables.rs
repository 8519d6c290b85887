//! Executables whose version is wanted.
#![no_main]
use plimsoll_collect::fs::MemFs;
use plimsoll_collect::go_build::{Product, version};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let fs = MemFs::new().file("/x", data.to_vec());
    let _ = version(&fs, "/x", Product::Kubernetes);
    let _ = version(&fs, "/x", Product::Etcd);
});
