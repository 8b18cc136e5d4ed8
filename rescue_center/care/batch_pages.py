"""Addresses of orders for many: foreseen, ordered, taken back."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, request, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.care import batch_queries, batch_rules, words
from rescue_center.care.address import bp, page
from rescue_center.care.order_forms import BatchForm
from rescue_center.care.order_models import OrderBatch
from rescue_center.db import db
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.queries import unit_or_404
from rescue_center.face import say
from rescue_center.pharmacy import queries as pharmacy
from rescue_center.policy import allow
from rescue_center.refusals import refusals_on

READERS = ("vet", "coordinator", "officer", "manager", "inspector")


@bp.route("/units/<code>/prescribe", methods=["GET", "POST"])
@allow("vet")
def prescribe_for_many(code: str) -> Any:
    """Order the same for an enclosure, a species or a cohort in it; `Show each dose` saves
    nothing."""
    unit = unit_or_404(code)
    groups = batch_queries.groups_of(unit, batch_queries.living_in(unit))
    form = BatchForm.posted(starts_at=clock.now(), whom=batch_queries.EVERYBODY)
    form.drug.choices = [(drug.id, drug.label) for drug in pharmacy.drugs()]
    form.whom.choices = [
        (key, f"{words_} ({len(animals)})") for key, (words_, animals) in groups.items()
    ]
    if "foresee" in request.form:
        lines = _foreseen(form, groups)
        return page("care/prescribe_many.html", form, unit=unit, lines=lines, words=words)
    return answer(
        form, lambda: _ordered(form, unit, groups), "care/prescribe_many.html", to=_url,
        facts=lambda: {"unit": unit, "words": words, "lines": _after_refusal(form, groups)},
        said=lambda batch: f"{len(batch.orders)} orders are written.",
    )  # fmt: skip


Groups = dict[str, tuple[str, list[Any]]]


def _foreseen(form: BatchForm, groups: Groups) -> list[batch_rules.Line]:
    """What each would get, from the fields that a dose needs."""
    if not form.validate():
        return []
    with refusals_on(form):
        return _lines(form, groups)
    return []


def _lines(form: BatchForm, groups: Groups) -> list[batch_rules.Line]:
    asked = form.asked_for()
    return batch_rules.foresee(
        groups[form.whom.data][1], pharmacy.get_drug(form.drug.data), at=clock.now(),
        **{key: asked[key] for key in batch_rules.FORESEEN},
    )  # fmt: skip


def _after_refusal(form: BatchForm, groups: Groups) -> list[batch_rules.Line]:
    """Who cannot have it stands under the form that was refused for it."""
    if request.method == "GET" or form.whom.errors or form.rate.errors or form.route.errors:
        return []
    if not form.drug.data or form.whom.data not in groups:
        return []
    return _lines(form, groups)


def _ordered(form: BatchForm, unit: Unit, groups: Groups) -> OrderBatch:
    named, animals = groups[form.whom.data]
    return batch_rules.order_for_many(
        animals, pharmacy.get_drug(form.drug.data), unit=unit, whom=named, by=g.staff,
        at=clock.now(), **form.asked_for(),
    )  # fmt: skip


@bp.get("/order-batches/<int:batch_id>")
@allow(*READERS)
def batch(batch_id: int) -> Any:
    """What was ordered at once: each order, and who got none and why."""
    found = batch_queries.get_batch(batch_id)
    return page("care/batch.html", batch=found, words=words,
                running=len(batch_rules.open_orders(found)))  # fmt: skip


@bp.post("/order-batches/<int:batch_id>/undo")
@allow("vet")
def undo_batch(batch_id: int) -> Any:
    """Take back what was ordered at once."""
    found = batch_queries.get_batch(batch_id)
    struck, stopped = batch_rules.undo(found, by=g.staff, at=clock.now())
    db.session.commit()
    kept = f" {stopped} that were begun are stopped; what was given stays." if stopped else ""
    say(f"{struck} orders are struck out.{kept}")
    return redirect(_url(found), 303)


def _url(found: OrderBatch) -> str:
    return url_for("care.batch", batch_id=found.id)
