"""Addresses of evidence holds: placed on an animal or a case, lifted by an order."""

from __future__ import annotations

from typing import Any

from flask import g, url_for

from rescue_center import clock
from rescue_center.animals import holds, queries
from rescue_center.animals.forms import HoldCaseForm, HoldForm, LiftForm, LiftOneForm
from rescue_center.animals.pages import begin_now, bp, record_url, sealed
from rescue_center.answers import answer
from rescue_center.cases.facts import OrderFacts
from rescue_center.cases.models import Case, CourtOrder
from rescue_center.cases.order_rules import add_order
from rescue_center.db import db
from rescue_center.errors import Missing, Refused
from rescue_center.policy import allow

OFFICERS = ("officer", "manager")


def _case_url(case: Case) -> str:
    return url_for(".intake", number=case.number)


@bp.route("/animals/<accession>/hold", methods=["GET", "POST"])
@allow(*OFFICERS)
def place_hold(accession: str) -> Any:
    """Hold one animal, lot or carcass as evidence of a case."""
    animal = queries.animal_or_404(accession)
    form = HoldForm.posted(case=animal.case.number if animal.case else "")
    begin_now(form)

    def act() -> Any:
        return holds.place_hold(
            animal.stays[-1], _case_typed(form.case.data), by=g.staff, at=form.at.data,
            reason=form.reason.data,
        )  # fmt: skip

    return answer(
        form, act, "animals/place_hold.html",
        to=lambda _: record_url(animal),
        said=lambda hold: f"{animal.label} is held as evidence in case {hold.case.number}.",
        facts=lambda: {"animal": animal},
    )  # fmt: skip


def _case_typed(number: str) -> Case:
    try:
        return queries.case_or_404(number)
    except Missing:
        raise Refused(f"There is no case {number}.", field="case") from None


@bp.route("/animals/<accession>/hold/lift", methods=["GET", "POST"])
@allow(*OFFICERS)
def lift_hold(accession: str) -> Any:
    """Lift the holds of one animal by an order."""
    animal = queries.animal_or_404(accession)
    standing = queries.open_holds_of(animal)
    form = LiftOneForm.posted(holds=[hold.id for hold in standing])
    form.holds.choices = [(h.id, f"Case {h.case.number}: {h.reason}") for h in standing]
    cases = {hold.case_id: hold.case for hold in standing}
    _offer_orders(form, list(cases.values()))

    def act() -> None:
        chosen = [hold for hold in standing if hold.id in form.holds.data]
        order = _order(form, chosen[0].case)
        for hold in chosen:
            if not hold.stands:  # lifted with the one before it
                continue
            holds.lift_hold(hold, order, by=g.staff, at=form.at.data)

    return answer(
        form, act, "animals/lift_hold.html",
        to=lambda _: record_url(animal), said=lambda _: f"The hold on {animal.label} is lifted.",
        facts=lambda: {"animal": animal, "standing": queries.open_holds_of(animal)},
    )  # fmt: skip


@bp.route("/cases/<number>/hold", methods=["GET", "POST"])
@allow(*OFFICERS)
def hold_case(number: str) -> Any:
    """Hold everything of a case as evidence."""
    case, form = queries.case_or_404(number), HoldCaseForm.posted()
    begin_now(form)
    return answer(
        form,
        lambda: holds.place_case_hold(case, by=g.staff, at=form.at.data, reason=form.reason.data),
        "animals/hold_case.html",
        to=lambda _: _case_url(case),
        said=lambda placed: (
            f"Case {case.number} is held: {len(placed)} records now, and whatever arrives."
        ),
        facts=lambda: {"case": case},
    )


@bp.route("/cases/<number>/hold/lift", methods=["GET", "POST"])
@allow(*OFFICERS)
def lift_case(number: str) -> Any:
    """Lift every hold of a case by an order."""
    case, form = queries.case_or_404(number), LiftForm.posted()
    _offer_orders(form, [case])
    return answer(
        form,
        lambda: holds.lift_case_holds(case, _order(form, case), by=g.staff, at=form.at.data),
        "animals/lift_case.html",
        to=lambda _: _case_url(case),
        said=lambda lifted: f"The holds of case {case.number} are lifted: {len(lifted)} records.",
        facts=lambda: {"case": case, "held": holds.held_records(case)},
    )


def _offer_orders(form: LiftForm, cases: list[Case]) -> None:
    begin_now(form)
    form.order.choices = [
        (order.id, f"{order.authority} {order.reference}, {clock.day_text(order.issued_on)}")
        for case in cases
        for order in queries.orders_of(case, holds.LIFTING)
    ]
    if len(form.order.choices) == 1 and not form.order.raw_data:
        form.order.data = form.order.choices[0][0]
    for name in ("authority", "reference", "issued_on"):
        form[name].flags.required = not form.order.choices


def _order(form: LiftForm, case: Case) -> CourtOrder:
    """The order that was chosen, or the new one that was typed."""
    if form.order.data:
        return db.session.get_one(CourtOrder, form.order.data)
    for name, sentence in (
        ("authority", "Choose a recorded order, or say who issued the new one."),
        ("reference", "Write the number of the order."),
        ("issued_on", "Write the day on which the order was issued."),
    ):
        if not form[name].data:
            raise Refused(sentence, field=name)
    scans = sealed(form.scan)
    facts = OrderFacts(
        "lift_hold", form.authority.data, form.reference.data, form.issued_on.data,
        signed_by=form.signed_by.data, media=scans[0] if scans else None,
    )  # fmt: skip
    return add_order(case, facts, by=g.staff, at=clock.now())
