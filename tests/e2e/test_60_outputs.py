"""Every format by a reader that is not ours."""

import csv
import html.parser
import io
import json
import re

import jsonschema
import junitparser
import pytest

import harness

CORPUS = harness.ROOT / "tests" / "corpus"
KUBEADM = CORPUS / "v1-kubeadm-1.37.snap"
SCHEMA = harness.ROOT / "docs" / "schemas" / "report.schema.json"


@pytest.fixture(scope="module")
def mixed(plimsoll, work):
    """Snapshots of three hosts: kubeadm's, one that is broken in part, and one with odd text everywhere."""
    folder = work / "mixed"
    folder.mkdir(mode=0o755)
    snapshots = [KUBEADM]
    for name, args in {"broken": ["--profiling=true"],
                       "odd": ["--audit-log-path=/x,\"y\";'z'<b>&amp;\n=1+1", "--token-auth-file=ü€\u202eabc\x7f"]}.items():
        tree = harness.Tree(folder / name)
        tree.write("etc/hostname", f"{name}\n", 0o644)
        tree.manifest("kube-apiserver", *args)
        if name == "broken":
            tree.kubelet("kind: [")
        out = folder / f"{name}.snap"
        plimsoll.run("collect", "node", "--root", tree.path, "--kubernetes-version", "1.34", "-o", out)
        snapshots.append(out)
    return snapshots


@pytest.fixture(scope="module", params=["kubeadm", "mixed"])
def snapshots(request, mixed):
    return [KUBEADM] if request.param == "kubeadm" else mixed


def text(plimsoll, snapshots, form, *more):
    return plimsoll.run("audit", *snapshots, "-o", form, *more).stdout


def report(plimsoll, snapshots, *more):
    return harness.Report(text(plimsoll, snapshots, "json", *more))


@pytest.fixture
def both():
    return [x for b in harness.BENCHMARKS for x in ("--benchmark", b)]


# JSON.


def test_json_is_what_the_committed_schema_says(plimsoll, snapshots, both):
    assert SCHEMA.is_file(), "docs/schemas/report.schema.json is not there"
    schema = json.loads(SCHEMA.read_text())
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    errors = [e.message for e in validator(schema).iter_errors(json.loads(text(plimsoll, snapshots, "json", *both)))]
    assert errors == []


def test_json_names_its_schema_and_repeats_nothing(plimsoll, snapshots, both):
    pairs = []

    def once(items):
        keys = [k for k, _ in items]
        pairs.extend(k for k in keys if keys.count(k) > 1)
        return dict(items)

    data = json.loads(text(plimsoll, snapshots, "json", *both), object_pairs_hook=once)
    assert pairs == []
    assert data["schema"] == "plimsoll.report/v1"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", data["as_of"])
    ids = [f["id"] for f in data["findings"]]
    assert len(ids) == len(set(ids))
    assert ids == [f["id"] for f in sorted(data["findings"], key=lambda f: (f["host"], f["check"], f["target"]))]


def test_the_status_of_a_control_follows_from_its_hosts_and_theirs_from_the_findings(plimsoll, snapshots):
    one = report(plimsoll, snapshots)
    findings = {f["id"]: f for f in one.findings}
    for control in one.benchmark()["controls"]:
        concerned = {h["status"] for h in control["hosts"]} - {"not-applicable"}
        wanted = "not-applicable" if not concerned else concerned.pop() if len(concerned) == 1 else "mixed"
        assert control["status"] == wanted, (control["id"], [h["status"] for h in control["hosts"]])
        for host in control["hosts"]:
            parts = {findings[i]["status"] for i in host["findings"]}
            if "fail" in parts:
                assert host["status"] in ("fail", "manual"), control["id"]
            if host["status"] == "pass":
                assert parts <= {"pass", "not-applicable"}, control["id"]
            assert all(findings[i]["host"] == host["host"] for i in host["findings"])


