"""Components as services with flags, and definitions without processes."""

import pytest

import harness


@pytest.fixture(scope="module")
def plain(bed):
    return bed.variant("plain")


@pytest.mark.parametrize("benchmark", harness.BENCHMARKS)
def test_services_get_the_verdicts_of_their_flags_and_manifests_do_not_apply(plain, inside, benchmark):
    report = inside.scan("--benchmark", benchmark)
    report.compare(harness.expected("plain"), benchmark)


def test_what_does_not_apply_says_why(plain, inside):
    report = inside.scan()
    for n in range(1, 9):
        assert "static pod" in report.control(f"1.1.{n}")["reason"], report.why(f"1.1.{n}")


def test_services_that_run_as_their_units_say_give_no_notice_of_other_arguments(plain, inside):
    bad = [n for n in inside.scan().notices if "other arguments" in n or "does not run" in n]
    assert bad == []


def test_a_unit_that_says_something_else_than_what_runs_is_noticed(plain, inside):
    plain.call("set", "--no-restart", "kube-scheduler", "--profiling=false")
    try:
        report = inside.scan()
        report.compare(harness.expected("plain"))
        (notice,) = [n for n in report.notices if "other arguments" in n]
        assert "--profiling=false" in notice and "/etc/systemd/system/kube-scheduler.service" in notice
    finally:
        plain.reset()


def test_a_service_that_is_stopped_is_judged_by_its_unit(plain, inside):
    plain.call("stop", "kube-controller-manager")
    try:
        report = inside.scan()
        report.compare(harness.expected("plain"))
        (notice,) = [n for n in report.notices if "does not run" in n]
        assert "kube-controller-manager" in notice
        assert "/etc/systemd/system/kube-controller-manager.service" in notice
        one = next(e for e in report.evidence("1.3.7") if e["location"]["kind"] == "file")
        path, line = one["location"]["path"], one["location"]["line"]
        assert path == "/etc/systemd/system/kube-controller-manager.service"
        assert "--bind-address=127.0.0.1" in plain.exec("cat", path).splitlines()[line - 1]
    finally:
        plain.call("start", "kube-controller-manager")


def test_the_fix_is_the_one_for_services_where_there_is_one(plain, inside):
    fix = inside.scan().control("1.2.15")["fix"]
    assert "manifests/kube-apiserver.yaml" not in fix[0]["text"], fix
