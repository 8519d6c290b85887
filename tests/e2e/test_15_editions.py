"""Other editions on the host that kubeadm makes: an old one, the STIG, our own; and which one is chosen."""

import datetime
import json
import re

import pytest

import harness

TABLES = {"cis-1.6": "cis-1.6", "stig-v2r6": "stig", "plimsoll-node-1.0": "node-1.0"}
CONTAINERD = "/etc/containerd/config.toml"
MANIFESTS = "/etc/kubernetes/manifests"


@pytest.fixture(scope="module")
def default(bed):
    bed.variant("default")
    bed.reset()
    return bed


def table(bed, name, version="1.37"):
    """What is written down, and what depends on the machine and the day."""
    found = dict(harness.expected(TABLES[name]))
    if name != "plimsoll-node-1.0":
        return found
    look = bed.sh("cat /sys/module/apparmor/parameters/enabled 2>/dev/null || true; echo; "
                  "cat /sys/fs/selinux/enforce 2>/dev/null || true; echo; containerd --version").split("\n")
    enforced = "Y" in look[0] or "1" in look[1]
    found["1.9"] = "pass" if enforced else "fail"
    found["1.10"] = "pass" if enforced else "not-applicable"
    major, minor = (int(x) for x in re.search(r"(\d+)\.(\d+)\.\d+", look[-2] if not look[-1] else look[-1]).groups())
    found["1.12"] = "pass" if major >= 2 else "fail"
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    ends = {line.split("\t")[1]: line.split("\t")[3] for line in
            (harness.ROOT / "components" / "lifecycle.tsv").read_text().splitlines()
            if line.startswith("containerd\t")}
    found["3.3"] = "pass" if today <= ends[f"{major}.{minor}"] else "fail"
    # 1.37 gets fixes until 28 October 2027, 1.34 until 27 October 2026: Kubernetes' own schedule.
    found["3.1"] = "pass" if today <= {"1.37": "2027-10-28", "1.34": "2026-10-27"}[version] else "fail"
    return found


@pytest.fixture(scope="module")
def report(default, inside):
    return inside.scan(*(x for b in TABLES for x in ("--benchmark", b)))


@pytest.mark.parametrize("edition", TABLES)
def test_every_control_has_the_status_that_the_host_and_the_edition_give_it(default, report, edition):
    report.compare(table(default, edition), edition)


@pytest.mark.parametrize("edition", TABLES)
def test_several_editions_at_once_say_what_each_says_alone(default, inside, report, edition):
    alone = inside.scan("--benchmark", edition)
    assert [b["id"] for b in alone.data["benchmarks"]] == [edition]
    assert alone.statuses() == report.statuses(edition)


def test_an_edition_outside_its_range_is_said_to_be_so_at_the_top(default, inside, report):
    said = [n for n in report.notices if "cis-1.6" in n]
    assert len(said) == 1 and "1.16 to 1.18" in said[0] and "1.37" in said[0], report.notices
    assert not [n for n in report.notices if "stig" in n or "plimsoll-node" in n], report.notices
    text = inside.run("scan", "node", "--benchmark", "cis-1.6").stdout
    head = text[:text.index("Failures")]
    assert "for Kubernetes 1.16 to 1.18" in head and said[0] in " ".join(head.split())


def test_a_thresholds_of_one_edition_does_not_leak_into_another(default, inside):
    """4.1.9 asks 0644 in 1.6 and 0600 in 1.12; the file is 0644."""
    report = inside.scan("--benchmark", "cis-1.6", "--benchmark", "cis-1.12", "--benchmark", "stig-v2r6")
    assert report.statuses("cis-1.6")["4.1.9"] == "pass" and report.statuses("cis-1.12")["4.1.9"] == "fail"
    assert report.statuses("stig-v2r6")["V-242456"] == "pass"
    ids = [f["id"] for f in report.findings]
    assert len(ids) == len(set(ids))
    modes = [f["parameters"]["mode"] for f in report.findings if f["check"] == "kubelet-configuration-mode"]
    assert sorted(modes) == ["600", "644"], "a check with two thresholds has two findings"


