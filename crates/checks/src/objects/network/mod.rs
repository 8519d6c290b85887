use plimsoll_engine::objects::ObjectCheck;

pub(super) const CHECKS: &[(&str, ObjectCheck)] = &[];
