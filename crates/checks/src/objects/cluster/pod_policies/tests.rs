//! What is not known must never pass.

use plimsoll_engine::objects::Context;
use plimsoll_graph::rbac::Subject;
use plimsoll_model::kubernetes::{
    Body, Metadata, Object, PodSecurityPolicy, PodSecurityPolicySpec, PolicyRange, PolicyUser, Text,
};
use plimsoll_model::{Cluster, ListState, ResourceList, Version};

use super::{
    Verdict, added_capabilities, capabilities, judge, net_raw, node, opens, privileged, root,
};

fn text(text: &str) -> Text<'static> {
    Text(text.to_owned().into())
}

fn texts(list: &[&str]) -> Vec<Text<'static>> {
    list.iter().map(|one| text(one)).collect()
}

fn policy() -> Object<'static> {
    Object {
        api_version: text("policy/v1beta1"),
        kind: text("PodSecurityPolicy"),
        metadata: Metadata { name: Some(text("strict")), ..Metadata::default() },
        body: Body::PodSecurityPolicy(Box::new(PodSecurityPolicy::default())),
        templates: Vec::new(),
    }
}

fn list(kind: &str, state: ListState) -> ResourceList {
    ResourceList {
        group: String::new(),
        version: String::new(),
        resource: String::new(),
        kind: kind.to_owned(),
        namespaced: false,
        state,
        objects: Vec::new(),
    }
}

/// A cluster of a minor in which everything was read but for one kind.
fn cluster(minor: Option<u16>, but: (&str, ListState)) -> Cluster {
    let kinds =
        ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "PodSecurityPolicy", "Pod"];
    let (other, state) = but;
    let mut lists: Vec<ResourceList> =
        kinds.iter().filter(|kind| **kind != other).map(|k| list(k, ListState::Complete)).collect();
    lists.push(list(other, state));
    Cluster { version: minor.map(|minor| Version::minor(1, minor)), lists, ..Cluster::default() }
}

fn forbidden() -> ListState {
    ListState::Forbidden { reason: "forbidden: cannot list it".to_owned() }
}

fn said(cluster: &Cluster, objects: &[Object<'_>]) -> Verdict {
    let version = cluster.version.unwrap_or(Version::minor(1, 37));
    let context = Context::new(objects, version).of_cluster(cluster);
    judge(&context, "shop", privileged)
}

#[test]
fn what_was_not_read_is_not_known_and_never_a_pass() {
    let objects = [policy()];
    for kind in ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "Pod"] {
        let verdict = said(&cluster(Some(20), (kind, forbidden())), &objects);
        assert!(matches!(verdict, Verdict::Unknown(_)), "{kind}: {verdict:?}");
    }
    for state in [forbidden(), ListState::NotAsked { reason: "the dump holds none".to_owned() }] {
        let verdict = said(&cluster(Some(20), ("PodSecurityPolicy", state)), &[]);
        assert!(matches!(verdict, Verdict::Unknown(_)), "{verdict:?}");
    }
    let verdict = said(&cluster(Some(20), ("ClusterRole", ListState::NotServed)), &objects);
    assert!(matches!(verdict, Verdict::Unknown(_)), "{verdict:?}");
    // A snapshot from before such policies were read.
    let mut old = cluster(Some(20), ("Pod", ListState::Complete));
    old.lists.retain(|list| list.kind != "PodSecurityPolicy");
    assert!(matches!(said(&old, &[]), Verdict::Unknown(_)));
    // Before 1.10 they are of another API group.
    let verdict = said(&cluster(Some(9), ("PodSecurityPolicy", ListState::NotServed)), &[]);
    assert!(matches!(verdict, Verdict::Unknown(_)), "{verdict:?}");
    // Bindings of other namespaces than those that were asked for.
    let mut part = cluster(Some(20), ("Pod", ListState::Complete));
    part.namespaces = vec!["web".to_owned()];
    assert!(matches!(said(&part, &objects), Verdict::Unknown(_)));
}

