"""All policies of a rules folder, read and checked before anything runs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from gateway.domain.directory.releases import VersionSupport
from gateway.domain.fields import Labels
from gateway.domain.licenses.notice_answer import Kind
from gateway.domain.licenses.renewal import RenewalPolicy
from gateway.domain.load_tests.items import TestPolicy
from gateway.domain.outgoing.classes import OutgoingPolicy
from gateway.domain.required_info import RequiredInfo
from gateway.domain.scope import Scope
from gateway.domain.tickets.courtesy import Courtesy
from gateway.domain.tickets.priority import PriorityMatrix
from gateway.domain.tickets.service_level import ServiceLevels
from gateway.errors import ConfigurationError, faults_of
from gateway.rules.folder import RulesFolder
from gateway.rules.policies.access import ACCESS, Access
from gateway.rules.policies.attachments import ATTACHMENTS
from gateway.rules.policies.courtesy import COURTESY
from gateway.rules.policies.escalation_fields import ESCALATION_FIELDS, EscalationPolicy
from gateway.rules.policies.escalation_life import ESCALATION_LIFE, EscalationLife
from gateway.rules.policies.file import PolicyFile
from gateway.rules.policies.languages import LANGUAGES
from gateway.rules.policies.lifecycle import LIFECYCLE, Lifecycle
from gateway.rules.policies.notices import NOTICES, Notices
from gateway.rules.policies.outages import OUTAGES, OutagePolicy
from gateway.rules.policies.outgoing import OUTGOING
from gateway.rules.policies.priority import PRIORITY
from gateway.rules.policies.releases import RELEASES
from gateway.rules.policies.required_info import REQUIRED_INFO
from gateway.rules.policies.scope import SCOPE
from gateway.rules.policies.service_levels import SERVICE_LEVELS
from gateway.rules.policies.tests import TESTS
from gateway.rules.policies.training import TRAINING

FILES: tuple[PolicyFile[object], ...] = (
    LANGUAGES,
    ESCALATION_FIELDS,
    ESCALATION_LIFE,
    COURTESY,
    LIFECYCLE,
    ACCESS,
    SERVICE_LEVELS,
    PRIORITY,
    NOTICES,
    OUTAGES,
    OUTGOING,
    ATTACHMENTS,
    SCOPE,
    REQUIRED_INFO,
    TESTS,
    TRAINING,
    RELEASES,
)


@dataclass(frozen=True, slots=True)
class Policies:
    """One value for each file; `blocked_endings` are of file names, in lower case, without the dot;
    `training_days` the first and the last business day on which the training team answers."""

    labels: Labels
    escalation: EscalationPolicy
    escalation_life: EscalationLife
    courtesy: Courtesy
    lifecycle: Lifecycle
    access: Access
    service_levels: ServiceLevels
    priorities: PriorityMatrix
    notices: Notices
    outages: OutagePolicy
    outgoing: OutgoingPolicy
    blocked_endings: frozenset[str]
    scope: Scope
    required_info: RequiredInfo
    tests: TestPolicy
    training_days: tuple[int, int]
    releases: VersionSupport

    @classmethod
    def load(cls, folder: RulesFolder) -> "Policies":
        """Read all files. Raises ConfigurationError for the first one with faults."""
        return cls(
            labels=LANGUAGES.read(folder),
            escalation=ESCALATION_FIELDS.read(folder),
            escalation_life=ESCALATION_LIFE.read(folder),
            courtesy=COURTESY.read(folder),
            lifecycle=LIFECYCLE.read(folder),
            access=ACCESS.read(folder),
            service_levels=SERVICE_LEVELS.read(folder),
            priorities=PRIORITY.read(folder),
            notices=NOTICES.read(folder),
            outages=OUTAGES.read(folder),
            outgoing=OUTGOING.read(folder),
            blocked_endings=ATTACHMENTS.read(folder),
            scope=SCOPE.read(folder),
            required_info=REQUIRED_INFO.read(folder),
            tests=TESTS.read(folder),
            training_days=TRAINING.read(folder),
            releases=RELEASES.read(folder),
        )

    @staticmethod
    def check(folder: RulesFolder) -> Iterator[ConfigurationError]:
        """Every fault of every file."""
        return faults_of(*(partial(file.read, folder) for file in FILES))

    @property
    def renewal(self) -> RenewalPolicy:
        """Milestones of licenses and their recipients."""
        return self.notices.renewal

    @property
    def notice_answers(self) -> Mapping[Kind, tuple[str, ...]]:
        """What customers may answer to a notice."""
        return self.notices.answers