def test_the_category_of_the_stig_is_the_severity(report):
    controls = {c["id"]: c for c in report.benchmark("stig-v2r6")["controls"]}
    assert {c["severity"] for c in controls.values()} == {"high", "medium"}
    assert controls["V-242390"]["severity"] == "high" and controls["V-242378"]["severity"] == "medium"
    assert any(name.startswith("SV-242390") for name in controls["V-242390"]["also"])


def test_fail_on_follows_the_category(default, inside):
    inside.run("scan", "node", "--benchmark", "stig", "--fail-on", "high", check=3)
    inside.run("scan", "node", "--benchmark", "stig", "--fail-on", "critical", check=0)


def test_an_ordinary_user_gets_no_pass_for_what_he_cannot_read(default, inside):
    for edition in TABLES:
        whole = inside.scan("--benchmark", edition).statuses()
        partly = inside.scan("--benchmark", edition, before=harness.NOBODY).statuses()
        changed = harness.differences(whole, partly)
        odd = {n: change for n, change in changed.items() if change[1] != "error"}
        # He sees the command line, which has no --basic-auth-file, but not the version, which has none at all.
        if number := {"cis-1.6": "1.2.2", "stig-v2r6": "V-245542"}.get(edition):
            assert odd.pop(number, None) in (None, ("not-applicable", "pass"))
        assert not odd, (edition, odd)
        assert "error" in partly.values(), edition


# One thing changed.

STIG = [
    ("set", "kubelet --anonymous-auth=false", {"V-242391": "fail"}),            # by flag, whatever its value
    ("set", "kubelet --read-only-port=0", {"V-242387": "fail"}),
    ("set", "kubelet --hostname-override=testbed-node", {"V-242404": "fail"}),
    ("set", "kubelet protectKernelDefaults=true", {"V-242434": "pass"}),
    ("set", "kubelet streamingConnectionIdleTimeout=5m", {"V-245541": "pass"}),
    ("set", "etcd --auto-tls=false", {"V-242379": "pass"}),                     # written down
    ("set", "etcd --peer-auto-tls=false", {"V-242380": "pass"}),
    ("set", "kube-apiserver --tls-min-version=VersionTLS12", {"V-242378": "pass"}),
    ("set", "kube-apiserver --request-timeout=300s", {"V-242438": "pass"}),
    ("unset", "kube-scheduler --bind-address", {"V-242384": "fail"}),
    ("set", "kube-controller-manager --profiling=false", {"V-242409": "pass"}),
    ("sh", "chmod 664 /var/lib/kubelet/config.yaml", {"V-242407": "fail", "V-242456": "fail"}),
    ("sh", "chmod 640 /etc/kubernetes/pki/sa.key", {"V-242467": "fail"}),
    ("sh", "chmod 664 /etc/kubernetes/pki/apiserver.crt", {"V-242466": "fail"}),
    ("sh", "chown 1000 /etc/kubernetes/scheduler.conf", {"V-242446": "fail"}),
]

WEAK = ("openssl req -x509 -newkey rsa:{bits} -nodes -keyout /etc/kubernetes/pki/old.key -out /etc/kubernetes/pki/old.crt "
        "-days {days} -subj /CN=old 2>/dev/null; chmod 600 /etc/kubernetes/pki/old.key")

