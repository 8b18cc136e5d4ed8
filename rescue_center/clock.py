"""The time: stored in UTC, shown in the centre's own zone.

Only views, the command line and jobs ask for :func:`now`; rules are given `at`.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import current_app

from rescue_center import tongues
from rescue_center.tongues import phrase


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    """The facility's time zone (`RESCUE_TIMEZONE`)."""
    return ZoneInfo(current_app.config["TIMEZONE"])


def local(at: datetime) -> datetime:
    """`at` on the facility's clock."""
    return at.astimezone(zone())


def today(at: datetime | None = None) -> date:
    """The facility's calendar day at `at` (now, unless told)."""
    return local(at or now()).date()


def start_of(day: date) -> datetime:
    """Midnight at the facility at the beginning of `day`, in UTC."""
    return datetime.combine(day, time(), zone()).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The half-open interval of UTC moments that the facility calls `day`."""
    return start_of(day), start_of(day + timedelta(days=1))


def from_local(typed: datetime) -> datetime:
    """A moment typed on the facility's clock (naive), in UTC."""
    return typed.replace(tzinfo=zone()).astimezone(UTC)


def day_text(day: date | datetime | None) -> str:
    """`12 May 2026`; `Not known` for None. Gregorian in every locale."""
    if day is None:
        return phrase("Not known")
    if isinstance(day, datetime):
        day = local(day).date()
    return _day_text(day, tongues.current())


@lru_cache(maxsize=4096)  # a long list names few days many times
def _day_text(day: date, language: str) -> str:
    return f"{day.day} {_month(day, language)} {day.year}"


def _month(day: date, language: str) -> str:
    return f"{day:%b}" if language == tongues.ENGLISH else tongues.months(language)[day.month]


def long_day_text(at: datetime) -> str:
    """`Monday, 12 May 2026`, with the day of the week at the facility."""
    language, there = tongues.current(), local(at)
    week = f"{there:%A}"
    if language != tongues.ENGLISH:
        week = tongues.weekdays(language)[there.weekday()]
    return f"{week}, {day_text(at)}"


def partial_text(day: date | None, precision: str) -> str:
    """A day as far as it is known: `4 Jun 2016`, `June 2016`, `2016`, `Not known`."""
    if day is None or precision == "unknown":
        return "Not known"
    return {"year": f"{day.year}", "month": f"{day:%B} {day.year}"}.get(precision, day_text(day))


def moment_text(at: datetime | None) -> str:
    """`12 May 2026, 14:05`, 24 hours, on the facility's clock."""
    if at is None:
        return phrase("Not known")
    return f"{day_text(at)}, {local(at):%H:%M}"


def hour_text(at: datetime, today_at: datetime) -> str:
    """`08:00` of the day of `today_at`; of another day `21 Nov, 20:00`."""
    there = local(at)
    if there.date() == today(today_at):
        return f"{there:%H:%M}"
    return f"{there.day} {_month(there, tongues.current())}, {there:%H:%M}"


def span_text(days: int) -> str:
    """`today`, `1 day`, `12 days`, `5 months`, `3 years`: the age of a thing, in words."""
    if days <= 1:
        return phrase("1 day") if days == 1 else phrase("today")
    if days >= 2 * 365:
        return phrase("{n} years", n=days // 365)
    return phrase("{n} months", n=days // 30) if days >= 2 * 30 else phrase("{n} days", n=days)
