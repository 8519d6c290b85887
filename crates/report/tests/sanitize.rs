//! Nothing that moves, reorders or hides text is left in a sanitised one.

use plimsoll_report::sanitize::{is_harmful, sanitize, sanitize_lines};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn nothing_harmful_is_left(text in any::<String>()) {
        prop_assert!(!sanitize(&text).chars().any(|one| one.is_control() || is_harmful(one)));
        let harmful = |one: char| one != '\n' && (one.is_control() || is_harmful(one));
        prop_assert!(!sanitize_lines(&text).chars().any(harmful));
    }

    #[test]
    fn what_is_safe_stays(text in "[ -~äöüéñ漢字—]*") {
        prop_assert_eq!(sanitize(&text), text.clone());
        prop_assert_eq!(sanitize_lines(&text), text);
    }

    #[test]
    fn once_is_enough(text in any::<String>()) {
        let safe = sanitize(&text);
        prop_assert_eq!(sanitize(&safe), safe);
    }
}
