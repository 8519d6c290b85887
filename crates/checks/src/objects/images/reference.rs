//! References to images: `registry.example.com:5000/team/app:1.2@sha256:...`.

/// The parts of a reference, as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::objects) struct Reference<'a> {
    /// Host of the registry; `None` means Docker Hub.
    pub(in crate::objects) registry: Option<&'a str>,
    /// Name without registry, tag and digest.
    pub(in crate::objects) repository: &'a str,
    pub(in crate::objects) tag: Option<&'a str>,
    pub(in crate::objects) digest: Option<&'a str>,
}

impl<'a> Reference<'a> {
    /// Takes a reference apart.
    ///
    /// Source: `github.com/distribution/reference`: the first part is a registry when it has a dot or
    /// a port, or is `localhost`.
    pub(in crate::objects) fn parse(text: &'a str) -> Self {
        let (name, digest) = match text.split_once('@') {
            Some((name, digest)) => (name, Some(digest)),
            None => (text, None),
        };
        // A colon after the last slash begins the tag; one before it belongs to a port.
        let slash = name.rfind('/').map_or(0, |at| at + 1);
        let (name, tag) = match name[slash..].find(':') {
            Some(at) => (&name[..slash + at], Some(&name[slash + at + 1..])),
            None => (name, None),
        };
        let (registry, repository) = match name.split_once('/') {
            Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => {
                (Some(first), rest)
            }
            _ => (None, name),
        };
        Self { registry, repository, tag: tag.filter(|tag| !tag.is_empty()), digest }
    }

    /// Whether the same reference can mean another image tomorrow.
    pub(in crate::objects) fn is_latest(&self) -> bool {
        self.digest.is_none() && self.tag.is_none_or(|tag| tag == "latest")
    }
}

#[cfg(test)]
mod tests {
    use super::Reference;

    #[test]
    fn references_are_taken_apart() {
        let parts = |text: &'static str| {
            let one = Reference::parse(text);
            (one.registry, one.repository, one.tag, one.digest)
        };
        assert_eq!(parts("nginx"), (None, "nginx", None, None));
        assert_eq!(parts("library/nginx:1.25"), (None, "library/nginx", Some("1.25"), None));
        assert_eq!(parts("localhost/app"), (Some("localhost"), "app", None, None));
        assert_eq!(
            parts("r.example.com:5000/a/b"),
            (Some("r.example.com:5000"), "a/b", None, None)
        );
        assert_eq!(
            parts("r.example.com/a:1@sha256:abc"),
            (Some("r.example.com"), "a", Some("1"), Some("sha256:abc"))
        );
        assert!(Reference::parse("a:latest").is_latest());
        assert!(!Reference::parse("a@sha256:abc").is_latest());
    }
}
