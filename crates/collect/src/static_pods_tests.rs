//! Manifests as kubeadm writes them, and as nobody should.

use plimsoll_model::Entry;
use proptest::prelude::*;

use super::*;

/// A tree from JSON; the line of every scalar in a list is its place in it plus one.
fn tree(json: &str) -> Tree {
    convert(&serde_json::from_str(json).unwrap(), 1)
}

fn convert(json: &serde_json::Value, line: u32) -> Tree {
    use serde_json::Value as Json;
    let value = match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => Value::Int(number.as_i64().unwrap_or(0)),
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => {
            Value::List(items.iter().zip(1..).map(|(item, line)| convert(item, line)).collect())
        }
        Json::Object(map) => Value::Map(
            map.iter()
                .map(|(key, value)| Entry { key: key.clone(), line, value: convert(value, line) })
                .collect(),
        ),
    };
    Tree { line, column: 1, value }
}

fn texts(container: &PodContainer) -> Vec<&str> {
    let line = &container.definition.command_line;
    line.arguments.iter().map(|argument| argument.text.as_str()).collect()
}

const POD: &str = r#"{"kind": "Pod", "spec": {
    "volumes": [{"name": "pki", "hostPath": {"path": "/srv/pki/"}}, {"name": "tmp", "emptyDir": {}},
        {"name": "etc", "hostPath": {"path": "/etc"}}],
    "containers": [{"name": "api", "image": "registry.k8s.io/kube-apiserver:v1.34.2",
        "command": ["kube-apiserver", "--a=$(B)", "--c=$(NODE)", "--d=$$(B)$(X)$", "--token=abc"],
        "args": ["--e=$(C"],
        "env": [{"name": "A", "value": "1"}, {"name": "B", "value": "b$(A)"},
            {"name": "NODE", "valueFrom": {}}, {"name": "DB_PASSWORD", "value": "hunter2"}],
        "volumeMounts": [{"name": "pki", "mountPath": "/etc/kubernetes/pki", "subPath": "a"},
            {"name": "etc", "mountPath": "/etc"}, {"name": "tmp", "mountPath": "/tmp"}]}],
    "initContainers": [{"name": "once", "command": ["a"]},
        {"name": "side", "command": ["b"], "restartPolicy": "Always"}]}}"#;

#[test]
fn a_manifest_gives_the_command_with_kubernetes_variables_replaced() {
    let found = containers(&tree(POD), "/m.yaml", &["kube-apiserver"]);
    let names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["api", "side"]);
    let api = &found[0];
    assert_eq!(
        texts(api),
        ["--a=b1", "--c=$(NODE)", "--d=$(B)$(X)$", "--token=(redacted)", "--e=$(C"]
    );
    let definition = &api.definition;
    assert_eq!(definition.command_line.program, "kube-apiserver");
    assert_eq!(definition.command_line.arguments[0].line, Some(2));
    assert_eq!(definition.command_line.arguments[4].index, 5);
    assert_eq!(definition.image.as_deref(), Some("registry.k8s.io/kube-apiserver:v1.34.2"));
    assert_eq!(definition.problems, ["the value of the variable NODE is not known"]);
    let password =
        definition.command_line.environment.iter().find(|one| one.name == "DB_PASSWORD").unwrap();
    assert_eq!(password.value, "(redacted)");
}

#[test]
fn host_paths_behind_container_paths_are_found() {
    let map = &containers(&tree(POD), "/m.yaml", &[])[0].path_map;
    for (path, want) in [
        ("/etc/kubernetes/pki/ca.crt", Some("/srv/pki/a/ca.crt")),
        ("/etc/kubernetes/pki", Some("/srv/pki/a")),
        ("/etc/kubernetes/pkix", Some("/etc/kubernetes/pkix")),
        ("/tmp/x", None),
        ("/etcd", None),
    ] {
        assert_eq!(host_path(map, path).as_deref(), want, "{path}");
    }
}

#[test]
fn wrong_types_are_told_and_passed_over() {
    let json = r#"{"kind": "List", "items": [{"kind": "Service"}, {"kind": "Pod", "spec": {
        "volumes": {"name": 1}, "containers": [{"command": "kubelet", "args": ["--v", 2, null],
        "env": [{"value": "x"}, {"name": "A", "value": 1}, 7], "volumeMounts": [{"name": []}]}]}}]}"#;
    let found = containers(&tree(json), "/m", &[]);
    assert_eq!(found.len(), 1);
    assert_eq!(texts(&found[0]), ["--v"]);
    assert_eq!(
        found[0].definition.problems,
        [
            "/m:1 a variable has no name",
            "/m:2 the value of the variable A is not text",
            "/m:3 a variable has no name",
            "/m:1 `command` is not a list",
            "it runs the image's own program, which is not known",
            "/m:2 an item of `args` is not text",
            "/m:3 an item of `args` is not text",
            "/m:1 a mount names no volume or path",
        ]
    );
}

#[test]
fn a_shell_around_the_program_is_taken_off() {
    let json = r#"{"kind": "Pod", "spec": {"containers": [{"command":
        ["/bin/sh", "-c", "exec kube-apiserver --v=2 1>>/var/log/k.log 2>&1"]}]}}"#;
    let found = containers(&tree(json), "/m", &["kube-apiserver"]);
    assert_eq!(found[0].definition.command_line.program, "kube-apiserver");
    assert_eq!(texts(&found[0]), ["--v=2"]);
    assert_eq!(found[0].definition.command_line.arguments[0].line, Some(3));
}

#[test]
fn what_is_no_pod_has_no_containers() {
    for json in ["null", "[]", r#"{"kind": "Deployment", "spec": {"containers": [{}]}}"#, "{}"] {
        assert!(containers(&tree(json), "/m", &[]).is_empty(), "{json}");
    }
}

proptest! {
    #[test]
    fn no_reference_makes_expansion_panic(text in "[$()A-C\u{e9}]{0,40}") {
        let _ = expand(&text, &BTreeMap::new(), &mut |_| {});
    }
}
