"""The account for people: what arrived, what it became, what went out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from gateway.demo.chronicle import Document, Entry
from gateway.demo.play import Played
from gateway.demo.story import TO_TRY

WORDS: Final[Mapping[str, str]] = {
    "new": "a new ticket",
    "note": "a note on a ticket",
    "follow_up": "a new ticket that continues a closed one",
    "accept": "an escalation",
    "update": "an addition to a running escalation",
    "no_ticket": "no escalation: it names no ticket",
    "unknown_ticket": "no escalation: nobody knows its ticket",
    "foreign_ticket": "no escalation: the ticket belongs to somebody else",
    "ambiguous": "no escalation: it names several tickets",
    "closed": "no escalation: the ticket is closed",
    "no_contract": "no escalation: there is no valid contract",
    "incomplete": "no escalation yet: something is missing",
    "too_early": "no escalation yet: the response target has not passed",
    "outage": "an escalation that waits for a known outage",
    "no_ticket_at_request": "a new ticket, but no escalation",
    "redirect": "a hint where to go",
    "alert": "an alert of an application",
    "command": "commands carried out",
    "command_refused": "commands refused, all of them",
    "automatic": "kept, without an answer and without a change of state",
    "bounce": "a delivery report about a mail of ours",
    "own": "kept: we wrote it ourselves",
    "duplicate": "kept: it came before",
    "quarantine": "put in quarantine, until a person has looked at it",
    "timer": "timers that were due",
}
SHOWN_LINES: Final = 5  # of a text: enough to know what it is about
FILE_TO_TRY: Final = f"{TO_TRY.name}.eml"
LABEL: Final = 11  # columns of the words on the left


class Teller:
    """Prints entries as they happen: in color on a terminal, plain elsewhere."""

    def __init__(self, folder: Path, to_standard_error: bool = False) -> None:
        self._console = Console(highlight=False, stderr=to_standard_error)
        self._folder = folder
        self._count = 0

    def tell(self, entry: Entry) -> None:
        """One scene."""
        if self._count == 0:
            self._begin()
        self._count += 1
        self._line(Text())
        self._line(Text.assemble((f"{self._count:2}  ", "bold cyan"), (entry.title, "bold")))
        if entry.arrived:
            self._arrived(entry.arrived)
        self._became(entry.became)
        for mail in entry.outgoing:
            self._went_out(mail)
        if not entry.outgoing:
            self._row("went out", "nothing", "dim")

    def end(self, played: Played, command: str) -> None:
        """Where to look further."""
        here = f"{command} --config {played.place.config_file}"
        count = len(list(played.place.outbox.iterdir()))
        self._line(Text())
        self._line(Text(f"{count} mails went out, and all of them stayed in {played.place.outbox}."))
        self._line(Text())
        self._line(Text("Look further", style="bold"))
        for line in commands(played, here):
            self._row("", line, "cyan")
        self._row("", f"outgoing mail as files: {played.place.outbox}")
        self._row("", f"incoming mail as files: {played.place.mails}")
        self._row("", f"the log of the server:  {played.place.log}")

    def invite(self, played: Played) -> None:
        """How to send mail to the gateway that keeps running."""
        port, http = played.place.port, played.place.config.http.port
        self._line(Text())
        self._line(Text(f"Serving on 127.0.0.1:{port} until Ctrl-C. Send it a mail:", style="bold"))
        for line in invitations(played):
            self._row("", line, "cyan")
        self._row("", f"numbers: http://127.0.0.1:{http}/metrics")

    def _begin(self) -> None:
        self._line(Text("A support desk that exists only here", style="bold"))
        self._line(Text(f"in {self._folder}, on 127.0.0.1 alone: mail comes in by SMTP, what goes out becomes files."))

    def _arrived(self, arrived: Document) -> None:
        copies = f", copy to {arrived['cc']}" if arrived["cc"] else ""
        self._row("arrived", f"{arrived['from']} to {arrived['to']}{copies}")
        self._row("", f"“{arrived['subject']}”, {_size(arrived['bytes'])}")

    def _became(self, became: Document) -> None:
        decision = str(became["decision"])
        case = " ".join(str(became[key]) for key in ("ticket", "escalation") if became.get(key))
        self._row("became", f"{WORDS.get(decision, decision)}{f': {case}' if case else ''}", "green")
        rule = f"{became['rule']}: " if became.get("rule") else ""
        self._row("because", f"{rule}{became['why']}")
        if became.get("missing"):
            self._row("missing", ", ".join(map(str, _list(became["missing"]))))
        if became.get("note_text"):
            self._quote("the note", str(became["note_text"]))

    def _went_out(self, mail: Document) -> None:
        self._row("went out", f"{mail['template']} to {', '.join(map(str, _list(mail['envelope_to'])))}", "yellow")
        headers = mail["headers"]
        self._row("", f"“{headers['Subject']}”" if isinstance(headers, Mapping) else "")
        self._quote("", str(mail["text"]))

    def _quote(self, label: str, text: str) -> None:
        lines = [line for line in text.splitlines() if line.strip()]
        for line in lines[:SHOWN_LINES]:
            self._row(label, f"| {line}", "dim")
            label = ""
        if len(lines) > SHOWN_LINES:
            more = len(lines) - SHOWN_LINES
            self._row("", f"| … {more} more line{'s' if more > 1 else ''}", "dim")

    def _row(self, label: str, text: str, style: str = "") -> None:
        space = " " * (4 + LABEL)
        # a line that is copied must stay one line: cut nothing, fold nothing
        self._line(Text.assemble((f"    {label}".ljust(len(space)), "dim"), (text, style)))

    def _line(self, text: Text) -> None:
        self._console.print(text, soft_wrap=True)


def commands(played: Played, here: str) -> list[str]:
    """Commands that show more of what was played."""
    became = {entry.name: entry.became for entry in played.entries}
    return [
        f"{here} ticket list",
        f"{here} ticket show {became['question']['ticket']}",
        f"{here} escalation show {became['completed']['escalation']}",
        f"{here} mail show {became['complaint']['mail']}",
        f"{here} queue list",
        f"{here} quarantine list",
        f"{here} renewals forecast",
        f"{here} explain {played.place.mails / FILE_TO_TRY}",
    ]


def invitations(played: Played) -> list[str]:
    """Ways to hand a mail to the running gateway: one written on the spot, one from a file."""
    port, file = played.place.port, played.place.mails / FILE_TO_TRY
    proof = "Authentication-Results: mx.fernfeld.example; dmarc=pass header.from=halden.example"
    swaks = (
        f"swaks --server 127.0.0.1:{port} --from nora@halden.example --to support@fernfeld.example"
        f' --header "Subject: Another question" --add-header "{proof}"'
    )
    python = (
        f'python3 -c \'import smtplib; smtplib.SMTP("127.0.0.1", {port}).sendmail('
        f'"nora@halden.example", ["escalation@fernfeld.example"], open("{file}", "rb").read())\''
    )
    return [swaks, python]


def _size(count: object) -> str:
    return f"{int(str(count)) / 1000:.1f} kB"


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []
