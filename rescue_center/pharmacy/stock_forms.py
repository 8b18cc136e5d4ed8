"""What may be typed about stock and in the register. Two people sign for a controlled drug: who is
signed in, and a witness with a password of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rescue_center.forms import (
    ChoiceField,
    DayField,
    DecimalField,
    Form,
    HiddenField,
    LongTextField,
    PasswordField,
    RadioField,
    TextField,
)
from rescue_center.once import Once
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.stock_models import StockBatch
from rescue_center.staff.models import Person

LEAVES = {
    "waste": "It was wasted: opened too long, spilt, spoilt",
    "breakage": "It broke",
    "transfer": "It went elsewhere: another place, back to the supplier, destroyed",
    "return": "It came back unused",
}


class Signed(Form):
    """A form that a second person signs."""

    witness = ChoiceField("Witness", required=False, empty="Choose", choices=())
    password = PasswordField("The witness's own password", required=False)

    def signed_by(self, people: Iterable[Person]) -> None:
        """Offer the people who may witness."""
        self.witness.choices = [(one.account, one.name) for one in people]


class ReceiveForm(Once):
    """Stock that came in."""

    drug = ChoiceField("Drug", coerce=int)
    amount = DecimalField("Amount", places=4, hint="In ml, tablets or g; of a controlled drug "
                          "what one vial holds")  # fmt: skip
    lot = TextField("Lot", most=60, hint="As the label has it")
    expires_on = DayField("Good until", allow_future=True, hint="The last day of its month where "
                          "the label gives a month")  # fmt: skip
    vials = LongTextField("Vial numbers", required=False, most=1200,
                          hint="Of a controlled drug: one on a line")  # fmt: skip
    supplier = TextField("From", required=False, most=120)
    note = TextField("Delivery note, permit", required=False, most=200)

    def offer(self, drugs: Sequence[Drug]) -> None:
        """The drugs to choose from."""
        self.drug.choices = [
            (one.id, f"{one.label}{', controlled' if one.controlled else ''}") for one in drugs
        ]


class RemoveForm(Signed, Once):
    """What left without being given, or came back."""

    kind = RadioField("What happened", choices=list(LEAVES.items()))
    amount = DecimalField("Amount", places=4)
    reason = LongTextField("Why", most=500)


class CountForm(Signed, Once):
    """What is really there."""

    found = DecimalField("What is there", places=4)
    reason = TextField("Note", required=False, most=300)


class ReverseForm(Signed, Once):
    """Why a row of the ledger is reversed."""

    reason = LongTextField("Why", most=500)


class ExplainForm(Once):
    """What was found about a difference."""

    explanation = LongTextField("What was found", most=2000)


class CountAllForm(Signed, Once):
    """The weekly count; each vial has a field of its own (:func:`counting`)."""

    reason = TextField("Note", required=False, most=300)


def counting(vials: Sequence[StockBatch]) -> type[CountAllForm]:
    """The form of the weekly count of these vials. An empty field is a vial that nobody counted.
    It doesn't show what the register says: whoever counts, counts."""
    fields: dict[str, Any] = {
        f"vial_{one.id}": DecimalField(f"{one.drug.name}, {one.label.lower()}", places=4,
                                       required=False)
        for one in vials
    }  # fmt: skip
    return type("CountAllForm", (CountAllForm,), fields)


class VialFields(Signed):
    """From which vial a dose of a controlled drug is drawn, and what became of the rest."""

    vial = ChoiceField("Vial", coerce=int, required=False, empty="Choose", choices=())
    drawn = DecimalField("Drawn up", places=4, required=False)
    wasted = DecimalField("Wasted of it", places=4, required=False)
    returned = DecimalField("Put back", places=4, required=False)
    waste_reason = TextField("If wasted: why", required=False, most=300)
    next = HiddenField()
