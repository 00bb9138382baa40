"""`gateway report`: a table, a spreadsheet, a document."""

import csv
import io

from gateway.cli.report_csv import report_csv
from gateway.desk.reports.report import Report
from gateway.domain.reports.facts import Happened, Place
from gateway.domain.reports.measures import grouped, measure
from gateway.domain.reports.period import Period
from tests.support.commandline import CommandLine
from tests.support.desk import letter, moment

NEXT_MONDAY = "2026-03-09T08:00+01:00"


def test_last_week_in_a_table_a_spreadsheet_and_a_document(gateway: CommandLine) -> None:
    file = gateway.folder / "in.eml"
    file.write_bytes(letter("user@acorn.example", "Where is the manual?").as_bytes())
    gateway("receive", "--at", "2026-03-02T09:00+01:00", str(file))
    shown = gateway("report", "--by", "region", "--at", NEXT_MONDAY, "--csv", str(gateway.folder / "week.csv"))
    assert shown.out.startswith("Mon 02 Mar 2026 to Mon 09 Mar 2026 (Europe/Amsterdam)\n")
    rows = csv.DictReader(io.StringIO((gateway.folder / "week.csv").read_text("utf-8-sig")))
    opened = [(one["by"], one["group"], one["value"]) for one in rows if one["measure"] == "opened"]
    document = gateway("report", "--by", "region", "--at", NEXT_MONDAY, "--json").json
    assert (document["since"], document["until"]) == ("2026-03-01T23:00:00Z", "2026-03-08T23:00:00Z")
    assert document["total"]["first_response"]["open_late"] == document["total"]["volumes"]["opened"] == 1
    assert opened == [("total", "", "1"), ("region", document["groups"][0]["group"], "1")]
    assert document["outage_minutes"] is None
    piped = gateway("report", "--at", NEXT_MONDAY, "--csv", "-").out
    assert piped.splitlines()[3].endswith(",total,,first_response,open_late,1,number")
    assert (
        gateway("report", "--since", "2026-03-08", "--at", NEXT_MONDAY, "--json").json["total"]["volumes"]["opened"]
        == 0
    )


def test_a_period_that_nobody_can_read_is_refused_in_words(gateway: CommandLine) -> None:
    assert "write 3d" in gateway("report", "--since", "yesterday").err
    assert "before --until" in gateway("report", "--since", "2026-03-08", "--until", "2026-03-08").err


def test_no_name_becomes_a_formula_of_a_spreadsheet() -> None:
    facts = [Happened(Place(app="=HYPERLINK(1)"), "opened", "mail", "@type")]
    period = Period(moment("2026-03-02"), moment("2026-03-09"))
    text = report_csv(Report(period, period.until, "app", grouped(facts, "app"), measure(facts)))
    cells = {cell for row in csv.reader(io.StringIO(text)) for cell in row}
    assert {"'=HYPERLINK(1)", "'@type"} <= cells
    assert not any(cell.startswith(("=", "@", "+", "-")) for cell in cells)
