"""Evidence holds: placed on a stay, inherited by its heirs, lifted only by a recorded order.

While one stands, the database refuses release, transfer, planned euthanasia, disposal of the
carcass and voiding (models.py); these rules say so in a sentence first. A case is locked before
its animals, so that a lot cannot be split at the moment in which its case is held.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.animals.ledger import count_anew
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.life import DEPARTED, Stage
from rescue_center.animals.models import Animal, Hold, Stay
from rescue_center.cases.models import Case, CourtOrder
from rescue_center.cases.order_rules import before_strike
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.staff.models import Person

#: A hold ends by an order that lifts it, or that orders the release it forbids.
LIFTING = ("lift_hold", "release")

_GONE = "An evidence hold stands on this animal. Only a recorded order lifts it."
for _name in ("held_animal_stays", "held_animal_stays_through_its_stays",
              "held_animal_is_not_voided", "held_carcass_is_kept"):  # fmt: skip
    explain(_name, _GONE)
for _name in ("held_animal_is_not_put_down_by_plan", "nobody_held_is_put_down_by_plan"):
    explain(_name, "An animal that is held as evidence is not put down by plan.")
explain("uq_evidence_hold_open", "This case already holds this animal.")
explain("hold_is_lifted_by_an_order", "A hold is lifted only by a recorded order.")
explain("lifted_hold_stays_lifted", "This hold was lifted already.")


def refuse_while_held(stay: Stay, what: str) -> None:
    """Refuse `what` ("release", "transfer" ...) while an evidence hold stands on the stay."""
    for hold in stay.open_holds:
        raise Refused(
            f"{stay.animal.label} is evidence in case {hold.case.number}. While the hold stands, "
            f"{what} is not possible; a recorded order of the court or prosecutor lifts it."
        )


def place_hold(stay: Stay, case: Case, *, by: Person | None, at: datetime, reason: str) -> Hold:
    """Hold an animal, or a carcass, as evidence of a case; one that has come back meanwhile, on
    its new stay."""
    lock(case, stay.animal)
    stay = stay.animal.stay or stay
    lock(stay)
    if not reason.strip():
        raise Refused("Say why the animal is held.", field="reason")
    if any(hold.case_id == case.id for hold in stay.open_holds):
        raise Refused(f"{stay.animal.label} is held by case {case.number} already.")
    if stay.carcass_disposed_at is not None:
        raise Refused(
            f"The carcass of {stay.animal.label} was disposed of on "
            f"{clock.day_text(stay.carcass_disposed_at)}: there is nothing left to be held."
        )
    if not _can_be_held(stay):
        raise Refused(
            f"{stay.animal.label} is {stay.stage_label.lower()}: it is not here to be held."
        )
    hold = open_hold(stay, case, by=by, at=at, reason=reason)
    count_anew(stay.animal, stay)
    return hold


def _can_be_held(stay: Stay) -> bool:
    return stay.is_open or stay.is_dead or stay.stage == Stage.ESCAPED


def open_hold(
    stay: Stay, case: Case, *, by: Person | None, at: datetime, reason: str,
    inherited_from: Hold | None = None,
) -> Hold:  # fmt: skip
    """Write a hold and its journal line, without asking whether it may be; for rules only."""
    hold = Hold(
        stay=stay, case=case, reason=reason, placed_at=at, placed_by=by,
        inherited_from_id=inherited_from.id if inherited_from else None,
    )  # fmt: skip
    db.session.add(hold)
    journal.record(
        "placed an evidence hold", hold, by=by, at=at, reason=reason, animal=stay.animal, case=case
    )
    return hold


def place_case_hold(case: Case, *, by: Person | None, at: datetime, reason: str) -> list[Hold]:
    """Hold everything of a case: what is in care, carcasses still here, and what arrives later."""
    lock(case)
    if not reason.strip():
        raise Refused("Say why the animals are held.", field="reason")
    held_already = sa.select(Hold.stay_id).where(Hold.case_id == case.id, Hold.lifted_at.is_(None))
    stays = db.session.scalars(
        sa.select(Stay)
        .join(Animal)
        .where(Animal.case_id == case.id, Stay.id.not_in(held_already))
        .where(Stay.stage.not_in([s for s in DEPARTED if s != Stage.DEAD]))
        .where(Stay.carcass_disposed_at.is_(None))
        .order_by(Animal.id)
    ).all()
    if case.evidence_hold and not stays:
        raise Refused(f"Case {case.number} is held already.")
    case.evidence_hold = True
    journal.record("held the case as evidence", case, by=by, at=at, reason=reason)
    _lock_animals(stays)
    holds = [open_hold(stay, case, by=by, at=at, reason=reason) for stay in stays]
    _count_holds_anew(stays)
    return holds


def lift_hold(hold: Hold, order: CourtOrder, *, by: Person, at: datetime) -> None:
    """Lift one hold by a recorded order; with it those of the same case on other stays of the
    animal, and of lots that were merged into this one."""
    _check_order(order, hold.case, at)
    lock(hold.case, hold.stay.animal, hold)
    if not hold.stands:
        raise Refused("This hold was lifted already.")
    _lift([hold, *_of_other_stays(hold), *_of_merged_lots(hold)], order, by=by, at=at)


def lift_case_holds(case: Case, order: CourtOrder, *, by: Person, at: datetime) -> list[Hold]:
    """Lift every hold of a case by a recorded order; what arrives later is not held."""
    _check_order(order, case, at)
    lock(case)
    holds = list(
        db.session.scalars(
            sa.select(Hold)
            .join(Stay, Stay.id == Hold.stay_id)
            .where(Hold.case_id == case.id, Hold.lifted_at.is_(None))
            .order_by(Stay.animal_id)
        )
    )
    if not holds and not case.evidence_hold:
        raise Refused(f"No evidence hold stands in case {case.number}.")
    case.evidence_hold = False
    _lock_animals([hold.stay for hold in holds])
    _lift(holds, order, by=by, at=at)
    journal.record(
        "lifted the evidence hold of the case", case, by=by, at=at,
        after={"order": order.reference, "authority": order.authority, "animals": len(holds)},
    )  # fmt: skip
    return holds


def held_records(case: Case) -> int:
    """How many records a case holds now."""
    query = sa.select(sa.func.count()).where(Hold.case_id == case.id, Hold.lifted_at.is_(None))
    return int(db.session.scalar(query) or 0)


def _keep_used_order(order: CourtOrder) -> None:
    if db.session.scalar(sa.select(sa.func.count()).where(Hold.lift_order_id == order.id)):
        raise Refused(f"A hold was lifted by order {order.reference}; it cannot be struck out.")


before_strike.append(_keep_used_order)


def _lift(holds: list[Hold], order: CourtOrder, *, by: Person, at: datetime) -> None:
    for hold in holds:
        if at < hold.placed_at:
            raise Refused("A hold cannot be lifted before it was placed.", field="at")
        hold.lifted_at, hold.lifted_by_id, hold.lift_order_id = at, by.id, order.id
        journal.record(
            "lifted an evidence hold", hold, by=by, at=at, animal=hold.stay.animal, case=hold.case,
            after={"order": order.reference, "authority": order.authority},
        )  # fmt: skip
    _count_holds_anew([hold.stay for hold in holds])


def _check_order(order: CourtOrder, case: Case, at: datetime) -> None:
    if order.is_void:
        raise Refused("This order was struck out; it lifts nothing.", field="order")
    if order.case_id != case.id:
        raise Refused(f"This order does not belong to case {case.number}.", field="order")
    if order.kind not in LIFTING:
        kind = order.kind.replace("_", " ")
        raise Refused(
            f"Order {order.reference} is of the kind “{kind}”: it does not lift a hold. "
            "Record the order that does.",
            field="order",
        )
    if clock.today(at) < order.issued_on:
        raise Refused(
            f"Order {order.reference} was issued on {clock.day_text(order.issued_on)}; "
            "the hold cannot be lifted before that.",
            field="at",
        )


def _of_other_stays(hold: Hold) -> list[Hold]:
    """The open holds of the same case on other stays of the animal, which got away and is back."""
    query = sa.select(Hold).join(Stay, Stay.id == Hold.stay_id).where(
        Stay.animal_id == hold.stay.animal_id, Stay.id != hold.stay_id,
        Hold.case_id == hold.case_id, Hold.lifted_at.is_(None),
    )  # fmt: skip
    return list(db.session.scalars(query))


def _of_merged_lots(hold: Hold) -> list[Hold]:
    """The open holds of the same case on lots that live on in this one."""
    ids, newest = {hold.stay.animal_id}, [hold.stay.animal_id]
    while newest:
        sources = sa.select(Regroup.from_id).where(
            Regroup.kind == "merge", Regroup.to_id.in_(newest)
        )
        newest = [i for i in db.session.scalars(sources) if i not in ids]
        ids.update(newest)
    query = (
        sa.select(Hold)
        .join(Stay, Stay.id == Hold.stay_id)
        .where(Stay.animal_id.in_(ids), Stay.stage == Stage.MERGED.value)
        .where(Hold.case_id == hold.case_id, Hold.lifted_at.is_(None))
    )
    return list(db.session.scalars(query))


def _count_holds_anew(stays: Sequence[Stay]) -> None:
    count_anew(*stays, *(stay.animal for stay in stays))


def _lock_animals(stays: Sequence[Stay]) -> None:
    ids = sorted({stay.animal_id for stay in stays})
    query = sa.select(Animal).where(Animal.id.in_(ids)).order_by(Animal.id)
    if db.session.get_bind().dialect.name != "sqlite":
        query = query.with_for_update(key_share=True)
    db.session.scalars(query.execution_options(populate_existing=True)).all()
