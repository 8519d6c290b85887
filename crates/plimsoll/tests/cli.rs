//! What a person sees: every text of the command line, as it is printed.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may panic")]

mod common;

use std::path::PathBuf;
use std::process::Command;

use common::{plimsoll, root, seen};

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("plimsoll-cli-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a temporary folder");
    folder
}

#[test]
fn help_says_what_each_command_does() {
    insta::assert_snapshot!(seen(&["--help"]));
    insta::assert_snapshot!(seen(&["scan", "node", "--help"]));
    insta::assert_snapshot!(seen(&["scan", "files", "--help"]));
    insta::assert_snapshot!(seen(&["what-if", "pss", "--help"]));
}

const SHOP: &str = "crates/plimsoll/tests/manifests";

#[test]
fn the_report_on_manifests_reads_well() {
    insta::assert_snapshot!(seen(&["scan", "files", SHOP]));
    insta::assert_snapshot!(seen(&[
        "scan",
        "files",
        SHOP,
        "-v",
        "--width",
        "60",
        "--check",
        "host-pid,privileged"
    ]));
}

#[test]
fn every_format_tells_the_failures_of_manifests() {
    for format in ["csv", "junit", "sarif", "github", "gitlab-code-quality", "gitlab-sast"] {
        let text = seen(&["scan", "files", SHOP, "--check", "privileged,host-pid", "-o", format]);
        let text = scrubbed(&text);
        insta::assert_snapshot!(format!("manifests_{format}"), text);
    }
}