NODE = [
    ("sh", "chmod 666 /run/containerd/containerd.sock", {"1.1": "fail"}),
    ("sh", f"printf '\\n[grpc]\\n  tcp_address = \"0.0.0.0:2375\"\\n' >> {CONTAINERD}", {"1.3": "fail"}),
    ("sh", f"sed -i 's/restrict_oom_score_adj = true/stream_server_address = \"\"/' {CONTAINERD}", {"1.4": "fail"}),
    ("sh", "mkdir -p /etc/containerd/certs.d/reg.example.com && printf 'server = \"http://reg.example.com\"\\n' > "
           "/etc/containerd/certs.d/reg.example.com/hosts.toml", {"1.5": "fail"}),
    ("sh", f"printf '\\n[plugins.\"io.containerd.grpc.v1.cri\".registry.configs.\"reg.example.com\".auth]\\n  password = "
           f"\"correct-horse\"\\n' >> {CONTAINERD}", {"1.6": "fail"}),
    ("sh", f"sed -i 's/restrict_oom_score_adj = true/unset_seccomp_profile = \"unconfined\"/' {CONTAINERD}", {"1.8": "fail"}),
    ("sh", f"chmod 666 {CONTAINERD}", {"1.13": "fail"}),
    ("sh", f"chown 1000 {CONTAINERD}", {"1.14": "fail"}),
    ("sh", WEAK.format(bits=2048, days=5), {"2.1": "fail"}),
    ("sh", WEAK.format(bits=1024, days=365), {"2.2": "fail"}),
    ("sh", "chmod 644 /etc/kubernetes/pki/sa.key", {"2.3": "fail"}),
    ("set", "etcd --listen-metrics-urls=http://0.0.0.0:2381", {"4.1": "fail", "4.2": "fail"}),
    ("sh", f"cp -p {MANIFESTS}/kube-apiserver.yaml {MANIFESTS}/kube-apiserver.yaml.bak", {"7.1": "fail"}),
    ("sh", f"cp -p {MANIFESTS}/kube-apiserver.yaml {MANIFESTS}/.kube-apiserver.yaml.swp", {}),    # the kubelet skips it
    ("sh", "cp /etc/kubernetes/admin.conf /etc/kubernetes/admin.conf.bak; chmod 644 /etc/kubernetes/admin.conf.bak",
     {"8.2": "fail"}),
    ("sh", "sed 's/client-certificate-data:.*/token: abcdef.0123456789abcdef/; /client-key-data/d' "
           "/etc/kubernetes/admin.conf > /etc/kubernetes/bootstrap-kubelet.conf; chmod 600 /etc/kubernetes/bootstrap-kubelet.conf",
     {"8.4": "fail"}),
    ("sh", "printf 'apiVersion: kubeadm.k8s.io/v1beta4\\nkind: InitConfiguration\\nbootstrapTokens:\\n- token: "
           "abcdef.0123456789abcdef\\n' > /etc/kubernetes/kubeadm.yaml; chmod 600 /etc/kubernetes/kubeadm.yaml",
     {"8.5": "fail"}),
]


@pytest.fixture
def mended(default):
    yield default
    default.reset()
    default.sh("chmod 660 /run/containerd/containerd.sock")


def change(bed, how, what):
    if how == "sh":
        bed.sh(what)
    else:
        bed.call(how, *what.split(" "))


@pytest.mark.parametrize(("how", "what", "changes"), STIG, ids=[w for _, w, _ in STIG])
def test_the_stig_sees_what_changed_and_nothing_else(mended, inside, how, what, changes):
    change(mended, how, what)
    inside.scan("--benchmark", "stig").compare({**table(mended, "stig-v2r6"), **changes})


@pytest.mark.parametrize(("how", "what", "changes"), NODE, ids=[w[:50] for _, w, _ in NODE])
def test_our_own_benchmark_sees_what_changed_and_nothing_else(mended, inside, how, what, changes):
    change(mended, how, what)
    report = inside.scan("--benchmark", "plimsoll-node-1.0")
    report.compare({**table(mended, "plimsoll-node-1.0"), **changes})
    text = json.dumps(report.data)
    assert "correct-horse" not in text and "abcdef.0123456789abcdef" not in text


# Which edition is chosen.


def versions():
    return [f"1.{minor}" for minor in range(5, 42)]


