//! Objects of OpenShift.

use plimsoll_engine::objects::{ObjectView, Options, Outcome};
use plimsoll_model::kubernetes::Body;

pub(super) fn route_tls(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::Route(route) = view.body() else { return Outcome::NotApplicable };
    match &route.spec.tls {
        None => view.fail("spec.tls", "it serves plain HTTP: no TLS is set"),
        Some(tls) if tls.insecure_edge_termination_policy.as_deref() == Some("Allow") => {
            view.fail("spec.tls.insecureEdgeTerminationPolicy", "it serves plain HTTP beside TLS")
        }
        Some(_) => Outcome::Pass,
    }
}

pub(super) fn scc_privileged(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::SecurityContextConstraints(constraints) = view.body() else {
        return Outcome::NotApplicable;
    };
    if constraints.allow_privileged_container == Some(true) {
        return view
            .fail("allowPrivilegedContainer", "whoever may use it runs privileged containers");
    }
    Outcome::Pass
}

pub(super) fn self_provisioner(view: &ObjectView<'_>, _: Options<'_>) -> Outcome {
    let Body::Binding(binding) = view.body() else { return Outcome::NotApplicable };
    if binding.role_ref.name.as_deref() != Some("self-provisioner") {
        return Outcome::NotApplicable;
    }
    let all = binding.subjects.iter().position(|subject| {
        subject.name.as_deref().is_some_and(|name| name.starts_with("system:authenticated"))
    });
    match all {
        Some(index) => view.fail(
            format!("subjects[{index}].name"),
            "every user makes projects, of which they are administrators",
        ),
        None => Outcome::Pass,
    }
}
