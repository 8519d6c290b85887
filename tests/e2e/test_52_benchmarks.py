"""Every edition by what the program prints of it, and the way from one to another."""

import json
import tomllib

import pytest

import harness

REFERENCE = harness.ROOT / "tests" / "reference" / "editions.tsv"
ASSESSMENTS = {"automated", "manual", "scored", "not-scored"}


def reference():
    """Edition -> its control ids, as the published documents have them."""
    rows = [line.split("\t") for line in REFERENCE.read_text().splitlines() if line and not line.startswith("#")]
    assert rows[0] == ["edition", "evaluated", "controls"]
    return {edition: controls.split() for edition, _, controls in rows[1:]}


EDITIONS = reference()
assert len(EDITIONS) >= 50


def listing(plimsoll, *arguments, **more):
    return json.loads(plimsoll.run(*arguments, "-o", "json", **more).stdout)


def show(plimsoll, edition):
    return listing(plimsoll, "benchmarks", "show", edition)


@pytest.fixture(scope="module")
def listed(plimsoll):
    return listing(plimsoll, "benchmarks", "list")


@pytest.fixture(scope="module")
def checks(plimsoll):
    return {c["id"] for c in listing(plimsoll, "checks", "list")}


# What each edition holds.


@pytest.mark.parametrize("edition", EDITIONS)
def test_an_edition_has_exactly_the_controls_of_the_reference(plimsoll, checks, edition):
    shown = show(plimsoll, edition)
    assert shown["id"] == edition
    assert shown["title"].strip() and shown["source"].strip()
    ids = [c["id"] for c in shown["controls"]]
    assert len(ids) == len(set(ids)), "a control is there twice"
    assert set(ids) == set(EDITIONS[edition]), {
        "missing": sorted(set(EDITIONS[edition]) - set(ids)), "extra": sorted(set(ids) - set(EDITIONS[edition]))}
    sections = {s["id"] for s in shown["sections"]}
    for control in shown["controls"]:
        assert control["title"].strip() and not control["title"].endswith("."), control["id"]
        assert control["level"] in (1, 2), control["id"]
        assert control["assessment"] in ASSESSMENTS, control["id"]
        assert set(control["checks"]) <= checks, control["id"]
        assert control["checks"] or control.get("look", "").strip() or control.get("not_applicable", "").strip(), \
            f"{control['id']}: nothing answers it, and nothing says where to look"
        assert control["section"] in sections, control["id"]


def test_every_listed_edition_can_be_shown_under_all_its_names(plimsoll, listed, checks):
    names = [n for b in listed for n in [b["id"], *b.get("aliases", [])]]
    assert len(names) == len(set(names)), "two editions have one name"
    assert set(EDITIONS) <= {b["id"] for b in listed}
    for one in listed:
        shown = show(plimsoll, one["id"])
        assert len(shown["controls"]) == one["controls"]
        assert {c for control in shown["controls"] for c in control["checks"]} <= checks
        for alias in one.get("aliases", []):
            assert show(plimsoll, alias) == shown, alias


@pytest.mark.parametrize(("alias", "edition"), [
    ("cis-1.0.0", "1.6"), ("cis-1.1.0", "1.7"), ("cis-1.2.0", "1.8"), ("cis-1.6.0", "cis-1.6"),
    ("cis-eks-1.8.0", "eks-1.8.0"), ("stig", "stig-v2r6"), ("disa-stig", "stig-v2r6"),
])
def test_the_names_that_people_use_lead_to_the_edition(plimsoll, alias, edition):
    assert show(plimsoll, alias)["id"] == edition


def test_numbers_that_look_alike_are_not_mixed_up(plimsoll):
    """`1.8` is CIS 1.2.0 for Kubernetes 1.8; `cis-1.8` is CIS 1.8.0 for Kubernetes 1.26."""
    early, late = show(plimsoll, "1.8"), show(plimsoll, "cis-1.8")
    assert early["kubernetes"] == ["1.8"] and late["kubernetes"] == ["1.26"]
    assert any(c["id"].startswith("3.1.") and c["role"] == "federation" for c in early["controls"])
    assert not any(c["role"] == "federation" for c in late["controls"])


