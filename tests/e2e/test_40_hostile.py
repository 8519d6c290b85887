"""Made-up hosts with what is broken, hostile or not readable: no crash, and no pass without having looked."""

import os
import subprocess

import pytest

import harness
from harness import API_SERVER, KUBELET_CONFIG

# Controls that rest on the API server's arguments, the kubelet's file ...
API = [f"1.2.{n}" for n in range(1, 31)]
KUBELET = [f"4.2.{n}" for n in range(1, 15) if n != 7]  # 4.2.7 is a flag's
VERSION = ("--kubernetes-version", "1.37")


def scan(plimsoll, tree, *more, **options):
    return plimsoll.scan("--root", tree.path, *VERSION, *more, **options)


def no_pass(report, numbers):
    """None of these was read, so each is an error with a reason."""
    for number in numbers:
        assert report.control(number)["status"] == "error", report.why(number)
        assert len(report.control(number)["reason"]) > 10


def said(report, *words):
    """Reasons and notices together hold these words."""
    text = str(report.notices) + str([(c["reason"], c["evidence"]) for c in report.benchmark()["controls"]])
    for word in words:
        assert word in text, f"{word!r} is neither in a notice nor in a reason"


@pytest.fixture
def whole(tree):
    """A small host that is in order."""
    tree.manifest("kube-apiserver", *API_SERVER)
    tree.kubelet(KUBELET_CONFIG)
    tree.write("etc/kubernetes/kubelet.conf", "apiVersion: v1\nkind: Config\n")
    tree.write("etc/kubernetes/pki/ca.crt", "not looked into\n", 0o644)
    return tree


def test_the_small_host_is_judged(plimsoll, whole):
    report = scan(plimsoll, whole)
    assert report.control("1.2.15")["status"] == "pass"
    assert report.control("1.2.8")["status"] == "pass"
    assert report.control("4.2.1")["status"] == "pass"
    assert report.control("1.1.1")["status"] == "pass"
    assert "error" not in report.statuses().values()


def test_an_empty_root_is_judged_without_a_pass(plimsoll, folder):
    (folder / "empty").mkdir(mode=0o755)
    report = plimsoll.scan("--root", folder / "empty")
    assert "pass" not in report.statuses().values()
    assert "fail" not in report.statuses().values()
    assert any("no Kubernetes component" in n for n in report.notices)


def test_a_root_that_is_not_there_is_an_error_that_names_it(plimsoll, folder):
    done = plimsoll.run("scan", "node", "--root", folder / "nowhere", check=2)
    assert "nowhere" in done.stderr


def test_a_root_that_is_a_file_is_an_error_that_names_it(plimsoll, folder):
    (folder / "file").write_text("x")
    done = plimsoll.run("scan", "node", "--root", folder / "file", check=2)
    assert "file is not a directory" in done.stderr


# The kubelet's configuration.

BROKEN_CONFIGS = {
    "not YAML": "authentication: [unclosed\n  anonymous: {",
    "a tab as indentation": "authentication:\n\tanonymous:\n\t\tenabled: false\n",
    "the same key twice": KUBELET_CONFIG + "readOnlyPort: 0\nreadOnlyPort: 10255\n",
    "the same key twice, deep": "kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n"
                                "authentication:\n  anonymous:\n    enabled: false\n    enabled: true\n",
    "binary garbage": bytes(range(256)) * 40,
    "not UTF-8": KUBELET_CONFIG.encode() + b"clusterDomain: \xff\xfe\n",
    "NUL": KUBELET_CONFIG.encode() + b"clusterDomain: a\0b\n",
    "five megabytes": KUBELET_CONFIG + "# " + "x" * (5 << 20) + "\n",
    "deeper than anything": "a: " + "[" * 20000 + "]" * 20000 + "\n",
    "deep by indentation": "".join("  " * n + f"k{n}:\n" for n in range(2000)),
    "a bomb of aliases": "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)),
    "an alias of itself": "a: &a\n  b: *a\n",
    "a list": "- authentication\n- authorization\n",
    "a word": "hello\n",
    "a number where an object belongs": "kind: KubeletConfiguration\napiVersion: kubelet.config.k8s.io/v1beta1\n"
                                         "authentication: 5\nauthorization: []\n",
    "an unterminated string": 'kind: KubeletConfiguration\nclusterDomain: "abc\n',
}


