"""A snapshot says again what the look said, and several make one report."""

import json
import shutil

import pytest

import harness

FORMATS = ("json", "csv", "html", "junit", "kube-bench-json", "terminal")
CORPUS = harness.ROOT / "tests" / "corpus"
SNAPSHOTS = sorted(CORPUS.glob("*.snap"))


@pytest.fixture(scope="module")
def default(bed):
    return bed.variant("default")


def to_files(folder, name):
    files = [folder / f"{name}.{f}" for f in FORMATS]
    return files, [a for f, p in zip(FORMATS, files) for a in ("-o", f"{f}={p}")]


def test_a_replayed_scan_gives_the_same_bytes_in_every_format(default, inside, plimsoll, folder):
    live, arguments = to_files(folder, "live")
    inside.run("scan", "node", "--save", folder / "s.snap", *arguments)
    again, arguments = to_files(folder, "again")
    plimsoll.run("audit", folder / "s.snap", *arguments)
    for one, other in zip(live, again):
        assert one.stat().st_size > 1000
        assert one.read_bytes() == other.read_bytes(), one.name


def test_what_collect_saved_gives_what_scan_says(default, inside, plimsoll, folder):
    inside.run("collect", "node", "-o", folder / "c.snap")
    collected = harness.Report(plimsoll.run("audit", folder / "c.snap", "-o", "json").stdout).data
    live = inside.scan().data
    for data in (collected, live):      # the one was taken a second before the other
        data.pop("as_of")
        for host in data["hosts"]:
            host.pop("as_of")
    assert collected == live


def test_options_that_judge_work_on_a_replay_as_on_the_host(default, inside, plimsoll, folder):
    options = ["--benchmark", "cis-1.12", "--level", "1", "--role", "control-plane", "--set",
               "api-server-audit-log-maxage.days=1", "-o", "json"]
    live = inside.run("scan", "node", "--save", folder / "s.snap", *options).stdout
    assert plimsoll.run("audit", folder / "s.snap", *options).stdout == live


@pytest.mark.parametrize("edition", ["cis-1.6", "stig-v2r6", "plimsoll-node-1.0"])
def test_every_edition_says_the_same_of_a_replay(default, inside, plimsoll, folder, edition):
    live = inside.run("scan", "node", "--benchmark", edition, "--save", folder / "s.snap", "-o", "json").stdout
    assert plimsoll.run("audit", folder / "s.snap", "--benchmark", edition, "-o", "json").stdout == live


# These rest on files and facts that snapshots of the first version do not hold, on a host that has them.
@pytest.mark.parametrize(("edition", "numbers"), [
    ("stig-v2r6", ["V-242396", "V-242405", "V-242408", "V-242444", "V-242445", "V-242459"]),
    ("plimsoll-node-1.0", ["1.1", "1.5", "1.9", "1.13", "1.14", "2.1", "2.3", "3.3", "6.1", "7.1", "8.1", "8.2", "8.4", "8.5"]),
])
def test_what_an_old_snapshot_did_not_look_at_is_an_error_that_says_so(plimsoll, edition, numbers):
    report = harness.Report(plimsoll.run("audit", CORPUS / "v1-kubeadm-1.37.snap", "--benchmark", edition, "-o",
                                         "json").stdout)
    wrong = [report.why(n) for n in numbers if report.statuses()[n] != "error"
             or "did not look" not in report.control(n)["reason"]]
    assert not wrong, "\n".join(wrong)


def test_an_ordinary_user_can_replay_and_gets_the_same(plimsoll, folder):
    shutil.copy(CORPUS / "v1-kubeadm-1.37.snap", folder / "s.snap")
    (folder / "s.snap").chmod(0o644)
    mine = plimsoll.run("audit", folder / "s.snap", "-o", "json").stdout
    assert plimsoll.run("audit", folder / "s.snap", "-o", "json", before=harness.NOBODY).stdout == mine


def test_the_clock_zone_language_and_folder_have_no_say(plimsoll, folder):
    arguments = ("audit", CORPUS / "v1-kubeadm-1.37.snap", "-o", "html")
    first = plimsoll.run(*arguments).stdout
    env = {"TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8", "HOME": "/nowhere",
           "SOURCE_DATE_EPOCH": "1", "COLUMNS": "33", "TERM": "dumb", "NO_COLOR": "1"}
    assert plimsoll.run(*arguments, env=env).stdout == first


@pytest.mark.parametrize(("name", "table"), [("v1-kubeadm-1.37", "default"), ("v1-hardened-1.37", "hardened")])
@pytest.mark.parametrize("benchmark", harness.BENCHMARKS)
def test_a_snapshot_that_was_kept_is_judged_as_on_the_day_it_was_taken(plimsoll, name, table, benchmark):
    report = harness.Report(plimsoll.run("audit", CORPUS / f"{name}.snap", "--benchmark", benchmark,
                                         "-o", "json").stdout)
    report.compare(harness.expected(table), benchmark)


