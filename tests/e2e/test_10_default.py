"""The host that kubeadm makes, unchanged."""

import re

import pytest

import harness

TABLE = harness.expected("default")


@pytest.fixture(scope="module")
def default(bed):
    return bed.variant("default")


@pytest.fixture(scope="module")
def report(default, inside):
    return inside.scan(*(x for b in harness.BENCHMARKS for x in ("--benchmark", b)))


@pytest.mark.parametrize("benchmark", harness.BENCHMARKS)
def test_every_control_has_the_status_that_kubeadm_and_the_benchmark_give_it(report, benchmark):
    report.compare(TABLE, benchmark)


@pytest.mark.parametrize("benchmark", harness.BENCHMARKS)
def test_every_control_has_one_status_of_one_host_and_a_reason(report, benchmark):
    for control in report.benchmark(benchmark)["controls"]:
        assert control["status"] in harness.STATUSES
        assert [h["host"] for h in control["hosts"]] == ["testbed-node"], control["id"]
        assert control["hosts"][0]["status"] == control["status"], control["id"]
        assert control["reason"].strip(), control["id"]
        assert control["expected"].strip() or control["status"] == "manual", control["id"]
        if control["status"] in ("pass", "fail"):
            assert control["evidence"], control["id"]
        if control["status"] == "fail":
            assert control["fix"] and all(f["text"].strip() for f in control["fix"]), control["id"]


@pytest.mark.parametrize("benchmark", harness.BENCHMARKS)
def test_counts_are_the_sum_of_the_controls(report, benchmark):
    one = report.benchmark(benchmark)
    counts = {s.replace("-", "_"): list(TABLE.values()).count(s) for s in harness.STATUSES}
    assert one["counts"] == counts
    determined = counts["pass"] + counts["fail"]
    assert one["score"] == 100 * counts["pass"] // determined
    assert one["coverage"] == 100 * determined // (97 - counts["not_applicable"])


def test_the_host_is_described_as_what_it_is(report):
    (host,) = report.data["hosts"]
    assert host["name"] == "testbed-node"
    assert host["platform"] == "kubeadm"
    assert host["kubernetes_version"] == "1.37.2"
    assert set(host["roles"]) == {"control-plane", "etcd", "worker"}
    assert host["collector_uid"] == 0
    for component in ("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"):
        assert any(c.startswith(component) and "running" in c for c in host["components"]), component


def test_the_newest_benchmark_is_chosen_and_said_not_to_be_written_for_this_version(default, inside):
    report = inside.scan()
    assert [b["id"] for b in report.data["benchmarks"]] == ["cis-2.0.1"]
    assert any("1.37" in text and "1.35" in text for text in report.notices), report.notices


def test_a_running_host_that_matches_its_definitions_gives_no_other_notice(default, inside):
    """Nothing in the default host is odd except that no benchmark covers its version."""
    others = [text for text in inside.scan().notices if "1.35" not in text]
    assert others == []


def places(report):
    """Every piece of evidence with the control it belongs to."""
    for benchmark in report.data["benchmarks"]:
        for control in benchmark["controls"]:
            for one in control["evidence"]:
                yield control["id"], one


def test_every_argument_that_is_named_is_that_argument_of_that_process(report, default):
    arguments = {}
    checked = 0
    for number, one in places(report):
        where = one["location"]
        if where["kind"] != "process" or "argument" not in where:
            continue
        pid = where["pid"]
        if pid not in arguments:
            arguments[pid] = default.sh(f"cat /proc/{pid}/cmdline").split("\0")
        text = arguments[pid][where["argument"]]
        assert text in one["seen"] or one["seen"] in text, f"{number}: {one} but the argument is {text}"
        assert arguments[pid][0].rsplit("/", 1)[-1] == where["instance"].split("@")[0].split("/")[0].split(":")[0], one
        checked += 1
    assert checked >= 60


def test_every_line_that_is_named_holds_what_was_seen(report, default):
    files = {}
    checked = 0
    for number, one in places(report):
        where = one["location"]
        if where["kind"] != "file" or "line" not in where:
            continue
        path = where["path"]
        if path not in files:
            files[path] = default.exec("cat", path).splitlines()
        line = files[path][where["line"] - 1]
        # `authentication.anonymous.enabled: false` was seen, and the line is `    enabled: false`.
        key, _, value = one["seen"].partition(": ")
        assert key.rsplit(".", 1)[-1] in line and value.strip('"') in line, f"{number}: {one} but the line is {line!r}"
        if "column" in where:
            assert where["column"] <= len(line) + 1
        checked += 1
    assert checked >= 8


