//! Versions of the images that run.

use plimsoll_engine::objects::{ContainerView, Options, Outcome, Reference};

use super::fits;

/// Only what runs is compared: a template may be out of use.
pub(super) fn single_version(c: &ContainerView<'_>, options: Options<'_>) -> Outcome {
    let view = &c.pod.of;
    let written = c.container.image.as_deref().filter(|image| !image.is_empty());
    let Some(written) = written.filter(|_| view.kind() == "Pod") else {
        return Outcome::NotApplicable;
    };
    let reference = Reference::parse(written);
    let image = reference.image();
    let (plain, full) = (without_version(written), reference.full_name());
    let names = [plain, image.as_str(), full.as_str()];
    let except = options.list("except");
    if except.iter().any(|pattern| names.iter().any(|name| fits(pattern, name))) {
        return Outcome::Pass;
    }
    let others: Vec<&str> = view
        .context
        .references_to(&image)
        .filter(|other| !reference.is_version_of(&Reference::parse(other)))
        .collect();
    if others.is_empty() {
        return Outcome::Pass;
    }
    c.fail("image", format!("it runs `{written}`, and elsewhere runs `{}`", others.join("`, `")))
}

/// A reference without tag and digest, as it is written.
fn without_version(written: &str) -> &str {
    let name = written.split('@').next().unwrap_or_default();
    let slash = name.rfind('/').map_or(0, |at| at + 1);
    name[slash..].find(':').map_or(name, |at| &name[..slash + at])
}

#[cfg(test)]
mod tests {
    use super::without_version;

    #[test]
    fn a_port_is_no_version() {
        for (written, want) in [
            ("nginx", "nginx"),
            ("nginx:1.25", "nginx"),
            ("r.example.com:5000/a/b", "r.example.com:5000/a/b"),
            ("r.example.com:5000/a/b:1@sha256:x", "r.example.com:5000/a/b"),
        ] {
            assert_eq!(without_version(written), want);
        }
    }
}
