"""Addresses of lots: split, make individuals, merge, count, and read the ledger."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from rescue_center import clock
from rescue_center.animals import marks, photos, queries, regroup, rules
from rescue_center.animals.forms import IndividualiseForm, MergeForm, RecountForm, SplitForm
from rescue_center.animals.ledger_models import KIND_WORDS
from rescue_center.animals.marks import Reading
from rescue_center.animals.models import Animal
from rescue_center.animals.pages import (
    BOOKS,
    KEEPING,
    begin_now,
    bp,
    number_in,
    record_url,
    sealed,
    see_anew,
)
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.policy import CARE, allow
from rescue_center.staff.models import Person


def _frame(lot: Animal, form: Any, **more: Any) -> Any:
    """The facts of a lot's page; the hidden count is that of now."""

    def facts() -> dict[str, Any]:
        see_anew(form, "seen", lot.count)
        return {"animal": lot} | more

    return facts


@bp.route("/animals/<accession>/split", methods=["GET", "POST"])
@allow(*BOOKS)
def split(accession: str) -> Any:
    """Part some of a lot off, into a lot of their own."""
    lot, form = queries.animal_or_404(accession), SplitForm.posted()
    begin_now(form)
    return answer(
        form,
        lambda: regroup.split(
            lot, form.count.data, by=g.staff, at=form.at.data, reason=form.reason.data,
            seen=number_in(form, "seen"),
        ),
        "animals/split.html",
        to=record_url,
        said=lambda heir: f"{heir.count} parted off {lot.label}: they are {heir.accession} now.",
        facts=_frame(lot, form),
    )  # fmt: skip


@bp.route("/animals/<accession>/merge", methods=["GET", "POST"])
@allow(*BOOKS)
def merge(accession: str) -> Any:
    """Put a whole lot into another of its kind."""
    lot, form = queries.animal_or_404(accession), MergeForm.posted()
    others = queries.mergeable(lot)
    form.into.choices = [(one.id, f"{one.accession}: {one.count} {one.name}") for one in others]
    begin_now(form)

    def act() -> Animal:
        into = db.session.get_one(Animal, form.into.data)
        regroup.merge(
            lot, into, by=g.staff, at=form.at.data, reason=form.reason.data,
            seen=number_in(form, "seen"),
        )  # fmt: skip
        return into

    return answer(
        form, act, "animals/merge.html",
        to=record_url,
        said=lambda into: f"{lot.accession} is part of {into.accession} now, which has "
        f"{into.count}.",
        facts=_frame(lot, form, others=others),
    )  # fmt: skip


@bp.route("/animals/<accession>/individualise", methods=["GET", "POST"])
@allow(*BOOKS)
def individualise(accession: str) -> Any:
    """Give one of a lot a record of its own, with name, chip and photograph."""
    lot = queries.animal_or_404(accession)
    form = IndividualiseForm.posted(sex="unknown", age_class=_age(lot), onward=lot.count > 2)
    begin_now(form)
    reading = Reading(
        "microchip", form.code.data or "", again=form.again.data, scanned=form.scanned.data,
        other_standard=form.other_standard.data, position=form.position.data,
        side=form.side.data or "", reader=form.reader.data,
        found_on_arrival=form.found_on_arrival.data,
        applied_on=None if form.found_on_arrival.data or not form.at.data
        else clock.today(form.at.data),
        applied_by=g.staff.name,
    )  # fmt: skip
    warned: list[str] = []

    def act() -> Animal:
        if form.code.data and not form.sure.data:
            warned.extend(marks.warnings(lot, reading))
            if warned:
                raise Refused("Read the warning, then tick “I have considered this”.", field="sure")
        return _made(lot, form, reading)

    def onward(one: Animal) -> str:
        if form.onward.data and one.id != lot.id:
            return url_for(".individualise", accession=lot.accession)
        return record_url(one)

    return answer(
        form, act, "animals/individualise.html",
        to=onward,
        said=lambda one: f"{one.label} has a record of its own: {one.accession}.",
        facts=_frame(lot, form, warned=warned),
    )  # fmt: skip


def _age(lot: Animal) -> str:
    return lot.age_class if lot.age_class != "mixed" else "unknown"


def _made(lot: Animal, form: IndividualiseForm, reading: Reading) -> Animal:
    one = regroup.individualise(
        lot, by=g.staff, at=form.at.data, reason=form.reason.data, sex=form.sex.data,
        age_class=form.age_class.data, name=form.name.data, seen=number_in(form, "seen"),
    )  # fmt: skip
    if form.code.data:
        marks.add_mark(one, reading, by=g.staff, at=form.at.data)
    for picture in sealed(form.photos):
        photos.add_photo(one, picture, by=g.staff, at=form.at.data)
    return one


@bp.route("/animals/<accession>/recount", methods=["GET", "POST"])
@allow(*KEEPING)
def recount(accession: str) -> Any:
    """Write down a head count."""
    lot, form = queries.animal_or_404(accession), RecountForm.posted()
    form.second_by.choices = queries.colleagues(g.staff)
    begin_now(form)

    def act() -> Any:
        second = form.second_by.data
        return rules.recount(
            lot, form.counted.data, by=g.staff, at=form.at.data, reason=form.reason.data,
            second_by=db.session.get_one(Person, second) if second else None,
            seen=number_in(form, "seen"),
        )  # fmt: skip

    return answer(
        form, act, "animals/recount.html",
        to=lambda _: record_url(lot),
        said=lambda entry: f"{lot.label} counts {lot.count} now."
        if entry else f"{lot.label}: the count agrees, {form.counted.data}.",
        facts=_frame(lot, form),
    )  # fmt: skip


@bp.get("/animals/<accession>/ledger")
@allow(*CARE)
def ledger(accession: str) -> str:
    """Every change of a record's count, with the balance after it."""
    animal = queries.animal_or_404(accession)
    return render_template(
        "animals/ledger.html", animal=animal, rows=queries.ledger_of(animal), words=KIND_WORDS
    )
