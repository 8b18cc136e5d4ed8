"""Days and moments on the centre's clock."""

import re
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple

import wtforms
from wtforms import widgets
from wtforms.validators import ValidationError

from rescue_center import clock
from rescue_center.forms.base import Own

_DAY_SHAPES = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%Y/%m/%d")
#: The rest of a minute that was typed, and how long ago a page may have offered it.
MINUTE, LATELY = timedelta(seconds=59, microseconds=999_999), timedelta(hours=12)
_MIXED_UP = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


def _day_of(text: str) -> date:
    for shape in _DAY_SHAPES:
        try:
            day = datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return _in_reach(day)
    if _MIXED_UP.fullmatch(text):
        raise ValueError(
            f"“{text}” can be read two ways. Write the year first, like 2026-05-12, "
            "or the month as a word, like 12 May 2026."
        )
    raise ValueError(f"“{text}” is not a day. Write it like 2026-05-12 or 12 May 2026.")


def _in_reach(day: date) -> date:
    """A day that somebody may mean; days are added to it, so the calendar must not end there."""
    if day.year < 1900:
        raise ValueError("The year must be 1900 or later.")
    if day.year > 2199:
        raise ValueError("The year must be before 2200.")
    return day


class _Past(Own):
    """A day or moment that may not lie in the future unless `allow_future`."""

    data: Any

    def __init__(self, label: str = "", *args: Any, allow_future: bool = False, **rest: Any):
        self.allow_future = allow_future
        super().__init__(label, *args, **rest)


class DayField(_Past, wtforms.StringField):
    """A calendar day at the centre."""

    widget = widgets.DateInput()

    def read(self, text: str) -> date:
        return _day_of(text)

    def pre_validate(self, form: Any) -> None:
        if self.data and not self.allow_future and self.data > clock.today():
            raise ValidationError(f"{self.label.text} is in the future.")


class WhenField(_Past, wtforms.StringField):
    """A moment on the centre's clock; kept aware, in UTC. Not in the future unless allowed.

    A page offers the minute it was opened in, so a minute of these hours means its end, and the
    present one means now: what was done a moment before the page was opened stays before it."""

    widget = widgets.DateTimeLocalInput()

    def read(self, text: str) -> datetime:
        found = re.fullmatch(r"(.+?)[T,\s]\s*(\d{1,2}):(\d{2})(?::\d{2})?", text)
        if not found or int(found[2]) > 23 or int(found[3]) > 59:
            raise ValueError(f"“{text}” is not a day and time. Write it like 2026-05-12 14:05.")
        day = _day_of(found[1].strip())
        naive = datetime(day.year, day.month, day.day, int(found[2]), int(found[3]))  # noqa: DTZ001
        at = clock.from_local(naive)
        if clock.local(at).replace(tzinfo=None) != naive:
            raise ValueError("The clocks went forward over that time, so it never was.")
        now = clock.now()
        return min(at + MINUTE, now) if at <= now < at + LATELY else at

    def show(self, value: datetime) -> str:
        return f"{clock.local(value):%Y-%m-%dT%H:%M}"

    def pre_validate(self, form: Any) -> None:
        if self.data and not self.allow_future and self.data > clock.now() + timedelta(minutes=1):
            raise ValidationError(f"{self.label.text} is in the future.")


class PartialDate(NamedTuple):
    """A day known to the day, the month or the year; `day` is the first it could be."""

    day: date
    precision: Literal["day", "month", "year"]


_PARTIAL_SHAPES = {
    "year": ("%Y",),
    "month": ("%m/%Y", "%Y-%m", "%m-%Y", "%b %Y", "%B %Y"),
}


def partial_date_of(text: str) -> PartialDate:
    """A day as well as it is known. Raises ValueError with a sentence."""
    for precision, known in _PARTIAL_SHAPES.items():
        for shape in known:
            try:
                first = datetime.strptime(text, shape).date()  # noqa: DTZ007
            except ValueError:
                continue
            return PartialDate(_in_reach(first), precision)  # type: ignore[arg-type]
    return PartialDate(_day_of(text), "day")


class PartialDateField(_Past, wtforms.StringField):
    """A day as well as it is known: `4 June 2016`, `2016-06-04`, `06/2016`, `2016`."""

    def read(self, text: str) -> PartialDate:
        return partial_date_of(text)

    def show(self, value: PartialDate) -> str:
        day, precision = value
        return {"year": f"{day.year}", "month": f"{day:%B %Y}"}.get(
            precision, f"{day.day} {day:%B %Y}"
        )

    def pre_validate(self, form: Any) -> None:
        if self.data and not self.allow_future and self.data[0] > clock.today():
            raise ValidationError(f"{self.label.text} is in the future.")
