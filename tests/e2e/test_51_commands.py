"""Exit codes, options, listings."""

import json
import re
import subprocess
import tomllib

import pytest

import harness

CORPUS = harness.ROOT / "tests" / "corpus"
KUBEADM = CORPUS / "v1-kubeadm-1.37.snap"
HARDENED = CORPUS / "v1-hardened-1.37.snap"


def audit(plimsoll, *more, snapshot=KUBEADM):
    return harness.Report(plimsoll.run("audit", snapshot, "-o", "json", *more).stdout)


def listing(plimsoll, *more):
    return json.loads(plimsoll.run(*more, "-o", "json").stdout)


# Exit codes.


def test_failures_alone_do_not_change_the_exit_code(plimsoll):
    plimsoll.run("audit", KUBEADM, check=0)


@pytest.mark.parametrize("severity", ["low", "medium", "high"])
def test_fail_on_ends_with_3_when_such_a_failure_is_there(plimsoll, severity):
    """Anonymous requests to the API server (high), its profiling (low) fail on a kubeadm host."""
    plimsoll.run("audit", KUBEADM, "--fail-on", severity, check=3)


def test_fail_on_looks_at_that_severity_and_above_only(plimsoll):
    failed = {c["severity"] for c in audit(plimsoll).benchmark()["controls"] if c["status"] == "fail"}
    assert "critical" not in failed
    plimsoll.run("audit", KUBEADM, "--fail-on", "critical", check=0)


def test_fail_on_is_content_with_a_hardened_host(plimsoll):
    plimsoll.run("audit", HARDENED, "--fail-on", "low", check=0)


def test_the_report_is_written_before_the_exit_code_speaks(plimsoll, folder):
    out = folder / "r.json"
    plimsoll.run("audit", KUBEADM, "--fail-on", "low", "-o", f"json={out}", check=3)
    json.loads(out.read_text())


def test_strict_ends_with_4_when_something_could_not_be_looked_at(plimsoll, tree):
    tree.kubelet("kind: [")
    plimsoll.run("scan", "node", "--root", tree.path, "--kubernetes-version", "1.34", check=0)
    plimsoll.run("scan", "node", "--root", tree.path, "--kubernetes-version", "1.34", "--strict", check=4)


def test_findings_come_before_incompleteness(plimsoll, tree):
    tree.manifest("kube-apiserver", "--profiling=true")
    tree.kubelet("kind: [")
    plimsoll.run("scan", "node", "--root", tree.path, "--kubernetes-version", "1.34", "--strict", "--fail-on", "low",
                 check=3)


@pytest.mark.parametrize("arguments", [
    [], ["nonsense"], ["scan"], ["scan", "cluster-of-mine"], ["scan", "node", "--no-such-option"],
    ["scan", "node", "--level", "3"], ["scan", "node", "--level", "0"], ["scan", "node", "--role", "butler"],
    ["scan", "node", "--fail-on", "catastrophic"], ["audit"], ["collect", "node"], ["explain"],
    ["scan", "node", "--kubernetes-version", "latest"], ["scan", "node", "--colour", "blue"],
    ["benchmarks", "show"], ["benchmarks", "diff", "cis-1.12"], ["vars", "-o", "yaml"],
])
def test_wrong_usage_ends_with_2_and_says_so_on_standard_error(plimsoll, arguments):
    done = plimsoll.run(*arguments, check=2)
    assert done.stderr.strip() and not done.stdout


# A name that does not exist is wrong usage; a file that is not there is a job that cannot be done.

UNKNOWN = [
    (["audit", KUBEADM, "--benchmark", "cis-2.0"], ["cis-2.0", "cis-2.0.1"]),
    (["audit", KUBEADM, "--set", "no-such-variable=1"], ["no-such-variable"]),
    (["audit", KUBEADM, "--set", "api-server-audit-log-maxage.weeks=1"], ["weeks", "api-server-audit-log-maxage.days"]),
    (["audit", KUBEADM, "--set", "api-server-audit-log-maxage.days=many"], ["many"]),
    (["audit", KUBEADM, "--set", "api-server-audit-log-maxage.days"], ["="]),
    (["audit", KUBEADM, "--set", "kubelet-configuration-mode.mode=999"], ["999"]),
    (["audit", KUBEADM, "--set", "api-server-request-timeout.max=5"], ["5"]),
    (["audit", KUBEADM, "--set", "path.no-such-role=/x"], ["no-such-role"]),
    (["audit", KUBEADM, "-o", "yaml"], ["yaml", "json"]),
    (["audit", KUBEADM, "-o", "json="], ["json="]),
    (["audit", KUBEADM, "-o", "json", "-o", "csv"], ["one output"]),
    (["explain", "api-server-profilling"], ["api-server-profilling", "checks list"]),
    (["explain", "cis-2.0.1/9.9.9"], ["9.9.9"]),
    (["explain", "cis-9.9/1.1.1"], ["cis-9.9"]),
    (["benchmarks", "show", "cis-2.0"], ["cis-2.0", "cis-2.0.1"]),
    (["benchmarks", "show", "no-such-family"], ["no-such-family", "benchmarks list"]),
    (["benchmarks", "diff", "cis-1.12", "cis-9.9"], ["cis-9.9"]),
    (["settings", "kubelett", "--snapshot", KUBEADM], ["kubelett", "kubelet"]),
    (["collect", "node", "-o", "/tmp/x.snap", "--set", "api-server-audit-log-maxage.days=3"], ["path."]),
]

