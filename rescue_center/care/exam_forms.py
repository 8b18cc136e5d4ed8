"""What may be typed on an examination."""

from __future__ import annotations

from typing import Any

from rescue_center.care.exam_rules import ATTITUDES, FINDINGS, FITNESS, PURPOSES
from rescue_center.forms import (
    ChoiceField,
    CountField,
    DayField,
    DecimalField,
    Form,
    GramsField,
    HiddenField,
    LongTextField,
    PhotosField,
    RadioField,
    TextField,
    WhenField,
    YesField,
)
from rescue_center.once import Once


class ExamForm(Form):
    """An examination in SOAP form."""

    at = WhenField("When")
    purpose = ChoiceField("Occasion", choices=list(PURPOSES.items()))
    weight = GramsField("Weight", required=False)
    unusual_confirmed = YesField("Yes, this weight is right")
    subjective = LongTextField(
        "Subjective", required=False, hint="What the keeper says: appetite, behaviour, since when"
    )
    objective = LongTextField("Objective", required=False, hint="What you find, system by system")
    temperature_c = DecimalField("Temperature", places=1, required=False)
    ambient_c = DecimalField("Surroundings", places=1, required=False)
    heart_rate = CountField("Heart rate", most=1500, required=False)
    resp_rate = CountField("Breathing rate", least=0, most=600, required=False)
    body_condition = DecimalField("Body condition", places=1, required=False)
    body_condition_scale = RadioField(
        "On a scale of", choices=[(5, "1 to 5"), (9, "1 to 9")], coerce=int
    )
    dehydration_pct = CountField("Dehydration", least=0, most=20, required=False)
    attitude = ChoiceField(
        "Attitude", choices=[(a, a.capitalize()) for a in ATTITUDES], required=False,
        empty="Not recorded",
    )  # fmt: skip
    assessment = LongTextField(
        "Assessment", required=False, hint="Problems, differentials, severity"
    )
    plan = LongTextField(
        "Plan", required=False, hint="Tests, treatment, when to look again, what keepers must do"
    )
    recheck_on = DayField("Look again on", required=False, allow_future=True,
                          hint="It stands on the ward board until it is examined")  # fmt: skip
    fitness = RadioField("Statement", choices=list(FITNESS.items()))
    version = HiddenField()

    def findings(self) -> dict[str, Any]:
        """What was found, as the rules take it."""
        found = {name: self[name].data for name in FINDINGS}
        return found | {"attitude": self.attitude.data or ""}


class NewExamForm(Once, ExamForm):
    """An examination that begins."""


class FilesForm(Form):
    """Files that belong to an examination."""

    files = PhotosField(
        "Files", required=True, missing="Choose a file.", check=lambda _file: None,
        accept="image/jpeg,image/png,image/webp,application/pdf",
        hint="Photographs, X-rays, laboratory sheets: JPEG, PNG, WebP or PDF",
    )  # fmt: skip
    label = TextField("What they show", required=False, most=120)


class AddendumForm(Once):
    """An addition to a signed examination."""

    text = LongTextField("Addendum")
    reason = TextField("Why it is added", most=200)
