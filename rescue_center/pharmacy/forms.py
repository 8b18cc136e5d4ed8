"""What may be typed on the drug list."""

from __future__ import annotations

from rescue_center.forms import (
    ChoiceField,
    CountField,
    DecimalField,
    Form,
    HiddenField,
    LongTextField,
    TextField,
    YesField,
)
from rescue_center.pharmacy.models import FORMS, ROUTES

ALL = 0  # the limit that serves every group without one of its own


class DrugForm(Form):
    """A product at one strength."""

    name = TextField("Name", most=120, hint="As the label has it: Baytril")
    ingredient = TextField("Ingredient", most=120, hint="What the double-dose guard compares")
    form = ChoiceField("Form", choices=[(f, f.capitalize()) for f in FORMS])
    strength_text = TextField(
        "Strength", most=60, hint="As printed: 50 mg/ml, 5 %, 250 mg per 5 ml, 15 mg/tablet"
    )
    withdrawal_days = CountField(
        "Withdrawal", least=0, most=1000, required=False, hint="Days; empty where not known"
    )
    wide_margin = YesField("Wide margin of safety", hint="Rounding may change a dose by 10 %")
    controlled = YesField("Controlled drug")
    notes = LongTextField("Notes", required=False, most=1000)
    source = TextField("Source", required=False)
    uncertain = TextField("In doubt", required=False, hint="What a vet should check")
    version = HiddenField()


class LimitForm(Form):
    """The accepted range of a drug for a group, or for one species."""

    group = ChoiceField("Group", coerce=int)
    species = TextField("One species", most=160, required=False,
                        hint="Any name of it; goes before its group")  # fmt: skip
    route = ChoiceField("Route", choices=list(ROUTES.items()), required=False, empty="Any route")
    least = DecimalField("Least", places=4, required=False)
    most = DecimalField("Most", places=4, required=False)
    ceiling = DecimalField("Ceiling", places=4, required=False)
    never = YesField("Never give it to this group")
    reason = LongTextField("Why", required=False, most=500, hint="Needed where it is never given")
    source = TextField("Source", required=False)
    uncertain = TextField("In doubt", required=False)
    version = HiddenField()


class RetireForm(Form):
    """Why a product leaves the list."""

    reason = LongTextField("Reason", most=500)
