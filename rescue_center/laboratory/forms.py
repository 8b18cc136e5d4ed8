"""What may be typed about tubes, results and intervals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rescue_center.animals.models import AGES, SEXES
from rescue_center.forms import (
    ChoiceField,
    ChoicesField,
    CountField,
    DecimalField,
    FileField,
    Form,
    HiddenField,
    LongTextField,
    RadioField,
    TextField,
    WhenField,
    YesField,
)
from rescue_center.laboratory.models import KINDS
from rescue_center.once import Once

#: What one amount or limit may be.
_AMOUNT: dict[str, Any] = {"required": False, "places": 5, "least": Decimal(0)}
FINDINGS = {"negative": "Negative", "positive": "Positive", "inconclusive": "Inconclusive",
            "acceptable": "Acceptable: not negative, but no ground to worry"}  # fmt: skip


class TakeForm(Once):
    """A sample of an animal."""

    kind = ChoiceField("What was taken", choices=list(KINDS.items()))
    at = WhenField("Taken")
    tests = ChoicesField("Tests of its quarantine", coerce=int)
    panels = ChoicesField("Panels", coerce=int)
    findings = LongTextField(
        "Other tests", most=1000, required=False, hint="One a line: Chlamydia PCR, cytology."
    )
    notifiable = YesField("Other tests: a positive result is notifiable and stops all movement")
    laboratory = TextField("Laboratory", most=160, required=False)
    lab_reference = TextField("Its reference", most=80, required=False)
    note = LongTextField("Note", most=1000, required=False)

    @property
    def names(self) -> list[str]:
        """The other tests, one a line."""
        return (self.findings.data or "").splitlines()


class TakeOfLotForm(TakeForm):
    """A sample of a lot, in pools."""

    heads = CountField("Animals sampled")
    pool = CountField("Animals in one tube", hint="1: each animal in a tube of its own.")


class PoolForm(TakeForm):
    """One tube of several animals."""

    animals = ChoicesField(
        "Who is in the tube", coerce=int, required=True, missing="Tick who was sampled."
    )


class SendForm(Form):
    """A tube that leaves."""

    laboratory = TextField("Laboratory", most=160)
    lab_reference = TextField("Its reference", most=80, required=False)
    at = WhenField("Sent")


class ReasonForm(Form):
    """Why."""

    reason = LongTextField("Why", most=2000)


class FindingForm(Form):
    """What was found."""

    finding = RadioField("Result", choices=list(FINDINGS.items()))
    at = WhenField("Came")
    method = TextField("Method", most=120, required=False)
    note = LongTextField("In the words of the laboratory", most=5000, required=False)


class AmountsForm(Form):
    """Amounts of a panel; a field for each analyte is added per page."""

    units = HiddenField()
    at = WhenField("Came")
    method = TextField("Method or analyser", most=120, required=False)
    note = LongTextField("Note", most=2000, required=False)


class AmendForm(ReasonForm):
    """The right amount."""

    amount = TextField("The right result, with its unit", most=60, hint="<0.5 mmol/L, 12.5 g/dL")


class IntervalForm(Form):
    """An interval and where it is from."""

    low = DecimalField("Low limit", **_AMOUNT)
    high = DecimalField("High limit", **_AMOUNT)
    crit_low = DecimalField("Critical below", **_AMOUNT)
    crit_high = DecimalField("Critical above", **_AMOUNT)
    unit = TextField("Unit", most=24)
    animals = CountField("How many animals it was made of", required=False)
    source = LongTextField("Source", most=1000, hint="Authors, year, journal, page; or our own.")
    note = LongTextField("Note", most=1000, required=False)


class NewIntervalForm(IntervalForm, Once):
    """An interval of a species."""

    analyte = ChoiceField("Of what", coerce=int)
    taxon = TextField("Species", most=160, hint="Its scientific name.")
    sex = ChoiceField("Sex", required=False, empty="Either",
                      choices=[(one, one.capitalize()) for one in SEXES[:2]])  # fmt: skip
    age_class = ChoiceField("Age", required=False, empty="Any",
                            choices=[(one, one.capitalize()) for one in AGES[:6]])  # fmt: skip
    method = TextField("Method or analyser", most=120, required=False)
    laboratory = TextField("Laboratory", most=160, required=False)


class ReplaceForm(IntervalForm, ReasonForm):
    """A new version of an interval."""


class PanelForm(Once):
    """Analytes that are asked for together."""

    name = TextField("Name of the panel", most=80)
    sample = ChoiceField("Mostly made of", required=False, empty="Anything",
                         choices=list(KINDS.items()))  # fmt: skip
    analytes = ChoicesField("Analytes", coerce=int, required=True)


class AnalyteForm(Once):
    """Something that is measured, with the units that it comes in."""

    key = TextField("Short name", most=40, hint="As an analyser writes it: GLDH.")
    label = TextField("Name", most=80)
    unit = TextField("Unit", most=24, hint="In which the centre compares it.")
    units = LongTextField(
        "Other units", most=1000, required=False,
        hint="One a line: unit, factor to the unit above, source. µkat/L | 60 | by definition",
    )  # fmt: skip


class UploadForm(Form):
    """The file of an analyser."""

    file = FileField(
        "File", accept=(".csv", ".txt", ".tsv"), missing="Choose the file.", most_mb=1,
        hint="A table as CSV with the columns tube, analyte, result and unit.",
    )  # fmt: skip


class ImportForm(Form):
    """What was read, to be carried out."""

    name = HiddenField()
    content = HiddenField()
