"""The tables and keys of the configuration file: frozen, checked, with their defaults."""

from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from gateway.address import Address
from gateway.config.limits import Limits
from gateway.toml import KeyFault, Table

_POSTGRESQL = "Set gateway.database to postgresql+psycopg://..., or processes to 1."

Tls = Literal["none", "starttls", "implicit"]


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("must be a time zone such as Europe/Amsterdam") from error
    return value


def _database(value: str) -> str:
    if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError('must begin with "sqlite:///" or "postgresql+psycopg://"')
    return value


def _sentence_with(*names: str) -> AfterValidator:
    """Text in which only these names may stand in braces."""
    allowed = " and ".join(f"{{{name}}}" for name in names)

    def check(value: str) -> str:
        try:
            value.format(**dict.fromkeys(names, ""))
        except (LookupError, ValueError, AttributeError) as error:
            raise ValueError(f"may have only {allowed} in braces") from error
        return value

    return AfterValidator(check)


Zone = Annotated[str, AfterValidator(_zone)]
Port = Annotated[int, Field(ge=0, le=65535)]


class Secret(Table):
    """A secret in a file of its own, so that the configuration can be shown to anybody."""

    file: Path


class Gateway(Table):
    """Who we are and where our data is."""

    name: str = Field(min_length=1, max_length=100)
    domain: str = Field(min_length=1, max_length=253)
    database: Annotated[str, AfterValidator(_database)] = "sqlite:///gateway.db"
    rules: Path | None = None
    templates: Path | None = None
    secret: Secret = Secret(file=Path("gateway.key"))
    allow_simulated_time: bool = False
    language: str = "en"
    timezone: Zone = "UTC"
    duty: Address | None = None
    sender_name: Annotated[str, _sentence_with("name")] = "{name} Support"
    agent_sender_name: Annotated[str, _sentence_with("agent", "sender")] = "{agent} via {sender}"
    answer_hold_seconds: int = Field(default=0, ge=0, le=3600)


class Addresses(Table):
    """The addresses at which mail is taken in."""

    support: tuple[Address, ...] = Field(min_length=1)
    escalation: tuple[Address, ...] = Field(min_length=1)
    training: tuple[Address, ...] = ()
    alerts: tuple[Address, ...] = ()
    bounces: Address


class Links(Table):
    """URLs for templates."""

    model_config = ConfigDict(frozen=True, extra="allow")

    portal: str = ""
    status: str = ""
    ideas: str = ""
    docs: str = ""
    licenses: str = ""
    sla: str = ""
    account: str = ""
    partners: str = ""
    repositories: str = ""
    expert_services: str = ""
    external_support: str = ""


class Authentication(Table):
    """Whose word on a sender we take, and what we check ourselves."""

    trusted_authserv_ids: tuple[str, ...] = ()
    trusted_peers: tuple[str, ...] = ("127.0.0.1", "::1")
    verify: Literal["auto", "off"] = "auto"
    nameservers: tuple[str, ...] = ()
    trusted_arc_sealers: tuple[str, ...] = ()
    answer_unproven: bool = False


class Smarthost(Table):
    """The host that takes our outgoing mail. `timeout` in seconds, for each reply.

    `capture`: write every mail into this folder instead, and never ask a host.
    """

    host: str = "localhost"
    port: Port = 25
    tls: Tls = "none"
    timeout: float = Field(default=60.0, gt=0)
    username: str | None = None
    password: Secret | None = None
    certificate_authority: Path | None = None
    capture: Path | None = None


class Dkim(Table):
    """Signs outgoing mail (RFC 6376): selector, private key in PEM; `second` is one more signature, of another kind.

    `domain`: that of the support address where it is not set.
    """

    selector: str = Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$", max_length=63)
    key: Secret
    domain: str | None = None
    second: "Dkim | None" = None


