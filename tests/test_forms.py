"""What may be typed, and the sentence for what may not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from flask import Flask
from werkzeug.datastructures import FileStorage, MultiDict

from rescue_center import forms, measures
from rescue_center.forms import Form, PartialDate

ZONE = "Asia/Phnom_Penh"  # seven hours ahead of UTC


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """Noon of 12 May 2026 at the centre."""
    app = Flask(__name__)
    app.config.update(TIMEZONE=ZONE, MAX_UPLOAD_MB=32)
    with (
        app.app_context(),
        time_machine.travel(datetime(2026, 5, 12, 5, 0, tzinfo=UTC), tick=False),
    ):
        yield


def typed(kind: Any, text: Any, **how: Any) -> Any:
    """The field `x`, labelled Value unless told, after `text` was typed in it."""
    label = how.pop("label", "Value")
    form_class = type("F", (Form,), {"x": kind(label, **how)})
    form = form_class(MultiDict([("x", t) for t in (text if isinstance(text, list) else [text])]))
    form.validate()
    return form.x


def value(kind: Any, text: Any, **how: Any) -> Any:
    field = typed(kind, text, **how)
    assert not field.errors, field.errors
    return field.data


def refusal(kind: Any, text: Any, **how: Any) -> str:
    field = typed(kind, text, **how)
    assert len(field.errors) == 1, field.errors
    sentence = str(field.errors[0])
    assert sentence[0].isupper() or sentence[0] in "“0123456789", sentence
    assert sentence.endswith("."), sentence
    return sentence


# --- weights --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("2.4 kg", 2400), ("2,4 kg", 2400), ("2400 g", 2400), ("2.4kg", 2400), ("850G", 850),
        ("0,035 kg", 35), ("៣,៥ kg", 3500), ("1250 g", 1250), ("1.250 kg", 1250),
        ("0,250 kg", 250), ("12.345 kg", 12_345), ("1234,567 kg", 1_234_567),
        ("3 t", 3_000_000), (" 12 kg ", 12_000),
    ],
)  # fmt: skip
def test_a_weight_is_read_with_either_decimal_mark(text: str, grams: int) -> None:
    assert value(forms.GramsField, text) == grams


@pytest.mark.parametrize(
    ("text", "less", "more"),
    [
        ("1,250 kg", "1.25 kg", "1250 kg"), ("12,345kg", "12.345 kg", "12345 kg"),
        ("1.000 kg", "1 kg", "1000 kg"), ("១,២៥០ kg", "1.25 kg", "1250 kg"),
        ("1,500 t", "1.5 t", "1500 t"),
    ],
)  # fmt: skip
def test_a_weight_that_could_be_either_is_refused_with_both_and_each_of_them_is_read(
    text: str, less: str, more: str
) -> None:
    said = refusal(forms.GramsField, text)
    assert f"can be read as {less} or as {more}" in said
    assert f"Write {less} or {more}." in said
    grams = [measures.parse_grams(one) for one in (less, more)]
    assert grams[1] == 1000 * grams[0]


@pytest.mark.parametrize(
    "text", ["1,250 g", "1.250 g", "1.250,5 kg", "1,250.5 kg", "1 250 kg", "1'250 g", "1,2,3 kg"]
)
def test_a_weight_with_a_thousands_mark_is_refused_not_guessed(text: str) -> None:
    assert "thousands" in refusal(forms.GramsField, text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2.4", "unit"), ("heavy", "number and a unit"), ("2.4 lb", "g or kg"),
        ("0 g", "1 g or more"), ("-3 kg", "1 g or more"),
        ("11 t", "10000 kg or less"), ("0.0004 kg", "whole gram"),
        ("", "missing"), ("kg", "number and a unit"), ("1e9 kg", "number and a unit"),
        ("NaN kg", "number and a unit"),
    ],
)  # fmt: skip
def test_an_impossible_weight_is_refused_with_the_reason(text: str, says: str) -> None:
    assert says in refusal(forms.GramsField, text)


def test_a_bare_number_takes_the_unit_of_its_field() -> None:
    assert value(forms.GramsField, "2,4", unit="kg") == 2400
    assert value(forms.GramsField, "300 g", unit="kg") == 300


def test_a_refused_weight_is_kept_as_it_was_typed() -> None:
    field = typed(forms.GramsField, "1.250,5 kg")
    assert 'value="1.250,5 kg"' in field()


def test_a_stored_weight_is_shown_as_one_would_type_it() -> None:
    form = type("F", (Form,), {"x": forms.GramsField()})(data={"x": 1_250_500})
    assert 'value="1250.5 kg"' in form.x()


# --- numbers --------------------------------------------------------------------------------


def test_a_count_is_a_whole_number_within_its_bounds() -> None:
    assert value(forms.CountField, "785") == 785
    assert value(forms.CountField, "0", least=0) == 0
    assert "whole number" in refusal(forms.CountField, "2.5")
    assert "1 or more" in refusal(forms.CountField, "-4")
    assert "100,000 or less" in refusal(forms.CountField, "9" * 30)
    assert "not a number" in refusal(forms.CountField, "many")
    assert "thousands" in refusal(forms.CountField, "1 200")


@pytest.mark.parametrize("text", ["1,000", "1.000", "25,000", "៣,០០០", "-1,000"])
def test_a_thousand_with_a_mark_is_never_taken_for_one(text: str) -> None:
    for kind in (forms.CountField, forms.DecimalField):
        assert "one or a thousand" in refusal(kind, text)


def test_a_number_whose_mark_could_part_thousands_is_refused_but_in_coordinates() -> None:
    for text in ("1,500", "12,125"):
        assert "Write 1500, or 1.5" in refusal(forms.DecimalField, text, places=4)
        assert value(forms.DecimalField, text) == Decimal(text.replace(",", "."))
    for text, read in (("1.125", "1.125"), ("0,125", "0.125"), ("1500", "1500"), ("1,50", "1.5")):
        assert value(forms.DecimalField, text, places=4) == Decimal(read)


def test_a_decimal_keeps_every_digit() -> None:
    assert value(forms.DecimalField, "0,32") == Decimal("0.32")
    assert "3 decimals" in refusal(forms.DecimalField, "0.1234", places=3)
    assert "0 or more" in refusal(forms.DecimalField, "-1", least=0)


# --- days -----------------------------------------------------------------------------------


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


# --- text and choices -----------------------------------------------------------------------


def test_text_is_trimmed_composed_and_freed_of_control_characters() -> None:
    assert value(forms.TextField, "  Ma\u0301li\x00\x1b ") == "Máli"
    assert value(forms.TextField, "two\r\nlines") == "two lines"
    assert value(forms.LongTextField, "two\r\nlines") == "two\nlines"
    assert value(forms.TextField, "ម៉ាលី") == "ម៉ាលី"


def test_text_has_a_length_and_may_be_needed() -> None:
    assert "at most 5" in refusal(forms.TextField, "123456", most=5)
    assert refusal(forms.TextField, "   ", label="House name") == "House name is missing."
    assert refusal(forms.TextField, "", label="Why it differs") == "Say why it differs."
    assert refusal(forms.TextField, "", label="Where is it?") == "Please answer “Where is it?”."
    assert value(forms.TextField, "   ", required=False) == ""
    assert refusal(forms.TextField, "", missing="Say who found it.") == "Say who found it."


def test_an_optional_field_left_empty_is_no_value() -> None:
    for kind in (forms.GramsField, forms.CountField, forms.DecimalField, forms.DayField,
                 forms.WhenField, forms.PartialDateField):  # fmt: skip
        assert value(kind, "", required=False) is None


def test_a_choice_must_be_made_and_must_be_of_the_list() -> None:
    listed = [(1, "Gibbon"), (2, "Pangolin")]
    assert value(forms.ChoiceField, "2", choices=listed, coerce=int) == 2
    assert "Choose one" in refusal(forms.ChoiceField, "", choices=listed, coerce=int)
    for foreign in ("3", "x", "2 ; drop"):
        assert "of the list" in refusal(forms.ChoiceField, foreign, choices=listed, coerce=int)
    assert value(forms.ChoiceField, "", choices=listed, coerce=int, required=False) is None


def test_choices_may_be_set_by_the_view_after_the_form_is_read() -> None:
    form_class: Any = type("F", (Form,), {"x": forms.ChoiceField("Species", coerce=int)})
    form = form_class(MultiDict({"x": "7"}))
    form.x.choices = [(7, "Gibbon")]
    assert form.validate()
    assert form.x.data == 7
    assert 'selected value="7"' in form.x()


def test_several_may_be_chosen() -> None:
    listed = [(1, "Gibbon"), (2, "Pangolin")]
    assert value(forms.ChoicesField, ["1", "2"], choices=listed, coerce=int) == [1, 2]
    assert "from the list" in refusal(forms.ChoicesField, ["1", "9"], choices=listed, coerce=int)
    form: Any = type("F", (Form,), {"x": forms.ChoicesField("Animals", required=True)})(MultiDict())
    assert not form.validate()
    assert form.x.errors == ["Choose at least one."]


def test_a_box_may_have_to_be_ticked() -> None:
    form_class: Any = type("F", (Form,), {"x": forms.YesField("Seen", needed="Look first.")})
    assert not form_class(MultiDict()).validate()
    assert form_class(MultiDict({"x": "y"})).validate()


# --- files ----------------------------------------------------------------------------------

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 200


def sent(body: bytes, name: str) -> FileStorage:
    return FileStorage(BytesIO(body), filename=name)


def test_a_photograph_is_known_by_its_bytes_not_by_its_name() -> None:
    field = typed(forms.PhotosField, [sent(JPEG, "a.jpg"), sent(JPEG, "b")])
    assert not field.errors
    assert [f.read(3) for f in field.data] == [b"\xff\xd8\xff"] * 2
    assert "not a photograph" in refusal(forms.PhotosField, [sent(b"hello there", "notes.jpg")])
    assert "empty" in refusal(forms.PhotosField, [sent(b"", "a.jpg")])


def test_a_photograph_too_large_or_too_many_are_refused() -> None:
    assert "1 MB" in refusal(
        forms.PhotosField, [sent(JPEG + b"\0" * 1_100_000, "a.jpg")], most_mb=1
    )
    assert "at most 1" in refusal(forms.PhotosField, [sent(JPEG, "a"), sent(JPEG, "b")], most=1)


def test_no_photograph_is_fine_unless_one_is_needed() -> None:
    assert value(forms.PhotosField, [sent(b"", "")]) == []
    assert "missing" in refusal(forms.PhotosField, [sent(b"", "")], required=True)


def test_a_file_has_one_of_the_endings_asked_for() -> None:
    assert value(forms.FileField, [sent(b"a,b", "cases.csv")], accept=(".csv",)).filename
    assert ".csv" in refusal(forms.FileField, [sent(b"a,b", "cases.pdf")], accept=(".csv",))


def test_no_day_is_so_far_that_days_cannot_be_added_to_it() -> None:
    assert "before 2200" in refusal(forms.DayField, "2200-01-01", allow_future=True)
    assert value(forms.DayField, "2199-12-31", allow_future=True) == date(2199, 12, 31)