def test_section_counts_add_up(plimsoll, snapshots):
    one = report(plimsoll, snapshots).benchmark()
    leaves = [s for s in one["sections"] if any(c["section"] == s["id"] for c in one["controls"])]
    for key, value in one["counts"].items():
        assert sum(s["counts"][key] for s in leaves) == value, key
    assert sum(one["counts"].values()) == len(one["controls"])


# CSV.


def test_csv_has_a_row_for_every_control_and_host_and_the_same_cells_everywhere(plimsoll, snapshots, both):
    content = text(plimsoll, snapshots, "csv", *both)
    rows = list(csv.DictReader(io.StringIO(content, newline="")))
    assert all(None not in r and None not in r.values() for r in rows), "a row has more or fewer cells"
    data = report(plimsoll, snapshots, *both)
    wanted = sum(len(c["hosts"]) for b in data.data["benchmarks"] for c in b["controls"])
    assert len(rows) == wanted
    statuses = {(b["id"], c["id"], h["host"]): h["status"]
                for b in data.data["benchmarks"] for c in b["controls"] for h in c["hosts"]}
    benchmark, control, host, status = columns(rows[0])
    assert {(r[benchmark], r[control], r[host]): r[status] for r in rows} == statuses


def columns(row):
    names = {n.lower(): n for n in row}
    found = []
    for wanted in ("benchmark", "control", "host", "status"):
        found.append(names.get(wanted) or next(o for n, o in names.items() if wanted in n))
    return found


def test_csv_gives_a_spreadsheet_no_formula_to_run(plimsoll, mixed):
    """A cell that begins with = + - @ is run by spreadsheets when a host wrote it."""
    for row in csv.reader(io.StringIO(text(plimsoll, mixed, "csv"), newline="")):
        for cell in row:
            assert not re.match(r"[=+@\t\r]", cell), cell
            assert not cell.startswith("-") or re.fullmatch(r"-?\d*", cell) or cell.startswith("--") is False, cell


# JUnit.


def test_junit_is_read_by_a_library_and_counts_as_the_report_does(plimsoll, snapshots, both):
    xml = junitparser.JUnitXml.fromstring(text(plimsoll, snapshots, "junit", *both).encode())
    cases = [case for suite in xml for case in suite]
    data = report(plimsoll, snapshots, *both)
    verdicts = [h["status"] for b in data.data["benchmarks"] for c in b["controls"] for h in c["hosts"]]
    assert len(cases) == len(verdicts)
    kinds = {"failure": 0, "error": 0, "skipped": 0, "none": 0}
    for case in cases:
        kinds[type(case.result[0]).__name__.lower() if case.result else "none"] += 1
    assert kinds == {"failure": verdicts.count("fail"), "error": verdicts.count("error"),
                     "skipped": verdicts.count("manual") + verdicts.count("not-applicable"),
                     "none": verdicts.count("pass")}
    for suite in xml:
        inside = list(suite)
        assert suite.tests == len(inside)
        assert suite.failures == sum(isinstance(r, junitparser.Failure) for c in inside for r in c.result)
        assert suite.errors == sum(isinstance(r, junitparser.Error) for c in inside for r in c.result)
    names = [(suite.name, case.classname, case.name) for suite in xml for case in suite]
    assert len(names) == len(set(names))


# kube-bench's JSON. Field names and types as in its check/controls.go and check/check.go.

