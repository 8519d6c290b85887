//! Executables that were put together by hand.

use proptest::prelude::*;

use super::*;
use crate::fs::MemFs;

/// An ELF file with the named sections.
fn elf(sections: &[(&str, &[u8])]) -> Vec<u8> {
    let mut names = vec![0];
    let mut body = vec![0; 64];
    let mut headers = vec![0; 64];
    let mut all = sections.to_vec();
    let holder: Vec<u8> = sections
        .iter()
        .flat_map(|(name, _)| name.bytes().chain([0]))
        .chain(*b".shstrtab\0")
        .collect();
    let holder = [&[0][..], &holder].concat();
    all.push((".shstrtab", &holder));
    for (name, content) in &all {
        while !body.len().is_multiple_of(16) {
            body.push(0);
        }
        let mut header = vec![0; 64];
        header[..4].copy_from_slice(&u32::try_from(names.len()).unwrap().to_le_bytes());
        header[4] = 1;
        header[16..24].copy_from_slice(&(0x40_0000 + body.len() as u64).to_le_bytes());
        header[24..32].copy_from_slice(&(body.len() as u64).to_le_bytes());
        header[32..40].copy_from_slice(&(content.len() as u64).to_le_bytes());
        headers.extend(header);
        names.extend(name.bytes().chain([0]));
        body.extend_from_slice(content);
    }
    let start = body.len() as u64;
    body[..6].copy_from_slice(b"\x7fELF\x02\x01");
    body[40..48].copy_from_slice(&start.to_le_bytes());
    body[58] = 64;
    body[60] = u8::try_from(all.len() + 1).unwrap();
    body[62] = u8::try_from(all.len()).unwrap();
    body.extend(headers);
    body
}

fn build_info(module: &str) -> Vec<u8> {
    let mut bytes = b"\xff Go buildinf:\x08\x02".to_vec();
    bytes.resize(32, 0);
    let wrapped = format!("{}{module}{}", "s".repeat(16), "e".repeat(16));
    for text in ["go1.24.3", &wrapped] {
        let mut length = text.len();
        while length >= 0x80 {
            bytes.push(u8::try_from(length & 0x7f).unwrap() | 0x80);
            length >>= 7;
        }
        bytes.push(u8::try_from(length).unwrap());
        bytes.extend(text.bytes());
    }
    bytes
}

fn seen(sections: &[(&str, &[u8])], product: Product) -> Result<String, String> {
    let fs = MemFs::new().file("/bin/x", elf(sections));
    version(&fs, "/bin/x", product).map(|evidence| evidence.version.to_string())
}

#[test]
fn build_information_tells_the_version() {
    use Product::{Etcd, Kubernetes};
    for (module, product, want) in [
        (
            "path\tk8s.io/kubernetes/cmd/kubelet\nmod\tk8s.io/kubernetes\tv1.34.2\th1:x=\n",
            Kubernetes,
            "1.34.2",
        ),
        (
            "mod\tk8s.io/kubernetes\t(devel)\t\nbuild\t-ldflags=\"-s -X 'k8s.io/component-base/version.gitVersion=v1.31.4+x'\"\n",
            Kubernetes,
            "1.31.4",
        ),
        (
            "mod\tgithub.com/k3s-io/k3s\t(devel)\ndep\tk8s.io/kubernetes\tv1.30.1\t\n=>\tgithub.com/k3s-io/kubernetes\tv1.30.4-k3s1\th1:x=\n",
            Kubernetes,
            "1.30.4",
        ),
        ("mod\tgo.etcd.io/etcd/server/v3\tv3.6.1\n", Etcd, "3.6.1"),
        (
            "mod\tgo.etcd.io/etcd/v3\t(devel)\ndep\tgo.etcd.io/etcd/api/v3\tv3.5.21\n=>\t../api\t(devel)\n",
            Etcd,
            "3.5.21",
        ),
    ] {
        let info = build_info(module);
        assert_eq!(seen(&[(".go.buildinfo", &info)], product), Ok(want.to_owned()), "{module}");
    }
}

#[test]
fn a_version_that_the_linker_set_is_found_among_the_constants() {
    let info = build_info("mod\tk8s.io/kubernetes\t(devel)\n");
    let mut constants = b"some text v1.29.0 in v1.28.1\n...".to_vec();
    constants.resize(CHUNK - 4, b'.');
    constants.truncate(CHUNK - 8);
    constants.extend(b"v1.33.1-eks-7\0\0\0v1.33.1-eks-7\0\0\0");
    let sections = [(".go.buildinfo", info.as_slice()), (".rodata", constants.as_slice())];
    assert_eq!(seen(&sections, Product::Kubernetes), Ok("1.33.1".to_owned()));
    let mut two = constants.clone();
    two.extend(b"v1.32.0\0");
    let sections = [(".go.buildinfo", info.as_slice()), (".rodata", two.as_slice())];
    let error = seen(&sections, Product::Kubernetes).unwrap_err();
    assert_eq!(error, "its constants name several versions: 1.32.0, 1.33.1");
}

#[test]
fn what_tells_nothing_says_why() {
    use Product::{Etcd, Kubernetes};
    let info = build_info("mod\texample.org/x\tv1.0.0\n");
    let mut old = info.clone();
    old[15] = 0;
    let names_v9: &[u8] = b"v1.9.0\0\0v1.99.0\0v2.20.1\0v1.20\0\0\0";
    for (sections, product, want) in [
        (vec![(".text", &b"x"[..])], Etcd, "it holds no build information of Go"),
        (
            vec![(".go.buildinfo", &info[..])],
            Etcd,
            "its build information names no version of etcd",
        ),
        (vec![(".go.buildinfo", &info[..])], Kubernetes, "it has no section of constants"),
        (
            vec![(".go.buildinfo", &info[..]), (".rodata", names_v9)],
            Kubernetes,
            "its constants name no version of Kubernetes",
        ),
        (
            vec![(".go.buildinfo", &old[..])],
            Etcd,
            "its build information has the form of Go before 1.18",
        ),
        (vec![(".go.buildinfo", &info[..40])], Etcd, "its build information is cut off"),
    ] {
        assert_eq!(seen(&sections, product), Err(want.to_owned()));
    }
    let fs = MemFs::new().file("/sh", "#!/bin/sh\n");
    let error = version(&fs, "/sh", Kubernetes).unwrap_err();
    assert_eq!(error, "it is not a 64-bit little-endian ELF executable");
    assert_eq!(version(&fs, "/none", Kubernetes).unwrap_err(), "not found");
}

#[test]
fn a_rust_program_is_no_go_program() {
    let fs = crate::fs::RealFs::new("/").unwrap();
    let error = build(&fs, "/proc/self/exe").unwrap_err();
    assert_eq!(error, "it holds no build information of Go");
}

proptest! {
    #[test]
    fn no_damage_makes_it_panic(damage in proptest::collection::vec((0_usize..600, any::<u8>()), 0..8)) {
        let info = build_info("mod\tk8s.io/kubernetes\tv1.34.2\n");
        let mut bytes = elf(&[(".go.buildinfo", &info), (".rodata", b"v1.34.2\0")]);
        for (at, byte) in damage {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        let fs = MemFs::new().file("/x", bytes);
        let _ = version(&fs, "/x", Product::Kubernetes);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = info::parse(&bytes);
        let _ = info::parse(&[b"\xff Go buildinf:\x08\x02".as_slice(), &bytes].concat());
    }
}
