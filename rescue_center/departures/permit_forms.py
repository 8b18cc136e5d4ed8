"""What may be typed about permits."""

from __future__ import annotations

from rescue_center.departures.fields import CountryField
from rescue_center.departures.forms import PERMITS
from rescue_center.forms import (
    ChoiceField,
    DayField,
    Form,
    LongTextField,
    PhotosField,
    TextField,
)


class PermitForm(Form):
    """A permit."""

    kind = ChoiceField("For", choices=PERMITS)
    number = TextField("Number", most=70)
    issuer = TextField("Issued by", most=160, missing="Say who issued it.")
    issuer_country = CountryField("Country")
    issued_on = DayField("Issued on", missing="Say when it was issued.")
    expires_on = DayField("Expires on", required=False, allow_future=True)
    animals = LongTextField(
        "Other animals it covers", required=False,
        hint="One a line: accession or tag number.",
    )  # fmt: skip
    purpose_code = ChoiceField(
        "CITES purpose", required=False, choices=[], empty="Not stated",
        hint="As the permit says it: N for a return to the wild, Z for a move to a sanctuary.",
    )  # fmt: skip
    source_code = ChoiceField(
        "CITES source", required=False, choices=[], empty="Not stated",
        hint="As the permit says it: I for seized animals.",
    )  # fmt: skip
    scan = PhotosField("Scan or photograph of the permit", required=False)
    notes = LongTextField("Notes", required=False)


class CoverForm(Form):
    """More animals that a permit covers."""

    animals = LongTextField("Animals", hint="One a line: accession or tag number.")


class StrikePermitForm(Form):
    """Why a permit does not count."""

    reason = LongTextField("Why it does not count")
