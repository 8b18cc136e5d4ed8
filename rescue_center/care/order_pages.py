"""Addresses of orders."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import g, jsonify, redirect, request, url_for

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.answers import answer
from rescue_center.care import (
    change_rules,
    order_queries,
    order_rules,
    queries,
    schedule,
    words,
)
from rescue_center.care.address import bp, page
from rescue_center.care.models import Exam
from rescue_center.care.order_forms import ChangeForm, DoseForm, PrescribeForm
from rescue_center.care.order_models import Prescription
from rescue_center.care.proposal import Proposal, propose
from rescue_center.care.weight_forms import ReasonForm
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.face import say
from rescue_center.forms import version_seen
from rescue_center.pharmacy import queries as pharmacy
from rescue_center.pharmacy import warnings
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.strength import number
from rescue_center.policy import allow
from rescue_center.refusals import refusals_on

READERS = ("keeper", "vet", "coordinator", "officer", "manager", "inspector")


@bp.route("/animals/<accession>/prescribe", methods=["GET", "POST"])
@allow("vet")
def prescribe(accession: str) -> Any:
    """Order a treatment; `Calculate` works the dose out and saves nothing."""
    animal = queries.get_animal(accession)
    assessed = queries.last_assessed(animal.id, clock.now())
    form = _listing(PrescribeForm.posted(starts_at=clock.now(), indication=_reason(assessed)))
    if "calculate" in request.form:
        return _worked_out(animal, form, assessed=assessed)
    return answer(
        form, lambda: _prescribed(animal, form), "care/prescribe.html", said=_said, to=_url,
        facts=lambda: _beside(animal, None, None) | {"assessed": assessed},
    )  # fmt: skip


@bp.route("/orders/<int:prescription_id>/change", methods=["GET", "POST"])
@allow("vet")
def change(prescription_id: int) -> Any:
    """Change an order: its next edition. What was recorded stays as it is."""
    found, at = order_queries.get_order(prescription_id), clock.now()
    if request.method == "GET" and not found.is_open:
        return redirect(_url(found), 303)
    form = _listing(ChangeForm.posted(**_as_it_is(found, at)))
    if "calculate" in request.form:
        return _worked_out(found.animal, form, changing=found)

    def act() -> Prescription:
        return change_rules.change(
            found, pharmacy.get_drug(form.drug.data), reason=form.change_reason.data,
            version=version_seen(form.version.data), **_asked(form),
        )  # fmt: skip

    return answer(
        form, act, "care/prescribe.html", said=_said, to=_url,
        facts=lambda: _beside(found.animal, None, None) | {"changing": _again(prescription_id)},
    )  # fmt: skip


def _reason(assessed: Exam | None) -> str:
    """The first line of what a vet thought it was."""
    return assessed.assessment.strip().partition("\n")[0][:300] if assessed else ""


def _again(prescription_id: int) -> Prescription:
    """The order as it is now: whoever changed it meanwhile has made it another."""
    return order_queries.get_order(prescription_id)


def _as_it_is(order: Prescription, at: datetime) -> dict[str, Any]:
    """What the form of a change starts from: the order, and what is left of its course."""
    first = change_rules.first_of(order, order.frequency, at, schedule.here())
    return {
        "drug": order.drug_id, "rate": Decimal(number(order.rate_mg_per_kg)), "route": order.route,
        "dilution": order.dilution, "frequency": order.frequency, "starts_at": first,
        "days": change_rules.days_left(order, at), "min_interval_h": order.min_interval_h,
        "max_per_day": order.max_per_day, "time_critical": order.time_critical,
        "indication": order.indication, "instructions": order.instructions,
        "outside_limits_reason": order.outside_limits_reason, "version": str(order.version),
    }  # fmt: skip


def _beside(animal: Animal, proposal: Proposal | None, drug: Drug | None) -> dict[str, Any]:
    """What stands beside the form of an order."""
    return {"animal": animal, "weight": queries.last_weight(animal.id), "proposal": proposal,
            "drug": drug, "words": words, "changing": None,
            "assessed": None}  # fmt: skip


def _worked_out(animal: Animal, form: PrescribeForm, **more: Any) -> Any:
    """The page again with the dose, from its four fields; the others may still be empty."""
    proposal = drug = None
    with refusals_on(form):
        proposal = _calculated(animal, form)
        drug = pharmacy.get_drug(form.drug.data) if proposal else None
    beside = _beside(animal, proposal, drug) | more
    return page("care/prescribe.html", form, **beside)


def _listing(form: Any) -> Any:
    form.drug.choices = [(d.id, d.label) for d in pharmacy.drugs()]
    return form


def _calculated(animal: Animal, form: PrescribeForm) -> Proposal | None:
    asked = _listing(DoseForm.posted())
    if asked.validate():
        return _proposal(animal, asked)
    for name, field in asked._fields.items():
        form[name].errors = field.errors
    return None


def _proposal(animal: Animal, form: DoseForm) -> Proposal:
    return propose(
        animal, pharmacy.get_drug(form.drug.data), at=clock.now(), rate_mg_per_kg=form.rate.data,
        route=form.route.data, dilution=form.dilution.data or 1,
    )  # fmt: skip


def _prescribed(animal: Animal, form: PrescribeForm) -> Prescription:
    return order_rules.prescribe(animal, pharmacy.get_drug(form.drug.data), **_asked(form))


def _asked(form: PrescribeForm) -> dict[str, Any]:
    return {"by": g.staff, "at": clock.now(), **form.asked_for()}


def _said(order: Prescription) -> str:
    what = f"{order.drug.name} for {order.animal.label}: {words.measured_text(order)}"
    if order.awaits_confirmation:
        return f"{what}. A second vet must confirm it before a dose is due."
    return f"{what}, {words.rhythm_text(order).lower()}."


@bp.get("/care/dose.json")
@allow("vet")
def dose_json() -> Any:
    """The same calculation for the form, as it is typed: nothing is saved."""
    animal = queries.get_animal(request.args.get("animal", ""))
    form = _listing(DoseForm.asked())
    if not form.validate():
        return jsonify(dose=None)
    try:
        found = _proposal(animal, form)
    except Refused as refused:
        return jsonify(dose=None, refused=refused.sentence)
    return jsonify(
        dose=found.measured.text, outside=found.outside, cautions=found.cautions,
        sum=words.sum_text(found, form.rate.data, pharmacy.get_drug(form.drug.data)),
    )  # fmt: skip


@bp.get("/orders/<int:prescription_id>")
@allow(*READERS)
def order(prescription_id: int) -> Any:
    """One order: how it was worked out, and what became of its doses."""
    found, at = order_queries.get_order(prescription_id), clock.now()
    return page(
        "care/order.html", order=found, at=at, doses=order_queries.doses_of(found, at),
        as_needed=order_queries.records_without_dose(found), words=words,
        editions=order_queries.editions_of(found), warned=_known_of(found, at),
    )  # fmt: skip


def _known_of(order: Prescription, at: datetime) -> list[str]:
    """What is known to go badly with an order that runs."""
    if not order.is_open:
        return []
    others = order_queries.ingredients_now(order.animal_id, at)
    return warnings.against(order.drug.ingredient, order.animal.taxon, others)


@bp.route("/orders/<int:prescription_id>/stop", methods=["GET", "POST"])
@allow("vet")
def stop(prescription_id: int) -> Any:
    """Stop an order."""
    found, form = order_queries.get_order(prescription_id), ReasonForm.posted()
    return answer(
        form, lambda: order_rules.stop(found, by=g.staff, at=clock.now(), reason=form.reason.data),
        "care/stop.html", to=lambda _: _url(found),
        facts=lambda: {"order": found, "words": words},
        said=lambda _: f"{found.drug.name} for {found.animal.label} is stopped.",
    )  # fmt: skip


@bp.post("/orders/<int:prescription_id>/confirm")
@allow("vet")
def confirm(prescription_id: int) -> Any:
    """Confirm, as the second vet, a rate outside the limits."""
    found = order_queries.get_order(prescription_id)
    order_rules.confirm(found, by=g.staff, at=clock.now())
    db.session.commit()
    say(f"Confirmed. The first dose of {found.drug.name} is due now.")
    return redirect(_url(found), 303)


def _url(order: Prescription) -> str:
    return url_for("care.order", prescription_id=order.id)
