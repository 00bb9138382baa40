"""Every error the gateway raises on purpose; an error knows its answer.

    GatewayError
    ├── ConfigurationError      a file an operator wrote is wrong            exit 1   -
    │   └── ConfigurationFaults several faults at once                       exit 1   -
    ├── Refused                 this message is not taken, now or later      exit 65  554 5.6.0
    │   └── MessageTooLarge     over [limits] message_bytes                  exit 65  552 5.3.4
    ├── TryAgain                taken later if it comes again                exit 75  451 4.3.0
    │   ├── DatabaseAway        the store does not answer in time            exit 75  451 4.3.0
    │   ├── DiskFull            the store cannot write                       exit 75  452 4.3.1
    │   │   └── DiskReserved    what room is left is for customers           exit 75  452 4.3.1
    │   └── DayIsFull           the class of sender had its bytes today      exit 75  451 4.7.1
    ├── NotFound                a number or id that does not exist           exit 1   -
    ├── NotAllowed              the request is understood and refused        exit 2   -
    └── Defect                  the gateway contradicts itself               exit 1   -

`reply` is the fixed text an SMTP or LMTP peer sees; the private reason stays in the exception and the log.
"""

from collections.abc import Callable, Iterator, Sequence

WHOLE_FILE = "-"  # the key of a fault that no single key has


class GatewayError(Exception):
    """Base of all. `exit_code` is that of the command line, `reply` the SMTP answer."""

    exit_code = 1
    reply = "451 4.3.0 Temporary failure, please try again later"


class ConfigurationError(GatewayError):
    """A configuration, rule, template or directory file is wrong: where, what, and what to do.

    `line` is None where no single line is to blame.
    """

    def __init__(self, file: str, key: str, problem: str, next_step: str = "", *, line: int | None = None) -> None:
        self.file, self.key, self.problem, self.next_step, self.line = file, key, problem, next_step, line
        name = file if line is None else f"{file}:{line}"
        place = name if key == WHOLE_FILE else f"{name}: {key}"
        super().__init__(f"{place}: {problem}" + (f" {next_step}" if next_step else ""))


class ConfigurationFaults(ConfigurationError):
    """One or more faults of one file; `faults` are all of them, the message is the first."""

    def __init__(self, faults: Sequence[ConfigurationError]) -> None:
        self.faults = tuple(faults)
        first = self.faults[0]
        super().__init__(first.file, first.key, first.problem, first.next_step, line=first.line)


def all_of(error: ConfigurationError) -> tuple[ConfigurationError, ...]:
    """The faults that an error stands for."""
    return error.faults if isinstance(error, ConfigurationFaults) else (error,)


def faults_of(*steps: Callable[[], object]) -> Iterator[ConfigurationError]:
    """The faults that these steps run into; each step is taken whatever the ones before did."""
    for step in steps:
        try:
            step()
        except ConfigurationError as error:
            yield from all_of(error)


class Refused(GatewayError):
    """The message is not taken and would not be taken if it came again (RFC 5321 section 4.2.1, 5yz)."""

    exit_code = 65
    reply = "554 5.6.0 Message refused"


class MessageTooLarge(Refused):
    """The message has more bytes than `[limits] message_bytes` allows (RFC 1870)."""

    reply = "552 5.3.4 Message too large"


class TryAgain(GatewayError):
    """The message could not be taken now; the peer keeps it and comes again."""

    exit_code = 75


class DatabaseAway(TryAgain):
    """The database is away, locked for too long, or too slow."""


class DiskFull(TryAgain):
    """The database cannot write because its disk is full."""

    reply = "452 4.3.1 Insufficient system storage, please try again later"


class DiskReserved(DiskFull):
    """The disk has less free bytes than `[limits] free_disk_bytes_for_known`, and the sender is not known for sure."""

    reply = "452 4.3.1 Insufficient system storage for mail of senders that are not proven, please try again later"


class DayIsFull(TryAgain):
    """Strangers and unproven senders together have had their bytes of today (`[limits] strangers_bytes_per_day`)."""

    reply = "451 4.7.1 Daily limit of bytes from senders that are not proven, please try again later"


class DayOfOrganizationIsFull(DayIsFull):
    """A customer has had their bytes of today (`[limits] organization_bytes_per_day`). `whose`: their byte class."""

    reply = "451 4.7.1 Daily limit of bytes from your organization, please try again later"

    def __init__(self, whose: str) -> None:
        self.whose = whose
        super().__init__(f"{whose} has had its bytes of the day")


class NotFound(GatewayError):
    """Something named by its number or id does not exist."""


class NotAllowed(GatewayError):
    """The request is understood and refused, for example `--at` where no simulated time is allowed."""

    exit_code = 2


class Defect(GatewayError):
    """The gateway contradicts itself: what its own checks promise is not so. Nobody outside can mend it."""
