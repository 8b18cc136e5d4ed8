"""What is typed before a paper is issued: only what the records do not know."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from wtforms.validators import ValidationError

from rescue_center.departures.fields import CountryField
from rescue_center.forms import (
    ChoiceField,
    DayField,
    FileField,
    Form,
    LongTextField,
    TextField,
    WhenField,
    YesField,
)
from rescue_center.once import Once

HASH_LENGTH = 64
PREMISES = (
    "No notifiable disease was found in the animals of this establishment during the last 30 days."
)


class HealthForm(Once):
    """For a veterinary health statement."""

    purpose = TextField("Purpose of the movement", most=120)
    valid_until = DayField("Valid until", allow_future=True)
    consignee_name = TextField(
        "To", required=False, hint="Taken from the transfer where there is one."
    )
    consignee_address = LongTextField("Their address", required=False)
    destination_country = CountryField("Country")
    transport_mode = TextField("Transport", required=False, most=40, hint="Car, truck, plane ...")
    departs_at = WhenField("Departs at", required=False, allow_future=True)
    emergency_contact = TextField("Emergency contact on the way", required=False, most=160)
    premises_statement = LongTextField("Statement on the premises")
    vaccinations = LongTextField(
        "Vaccinations", required=False,
        hint="One a line: product, lot, date; before it the number and a colon where not all had "
        "it, like 2026-00012: Rabisin, L312, 4 May 2026.",
    )  # fmt: skip
    unvaccinated = YesField("None was vaccinated, as far as I know")
    remarks = LongTextField("Remarks", required=False)


class ReleaseForm(Once):
    """For a paper on fitness for release."""

    law_basis = TextField("Legal basis of the release", most=200)
    site_name = TextField("Release site, in general words", most=160)
    release_kind = TextField("Kind of release", required=False, most=80)
    habitat = TextField("Habitat", required=False, most=160)
    method = ChoiceField(
        "Method", choices=[("hard", "Hard"), ("soft", "Soft"), ("hack", "Hack"), ("self", "Self")]
    )
    window_from = DayField("Window from", allow_future=True)
    window_to = DayField("Window to", allow_future=True, required=False)
    team = TextField("Release team", most=300)
    tags = LongTextField(
        "Transmitters and rings",
        required=False,
        hint="One a line: type, serial number, mass in grams, like VHF transmitter, 150.221, 12.",
    )
    monitoring = LongTextField("Monitoring plan")
    remarks = LongTextField("Remarks", required=False)


class HandoverForm(Once):
    """For a handover of custody."""

    place = TextField("Place of the handover", most=200)
    giver_id_document = TextField("Identity document of who hands over", required=False, most=80)
    receiver_id_document = TextField("Identity document of the receiver", required=False, most=80)
    papers = LongTextField(
        "Other papers handed over", required=False, hint="One a line. Permits are listed already."
    )


class DeathForm(Once):
    """For a death record."""

    circumstances = LongTextField("Circumstances", required=False)
    cause = TextField("Preliminary diagnosis", required=False, hint="If the record has none yet.")
    external = LongTextField("External findings", required=False)
    safety = TextField("Anthrax and rabies", required=False, hint="Ruled out by whom, how.")
    pathologist = TextField("Examined by", most=120, hint="The vet or pathologist who did.")
    approver = TextField("Approved by", most=120, hint="Somebody else than who examined it.")


class ReceiptForm(Once):
    """For an intake receipt."""

    place = TextField("Place of receipt", most=200)
    officer = TextField("Officer who hands in", required=False, most=120)
    badge = TextField("Badge number", required=False, most=60)
    agency = TextField("Agency", required=False, most=200)
    officer_phone = TextField("Phone of the officer", required=False, most=40)
    condition = LongTextField("Summary of the condition", required=False)
    documents = LongTextField("Documents handed over", required=False, hint="One a line.")


FORMS: dict[str, type[Form]] = {
    "health_statement": HealthForm,
    "release_fitness": ReleaseForm,
    "handover": HandoverForm,
    "death_record": DeathForm,
    "intake_receipt": ReceiptForm,
}


class RevokeForm(Form):
    """Why a paper is revoked."""

    reason = LongTextField("Why the paper is revoked")


class CodeForm(Form):
    """The code of a paper."""

    code = TextField("Code on the paper", most=20, hint="Ten letters and digits.")


def _tidy(typed: str) -> str:
    return "".join(typed.lower().split())


def _is_hash(_form: Form, field: TextField) -> None:
    typed = _tidy(field.data)
    if wrong := re.sub("[0-9a-f]", "", typed):
        raise ValidationError(
            f"A SHA-256 has figures and the letters a to f only, and no “{wrong[0]}”."
        )
    if len(typed) != HASH_LENGTH:
        raise ValidationError(
            f"A SHA-256 has {HASH_LENGTH} characters; this has {len(typed)}. Copy it whole."
        )


class CheckForm(Form):
    """A file or its hash, to compare with what was issued."""

    sha256 = TextField("Or the SHA-256 of the file", [_is_hash], required=False, most=160)
    file = FileField("The PDF file itself", required=False, accept=(".pdf",))

    def validate(self, extra_validators: Any = None) -> bool:
        """Either of the two must be there."""
        fine = super().validate(extra_validators)
        if fine and not (self.file.data or self.sha256.data):
            self.file.errors = ["Choose the file, or type its SHA-256 below."]
            return False
        return fine

    @property
    def hash(self) -> str:
        """The hash of the file that was handed in, or the one that was typed."""
        if self.file.data is None:
            return _tidy(self.sha256.data)
        digest = hashlib.sha256()
        while chunk := self.file.data.stream.read(1 << 20):
            digest.update(chunk)
        return digest.hexdigest()