@pytest.mark.parametrize("version", versions())
def test_the_edition_that_fits_the_version_is_chosen_and_never_an_older_one(plimsoll, tree, version):
    def key(minor):
        return int(minor.split(".")[1])

    listed = json.loads(plimsoll.run("benchmarks", "list", "-o", "json").stdout)
    plain = [b for b in listed if b["family"] == "cis-kubernetes" and b["kubernetes"] and not b.get("distributions")]
    ranges = {b["id"]: [key(v) for v in b["kubernetes"]] for b in plain}
    tree.manifest("kube-apiserver", *harness.API_SERVER, image="mirror.example.com/kube-apiserver:latest")
    report = plimsoll.scan("--root", tree.path, "--kubernetes-version", version)
    (chosen,) = report.data["benchmarks"]
    fitting = [i for i, r in ranges.items() if key(version) in r]
    if fitting:
        assert chosen["id"] in fitting
        # Of several the one whose range reaches furthest.
        assert max(ranges[chosen["id"]]) == max(max(ranges[i]) for i in fitting)
        assert not [n for n in report.notices if chosen["id"] in n], report.notices
    else:
        newer = {i: min(r) for i, r in ranges.items() if min(r) > key(version)}
        if newer:
            assert min(ranges[chosen["id"]]) == min(newer.values()), (version, chosen["id"])
        else:
            assert chosen["id"] == "cis-2.0.1"
        assert [n for n in report.notices if version in n and chosen["id"] in n], report.notices
    assert chosen["chosen"].strip()


def test_none_is_chosen_that_must_be_named(plimsoll, tree):
    """The STIG, ours, section 3 alone, and profiles of Rancher are for those who ask for them."""
    tree.manifest("kube-apiserver", *harness.API_SERVER)
    for version in versions():
        (chosen,) = plimsoll.scan("--root", tree.path, "--kubernetes-version", version).data["benchmarks"]
        assert not re.search(r"stig|plimsoll|federated|hardened|permissive", chosen["id"])


def test_1_34_gets_the_newer_of_two_and_1_33_the_older(plimsoll, tree):
    tree.manifest("kube-apiserver", *harness.API_SERVER)
    chosen = {v: plimsoll.scan("--root", tree.path, "--kubernetes-version", v).benchmark()["id"]
              for v in ("1.32", "1.33", "1.34", "1.35")}
    assert chosen == {"1.32": "cis-1.12", "1.33": "cis-1.12", "1.34": "cis-2.0.1", "1.35": "cis-2.0.1"}


def test_an_edition_of_another_distribution_says_so(plimsoll, tree):
    tree.manifest("kube-apiserver", *harness.API_SERVER)
    report = plimsoll.scan("--root", tree.path, "--kubernetes-version", "1.34", "--benchmark", "k3s-cis-1.12")
    assert any("k3s" in n for n in report.notices), report.notices


def test_of_several_hosts_each_has_its_say(plimsoll, folder):
    """Each is judged by the edition that fits it, in one report."""
    snapshots = []
    for name, version in (("old", "1.26"), ("new", "1.34"), ("other", "1.34")):
        tree = harness.Tree(folder / name)
        tree.write("etc/hostname", f"{name}\n", 0o644)
        tree.manifest("kube-apiserver", *harness.API_SERVER, image=f"registry.k8s.io/kube-apiserver:v{version}.1")
        snapshots.append(folder / f"{name}.snap")
        plimsoll.run("collect", "node", "--root", tree.path, "-o", snapshots[-1])
    report = harness.Report(plimsoll.run("audit", *snapshots, "-o", "json").stdout)
    assert [b["id"] for b in report.data["benchmarks"]] == ["cis-2.0.1", "cis-1.8"]
    hosts = {b["id"]: {h["host"] for c in b["controls"] for h in c["hosts"]} for b in report.data["benchmarks"]}
    assert "old" in hosts["cis-1.8"] and {"new", "other"} <= hosts["cis-2.0.1"], hosts