class Listener(Table):
    """A door for SMTP or LMTP: host and port, or a unix socket.

    `socket_mode`: permissions of the unix socket, octal. `proxy`: a trusted load balancer announces every
    connection by the PROXY protocol, version 1 or 2, and only trusted peers may connect.
    """

    protocol: Literal["smtp", "lmtp"] = "smtp"
    host: str = "127.0.0.1"
    port: Port = 2525
    socket: Path | None = None
    socket_mode: str = Field(default="660", pattern="^0?[0-7]{3}$")
    proxy: bool = False
    certificate: Path | None = None
    key: Path | None = None
    require_tls: bool = False

    @model_validator(mode="after")
    def _whole(self) -> "Listener":
        if (self.certificate is None) != (self.key is None):
            missing = "certificate" if self.certificate is None else "key"
            raise KeyFault(missing, "is missing: certificate and key belong together.")
        if self.require_tls and self.certificate is None:
            raise KeyFault("require_tls", "needs certificate and key.")
        return self


class Imap(Table):
    """A mailbox to read. `idle_seconds`: renew IDLE before the server ends it (RFC 2177: 29 minutes)."""

    host: str
    port: Port = 993
    tls: Tls = "implicit"
    username: str
    password: Secret | None = None
    folder: str = "INBOX"
    after: str = "seen"
    idle_seconds: int = Field(default=1500, ge=5, le=1740)
    timeout: float = Field(default=60.0, gt=0)
    certificate_authority: Path | None = None

    @model_validator(mode="after")
    def _known_after(self) -> "Imap":
        if self.after not in ("seen", "delete") and not (self.after.startswith("move:") and self.after[5:]):
            raise KeyFault("after", 'must be "seen", "delete" or "move:FOLDER".')
        return self


class Http(Table):
    """Where `/livez`, `/readyz` and `/metrics` are answered.

    `public_url`: how readers of our mail reach `/unsubscribe/` and `/files/`, through a proxy that ends TLS.
    `public_port`: those two are answered there, at `public_host`, and nowhere else.
    """

    host: str = "127.0.0.1"
    port: Port = 8080
    public_host: str = "127.0.0.1"
    public_port: Port | None = None
    public_url: str | None = Field(default=None, pattern=r"^https?://[^\s<>,;\"]{1,200}$")


class Workers(Table):
    """How many processes accept and settle mail; `readers`: further ones that read it ahead of who settles it."""

    processes: int = Field(default=1, ge=1, le=64)
    readers: int = Field(default=0, ge=0, le=16)
    batch: int = Field(default=50, ge=1, le=1000)


class Reports(Table):
    """The weekly report by mail. `weekly_hour`: of Monday, in the gateway's zone."""

    weekly: bool = False
    weekly_hour: int = Field(default=7, ge=0, le=23)


class Config(Table):
    """The whole file. `path` is where it was read, `folder` what relative paths start from."""

    gateway: Gateway
    limits: Limits = Limits()
    addresses: Addresses
    links: Links = Links()
    authentication: Authentication = Authentication()
    smarthost: Smarthost = Smarthost()
    dkim: Dkim | None = None
    listener: tuple[Listener, ...] = ()
    imap: tuple[Imap, ...] = ()
    http: Http = Http()
    workers: Workers = Workers()
    reports: Reports = Reports()
    path: Path = Field(default=Path("config.toml"), exclude=True)

    @property
    def folder(self) -> Path:
        """What relative paths start from."""
        return self.path.parent

    def resolve(self, path: Path) -> Path:
        """A path of the file as an absolute one."""
        return path if path.is_absolute() else self.folder / path

    @property
    def database_url(self) -> str:
        """The database with a relative SQLite file made absolute."""
        url, prefix = self.gateway.database, "sqlite:///"
        if url.startswith(prefix) and ":memory:" not in url:
            return prefix + str(self.resolve(Path(url.removeprefix(prefix))).absolute())
        return url

    @model_validator(mode="after")
    def _processes_need_postgresql(self) -> "Config":
        if self.workers.processes > 1 and self.gateway.database.startswith("sqlite"):
            raise KeyFault("workers.processes", "more than one process needs PostgreSQL. " + _POSTGRESQL)
        return self
