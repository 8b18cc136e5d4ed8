"""Addresses of records of doses: taken back, struck out, reviewed."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.care import order_queries, review_rules, words
from rescue_center.care.address import back, bp
from rescue_center.care.dose_forms import ReviewForm
from rescue_center.care.weight_forms import ReasonForm
from rescue_center.db import db
from rescue_center.face import say
from rescue_center.policy import allow


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
    return answer(
        form,
        lambda: review_rules.void_record(
            record, by=g.staff, at=clock.now(), reason=form.reason.data
        ),
        "care/void_record.html", facts=lambda: {"record": record, "words": words},
        to=lambda _: url_for("care.order", prescription_id=record.prescription_id),
        said=lambda _: "The record is struck out; its dose is open again.",
    )  # fmt: skip


@bp.route("/records/<int:record_id>/review", methods=["GET", "POST"])
@allow("vet")
def review(record_id: int) -> Any:
    """Say what a second report of a dose means."""
    record, form = order_queries.get_record(record_id), ReviewForm.posted()
    return answer(
        form,
        lambda: review_rules.resolve(
            record, form.decision.data, by=g.staff, at=clock.now(), note=form.note.data
        ),
        "care/review.html", facts=lambda: {"record": record, "words": words},
        to=lambda _: url_for("care.treatments"), said=lambda _: "Reviewed.",
    )  # fmt: skip