@pytest.mark.parametrize("what", BROKEN_CONFIGS)
def test_a_kubelet_configuration_that_cannot_be_read_is_an_error(plimsoll, whole, what):
    whole.write("var/lib/kubelet/config.yaml", BROKEN_CONFIGS[what])
    report = scan(plimsoll, whole)
    wanted = ["4.2.1", "4.2.2"] if what == "a number where an object belongs" else KUBELET
    no_pass(report, wanted)
    said(report, "/var/lib/kubelet/config.yaml")
    # The rest of the host is judged all the same.
    assert report.control("1.2.15")["status"] == "pass"
    plimsoll.run("scan", "node", "--root", whole.path, "--strict", check=4)


@pytest.mark.parametrize("content", ["", "\n", "# nothing\n", "---\n", "{}\n"])
def test_a_kubelet_configuration_without_content_is_no_source_of_defaults(plimsoll, whole, content):
    """The kubelet refuses to start with such a file ("was empty", "Object 'Kind' is missing"): no default is in force."""
    whole.write("var/lib/kubelet/config.yaml", content)
    no_pass(scan(plimsoll, whole), KUBELET)


def test_a_kubelet_configuration_of_another_kind_is_not_read_as_one(plimsoll, whole):
    whole.write("var/lib/kubelet/config.yaml", KUBELET_CONFIG.replace("KubeletConfiguration", "ConfigMap"))
    report = scan(plimsoll, whole)
    no_pass(report, KUBELET)


def test_a_kubelet_configuration_that_is_not_there_is_an_error(plimsoll, whole):
    os.unlink(whole.of("var/lib/kubelet/config.yaml"))
    report = scan(plimsoll, whole)
    no_pass(report, KUBELET)
    said(report, "/var/lib/kubelet/config.yaml")


@pytest.mark.parametrize("kind", ["fifo", "socket", "directory", "device", "loop", "dangling", "to a fifo"])
def test_what_is_no_regular_file_in_place_of_a_configuration_is_an_error_and_never_waited_for(
        plimsoll, whole, kind):
    path = whole.of("var/lib/kubelet/config.yaml")
    path.unlink()
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "socket":
        import socket
        one = socket.socket(socket.AF_UNIX)
        here = os.getcwd()
        os.chdir(path.parent)
        one.bind("config.yaml")
        os.chdir(here)
        one.close()
    elif kind == "directory":
        path.mkdir()
    elif kind == "device":
        os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5))     # /dev/zero never ends
    elif kind == "loop":
        path.symlink_to("other.yaml")
        (path.parent / "other.yaml").symlink_to("config.yaml")
    elif kind == "dangling":
        path.symlink_to("/nowhere/at/all")
    else:
        os.mkfifo(path.parent / "pipe")
        path.symlink_to("pipe")
    report = plimsoll.scan("--root", whole.path, *VERSION, timeout=10)
    no_pass(report, KUBELET)


# Manifests.

BROKEN_MANIFESTS = {
    "not YAML": "spec: [unclosed\n  {",
    "the same key twice": "",   # made in the test
    "binary garbage": bytes(range(256)) * 40,
    "five megabytes": "",
    "a bomb of aliases": BROKEN_CONFIGS["a bomb of aliases"],
}


@pytest.mark.parametrize("what", BROKEN_MANIFESTS)
def test_a_manifest_that_cannot_be_read_is_said_and_never_judged_as_in_order(plimsoll, whole, what):
    path = whole.of("etc/kubernetes/manifests/kube-apiserver.yaml")
    text = path.read_text()
    content = BROKEN_MANIFESTS[what]
    if what == "the same key twice":
        content = text.replace("    image:", "    command: [kube-apiserver, --profiling=true]\n    image:")
    elif what == "five megabytes":
        content = text + "# " + "x" * (5 << 20) + "\n"
    whole.write("etc/kubernetes/manifests/kube-apiserver.yaml", content)
    report = scan(plimsoll, whole)
    for number in API:
        assert report.control(number)["status"] == "error", report.why(number)
    said(report, "/etc/kubernetes/manifests/kube-apiserver.yaml")


