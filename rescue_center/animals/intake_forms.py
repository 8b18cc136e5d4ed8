"""The form of an arrival: the facts on top, then a row for each line of the manifest."""

from __future__ import annotations

from typing import Any

from rescue_center.animals.admission import MOST_IN_A_LOT
from rescue_center.animals.differences import Difference
from rescue_center.animals.intake import Received
from rescue_center.animals.queries import taxon_named
from rescue_center.forms import (
    CountField,
    DecimalField,
    Form,
    HiddenField,
    LongTextField,
    TextField,
    WhenField,
    YesField,
)

#: Rows for what nobody declared.
SPARE = 3


class ArrivalForm(Form):
    """The facts of an arrival."""

    at = WhenField("Arrived at")
    delivered_by = TextField("Brought by", required=False, most=160)
    agency = TextField("Of which agency", required=False, most=200)
    transport_hours = DecimalField("Hours on the road", required=False, least=0, most=2000,
                                   places=1)  # fmt: skip
    container = TextField("Crates, bags, vehicle", required=False, most=200)
    temperature_c = DecimalField("Temperature inside", required=False, least=-30, most=70, places=1)
    seals = TextField("Seals", required=False, most=200)
    condition = LongTextField("Condition on arrival", required=False, most=2000)
    apart = YesField(
        "This transport met no other animals of the case",
        hint="Then it is an epidemiological group of its own.",
    )
    after = HiddenField()

    FACTS = ("delivered_by", "agency", "transport_hours", "container", "temperature_c", "seals",
             "condition")  # fmt: skip

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as the arrival keeps them."""
        return {name: self[name].data for name in self.FACTS}


class Row:
    """One row of the form: its boxes, and the line of the manifest it answers."""

    def __init__(self, form: Form, number: int, compared: Difference | None):
        self.compared = compared
        self.line = compared.line if compared else None
        self.number = number
        self.alive, self.dead = form[f"lines-{number}-alive"], form[f"lines-{number}-dead"]
        self.taxon = form._fields.get(f"lines-{number}-taxon")

    @property
    def awaits(self) -> str:
        """Which box the rest of a declared line fills; empty where people must sort it first."""
        if self.compared is None or self.line is None or not self.compared.awaited:
            return ""
        return self.line.condition if self.line.condition in ("alive", "dead") else ""

    def fill(self) -> None:
        """Write what was declared and has not come yet, where nothing is typed."""
        if self.awaits and not self.alive.data and not self.dead.data:
            box: Any = getattr(self, self.awaits)
            box.raw_data, box.data = None, self.compared.awaited if self.compared else 0

    @property
    def received(self) -> Received:
        """What came, as the rule takes it. Refuses a name that no species has."""
        return Received(
            line=self.line,
            taxon=self._taxon() if self.taxon is not None else None,
            alive=self.alive.data or 0,
            dead=self.dead.data or 0,
        )

    def _taxon(self) -> Any:
        assert self.taxon is not None  # noqa: S101 (asked by `received`)
        if not self.taxon.data:
            return None
        return taxon_named(self.taxon.data, field=self.taxon.name)


def arrival_form(compared: list[Difference]) -> tuple[type[ArrivalForm], list[Difference | None]]:
    """The form for these lines, and what each of its rows answers: the lines of the manifest, then
    rows for what nobody declared."""
    rows: list[Difference | None] = [d for d in compared if d.line is not None]
    rows += [None] * SPARE
    boxes: dict[str, Any] = {}
    for number, answered in enumerate(rows):
        name = answered.name if answered else f"undeclared {number + 1}"
        for word in ("alive", "dead"):
            boxes[f"lines-{number}-{word}"] = CountField(
                f"{word.capitalize()}: {name}", required=False, least=0, most=MOST_IN_A_LOT
            )
        if answered is None or answered.taxon is None:
            boxes[f"lines-{number}-taxon"] = TextField(f"Species: {name}", required=False, most=160)
    return type("ReceiveForm", (ArrivalForm,), boxes), rows


def rows_of(form: Form, answered: list[Difference | None]) -> list[Row]:
    """The rows of a form that `arrival_form` made."""
    return [Row(form, number, one) for number, one in enumerate(answered)]
