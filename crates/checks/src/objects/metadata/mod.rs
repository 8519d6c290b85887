//! Checks of names, namespaces, labels and annotations.

mod rules;

use plimsoll_engine::objects::ObjectCheck::{self, Object};

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[
    ("annotations-required", Object(rules::annotations_required)),
    ("labels-invalid", Object(rules::labels_invalid)),
    ("labels-required", Object(rules::labels_required)),
    ("name-missing", Object(rules::name_missing)),
    ("namespace-default", Object(rules::namespace_default)),
    ("namespace-kube-system", Object(rules::namespace_kube_system)),
];
