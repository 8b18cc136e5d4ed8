"""What may be typed about a dose. Everything has a default: one tap records it as ordered."""

from __future__ import annotations

from typing import Any, Self

from flask import request

from rescue_center.care.dose_rules import NOT_GIVEN
from rescue_center.care.drawing_models import SETTLED
from rescue_center.care.review_rules import DECISIONS
from rescue_center.forms import (
    DecimalField,
    Form,
    HiddenField,
    LongTextField,
    RadioField,
    TextField,
    WhenField,
)
from rescue_center.forms.base import clean
from rescue_center.pharmacy.stock_forms import VialFields


class TapForm(Form):
    """A form that one button may send without its fields."""

    @classmethod
    def tapped(cls, *, prefix: str = "", **given: Any) -> Self:
        """The form as sent. Where only the button was pressed, all is as `given`."""
        if f"{prefix}at" in request.form or request.method == "GET":
            return cls.posted(prefix=prefix, **given)
        words = {
            name: clean(request.form.get(prefix + name, ""))
            for name in ("reason", "note", "too_soon_reason", "next")
        }
        return cls(prefix=prefix, data=given | words)


class GiveForm(TapForm):
    """A dose that was given, or part of it."""

    amount = DecimalField("Amount given", places=4)
    at = WhenField("When")
    reason = TextField("If less: why", required=False, most=300)
    too_soon_reason = TextField("If too soon: why (a vet)", required=False, most=300)
    next = HiddenField()


class ControlledForm(GiveForm, VialFields):
    """A dose of a controlled drug: from which vial, before which witness."""


class NotGivenForm(TapForm):
    """A dose that was not given."""

    reason = RadioField("Why not", choices=[(key, words) for key, (_, words) in NOT_GIVEN.items()],
                        missing="Choose why it was not given.")  # fmt: skip
    note = TextField("More", required=False, most=300)
    at = WhenField("When")
    next = HiddenField()


class PutRightForm(VialFields):
    """What is so of a dose that was not drawn from stock."""

    how = RadioField("What is so", choices=[(key, words) for key, words in SETTLED.items()
                                            if key != "struck_out"])  # fmt: skip
    note = TextField("If from elsewhere: from where", required=False, most=300)


class ReviewForm(Form):
    """What a vet makes of a second report."""

    decision = RadioField("What happened", choices=list(DECISIONS.items()))
    note = LongTextField("Note", required=False, most=500)
