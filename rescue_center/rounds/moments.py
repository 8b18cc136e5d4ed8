"""When something happened that a phone wrote down: its clock is a claim, set right as well as can
be, and what is in doubt says so (design of integrity, 2.27).

The phone sends its own time with each batch, so we know by how much its clock is off now; with
each record it tells by how much it was off when it last heard from us.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

#: Clocks that differ by less are taken to agree.
SLACK = timedelta(minutes=2)
#: A record cannot be older than this: the phone would have been handed in.
OLDEST = timedelta(days=400)


@dataclass(frozen=True)
class Moment:
    """When it happened, and whether the phone's clock leaves room for doubt."""

    at: datetime
    in_doubt: bool = False


def happened(
    device_at: datetime, *, off_now: timedelta, off_then: timedelta | None, now: datetime
) -> Moment:
    """The moment a phone means by `device_at`.

    `off_now` is the centre's time less the phone's as this batch is sent; `off_then` the same as
    last measured before the record was written, None where it never was. A time in the future is
    the moment it reached us. What the two disagree about, or a clock that is off, is in doubt."""
    offs = [off_now] if off_then is None else [off_now, off_then]
    readings = [_set_right(device_at, off, now) for off in offs]
    possible = [one for one in readings if now - OLDEST <= one <= now + SLACK]
    at = min(possible[0], now) if possible else now
    agree = max(readings) - min(readings) <= SLACK
    return Moment(at, in_doubt=not (possible and agree and abs(off_now) <= SLACK))


def _set_right(device_at: datetime, off: timedelta, now: datetime) -> datetime:
    """What the phone's clock meant; a clock that is off by thousands of years says nothing, and
    what it meant is no time that could be."""
    try:
        return device_at + off
    except OverflowError:
        return now + 2 * SLACK
