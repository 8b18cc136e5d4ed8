"""What may be typed on an order."""

from __future__ import annotations

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


class ChangeForm(PrescribeForm):
    """The next edition of an order: all that it says, and why it is changed."""

    change_reason = TextField("Why it is changed", most=300, missing="Say why it is changed.")
    version = HiddenField()
