"""The account for people: what arrived, what it became, what went out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from gateway.demo.chronicle import Document, Entry
from gateway.demo.play import Played
from gateway.demo.story import TO_TRY
from gateway.demo.words import KeptBack, decision, tone, word

SHOWN_LINES: Final = 5  # of a text: enough to know what it is about
FILE_TO_TRY: Final = f"{TO_TRY.name}.eml"
INDENT, NARROW_INDENT = "    ", "  "
LABEL: Final = 11  # columns of the words on the left
NARROW: Final = 60  # columns; below, the words on the left stand on lines of their own
NARROWEST: Final = 20  # columns for the text, however small the terminal is
BAR: Final = "| "
COLORS: Final[Mapping[str, str]] = {"done": "green", "refused": "yellow", "aside": "red", "quiet": ""}


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
        number = f"{self._count:2}  "
        for line in self._folded(entry.title, len(number)):
            self._line(Text.assemble((number, "bold cyan"), (line, "bold")))
            number = " " * len(number)
        if entry.arrived:
            self._arrived(entry.arrived)
        self._became(entry)
        for stayed in entry.kept_back:
            self._stayed(stayed)
        for mail in entry.outgoing:
            self._went_out(mail)
        if not entry.outgoing:
            self._row("went out", "nothing", "dim")

    def end(self, played: Played, page: Path, command: str) -> None:
        """Where to look further."""
        here = f"{command} --config {played.place.config_file}"
        count = len(list(played.place.outbox.iterdir()))
        self._line(Text())
        self._text(f"{count} mails went out, and all of them stayed in {played.place.outbox}.")
        self._line(Text())
        self._line(Text("Look further", style="bold"))
        self._text("Every mail as its reader sees it, the cases, and the reason of each decision:")
        self._copied(str(page))
        self._text("Commands:")
        for line in commands(played, here):
            self._copied(line)
        self._text("Files: outgoing mail, incoming mail, the log of the server:")
        for path in (played.place.outbox, played.place.mails, played.place.log):
            self._copied(str(path))

    def no_browser(self, page: Path) -> None:
        """There is no browser to show the page in."""
        self._line(Text())
        self._text("No browser can be opened from here. Open this address in one, or copy the file to where one is:")
        self._copied(page.as_uri())

    def invite(self, played: Played) -> None:
        """How to send mail to the gateway that keeps running."""
        port, http = played.place.port, played.place.config.http.port
        self._line(Text())
        self._line(Text(f"Serving on 127.0.0.1:{port} until Ctrl-C. Send it a mail:", style="bold"))
        for line in invitations(played):
            self._copied(line)
        self._text("Numbers:")
        self._copied(f"http://127.0.0.1:{http}/metrics")

    def _begin(self) -> None:
        self._line(Text("A support desk that exists only here", style="bold"))
        self._text(f"in {self._folder}, on 127.0.0.1 alone: mail comes in by SMTP, what goes out becomes files.")

    def _arrived(self, arrived: Document) -> None:
        copies = f", copy to {arrived['cc']}" if arrived["cc"] else ""
        self._row("arrived", f"{arrived['from']} to {arrived['to']}{copies}")
        self._row("", f"“{arrived['subject']}”, {_size(arrived['bytes'])}")

    def _became(self, entry: Entry) -> None:
        became, code = entry.became, entry.shown_as
        case = " ".join(str(became[key]) for key in ("ticket", "escalation") if became.get(key))
        self._row("became", f"{decision(code)}{f': {case}' if case else ''}", COLORS[tone(code)])
        rule = f"{became['rule']}: " if became.get("rule") else ""
        self._row("because", f"{rule}{became['why']}")
        if became.get("missing"):
            self._row("missing", ", ".join(word("missing", str(one)) for one in _list(became["missing"])))
        if became.get("note_text"):
            self._quote("the note", str(became["note_text"]))
        if entry.left_out:
            self._row("left out", "; ".join(word("left_out", one) for one in entry.left_out), "dim")

    def _stayed(self, stayed: KeptBack) -> None:
        self._row("kept back", f"{stayed.what}. {stayed.why}", "magenta")
        self._quote("", stayed.text)

    def _went_out(self, mail: Document) -> None:
        label, style = ("not sent", "magenta") if mail["not_sent"] else ("went out", "yellow")
        readers = ", ".join(map(str, _list(mail["envelope_to"])))
        self._row(label, f"{word('letter', str(mail['template']))}, to {readers}", style)
        audience = f"{mail['audience']}_not_sent" if mail["not_sent"] else str(mail["audience"])
        self._row("", word("audience", audience), "dim")
        headers = mail["headers"]
        self._row("", f"“{headers['Subject']}”" if isinstance(headers, Mapping) else "")
        self._quote("", str(mail["text"]))

    def _quote(self, label: str, text: str) -> None:
        lines = [line for line in text.splitlines() if line.strip()]
        for line in lines[:SHOWN_LINES]:
            self._row(label, line, "dim", BAR)
            label = ""
        if len(lines) > SHOWN_LINES:
            more = len(lines) - SHOWN_LINES
            self._row("", f"… {more} more line{'s' if more > 1 else ''}", "dim", BAR)

    def _row(self, label: str, text: str, style: str = "", mark: str = "") -> None:
        """A label and its text, which hangs below itself where it is wider than the terminal."""
        narrow = self._console.width < NARROW
        start = NARROW_INDENT if narrow else INDENT
        hang = start + NARROW_INDENT if narrow else start + " " * LABEL
        if narrow and label:
            self._line(Text(f"{start}{label}", style="dim"))
        head = hang if narrow else f"{start}{label}".ljust(len(hang))
        for line in self._folded(text, len(hang) + len(mark)):
            self._line(Text.assemble((f"{head}{mark}", "dim"), (line, style)))
            head = hang

    def _text(self, text: str) -> None:
        """A line of its own, folded at the width of the terminal."""
        for line in self._folded(text, 0):
            self._line(Text(line))

    def _folded(self, text: str, taken: int) -> list[str]:
        """The lines of a text beside `taken` columns; an empty text is one line."""
        width = max(self._console.width - taken, NARROWEST)
        return [line.plain.rstrip() for line in Text(text).wrap(self._console, width, overflow="fold")] or [""]

    def _copied(self, text: str) -> None:
        """What people copy stays on one line, whatever its length."""
        self._line(Text(f"{INDENT}{text}", style="cyan"))

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
