"""Fields as staff type them. Every error is a full sentence, beside the field it is about.

A form is a class of these fields; a view reads it with `WeighForm.posted()`. Fields are required
unless `required=False`; an empty optional field is None (text: the empty string).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, NamedTuple, Self

import wtforms
from flask import request
from werkzeug.datastructures import CombinedMultiDict, FileStorage
from wtforms import widgets
from wtforms.validators import StopValidation, ValidationError

from rescue_center import clock, measures
from rescue_center.crossorigin import SAFE


class Form(wtforms.Form):
    """What every form inherits."""

    @classmethod
    def posted(cls, **given: Any) -> Self:
        """The form with what was typed, files included; on a GET, with what is `given`."""
        typed = None
        if request.method not in SAFE:
            typed = CombinedMultiDict([request.files, request.form])
        return cls(typed, **given)


class _Own:
    """What our fields share: needed unless told otherwise, and empty text is no value."""

    data: Any
    raw_data: Any
    label: Any
    typed: str = ""

    def __init__(
        self,
        label: str = "",
        validators: Sequence[Any] = (),
        *,
        required: bool = True,
        missing: str = "",
        hint: str = "",
        **rest: Any,
    ):
        """`missing` is the sentence shown when a required field is left empty."""
        first: Any = _Needed(missing) if required else _Optional()
        super().__init__(label, [first, *validators], description=hint, **rest)  # type: ignore[call-arg]

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.typed = _clean(valuelist[0]) if valuelist else ""
        self.data = self.read(self.typed) if self.typed else None

    def read(self, text: str) -> Any:
        """The value of what was typed. Raises ValueError with a sentence."""
        return text

    def show(self, value: Any) -> str:
        """The value as it would be typed."""
        return str(value)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.show(self.data)


class _Needed:
    field_flags = {"required": True}

    def __init__(self, sentence: str):
        self.sentence = sentence

    def __call__(self, form: wtforms.Form, field: Any) -> None:
        if field.data in (None, "", []) and not field.process_errors:
            raise StopValidation(self.sentence or f"{field.label.text} is missing.")
        if field.process_errors:
            raise StopValidation


class _Optional:
    field_flags = {"optional": True}

    def __call__(self, form: wtforms.Form, field: Any) -> None:
        if field.process_errors or field.data in (None, "", []):
            raise StopValidation


def _clean(text: str) -> str:
    """Composed (NFC), without control characters or space at the ends; line ends as one."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) != "Cc").strip()


# --- text -----------------------------------------------------------------------------------


class TextField(_Own, wtforms.StringField):
    """One line of text, at most `most` characters. Empty and optional: the empty string."""

    def __init__(self, label: str = "", *args: Any, most: int = 200, **rest: Any):
        self.most = most
        super().__init__(label, *args, **rest)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = self.typed = _clean(valuelist[0]) if valuelist else ""
        if "\n" in self.data and not isinstance(self, LongTextField):
            self.data = " ".join(self.data.split())
        if len(self.data) > self.most:
            raise ValueError(
                f"{self.label.text} has {len(self.data)} characters; at most {self.most} fit."
            )


class LongTextField(TextField):
    """Several lines of text, at most `most` characters."""

    widget = widgets.TextArea()

    def __init__(self, label: str = "", *args: Any, most: int = 10_000, **rest: Any):
        super().__init__(label, *args, most=most, **rest)


class PasswordField(TextField):
    """A password: never shown again, never trimmed."""

    widget = widgets.PasswordInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = valuelist[0] if valuelist else ""
        if len(self.data) > 1000:
            raise ValueError("A password has at most 1,000 characters.")


# --- numbers --------------------------------------------------------------------------------


class _Bounded(_Own):
    """A number between `least` and `most`, both allowed."""

    def __init__(
        self,
        label: str = "",
        *args: Any,
        least: Decimal | int | None = None,
        most: Decimal | int | None = None,
        **rest: Any,
    ):
        self.least, self.most = least, most
        super().__init__(label, *args, **rest)

    def named(self, value: Any) -> str:
        """A value as a sentence names it."""
        return measures.number_text(value)

    def pre_validate(self, form: Any) -> None:
        if self.data is None:
            return
        if self.least is not None and self.data < self.least:
            raise ValidationError(f"{self.label.text} must be {self.named(self.least)} or more.")
        if self.most is not None and self.data > self.most:
            raise ValidationError(f"{self.label.text} must be {self.named(self.most)} or less.")


