"""Pauses before the next try: doubled each time, and never quite the same for two who try together."""

import random

FIRST_SECONDS = 1.0
LONGEST_SECONDS = 300.0
LEAST_SHARE = 0.5


class Backoff:
    """The pauses between tries that fail; seconds. `least_share`: of a pause, whatever the dice say; 1: no dice."""

    def __init__(
        self, first: float = FIRST_SECONDS, longest: float = LONGEST_SECONDS, least_share: float = LEAST_SHARE
    ) -> None:
        self._first = first
        self._longest = longest
        self._least_share = least_share
        self._pause = first

    def next(self) -> float:
        """How long to wait now: a pause that doubles each time, or a part of it that is thrown."""
        pause = self._pause
        self._pause = min(2 * pause, self._longest)
        return pause * random.uniform(self._least_share, 1.0)

    def reset(self) -> None:
        """Something went well: begin with the first pause again."""
        self._pause = self._first
