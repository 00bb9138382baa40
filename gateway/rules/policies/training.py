"""policies/training.toml: when the training team answers."""

from gateway.rules.policies.file import policy_file
from gateway.rules.policies.values import Count
from gateway.toml import StrictTable


class _Form(StrictTable):
    earliest: Count
    latest: Count


def _value(form: _Form) -> tuple[int, int]:
    return min(form.earliest, form.latest), form.latest


TRAINING = policy_file("training", _Form, _value)