class CountField(_Bounded, wtforms.StringField):
    """A whole number, 1 to 100,000 unless told otherwise."""

    def __init__(
        self, label: str = "", *args: Any, least: int = 1, most: int = 100_000, **rest: Any
    ):
        super().__init__(label, *args, least=least, most=most, **rest)

    def read(self, text: str) -> int:
        number = measures.parse_number(text)
        if number != number.to_integral_value():
            raise ValueError(f"{self.label.text} must be a whole number.")
        return int(number)


class DecimalField(_Bounded, wtforms.StringField):
    """A number with either decimal mark, as Decimal, with at most `places` decimals."""

    def __init__(self, label: str = "", *args: Any, places: int = 6, **rest: Any):
        self.places = places
        super().__init__(label, *args, **rest)

    def read(self, text: str) -> Decimal:
        number = measures.parse_number(text)
        if -int(number.as_tuple().exponent) > self.places:
            raise ValueError(f"{self.label.text} may have at most {self.places} decimals.")
        return number


class GramsField(_Bounded, wtforms.StringField):
    """A weight: `2.4 kg`, `2,4 kg`, `2400 g`; kept as whole grams, 1 g to 10 t.

    `unit` is what a bare number means; without one the unit must be typed.
    """

    def __init__(
        self, label: str = "Weight", *args: Any, unit: str = "",
        least: int = 1, most: int = 10_000_000, **rest: Any,
    ):  # fmt: skip
        self.unit = unit
        super().__init__(label, *args, least=least, most=most, **rest)

    def read(self, text: str) -> int:
        return measures.parse_grams(text, unit=self.unit)

    def show(self, value: Any) -> str:
        return measures.weight_text(value).replace(",", "")

    def named(self, value: Any) -> str:
        return measures.weight_text(value)


# --- days and moments -----------------------------------------------------------------------

_DAY_SHAPES = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%Y/%m/%d")
_MIXED_UP = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")


def _day_of(text: str) -> date:
    for shape in _DAY_SHAPES:
        try:
            day = datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if day.year >= 1900:
            return day
        raise ValueError("The year must be 1900 or later.")
    if _MIXED_UP.fullmatch(text):
        raise ValueError(
            f"“{text}” can be read two ways. Write the year first, like 2026-05-12, "
            "or the month as a word, like 12 May 2026."
        )
    raise ValueError(f"“{text}” is not a day. Write it like 2026-05-12 or 12 May 2026.")


class _Past(_Own):
    """A day or moment that may not lie in the future unless `allow_future`."""

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
    """A moment on the centre's clock; kept aware, in UTC. Not in the future unless allowed."""

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
        return at

    def show(self, value: datetime) -> str:
        return f"{clock.local(value):%Y-%m-%dT%H:%M}"

    def pre_validate(self, form: Any) -> None:
        if self.data and not self.allow_future and self.data > clock.now() + timedelta(minutes=1):
            raise ValidationError(f"{self.label.text} is in the future.")


class PartialDate(NamedTuple):
    """A day known to the day, the month or the year; `day` is the first it could be."""

    day: date
    precision: Literal["day", "month", "year"]


class PartialDateField(_Past, wtforms.StringField):
    """A day as well as it is known: `2016-06-04`, `06/2016`, `June 2016`, `2016`."""

    def read(self, text: str) -> PartialDate:
        shapes = {"year": ("%Y",), "month": ("%m/%Y", "%Y-%m", "%m-%Y", "%b %Y", "%B %Y")}
        for precision, known in shapes.items():
            for shape in known:
                try:
                    first = datetime.strptime(text, shape).date()  # noqa: DTZ007
                except ValueError:
                    continue
                if first.year < 1900:
                    raise ValueError("The year must be 1900 or later.")
                return PartialDate(first, precision)  # type: ignore[arg-type]
        return PartialDate(_day_of(text), "day")

    def show(self, value: PartialDate) -> str:
        day, precision = value
        return f"{day:%Y-%m-%d}"[: {"day": 10, "month": 7, "year": 4}[precision]]

    def pre_validate(self, form: Any) -> None:
        if self.data and not self.allow_future and self.data[0] > clock.today():
            raise ValidationError(f"{self.label.text} is in the future.")