# A row of the STIG keeps its other names; its category is its severity.


def test_the_stig_keeps_names_and_categories(plimsoll):
    controls = {c["id"]: c for c in show(plimsoll, "stig-v2r6")["controls"]}
    severities = [c["severity"] for c in controls.values()]
    assert (severities.count("high"), severities.count("medium"), len(controls)) == (18, 74, 92)
    assert {"CNTR-K8-000370"} <= set(controls["V-242391"]["also"])
    assert any(name.startswith("SV-242391") for name in controls["V-242391"]["also"])
    assert any(r.startswith("disa-cci:CCI-") for r in controls["V-242391"]["references"])
    for name in ("V-242391", "CNTR-K8-000370", "stig/V-242391"):
        one = listing(plimsoll, "explain", name)
        assert "kubelet-anonymous-auth-in-file" in [c["id"] for c in one["checks"]], name


# Coverage.


def test_coverage_is_the_sum_of_what_is_shown(plimsoll, listed):
    coverage = listing(plimsoll, "benchmarks", "coverage")
    rows = {b["id"]: b for b in coverage["benchmarks"]}
    assert set(EDITIONS) <= set(rows) <= {b["id"] for b in listed}
    for edition, row in rows.items():
        shown = {c["id"]: c for c in show(plimsoll, edition)["controls"]}
        assert row["controls"] == len(shown) == row["determined"] + row["person"] + row["not_applicable"], edition
        out = {i for i, c in shown.items() if c.get("not_applicable")}
        assert row["not_applicable"] == len(out), edition
        # Left to a person: no check, or one outcome of the checks is.
        person = set(row["manual"])
        assert len(person) == row["person"], edition
        assert {i for i, c in shown.items() if not c["checks"] and i not in out} <= person, edition
        assert not person & out, edition
        share = 100 * row["determined"] / max(1, row["controls"] - row["not_applicable"])
        assert abs(row["share"] - share) < 0.06, edition
    total = {k: sum(r[k] for r in rows.values()) for k in ("controls", "determined", "person", "not_applicable")}
    assert {k: coverage["total"][k] for k in total} == total
    assert total["determined"] / (total["controls"] - total["not_applicable"]) > 0.85


def test_as_many_are_determined_as_kube_bench_evaluates(plimsoll):
    rows = {b["id"]: b for b in listing(plimsoll, "benchmarks", "coverage")["benchmarks"]}
    lines = [line.split("\t") for line in REFERENCE.read_text().splitlines() if not line.startswith(("#", "edition\t"))]
    compared = [(e, int(n)) for e, n, _ in lines if n != "-"]
    assert len(compared) >= 30
    assert not [(e, n, rows[e]["determined"]) for e, n in compared if rows[e]["determined"] < n]


# A name that is not known.


@pytest.mark.parametrize(("wrong", "near"), [
    ("eks-1.9.0", "eks-1.8.0"), ("cis-1.121", "cis-1.12"), ("gke-1.10", "gke-1.9.0"), ("stig-v2r5", "stig-v2r6"),
    ("rh-1.7", "rh-1.8"), ("cis-9.9", "cis-1.9"), ("k3s-1.8", "k3s-cis-1.8"), ("rke2-cis-1.13", "rke2-cis-1.12"),
])
@pytest.mark.parametrize("command", [("benchmarks", "show"), ("demo", "--benchmark"), ("scan", "node", "--benchmark")],
                         ids=" ".join)
def test_a_name_that_is_not_known_is_answered_with_the_nearest(plimsoll, command, wrong, near):
    done = plimsoll.run(*command, wrong, check=2)
    assert not done.stdout and f"`{wrong}`" in done.stderr
    assert near in done.stderr.split("near it: ")[1].split(";")[0].split(", "), done.stderr


