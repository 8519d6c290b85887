//! The file of `--admission-control-config-file`, and where its plugins have their configuration.
//!
//! Source: `staging/src/k8s.io/apiserver/pkg/admission/config.go`: the first entry of a name counts,
//! what is written in place beats the path, and a relative path begins at the file's directory.

use plimsoll_model::Tree;

/// Where one plugin of an AdmissionConfiguration has its configuration.
#[derive(Debug, Clone, PartialEq)]
pub enum PluginConfiguration<'a> {
    /// In place.
    Inline(&'a Tree),
    /// In a file of its own, by its absolute path as the API server sees it.
    File(String),
    /// Nowhere: the plugin runs with its defaults.
    Nowhere,
}

/// The plugins that an AdmissionConfiguration has something to say of, in order.
///
/// `file` is its own path as the API server sees it. A file of another kind has no plugins.
pub fn admission_plugins<'a>(
    file: &str,
    tree: &'a Tree,
) -> impl Iterator<Item = (String, &'a Tree, PluginConfiguration<'a>)> {
    let known = tree.get("kind").and_then(Tree::as_str) == Some("AdmissionConfiguration");
    let plugins = tree.get("plugins").filter(|_| known).map(Tree::items).unwrap_or_default();
    let directory = file.rsplit_once('/').map_or("", |(directory, _)| directory).to_owned();
    plugins.iter().map(move |plugin| {
        let name = plugin.get("name").and_then(Tree::scalar_text).unwrap_or_default();
        let inline = plugin.get("configuration").filter(|tree| !tree.is_null());
        let path = plugin.get("path").and_then(Tree::scalar_text).filter(|path| !path.is_empty());
        let configuration = match (inline, path) {
            (Some(tree), _) => PluginConfiguration::Inline(tree),
            (None, Some(path)) if path.starts_with('/') => PluginConfiguration::File(path),
            (None, Some(path)) => PluginConfiguration::File(below(&directory, &path)),
            (None, None) => PluginConfiguration::Nowhere,
        };
        (name, plugin, configuration)
    })
}

/// A relative path below a directory, without `.` and `..`.
fn below(directory: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in directory.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn relative_paths_begin_at_the_directory_of_the_file() {
        for (path, want) in [
            ("pod-security.yaml", "/etc/kubernetes/pod-security.yaml"),
            ("./a/b.yaml", "/etc/kubernetes/a/b.yaml"),
            ("../pss.yaml", "/etc/pss.yaml"),
            ("../../../pss.yaml", "/pss.yaml"),
        ] {
            assert_eq!(below("/etc/kubernetes", path), want);
        }
        assert_eq!(below("", "a.yaml"), "/a.yaml");
    }
}
