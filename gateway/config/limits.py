"""The table [limits]: every number that keeps mail small and its flood thin, with its default."""

from typing import Literal

from pydantic import Field

from gateway.toml import Table

LEAST_SHARE = 500  # mails an hour: what one domain, class or person may take of all, however small all is
HOURS_OF_A_DAY = 8  # a day's automatic answers to one address, in hours of the hourly cap
GENEROUS = 100  # who allows an address more than this in an hour has no cap of a day in mind


class Limits(Table):
    """Numbers that keep hostile or mistaken mail small; bytes, counts, seconds as each key says.

    `session_seconds`: time for a client to finish a message, from its connection or its last message on.
    `errors`: refused commands between two messages, then 421. `greeting_seconds`: how long an untrusted peer must
    wait for the greeting; who speaks earlier is refused. `memory_bytes`: all messages being received at once, of which
    untrusted peers have three quarters; `memory_bytes_per_peer`: one of them. `data_bytes_per_second`: the least that
    an untrusted peer sends of a message, measured over every `data_rate_seconds`; 0 is no limit.
    `..._bytes_per_day`: of mail that is kept in a day (UTC), of all strangers and unproven senders together, and of one
    organization; `free_disk_bytes_for_known`: below it an SQLite database takes nothing of the former; 0 is no limit.
    `bare_newlines`: CR or LF alone, or NUL, in mail that an untrusted peer sends by SMTP: refuse it, or make it
    CRLF and drop NUL; trusted peers and LMTP always get the latter. `..._per_peer_minute`: 0 is no limit;
    trusted peers have none. Caps of outgoing mail that are not set follow `automatic_per_hour`, see `share`.
    `relayed_bytes`: files that go along with one mail, before base64. `scan`: a command that reads
    a file from standard input and exits with 0 where it is clean; `scan_seconds`: its time for the files of one mail.
    `http_...`: connections at once; seconds for the header and again for the body of a request; seconds for an answer.
    """

    message_bytes: int = Field(default=52_428_800, ge=1024)
    connections: int = Field(default=2000, ge=1)
    connections_per_peer: int = Field(default=100, ge=1)
    recipients: int = Field(default=100, ge=100)
    session_seconds: int = Field(default=300, ge=1)
    connections_per_peer_minute: int = Field(default=3000, ge=0)
    mails_per_peer_minute: int = Field(default=6000, ge=0)
    errors: int = Field(default=20, ge=1)
    greeting_seconds: float = Field(default=0.2, ge=0, le=30)
    memory_bytes: int = Field(default=268_435_456, ge=1024)
    memory_bytes_per_peer: int = Field(default=67_108_864, ge=1024)
    data_bytes_per_second: int = Field(default=500, ge=0)
    data_rate_seconds: float = Field(default=20.0, gt=0)
    relayed_bytes: int = Field(default=20_971_520, ge=0)
    strangers_bytes_per_day: int = Field(default=1_073_741_824, ge=0)
    organization_bytes_per_day: int = Field(default=10_737_418_240, ge=0)
    free_disk_bytes_for_known: int = Field(default=1_073_741_824, ge=0)
    scan: tuple[str, ...] = ()
    scan_seconds: float = Field(default=60.0, gt=0, le=600)
    bare_newlines: Literal["refuse", "normalize"] = "refuse"
    accept_seconds: float = Field(default=15.0, gt=0, le=18)
    http_connections: int = Field(default=200, ge=10)
    http_request_seconds: float = Field(default=10.0, gt=0)
    http_answer_seconds: float = Field(default=300.0, gt=0)
    automatic_per_hour: int = Field(default=1000, ge=0)
    automatic_per_sender_hour: int = Field(default=3, ge=0)
    automatic_per_contact_hour: int = Field(default=10, ge=0)
    automatic_per_sender_day: int | None = Field(default=None, ge=0)
    automatic_per_ticket_hour: int = Field(default=10, ge=0)
    automatic_per_domain_hour: int | None = Field(default=None, ge=0)
    rejections_per_hour: int | None = Field(default=None, ge=0)
    errors_per_hour: int | None = Field(default=None, ge=0)
    staff_answers_per_hour: int | None = Field(default=None, ge=0)
    alerts_per_hour: int | None = Field(default=None, ge=0)
    urgent_per_hour: int | None = Field(default=None, ge=0)
    unproven_alerts_per_hour: int = Field(default=20, ge=0)
    strangers_percent: int = Field(default=20, ge=1, le=20)
    strangers_domain_percent: int = Field(default=25, ge=1, le=100)
    strangers_alerts_per_hour: int = Field(default=20, ge=1)
    strangers_alerts_per_sender_hour: int = Field(default=3, ge=1)
    claimed_alerts_per_hour: int = Field(default=25, ge=1)
    claimed_alerts_per_sender_hour: int = Field(default=5, ge=1)
    notices_per_hour: int = Field(default=10_000, ge=0)
    notices_per_address_hour: int = Field(default=1000, ge=0)
    digests_per_hour: int = Field(default=100, ge=0)
    similar_per_ticket_day: int = Field(default=3, ge=0)
    similar_alerts_per_ticket_day: int = Field(default=10, ge=0)
    similar_percent: int = Field(default=90, ge=1, le=100)
    unknown_sender_per_day: int = Field(default=1, ge=0)
    rejection_without_ticket_per_hour: int = Field(default=1, ge=0)
    burst_per_sender_hour: int = Field(default=10, ge=1)
    flood_per_sender_hour: int = Field(default=30, ge=0)
    remarks_per_sender_hour: int = Field(default=5, ge=0)
    header_bytes: int = Field(default=102_400, ge=1024)
    header_lines: int = Field(default=1000, ge=10)
    structured_header_bytes: int = Field(default=8192, ge=256)
    parts: int = Field(default=1000, ge=1)
    depth: int = Field(default=20, ge=1)
    references: int = Field(default=100, ge=1)
    addresses: int = Field(default=1000, ge=1)
    text_chars: int = Field(default=1_000_000, ge=1000)
    html_chars: int = Field(default=2_000_000, ge=1000)
    files_in_text: int = Field(default=100, ge=1)

    def share(self, own: int | None) -> int:
        """A cap of outgoing mail; where it is not set half of all, at least 500, and none where all have none (0)."""
        if own is not None or self.automatic_per_hour == 0:
            return own or 0
        return max(LEAST_SHARE, self.automatic_per_hour // 2)

    def of_strangers(self, most: int) -> int:
        """What all strangers together may have of a cap, beside what known people have; no cap (0) stays none."""
        return max(1, most * self.strangers_percent // 100) if most else 0

    def of_one_domain(self, most: int) -> int:
        """What one domain may have of a cap that many share; no cap (0) stays none."""
        return max(1, most * self.strangers_domain_percent // 100) if most else 0

    @property
    def sender_day(self) -> int:
        """Automatic answers to one address in a day, 0: no cap; where it is not set, as many as in eight hours."""
        own, hour = self.automatic_per_sender_day, self.automatic_per_sender_hour
        if own is not None or hour > GENEROUS:
            return own or 0
        return HOURS_OF_A_DAY * hour
