"""When doses are due."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rescue_center.care import schedule
from rescue_center.care.schedule import FREQUENCIES, Site, course, moments, site_hours, window
from rescue_center.config import SETTINGS

HOURS = site_hours(SETTINGS["DOSE_TIMES"][0])
PHNOM_PENH = Site(ZoneInfo("Asia/Phnom_Penh"), HOURS)
BERLIN = Site(ZoneInfo("Europe/Berlin"), HOURS)
FAR = datetime(2100, 1, 1, tzinfo=UTC)


def local(*at: int) -> datetime:
    return datetime(2026, *at, tzinfo=PHNOM_PENH.zone)


def times(code: str, starts_at: datetime, days: int | None, until: datetime = FAR) -> list[str]:
    found = course(FREQUENCIES[code], starts_at, PHNOM_PENH, days=days, until=until)
    return [f"{at.astimezone(PHNOM_PENH.zone):%d %H:%M}" for at in found]


def test_a_course_at_the_centres_hours_begins_at_once_and_then_keeps_them() -> None:
    assert times("SID", local(5, 12, 10, 32), 3) == ["12 10:32", "13 08:00", "14 08:00"]
    assert times("BID", local(5, 12, 10, 32), 2) == ["12 10:32", "12 20:00", "13 08:00", "13 20:00"]


def test_an_hour_too_soon_after_the_first_dose_is_left_out() -> None:
    assert times("BID", local(5, 12, 14, 0), 1) == ["12 14:00", "13 08:00"]
    assert times("SID", local(5, 12, 23, 0), 2) == ["12 23:00", "14 08:00"]
    assert times("SID", local(5, 12, 7, 0), 2) == ["12 07:00", "13 08:00"]


def test_a_dose_by_day_bridges_the_gap_to_the_centres_hours() -> None:
    assert times("SID", local(5, 12, 15, 14), 4) == ["12 15:14", "13 09:15", "14 08:00", "15 08:00"]
    assert times("BID", local(5, 12, 12, 0), 2) == ["12 12:00", "12 21:00", "13 08:00", "13 20:00"]
    assert times("TID", local(5, 12, 9, 0), 1) == ["12 09:00", "12 15:00", "12 22:00"]


def test_a_course_that_begins_at_a_dosing_hour_stays_there() -> None:
    assert times("TID", local(5, 12, 6, 0), 1) == ["12 06:00", "12 14:00", "12 22:00"]


def test_an_exact_rhythm_keeps_its_minutes() -> None:
    assert times("q12h", local(5, 12, 10, 32), 1) == ["12 10:32", "12 22:32"]


def test_once_is_once_and_as_needed_is_never_scheduled() -> None:
    assert times("STAT", local(5, 12, 10, 32), None) == ["12 10:32"]
    assert list(moments(FREQUENCIES["PRN"], local(5, 12, 10, 32), PHNOM_PENH)) == []


@pytest.mark.parametrize(
    ("code", "days", "doses"),
    [("SID", 5, 5), ("BID", 5, 10), ("q8h", 2, 6), ("q48h", 10, 5), ("q7d", 28, 4), ("q14d", 3, 1)],
)
def test_a_course_has_as_many_doses_as_its_days_hold(code: str, days: int, doses: int) -> None:
    assert len(times(code, local(5, 12, 9, 0), days)) == doses


def test_an_order_without_an_end_is_written_out_to_the_horizon() -> None:
    start = local(5, 12, 8, 0)
    assert len(times("SID", start, None, until=start + schedule.ROLLING)) == 14


@pytest.mark.parametrize(
    ("code", "critical", "minutes"),
    [("q4h", True, 30), ("SID", True, 30), ("BID", False, 60), ("SID", False, 120),
     ("q7d", False, 120), ("STAT", False, 120)],
)  # fmt: skip
def test_the_window_of_a_dose(code: str, critical: bool, minutes: int) -> None:
    assert window(FREQUENCIES[code], time_critical=critical) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text",
    ["", "SID 08:00", "SID 08:00; BID 08:00; TID 06:00 14:00 22:00; QID 00:00",
     "SID 08:00; BID 08:00 09:00; TID 08:00 14:00 20:00; QID 00:00 06:00 12:00 18:00",
     "SID 08:00; BID 08:00 20:00; TID 08:00 14:00 20:00; QID 00:00 06:00 12:00 25:00"],
)  # fmt: skip
def test_dosing_hours_that_do_not_suit_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        site_hours(text)


starts = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
rhythms = st.sampled_from([f for f in FREQUENCIES.values() if f.hours])
sites = st.sampled_from([PHNOM_PENH, BERLIN])


@given(rhythms, starts, sites, st.integers(1, 40))
def test_no_two_doses_are_closer_than_the_guard_allows(
    rhythm: schedule.Frequency, start: datetime, site: Site, days: int
) -> None:
    found = course(rhythm, start, site, days=days, until=FAR)
    slack = timedelta(hours=1) if site is BERLIN and rhythm.at_site_hours else timedelta()
    assert rhythm.hours
    for one, other in pairwise(found):
        assert other - one >= timedelta(hours=rhythm.hours) * schedule.GUARD - slack
        assert other - one <= timedelta(hours=rhythm.hours) * 1.7 + slack


@given(rhythms, starts, sites, st.integers(1, 30), st.integers(1, 30))
def test_writing_a_course_out_further_moves_nothing(
    rhythm: schedule.Frequency, start: datetime, site: Site, days: int, more: int
) -> None:
    near = start + timedelta(days=days)
    shorter = course(rhythm, start, site, days=None, until=near)
    longer = course(rhythm, start, site, days=None, until=near + timedelta(days=more))
    assert longer[: len(shorter)] == shorter
    assert all(at >= near for at in longer[len(shorter) :])


@given(rhythms, starts, st.integers(2, 400))
def test_the_centres_hours_hold_across_the_change_of_clocks(
    rhythm: schedule.Frequency, start: datetime, days: int
) -> None:
    found = course(rhythm, start, BERLIN, days=days, until=FAR)
    if rhythm.at_site_hours:
        hours = {at.astimezone(BERLIN.zone).time() for at in found[2:]}
        assert hours <= {*HOURS[rhythm.code]}
    else:
        assert {b - a for a, b in pairwise(found)} <= {timedelta(hours=rhythm.hours or 0)}
