"""Broken, hostile and huge manifests: each names its file, the rest is still judged, memory stays bounded."""

import json
import os
import subprocess
import sys

import jsonschema
import pytest

import harness

GOOD = "apiVersion: v1\nkind: Pod\nmetadata: {name: good}\nspec:\n  hostPID: true\n  containers: [{name: a, image: a:1}]\n"
HEAD = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


def bomb():
    text = HEAD + "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 12):
        text += f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n"
    return text


BROKEN = {
    "bomb": (bomb(), "too many values"),
    "deep": (HEAD + "data: " + "[" * 200 + "]" * 200, "nested too deeply"),
    "chain": (HEAD + "a0: &a0 {b: c}\n" + "".join(f"a{n}: &a{n} {{b: [[[*a{n - 1}]]]}}\n" for n in range(1, 200)), "nested too deeply"),
    "twice": (HEAD + "data: {a: '1', a: '2'}\n", "`a` is written twice"),
    "tab": (HEAD + "data:\n\ta: b\n", "cannot be read as YAML"),
    "nul": (HEAD + "data: {a: \0}\n", "NUL"),
    "utf16": (("\ufeff" + HEAD).encode("utf-16-le"), "UTF-16"),
    "latin1": (HEAD.encode() + b"# \xe9\n", "not UTF-8"),
    "open": (HEAD + "data: {a: 'b\n", "cannot be read as YAML"),
    "template": (HEAD + "data: {{ .Values.data }}\n  - b\n", "helm template"),
    "alias": (HEAD + "data: *nobody\n", "cannot be read as YAML"),
    "half": ("kind: Pod\nmetadata: {name: a} # apiVersion\n", "needs both"),
}


def write(path, text):
    path.write_bytes(text if isinstance(text, bytes) else text.encode())


@pytest.fixture
def folder(work, request):
    path = work / request.node.name.replace("[", "-").replace("]", "")
    path.mkdir()
    return path


def scan(plimsoll, where, *more):
    return json.loads(plimsoll.run("scan", "files", where, "-o", "json", "--check", "host-pid", *more).stdout)


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_told_and_the_rest_is_judged(plimsoll, folder, name):
    text, words = BROKEN[name]
    write(folder / f"{name}.yaml", text)
    write(folder / "good.yaml", GOOD)
    report = scan(plimsoll, folder)
    told = [one for one in report["objects"]["not_judged"] if one["path"].endswith(f"{name}.yaml")]
    assert told and words in told[0]["reason"], report["objects"]["not_judged"]
    assert [one["target"] for one in report["findings"]] == ["Pod/good"]
    plimsoll.run("scan", "files", folder, "--strict", check=4)


def test_a_broken_document_costs_its_own_file_nothing_else(plimsoll, folder):
    write(folder / "a.yaml", GOOD + "---\na: {\n---\n" + GOOD.replace("good", "second") + "---\nb: [\n")
    write(folder / "b.yaml", "---\n" + HEAD + "data: {a: '1', a: '2'}\n---\n" + GOOD.replace("good", "third"))
    report = scan(plimsoll, folder)
    assert sorted(one["target"] for one in report["findings"]) == ["Pod/good", "Pod/second", "Pod/third"]
    assert len(report["objects"]["not_judged"]) == 3


def test_names_with_escape_sequences_reach_no_terminal(plimsoll, folder):
    evil = "\\e[31mred\\a\\u202egpj"
    write(folder / "a.yaml", GOOD.replace("name: good", f'name: "{evil}"'))
    for output in ("terminal", "json", "csv", "github", "sarif", "junit", "gitlab-sast", "html"):
        text = plimsoll.run("scan", "files", folder, "-o", output).stdout
        bad = [c for c in text if (ord(c) < 32 and c not in "\n\r\t") or c in "\x7f\u202e\u202d\u2066"]
        assert not bad, (output, bad)


PEAK = """
import os, sys
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def test_a_huge_file_is_refused_by_its_size_and_a_large_one_is_read(plimsoll, folder):
    write(folder / "large.yaml", "---\n".join(GOOD.replace("good", f"p{n}") for n in range(20000)))
    write(folder / "huge.yaml", GOOD + "# " + "x" * (3 << 20))
    out = folder / "report.out"
    # A new process begins with the peak of the one that makes it: a small one stands between.
    done = subprocess.run([sys.executable, "-c", PEAK, plimsoll.path, "scan", "files", folder, "-o", f"json={out}",
                           "--check", "host-pid", "--max-file-size", "3"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    report = json.loads(out.read_text())
    assert len(report["findings"]) == 20000
    assert [one["path"].rsplit("/")[-1] for one in report["objects"]["not_judged"]] == ["huge.yaml"]
    assert int(done.stdout) < 400 << 10, "the memory of this one process, in KiB"


def test_pipes_links_and_odd_files_do_not_stop_it(plimsoll, folder):
    write(folder / "good.YAML", GOOD)
    os.mkfifo(folder / "pipe.yaml")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "circle").symlink_to(folder)
    (folder / "gone.yaml").symlink_to(folder / "nothing")
    report = scan(plimsoll, folder)
    assert [one["target"] for one in report["findings"]] == ["Pod/good"]
    told = {one["path"].rsplit("/")[-1] for one in report["objects"]["not_judged"]}
    assert told == {"pipe.yaml", "loop.yaml", "gone.yaml"}


def test_the_report_on_manifests_keeps_to_the_schema(plimsoll):
    done = plimsoll.run("scan", "files", harness.ROOT / "tests/manifests/apps", "--all-checks", "-o", "json")
    schema = json.loads((harness.ROOT / "docs/schemas/report.schema.json").read_text())
    jsonschema.validate(json.loads(done.stdout), schema)


def test_nothing_is_started_and_nothing_is_sent(binary, folder, work):
    write(folder / "good.yaml", GOOD)
    trace = work / "files.trace"
    subprocess.run(["strace", "-f", "-e", "trace=execve,socket,connect", "-o", trace, binary, "scan", "files", folder],
                   check=True, capture_output=True)
    calls = [line for line in trace.read_text().splitlines() if "execve(" in line or "socket(" in line]
    assert len(calls) == 1, calls
