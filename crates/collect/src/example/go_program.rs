//! Executables of examples: a file that says `kubelet v1.34.2` stands for a Go program that was built
//! from that version, with the build information that Go writes.

/// The executable that a text such as `kubelet v1.34.2` stands for.
pub(super) fn executable(text: &str) -> Option<Vec<u8>> {
    let (program, version) = text.trim().split_once(' ')?;
    if !version.starts_with('v') || version.parse::<plimsoll_model::Version>().is_err() {
        return None;
    }
    let module = match program {
        "etcd" => format!("mod\tgo.etcd.io/etcd/server/v3\t{version}\n"),
        "containerd" => format!("mod\tgithub.com/containerd/containerd\t{version}\n"),
        "crio" => format!("mod\tgithub.com/cri-o/cri-o\t{version}\n"),
        "dockerd" => {
            let number = version.trim_start_matches('v');
            format!(
                "build\t-ldflags=\"-X github.com/docker/docker/dockerversion.Version={number}\"\n"
            )
        }
        name if name.starts_with("kube") => format!("mod\tk8s.io/kubernetes\t{version}\n"),
        _ => return None,
    };
    Some(elf(&build_info(&module)))
}

/// Build information around the lines of a module.
fn build_info(module: &str) -> Vec<u8> {
    let mut bytes = b"\xff Go buildinf:\x08\x02".to_vec();
    bytes.resize(32, 0);
    let wrapped = format!("{}{module}{}", "s".repeat(16), "e".repeat(16));
    for text in ["go1.24.3", &wrapped] {
        let mut length = text.len();
        while length >= 0x80 {
            bytes.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        bytes.push((length & 0x7f) as u8);
        bytes.extend(text.bytes());
    }
    bytes
}

/// An ELF file with this one section and that of the names.
fn elf(content: &[u8]) -> Vec<u8> {
    const NAMES: &[u8] = b"\0.go.buildinfo\0.shstrtab\0";
    let mut body = vec![0; 64];
    let mut headers = vec![0; 64];
    for (name, content) in [(1_u32, content), (15, NAMES)] {
        let mut header = Vec::with_capacity(64);
        header.extend(name.to_le_bytes());
        header.extend(1_u32.to_le_bytes());
        header.extend([0; 8]);
        header.extend((0x40_0000 + body.len() as u64).to_le_bytes());
        header.extend((body.len() as u64).to_le_bytes());
        header.extend((content.len() as u64).to_le_bytes());
        header.resize(64, 0);
        headers.extend(header);
        body.extend_from_slice(content);
    }
    let start = body.len() as u64;
    let mut head = b"\x7fELF\x02\x01".to_vec();
    head.resize(40, 0);
    head.extend(start.to_le_bytes());
    head.resize(58, 0);
    head.extend([64, 0, 3, 0, 2, 0]);
    body.splice(0..64, head);
    body.extend(headers);
    body
}

#[cfg(test)]
mod tests {
    use super::executable;
    use crate::fs::MemFs;
    use crate::go_build::{self, Product};

    #[test]
    fn what_it_stands_for_is_read_again() {
        for (text, product, want) in [
            ("kubelet v1.34.2", Product::Kubernetes, "1.34.2"),
            ("etcd v3.5.9\n", Product::Etcd, "3.5.9"),
            ("containerd v2.0.1", Product::Containerd, "2.0.1"),
            ("crio v1.33.0", Product::CriO, "1.33.0"),
            ("dockerd v27.1.2", Product::Docker, "27.1.2"),
        ] {
            let fs = MemFs::new().file("/x", executable(text).unwrap_or_default());
            let version = go_build::version(&fs, "/x", product).map(|one| one.version.to_string());
            assert_eq!(version.as_deref(), Ok(want), "{text}");
        }
        assert_eq!(executable("#!/bin/sh"), None);
        assert_eq!(executable("bash v5.2"), None);
    }
}
