//! Names of ports.

use plimsoll_engine::objects::{ContainerView, Options, Outcome};

/// Source: `k8s.io/apimachinery/pkg/util/validation`, `IsValidPortName`.
fn is_port_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 15
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && name.bytes().any(|byte| byte.is_ascii_lowercase())
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
}

pub(super) fn invalid(c: &ContainerView<'_>, _: Options<'_>) -> Outcome {
    let mut any = false;
    let mut problems = Vec::new();
    for (index, port) in c.container.ports.iter().enumerate() {
        let Some(name) = port.name.as_deref() else { continue };
        any = true;
        if !is_port_name(name) {
            problems.push(c.problem(
                &format!("ports[{index}].name"),
                format!("`{name}` is no port name: at most 15 lower-case letters, digits and single dashes"),
            ));
        }
    }
    if any { Outcome::from_problems(problems) } else { Outcome::NotApplicable }
}
