"""Addresses of records of doses: taken back, struck out, reviewed."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, request, url_for

from rescue_center import clock
from rescue_center.care import order_queries, review_rules, words
from rescue_center.care.address import back, bp, page
from rescue_center.care.dose_forms import ReviewForm
from rescue_center.care.weight_forms import ReasonForm
from rescue_center.db import db
from rescue_center.face import say
from rescue_center.policy import allow
from rescue_center.web import refusals_on


@bp.post("/records/<int:record_id>/undo")
@allow("keeper", "vet")
def undo(record_id: int) -> Any:
    """Take back what one has just recorded."""
    record = order_queries.get_record(record_id)
    said = f"Taken back: {record.prescription.drug.name} for {record.animal.label}."
    review_rules.undo(record, by=g.staff, at=clock.now())
    db.session.commit()
    say(said)
    return redirect(back(url_for("care.treatments")), 303)


@bp.route("/records/<int:record_id>/strike-out", methods=["GET", "POST"])
@allow("vet")
def void_record(record_id: int) -> Any:
    """Strike out a record of a dose."""
    record, form = order_queries.get_record(record_id), ReasonForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                review_rules.void_record(
                    record, by=g.staff, at=clock.now(), reason=form.reason.data
                )
                db.session.commit()
                say("The record is struck out; its dose is open again.")
                return _order(record)
    return page("care/void_record.html", form, record=record, words=words)


@bp.route("/records/<int:record_id>/review", methods=["GET", "POST"])
@allow("vet")
def review(record_id: int) -> Any:
    """Say what a second report of a dose means."""
    record, form = order_queries.get_record(record_id), ReviewForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                review_rules.resolve(
                    record, form.decision.data, by=g.staff, at=clock.now(), note=form.note.data
                )
                db.session.commit()
                say("Reviewed.")
                return redirect(url_for("care.treatments"), 303)
    return page("care/review.html", form, record=record, words=words)


def _order(record: Any) -> Any:
    return redirect(url_for("care.order", prescription_id=record.prescription_id), 303)