MISSING = [
    (["audit", KUBEADM, "-o", "json=/no/such/folder/x"], ["/no/such/folder/x"]),
    (["audit", "/no/such.snap"], ["/no/such.snap"]),
    (["audit", KUBEADM, "--tailoring", "/no/such.toml"], ["/no/such.toml"]),
    (["audit", KUBEADM, "--checks", "/no/such/folder"], ["/no/such/folder"]),
]


def short(cases):
    return [" ".join(map(str, a[-2:])).replace(str(CORPUS), "") for a, _ in cases]


def refused(plimsoll, arguments, words, code):
    done = plimsoll.run(*arguments, check=code)
    for word in words:
        assert word in done.stderr, done.stderr
    assert done.stderr.startswith("error: ")
    assert not done.stdout


@pytest.mark.parametrize(("arguments", "words"), UNKNOWN, ids=short(UNKNOWN))
def test_a_name_that_is_not_known_ends_with_2_and_is_named(plimsoll, arguments, words):
    refused(plimsoll, arguments, words, 2)


@pytest.mark.parametrize(("arguments", "words"), MISSING, ids=short(MISSING))
def test_a_file_that_is_not_there_ends_with_1_and_is_named(plimsoll, arguments, words):
    refused(plimsoll, arguments, words, 1)


def test_help_names_every_exit_code(plimsoll):
    text = " ".join(plimsoll.run("--help").stdout.split())
    for number in "01234":
        assert re.search(rf"\b{number} \w", text), number


# Variables and tailoring.


def test_set_changes_the_verdict_it_is_about_and_no_other(plimsoll):
    before = audit(plimsoll).statuses()
    after = audit(plimsoll, "--set", "kubelet-configuration-mode.mode=644").statuses()
    assert harness.differences(before, after) == {"4.1.9": ("fail", "pass")}
    after = audit(plimsoll, "--set", "etcd-data-directory-owner.owner=root:root").statuses()
    assert harness.differences(before, after) == {"1.1.12": ("fail", "pass")}


def test_set_can_make_a_verdict_stricter(plimsoll):
    before = audit(plimsoll, snapshot=HARDENED).statuses()
    after = audit(plimsoll, "--set", "api-server-audit-log-maxage.days=31", "--set", "api-server-request-timeout.max=4m",
                  snapshot=HARDENED).statuses()
    assert harness.differences(before, after) == {"1.2.17": ("pass", "fail"), "1.2.20": ("pass", "fail")}


def test_the_last_of_two_sets_counts(plimsoll):
    mode = "kubelet-configuration-mode.mode"
    assert audit(plimsoll, "--set", f"{mode}=644", "--set", f"{mode}=600").statuses()["4.1.9"] == "fail"


TAILORING = """[variables]
"kubelet-configuration-mode.mode" = "644"
"kubelet-service-mode.mode" = "644"
"api-server-audit-log-maxage.days" = 7

[[control]]
id = "1.2.15"
enabled = false
rationale = "The profiler is behind a firewall."

[[control]]
benchmark = "cis-1.12"
id = "1.3.2"
enabled = false
rationale = "So it is here."
"""


