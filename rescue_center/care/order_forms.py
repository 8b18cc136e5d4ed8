"""What may be typed on an order."""

from __future__ import annotations

from typing import Any

from rescue_center.care.dosing import DILUTIONS
from rescue_center.care.order_rules import LONGEST_DAYS
from rescue_center.care.schedule import FREQUENCIES
from rescue_center.care.words import ROUTES
from rescue_center.forms import (
    ChoiceField,
    CountField,
    DecimalField,
    Form,
    HiddenField,
    LongTextField,
    TextField,
    WhenField,
    YesField,
)

PARTS = [(1, "As supplied"), *((n, f"1 part in {n}") for n in DILUTIONS)]


class DoseForm(Form):
    """What a dose is worked out from."""

    drug = ChoiceField("Drug", coerce=int, missing="Choose a drug.")
    rate = DecimalField("Rate", places=4, most=100_000, hint="In mg for each kg of body weight")
    route = ChoiceField("Route", choices=list(ROUTES.items()))
    dilution = ChoiceField(
        "Dilution", choices=PARTS, coerce=int, required=False, empty="As supplied"
    )


class PrescribeForm(DoseForm):
    """An order: the dose, its rhythm, and what to know."""

    frequency = ChoiceField(
        "How often", choices=[(f.code, f"{f.words} ({f.code})") for f in FREQUENCIES.values()]
    )
    days = CountField(
        "Days", most=LONGEST_DAYS, required=False, hint="Leave empty to go on until it is stopped"
    )
    starts_at = WhenField("First dose", allow_future=True)
    min_interval_h = CountField("Hours between doses, at least", most=672, required=False)
    max_per_day = CountField("Doses in 24 hours, at most", most=24, required=False)
    time_critical = YesField("Time is critical", hint="On time means within 30 minutes")
    indication = TextField("Why", most=300, hint="What it is for")
    instructions = LongTextField("Instructions", required=False, most=1000,
                                 hint="What a keeper must know: with food, gloves…")  # fmt: skip
    outside_limits_reason = LongTextField("Reason for this rate", required=False, most=500)

    def asked_for(self) -> dict[str, Any]:
        """What was typed, as the rules take it."""
        return {
            "rate_mg_per_kg": self.rate.data, "route": self.route.data,
            "dilution": self.dilution.data or 1, "frequency": self.frequency.data,
            "days": self.days.data, "starts_at": self.starts_at.data,
            "min_interval_h": self.min_interval_h.data, "max_per_day": self.max_per_day.data,
            "time_critical": self.time_critical.data, "indication": self.indication.data,
            "instructions": self.instructions.data,
            "outside_limits_reason": self.outside_limits_reason.data,
        }  # fmt: skip


class BatchForm(PrescribeForm):
    """The same order for many."""

    whom = ChoiceField("For whom")


class ChangeForm(PrescribeForm):
    """The next edition of an order: all that it says, and why it is changed."""

    change_reason = TextField("Why it is changed", most=300, missing="Say why it is changed.")
    version = HiddenField()
