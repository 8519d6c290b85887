//! Build information that Go writes into an executable.

use plimsoll_model::Version;

use super::{Product, kubernetes_version};

/// Beginning of the section.
const MAGIC: &[u8] = b"\xff Go buildinf:";
/// Bytes before the first inline string.
const HEADER: usize = 32;
/// Flag of strings that stand inline (Go 1.18 and later) instead of behind pointers.
const INLINE: u8 = 2;
/// What the linker's module text is wrapped in on both sides.
const SENTINEL: usize = 16;

/// What an executable says of its own build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoBuild {
    /// Version of Go, e.g. `go1.24.3`.
    pub go: String,
    /// Package of the program.
    pub path: String,
    /// Main module and its version.
    pub main: (String, String),
    /// Other modules; a replaced one has the version of its replacement where that has one.
    pub dependencies: Vec<(String, String)>,
    /// Build settings such as `-ldflags`.
    pub settings: Vec<(String, String)>,
}

/// Reads the content of `.go.buildinfo`.
pub(super) fn parse(section: &[u8]) -> Result<GoBuild, String> {
    if !section.starts_with(MAGIC) {
        return Err("its build information does not begin as it should".to_owned());
    }
    let flags = section.get(MAGIC.len() + 1).copied().unwrap_or_default();
    if flags & INLINE == 0 {
        return Err("its build information has the form of Go before 1.18".to_owned());
    }
    let cut = || "its build information is cut off".to_owned();
    let rest = section.get(HEADER..).ok_or_else(cut)?;
    let (go, rest) = string(rest).ok_or_else(cut)?;
    let (module, _) = string(rest).ok_or_else(cut)?;
    let module = match module.len() > 2 * SENTINEL {
        true => module.get(SENTINEL..module.len() - SENTINEL).unwrap_or_default(),
        false => &[],
    };
    let mut build = lines(&String::from_utf8_lossy(module));
    build.go = String::from_utf8_lossy(go).into_owned();
    Ok(build)
}

/// A string behind its length, and what follows it.
fn string(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut length: u64 = 0;
    for (index, &byte) in bytes.iter().take(9).enumerate() {
        length |= u64::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return bytes.get(index + 1..)?.split_at_checked(usize::try_from(length).ok()?);
        }
    }
    None
}

/// The lines `path`, `mod`, `dep`, `=>` and `build` with fields between tabs.
fn lines(text: &str) -> GoBuild {
    let mut build = GoBuild::default();
    for line in text.lines() {
        let mut fields = line.split('\t');
        let kind = fields.next().unwrap_or_default();
        let name = fields.next().unwrap_or_default().to_owned();
        let version = fields.next().unwrap_or_default().to_owned();
        match kind {
            "path" => build.path = name,
            "mod" => build.main = (name, version),
            "dep" => build.dependencies.push((name, version)),
            "=>" => {
                if let Some(replaced) = build.dependencies.last_mut()
                    && version.parse::<Version>().is_ok()
                {
                    replaced.1 = version;
                }
            }
            "build" => {
                let setting = line.strip_prefix("build\t").and_then(|rest| rest.split_once('='));
                if let Some((key, value)) = setting {
                    let value = value.trim_matches('"');
                    build.settings.push((key.to_owned(), value.to_owned()));
                }
            }
            _ => {}
        }
    }
    build
}

impl GoBuild {
    /// The version of `product` that the build names: what the linker was told, else that of the
    /// main module or of a dependency.
    #[must_use]
    pub fn version(&self, product: Product) -> Option<Version> {
        self.version_text(product)?.parse().ok()
    }

    /// The same as the build writes it, with what a distribution adds: `v1.31.4+k3s1`.
    #[must_use]
    pub fn version_text(&self, product: Product) -> Option<&str> {
        let of_kubernetes = |text: &&str| kubernetes_version(text).is_some();
        match product {
            Product::Kubernetes => self
                .linker_version()
                .filter(of_kubernetes)
                .or_else(|| self.module("k8s.io/kubernetes").filter(of_kubernetes)),
            // etcd's own builds replace their modules by directories beside them: the version
            // required of them is that of the release.
            Product::Etcd => ["server", "api", "client", "pkg"].iter().find_map(|module| {
                self.module(&format!("go.etcd.io/etcd/{module}/v3"))
                    .filter(|text| text.parse().is_ok_and(|version: Version| version.major == 3))
            }),
            Product::Containerd => self.linked("/version.Version=").or_else(|| {
                let modules =
                    ["github.com/containerd/containerd/v2", "github.com/containerd/containerd"];
                modules.iter().find_map(|module| self.module(module))
            }),
            Product::CriO => {
                self.linked("/version.Version=").or_else(|| self.module("github.com/cri-o/cri-o"))
            }
            Product::Docker => self.linked("/dockerversion.Version="),
        }
    }

    /// A version that the linker was told under this name.
    fn linked(&self, name: &str) -> Option<&str> {
        let (_, flags) = self.settings.iter().find(|(key, _)| key == "-ldflags")?;
        let (_, rest) = flags.split_once(name)?;
        let end = rest.find([' ', '\'', '"', '\\']).unwrap_or(rest.len());
        rest.get(..end)
    }

    fn linker_version(&self) -> Option<&str> {
        let (_, flags) = self.settings.iter().find(|(key, _)| key == "-ldflags")?;
        let (_, rest) = flags.split_once("gitVersion=")?;
        let end = rest.find([' ', '\'', '"', '\\']).unwrap_or(rest.len());
        rest.get(..end)
    }

    fn module(&self, name: &str) -> Option<&str> {
        std::iter::once(&self.main)
            .chain(&self.dependencies)
            .find(|(module, version)| module == name && version.parse::<Version>().is_ok())
            .map(|(_, version)| version.as_str())
    }
}
