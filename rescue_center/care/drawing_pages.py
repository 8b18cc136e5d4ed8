"""From which vial a dose is drawn, as a form says it; and doses put right in the stock."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import g, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.care import drawing_rules, order_queries, words
from rescue_center.care.address import bp
from rescue_center.care.dose_forms import PutRightForm
from rescue_center.care.drawing_models import UndrawnDose
from rescue_center.care.order_models import Prescription
from rescue_center.db import get_or_missing
from rescue_center.pharmacy import stock_queries
from rescue_center.pharmacy.quantity import asked
from rescue_center.pharmacy.register_rules import Drawn
from rescue_center.pharmacy.signing import offered, witness_of
from rescue_center.pharmacy.stock_forms import VialFields
from rescue_center.policy import allow


def offer_vials(form: VialFields, order: Prescription) -> None:
    """The vials that may be drawn from, first-expiring first, and who may witness."""
    vials = stock_queries.usable(order.drug, order.strength_mg, order.amount_unit, clock.today())
    form.vial.choices = [
        (one.id, f"{one.label}, good until {clock.day_text(one.expires_on)}") for one in vials
    ]
    offered(form)


def drawn_of(form: Any, order: Prescription, amount: Decimal) -> Drawn | None:
    """What the form says was drawn; None where the drug is not controlled, or nothing is said.
    The witness signs here, before anything is written."""
    if not isinstance(form, VialFields) or form.vial.data is None:
        return None
    given = drawing_rules.product_of(order, amount)
    wasted = asked(form.wasted.data or Decimal(0), "wasted", least=0)
    returned = asked(form.returned.data or Decimal(0), "returned", least=0)
    drawn = given + wasted + returned
    if form.drawn.data is not None:
        drawn = asked(form.drawn.data, "drawn")
    witness = witness_of(form)
    vial = stock_queries.get_batch(form.vial.data)
    return Drawn(vial, given, witness, drawn, wasted, returned, form.waste_reason.data or "")


@bp.route("/records/<int:record_id>/stock", methods=["GET", "POST"])
@allow("vet")
def put_right(record_id: int) -> Any:
    """Put a dose right that was not drawn from stock."""
    record = order_queries.get_record(record_id)
    undrawn = get_or_missing(UndrawnDose, record_id)
    form = PutRightForm.posted()
    offer_vials(form, record.prescription)

    def act() -> None:
        drawn = None
        if form.how.data == "drawn":
            drawn = drawn_of(form, record.prescription, record.amount or Decimal(0))
        drawing_rules.put_right(
            record, form.how.data, by=g.staff, at=clock.now(), drawn=drawn,
            note=form.note.data or "",
        )  # fmt: skip

    return answer(
        form, act, "care/put_right.html", to=lambda _: url_for("store.index"),
        facts=lambda: {"record": record, "undrawn": undrawn, "words": words},
        said=lambda _: "The dose and the stock agree.",
    )  # fmt: skip
