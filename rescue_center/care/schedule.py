"""When doses are due: frequencies, the centre's dosing hours, and the moments they lead to.

Every moment is computed from the start of the order, never from the dose before, so a course does
not drift and may be written out again at any time (domain rules 6.2, 6.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import count, islice, takewhile
from zoneinfo import ZoneInfo

from flask import current_app

from rescue_center import clock

#: An order without an end is written out this far ahead, and further each day.
ROLLING = timedelta(days=14)

#: Hours in which somebody may be asked to come for one dose out of rhythm.
BY_DAY = (time(6), time(22))

#: A dose may follow the one before after this share of the interval.
GUARD = 0.75


@dataclass(frozen=True)
class Frequency:
    """A rhythm as a vet writes it. `hours` is None for as needed and for once."""

    code: str
    words: str
    hours: int | None = None
    at_site_hours: bool = False


FREQUENCIES = {
    one.code: one
    for one in (
        Frequency("STAT", "Once, now"),
        Frequency("SID", "Once a day", 24, True),
        Frequency("BID", "Twice a day", 12, True),
        Frequency("TID", "Three times a day", 8, True),
        Frequency("QID", "Four times a day", 6, True),
        Frequency("q4h", "Every 4 hours", 4),
        Frequency("q6h", "Every 6 hours", 6),
        Frequency("q8h", "Every 8 hours", 8),
        Frequency("q12h", "Every 12 hours exactly", 12),
        Frequency("q24h", "Every 24 hours exactly", 24),
        Frequency("q48h", "Every 2 days", 48),
        Frequency("q72h", "Every 3 days", 72),
        Frequency("q7d", "Every 7 days", 7 * 24),
        Frequency("q14d", "Every 14 days", 14 * 24),
        Frequency("q21d", "Every 21 days", 21 * 24),
        Frequency("q28d", "Every 28 days", 28 * 24),
        Frequency("PRN", "As needed"),
    )
}


@dataclass(frozen=True)
class Site:
    """Where doses are given: its time zone, and the hours that SID, BID, TID and QID mean there."""

    zone: ZoneInfo
    hours: Mapping[str, tuple[time, ...]]


def here() -> Site:
    """This centre (`RESCUE_TIMEZONE`, `RESCUE_DOSE_TIMES`)."""
    return Site(clock.zone(), site_hours(current_app.config["DOSE_TIMES"]))


def site_hours(text: str) -> dict[str, tuple[time, ...]]:
    """Read `SID 08:00; BID 08:00 20:00; ...`.

    Raises ValueError where a frequency is missing, has the wrong number of hours, or two of its
    hours are so close that the double-dose guard would refuse the second."""
    hours = {}
    for part in filter(None, (p.strip() for p in text.split(";"))):
        code, *times = part.split()
        hours[code] = tuple(sorted(time.fromisoformat(t) for t in times))
    for frequency in FREQUENCIES.values():
        if not frequency.at_site_hours:
            continue
        found = hours.get(frequency.code, ())
        if len(found) * (frequency.hours or 0) != 24 or _narrowest(found) < _guard(frequency):
            raise ValueError(f"the dosing hours of {frequency.code} do not suit its rhythm")
    return hours


def _narrowest(times: tuple[time, ...]) -> timedelta:
    minutes = [t.hour * 60 + t.minute for t in times]
    gaps = [b - a for a, b in zip(minutes, [*minutes[1:], minutes[0] + 1440], strict=True)]
    return timedelta(minutes=min(gaps))


def _guard(frequency: Frequency) -> timedelta:
    return timedelta(hours=frequency.hours or 0) * GUARD


def moments(frequency: Frequency, starts_at: datetime, site: Site) -> Iterator[datetime]:
    """Every moment at which a dose is due, without end where the rhythm has none.

    The first is `starts_at` itself, so nobody waits for a first dose until the evening. A rhythm
    of the centre's hours then goes over to them (:func:`_second`)."""
    starts_at = starts_at.replace(second=0, microsecond=0)
    if frequency.code == "PRN":
        return
    yield starts_at
    if frequency.hours is None:
        return
    if not frequency.at_site_hours:
        for n in count(1):
            yield starts_at + n * timedelta(hours=frequency.hours)
    second = _second(frequency, starts_at, site)
    yield second
    yield from _site_moments(frequency, second + _guard(frequency), site)


def _second(frequency: Frequency, starts_at: datetime, site: Site) -> datetime:
    """The dose after the first, on the way to the centre's hours.

    It is at the first hour that is not too soon. Where that leaves a long gap because an hour in
    between comes a little too soon, a dose by day is put as early as the guard allows."""
    earliest = starts_at + _guard(frequency)
    at_an_hour = next(_site_moments(frequency, earliest, site))
    missed = next(_site_moments(frequency, starts_at + timedelta(minutes=1), site)) < earliest
    between = earliest + timedelta(minutes=-earliest.minute % 15)
    by_day = BY_DAY[0] <= between.astimezone(site.zone).time() <= BY_DAY[1]
    if missed and by_day and at_an_hour - between >= _guard(frequency):
        return between
    return at_an_hour


def next_after(frequency: Frequency, last: datetime, at: datetime, site: Site) -> datetime:
    """The first dose of a rhythm that is gone over to, `last` being when the one before was given:
    a strict rhythm keeps its whole interval, one of the centre's hours begins at the first of them
    that the double-dose guard allows. Never before `at`."""
    if not frequency.at_site_hours:
        return max(at, (last + timedelta(hours=frequency.hours or 0)).replace(
            second=0, microsecond=0))  # fmt: skip
    return next(_site_moments(frequency, max(at, last + _guard(frequency)), site))


def _site_moments(frequency: Frequency, earliest: datetime, site: Site) -> Iterator[datetime]:
    """The centre's hours of a rhythm from a moment on."""
    first_day = earliest.astimezone(site.zone).date()
    for n in count():
        for hour in site.hours[frequency.code]:
            day = first_day + timedelta(days=n)
            at = datetime.combine(day, hour, site.zone).astimezone(UTC)
            if at >= earliest:
                yield at


def course(
    frequency: Frequency, starts_at: datetime, site: Site, *, days: int | None, until: datetime
) -> list[datetime]:
    """The doses of an order of `days` days; without an end, those due before `until`."""
    series = moments(frequency, starts_at, site)
    if days is None and frequency.hours is not None:
        return list(takewhile(lambda at: at < until, series))
    return list(islice(series, doses_in(frequency, days)))


def doses_in(frequency: Frequency, days: int | None) -> int:
    """How many doses a course of `days` days has."""
    if frequency.hours is None:
        return 1
    return max(1, -(-(days or 0) * 24 // frequency.hours))


def timeliness(due_at: datetime, window_min: int, at: datetime) -> str:
    """`planned`, `due` or `overdue`: what an open dose is at a moment."""
    window = timedelta(minutes=window_min)
    if at > due_at + window:
        return "overdue"
    return "due" if at >= due_at - window else "planned"


def window(frequency: Frequency, *, time_critical: bool = False) -> timedelta:
    """How far from its moment a dose is still on time: 30 min where time is critical, an hour
    for doses more than daily, two for daily and rarer ones (domain rules 6.3)."""
    if time_critical:
        return timedelta(minutes=30)
    return timedelta(hours=1 if frequency.hours and frequency.hours < 24 else 2)
