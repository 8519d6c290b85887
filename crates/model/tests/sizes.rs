//! Objects stay slim: a cluster has many.

use plimsoll_model::kubernetes::{Container, Object, PodSpec, Volume};

#[test]
fn the_types_of_which_there_are_many_stay_small() {
    for (name, size, most) in [
        ("Container", size_of::<Container<'_>>(), 480),
        ("PodSpec", size_of::<PodSpec<'_>>(), 700),
        ("Volume", size_of::<Volume<'_>>(), 120),
        ("Object", size_of::<Object<'_>>(), 500),
    ] {
        assert!(size <= most, "{name} takes {size} bytes, more than {most}");
    }
}
