"""Addresses of doses: given, not given, as needed, reported a second time."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import g, redirect, request, url_for

from rescue_center import clock
from rescue_center.care import dose_rules, order_queries, review_rules, words
from rescue_center.care.address import back, bp, page
from rescue_center.care.dose_forms import ControlledForm, GiveForm, NotGivenForm
from rescue_center.care.dosing import amount_text
from rescue_center.care.drawing_pages import drawn_of, offer_vials
from rescue_center.care.order_models import Administration, Dose, Prescription
from rescue_center.db import db
from rescue_center.face import offer_undo, say
from rescue_center.pharmacy.strength import number
from rescue_center.policy import allow
from rescue_center.refusals import refusals_on

GIVERS = ("keeper", "vet")


@bp.route("/doses/<int:dose_id>", methods=["GET", "POST"])
@allow(*GIVERS)
def give(dose_id: int) -> Any:
    """Record a dose as given: as ordered with one tap, or less, or at another time."""
    dose, now = order_queries.dose_to_record(dose_id), clock.now()
    form = _form_of(dose.prescription, now)
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                record = dose_rules.give(
                    dose, by=g.staff, at=form.at.data, amount=form.amount.data,
                    reason=form.reason.data, too_soon_reason=form.too_soon_reason.data,
                    recorded_at=now, drawn=drawn_of(form, dose.prescription, form.amount.data),
                )  # fmt: skip
                return _done(record)
    return _dose_page(dose, form, NotGivenForm(prefix="not-", data={"at": now}))


@bp.post("/doses/<int:dose_id>/not-given")
@allow(*GIVERS)
def not_given(dose_id: int) -> Any:
    """Record that a dose was not given, and why."""
    dose, now = order_queries.dose_to_record(dose_id), clock.now()
    form = NotGivenForm.tapped(prefix="not-", at=now)
    with refusals_on(form):
        if form.validate():
            record = dose_rules.not_given(
                dose, form.reason.data, by=g.staff, at=form.at.data, note=form.note.data,
                recorded_at=now,
            )  # fmt: skip
            return _done(record)
    shown = GiveForm(data=_as_ordered(dose.prescription, now))
    if dose.prescription.drug.controlled:
        shown = ControlledForm(data=_as_ordered(dose.prescription, now))
        offer_vials(shown, dose.prescription)
    return _dose_page(dose, shown, form)


def _form_of(order: Prescription, now: datetime) -> GiveForm:
    """The form of a dose; of a controlled drug with its vial and witness."""
    if not order.drug.controlled:
        return GiveForm.tapped(**_as_ordered(order, now))
    form = ControlledForm.tapped(**_as_ordered(order, now))
    offer_vials(form, order)
    return form


def _as_ordered(order: Prescription, now: datetime) -> dict[str, Any]:
    """What one tap means: all of it, now."""
    return {"amount": Decimal(number(order.amount)), "at": now}


def _dose_page(dose: Dose, form: GiveForm, refusal: NotGivenForm) -> Any:
    dose = order_queries.get_dose(dose.id)
    shown = page(
        "care/dose.html", form, refusal=refusal, dose=dose, order=dose.prescription, words=words,
        now=clock.now(), treatments=back(url_for("care.treatments")),
    )  # fmt: skip
    return (shown, 422) if refusal.errors else shown


def _done(record: Administration) -> Any:
    """Save, offer to take it back, and go on with the round."""
    order, animal = record.prescription, record.animal
    what = (
        f"{order.drug.name}: {amount_text(record.amount, record.amount_unit)} given to "
        f"{animal.label}."
        if record.amount is not None
        else f"{order.drug.name} not given to {animal.label}: {record.reason}."
    )
    if record.is_late:
        what += " It was late."
    undo = url_for("care.undo", record_id=record.id)
    db.session.commit()
    offer_undo(what, undo)
    return redirect(back(url_for("care.treatments")), 303)


@bp.route("/orders/<int:prescription_id>/give", methods=["GET", "POST"])
@allow(*GIVERS)
def give_as_needed(prescription_id: int) -> Any:
    """Give a dose of an as-needed order."""
    order, now = order_queries.get_order(prescription_id), clock.now()
    form = _form_of(order, now)
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                record = dose_rules.give_as_needed(
                    order, by=g.staff, at=form.at.data, amount=form.amount.data,
                    reason=form.reason.data, too_soon_reason=form.too_soon_reason.data,
                    recorded_at=now, drawn=drawn_of(form, order, form.amount.data),
                )  # fmt: skip
                return _done(record)
    order = order_queries.get_order(prescription_id)
    return page(
        "care/give_as_needed.html", form, order=order, words=words,
        records=order_queries.records_without_dose(order)[:5],
    )  # fmt: skip


@bp.post("/doses/<int:dose_id>/report")
@allow(*GIVERS)
def report(dose_id: int) -> Any:
    """Report that a dose was given although it is recorded already, or the animal has left."""
    dose, now = order_queries.dose_to_record(dose_id), clock.now()
    form = _form_of(dose.prescription, now)
    with refusals_on(form):
        if form.validate():
            review_rules.give_conflict(
                dose, by=g.staff, at=form.at.data, amount=form.amount.data,
                reason=form.reason.data, recorded_at=now,
            )  # fmt: skip
            db.session.commit()
            say("Thank you. A vet will look at it.")
            return redirect(url_for("care.give", dose_id=dose_id), 303)
    return _dose_page(dose, form, NotGivenForm(prefix="not-", data={"at": now}))