@pytest.mark.parametrize(("number", "argument"), [
    ("1.2.8", "--authorization-mode=Node,RBAC"),
    ("1.2.14", "--enable-admission-plugins=NodeRestriction"),
    ("1.2.22", "--service-account-key-file=/etc/kubernetes/pki/sa.pub"),
    ("1.3.3", "--use-service-account-credentials=true"),
    ("1.4.2", "--bind-address=127.0.0.1"),
    ("2.2", "--client-cert-auth=true"),
    ("2.5", "--peer-client-cert-auth=true"),
    ("3.1.3", "--enable-bootstrap-token-auth=true"),
])
def test_a_verdict_on_a_flag_shows_the_argument(report, default, number, argument):
    one = next(e for e in report.evidence(number) if e["location"]["kind"] == "process")
    words = default.sh(f"cat /proc/{one['location']['pid']}/cmdline").split("\0")
    assert words.index(argument) == one["location"]["argument"]
    assert argument.split("=", 1)[1] in one["seen"]


@pytest.mark.parametrize(("number", "path", "text"), [
    ("4.2.1", "/var/lib/kubelet/config.yaml", "    enabled: false"),
    ("4.2.2", "/var/lib/kubelet/config.yaml", "  mode: Webhook"),
    ("4.2.3", "/var/lib/kubelet/config.yaml", "    clientCAFile: /etc/kubernetes/pki/ca.crt"),
    ("4.2.10", "/var/lib/kubelet/config.yaml", "rotateCertificates: true"),
])
def test_a_verdict_on_a_configuration_file_shows_the_line(report, default, number, path, text):
    lines = default.exec("cat", path).splitlines()
    one = next(e for e in report.evidence(number) if e["location"]["kind"] == "file")
    assert one["location"]["path"] == path
    assert lines[one["location"]["line"] - 1] == text


@pytest.mark.parametrize("number", ["1.2.15", "1.2.20", "1.2.21", "1.2.30", "1.3.1", "1.3.2", "1.3.6", "1.4.1",
                                    "4.2.6", "4.2.8", "4.2.11", "4.2.13", "4.2.14"])
def test_a_verdict_on_a_default_says_of_which_version(report, number):
    kinds = {e["location"]["kind"] for e in report.evidence(number)}
    assert "default" in kinds, report.why(number)
    for one in report.evidence(number):
        if one["location"]["kind"] == "default":
            assert re.search(r"1\.37|every", one["location"]["version"]), one


@pytest.mark.parametrize(("number", "path", "mode"), [
    ("1.1.1", "/etc/kubernetes/manifests/kube-apiserver.yaml", "600"),
    ("1.1.11", "/var/lib/etcd", "700"),
    ("1.1.13", "/etc/kubernetes/super-admin.conf", "600"),
    ("1.1.20", "/etc/kubernetes/pki/etcd/server.crt", "644"),
    ("4.1.1", "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf", "644"),
    ("4.1.3", "/var/lib/kube-proxy/kubeconfig.conf", "644"),
    ("4.1.9", "/var/lib/kubelet/config.yaml", "644"),
])
def test_a_verdict_on_a_file_names_it_with_its_mode(report, default, number, path, mode):
    assert default.exec("stat", "-c", "%a", path).strip() == mode
    seen = [e["seen"] for e in report.evidence(number) if e["location"].get("path") == path]
    assert seen and mode in seen[0], report.why(number)


def test_files_that_are_as_they_should_be_are_not_blamed(report):
    """1.1.9 fails for the configuration and the leases, 1.1.13 lists both kubeconfigs."""
    paths = {e["location"].get("path") for e in report.evidence("1.1.13")}
    assert paths == {"/etc/kubernetes/admin.conf", "/etc/kubernetes/super-admin.conf"}
    bad = {e["location"].get("path") for e in report.evidence("1.1.9")}
    assert "/etc/cni/net.d/10-testbed.conflist" in bad


def test_a_merged_usr_does_not_show_a_unit_twice(report):
    paths = [e["location"]["path"] for e in report.evidence("4.1.1")]
    names = [p.rsplit("/", 1)[-1] for p in paths]
    assert sorted(names) == ["10-kubeadm.conf", "kubelet.service"]


def test_no_private_key_or_token_is_in_the_report(default, inside):
    text = inside.run("scan", "node", "-o", "json").stdout
    assert "PRIVATE KEY" not in text
    for path in ("/etc/kubernetes/admin.conf", "/etc/kubernetes/pki/sa.key"):
        for line in default.exec("cat", path).splitlines():
            word = line.split(": ")[-1].strip()
            if len(word) > 60:
                assert word not in text


def test_the_command_that_explains_a_failure_knows_every_control_of_the_table(plimsoll):
    for number in harness.NUMBERS:
        plimsoll.run("explain", f"cis-2.0.1/{number}")


def test_a_user_who_may_not_read_gets_errors_with_reasons_and_no_other_verdict_changes(default, inside):
    # Who is first in /var/lib/cni, libcni or its plugin, decides whether others may enter.
    default.exec("chmod", "755", "/var/lib/cni")
    report = inside.scan(before=harness.NOBODY)
    report.compare(harness.expected("non-root-default"))
    harness.errors_have_reasons(report)
    assert any("65534" in text for text in report.notices)
    assert report.data["hosts"][0]["collector_uid"] == 65534
