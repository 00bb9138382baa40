"""policies/attachments.toml: endings of file names that are never offered to anybody."""

from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Words
from gateway.toml import StrictTable


class _Form(StrictTable):
    blocked: Words


def _value(form: _Form) -> frozenset[str]:
    """In lower case, without the dot."""
    return frozenset(one.lower() for one in form.blocked)


ATTACHMENTS = policy_file("attachments", _Form, _value)
