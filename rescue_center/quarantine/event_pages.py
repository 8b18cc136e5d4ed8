"""The pages of what happens in a unit, and of exposure."""

from __future__ import annotations

from typing import Any

from flask import g, url_for

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.animals.pages import record_url
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.enclosures import queries as places
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.move_pages import resident
from rescue_center.policy import allow
from rescue_center.quarantine import event_queries, exposure_rules, forms, queries, rules
from rescue_center.quarantine.address import animal_or_404, bp, url_of

REPORTERS = ("keeper", "vet", "manager", "coordinator")


def _unit_url(unit: Unit) -> str:
    return url_for("boards.unit", code=unit.code)


@bp.route("/units/<code>/events/new", methods=["GET", "POST"])
@allow(*REPORTERS)
def report(code: str) -> Any:
    """Report what happened in a unit."""
    unit = places.unit_or_404(code)
    form = forms.EventForm.posted(data={"at": clock.now()})
    form.animal.choices = [(h.animal_id, resident(h.animal)) for h in places.roster(unit)]
    return answer(
        form,
        lambda: rules.report_event(
            unit, form.kind.data, by=g.staff, at=form.at.data, description=form.description.data,
            animal=db.session.get(Animal, form.animal.data) if form.animal.data else None,
        ),
        "quarantine/report.html", to=lambda _: _unit_url(unit), facts=lambda: {"unit": unit},
        said=lambda _: f"It is written down. Nobody is cleared in {unit.code} until a vet explains "
        "it.",
    )  # fmt: skip


@bp.route("/quarantine/events/<int:event_id>", methods=["GET", "POST"])
@allow("vet")
def close_event(event_id: int) -> Any:
    """Say what was found."""
    event, form = event_queries.event_or_404(event_id), forms.CloseEventForm.posted()
    return answer(
        form,
        lambda: rules.close_event(
            event, explained=form.explained.data == "yes", note=form.note.data, by=g.staff,
            at=clock.now(),
        ),
        "quarantine/event.html", to=lambda _: _unit_url(event.unit),
        said=lambda _: "The event is closed.", facts=lambda: {"event": event},
    )  # fmt: skip


@bp.route("/quarantine/events/<int:event_id>/void", methods=["GET", "POST"])
@allow("vet", "manager")
def void_event(event_id: int) -> Any:
    """Strike out an event that never was."""
    event, form = event_queries.event_or_404(event_id), forms.ReasonForm.posted()
    return answer(
        form,
        lambda: rules.void_event(event, reason=form.reason.data, by=g.staff, at=clock.now()),
        "quarantine/void_event.html", to=lambda _: _unit_url(event.unit),
        said=lambda _: "The event is struck out.", facts=lambda: {"event": event},
    )  # fmt: skip


@bp.route("/quarantine/<int:quarantine_id>/exposures/<int:exposure_id>", methods=["GET", "POST"])
@allow("vet")
def decide_exposure(quarantine_id: int, exposure_id: int) -> Any:
    """Decide what an exposure asks for."""
    q, form = queries.get_or_404(quarantine_id), forms.ExposureForm.posted()
    exposure = event_queries.exposure_or_404(exposure_id, q.animal_id)
    exposure_rules.refuse_settled(q, exposure)

    def act() -> Any:
        facts = {"reason": form.reason.data, "by": g.staff, "at": clock.now()}
        if form.prolong.data == "yes":
            return exposure_rules.prolong_for(q, exposure, form.days.data or 0, **facts)
        return exposure_rules.dismiss(q, exposure, **facts)

    return answer(
        form, act, "quarantine/exposure.html", to=lambda _: url_of(q),
        said=lambda _: f"{q.animal.label} stays until {clock.day_text(q.min_end)} at least.",
        facts=lambda: {"q": q, "exposure": exposure},
    )  # fmt: skip


@bp.route("/animals/<accession>/exposure/new", methods=["GET", "POST"])
@allow("vet", "keeper", "registrar")
def expose(accession: str) -> Any:
    """Record contact with a source of infection."""
    animal = animal_or_404(accession)
    form = forms.ExposeForm.posted(data={"since": clock.now()})
    return answer(
        form,
        lambda: rules.expose(
            animal, form.source.data, since=form.since.data, until=form.until.data, by=g.staff,
            at=clock.now(),
        ),
        "quarantine/expose.html", to=lambda _: record_url(animal),
        said=lambda _: f"Exposure of {animal.label} is written down.",
        facts=lambda: {"animal": animal},
    )  # fmt: skip
