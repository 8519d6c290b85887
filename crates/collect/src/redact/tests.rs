//! What is taken out and what stays.

use plimsoll_model::{DocumentKind, Entry, Tree, Value};
use proptest::prelude::*;

use super::*;

fn redacted(texts: &[&str]) -> Vec<String> {
    let mut list: Vec<Argument> = texts
        .iter()
        .map(|text| Argument {
            text: (*text).to_owned(),
            index: 0,
            file: None,
            line: None,
            set_by: None,
        })
        .collect();
    arguments(&mut list);
    list.into_iter().map(|argument| argument.text).collect()
}

#[test]
fn secret_arguments_are_redacted() {
    for (argument, want) in [
        ("--token=abc", "--token=(redacted)"),
        ("--etcd-password=a=b", "--etcd-password=(redacted)"),
        ("--kubelet-arg=token=abc", "--kubelet-arg=token=(redacted)"),
        ("--http-proxy=http://u:p@proxy:3128/x", "--http-proxy=http://(redacted)@proxy:3128/x"),
        ("--a=https://h:2379,https://u:p/q@h2", "--a=https://h:2379,https://(redacted)@h2"),
        ("--a=https://u:p://q@r@h2/x", "--a=https://(redacted)@h2/x"),
        ("--a=http://h:1,http://u:p@h2", "--a=http://h:1,http://(redacted)@h2"),
        ("--header=Authorization: Bearer xyz", "--header=Authorization: Bearer (redacted)"),
        ("--x=abcdef.0123456789abcdef", "--x=(redacted)"),
        ("exec kubelet --token=abc --v=2", "exec kubelet --token=(redacted) --v=2"),
    ] {
        assert_eq!(redacted(&[argument]), [want]);
    }
    assert_eq!(redacted(&["--token", "abc", "--v", "2"]), ["--token", "(redacted)", "--v", "2"]);
    assert_eq!(redacted(&["--password", "--v=2"]), ["--password", "--v=2"]);
}

#[test]
fn what_checks_look_at_is_kept() {
    let kept = [
        "--use-service-account-credentials=true",
        "--token-auth-file=/etc/tokens.csv",
        "--service-account-private-key-file=/etc/sa.key",
        "--authentication-token-webhook-cache-ttl=2m",
        "--feature-gates=BoundServiceAccountTokenVolume=true,X=false",
        "--etcd-servers=https://127.0.0.1:2379,https://10.0.0.2:2379",
        "--auth-token=simple",
        "--auth-token=jwt,pub-key=/etc/p.pub,priv-key=/etc/p.key,sign-method=RS256",
        "--tls-cipher-suites=TLS_AES_128_GCM_SHA256,TLS_RSA_WITH_AES_128_CBC_SHA",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        "--encryption-provider-config=/etc/kubernetes/enc/enc.yaml",
        "--image=docker://registry/pause:v1@sha256:0011",
        "--image=registry.k8s.io/pause:3.6@sha256:0011",
    ];
    assert_eq!(redacted(&kept), kept);
}

#[test]
fn values_that_look_secret_go_wherever_they_stand() {
    let jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrIn0.c2lnbmF0dXJl";
    assert_eq!(text(&format!("x={jwt},y")), "x=(redacted),y");
    assert_eq!(text("-----BEGIN RSA PRIVATE KEY-----\nMII"), REDACTED);
    assert_eq!(text("a  b\tc\n"), "a  b\tc\n");
    let mut variables = vec![EnvironmentVariable {
        name: "KUBELET_EXTRA_ARGS".to_owned(),
        value: "--v=2 --bootstrap-token abc --node-ip=10.0.0.1".to_owned(),
        file: None,
        line: None,
    }];
    environment(&mut variables);
    assert_eq!(variables[0].value, "--v=2 --bootstrap-token (redacted) --node-ip=10.0.0.1");
}

fn leaf(text: &str) -> Tree {
    Tree::synthetic(Value::String(text.to_owned()))
}

fn map(entries: &[(&str, Tree)]) -> Tree {
    let entry = |(key, value): &(&str, Tree)| Entry {
        key: (*key).to_owned(),
        line: 0,
        value: value.clone(),
    };
    Tree::synthetic(Value::Map(entries.iter().map(entry).collect()))
}

fn array(items: Vec<Tree>) -> Tree {
    Tree::synthetic(Value::List(items))
}

/// A kubeconfig with `secret` wherever one may stand.
fn kubeconfig(secret: &str) -> Tree {
    let user = map(&[
        ("token", leaf(secret)),
        ("password", leaf(secret)),
        ("username", leaf("admin")),
        ("client-key-data", leaf(secret)),
        ("client-certificate-data", leaf(secret)),
        ("client-key", leaf("/etc/kubelet.key")),
        ("auth-provider", map(&[("name", leaf("oidc")), ("config", map(&[("x", leaf(secret))]))])),
        (
            "exec",
            map(&[
                ("command", leaf("aws")),
                ("args", array(vec![leaf("--token"), leaf(secret), leaf("get")])),
                ("env", array(vec![map(&[("name", leaf("A")), ("value", leaf(secret))])])),
            ]),
        ),
    ]);
    let url = format!("https://u:{secret}@proxy:8443");
    let cluster = map(&[
        ("server", leaf("https://10.0.0.1:6443")),
        ("proxy-url", leaf(&url)),
        ("certificate-authority-data", leaf("UFVCTElD")),
    ]);
    map(&[
        ("kind", leaf("Config")),
        ("clusters", array(vec![map(&[("name", leaf("c")), ("cluster", cluster)])])),
        ("users", array(vec![map(&[("name", leaf("u")), ("user", user)])])),
    ])
}

