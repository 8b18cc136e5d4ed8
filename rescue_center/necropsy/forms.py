"""What may be typed of a post-mortem examination."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rescue_center.forms import (
    ChoiceField,
    CountField,
    DecimalField,
    Form,
    GramsField,
    HiddenField,
    LongTextField,
    RadioField,
    TextField,
    WhenField,
    YesField,
)
from rescue_center.necropsy.models import Necropsy
from rescue_center.necropsy.rules import FACTS
from rescue_center.necropsy.words import CONDITIONS, ORGANS, SAFETY, SYSTEMS, UNITS
from rescue_center.once import Once


class NecropsyForm(Form):
    """The examination; a field for each system (`system_gut`) and each organ (`organ_liver`)."""

    safety = RadioField("Before it is opened", choices=list(SAFETY.items()),
                        missing="Say whether anthrax or rabies is suspected.")  # fmt: skip
    safety_note = TextField("How it was ruled out", required=False, most=300,
                            hint="Smear, rapid test, laboratory number")  # fmt: skip
    at = WhenField("Opened")
    condition = RadioField("Carcass", choices=list(CONDITIONS.items()),
                           missing="Choose the condition of the carcass.")  # fmt: skip
    storage = TextField("Kept until then", required=False, most=120, hint="At +4 °C, frozen, …")
    examined = CountField("How many were opened")
    weight_g = GramsField("Weight of the carcass", required=False)
    external = LongTextField("Outside", required=False,
                             hint="Wounds, body condition, parasites, openings")  # fmt: skip
    preliminary = LongTextField(
        "Preliminary diagnosis", required=False,
        hint="What it probably died of; “not known yet” is an answer",
    )  # fmt: skip
    version = HiddenField()

    def facts(self) -> dict[str, Any]:
        """What is said of the whole."""
        told = {name: self[name].data for name in FACTS}
        return {
            key: "" if value is None and key in _TEXTS else value for key, value in told.items()
        }

    def systems(self) -> dict[str, str]:
        """What was found, by system."""
        return {key: self[f"system_{key}"].data or "" for key in SYSTEMS}

    def organs(self) -> dict[str, Decimal]:
        """Grams, by organ."""
        given = {key: self[f"organ_{key}"].data for key in ORGANS}
        return {key: grams for key, grams in given.items() if grams is not None}


_TEXTS = {"safety_note", "storage", "external", "preliminary"}
_LEAST, _MOST = Decimal("0.01"), 10**7
for _key, _label in SYSTEMS.items():
    setattr(NecropsyForm, f"system_{_key}", LongTextField(_label, required=False))
for _key, _label in ORGANS.items():
    _weight = DecimalField(_label, places=2, least=_LEAST, most=_MOST, required=False)
    setattr(NecropsyForm, f"organ_{_key}", _weight)


class NewNecropsyForm(Once, NecropsyForm):
    """An examination that begins."""


def given(row: Necropsy) -> dict[str, Any]:
    """What a draft says, as its form takes it."""
    return (
        {name: getattr(row, name) for name in FACTS}
        | {f"system_{key}": text for key, text in row.found.items()}
        | {f"organ_{key}": grams for key, grams in row.weights.items()}
        | {"version": row.version}
    )


class SignForm(Form):
    """The signature."""

    explains = YesField(
        "It explains the death",
        hint="What kept the enclosure shut is closed with this diagnosis.",
    )  # fmt: skip
    version = HiddenField()


class FinalForm(Once):
    """The final diagnosis."""

    histology = LongTextField("Histology", required=False, hint="Laboratory, number, what it says")
    final = LongTextField("Final diagnosis")
    proximate = TextField("What killed it", required=False, most=400,
                          hint="Proximate: pneumonia, haemorrhage, …")  # fmt: skip
    ultimate = TextField("What that came from", required=False, most=400,
                         hint="Ultimate: days in a sack without water, a snare, …")  # fmt: skip


class PartForm(Once):
    """A part that is kept."""

    what = TextField("What", most=120, hint="Scales, tusks, skull, skin")
    quantity = DecimalField("How much", places=3, least=Decimal("0.001"), most=10**6)
    unit = ChoiceField("Unit", choices=list(UNITS.items()))
    kept_at = TextField("Kept at", most=160, hint="Evidence freezer 2, shelf 4")
    seal = TextField("Seal", required=False, most=80)
    witness = TextField("Witness", most=120)
    at = WhenField("When")


class ReasonForm(Form):
    """Why something is struck out."""

    reason = TextField("Why", most=200)
