"""A dose and what it was drawn from, in one transaction: the dose event is the stock's row.

A dose is a fact about an animal, so stock never stands in its way: where there is not enough it is
kept as not drawn, and listed until a vet puts it right. A controlled drug is drawn from a vial,
before a witness, when it is recorded at a desk; what a phone recorded waits for the register.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa

from rescue_center import journal
from rescue_center.care.drawing_models import DoseLine, UndrawnDose
from rescue_center.care.order_models import Administration, Prescription
from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.pharmacy import register_rules, stock_rules
from rescue_center.pharmacy.quantity import parts_of, text
from rescue_center.pharmacy.register_rules import Drawn
from rescue_center.pharmacy.stock_models import StockLine
from rescue_center.pharmacy.stock_rules import For
from rescue_center.policy import Role
from rescue_center.staff.models import Person

NO_STOCK = "There was not enough of it in stock."
NO_REGISTER = "It was recorded without the register."


def product_of(order: Prescription, amount: Decimal) -> int:
    """The parts of the undiluted product in an amount of what is given."""
    return parts_of(amount / order.dilution)


def refuse_unregistered(
    order: Prescription, amount: Decimal, drawn: Drawn | None, *, by: Person, at: datetime
) -> None:
    """Refuse a controlled drug without vial and witness, or with those that won't do, before the
    dose is written."""
    if not order.drug.controlled:
        return
    if drawn is None:
        raise Refused(
            "This is a controlled drug: say from which vial, and who witnesses it.", field="vial"
        )
    vial, qty = drawn.vial, product_of(order, amount)
    if vial.drug_id != order.drug_id:
        raise Refused("This vial is of another drug.", field="vial")
    if (vial.strength_mg, vial.per) != (order.strength_mg, order.amount_unit):
        raise Refused("This vial has another strength than the order.", field="vial")
    if drawn.given != qty:
        raise Refused(f"The dose is {text(qty, order.amount_unit)} of the product.", field="drawn")
    register_rules.check(drawn, by=by, at=at)


def account_for(
    record: Administration,
    *,
    by: Person,
    at: datetime,
    drawn: Drawn | None = None,
    recorded_at: datetime | None = None,
) -> None:
    """Draw what was given from stock, or keep that it was not drawn."""
    recorded_at = recorded_at or record.recorded_at
    order, amount = record.prescription, record.amount
    if amount is None or not record.was_taken or not (qty := product_of(order, amount)):
        return
    if not order.drug.controlled:
        _draw(record, qty, by=by, at=at)
    elif drawn is None:
        _keep_undrawn(record, NO_REGISTER, controlled=True)
    else:
        line = register_rules.use(drawn, whom=_for(record), by=by, at=at, recorded_at=recorded_at)
        _tie(record, [line])


def _for(record: Administration) -> For:
    order = record.prescription
    return For(record.animal, order.weight_g, order.ordered_by_id)


def _draw(record: Administration, qty: int, *, by: Person, at: datetime) -> None:
    order = record.prescription
    lines = stock_rules.draw(
        order.drug, order.strength_mg, order.amount_unit, qty, whom=_for(record), by=by, at=at,
        recorded_at=record.recorded_at,
    )  # fmt: skip
    if lines is None:
        return
    if not lines:
        _keep_undrawn(record, NO_STOCK, controlled=False)
    _tie(record, lines)


def _tie(record: Administration, lines: Iterable[StockLine]) -> None:
    db.session.add_all(DoseLine(line_id=line.id, administration_id=record.id) for line in lines)
    db.session.flush()


def _keep_undrawn(record: Administration, why: str, *, controlled: bool) -> None:
    known = db.session.get(UndrawnDose, record.id)
    if known is None:
        db.session.add(
            UndrawnDose(administration_id=record.id, controlled=controlled, why=why,
                        since=record.recorded_at)
        )  # fmt: skip
    db.session.flush()


# --- struck out, put right ---------------------------------------------------------------------


def give_back(record: Administration, *, by: Person, at: datetime, reason: str) -> None:
    """A record was struck out: what it drew is there again. Of a controlled drug the row stands
    until two people reverse it; the vial's page says so."""
    undrawn = db.session.get(UndrawnDose, record.id)
    if undrawn is not None and undrawn.settled_at is None:
        undrawn.settled_at, undrawn.settled_by_id, undrawn.how = at, by.id, "struck_out"
    for line in standing(record):
        if not line.controlled:
            stock_rules.take_back(line, by=by, at=at, reason=f"The dose was struck out: {reason}")
    db.session.flush()


def standing(record: Administration) -> list[StockLine]:
    """The rows that this record drew by and that nobody reversed, by batch."""
    taken_back = sa.orm.aliased(StockLine)
    query = (
        sa.select(StockLine)
        .join(DoseLine, DoseLine.line_id == StockLine.id)
        .outerjoin(taken_back, sa.and_(taken_back.batch_id == StockLine.batch_id,
                                       taken_back.reverses_seq == StockLine.seq))
        .where(DoseLine.administration_id == record.id, taken_back.id.is_(None))
        .order_by(StockLine.batch_id, StockLine.id)
    )  # fmt: skip
    return list(db.session.scalars(query))


def put_right(
    record: Administration,
    how: str,
    *,
    by: Person,
    at: datetime,
    drawn: Drawn | None = None,
    note: str = "",
) -> None:
    """Settle a dose that was not drawn: draw it now (`drawn`), or say that it came from
    elsewhere, with the reason. A vet's task."""
    if Role.VET not in by.roles_at(at):
        raise Refused("Only a vet puts this right.")
    lock(record.animal, record)
    undrawn = db.session.get(UndrawnDose, record.id, populate_existing=True)
    if undrawn is None or undrawn.settled_at is not None:
        raise Refused("This was put right before.")
    if how == "elsewhere":
        if not note.strip():
            raise Refused("Say where it came from.", field="note")
    elif how == "drawn":
        _draw_late(record, drawn, by=by, at=at)
    else:
        raise Refused("Choose what is so.", field="how")
    undrawn.settled_at, undrawn.settled_by_id = at, by.id
    undrawn.how, undrawn.note = how, note.strip()
    db.session.flush()
    journal.record(
        "put a dose right in the stock", record, by=by, at=at, reason=note.strip(),
        after={"drug": record.prescription.drug.label, "how": how},
    )  # fmt: skip


def _draw_late(record: Administration, drawn: Drawn | None, *, by: Person, at: datetime) -> None:
    order = record.prescription
    amount = record.amount or Decimal(0)
    if order.drug.controlled:
        refuse_unregistered(order, amount, drawn, by=by, at=record.at)
        account_for(record, by=by, at=record.at, drawn=drawn, recorded_at=at)
        return
    qty = product_of(order, amount)
    lines = stock_rules.draw(
        order.drug, order.strength_mg, order.amount_unit, qty, whom=_for(record), by=by,
        at=record.at, recorded_at=at,
    )  # fmt: skip
    if not lines:
        raise Refused("There is not enough of it in stock. Receive it or count first.", field="how")
    _tie(record, lines)