def test_a_tailoring_file_changes_what_it_names_and_shows_its_reasons(plimsoll, folder):
    path = folder / "t.toml"
    path.write_text(TAILORING)
    both = [x for b in harness.BENCHMARKS for x in ("--benchmark", b)]
    before = audit(plimsoll, *both)
    after = audit(plimsoll, *both, "--tailoring", path)
    expected = {"4.1.9": ("fail", "pass"), "4.1.1": ("fail", "pass"), "1.2.15": ("fail", "not-applicable")}
    assert harness.differences(before.statuses("cis-2.0.1"), after.statuses("cis-2.0.1")) == expected
    expected["1.3.2"] = ("fail", "not-applicable")
    assert harness.differences(before.statuses("cis-1.12"), after.statuses("cis-1.12")) == expected
    control = after.control("1.2.15", "cis-2.0.1")
    assert "The profiler is behind a firewall." in control["tailored"] + control["reason"]
    assert after.control("4.1.9", "cis-2.0.1").get("tailored"), "a changed parameter is shown as tailoring"


def test_set_wins_over_the_tailoring_file(plimsoll, folder):
    path = folder / "t.toml"
    path.write_text(TAILORING)
    report = audit(plimsoll, "--tailoring", path, "--set", "kubelet-configuration-mode.mode=600")
    assert report.statuses()["4.1.9"] == "fail"


@pytest.mark.parametrize(("text", "words"), [
    ("[variables]\n\"no.such\" = 1\n", ["no.such", "t.toml"]),
    ("[variables]\n\"api-server-audit-log-maxage.days\" = \"soon\"\n", ["soon"]),
    ("[[control]]\nid = \"9.9.9\"\nenabled = false\nrationale = \"x\"\n", ["9.9.9"]),
    ("[[control]]\nid = \"1.1.1\"\nenabled = false\n", ["rationale"]),
    ("[[control]]\nid = \"1.1.1\"\nenabled = false\nrationale = \" \"\n", ["rationale"]),
    ("[[control]]\nid = \"1.1.1\"\nbenchmark = \"cis-9\"\nenabled = false\nrationale = \"x\"\n", ["cis-9"]),
    ("[surprise]\nx = 1\n", ["surprise"]),
    ("not toml at all", ["t.toml"]),
    ("", []),
])
def test_a_tailoring_file_with_a_mistake_is_refused_with_its_place(plimsoll, folder, text, words):
    path = folder / "t.toml"
    path.write_text(text)
    done = plimsoll.run("audit", KUBEADM, "--tailoring", path, check=1 if words else 0)
    for word in words:
        assert word in done.stderr, done.stderr


def test_level_and_role_leave_out_controls_and_change_none(plimsoll):
    whole = audit(plimsoll).statuses()
    second = {"1.2.12", "1.2.13", "1.2.14", "2.7", "3.2.2", "4.2.8"}       # Level 2 in the benchmark
    assert audit(plimsoll, "--level", "1").statuses() == {n: s for n, s in whole.items() if n not in second}
    assert audit(plimsoll, "--level", "2").statuses() == whole
    assert audit(plimsoll, "--role", "etcd").statuses() == {n: s for n, s in whole.items() if n[0] == "2"}
    assert audit(plimsoll, "--role", "worker,etcd").statuses() == {n: s for n, s in whole.items() if n[0] in "24"}


def test_policies_are_left_out_unless_asked_for_and_then_manual(plimsoll):
    statuses = audit(plimsoll, "--role", "policies").statuses()
    assert len(statuses) >= 30
    assert all(n.startswith("5.") for n in statuses)
    assert set(statuses.values()) == {"manual"}


def test_stating_a_version_changes_what_depends_on_it(plimsoll, tree):
    """audit-log-maxage is 0 by default up to 1.35, and 366 from 1.36 on."""
    tree.manifest("kube-apiserver", "--audit-log-path=/x")
    results = {v: plimsoll.scan("--root", tree.path, "--kubernetes-version", v).statuses()["1.2.17"]
               for v in ("1.34", "1.35", "1.36", "1.37")}
    assert results == {"1.34": "fail", "1.35": "fail", "1.36": "pass", "1.37": "pass"}


def test_a_version_that_cannot_be_told_makes_version_dependent_defaults_errors(plimsoll, tree):
    tree.manifest("kube-apiserver", "--audit-log-path=/x", image="mirror.example/api@sha256:" + "0" * 64)
    report = plimsoll.scan("--root", tree.path)
    assert report.statuses()["1.2.17"] == "error"
    assert report.statuses()["1.2.15"] == "fail"        # true in every version
    assert any("--kubernetes-version" in n for n in report.notices)


# Listings.