def test_an_empty_file_beside_the_manifests_disturbs_nothing(plimsoll, whole):
    """The kubelet skips it, so does the audit."""
    before = scan(plimsoll, whole).statuses()
    whole.write("etc/kubernetes/manifests/empty.yaml", "")
    whole.write("etc/kubernetes/manifests/.kube-apiserver.yaml.swp", b"b0VIM 9.0\0\0\0")
    assert harness.differences(before, scan(plimsoll, whole).statuses()) == {}


def test_a_hidden_copy_of_a_manifest_is_not_what_the_kubelet_reads(plimsoll, whole):
    """The kubelet ignores names that begin with a dot."""
    text = whole.of("etc/kubernetes/manifests/kube-apiserver.yaml").read_text()
    whole.write("etc/kubernetes/manifests/.old.yaml", text.replace("--profiling=false", "--profiling=true"), 0o666)
    report = scan(plimsoll, whole)
    assert report.control("1.2.15")["status"] == "pass", report.why("1.2.15")


def test_a_forgotten_copy_of_a_manifest_is_judged_as_the_kubelet_reads_it_too(plimsoll, whole):
    text = whole.of("etc/kubernetes/manifests/kube-apiserver.yaml").read_text()
    whole.write("etc/kubernetes/manifests/kube-apiserver.yaml.bak",
                text.replace("--profiling=false", "--profiling=true"), 0o644)
    report = scan(plimsoll, whole)
    assert report.control("1.1.1")["status"] == "fail"
    assert report.control("1.2.15")["status"] == "fail"
    assert any("2 instances of kube-apiserver" in n for n in report.notices), report.notices


def test_a_fifo_among_the_manifests_is_not_waited_for(plimsoll, whole):
    os.mkfifo(whole.of("etc/kubernetes/manifests/pipe.yaml"))
    report = plimsoll.scan("--root", whole.path, *VERSION, timeout=10)
    assert report.control("1.2.15")["status"] in ("pass", "error")


def test_links_that_go_round_in_the_manifests_folder_are_not_followed_forever(plimsoll, whole):
    whole.link("etc/kubernetes/manifests/a.yaml", "b.yaml")
    whole.link("etc/kubernetes/manifests/b.yaml", "a.yaml")
    whole.link("etc/kubernetes/pki/self", "..")
    whole.link("etc/kubernetes/pki/round", "round")
    plimsoll.scan("--root", whole.path, *VERSION, timeout=10)


def test_ten_thousand_files_in_the_pki_folder_do_not_stop_it(plimsoll, whole):
    whole.write("etc/kubernetes/pki/ca.crt", "x", 0o644)
    for n in range(10_000):
        (whole.of("etc/kubernetes/pki") / f"f{n}.crt").touch(mode=0o644)
    bad = whole.of("etc/kubernetes/pki/f7777.crt")
    bad.chmod(0o666)
    report = plimsoll.scan("--root", whole.path, *VERSION, timeout=30)
    assert report.control("1.1.20")["status"] in ("fail", "error"), report.why("1.1.20")


# What lies outside.


def test_links_lead_to_the_hosts_files_and_not_to_ours(plimsoll, whole, folder):
    """An absolute link, and one that climbs too high, mean the file below the root."""
    whole.write("opt/kubelet.yaml", KUBELET_CONFIG)
    secret = folder / "outside.yaml"
    secret.write_text(KUBELET_CONFIG.replace("false", "true"))
    for to in ("/opt/kubelet.yaml", "../../../../../../../../opt/kubelet.yaml"):
        whole.link("var/lib/kubelet/config.yaml", to)
        report = scan(plimsoll, whole)
        assert report.control("4.2.1")["status"] == "pass", report.why("4.2.1")
    whole.link("var/lib/kubelet/config.yaml", str(secret))
    no_pass(scan(plimsoll, whole), KUBELET)
    whole.link("var/lib/kubelet/config.yaml", "../../../../" + "../" * 10 + str(secret).lstrip("/"))
    no_pass(scan(plimsoll, whole), KUBELET)