# --- choices and files ----------------------------------------------------------------------


class ChoiceField(_Own, wtforms.SelectField):
    """One of a list, with an empty first line so that nothing is chosen by accident.

    Choices are `(value, words)`; `coerce` turns the text into the value kept.
    """

    def __init__(
        self, label: str = "", *args: Any, choices: Iterable[tuple[Any, str]] = (),
        coerce: Callable[[str], Any] = str, empty: str = "Choose…", **rest: Any,
    ):  # fmt: skip
        self.empty, self.kept = empty, coerce
        rest.setdefault("missing", f"Choose one: {label.lower()}." if label else "")
        super().__init__(label, *args, choices=list(choices), coerce=str, **rest)

    def iter_choices(self) -> Any:
        now = "" if self.data is None else str(self.data)
        yield ("", self.empty, now == "", {})
        for value, words in self.choices or ():
            yield (value, words, now == str(value), {})

    def process_data(self, value: Any) -> None:
        self.data = value

    def read(self, text: str) -> Any:
        for value, _ in self.choices or ():
            if str(value) == text:
                return self.kept(text)
        raise ValueError(f"{self.label.text}: choose one of the list.")

    def pre_validate(self, form: Any) -> None:
        """Read already."""


class RadioField(ChoiceField):
    """One of a few, all of them visible."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.RadioInput()

    def iter_choices(self) -> Any:
        yield from list(super().iter_choices())[1:]


class YesField(wtforms.BooleanField):
    """A box to tick. `needed` is the sentence shown when it must be ticked and is not."""

    def __init__(self, label: str = "", *, needed: str = "", hint: str = "", **rest: Any):
        self.needed = needed
        super().__init__(label, description=hint, **rest)

    def pre_validate(self, form: Any) -> None:
        if self.needed and not self.data:
            raise ValidationError(self.needed)


#: How photographs begin: (bytes, offset, kind).
PHOTOGRAPHS = (
    (b"\xff\xd8\xff", 0, "JPEG"), (b"\x89PNG\r\n\x1a\n", 0, "PNG"), (b"WEBP", 8, "WebP"),
    (b"ftypheic", 4, "HEIC"), (b"ftypheix", 4, "HEIC"), (b"ftypmif1", 4, "HEIC"),
)  # fmt: skip


class PhotosField(wtforms.MultipleFileField):
    """Photographs, each looked at before it is accepted; `data` is a list of open files.

    `check(file)` is called for each and returns a sentence where the file is refused.
    """

    def __init__(
        self, label: str = "Photographs", *, required: bool = False, most: int = 20,
        most_mb: int = 32, check: Callable[[FileStorage], str | None] | None = None,
        hint: str = "", missing: str = "", **rest: Any,
    ):  # fmt: skip
        self.most, self.most_mb, self.check = most, most_mb, check or photograph_refused
        first: Any = _Needed(missing) if required else _Optional()
        render = {"accept": "image/jpeg,image/png,image/webp,image/heic"}
        rest.setdefault("render_kw", render)
        super().__init__(label, [first], description=hint, **rest)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = [f for f in valuelist if isinstance(f, FileStorage) and f.filename]

    def pre_validate(self, form: Any) -> None:
        files = self.data or []
        if len(files) > self.most:
            raise ValidationError(f"{len(files)} files were chosen; at most {self.most} at a time.")
        for file in files:
            if size_of(file) > self.most_mb * 1024 * 1024:
                raise ValidationError(f"{file.filename} is larger than {self.most_mb} MB.")
            if sentence := self.check(file):
                raise ValidationError(sentence)


def size_of(file: FileStorage) -> int:
    """The bytes of a file that was sent; it is left at its beginning."""
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    return size


def photograph_refused(file: FileStorage) -> str | None:
    """Why a file is no photograph, by its first bytes and not by its name; None if it is one."""
    head = file.stream.read(16)
    file.stream.seek(0)
    if not head:
        return f"{file.filename} is empty."
    if any(head[at : at + len(magic)] == magic for magic, at, _ in PHOTOGRAPHS):
        return None
    return f"{file.filename} is not a photograph. Send a JPEG, PNG, WebP or HEIC file."