#[test]
fn policies_are_of_versions_up_to_1_24() {
    let objects = [policy()];
    let whole = |minor| cluster(minor, ("Pod", ListState::Complete));
    // Nobody may use any: nothing is let in.
    assert_eq!(said(&whole(Some(24)), &objects), Verdict::Refused);
    assert_eq!(said(&whole(Some(25)), &objects), Verdict::None(None));
    // Only a version that has them serves them.
    assert_eq!(said(&whole(None), &objects), Verdict::Refused);
    assert_eq!(said(&whole(None), &[]), Verdict::None(None));
    let none = Verdict::None(Some("there is no PodSecurityPolicy".to_owned()));
    assert_eq!(said(&whole(Some(24)), &[]), none);
    // Newer clusters lose nothing by a refusal.
    let new = cluster(Some(30), ("PodSecurityPolicy", forbidden()));
    assert_eq!(said(&new, &[]), Verdict::None(None));
    let context = Context::new(&[], Version::minor(1, 30)).of_cluster(&new);
    assert_eq!(context.unread(&["PodSecurityPolicy".to_owned(), "*".to_owned()]), None);
}

#[test]
fn a_namespace_is_open_to_its_own_accounts_to_everybody_and_to_controllers() {
    let yes = [
        "group:system:authenticated",
        "group:system:serviceaccounts",
        "group:system:serviceaccounts:shop",
        "group:system:serviceaccounts:kube-system",
        "sa:shop:web",
        "sa:kube-system:replicaset-controller",
        "system:serviceaccount:shop:web",
        "user:system:kube-controller-manager",
    ];
    let no = [
        "group:system:masters",
        "group:system:nodes",
        "group:system:serviceaccounts:shop-2",
        "group:system:serviceaccountsshop",
        "sa:kube-system:calico-node",
        "sa:web:shop",
        "user:jane",
    ];
    for (list, want) in [(&yes[..], true), (&no[..], false)] {
        for written in list {
            let subject = Subject::parse(written).unwrap();
            assert_eq!(opens(&subject, "shop"), want, "{written}");
        }
    }
}

#[test]
fn policies_refuse_what_every_pod_under_them_lacks() {
    let plain = PodSecurityPolicySpec::default;
    let user = |rule: &str, ranges: &[i64]| {
        let ranges = ranges.iter().map(|&min| PolicyRange { min, max: 65535 }).collect();
        PodSecurityPolicySpec {
            run_as_user: PolicyUser { rule: Some(text(rule)), ranges },
            ..PodSecurityPolicySpec::default()
        }
    };
    for (spec, lets_in) in [
        (user("MustRunAsNonRoot", &[]), false),
        (user("MustRunAs", &[1]), false),
        (user("MustRunAs", &[1, 0]), true),
        (user("MustRunAs", &[]), true),
        (user("RunAsAny", &[]), true),
        (plain(), true),
    ] {
        assert_eq!(root(&spec), lets_in, "{spec:?}");
    }
    let drop = |list: &[&str], allowed: &[&str]| PodSecurityPolicySpec {
        required_drop_capabilities: texts(list),
        allowed_capabilities: texts(allowed),
        ..PodSecurityPolicySpec::default()
    };
    // What is dropped and what may be added again: NET_RAW, any, beyond the default set.
    for (spec, raw, any, beyond) in [
        (drop(&["ALL"], &[]), false, false, false),
        (drop(&["ALL"], &["NET_BIND_SERVICE"]), false, false, false),
        (drop(&["NET_RAW"], &["CHOWN"]), false, true, false),
        (drop(&["ALL"], &["NET_RAW"]), true, true, true),
        (drop(&["ALL"], &["*"]), true, true, true),
        (drop(&[], &["SYS_ADMIN"]), true, true, true),
        (PodSecurityPolicySpec { privileged: Some(true), ..drop(&["ALL"], &[]) }, true, true, true),
    ] {
        assert_eq!(net_raw(&spec), raw, "{spec:?}");
        assert_eq!(capabilities(&spec), any, "{spec:?}");
        assert_eq!(added_capabilities(&spec), beyond, "{spec:?}");
    }
    let volumes = PodSecurityPolicySpec { volumes: texts(&["*"]), ..plain() };
    assert!(node(&volumes) && !node(&plain()));
}