def test_a_manifest_that_names_files_outside_reads_none_of_ours(plimsoll, tree, folder):
    """`..` and absolute paths in arguments stay below the root: our audit policy is not the host's."""
    outside = folder / "policy.yaml"
    outside.write_text("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Metadata\n")
    for path in (str(outside), "/etc/kubernetes/../../../../../.." + str(outside), "../../../.." + str(outside)):
        tree.manifest("kube-apiserver", *API_SERVER, f"--audit-policy-file={path}", "--audit-log-path=/x")
        report = scan(plimsoll, tree)
        assert report.control("3.2.1")["status"] in ("error", "fail"), report.why("3.2.1")
        assert report.control("3.2.2")["status"] in ("error", "fail"), report.why("3.2.2")


@pytest.mark.parametrize("path", ["/proc/self/environ", "/dev/zero", "/dev/stdin", "/etc/shadow", "", ".", "/", "//",
                                  "a" * 5000, "/\x01\x02"])
def test_odd_paths_in_arguments_are_survived(plimsoll, tree, path):
    tree.manifest("kube-apiserver", *API_SERVER, f"--audit-policy-file={path}",
                  f"--encryption-provider-config={path}", f"--authentication-config={path}")
    report = plimsoll.scan("--root", tree.path, *VERSION, timeout=10)
    assert report.control("3.2.1")["status"] in ("error", "fail")
    assert report.control("1.2.28")["status"] in ("error", "fail")


def test_a_terminal_does_not_get_the_escapes_that_a_host_plants(plimsoll, tree):
    tree.manifest("kube-apiserver", *API_SERVER, "--audit-log-path=/x\x1b]0;owned\x07\x1b[2J", "--token-auth-file=\x1b[31m")
    tree.write("etc/hostname", "evil\x1b[2Jhost\n", 0o644)
    done = plimsoll.run("scan", "node", "--root", tree.path, *VERSION, "-vv", "--colour", "never")
    assert "\x1b" not in done.stdout + done.stderr
    html = plimsoll.run("scan", "node", "--root", tree.path, *VERSION, "-o", "html").stdout
    assert "\x1b" not in html


def test_html_does_not_run_what_a_host_plants(plimsoll, tree):
    tree.manifest("kube-apiserver", *API_SERVER, "--token-auth-file=/x</script><script>alert(1)</script>",
                  "--audit-log-path=/x\" onmouseover=\"alert(2)")
    tree.write("etc/hostname", "<img src=x onerror=alert(3)>\n", 0o644)
    text = plimsoll.run("scan", "node", "--root", tree.path, *VERSION, "-o", "html").stdout
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    assert '" onmouseover="alert(2)' not in text


def test_a_secret_in_an_argument_is_not_repeated(plimsoll, tree):
    tree.manifest("kube-apiserver", *API_SERVER, "--oidc-client-secret=hunter2-hunter2",
                  "--etcd-servers=https://root:hunter2-hunter2@10.0.0.1:2379")
    for form in ("json", "html", "csv"):
        assert "hunter2" not in plimsoll.run("scan", "node", "--root", tree.path, *VERSION, "-o", form).stdout


# Not root.


def as_nobody(plimsoll, tree, **more):
    return scan(plimsoll, tree, before=harness.NOBODY, **more)


def test_manifests_that_another_user_may_not_read_are_errors(plimsoll, whole):
    """0600 files of root in an open folder: their owner and mode can be seen, not what they say."""
    report = as_nobody(plimsoll, whole)
    no_pass(report, API)
    assert any("65534" in n for n in report.notices)


def test_a_folder_of_manifests_that_may_not_be_entered_is_an_error(plimsoll, whole):
    whole.of("etc/kubernetes/manifests").chmod(0o700)
    report = as_nobody(plimsoll, whole)
    no_pass(report, API)
    no_pass(report, ["1.1.1", "1.1.2"])