# From one edition to another.

OLD = """[variables]
"api-server-audit-log-maxage.days" = 60
"kubelet-configuration-mode.mode" = "640"

[[control]]
benchmark = "cis-1.6"
id = "1.2.21"
enabled = false
rationale = "The profiler is behind a firewall."

[[control]]
id = "4.2.13"
enabled = false
rationale = "We have a list of our own."

[[control]]
benchmark = "cis-1.6"
id = "1.2.16"
enabled = false
rationale = "We use Pod Security admission."

[[control]]
benchmark = "cis-1.6"
id = "1.2.20"
enabled = false
rationale = "The port is another."

[[control]]
benchmark = "cis-1.8"
id = "1.2.1"
enabled = false
rationale = "About something else."
"""


@pytest.fixture
def carried(plimsoll, folder):
    old, new = folder / "old.toml", folder / "new.toml"
    old.write_text(OLD)
    arguments = ("benchmarks", "diff", "cis-1.6", "cis-1.12", "--tailoring", old, "--write", new)
    return listing(plimsoll, *arguments), new, arguments


def test_a_diff_has_every_control_of_both_in_one_place(plimsoll):
    before = {c["id"]: c for c in show(plimsoll, "cis-1.6")["controls"]}
    after = {c["id"]: c for c in show(plimsoll, "cis-1.12")["controls"]}
    difference = listing(plimsoll, "benchmarks", "diff", "cis-1.6", "cis-1.12")
    added = {c["id"]: c["is"] for c in difference["added"]}
    removed = {c["id"]: c["is"] for c in difference["removed"]}
    moved = {c["from"]: c["to"] for c in difference["renumbered"]}
    assert all(c["title"].strip() for key in ("added", "removed", "renumbered") for c in difference[key])
    assert all(after[i]["is"] == is_ for i, is_ in added.items())
    assert all(before[i]["is"] == is_ for i, is_ in removed.items())

    def asks(one, other):
        return one["is"] == other["is"] or one["checks"] and one["checks"] == other["checks"]

    assert all(asks(before[a], after[b]) for a, b in moved.items())
    stayed = set(before) - set(removed) - set(moved)
    assert all(asks(before[i], after[i]) for i in stayed)
    assert set(after) == set(added) | set(moved.values()) | stayed
    assert len(after) == len(added) + len(moved) + len(stayed)
    assert not {c["is"] for c in before.values()} & set(added.values())
    # Known ones: PodSecurityPolicy is gone, profiling moved, the kubelet's file must be stricter.
    assert removed["1.2.16"] == "api-server-pod-security-policy" and moved["1.2.21"] == "1.2.15"
    changes = {(c["id"], c["field"]): (c["from"], c["to"]) for c in difference["changed"]}
    assert changes["4.1.9", "threshold"] == ("mode = 644", "mode = 600")
    assert changes["4.2.10", "assessment"] == ("manual", "automated")


def test_what_is_asked_in_other_words_under_another_number_is_renumbered(plimsoll):
    """That pods stay out of the host's process namespace is 5.2.2 of one and 5.2.3 of the other."""
    difference = listing(plimsoll, "benchmarks", "diff", "cis-1.6", "cis-1.12")
    moved = {c["from"]: c["to"] for c in difference["renumbered"]}
    assert {f"5.2.{n}": moved.get(f"5.2.{n}") for n in range(1, 8)} == {f"5.2.{n}": f"5.2.{n + 1}" for n in range(1, 8)}


def test_a_diff_of_an_edition_with_itself_is_empty(plimsoll):
    difference = listing(plimsoll, "benchmarks", "diff", "cis-1.6", "cis-1.6.0")
    assert [difference[k] for k in ("added", "removed", "renumbered", "changed")] == [[], [], [], []]