#[test]
fn a_kubeconfig_keeps_what_is_public() {
    let mut tree = kubeconfig("hunter2");
    document(DocumentKind::Kubeconfig, &mut tree);
    let json = serde_json::to_string(&tree).unwrap();
    assert!(!json.contains("hunter2"), "{json}");
    let user = tree.get("users").unwrap().items()[0].get("user").unwrap().clone();
    assert_eq!(user.at("client-key").unwrap().as_str(), Some("/etc/kubelet.key"));
    assert_eq!(user.at("auth-provider.name").unwrap().as_str(), Some("oidc"));
    assert_eq!(user.at("exec.command").unwrap().as_str(), Some("aws"));
    assert_eq!(user.at("token").unwrap().value, Value::Redacted);
    let cluster = tree.get("clusters").unwrap().items()[0].get("cluster").unwrap().clone();
    assert_eq!(cluster.at("certificate-authority-data").unwrap().as_str(), Some("UFVCTElD"));
    assert_eq!(cluster.at("proxy-url").unwrap().as_str(), Some("https://(redacted)@proxy:8443"));
}

#[test]
fn an_encryption_configuration_keeps_its_providers_and_loses_its_keys() {
    let keys = map(&[("name", leaf("key1")), ("secret", leaf("c2VjcmV0IGlzIHNlY3VyZQ=="))]);
    let provider = map(&[("aescbc", map(&[("keys", array(vec![keys]))]))]);
    let resource = map(&[
        ("resources", array(vec![leaf("secrets"), leaf("configmaps")])),
        ("providers", array(vec![provider])),
    ]);
    let mut tree = map(&[("resources", array(vec![resource]))]);
    document(DocumentKind::Encryption, &mut tree);
    let resource = &tree.get("resources").unwrap().items()[0];
    assert_eq!(resource.get("resources").unwrap().items()[0].as_str(), Some("secrets"));
    let keys = resource.get("providers").unwrap().items()[0].at("aescbc.keys").unwrap();
    assert_eq!(keys.items()[0].get("name").unwrap().as_str(), Some("key1"));
    assert_eq!(keys.items()[0].get("secret").unwrap().value, Value::Redacted);
}

#[test]
fn a_kubelet_configuration_stays_as_it_is() {
    let before = map(&[
        ("tlsPrivateKeyFile", leaf("/var/lib/kubelet/pki/kubelet.key")),
        ("configMapAndSecretChangeDetectionStrategy", leaf("Watch")),
        ("serverTLSBootstrap", Tree::synthetic(Value::Bool(true))),
        ("staticPodURL", leaf("https://10.0.0.1/pods")),
        ("featureGates", map(&[("LegacyToken", Tree::synthetic(Value::Bool(true)))])),
    ]);
    let mut after = before.clone();
    document(DocumentKind::Configuration, &mut after);
    assert_eq!(after, before);
}

proptest! {
    #[test]
    fn no_secret_of_a_kubeconfig_is_left(secret in "Zq[A-Za-z0-9+/=.:_@-]{8,40}Zq") {
        let mut tree = kubeconfig(&secret);
        document(DocumentKind::Admission, &mut tree);
        prop_assert!(!serde_json::to_string(&tree).unwrap().contains(&secret));
    }

    #[test]
    fn no_secret_of_a_command_line_is_left(
        secret in "Zq[A-Za-z0-9+/=.:_@-]{8,40}Zq",
        name in "(token|password|client-secret|[a-z]{1,8}-(token|password|secret-key))",
    ) {
        let alone = format!("--{name}");
        let joined = format!("--{name}={secret}");
        let url = format!("--proxy=https://user:{secret}@host:1");
        let bearer = format!("Authorization: Bearer {secret}");
        let script = format!("exec kubelet --v=2 {joined} {alone} {secret}");
        for arguments in [vec![alone.as_str(), &secret], vec![&joined], vec![&url], vec![&bearer],
            vec!["-c", &script]] {
            let seen = redacted(&arguments).join("\n");
            prop_assert!(!seen.contains(&secret), "{}", seen);
        }
    }

    #[test]
    fn any_text_can_be_redacted_and_twice_is_once(input in "(?s).{0,120}") {
        let once = text(&input);
        prop_assert_eq!(text(&once), once);
    }
}

#[test]
fn a_name_within_a_name_within_a_name_does_not_exhaust_the_stack() {
    let mut arguments =
        [Argument { text: "a=".repeat(60_000), index: 1, file: None, line: None, set_by: None }];
    super::arguments(&mut arguments);
    assert_eq!(arguments[0].text.len(), 120_000);
}

#[test]
fn what_taking_a_secret_out_uncovers_is_taken_out_too() {
    let text = "p://u:p@=u--token=c:p";
    let once = super::text(text);
    assert_eq!(super::text(&once), once);
}

#[test]
fn a_secret_in_a_second_flag_of_a_word_is_taken_out() {
    let text = r#"["--v=2","--token=Zq7Zq7-secret-Zq7Zq7"]"#;
    assert!(!super::text(text).contains("Zq7"));
}

#[test]
fn a_flag_written_as_a_list_is_kept_when_it_is_a_switch() {
    let written = |text: &str| {
        let key = "use-service-account-credentials";
        let mut tree = map(&[("extendedArguments", map(&[(key, array(vec![leaf(text)]))]))]);
        document(DocumentKind::Configuration, &mut tree);
        serde_json::to_string(&tree).unwrap()
    };
    assert!(written("true").contains("true"));
    assert!(!written("hunter2").contains("hunter2"));
}
