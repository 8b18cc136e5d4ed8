"""What may be typed about units and moves."""

from typing import Any

from rescue_center.enclosures.models import KINDS
from rescue_center.forms import (
    ChoiceField,
    ChoicesField,
    CountField,
    Form,
    HiddenField,
    LongTextField,
    RadioField,
    TextField,
    WhenField,
)

SECURITY_WORDS = {
    "clean": "Clean: cleared animals only",
    "standard": "Standard",
    "hospital": "Hospital",
    "quarantine": "Quarantine",
    "isolation": "Isolation: the sick, and the exposed",
}
LEVEL_WORDS = {
    "enclosure": "Enclosure: animals live in it",
    "area": "Area or room: it holds enclosures",
    "site": "Site: it holds areas",
}


class UnitForm(Form):
    """Everything about a unit that may change."""

    name = TextField("Name", most=120, required=False, hint="What people call it.")
    kind = ChoiceField("Kind", choices=[(kind, kind.capitalize()) for kind in KINDS])
    biosecurity = RadioField("Who may live here", choices=list(SECURITY_WORDS.items()))
    capacity = CountField("Places", least=0, hint="The most animals. None in a site or area.")
    walking_order = CountField(
        "Place in the round", least=0, required=False, hint="Smaller numbers come first."
    )
    hygiene = LongTextField(
        "Before you go in", most=2000, required=False,
        hint="Boots, mask, disinfectant: shown to whoever opens the page.",
    )  # fmt: skip
    notes = LongTextField("Notes", most=5000, required=False)


class OpenForm(UnitForm):
    """A new unit."""

    level = RadioField("What it is", choices=list(LEVEL_WORDS.items()))
    capacity = CountField(
        "Places", least=0, required=False, hint="The most animals. Empty for a site or an area."
    )
    code = TextField("Code", most=20, hint="Short and unique, as on its door: Q2, N-14.")
    parent = ChoiceField("Stands in", coerce=int, required=False, empty="Nothing: it is a site")

    def validate(self, extra_validators: Any = None) -> bool:
        """An enclosure says how many it holds; nothing lives in a site or an area itself."""
        fine = super().validate(extra_validators)
        missing = self.level.data == "enclosure" and self.capacity.data is None
        if missing and not self.capacity.errors:
            self.capacity.errors = ["Say how many animals it holds."]
        return fine and not missing


class AmendForm(UnitForm):
    """A unit that is there; `version` tells whether somebody changed it meanwhile."""

    reason = TextField("Why", required=False)
    version = HiddenField()


class ReasonForm(Form):
    """Why."""

    reason = LongTextField("Why", most=2000)


class CleanForm(Form):
    """An enclosure was cleaned."""

    at = WhenField("When")
    note = TextField("With what", most=300, required=False, hint="The disinfectant, how long.")


class CloseForm(Form):
    """Closing or reopening a unit."""

    reason = TextField("Why", required=False, hint="Repairs, the end of a season, a new building.")
    was = HiddenField()  # what the page showed, so that a second press does not take it back


class AllowanceForm(Form):
    """More animals than a unit is made for, for a while."""

    extra = CountField("How many more", most=10_000)
    until = WhenField("Until", allow_future=True)
    reason = LongTextField("Why", most=2000)


class MoveForm(Form):
    """One or many animals into one unit."""

    here = ChoicesField("From this enclosure", coerce=int)
    animals = LongTextField(
        "Animals", most=20_000, required=False,
        hint="Scan or type tag, chip or accession numbers, or names; one per line.",
    )  # fmt: skip
    count = CountField("How many", required=False,
                       hint="Fewer than the whole lot are split off first.")  # fmt: skip
    unit = ChoiceField("To", coerce=int, missing="Choose where they go.")
    at = WhenField("When")
    reason = TextField("Why", required=False)
    override_reason = TextField("Why it must be so all the same", required=False)
    override_until = WhenField("The override ends", required=False, allow_future=True)
