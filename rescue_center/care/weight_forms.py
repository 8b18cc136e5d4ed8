"""What may be typed when an animal is weighed."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.datastructures import MultiDict

from rescue_center.forms import (
    CountField,
    Form,
    GramsField,
    HiddenField,
    LongTextField,
    RadioField,
    TextField,
    WhenField,
    YesField,
)


class WeighForm(Form):
    """One reading. A number alone is in the unit chosen."""

    weight = GramsField("Weight", hint="The number alone will do: 2.4")
    unit = RadioField("Unit", choices=[("g", "g"), ("kg", "kg")], required=False)
    sample_n = CountField("Animals on the scale", required=False)
    method = RadioField(
        "How", choices=[("weighed", "On a scale"), ("estimated", "Estimated")], required=False
    )
    at = WhenField("When")
    note = TextField("Note", required=False, most=300)
    unusual_confirmed = YesField("Yes, this weight is right")
    next = HiddenField()

    def __init__(self, typed: Any = None, *given: Any, **more: Any):
        """A number alone is put in the unit chosen before it is read."""
        if typed is not None:
            typed = MultiDict(typed)
            alone = not re.search(r"[^\W\d_]", typed.get("weight", ""))
            if alone and typed.get("weight", "").strip() and typed.get("unit") in ("g", "kg"):
                typed["weight"] = f"{typed['weight'].strip()} {typed['unit']}"
        super().__init__(typed, *given, **more)


class ReasonForm(Form):
    """Why something is struck out, stopped or retired."""

    reason = LongTextField("Reason", most=500)
    next = HiddenField()
