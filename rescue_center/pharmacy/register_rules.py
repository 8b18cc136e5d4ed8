"""The register of controlled drugs: every draw, waste, count and reversal is signed by two people,
each with a name and a password of their own. Drawn up = given + wasted + put back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rescue_center import clock, journal
from rescue_center.db import lock
from rescue_center.errors import Refused
from rescue_center.pharmacy import ledger, stock_rules
from rescue_center.pharmacy.quantity import text
from rescue_center.pharmacy.stock_models import StockBatch, StockIncident, StockLine
from rescue_center.pharmacy.stock_queries import WITNESSES
from rescue_center.pharmacy.stock_rules import For
from rescue_center.staff.models import Person


@dataclass(frozen=True)
class Drawn:
    """What was drawn from a vial, and what became of it: whole parts of the undiluted product."""

    vial: StockBatch
    given: int
    witness: Person
    drawn: int
    wasted: int = 0
    returned: int = 0
    reason: str = ""


def check(draw: Drawn, *, by: Person, at: datetime) -> None:
    """Lock the vial and refuse a draw that may not be, before anything is written."""
    vial = draw.vial
    if not vial.controlled:
        raise Refused("This is not a vial of the register.", field="vial")
    refuse_witness(draw.witness, by=by, at=at)
    if draw.drawn != draw.given + draw.wasted + draw.returned:
        raise Refused(
            f"Drawn up {text(draw.drawn, vial.per)} is not given {text(draw.given, vial.per)} "
            f"+ wasted {text(draw.wasted, vial.per)} + put back {text(draw.returned, vial.per)}.",
            field="drawn",
        )
    if draw.wasted and not draw.reason.strip():
        raise Refused("Say why some of it was wasted.", field="waste_reason")
    lock(vial)
    if vial.has_expired(clock.today(at)):
        raise Refused(f"{vial.label} expired on {clock.day_text(vial.expires_on)}. Take another.",
                      field="vial")  # fmt: skip
    if vial.is_finished:
        raise Refused(f"{vial.label} is finished. Take another.", field="vial")
    if draw.drawn > vial.balance:
        raise Refused(f"{vial.label} holds {text(vial.balance, vial.per)}, not "
                      f"{text(draw.drawn, vial.per)}.", field="drawn")  # fmt: skip


def use(
    draw: Drawn, *, whom: For, by: Person, at: datetime, recorded_at: datetime | None = None
) -> StockLine:
    """Write the row of a dose of a controlled drug."""
    check(draw, by=by, at=at)
    return ledger.post(
        draw.vial, "use", -(draw.given + draw.wasted), by=by, at=at, recorded_at=recorded_at,
        locked=True, drawn=draw.drawn, given=draw.given, wasted=draw.wasted,
        returned=draw.returned, reason=draw.reason.strip(), witness_id=draw.witness.id,
        **whom.columns,
    )  # fmt: skip


def refuse_witness(witness: Person | None, *, by: Person, at: datetime) -> Person:
    """Refuse a witness who is the giver, is gone, or has no task here."""
    if witness is None:
        raise Refused("A second person signs for a controlled drug.", field="witness")
    if witness.id == by.id:
        raise Refused("The witness is somebody else than you.", field="witness")
    if not witness.is_enabled or WITNESSES.isdisjoint(witness.roles_at(at)):
        raise Refused(f"{witness.name} may not witness this: a keeper, vet or manager may.",
                      field="witness")  # fmt: skip
    return witness


def count_all(
    found: Sequence[tuple[StockBatch, int]],
    *,
    witness: Person,
    by: Person,
    at: datetime,
    reason: str = "",
) -> list[StockLine]:
    """The weekly count: what two people found in each vial. Returns the rows that differ."""
    refuse_witness(witness, by=by, at=at)
    if not found:
        raise Refused("Count at least one vial.")
    in_order = sorted(found, key=lambda one: one[0].id)
    lines = [
        stock_rules.count(vial, there, by=by, at=at, reason=reason, witness=witness)
        for vial, there in in_order
    ]
    return [line for line in lines if line.qty]


def reverse(
    line: StockLine, *, witness: Person, by: Person, at: datetime, reason: str
) -> StockLine:
    """Take a row of the register back, with a reason and a witness."""
    refuse_witness(witness, by=by, at=at)
    if not reason.strip():
        raise Refused("Say why it is reversed.", field="reason")
    return stock_rules.reverse(line.batch, line, by=by, at=at, reason=reason, witness=witness)


def explain_difference(
    incident: StockIncident, explanation: str, *, by: Person, at: datetime
) -> None:
    """Close an incident with what was found. Not by either of the two who counted."""
    if not explanation.strip():
        raise Refused("Say what was found.", field="explanation")
    lock(incident)
    if not incident.is_open:
        raise Refused("This was explained before.")
    if by.id in (incident.line.by_id, incident.line.witness_id):
        raise Refused("You counted it. Somebody else looks into the difference.")
    incident.closed_at, incident.closed_by_id = at, by.id
    incident.explanation = explanation.strip()
    batch = incident.batch
    journal.record(
        "explained a difference in the register", incident, by=by, at=at,
        reason=incident.explanation,
        after={"drug": batch.drug.label, "vial": batch.vial,
               "difference": text(incident.difference, batch.per)},
    )  # fmt: skip
