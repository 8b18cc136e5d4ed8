"""What may be typed when an animal is weighed."""

from __future__ import annotations

from typing import Any

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

    def process(self, formdata: Any = None, *given: Any, **more: Any) -> None:
        """The unit is known before the weight is read."""
        if formdata is not None:
            self.weight.unit = formdata.get("unit", "")
        super().process(formdata, *given, **more)


class ReasonForm(Form):
    """Why something is struck out, stopped or retired."""

    reason = LongTextField("Reason", most=500)
    next = HiddenField()
