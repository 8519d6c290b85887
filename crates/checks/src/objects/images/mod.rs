//! Checks of the images that containers run.

mod rules;

use plimsoll_engine::objects::ObjectCheck::{self, Container};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("image-digest", Container(rules::digest)),
    ("image-pull-policy", Container(rules::pull_policy)),
    ("image-registry-allowlist", Container(rules::allowed_registries)),
    ("image-registry-denylist", Container(rules::denied_registries)),
    ("image-registry-deprecated", Container(rules::deprecated_registry)),
    ("image-tag-latest", Container(rules::latest)),
];