COUNT = {"type": "integer", "minimum": 0}
TEXT = {"type": "string"}
KUBE_BENCH = {
    "type": "object", "required": ["Controls", "Totals"], "additionalProperties": False,
    "properties": {
        "Totals": {"type": "object", "additionalProperties": False,
                   "required": ["total_pass", "total_fail", "total_warn", "total_info"],
                   "properties": {f"total_{k}": COUNT for k in ("pass", "fail", "warn", "info")}},
        "Controls": {"type": "array", "items": {
            "type": "object",
            "required": ["id", "version", "detected_version", "text", "node_type", "tests",
                         "total_pass", "total_fail", "total_warn", "total_info"],
            "properties": {
                "id": {"enum": ["1", "2", "3", "4", "5"]}, "version": TEXT, "detected_version": TEXT, "text": TEXT,
                "node_type": {"enum": ["master", "etcd", "controlplane", "node", "policies"]},
                "tests": {"type": "array", "minItems": 1, "items": {
                    "type": "object",
                    "required": ["section", "type", "pass", "fail", "warn", "info", "desc", "results"],
                    "properties": {
                        "section": TEXT, "type": TEXT, "desc": TEXT, "pass": COUNT, "fail": COUNT, "warn": COUNT,
                        "info": COUNT,
                        "results": {"type": "array", "minItems": 1, "items": {
                            "type": "object", "additionalProperties": False,
                            "required": ["test_number", "test_desc", "audit", "AuditEnv", "AuditConfig", "type",
                                         "remediation", "test_info", "status", "actual_value", "scored",
                                         "IsMultiple", "expected_result"],
                            "properties": {
                                "test_number": {"type": "string", "pattern": r"^\d+(\.\d+)+$"}, "test_desc": TEXT,
                                "audit": TEXT, "AuditEnv": TEXT, "AuditConfig": TEXT, "type": TEXT,
                                "remediation": TEXT, "test_info": {"type": "array", "items": TEXT},
                                "status": {"enum": ["PASS", "FAIL", "WARN", "INFO"]}, "actual_value": TEXT,
                                "scored": {"type": "boolean"}, "IsMultiple": {"type": "boolean"},
                                "expected_result": TEXT, "reason": TEXT}}}}}}}}},
    },
}


def test_kube_bench_json_has_its_shape_and_its_counts_are_right(plimsoll, snapshots):
    data = json.loads(text(plimsoll, snapshots, "kube-bench-json"))
    jsonschema.Draft202012Validator(KUBE_BENCH).validate(data)
    for kind in ("pass", "fail", "warn", "info"):
        assert data["Totals"][f"total_{kind}"] == sum(c[f"total_{kind}"] for c in data["Controls"])
        for one in data["Controls"]:
            assert one[f"total_{kind}"] == sum(t[kind] for t in one["tests"])
            for test in one["tests"]:
                assert test[kind] == sum(r["status"] == kind.upper() for r in test["results"])


def test_kube_bench_json_never_says_pass_of_what_is_not(plimsoll, snapshots):
    data = json.loads(text(plimsoll, snapshots, "kube-bench-json"))
    hosts = {}
    for control in report(plimsoll, snapshots).benchmark()["controls"]:
        hosts[control["id"]] = sorted(h["status"] == "pass" for h in control["hosts"])
    seen = {}
    for one in data["Controls"]:
        for test in one["tests"]:
            for result in test["results"]:
                seen.setdefault(result["test_number"], []).append(result["status"] == "PASS")
    assert {n: sorted(v) for n, v in seen.items()} == hosts


# Every edition.


