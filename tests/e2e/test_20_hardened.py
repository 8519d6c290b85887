"""The host that follows the benchmark wherever it can."""

import pytest

import harness

TABLE = harness.expected("hardened")


@pytest.fixture(scope="module")
def hardened(bed):
    bed.variant("hardened")
    return bed


@pytest.fixture(scope="module")
def report(hardened, inside):
    return inside.scan(*(x for b in harness.BENCHMARKS for x in ("--benchmark", b)))


@pytest.mark.parametrize("benchmark", harness.BENCHMARKS)
def test_everything_that_can_pass_passes(report, benchmark):
    report.compare(TABLE, benchmark)


def test_nothing_failed_so_fail_on_low_is_content(hardened, inside):
    inside.run("scan", "node", "--fail-on", "low", check=0)


def test_everything_could_be_looked_at_so_strict_is_content(hardened, inside):
    inside.run("scan", "node", "--strict", check=0)


def test_the_score_is_a_hundred(report):
    assert report.benchmark("cis-2.0.1")["score"] == 100


def test_the_key_in_the_encryption_configuration_is_not_in_the_report_or_the_snapshot(hardened, inside, folder):
    snapshot = folder / "s.snap"
    text = inside.run("scan", "node", "-o", "json", "--save", snapshot).stdout
    key = "dGVzdGJlZCBrZXkgb2Ygbm8gdmFsdWUgYXQgYWxsISE="
    assert key in hardened.exec("cat", "/etc/kubernetes/encryption/config.yaml")
    assert key not in text
    assert key.encode() not in harness.unpack(snapshot)
    assert b"PRIVATE KEY" not in harness.unpack(snapshot)


def test_a_user_who_may_not_read_gets_errors_with_reasons_and_no_other_verdict_changes(hardened, inside):
    report = inside.scan(before=harness.NOBODY)
    report.compare(harness.expected("non-root-hardened"))
    harness.errors_have_reasons(report)
    assert any("65534" in text for text in report.notices)


def test_strict_ends_with_4_when_a_user_may_not_read(hardened, inside):
    inside.run("scan", "node", "--strict", before=harness.NOBODY, check=4)
