"""What may be typed about a transfer."""

from __future__ import annotations

from wtforms import HiddenField

from rescue_center.departures.fields import CountryField
from rescue_center.forms import (
    ChoiceField,
    CountField,
    DecimalField,
    Form,
    LongTextField,
    PhotosField,
    TextField,
    WhenField,
    YesField,
)
from rescue_center.once import Once

#: What may be planned without, and not handed over without.
NEEDED = "Needed before the handover: its paper states it."


class TransferForm(Form):
    """The facts of a transfer."""

    to_organisation = TextField("To", most=200, missing="Say who receives them.")
    to_address = LongTextField("Address", required=False, hint=NEEDED)
    to_country = CountryField("Country")
    to_licence = TextField("Their licence", required=False, most=80)
    to_contact = TextField("Contact person", required=False, most=160)
    to_phone = TextField("Phone", required=False, most=40)
    reason = TextField("Reason", required=False, most=500, hint=NEEDED)
    legal_basis = TextField("Legal basis", required=False, most=500, hint=NEEDED)
    order_id = ChoiceField(
        "Order of the transfer", required=False, choices=[], coerce=int, empty="No order",
        hint="Of the cases of its animals. Without one, each needs a permit.",
    )  # fmt: skip
    planned_for = WhenField("Planned for", required=False, allow_future=True)
    mode = TextField("By", required=False, most=40, hint="Car, truck, plane ...")
    carrier = TextField("Carrier", required=False, most=160)
    planned_hours = DecimalField("Hours on the way", required=False, least=0, most=500, places=1)
    feed_water_plan = LongTextField("Food and water on the way", required=False)
    emergency_contact = TextField("Emergency contact", required=False, most=160)
    conditions = LongTextField(
        "Conditions", required=False, hint="No sale, no breeding, return on order ..."
    )
    care_instructions = LongTextField("Care instructions", required=False, hint=NEEDED)


class PlanForm(Once, TransferForm):
    """A transfer that is planned."""


class AmendTransferForm(TransferForm):
    """The same, of one that is planned."""

    version = HiddenField()


class MemberForm(Form):
    """An animal on a transfer."""

    animal = TextField("Animal", hint="Accession or tag number.", most=40)
    count = CountField("How many", required=False, hint="Of a lot. Empty means all of it.")
    crate = ChoiceField("Crate", required=False, choices=[])
    condition = TextField("Condition", required=False, most=200)


class ItsCrateForm(Form):
    """The crate of an animal that is on the transfer already."""

    crate = ChoiceField("Crate", required=False, choices=[])


class CrateForm(Form):
    """A crate."""

    number = TextField("Crate number", most=20)
    length_cm = CountField("Length", most=1000)
    width_cm = CountField("Width", most=1000)
    height_cm = CountField("Height", most=1000)
    requirement = TextField("IATA container requirement", required=False, most=20)
    seal = TextField("Seal", required=False, most=60)


class CompletionForm(Form):
    """What the handover paper states, of animals that are on their way."""

    to_address = LongTextField("Address of the receiver")
    to_contact = TextField("Contact person", required=False, most=160)
    to_phone = TextField("Phone", required=False, most=40)
    reason = TextField("Reason of the transfer", most=500)
    legal_basis = TextField("Legal basis", most=500)
    conditions = LongTextField("Conditions", required=False)
    care_instructions = LongTextField("Care instructions")
    why = TextField("Why it is changed after the handover", most=500)
    version = HiddenField()


class HandOverForm(Form):
    """The first signature."""

    at = WhenField("Handed over at")
    agreed = YesField(
        "I hand these animals over, in the condition stated",
        needed="Tick this to sign.",
    )
    version = HiddenField()


class ReceiveForm(Form):
    """The second signature."""

    received_by = TextField("Received by", most=120)
    received_role = TextField("Their role", required=False, most=120)
    received_id_document = TextField("Identity document", required=False, most=80)
    received_at = WhenField("Received at")
    witness = TextField("Witness", required=False, most=120)
    differences = LongTextField("Differences noted", required=False)
    signature = PhotosField("Photograph of the signed handover", required=False)
    version = HiddenField()


class CancelForm(Form):
    """Calling a transfer off."""

    reason = LongTextField("Why it is called off")