@pytest.mark.parametrize("snapshot", SNAPSHOTS, ids=[s.name for s in SNAPSHOTS])
def test_a_snapshot_that_is_kept_holds_no_secret_and_no_path_of_ours(snapshot):
    text = harness.unpack(snapshot)
    for bad in (b"PRIVATE KEY", b"client-key-data: L", b"dGVzdGJlZCBrZXkg", b"/home/"):
        assert bad not in text, bad


def test_the_demo_is_the_kubeadm_host(plimsoll):
    report = harness.Report(plimsoll.run("demo", "-o", "json").stdout)
    report.compare(harness.expected("default"))


def host(folder, plimsoll, name, *arguments, **more):
    tree = harness.Tree(folder / name)
    tree.write("etc/hostname", f"{name}\n", 0o644)
    tree.manifest("kube-apiserver", *arguments, **more)
    out = folder / f"{name}.snap"
    plimsoll.run("collect", "node", "--root", tree.path, "--kubernetes-version", "1.34", "-o", out)
    return out


@pytest.fixture
def two(folder, plimsoll):
    return [host(folder, plimsoll, "alpha", "--profiling=false", "--authorization-mode=Node,RBAC"),
            host(folder, plimsoll, "beta", "--profiling=true", "--authorization-mode=Node,RBAC")]


def test_two_hosts_that_disagree_are_mixed_and_each_keeps_its_verdict(plimsoll, two):
    report = harness.Report(plimsoll.run("audit", *two, "-o", "json").stdout)
    assert [h["name"] for h in report.data["hosts"]] == ["alpha", "beta"]
    control = report.control("1.2.15")
    assert control["status"] == "mixed"
    assert {h["host"]: h["status"] for h in control["hosts"]} == {"alpha": "pass", "beta": "fail"}
    assert report.control("1.2.8")["status"] == "pass"
    assert report.benchmark()["counts"]["mixed"] == 1


def test_the_order_of_snapshots_does_not_matter(plimsoll, two):
    one = plimsoll.run("audit", *two, "-o", "json").stdout
    assert plimsoll.run("audit", *reversed(two), "-o", "json").stdout == one


def test_a_failure_on_one_host_counts_for_fail_on(plimsoll, two):
    options = ["--role", "control-plane", "--fail-on", "low"]
    assert plimsoll.run("audit", *two, *options, check=3)


def test_a_worker_beside_a_control_plane_takes_part_where_it_is_concerned(plimsoll, folder, two):
    tree = harness.Tree(folder / "worker")
    tree.write("etc/hostname", "worker\n", 0o644)
    tree.kubelet(harness.KUBELET_CONFIG)
    out = folder / "worker.snap"
    plimsoll.run("collect", "node", "--root", tree.path, "--kubernetes-version", "1.34", "-o", out)
    report = harness.Report(plimsoll.run("audit", two[0], out, "-o", "json").stdout)
    by_host = {h["host"]: h["status"] for h in report.control("1.2.15")["hosts"]}
    assert by_host == {"alpha": "pass", "worker": "not-applicable"}
    # A host that is not concerned does not spoil the verdict of those that are.
    assert report.control("1.2.15")["status"] == "pass"
    assert {h["host"]: h["status"] for h in report.control("4.2.1")["hosts"]} == {
        "alpha": "not-applicable", "worker": "pass"}
    assert report.control("4.2.1")["status"] == "pass"


def test_an_error_on_one_host_is_not_hidden_by_a_pass_on_another(plimsoll, folder, two):
    tree = harness.Tree(folder / "gamma")
    tree.write("etc/hostname", "gamma\n", 0o644)
    tree.manifest("kube-apiserver", "--profiling=false")
    tree.write("etc/kubernetes/manifests/kube-apiserver.yaml", "spec: [\n")
    tree.kubelet(harness.KUBELET_CONFIG)
    out = folder / "gamma.snap"
    plimsoll.run("collect", "node", "--root", tree.path, "--kubernetes-version", "1.34", "-o", out)
    report = harness.Report(plimsoll.run("audit", two[0], out, "-o", "json").stdout)
    assert report.control("1.2.15")["status"] in ("mixed", "error"), report.why("1.2.15")
    plimsoll.run("audit", two[0], out, "--strict", check=4)


def test_two_snapshots_of_one_host_are_refused(plimsoll, two):
    assert "alpha" in plimsoll.run("audit", two[0], two[0], check=1).stderr


def test_as_of_is_that_of_the_latest_snapshot(plimsoll, two):
    data = json.loads(plimsoll.run("audit", *two, "-o", "json").stdout)
    assert data["as_of"] == max(h["as_of"] for h in data["hosts"])