def test_the_list_of_benchmarks_is_that_of_the_folder(plimsoll):
    listed = {b["id"]: b for b in listing(plimsoll, "benchmarks", "list")}
    files = [p for p in (harness.ROOT / "benchmarks").glob("*/*.toml") if p.parent.name != "controls"]
    # That of workloads has every check of objects, and is made of the checks themselves.
    assert set(listed) == {tomllib.loads(p.read_text())["id"] for p in files} | {"plimsoll-workloads-1.0"}
    assert listed["cis-2.0.1"]["extends"] == "cis-1.12"
    assert listed["cis-2.0.1"]["kubernetes"] == ["1.34", "1.35"]


def test_show_has_every_control_with_level_assessment_and_checks(plimsoll):
    shown = {c["id"]: c for c in listing(plimsoll, "benchmarks", "show", "cis-2.0.1")["controls"]}
    assert set(harness.NUMBERS) <= set(shown)
    assert shown["2.7"]["level"] == 2 and shown["2.7"]["assessment"] == "manual"
    assert shown["1.1.1"]["checks"] == ["api-server-manifest-mode"]
    assert shown["3.1.1"]["checks"] == [] and shown["3.1.1"]["look"]


def test_diff_of_the_two_editions_is_the_one_control_that_changed(plimsoll):
    difference = listing(plimsoll, "benchmarks", "diff", "cis-1.12", "cis-2.0.1")
    assert {(c["id"], c["field"]) for c in difference["changed"]} == {("5.2.9", "level"), ("5.2.9", "title")}
    assert difference["added"] == [] and difference["removed"] == []


def test_diff_the_other_way_round_is_the_same_control(plimsoll):
    difference = listing(plimsoll, "benchmarks", "diff", "cis-2.0.1", "cis-1.12")
    assert {c["id"] for c in difference["changed"]} == {"5.2.9"}


def test_the_list_of_checks_is_that_of_the_folder(plimsoll):
    listed = {c["id"] for c in listing(plimsoll, "checks", "list")}
    assert listed == {p.stem for p in (harness.ROOT / "checks").glob("*/*.md")}


def test_every_check_of_a_control_exists_and_names_the_control(plimsoll):
    checks = {c["id"]: c for c in listing(plimsoll, "checks", "list")}
    for benchmark in harness.BENCHMARKS:
        for control in listing(plimsoll, "benchmarks", "show", benchmark)["controls"]:
            for check in control["checks"]:
                assert f"{benchmark}/{control['id']}" in checks[check]["controls"]


def test_the_examples_of_all_checks_hold(plimsoll):
    plimsoll.run("checks", "test")


def test_explain_of_a_control_shows_its_checks_fixes_and_references(plimsoll):
    one = listing(plimsoll, "explain", "cis-2.0.1/1.2.15")
    assert [c["id"] for c in one["controls"]] == ["1.2.15"]
    (check,) = one["checks"]
    assert check["id"] == "api-server-profiling"
    assert any("--profiling=false" in f["text"] for f in check["fixes"])
    assert any(r["framework"].startswith("nist-800-53") for r in check["references"])


def test_explain_of_a_number_shows_it_in_every_edition(plimsoll):
    """One number means different things: each meaning once, with the editions that mean it."""
    one = listing(plimsoll, "explain", "4.2.1")
    meanings = {c["is"]: c for c in one["controls"]}
    assert len(meanings) == len(one["controls"]) and {c["id"] for c in one["controls"]} == {"4.2.1"}
    assert set(meanings["kubelet-anonymous-auth"]["benchmarks"]) >= set(harness.BENCHMARKS)
    assert set(meanings["admission-privileged"]["benchmarks"]) >= {"eks-1.8.0", "aks-1.8"}
    editions = [b for c in one["controls"] for b in c["benchmarks"]]
    assert len(editions) == len(set(editions))
    for edition in listing(plimsoll, "benchmarks", "list"):
        shown = {c["id"]: c for c in listing(plimsoll, "benchmarks", "show", edition["id"])["controls"]}
        assert ("4.2.1" in shown) == (edition["id"] in editions), edition["id"]
        if "4.2.1" in shown:
            assert edition["id"] in meanings[shown["4.2.1"]["is"]]["benchmarks"]
    # The checks are those of the first, the newest; each of the others says how to ask for its own.
    assert one["controls"][0]["is"] == "kubelet-anonymous-auth"
    assert [c["id"] for c in one["checks"]] == ["kubelet-anonymous-auth"]
    text = plimsoll.run("explain", "4.2.1").stdout
    for meaning in one["controls"][1:]:
        name = f"{meaning['benchmarks'][0]}/4.2.1"
        assert f"`plimsoll explain {name}`" in text
        assert [c["id"] for c in listing(plimsoll, "explain", name)["checks"]] == meaning["checks"]


