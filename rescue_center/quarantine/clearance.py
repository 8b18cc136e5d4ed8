"""What stands between a quarantine and its clearance, in words (domain rules 2.1).

The sentences are computed from facts gathered beforehand, so that a board of fifty animals asks
the database as often as a board of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from rescue_center import clock
from rescue_center.quarantine.counting import Round
from rescue_center.quarantine.event_models import AdverseEvent

#: A unit must be free of unexplained deaths for so long.
QUIET = timedelta(days=14)
ACCEPTABLE = ("negative", "acceptable")

AnyRound = TypeVar("AnyRound", bound=Round)


@dataclass(frozen=True)
class Blocker:
    """One reason why a quarantine cannot be cleared. Keys: days, test, event, death, stop,
    exposure."""

    key: str
    sentence: str


@dataclass(slots=True)
class RoundFacts(Round):
    """One row of a test, as far as a decision needs it."""

    id: int
    quarantine_id: int
    protocol_test_id: int | None
    name: str
    round: int
    mandatory: bool
    due_on: date
    sampled_at: datetime | None
    result: str
    waived_at: datetime | None
    voided_at: datetime | None


@dataclass
class Grounds:
    """What a decision about one quarantine rests on. `tests` are those that count (:func:`newest`);
    `stopped` is the code of the unit that is under a movement stop, its own or above it;
    `exposures` are the sources that a vet has not decided about."""

    tests: Sequence[RoundFacts] = ()
    events: Sequence[AdverseEvent] = ()
    stopped: str | None = None
    exposures: Sequence[str] = ()


@dataclass
class Standing:
    """A quarantine with its grounds and what still blocks it at a moment."""

    quarantine: Any
    at: datetime
    grounds: Grounds = field(default_factory=Grounds)

    @cached_property
    def blockers(self) -> list[Blocker]:
        """Why it cannot be cleared."""
        return blockers(self.quarantine, self.grounds, self.at)

    @property
    def day(self) -> int:
        """Which day this is, at most the last."""
        return int(min(self.quarantine.day(self.at), self.quarantine.days))


def blockers(quarantine: Any, grounds: Grounds, at: datetime) -> list[Blocker]:
    """Every reason why `quarantine` cannot be cleared at `at`; none means that a vet may sign."""
    found = []
    if at < quarantine.min_end:
        found.append(Blocker("days", _days_sentence(quarantine, at)))
    found += [Blocker("test", s) for s in _test_sentences(grounds.tests, clock.today(at))]
    found += _event_blockers(grounds.events, at)
    found += [Blocker("exposure", f"Exposed to {source}: a vet decides how long it stays.")
              for source in grounds.exposures]  # fmt: skip
    if grounds.stopped is not None:
        found.append(Blocker("stop", f"{grounds.stopped} is under a movement stop."))
    return found


def _days_sentence(quarantine: Any, at: datetime) -> str:
    left = quarantine.days_left(at)
    until = clock.moment_text(quarantine.min_end)
    if left == 1:
        return f"Quarantine lasts 1 more day, until {until}."
    return f"Quarantine lasts {left} more days, until {until}."


def newest(tests: Iterable[AnyRound]) -> list[AnyRound]:
    """Of each test and round the row that counts: the newest that is not void."""
    rounds: dict[tuple[object, int], Any] = {}
    for test in sorted(tests, key=lambda t: t.id):  # type: ignore[attr-defined]
        row: Any = test
        if row.voided_at is None:
            rounds[row.protocol_test_id or row.name.casefold(), row.round] = row
    return sorted(rounds.values(), key=lambda t: (t.due_on, t.id))


def is_settled(test: Any) -> bool:
    """Whether a test asks for nothing more: waived, or with an acceptable result."""
    return test.waived_at is not None or test.result in ACCEPTABLE


def _test_sentences(tests: Sequence[RoundFacts], today: date) -> list[str]:
    return [
        _test_sentence(test, today) for test in tests if test.mandatory and not is_settled(test)
    ]


def _test_sentence(test: RoundFacts, today: date) -> str:
    """What a test still asks for."""
    name = test.label
    if test.result == "positive":
        return f"{name} was positive."
    if test.result == "inconclusive":
        return f"{name} was inconclusive; repeat it."
    if test.sampled_at is not None:
        return f"{name}: result pending since {clock.day_text(test.sampled_at)}."
    due = clock.day_text(test.due_on)
    return f"{name} was due {due}." if test.due_on < today else f"{name} is due {due}."


def _event_blockers(events: Iterable[AdverseEvent], at: datetime) -> list[Blocker]:
    found = []
    for event in events:
        what = f"{event.label} in {event.unit.code} on {clock.day_text(event.at)}"
        if event.closed_at is None:
            found.append(Blocker("event", f"{what} is not explained yet."))
        elif event.kind == "death" and not event.explained and at < event.at + QUIET:
            quiet = clock.day_text(event.at + QUIET)
            found.append(Blocker("death", f"{what} stayed unexplained; wait until {quiet}."))
    return found
