//! References to images: `registry.example.com:5000/team/app:1.2@sha256:...`.

/// The parts of a reference, as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Host of the registry; `None` means Docker Hub.
    pub registry: Option<&'a str>,
    /// Name without registry, tag and digest.
    pub repository: &'a str,
    /// Tag.
    pub tag: Option<&'a str>,
    /// Digest, with its algorithm.
    pub digest: Option<&'a str>,
}

impl<'a> Reference<'a> {
    /// Takes a reference apart.
    ///
    /// Source: `github.com/distribution/reference`: the first part is a registry when it has a dot or
    /// a port, or is `localhost`.
    #[must_use]
    pub fn parse(text: &'a str) -> Self {
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
    #[must_use]
    pub fn is_latest(&self) -> bool {
        self.digest.is_none() && self.tag.is_none_or(|tag| tag == "latest")
    }

    /// Registry and name, with the registry that is meant where none is written.
    #[must_use]
    pub fn full_name(&self) -> String {
        match self.registry {
            Some(registry) => format!("{registry}/{}", self.repository),
            None if self.repository.contains('/') => format!("docker.io/{}", self.repository),
            None => format!("docker.io/library/{}", self.repository),
        }
    }

    /// What all references to the same image have in common, however they write its name.
    #[must_use]
    pub fn image(&self) -> String {
        match (self.registry, self.repository) {
            (Some("docker.io" | "index.docker.io"), name) => {
                Self { registry: None, repository: name, ..*self }.full_name()
            }
            _ => self.full_name(),
        }
    }

    /// Whether another reference to the same image means the same version of it, as far as can be
    /// told: digests decide where both have one, else the tags.
    #[must_use]
    pub fn is_version_of(&self, other: &Self) -> bool {
        match (self.digest, other.digest) {
            (Some(one), Some(other)) => one == other,
            _ => self.tag_meant().is_some() && self.tag_meant() == other.tag_meant(),
        }
    }

    /// The tag; without tag and digest it is `latest`, with a digest alone nobody knows.
    fn tag_meant(&self) -> Option<&'a str> {
        self.tag.or(self.digest.is_none().then_some("latest"))
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

    #[test]
    fn the_same_image_is_known_by_every_name() {
        for name in
            ["nginx", "library/nginx:1", "docker.io/nginx@sha256:a", "index.docker.io/nginx"]
        {
            assert_eq!(Reference::parse(name).image(), "docker.io/library/nginx", "{name}");
        }
        assert_eq!(Reference::parse("docker.io/a/b").image(), "docker.io/a/b");
        assert_eq!(Reference::parse("r.example.com/nginx").image(), "r.example.com/nginx");
    }

    #[test]
    fn versions_are_told_apart_by_digest_then_by_tag() {
        for (one, other, same) in [
            ("a:1", "a:1", true),
            ("a:1", "a:2", false),
            ("a", "a:latest", true),
            ("a", "a:1", false),
            ("a@sha256:x", "a@sha256:y", false),
            ("a:1@sha256:x", "a:2@sha256:x", true),
            ("a:1@sha256:x", "a:1@sha256:y", false),
            ("a:1@sha256:x", "a:1", true),
            ("a@sha256:x", "a:1", false),
            ("a@sha256:x", "a", false),
        ] {
            let (first, second) = (Reference::parse(one), Reference::parse(other));
            assert_eq!(first.is_version_of(&second), same, "{one} {other}");
            assert_eq!(second.is_version_of(&first), same, "{other} {one}");
        }
    }
}
