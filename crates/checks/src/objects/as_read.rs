//! Checks that are judged where an object is read: they need its text and the tables of the API.

use plimsoll_engine::objects::ObjectCheck;

pub(super) const CHECKS: &[(&str, ObjectCheck)] =
    &[("api-deprecated", ObjectCheck::AsRead), ("schema-invalid", ObjectCheck::AsRead)];
