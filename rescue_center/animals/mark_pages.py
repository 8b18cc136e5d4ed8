"""Addresses of marks: the list, one more, what became of one, striking out."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import g, render_template, url_for

from rescue_center import clock
from rescue_center.animals import chips, marks, queries
from rescue_center.animals.forms import MARK_CHOICES, MarkForm, RemoveMarkForm, VoidMarkForm
from rescue_center.animals.held_marks import holding
from rescue_center.animals.marks import Reading
from rescue_center.animals.models import Animal, Mark
from rescue_center.animals.pages import BOOKS, KEEPING, bp, sealed
from rescue_center.answers import answer
from rescue_center.cases.models import Case, CourtOrder
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.policy import CARE, allow


def _url(animal: Animal) -> str:
    return url_for(".marks", accession=animal.accession)


@bp.get("/animals/<accession>/marks", endpoint="marks")
@allow(*CARE)
def show_marks(accession: str) -> str:
    """The marks that an animal carries or carried."""
    animal = queries.animal_or_404(accession)
    return render_template("animals/marks.html", animal=animal, marks=queries.marks_of(animal))


@bp.route("/animals/<accession>/marks/add", methods=["GET", "POST"])
@allow(*KEEPING)
def add_mark(accession: str) -> Any:
    """Write down a mark: a chip, a ring, a tattoo, a notch."""
    animal = queries.animal_or_404(accession)
    form = MarkForm.posted(kind="" if animal.is_lot else "microchip")
    if animal.is_lot:
        form.kind.choices = [c for c in MARK_CHOICES if c[0] != "microchip"]
    warned: list[str] = []

    def act() -> Mark:
        reading = _reading(form)
        if not form.sure.data:
            warned.extend(marks.warnings(animal, reading))
            if warned:
                raise Refused("Read the warning, then tick “I have considered this”.", field="sure")
        pictures = sealed(form.photo)
        return marks.add_mark(
            animal, reading, by=g.staff, at=clock.now(), media=pictures[0] if pictures else None
        )

    return answer(
        form, act, "animals/add_mark.html",
        to=lambda _: _url(animal), said=lambda mark: f"{animal.label}: {_words(mark)} is recorded.",
        facts=lambda: {"animal": animal, "warned": warned},
    )  # fmt: skip


def _reading(form: MarkForm) -> Reading:
    return Reading(
        form.kind.data, form.code.data, again=form.again.data, scanned=form.scanned.data,
        other_standard=form.other_standard.data, position=form.position.data,
        side=form.side.data or "", reader=form.reader.data,
        description=form.description.data, found_on_arrival=form.found_on_arrival.data,
        applied_on=form.applied_on.data, applied_by=form.applied_by.data,
    )  # fmt: skip


def _words(mark: Mark) -> str:
    return f"{mark.kind} {mark.code}".strip()


@bp.route("/animals/<accession>/marks/<int:mark_id>/gone", methods=["GET", "POST"])
@allow(*KEEPING)
def remove_mark(accession: str, mark_id: int) -> Any:
    """Say that a mark is lost, was removed or can no longer be read."""
    animal = queries.animal_or_404(accession)
    mark, form = queries.mark_or_404(animal, mark_id), RemoveMarkForm.posted()
    _offer_orders(form, animal)
    return answer(
        form,
        lambda: marks.remove_mark(
            mark, status=form.status.data, on=form.on.data, by=g.staff, at=clock.now(),
            reason=form.reason.data, order=_order(form),
        ),
        "animals/remove_mark.html",
        to=lambda _: _url(animal), said=lambda _: f"{animal.label}: {_words(mark)} is off.",
        facts=lambda: {"animal": animal, "mark": mark},
    )  # fmt: skip


@bp.route("/animals/<accession>/marks/<int:mark_id>/void", methods=["GET", "POST"])
@allow(*BOOKS)
def void_mark(accession: str, mark_id: int) -> Any:
    """Strike out a mark that was typed wrong."""
    animal = queries.animal_or_404(accession)
    mark, form = queries.mark_or_404(animal, mark_id), VoidMarkForm.posted()
    _offer_orders(form, animal)
    return answer(
        form,
        lambda: marks.void_mark(
            mark, by=g.staff, at=clock.now(), reason=form.reason.data, order=_order(form)
        ),
        "animals/void_mark.html",
        to=lambda _: _url(animal), said=lambda _: f"{animal.label}: {_words(mark)} struck out.",
        facts=lambda: {"animal": animal, "mark": mark},
    )  # fmt: skip


def _offer_orders(form: RemoveMarkForm | VoidMarkForm, animal: Animal) -> None:
    """The orders of the cases that hold it; there is no such question of an animal that is free."""
    if not animal.is_held:
        del form.order
        return
    held_by = db.session.scalars(sa.select(Case).where(Case.id.in_(holding(animal))))
    form.order.choices = [
        (order.id, f"{order.authority}, {order.reference}")
        for case in held_by for order in case.orders if not order.is_void
    ]  # fmt: skip


def _order(form: RemoveMarkForm | VoidMarkForm) -> CourtOrder | None:
    key = form.order.data if form.order else None
    return db.session.get(CourtOrder, key) if key else None


@bp.app_template_filter("chip")
def chip_text(code: str) -> str:
    """A chip's number in groups, as it is read aloud: 276 0000 0000 0001."""
    key = chips.key_of(code)
    if len(key) != 15:
        return code
    return f"{key[:3]} {key[3:7]} {key[7:11]} {key[11:]}"
