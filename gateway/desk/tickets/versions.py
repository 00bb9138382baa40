"""A ticket about a version without support: said in the acknowledgement, decided by a person."""

from gateway.desk.act import Act
from gateway.desk.directory.contracts import today_of
from gateway.desk.tickets.owners import organization_of
from gateway.domain.directory.entries import Organization
from gateway.domain.directory.releases import end_of_support, offered, supported_on
from gateway.domain.tickets.ticket import Ticket
from gateway.letters.views import VersionWarning


def version_warning(act: Act, ticket: Ticket) -> VersionWarning | None:
    """That the version of the ticket's app has no support any more, and no extension covers it.

    None where the app, its version or the releases are not known, so that nobody is told a guess. Versions of apps and
    releases are asked for only here, and are remembered until the directory changes.
    """
    organization = organization_of(act.work, ticket)
    version = _version(act, ticket, organization)
    if organization is None or version is None:
        return None
    releases, policy = act.work.directory.releases(), act.desk.rules.data.releases
    end, today = end_of_support(version, releases, policy), today_of(act.desk, act.work, organization, act.now)
    if end is None or today < end.ends:
        return None
    contracts = act.work.directory.contracts(organization.code)
    bought = [one for one in contracts if one.extended_major == version and one.runs_on(today)]
    if any(today < end.extended(one.extended_months) for one in bought):
        return None
    return VersionWarning(
        version=version,
        since=end.ends,
        supported=supported_on(today, releases, policy),
        offers=offered(end, today, policy.packages),
    )


def _version(act: Act, ticket: Ticket, organization: Organization | None) -> int | None:
    apps = act.work.directory.apps(organization.code) if organization and ticket.app else ()
    return next((one.version for one in apps if one.code == ticket.app), None)
