"""Days and moments that may be typed, and the sentence for those that may not."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rescue_center import forms
from rescue_center.forms import Form, PartialDate
from tests.forms.filling import refusal, value


def test_a_day_is_read_as_the_browser_sends_it_and_as_people_write_it() -> None:
    for text in ("2026-05-12", "12 May 2026", "12 may 2026"):
        assert value(forms.DayField, text) == date(2026, 5, 12)


def test_a_day_in_the_future_is_refused_unless_it_is_a_plan() -> None:
    assert "future" in refusal(forms.DayField, "2026-05-13")
    assert value(forms.DayField, "2026-05-13", allow_future=True) == date(2026, 5, 13)


@pytest.mark.parametrize("text", ["12/05/2026", "05.12.26", "1-2-2026"])
def test_a_day_that_reads_two_ways_is_refused(text: str) -> None:
    assert "two ways" in refusal(forms.DayField, text)
    assert "two ways" in refusal(forms.PartialDateField, text)


@pytest.mark.parametrize("text", ["2026-02-30", "yesterday", "0001-01-01", "1899-12-31"])
def test_a_day_that_never_was_is_refused(text: str) -> None:
    assert refusal(forms.DayField, text)


def test_a_moment_is_typed_on_the_clock_of_the_centre() -> None:
    expected = datetime(2026, 5, 11, 0, 14, tzinfo=UTC)
    for text in (
        "2026-05-11T07:14",
        "2026-05-11 07:14",
        "11 May 2026, 07:14",
        "2026-05-11T07:14:00",
    ):
        assert value(forms.WhenField, text) == expected
    form = type("F", (Form,), {"x": forms.WhenField()})(data={"x": expected})
    assert 'value="2026-05-11T07:14"' in form.x()


def test_a_minute_that_a_page_offered_lately_means_its_end() -> None:
    """What was saved at 11:58:40 stays before what a page opened at 11:58:42 says of 11:58."""
    saved = datetime(2026, 5, 12, 4, 58, 40, tzinfo=UTC)
    offered = value(forms.WhenField, "2026-05-12T11:58")
    assert saved < offered < saved + timedelta(seconds=20)
    assert (offered.hour, offered.minute) == (saved.hour, saved.minute)
    yesterday = value(forms.WhenField, "2026-05-11T11:58")
    assert (yesterday.second, yesterday.microsecond) == (0, 0)


def test_a_moment_in_the_future_is_refused_but_this_minute_is_not() -> None:
    assert value(forms.WhenField, "2026-05-12T12:00")
    assert "future" in refusal(forms.WhenField, "2026-05-12T12:02")


@pytest.mark.parametrize("text", ["2026-05-12", "07:14", "2026-05-12T25:00", "2026-05-12T07:60"])
def test_half_a_moment_is_refused(text: str) -> None:
    assert "day and time" in refusal(forms.WhenField, text)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2016-06-04", date(2016, 6, 4), "day"), ("4 June 2016", date(2016, 6, 4), "day"),
        ("06/2016", date(2016, 6, 1), "month"), ("2016-06", date(2016, 6, 1), "month"),
        ("June 2016", date(2016, 6, 1), "month"), ("2016", date(2016, 1, 1), "year"),
    ],
)  # fmt: skip
def test_a_date_is_known_as_well_as_it_was_typed(text: str, day: date, precision: str) -> None:
    assert value(forms.PartialDateField, text) == (day, precision)


def test_a_partial_date_is_shown_as_well_as_it_is_known() -> None:
    for text in ("4 June 2016", "June 2016", "2016"):
        kept = value(forms.PartialDateField, text)
        form = type("F", (Form,), {"x": forms.PartialDateField()})(data={"x": PartialDate(*kept)})
        assert f'value="{text}"' in form.x()


def test_this_year_is_no_future_and_next_year_is() -> None:
    assert value(forms.PartialDateField, "2026") == (date(2026, 1, 1), "year")
    assert "future" in refusal(forms.PartialDateField, "2027")


def test_no_day_is_so_far_that_days_cannot_be_added_to_it() -> None:
    assert "before 2200" in refusal(forms.DayField, "2200-01-01", allow_future=True)
    assert value(forms.DayField, "2199-12-31", allow_future=True) == date(2199, 12, 31)
