"""What can be said of a scope, a clock and a test, whether its record was loaded or only read."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def scope_words(scope: str) -> str:
    """A scope as people say it: `Primates`, `Reptilia`."""
    return scope.partition(":")[2].capitalize()


class Days:
    """Anything with `clock_start` and `min_end`."""

    __slots__ = ()

    def day(self: Any, at: datetime) -> int:
        """Elapsed 24-hour periods since the clock (re)started, counted from day 1."""
        return max(0, int((at - self.clock_start).days)) + 1

    @property
    def days(self: Any) -> int:
        """How many days it lasts at least, counted from the clock's last start."""
        return int((self.min_end - self.clock_start).days)

    def days_left(self: Any, at: datetime) -> int:
        """Days until the minimum is reached, rounded up; 0 when it is."""
        left = self.min_end - at
        return max(0, -(-int(left.total_seconds()) // 86400))


class Round:
    """Anything with the facts of one round of a test."""

    __slots__ = ()

    @property
    def label(self: Any) -> str:
        """The test and which of its rounds: `TB skin test, round 2`."""
        return f"{self.name}, round {self.round}" if self.round > 1 else str(self.name)

    @property
    def state(self: Any) -> str:
        """void, waived, a result, pending or planned."""
        if self.voided_at is not None:
            return "void"
        if self.waived_at is not None:
            return "waived"
        return self.result or ("pending" if self.sampled_at is not None else "planned")