def test_a_configuration_that_another_user_may_not_read_is_an_error(plimsoll, whole):
    report = as_nobody(plimsoll, whole)
    no_pass(report, KUBELET)


def test_a_configuration_behind_a_closed_folder_is_an_error_for_its_mode_as_well(plimsoll, whole):
    whole.of("var/lib/kubelet").chmod(0o700)
    report = as_nobody(plimsoll, whole)
    no_pass(report, KUBELET + ["4.1.9", "4.1.10"])


def test_a_closed_folder_of_keys_is_an_error_not_a_pass(plimsoll, whole):
    whole.write("etc/kubernetes/pki/private/ca.key", "x", 0o600)
    whole.write("etc/kubernetes/pki/ca.crt", "x", 0o644)
    whole.of("etc/kubernetes/pki/private").chmod(0o700)
    report = as_nobody(plimsoll, whole)
    no_pass(report, ["1.1.19", "1.1.20", "1.1.21"])


def test_a_failure_that_was_seen_is_a_failure_though_not_everything_was(plimsoll, whole):
    """An open key is known to be open, whatever lies in the closed folder."""
    whole.write("etc/kubernetes/pki/private/ca.key", "x", 0o600)
    whole.write("etc/kubernetes/pki/open.key", "x", 0o644)
    whole.of("etc/kubernetes/pki/private").chmod(0o700)
    report = as_nobody(plimsoll, whole)
    assert report.control("1.1.21")["status"] == "fail", report.why("1.1.21")


def test_an_account_file_that_may_not_be_read_never_makes_an_owner_right(plimsoll, whole):
    whole.of("etc/passwd").chmod(0o600)
    report = as_nobody(plimsoll, whole)
    whole.write("etc/kubernetes/admin.conf", "x")
    os.chown(whole.of("etc/kubernetes/admin.conf"), 1000, 1000)
    report = as_nobody(plimsoll, whole)
    assert report.control("1.1.14")["status"] in ("fail", "error")


def test_an_owner_without_a_name_is_shown_by_number_and_fails(plimsoll, whole):
    whole.write("etc/kubernetes/admin.conf", "x")
    os.chown(whole.of("etc/kubernetes/admin.conf"), 4242, 4343)
    report = scan(plimsoll, whole)
    assert report.control("1.1.14")["status"] == "fail"
    assert "4242" in str(report.evidence("1.1.14")) and "4343" in str(report.evidence("1.1.14"))


def test_a_user_named_root_who_is_not_root_does_not_pass(plimsoll, whole):
    """Only number 0 is root, whatever a second line of passwd calls 1000."""
    whole.write("etc/passwd", "root:x:0:0::/:/bin/sh\nroot:x:1000:1000::/:/bin/sh\n", 0o644)
    whole.write("etc/kubernetes/admin.conf", "x")
    os.chown(whole.of("etc/kubernetes/admin.conf"), 1000, 0)
    assert scan(plimsoll, whole).control("1.1.14")["status"] == "fail"


def test_a_broken_snapshot_is_an_error_and_no_crash(plimsoll, folder):
    good = (harness.ROOT / "tests/corpus/v1-kubeadm-1.37.snap").read_bytes()
    for name, content in {"empty": b"", "text": b"hello", "cut": good[:-200], "bits": good[:300] + b"\xff" * 50 + good[350:],
                          "json": b'{"format":1}', "bomb": zstd(b"\0" * (300 << 20)),
                          "null": zstd(b"null"), "later": zstd(b'{"format":99,"tool":"plimsoll 9.9","as_of":0}')}.items():
        path = folder / f"{name}.snap"
        path.write_bytes(content)
        done = plimsoll.run("audit", path, check=1)
        assert f"{name}.snap" in done.stderr, done.stderr
    assert "plimsoll 9.9" in plimsoll.run("audit", folder / "later.snap", check=1).stderr


def zstd(content):
    return subprocess.run(["zstd", "-qc"], input=content, capture_output=True, check=True).stdout
