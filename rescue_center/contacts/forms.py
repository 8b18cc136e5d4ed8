"""What a vet asks of a trace, and whose exposure is written down."""

from __future__ import annotations

from rescue_center.contacts.window import HANDS, PLACE
from rescue_center.forms import ChoicesField, CountField, DayField, Form, TextField
from rescue_center.once import Once


class WindowForm(Form):
    """Which days, and how far hands and places carry."""

    begin = DayField("From", missing="Say from which day.")
    end = DayField("Until", missing="Say until which day.")
    hands = CountField("Hands carry it for", least=0, most=168,
                       hint=f"Hours. {HANDS} is a working shift; the disease decides.")  # fmt: skip
    place = CountField("An enclosure keeps it for", least=0, most=365,
                       hint=f"Days after it left. {PLACE} unless you know better.")  # fmt: skip


class ExposeForm(Once):
    """Who was exposed, and to what."""

    disease = TextField("Disease or suspicion", most=80,
                        missing="Say which disease, or which suspicion.")  # fmt: skip
    animals = ChoicesField("Animals", coerce=int, required=False)
