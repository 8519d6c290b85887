#![allow(clippy::unwrap_used, reason = "a test may panic")]

use plimsoll_model::kubernetes::{
    AggregationRule, Binding, Body, LabelSelector, Metadata, Object, Pairs, Role, RoleRef, Rule,
    Subject as Named, Text,
};

use super::{Aggregation, Rbac, Request, Subject, Target, allows, allows_all, rule_allows};

fn text(text: &'static str) -> Text<'static> {
    Text(text.into())
}

fn texts(list: &[&'static str]) -> Vec<Text<'static>> {
    list.iter().map(|one| text(one)).collect()
}

fn rule(verbs: &[&'static str], group: &'static str, resources: &[&'static str]) -> Rule<'static> {
    Rule {
        verbs: texts(verbs),
        api_groups: texts(&[group]),
        resources: texts(resources),
        ..Rule::default()
    }
}

fn object(
    kind: &'static str,
    namespace: &'static str,
    name: &'static str,
    body: Body<'static>,
) -> Object<'static> {
    Object {
        api_version: text("rbac.authorization.k8s.io/v1"),
        kind: text(kind),
        metadata: Metadata {
            name: Some(text(name)),
            namespace: (!namespace.is_empty()).then(|| text(namespace)),
            ..Metadata::default()
        },
        body,
        templates: Vec::new(),
    }
}

fn binding(
    kind: &'static str,
    namespace: &'static str,
    role: (&'static str, &'static str),
    subjects: &[(&'static str, &'static str, &'static str)],
) -> Object<'static> {
    let subjects = subjects.iter().map(|(kind, namespace, name)| Named {
        kind: Some(text(kind)),
        name: Some(text(name)),
        namespace: (!namespace.is_empty()).then(|| text(namespace)),
        api_group: None,
    });
    let role_ref = RoleRef { api_group: None, kind: Some(text(role.0)), name: Some(text(role.1)) };
    object(kind, namespace, "b", Body::Binding(Binding { role_ref, subjects: subjects.collect() }))
}

fn role(
    kind: &'static str,
    namespace: &'static str,
    name: &'static str,
    rules: Vec<Rule<'static>>,
) -> Object<'static> {
    object(kind, namespace, name, Body::Role(Role { rules, aggregation_rule: None }))
}

fn get<'r>(namespace: Option<&'r str>) -> Request<'r> {
    let target = Target::Resource { group: "", resource: "secrets", namespace, name: "" };
    Request { verb: "get", target }
}

fn may(objects: &[Object<'_>], subject: &str, request: &Request<'_>) -> bool {
    let subject = Subject::parse(subject).unwrap();
    let rbac = Rbac::new(objects, Aggregation::Stored);
    rbac.allows(subject.user_name().as_deref(), &subject.own_groups(), request).is_some()
}

#[test]
fn wildcards_and_subresources_are_matched_as_the_api_server_does() {
    assert!(allows(&rule(&["*"], "", &["pods/exec"]), &["create"], "", "pods/exec"));
    assert!(allows(&rule(&["create"], "", &["*"]), &["create"], "", "pods/exec"));
    assert!(allows(&rule(&["create"], "", &["*/exec"]), &["create"], "", "pods/exec"));
    assert!(!allows(&rule(&["create"], "", &["pods/*"]), &["create"], "", "pods/exec"));
    assert!(!allows(&rule(&["create"], "", &["pods"]), &["create"], "", "pods/exec"));
    assert!(!allows(&rule(&["get"], "", &["secrets"]), &["get"], "apps", "secrets"));
    let held = Rule { resource_names: texts(&["a"]), ..rule(&["get"], "", &["secrets"]) };
    assert!(allows(&held, &["get"], "", "secrets") && !allows_all(&held, &["get"], "", "secrets"));
}

#[test]
fn names_and_paths_limit_what_a_rule_gives() {
    let held = Rule { resource_names: texts(&["a"]), ..rule(&["get"], "", &["secrets"]) };
    let named = |name| Request {
        verb: "get",
        target: Target::Resource { group: "", resource: "secrets", namespace: None, name },
    };
    assert!(rule_allows(&held, &named("a")));
    assert!(!rule_allows(&held, &named("b")));
    assert!(!rule_allows(&held, &named("")));
    let paths = Rule {
        verbs: texts(&["get"]),
        non_resource_urls: texts(&["/healthz", "/logs/*"]),
        ..Rule::default()
    };
    let path = |path| Request { verb: "get", target: Target::Path(path) };
    assert!(rule_allows(&paths, &path("/healthz")) && rule_allows(&paths, &path("/logs/x/y")));
    assert!(!rule_allows(&paths, &path("/healthz/etcd")) && !rule_allows(&paths, &path("/logs")));
}

#[test]
fn a_binding_in_a_namespace_gives_rights_there_only() {
    let reader = || vec![rule(&["get"], "", &["secrets"])];
    let objects = [
        role("ClusterRole", "", "reader", reader()),
        binding("RoleBinding", "shop", ("ClusterRole", "reader"), &[("ServiceAccount", "", "web")]),
    ];
    assert!(may(&objects, "sa:shop:web", &get(Some("shop"))));
    assert!(!may(&objects, "sa:shop:web", &get(Some("other"))));
    assert!(!may(&objects, "sa:shop:web", &get(None)));
    assert!(!may(&objects, "sa:other:web", &get(Some("shop"))));
}

#[test]
fn every_service_account_is_in_its_groups() {
    let objects = |group| {
        [
            role("ClusterRole", "", "reader", vec![rule(&["get"], "", &["secrets"])]),
            binding("ClusterRoleBinding", "", ("ClusterRole", "reader"), &[("Group", "", group)]),
        ]
    };
    for group in ["system:serviceaccounts", "system:serviceaccounts:shop", "system:authenticated"] {
        assert!(may(&objects(group), "system:serviceaccount:shop:web", &get(None)), "{group}");
    }
    assert!(!may(&objects("system:serviceaccounts:other"), "sa:shop:web", &get(None)));
    assert!(may(&objects("system:unauthenticated"), "system:anonymous", &get(None)));
    assert!(may(&[], "group:system:masters", &get(None)));
}

#[test]
fn a_binding_to_nothing_gives_nothing() {
    let objects = [
        role("Role", "other", "reader", vec![rule(&["*"], "", &["*"])]),
        binding("RoleBinding", "shop", ("Role", "reader"), &[("User", "", "jane")]),
        // A ClusterRoleBinding cannot refer to a Role, nor mean an account without a namespace.
        binding("ClusterRoleBinding", "", ("Role", "reader"), &[("User", "", "jane")]),
        role("ClusterRole", "", "all", vec![rule(&["*"], "", &["*"])]),
        binding("ClusterRoleBinding", "", ("ClusterRole", "all"), &[("ServiceAccount", "", "x")]),
    ];
    assert!(!may(&objects, "jane", &get(Some("shop"))));
    assert!(!may(&objects, "sa:shop:x", &get(Some("shop"))));
}

#[test]
fn manifests_are_aggregated_and_a_cluster_is_taken_as_stored() {
    let mut reader = role("ClusterRole", "", "reader", vec![rule(&["get"], "", &["secrets"])]);
    reader.metadata.labels = Pairs(vec![(text("to"), text("all"))]);
    let selector = LabelSelector {
        match_labels: Pairs(vec![(text("to"), text("all"))]),
        ..Default::default()
    };
    let all = object(
        "ClusterRole",
        "",
        "all",
        Body::Role(Role {
            rules: Vec::new(),
            aggregation_rule: Some(AggregationRule { cluster_role_selectors: vec![selector] }),
        }),
    );
    let objects = [
        reader,
        all,
        binding("ClusterRoleBinding", "", ("ClusterRole", "all"), &[("User", "", "jane")]),
    ];
    let jane = Some("jane");
    let asked = get(None);
    assert!(Rbac::new(&objects, Aggregation::Computed).allows(jane, &[], &asked).is_some());
    assert!(Rbac::new(&objects, Aggregation::Stored).allows(jane, &[], &asked).is_none());
}

#[test]
fn who_can_names_everybody_and_where() {
    let objects = [
        role("ClusterRole", "", "reader", vec![rule(&["get"], "", &["secrets"])]),
        binding("ClusterRoleBinding", "", ("ClusterRole", "reader"), &[("User", "", "jane")]),
        binding("RoleBinding", "shop", ("ClusterRole", "reader"), &[("Group", "", "devs")]),
    ];
    let rbac = Rbac::new(&objects, Aggregation::Stored);
    let told = |request: &Request<'_>, anywhere| {
        let holders = rbac.who_can(request, anywhere);
        holders
            .iter()
            .map(|one| format!("{} {}", one.subject, one.namespace.as_deref().unwrap_or("*")))
            .collect::<Vec<_>>()
    };
    assert_eq!(told(&get(None), false), ["User jane *", "Group system:masters *"]);
    assert_eq!(
        told(&get(None), true),
        ["User jane *", "Group devs shop", "Group system:masters *"]
    );
    assert_eq!(told(&get(Some("other")), false), ["User jane *", "Group system:masters *"]);
}

#[test]
fn subjects_are_read_in_every_usual_form() {
    let account = |namespace: &str, name: &str| Subject::ServiceAccount {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    };
    for (written, subject) in [
        ("jane", Subject::User("jane".to_owned())),
        ("user:jane@example.com", Subject::User("jane@example.com".to_owned())),
        ("oidc:jane", Subject::User("oidc:jane".to_owned())),
        ("group:oidc:devs", Subject::Group("oidc:devs".to_owned())),
        ("system:kube-scheduler", Subject::User("system:kube-scheduler".to_owned())),
        ("sa:shop:web", account("shop", "web")),
        ("serviceaccount:shop/web", account("shop", "web")),
        ("system:serviceaccount:shop:web", account("shop", "web")),
        ("user:system:serviceaccount:shop:web", account("shop", "web")),
    ] {
        assert_eq!(Subject::parse(written), Ok(subject), "{written}");
    }
    for wrong in ["", "group:", "sa:web", "serviceaccount:shop:", "system:serviceaccount:web"] {
        assert!(Subject::parse(wrong).is_err(), "{wrong}");
    }
}