# One of each family; those with ids of their own form, and with two controls that ask the same.
EDITIONS = ["1.6", "1.11", "cis-1.6", "cis-1.12", "stig-v2r6", "eks-stig-kubernetes-v1r6", "plimsoll-node-1.0", "rh-0.7", "rh-1.8",
            "eks-1.8.0", "gke-1.9.0", "ack-1.0", "k3s-cis-1.12", "rke-cis-1.24-permissive", "rke2-cis-1.12", "cis-1.24-microk8s",
            "tkgi-1.2.53"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_format_has_every_control_of_every_edition(plimsoll, edition):
    data = report(plimsoll, [KUBEADM], "--benchmark", edition)
    controls = {c["id"]: c for c in data.benchmark(edition)["controls"]}
    assert controls
    rows = list(csv.DictReader(io.StringIO(text(plimsoll, [KUBEADM], "csv", "--benchmark", edition), newline="")))
    _, control, _, status = columns(rows[0])
    assert {r[control]: r[status] for r in rows} == {i: c["status"] for i, c in controls.items()}
    bench = json.loads(text(plimsoll, [KUBEADM], "kube-bench-json", "--benchmark", edition))
    results = [r for c in bench["Controls"] for t in c["tests"] for r in t["results"]]
    assert sorted(r["test_number"] for r in results) == sorted(controls)
    assert {r["test_number"] for r in results if r["status"] == "PASS"} == {
        i for i, c in controls.items() if c["status"] == "pass"}
    xml = junitparser.JUnitXml.fromstring(text(plimsoll, [KUBEADM], "junit", "--benchmark", edition).encode())
    assert sum(len(list(suite)) for suite in xml) == len(controls)
    page = Page()
    page.feed(text(plimsoll, [KUBEADM], "html", "--benchmark", edition))
    words, long = " ".join(page.text), text(plimsoll, [KUBEADM], "terminal", "-vv", "--benchmark", edition)
    for number in controls:
        known = rf"(?<![\w.-]){re.escape(number)}(?![\w.])"
        assert re.search(known, words), f"HTML does not have {number}"
        assert re.search(known, long), f"the terminal does not have {number}"


# HTML and terminal.


class Page(html.parser.HTMLParser):
    VOID = {"meta", "link", "br", "hr", "img", "input", "col", "wbr", "base", "path", "circle", "rect", "line"}

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.text, self.loaded = [], [], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attributes:
            if name in ("src", "href", "action", "data") and value and not value.startswith(("#", "data:")):
                if tag != "a":
                    self.loaded.append((tag, value))
            if name.startswith("on"):
                self.wrong.append((tag, name))

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}")
            if tag in self.open:
                while self.open.pop() != tag:
                    pass
        else:
            self.open.pop()

    def handle_data(self, data):
        self.text.append(data)


def test_html_is_well_formed_stands_alone_and_has_every_control(plimsoll, snapshots):
    page = Page()
    page.feed(text(plimsoll, snapshots, "html"))
    assert page.wrong == [] and set(page.open) <= {"html", "body", "p", "li"}
    assert page.loaded == [], "it loads something from elsewhere"
    words = " ".join(page.text)
    for number in harness.NUMBERS:
        assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", words), number


def test_the_terminal_shows_every_failure_and_with_v_every_control(plimsoll, snapshots):
    data = report(plimsoll, snapshots)
    short = text(plimsoll, snapshots, "terminal")
    long = text(plimsoll, snapshots, "terminal", "-v", "-v")
    for control in data.benchmark()["controls"]:
        number = rf"(?<![\d.]){re.escape(control['id'])}(?![\d.])"
        if control["status"] in ("fail", "mixed", "error"):
            assert re.search(number, short), control["id"]
        assert re.search(number, long), control["id"]


@pytest.mark.parametrize("width", [60, 80, 200])
def test_prose_on_the_terminal_keeps_to_its_width(plimsoll, width):
    """Code is left as it is, to be copied; and a path that is longer than the line cannot be broken."""
    for line in text(plimsoll, [KUBEADM], "terminal", "--width", str(width), "-v").splitlines():
        code = line.startswith("      ")
        assert code or len(line) <= width or max(map(len, line.split())) > width // 2, line


def test_colour_is_there_when_asked_for_and_only_then(plimsoll):
    assert "\x1b[" in plimsoll.run("audit", KUBEADM, "--colour", "always").stdout
    assert "\x1b[" not in plimsoll.run("audit", KUBEADM, "--colour", "auto").stdout
    assert "\x1b[" not in plimsoll.run("audit", KUBEADM, "--colour", "never").stdout


def test_several_formats_are_written_in_one_run(plimsoll, folder):
    files = {f: folder / f"r.{f}" for f in ("json", "csv", "html", "junit", "kube-bench-json")}
    done = plimsoll.run("audit", KUBEADM, *(a for f, p in files.items() for a in ("-o", f"{f}={p}")), "-o", "terminal")
    assert "CIS" in done.stdout
    for form, path in files.items():
        assert path.read_text() == text(plimsoll, [KUBEADM], form), form