def test_explain_knows_every_check(plimsoll):
    for check in listing(plimsoll, "checks", "list"):
        one = listing(plimsoll, "explain", check["id"])
        assert one["checks"][0]["fixes"] and one["checks"][0]["text"].strip()
        text = plimsoll.run("explain", check["id"]).stdout
        assert check["id"] in text and check["title"] in text


def test_every_variable_is_documented_and_can_be_set_to_its_default(plimsoll):
    variables = {v["name"]: v for v in listing(plimsoll, "vars")}
    assert variables["api-server-audit-log-maxage.days"]["default"] == "30"
    assert variables["path.etcd-data-directory"]["type"] == "path"
    sets = []
    for name, one in variables.items():
        assert one["description"].strip() and one["used_by"], name
        if one["type"] != "path":
            sets += ["--set", f"{name}={one['default']}"]
    before = audit(plimsoll).statuses()
    assert audit(plimsoll, *sets).statuses() == before


def test_a_path_variable_decides_where_is_looked(plimsoll, tree):
    tree.kubelet(harness.KUBELET_CONFIG)
    tree.write("opt/k.conf", "x", 0o644)
    report = plimsoll.scan("--root", tree.path, "--set", "path.kubelet-kubeconfig=/opt/k.conf")
    assert report.control("4.1.5")["status"] == "fail"
    assert any(e["location"].get("path") == "/opt/k.conf" for e in report.evidence("4.1.5"))


def test_a_path_variable_on_a_replay_that_was_not_collected_with_it_is_refused(plimsoll):
    done = plimsoll.run("audit", KUBEADM, "--set", "path.kubelet-kubeconfig=/x", check=1)
    assert "collect" in done.stderr


# Checks of one's own, and pipes.


OWN = """+++
id = "own-scheduler-leader-election"
title = "The scheduler elects a leader"
severity = "low"
kind = "setting"
component = "kube-scheduler"
expect = { setting = "leader-elect", equals = true }
nist-800-53r5 = ["CP-10", "CM-6"]
+++

Several schedulers that do not elect a leader bind the same pod twice.

## Fix

### any

Remove the flag `--leader-elect=false`.

## Examples

```pass
expect = "--leader-elect=true"
run = ["kube-scheduler --leader-elect=true"]
```

```fail
expect = "--leader-elect=false"
run = ["kube-scheduler --leader-elect=false"]
```
"""


@pytest.fixture
def own(folder):
    path = folder / "own" / "scheduler" / "own-scheduler-leader-election.md"
    path.parent.mkdir(parents=True)
    path.write_text(OWN)
    return folder / "own"


def test_a_check_of_ones_own_is_listed_explained_and_its_examples_run(plimsoll, own):
    listed = {c["id"] for c in listing(plimsoll, "checks", "list", "--checks", own)}
    assert "own-scheduler-leader-election" in listed
    one = listing(plimsoll, "explain", "own-scheduler-leader-election", "--checks", own)
    assert one["checks"][0]["title"] == "The scheduler elects a leader"
    plimsoll.run("checks", "test", "--checks", own)


def test_an_example_that_does_not_hold_makes_checks_test_fail_and_is_named(plimsoll, own):
    path = own / "scheduler" / "own-scheduler-leader-election.md"
    path.write_text(OWN.replace('run = ["kube-scheduler --leader-elect=false"]', 'run = ["kube-scheduler"]'))
    done = plimsoll.run("checks", "test", "--checks", own, check=1)
    assert "own-scheduler-leader-election" in done.stdout + done.stderr


def test_a_check_of_ones_own_is_judged_with_the_others(plimsoll, own):
    report = audit(plimsoll, "--checks", own)
    finding = report.finding("own-scheduler-leader-election")
    assert finding["status"] == "pass"
    assert report.statuses() == audit(plimsoll).statuses()


def test_a_folder_with_a_broken_check_is_refused_with_its_place(plimsoll, folder):
    own = folder / "own" / "scheduler"
    own.mkdir(parents=True)
    (own / "own-broken.md").write_text("+++\nid = \"own-broken\"\nkind = \"magic\"\n+++\n")
    done = plimsoll.run("checks", "list", "--checks", folder / "own", check=1)
    assert "own-broken.md" in done.stderr


def test_standard_output_that_is_closed_early_is_no_error(plimsoll, work):
    done = subprocess.run(f"{plimsoll.path} audit {KUBEADM} -vv | head -1; exit ${{PIPESTATUS[0]}}", shell=True,
                          executable="/bin/bash", capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr
