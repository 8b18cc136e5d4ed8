"""What may be typed about tags."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wtforms.validators import ValidationError

from rescue_center.forms import (
    ChoiceField,
    CountField,
    DecimalField,
    Form,
    HiddenField,
    LongTextField,
    PhotosField,
    TextField,
    YesField,
)
from rescue_center.once import Once
from rescue_center.tags import check
from rescue_center.tags.finder_rules import Position
from rescue_center.tags.labels import STOCKS

#: A position less exact than this says only which country it is, in metres.
FURTHEST_M = 1_000_000
#: The furthest that a printer is out, in millimetres.
SHIFT = 10


def _checked(_form: Form, field: TextField) -> None:
    typed = check.tidy(field.data or "")
    if typed and not check.valid(typed):
        if len(typed) == check.LENGTH and typed.isascii() and typed.isdigit():
            raise ValidationError(f"A digit of {check.spoken(typed)} is wrong. Look again.")
        raise ValidationError("This is not a tag number: it has eight digits. Look again.")


class ScanForm(Form):
    """A number from a tag."""

    number = TextField("Number on the tag", [_checked], most=12, hint="Eight digits: 4821 7307")


class NumberForm(Form):
    """A number for an animal or an enclosure's door, or another in place of the one it has."""

    number = TextField(
        "Number of a blank tag", [_checked], required=False, most=12,
        hint="Leave empty for a new number, to be printed.",
    )  # fmt: skip
    reason = TextField("Why it is replaced", required=False, hint="Lost, torn, unreadable ...")

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        self.reason.flags.required = True  # it is shown where there is a number to replace


class BindForm(NumberForm):
    """A tag for an animal."""

    replace = YesField("Replace the tag it wears now")


class BlankForm(Form):
    """Which animal a blank tag is fixed to."""

    accession = TextField("Accession number of the animal", most=20)


class RollForm(Once):
    """A roll of blank tags."""

    count = CountField("How many", most=2000)
    case = TextField("For case", required=False, most=20, hint="Its number, if it is for one.")
    label = TextField("Note", required=False, most=120)


class CalibrationForm(Form):
    """What is printed on, and how far the printer is out."""

    stock = ChoiceField("Label stock", choices=[(key, stock.name) for key, stock in STOCKS.items()])
    right = DecimalField("Move to the right", required=False, places=1, least=-SHIFT, most=SHIFT)
    down = DecimalField("Move down", required=False, places=1, least=-SHIFT, most=SHIFT)

    def __init__(self, *args: Any, **given: Any):
        super().__init__(*args, **given)
        self.stock.choices = [(key, stock.name) for key, stock in STOCKS.items()]

    @property
    def shift(self) -> tuple[float, float]:
        """Millimetres to the right and down."""
        return float(self.right.data or 0), float(self.down.data or 0)


class PrintForm(CalibrationForm):
    """What to print on, where to begin, and what of it again."""

    start = CountField("First free label on the sheet", most=200, hint="1 on a fresh sheet.")
    again = YesField("Print those again that were printed before")
    why = TextField(
        "Why they are printed again", required=False, most=200,
        hint="The sheet jammed, it is torn ...",
    )  # fmt: skip


class RevokeForm(Form):
    """Why a tag is taken out of use."""

    reason = LongTextField("Why the tag is revoked")


class FoundForm(Form):
    """What a stranger tells about a tagged animal."""

    where = LongTextField("Where is it?", most=500, missing="Say where it is.")
    contact = TextField("How can we reach you?", required=False, most=120)
    message = LongTextField("What do you see?", required=False, most=1000)
    photo = PhotosField("Photograph", most=1)
    latitude = HiddenField()
    longitude = HiddenField()
    accuracy = HiddenField()

    @property
    def position(self) -> Position | None:
        """Where the phone says it is; what it says that is no place is nothing."""
        lat, lon = _within(self.latitude.data, 90), _within(self.longitude.data, 180)
        if lat is None or lon is None:
            return None
        exact, step = _within(self.accuracy.data, FURTHEST_M), Decimal("0.000001")
        return Position(lat.quantize(step), lon.quantize(step), abs(int(exact)) if exact else None)


def _within(said: str | None, most: int) -> Decimal | None:
    """A number no further from 0 than this; None for whatever else was sent."""
    try:
        number = Decimal((said or "")[:30])
    except ArithmeticError:
        return None
    return number if number.is_finite() and abs(number) <= most else None


class AnswerForm(Form):
    """What was done about a finder's report."""

    answer = LongTextField(
        "What was done", most=1000, missing="Say what was done.",
        hint="Who went, what was there, where the animal is now.",
    )  # fmt: skip
