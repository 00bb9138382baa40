"""policies/releases.toml: how long major versions are supported."""

from typing import Annotated

from pydantic import Field

from gateway.domain.directory.releases import VersionSupport
from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Count, Many
from gateway.toml import StrictTable


class _Form(StrictTable):
    supported_priors: Count
    min_months: Annotated[int, Field(ge=0, le=600)]
    packages: Many[Annotated[int, Field(ge=1, le=600)]]


def _value(form: _Form) -> VersionSupport:
    return VersionSupport(form.supported_priors, form.min_months, tuple(sorted(form.packages)))


RELEASES = policy_file("releases", _Form, _value)
