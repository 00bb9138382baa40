"""Counting for the whole process tree."""

import os

from gateway.worker.process_metrics import BOUNDS, Histogram, ProcessMetrics, Report
from gateway.worker.role import Role


def test_a_duration_is_counted_in_every_bucket_it_fits() -> None:
    histogram = Histogram()
    for seconds in (0.001, 0.0011, 1000.0):
        histogram.observe(seconds)
    buckets = dict(histogram.buckets())
    assert (buckets["0.001"], buckets["0.0025"], buckets["300.0"], buckets["+Inf"]) == (1, 2, 2, 3)
    assert len(buckets) == len(BOUNDS) + 1


def test_what_a_child_reports_is_counted_by_its_parent() -> None:
    read, write = os.pipe()
    report, tally = Report(write), ProcessMetrics()
    report.accept(0.25)
    report.refuse("strangers")
    report.settle([("new", 0.5), ("note", 1.5)])
    report.read({"used": 2, "stale": 1})
    report.read({"used": 1})
    report.role(Role.DECIDING)
    os.close(write)
    with os.fdopen(read, "rb") as lines:
        for line in lines:
            tally.take(line)
    assert tally.accepted == 1
    assert tally.settled == {"new": 1, "note": 1}
    assert tally.refused == {"strangers": 1}
    assert tally.readings == {"used": 3, "stale": 1}
    assert tally.settle_seconds.total == 2.0
    roles = [tally.role]
    tally.settler_ended()
    assert [*roles, tally.role] == [Role.DECIDING, Role.STARTING]


def test_a_line_that_is_no_report_is_left_out() -> None:
    tally = ProcessMetrics()
    for line in (b"accept\n", b"accept x\n", b"settle new\n", b"role king\n", b"read used many\n", b"\xff\n", b"\n"):
        tally.take(line)
    assert (tally.accepted, tally.settled) == (0, {})


def test_a_report_nobody_reads_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    Report(write).accept(0.1)
    os.close(write)