def test_a_tailoring_file_is_carried_over_and_what_could_not_be_is_named(carried):
    difference, new, _ = carried
    tailoring = difference["tailoring"]
    whole = " ".join(tailoring["carried"])
    for words in ("api-server-audit-log-maxage.days = 60", "cis-1.6/1.2.21 off -> cis-1.12/1.2.15",
                  "cis-1.8/1.2.1 off"):
        assert words in whole
    lost = {one["what"]: one["why"] for one in tailoring["not_carried"]}
    assert set(lost) == {"cis-1.6/1.2.16 off", "cis-1.6/1.2.20 off"}
    assert all("cis-1.12 does not ask this" in why for why in lost.values())
    assert [one["what"] for one in tailoring["to_review"]] == ["kubelet-configuration-mode.mode = 640"]
    assert "644" in tailoring["to_review"][0]["why"] and "600" in tailoring["to_review"][0]["why"]
    # The cipher suites of kubelets are 4.2.13 in one and 4.2.12 in the other.
    written = tomllib.loads(new.read_text())
    choices = {(c.get("benchmark"), c["id"]): c for c in written["control"]}
    assert set(choices) == {("cis-1.12", "1.2.15"), ("cis-1.12", "4.2.12"), ("cis-1.8", "1.2.1")}
    assert choices["cis-1.12", "1.2.15"]["rationale"] == "The profiler is behind a firewall."
    assert not any(c["enabled"] for c in choices.values())
    assert {k: str(v) for k, v in written["variables"].items()} == {
        "api-server-audit-log-maxage.days": "60", "kubelet-configuration-mode.mode": "640"}
    assert "1.2.16" in new.read_text() and "1.2.20" in new.read_text(), "what was lost is not in the file"


def test_the_text_says_the_same(plimsoll, carried, folder):
    _, _, arguments = carried
    text = plimsoll.run(*arguments[:-1], folder / "again.toml").stdout
    assert "could not be" in text
    for words in ("! cis-1.6/1.2.16 off", "! cis-1.6/1.2.20 off", "= cis-1.6/1.2.21 off -> cis-1.12/1.2.15",
                  "? kubelet-configuration-mode.mode = 640"):
        assert words in text


def test_the_file_that_was_written_does_what_the_old_one_did(plimsoll, carried):
    _, new, _ = carried
    def statuses(*more):
        return harness.Report(plimsoll.run("demo", "--benchmark", "cis-1.12", "-o", "json", *more).stdout).statuses()
    before, after = statuses(), statuses("--tailoring", new)
    changed = harness.differences(before, after)
    assert {n: b for n, (_, b) in changed.items() if n in ("1.2.15", "4.2.12")} == {
        "1.2.15": "not-applicable", "4.2.12": "not-applicable"}
    # 60 days of audit logs, and mode 640 for the kubelet's file, may change these; nothing else moves.
    assert set(changed) <= {"1.2.15", "4.2.12", "1.2.17", "4.1.9"}


def test_an_existing_file_is_not_overwritten(plimsoll, carried):
    _, new, arguments = carried
    content = new.read_text()
    new.write_text("# mine\n")
    done = plimsoll.run(*arguments, check=1)
    assert new.name in done.stderr and new.read_text() == "# mine\n" != content


@pytest.mark.parametrize(("text", "words"), [("not toml", "old.toml"), (
    "[[control]]\nbenchmark = \"cis-1.6\"\nid = \"9.9.9\"\nenabled = false\nrationale = \"x\"\n", "9.9.9")])
def test_a_tailoring_file_with_a_mistake_is_not_carried(plimsoll, folder, text, words):
    old, new = folder / "old.toml", folder / "new.toml"
    old.write_text(text)
    done = plimsoll.run("benchmarks", "diff", "cis-1.6", "cis-1.12", "--tailoring", old, "--write", new, check=1)
    assert words in done.stderr and not new.exists()
