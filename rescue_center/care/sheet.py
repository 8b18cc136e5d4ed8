"""The treatment sheet as a page shows it: places, patients, their orders, and in each cell what
became of a dose. What nobody wrote down is "not recorded", never "not given"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from rescue_center import clock
from rescue_center.care.dosing import amount_text

#: What may stand in a cell, in the order in which the sheet counts it.
STATES = ("overdue", "due", "conflict", "not_recorded", "planned", "given", "partly",
          "refused", "omitted", "cancelled")  # fmt: skip
_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Mark:
    """One dose in a cell, or a second report of one. `dose_id` is set where it can be recorded."""

    state: str
    at: datetime
    who: str = ""
    amount: str = ""
    why: str = ""
    dose_id: int | None = None
    record_id: int | None = None
    #: The dose that it tells of, recorded or not; none where it was given as needed.
    slot: int | None = None

    @cached_property
    def hour(self) -> int:
        """The hour of the facility's clock whose column it stands in."""
        return clock.local(self.at).hour

    @cached_property
    def time(self) -> str:
        """`08:05`."""
        return f"{clock.local(self.at):%H:%M}"

    @cached_property
    def initials(self) -> str:
        """`SV`, as it is signed on paper."""
        return "".join(part[0] for part in self.who.split()[:2]).upper()


@dataclass(frozen=True)
class Told(Mark):
    """A recorded dose; it stands in the hour that it was planned for, with the time it was done."""

    planned: datetime | None = None

    @cached_property
    def hour(self) -> int:
        """The hour of the plan, else of the act."""
        return clock.local(self.planned or self.at).hour


@dataclass(frozen=True)
class Line:
    """One order of a patient, with its day. `given` is when an as-needed order was given within
    the last 24 hours, the newest first."""

    row: Any
    marks: Sequence[Mark] = ()
    given: list[datetime] = field(default_factory=list)

    @cached_property
    def amount(self) -> str:
        """`0.32 ml`."""
        return amount_text(self.row.amount, self.row.amount_unit)

    @cached_property
    def who(self) -> str:
        """What people call the animal, or how many there are in the lot."""
        if self.row.kind == "lot":
            return f"{self.row.count:,} {self.row.name or self.row.species}"
        return str(self.row.name or self.row.accession)

    @cached_property
    def awaits(self) -> bool:
        """Whether a second vet has still to agree to it."""
        return bool(self.row.outside_limits_reason) and self.row.confirmed_at is None

    @cached_property
    def again(self) -> datetime | None:
        """When an as-needed order may be given again: after its interval, and with fewer than its
        most in 24 hours; None where it may be now as far as the sheet knows."""
        if not self.row.is_prn or not self.given:
            return None
        waits = [self.given[0] + timedelta(hours=self.row.min_interval_h or 0)]
        most = self.row.max_per_day
        if most and len(self.given) >= most:
            waits.append(self.given[most - 1] + _DAY)
        return max(waits)

    @cached_property
    def by_hour(self) -> dict[int, list[Mark]]:
        """What stands in each cell; an hour without a mark is left out."""
        found: dict[int, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.hour, []).append(mark)
        return found


@dataclass(frozen=True)
class Place:
    """The patients of one enclosure."""

    code: str
    name: str
    quarantine: bool
    lines: list[Line]


@dataclass(frozen=True)
class Sheet:
    """A day. `now` is the hour that it is, on the day's own sheet only."""

    day: date
    now: int | None
    places: list[Place]
    #: What it may be narrowed to, as (id, name).
    areas: list[tuple[int, str]] = field(default_factory=list)

    @cached_property
    def hours(self) -> list[int]:
        """The columns: every hour in which something is planned or was done, and this one."""
        found = {mark.hour for line in self.lines for mark in line.marks}
        return sorted(found | ({self.now} if self.now is not None and found else set()))

    @cached_property
    def lines(self) -> list[Line]:
        """Every order of the day."""
        return [line for place in self.places for line in place.lines]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many doses there are in each state, as in `STATES`; those that there are none of
        are left out."""
        marks = [mark.state for line in self.lines for mark in line.marks]
        return {state: marks.count(state) for state in STATES if state in marks}
