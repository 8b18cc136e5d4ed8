"""The pages of what happens in a unit, and of exposure."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, request, url_for

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import db
from rescue_center.enclosures import queries as places
from rescue_center.enclosures.move_pages import resident
from rescue_center.face import say
from rescue_center.policy import allow
from rescue_center.quarantine import event_queries, forms, rules
from rescue_center.quarantine.address import animal_or_404, bp, page
from rescue_center.web import refusals_on

REPORTERS = ("keeper", "vet", "manager", "coordinator")


def _to_unit(code: str) -> Any:
    return redirect(url_for("boards.unit", code=code), 303)


@bp.route("/units/<code>/events/new", methods=["GET", "POST"])
@allow(*REPORTERS)
def report(code: str) -> Any:
    """Report what happened in a unit."""
    unit = places.unit_or_404(code)
    form = forms.EventForm.posted(data={"at": clock.now()})
    form.animal.choices = [(h.animal_id, resident(h.animal)) for h in places.roster(unit)]
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                whom = db.session.get(Animal, form.animal.data) if form.animal.data else None
                rules.report_event(unit, form.kind.data, by=g.staff, at=form.at.data, animal=whom,
                                   description=form.description.data)  # fmt: skip
                db.session.commit()
                say(
                    f"It is written down. Nobody is cleared in {unit.code} until a vet explains it."
                )
                return _to_unit(code)
    return page("quarantine/report.html", form, unit=unit)


@bp.route("/quarantine/events/<int:event_id>", methods=["GET", "POST"])
@allow("vet")
def close_event(event_id: int) -> Any:
    """Say what was found."""
    event, form = event_queries.event_or_404(event_id), forms.CloseEventForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                rules.close_event(event, explained=form.explained.data == "yes",
                                  note=form.note.data, by=g.staff, at=clock.now())  # fmt: skip
                db.session.commit()
                say("The event is closed.")
                return _to_unit(event.unit.code)
    return page("quarantine/event.html", form, event=event)


@bp.route("/quarantine/events/<int:event_id>/void", methods=["GET", "POST"])
@allow("vet", "manager")
def void_event(event_id: int) -> Any:
    """Strike out an event that never was."""
    event, form = event_queries.event_or_404(event_id), forms.ReasonForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                rules.void_event(event, reason=form.reason.data, by=g.staff, at=clock.now())
                db.session.commit()
                say("The event is struck out.")
                return _to_unit(event.unit.code)
    return page("quarantine/void_event.html", form, event=event)


@bp.route("/animals/<accession>/exposure/new", methods=["GET", "POST"])
@allow("vet", "keeper", "registrar")
def expose(accession: str) -> Any:
    """Record contact with a source of infection."""
    animal = animal_or_404(accession)
    form = forms.ExposeForm.posted(data={"since": clock.now()})
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                rules.expose(animal, form.source.data, since=form.since.data,
                             until=form.until.data, by=g.staff, at=clock.now())  # fmt: skip
                db.session.commit()
                say(f"Exposure of {animal.label} is written down.")
                return redirect(url_for("boards.animal", accession=accession), 303)
    return page("quarantine/expose.html", form, animal=animal)