/// Without the moment and the place of the run.
fn scrubbed(text: &str) -> String {
    text.lines()
        .map(|line| {
            let timed = ["endTimeUtc", "start_time", "end_time", "as_of", "uuid=", "timestamp="];
            if timed.iter().any(|word| line.contains(word)) { "(moment)" } else { line }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_exit_code_of_a_scan_of_manifests_tells_what_was_found() {
    let code = |more: &[&str]| {
        let arguments: Vec<&str> = ["scan", "files", SHOP].iter().chain(more).copied().collect();
        plimsoll(&arguments).status.code()
    };
    assert_eq!(code(&[]), Some(0));
    assert_eq!(code(&["--fail-on", "critical"]), Some(3));
    assert_eq!(code(&["--check", "host-pid", "--fail-on", "low"]), Some(0), "it is accepted");
    assert_eq!(code(&["--strict"]), Some(4), "a document could not be read");
    assert_eq!(code(&["--check", "no-such"]), Some(2));
    assert_eq!(code(&["--benchmark", "cis-1.12"]), Some(2));
}

/// A small cluster as `kubectl get -o json` wrote it, with three pods that something was put into.
const CLUSTER: &str = "crates/plimsoll/tests/clusters/shop.json";

#[test]
fn the_report_on_a_cluster_reads_well() {
    insta::assert_snapshot!(seen(&["scan", "cluster", "--from-dump", CLUSTER, "--whole"]));
}

#[test]
fn what_a_dump_does_not_hold_is_an_error_where_it_matters() {
    let code = |more: &[&str]| {
        let arguments = ["scan", "cluster", "--from-dump", CLUSTER, "--strict"];
        plimsoll(&arguments.iter().chain(more).copied().collect::<Vec<_>>()).status.code()
    };
    assert_eq!(code(&["--check", "netpol-missing-in-namespace"]), Some(4));
    let shown =
        seen(&["scan", "cluster", "--from-dump", CLUSTER, "--check", "access-secrets", "-v"]);
    assert!(shown.contains("the dump holds no Role:"), "{shown}");
    assert!(shown.contains("ServiceAccount shop/web may read every Secret"), "{shown}");
}

/// The exit code, report and errors of a scan of this text.
fn judged(name: &str, text: &str) -> (Option<i32>, serde_json::Value, String) {
    let file = folder(name).join("dump.json");
    std::fs::write(&file, text).unwrap();
    let file = file.to_str().unwrap();
    let done =
        plimsoll(&["scan", "cluster", "--from-dump", file, "--whole", "--strict", "-o", "json"]);
    let report = serde_json::from_slice(&done.stdout).unwrap_or_default();
    (done.status.code(), report, String::from_utf8_lossy(&done.stderr).into_owned())
}

#[test]
fn what_cannot_be_read_of_a_cluster_never_lets_a_control_pass() {
    let text = std::fs::read_to_string(root().join(CLUSTER)).unwrap();
    let mut dump: serde_json::Value = serde_json::from_str(&text).unwrap();
    let items = dump["items"].as_array_mut().unwrap();
    let deployment = items.iter_mut().find(|item| item["kind"] == "Deployment").unwrap();
    deployment["spec"]["template"]["spec"]["containers"] = serde_json::json!("none");
    let (code, report, _) = judged("wrong-type", &dump.to_string());
    assert_eq!(code, Some(4));
    let controls = report["benchmarks"].as_array().unwrap()[0]["controls"].as_array().unwrap();
    for control in controls.iter().filter(|control| control["status"] == "pass") {
        // What the containers of a Deployment have no part in.
        let id = control["id"].as_str().unwrap();
        assert!(id.starts_with("5.1.") || id == "5.2.1", "{id} passes");
    }
    assert!(
        controls.iter().any(|control| control["id"] == "5.4.1" && control["status"] == "error")
    );

    let twice = text.replacen(
        "\"containers\":",
        "\"hostPID\": false, \"hostPID\": true, \"containers\":",
        1,
    );
    let (code, _, said) = judged("twice", &twice);
    assert!(code == Some(1) && said.contains("the key `hostPID` is there twice"), "{said}");
    let (code, _, said) = judged("half", &text[..text.len() / 2]);
    assert!(code == Some(1) && said.contains("cut short"), "{said}");
    let (code, _, said) = judged("empty", "");
    assert!(code == Some(1) && said.contains("holds no object"), "{said}");
}

#[test]
fn rights_are_told() {
    for arguments in [
        &["who-can", "list", "secrets"][..],
        &["can", "serviceaccount:shop:web"],
        &["can", "sa:shop:web", "list", "secrets", "-n", "shop"],
        &["can", "jane", "get", "pods", "-n", "shop"],
        &["can", "jane"],
        &["who-can", "get", "podz"],
        &["inventory"],
        &["inventory", "-o", "wide"],
        &["inventory", "-o", "csv"],
    ] {
        let from = ["--from-dump", CLUSTER, "--whole"];
        let name = arguments.join("-").replace(':', "-");
        insta::assert_snapshot!(
            format!("cluster-{name}"),
            seen(&arguments.iter().chain(&from).copied().collect::<Vec<_>>())
        );
    }
    insta::assert_snapshot!("cluster-rbac-manifest", seen(&["rbac-manifest"]));
    insta::assert_snapshot!(
        "cluster-rbac-manifest-namespace",
        seen(&["rbac-manifest", "-n", "shop", "--secrets", "--kubelets", "direct"])
    );
}

#[test]
fn a_secret_of_a_cluster_is_not_in_its_snapshot() {
    let folder = folder("cluster-secret");
    let file = folder.join("shop.snap");
    let name = file.to_str().unwrap();
    let done = plimsoll(&["collect", "cluster", "--from-dump", CLUSTER, "--whole", "-o", name]);
    assert_eq!(done.status.code(), Some(0));
    let saved = plimsoll::snapshot_file::read_cluster(&file).unwrap();
    let json = serde_json::to_string(&saved).unwrap();
    assert!(!json.contains("hunter2x") && json.contains("(redacted: a credential"), "{json}");
    let shown = seen(&["audit", name, "--check", "secret-literal-in-env-value"]);
    assert!(shown.contains("`DB_PASSWORD` holds a credential"), "{shown}");
}

#[test]
fn what_if_tells_which_pods_a_level_would_refuse() {
    insta::assert_snapshot!(seen(&["what-if", "pss", "baseline", SHOP, "-n", "shop"]));
}

#[test]
fn a_baseline_keeps_what_was_there_before_quiet_and_nothing_else() {
    let folder = folder("baseline");
    let baseline = folder.join("baseline.json");
    let baseline = baseline.to_str().unwrap();
    let file = folder.join("pod.yaml");
    let pod = |name: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec:\n  hostPID: true\n  containers: [{{name: a, image: a:1}}]\n"
        )
    };
    std::fs::write(&file, pod("old")).unwrap();
    let scan = |more: &[&str]| {
        let mut arguments = vec![
            "scan",
            "files",
            folder.to_str().unwrap(),
            "--check",
            "host-pid",
            "--fail-on",
            "low",
        ];
        arguments.extend(more);
        plimsoll(&arguments).status.code()
    };
    assert_eq!(scan(&["--write-baseline", baseline]), Some(3));
    assert_eq!(scan(&["--baseline", baseline]), Some(0));
    // Lines that move change nothing; the same fault elsewhere is new.
    std::fs::write(&file, format!("# moved\n{}", pod("old"))).unwrap();
    assert_eq!(scan(&["--baseline", baseline]), Some(0));
    std::fs::write(folder.join("other.yaml"), pod("old")).unwrap();
    assert_eq!(scan(&["--baseline", baseline]), Some(3));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn only_what_is_new_since_a_revision_counts() {
    let folder = folder("since");
    let git = |arguments: &[&str]| {
        let done = Command::new("git").arg("-C").arg(&folder).args(arguments).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: true\n  containers: [{name: a, image: a:1}]\n";
    std::fs::write(folder.join("pod.yaml"), pod).unwrap();
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "first"]);
    let scan = || {
        Command::new(env!("CARGO_BIN_EXE_plimsoll"))
            .args([
                "scan",
                "files",
                "--check",
                "host-pid,host-ipc",
                "--fail-on",
                "low",
                "--since",
                "HEAD",
            ])
            .current_dir(&folder)
            .output()
            .unwrap()
            .status
            .code()
    };
    assert_eq!(scan(), Some(0));
    std::fs::write(
        folder.join("pod.yaml"),
        pod.replace("hostPID: true", "hostPID: true\n  hostIPC: true"),
    )
    .unwrap();
    assert_eq!(scan(), Some(3));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn suppressions_of_other_tools_are_honoured_when_asked() {
    let folder = folder("honour");
    let annotations = [
        ("checkov", "checkov.io/skip1: CKV_K8S_17=needed"),
        ("kube-linter", "ignore-check.kube-linter.io/host-pid: needed"),
        ("polaris", "polaris.fairwinds.com/hostPIDSet-exempt: \"true\""),
        ("kubescape", "kubescape.io/skip-controls: C-0038"),
    ];
    for (tool, annotation) in annotations {
        let text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    {annotation}\nspec:\n  hostPID: true\n  containers: [{{name: a, image: a:1}}]\n"
        );
        let file = folder.join("pod.yaml");
        std::fs::write(&file, text).unwrap();
        let path = file.to_str().unwrap();
        let code = |more: &[&str]| {
            let mut arguments =
                vec!["scan", "files", path, "--check", "host-pid", "--fail-on", "low"];
            arguments.extend(more);
            plimsoll(&arguments).status.code()
        };
        assert_eq!(code(&[]), Some(3), "{tool}");
        assert_eq!(code(&["--honour", tool]), Some(0), "{tool}");
    }
    let text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  # trivy:ignore:AVD-KSV-0010\n  hostPID: true\n  containers: [{name: a, image: a:1}]\n";
    std::fs::write(folder.join("pod.yaml"), text).unwrap();
    let path = folder.join("pod.yaml");
    let output = plimsoll(&[
        "scan",
        "files",
        path.to_str().unwrap(),
        "--check",
        "host-pid",
        "--fail-on",
        "low",
        "--honour",
        "trivy",
    ]);
    assert_eq!(output.status.code(), Some(0));
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn the_demo_report_reads_well() {
    insta::assert_snapshot!(seen(&["demo", "--width", "100"]));
}

#[test]
fn the_demo_report_reads_well_on_a_narrow_terminal() {
    insta::assert_snapshot!(seen(&[
        "demo",
        "--width",
        "40",
        "--role",
        "etcd,control-plane",
        "--level",
        "1"
    ]));
}

#[test]
fn listings_are_tables() {
    insta::assert_snapshot!(seen(&["benchmarks", "list"]));
    insta::assert_snapshot!(seen(&["benchmarks", "diff", "cis-1.12", "cis-2.0.1"]));
    insta::assert_snapshot!(seen(&["checks", "list"]));
    insta::assert_snapshot!(seen(&["vars"]));
}

#[test]
fn a_control_is_explained_with_its_checks() {
    insta::assert_snapshot!(seen(&["explain", "cis-2.0.1/4.2.4"]));
}

#[test]
fn settings_show_where_each_value_comes_from() {
    insta::assert_snapshot!(seen(&[
        "settings",
        "kubelet",
        "--changed",
        "--snapshot",
        "tests/corpus/v1-kubeadm-1.37.snap"
    ]));
}

#[test]
fn wrong_input_is_answered_with_the_way_out() {
    for arguments in [
        &["scan", "node", "--benchmark", "cis-9.9"][..],
        &["demo", "--set", "kubelet-read-only-port=1"],
        &["demo", "--set", "api-server-audit-log-maxage.day=1"],
        &["demo", "--set", "api-server-audit-log-maxage.days=many"],
        &["demo", "-o", "pdf"],
        &["demo", "-o", "json", "-o", "csv"],
        &["demo", "-o", "json="],
        &["explain", "kubelet-read"],
        &["explain", "9.9.9"],
        &["benchmarks", "show", "cis-0"],
        &["settings", "kubectl"],
        &["scan", "node", "--root", "/does/not/exist"],
        &["audit", "/does/not/exist.snap"],
        &["audit", "README.md"],
        &["audit"],
        &["scan", "node", "--level", "3"],
        &["scan", "node", "--kubernetes-version", "new"],
    ] {
        insta::assert_snapshot!(seen(arguments));
    }
}

#[test]
fn a_bad_check_is_shown_with_line_and_caret() {
    let folder = folder("bad-check");
    let front = |text: &str| {
        format!(
            "+++\n{text}+++\n\nText.\n\n## Fix\n\n### any\n\nDo it.\n\n## Examples\n\n```pass\nexpect = \"x\"\n```\n\n```fail\nexpect = \"x\"\n```\n"
        )
    };
    let good = "id = \"own-check\"\ntitle = \"Something holds\"\nseverity = \"low\"\nkind = \"setting\"\ncomponent = \"kubelet\"\nexpect = { setting = \"read-only-port\", equals = 0 }\nnist-800-53r5 = [\"CM-7\"]\n";
    let cases = [
        ("unknown-setting", good.replace("read-only-port", "read-only-prot")),
        ("unknown-test", good.replace("equals", "is")),
        ("wrong-type", good.replace("equals = 0", "equals = \"zero\"")),
        ("unknown-component", good.replace("\"kubelet\"", "\"kublet\"")),
        ("unknown-key", format!("{good}severty = \"low\"\n")),
        ("bad-toml", good.replace("title = ", "title ")),
        ("bad-nist", good.replace("CM-7", "CM7")),
        ("id-differs", good.replace("own-check", "other-check")),
    ];
    for (name, text) in cases {
        let file = folder.join("own-check.md");
        std::fs::write(&file, front(&text)).expect("a file");
        let shown = seen(&["checks", "test", "--checks", folder.to_str().expect("UTF-8")]);
        let shown = shown.replace(folder.to_str().expect("UTF-8"), "DIR");
        insta::assert_snapshot!(name, shown);
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn a_check_of_ones_own_is_tested_and_judged() {
    let folder = folder("own-check");
    let text = "+++\nid = \"own-max-pods\"\ntitle = \"A node runs at most 100 pods\"\nseverity = \"low\"\nkind = \"setting\"\ncomponent = \"kubelet\"\nexpect = { setting = \"max-pods\", at-most = \"$pods\" }\nnist-800-53r5 = [\"SC-5\"]\n\n[parameters.pods]\ntype = \"int\"\ndefault = 100\ndescription = \"Pods.\"\n+++\n\nText.\n\n## Fix\n\n### any\n\nLower it.\n\n## Examples\n\n```pass\nrun = [\"kubelet --max-pods=50\"]\nexpect = \"--max-pods=50\"\n```\n\n```fail\nrun = [\"kubelet\"]\nexpect = \"default\"\n```\n";
    std::fs::write(folder.join("own-max-pods.md"), text).expect("a file");
    let directory = folder.to_str().expect("UTF-8");
    let shown = seen(&["checks", "test", "--checks", directory]);
    assert!(shown.contains("2 passed, 0 failed"), "{shown}");
    let shown = seen(&["explain", "own-max-pods", "--checks", directory]);
    assert!(shown.contains("A node runs at most 100 pods"), "{shown}");
    let output = plimsoll(&["demo", "--checks", directory, "-o", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(report["benchmarks"][1]["id"], "own");
    assert_eq!(report["benchmarks"][1]["controls"][0]["status"], "fail");
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn a_tailoring_file_changes_thresholds_and_switches_controls_off() {
    let folder = folder("tailoring");
    let file = folder.join("tailoring.toml");
    let text = "[variables]\n\"kubelet-configuration-mode.mode\" = \"644\"\n\n[[control]]\nid = \"1.2.1\"\nenabled = false\nrationale = \"kubeadm's probes need it\"\n";
    std::fs::write(&file, text).expect("a file");
    let path = file.to_str().expect("UTF-8");
    let output = plimsoll(&["demo", "--tailoring", path, "-o", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let control = |id: &str| {
        let controls = report["benchmarks"][0]["controls"].as_array().expect("controls").clone();
        controls.into_iter().find(|control| control["id"] == id).expect("the control")
    };
    assert_eq!(control("1.2.1")["status"], "not-applicable");
    assert!(control("1.2.1")["reason"].as_str().unwrap().contains("kubeadm's probes need it"));
    assert_eq!(control("4.1.9")["status"], "pass");
    assert_eq!(control("4.1.9")["tailored"], "kubelet-configuration-mode.mode = 644");
    std::fs::write(&file, "[variables]\n\"nothing.x\" = 1\n\n[[control]]\nid = \"77\"\nenabled = false\nrationale = \"\"\n").expect("a file");
    let shown = seen(&["demo", "--tailoring", path]).replace(folder.to_str().unwrap(), "DIR");
    insta::assert_snapshot!(shown);
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn exit_codes_tell_findings_and_gaps() {
    let code = |arguments: &[&str]| plimsoll(arguments).status.code();
    assert_eq!(code(&["demo", "-o", "json=/dev/null"]), Some(0));
    assert_eq!(code(&["demo", "-o", "json=/dev/null", "--fail-on", "high"]), Some(3));
    assert_eq!(
        code(&["demo", "-o", "json=/dev/null", "--fail-on", "high", "--role", "etcd"]),
        Some(0)
    );
    assert_eq!(code(&["demo", "-o", "json=/dev/null", "--strict"]), Some(0));
    assert_eq!(code(&["demo", "--no-such-option"]), Some(2));
}

#[test]
fn every_snapshot_of_the_corpus_is_still_read_and_judged_alike() {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root().join("tests/corpus"))
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "snap"))
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let output = plimsoll(&["audit", path.to_str().expect("UTF-8"), "-o", "json"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let mut table = String::new();
        for control in report["benchmarks"][0]["controls"].as_array().expect("controls") {
            table.push_str(&format!(
                "{} {}\n",
                control["id"].as_str().unwrap(),
                control["status"].as_str().unwrap()
            ));
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        insta::assert_snapshot!(format!("corpus_{name}"), table);
    }
}
