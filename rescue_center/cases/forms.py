"""What may be typed about a case."""

from __future__ import annotations

from rescue_center.cases.fields import AgenciesField, ClockField, PointField
from rescue_center.cases.models import CONDITIONS, KINDS, UNITS
from rescue_center.cases.words import CONDITION_WORDS, KIND_WORDS, ORDER_WORDS, UNIT_WORDS
from rescue_center.forms import (
    ChoiceField,
    CountField,
    DayField,
    DecimalField,
    FileField,
    Form,
    HiddenField,
    LongTextField,
    PartialDateField,
    TextField,
    YesField,
)
from rescue_center.once import Once

QUALIFIERS = [("cf.", "cf.: like this species"), ("sp.", "sp.: the genus only")]
_REASON = "Stays in the journal with your name."


class CaseForm(Form):
    """The facts of a case."""

    kind = ChoiceField("What happened", choices=[(kind, KIND_WORDS[kind]) for kind in KINDS])
    title = TextField("Short title", required=False, most=160, hint="What people will call it.")
    happened = PartialDateField(
        "Day", required=False, hint="As far as it is known: 4 June 2016, June 2016, or 2016."
    )
    happened_at = ClockField("Time", required=False, hint="Like 14:05, where the day is known.")
    country = ChoiceField("Country", required=False, empty="Not known")
    place = TextField("Place", required=False, most=300)
    location_type = ChoiceField("Kind of place")
    point = PointField(
        "Coordinates", required=False, most=120,
        hint="Latitude, then longitude: 11.2641, 105.0312 or 11°15'51\"N 105°01'52\"E.",
    )  # fmt: skip
    uncertainty_m = CountField("Within", required=False, most=1_000_000,
                               hint="How far off the point may be.")  # fmt: skip
    agencies = AgenciesField(
        "Agencies", required=False, most=2000,
        hint="One on each line; the officer after a slash: Customs / Lt. Chan.",
    )  # fmt: skip
    persons_apprehended = CountField("People apprehended", required=False, least=0, most=10_000,
                                     hint="How many. No names here.")  # fmt: skip
    summary = LongTextField("What happened, in short", required=False, most=5000)
    doubts = LongTextField("What is in doubt", required=False, most=2000)
    source = LongTextField("Source", required=False, most=2000)
    external_ref = TextField("Their reference", required=False, most=60,
                             hint="The number of the agency or of a publication.")  # fmt: skip
    follows = TextField("Continues case", required=False, most=20,
                        hint="The number of the case that this continues, if any.")  # fmt: skip


class OpenForm(Once, CaseForm):
    """A new case with its manifest."""

    legal_stage = ChoiceField("Legal stage", required=False, empty="Seized: administrative custody")
    evidence_hold = YesField(
        "Hold the animals as evidence",
        hint="Release, transfer and disposal then wait for an order of the court or prosecutor.",
    )
    pasted = LongTextField(
        "Or paste a list", required=False, most=40_000,
        hint="One line for each, also from a spreadsheet: 468 rat snake; 3 dead macaques.",
    )  # fmt: skip


class AmendForm(CaseForm):
    """Corrected facts."""

    reason = TextField("Why it is corrected", hint=_REASON)
    version = HiddenField()


class LineForm(Form):
    """One line of a manifest; a line where nothing is typed is no line."""

    quantity = DecimalField("Number", required=False, least=0, most=10_000_000, places=3)
    declared_name = TextField("Animals as declared", required=False, most=300)
    species = TextField("Species, if known", required=False, most=320)
    condition = ChoiceField("Alive or dead", required=False, empty="Alive",
                            choices=[(c, CONDITION_WORDS[c]) for c in CONDITIONS])  # fmt: skip
    unit = ChoiceField("Unit", required=False, empty="animals",
                       choices=[(unit, UNIT_WORDS[unit]) for unit in UNITS])  # fmt: skip
    specimen = ChoiceField("What it is", required=False, empty="The animal")

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed."""
        return not any((self.quantity.typed, self.declared_name.data, self.species.data))


class AddLineForm(Once, LineForm):
    """A line added later."""

    qualifier = ChoiceField("Identification", required=False, empty="Sure",
                            choices=QUALIFIERS)  # fmt: skip
    note = LongTextField("Note", required=False, most=2000)
    doubts = TextField("In doubt", required=False, most=500)
    reason = TextField("Why it is added", hint=_REASON)


class ReasonForm(Form):
    """Why something is struck out."""

    reason = TextField("Why", hint=_REASON)


class StageForm(Form):
    """The next legal stage."""

    stage = ChoiceField("Legal stage")
    reason = TextField("Why", required=False, hint="Needed for a step back.")


class OrderForm(Once):
    """An order of a court, prosecutor or authority."""

    kind = ChoiceField("What it orders", choices=ORDER_WORDS.items())
    authority = TextField("Authority", most=160, hint="The court, prosecutor or office.")
    reference = TextField("Number of the order", most=80)
    issued_on = DayField("Day of the order")
    signed_by = TextField("Signed by", required=False, most=120)
    scope = LongTextField("What it covers", required=False, most=2000,
                          hint="Which animals, under which conditions.")  # fmt: skip
    scan = FileField("Scan", required=False, hint="A PDF or a photograph. Kept as it is, sealed.")


class FilterForm(Form):
    """What the list of cases is narrowed to."""

    q = TextField("Find", required=False, most=120)
    kind = ChoiceField("Kind", required=False, empty="All",
                       choices=[(kind, KIND_WORDS[kind]) for kind in KINDS])  # fmt: skip
    stage = ChoiceField("Legal stage", required=False, empty="All")
    year = CountField("Year", required=False, least=1900, most=2200)
    held = YesField("Held as evidence")
