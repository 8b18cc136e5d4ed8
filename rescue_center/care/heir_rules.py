"""What becomes of a lot's treatment when the lot is split or merged: nobody misses a dose by it."""

from __future__ import annotations

from rescue_center import journal
from rescue_center.animals import regroup
from rescue_center.animals.ledger_models import Regroup
from rescue_center.animals.models import Animal
from rescue_center.care.course_rules import write_out
from rescue_center.care.order_models import Dose, Prescription
from rescue_center.care.order_queries import running_orders
from rescue_center.care.order_rules import end, facts_of
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.staff.models import Person

#: What an heir's order has of the lot's.
_SAME = (
    "drug_id", "rate_mg_per_kg", "weight_id", "weight_g", "strength_mg", "dose_mg", "amount",
    "amount_unit", "dilution", "route", "frequency", "interval_h", "is_once", "is_prn",
    "min_interval_h", "max_per_day", "time_critical", "starts_at", "days", "indication",
    "instructions", "outside_limits_reason", "confirmed_by_id", "confirmed_at", "ordered_by_id",
)  # fmt: skip


def inherit(parent: Animal, heir: Animal, split: Regroup, by: Person | None) -> None:
    """What was split off goes on with the treatment of the lot, dose for dose."""
    if heir.stay is None:
        return
    for order in running_orders(parent.id, split.at):
        own = Prescription(
            animal=heir, stay=heir.stay, ordered_at=split.at, inherited_from_id=order.id,
            **{column: getattr(order, column) for column in _SAME},
        )  # fmt: skip
        db.session.add(own)
        db.session.flush()
        for dose in order.doses:
            if dose.is_open and dose.due_at + dose.window > split.at:
                db.session.add(
                    Dose(prescription=own, animal=heir, due_at=dose.due_at,
                         window_min=dose.window_min)
                )  # fmt: skip
        db.session.flush()
        if own.is_open_ended:
            write_out(own, at=split.at)
        journal.record(
            "went on with the treatment of its lot", own, by=by, at=split.at, after=facts_of(own)
        )


def unite(source: Animal, into: Animal, merge: Regroup, by: Person | None) -> None:
    """Lots that merge have the same treatment; the orders of the one that ends are stopped."""
    ending, going_on = running_orders(source.id, merge.at), running_orders(into.id, merge.at)
    mine = {order.drug.ingredient for order in ending}
    theirs = {order.drug.ingredient for order in going_on}
    if differing := sorted(mine ^ theirs):
        treated = source if differing[0] in mine else into
        raise Refused(
            f"{treated.label} is being treated with {differing[0]}, the other lot is not. "
            "Stop that order, or order it for both, before they are merged.",
            field="into",
        )
    for order in ending:
        end(order, by=by, at=merge.at, reason=f"Merged into {into.accession}")


regroup.on_heir.append(inherit)
regroup.on_merge.append(unite)
