//! Executables whose version is wanted: what is told is a version of the product.
#![no_main]
use plimsoll_collect::fs::MemFs;
use plimsoll_collect::go_build::{Product, build, version};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let fs = MemFs::new().file("/x", data.to_vec());
    let told = version(&fs, "/x", Product::Kubernetes);
    assert!(told.is_err() || told.is_ok_and(|told| told.version.major == 1));
    let _ = version(&fs, "/x", Product::Etcd);
    let _ = build(&fs, "/x");
});
