"""The page of a trace, its paper, and the exposure of those who met the animal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, g, render_template, request, url_for

from rescue_center import clock
from rescue_center.animals import queries as animals
from rescue_center.animals.models import Animal
from rescue_center.answers import answer
from rescue_center.contacts import graph, meetings, paper, people, rules
from rescue_center.contacts.forms import ExposeForm, WindowForm
from rescue_center.contacts.window import DAYS, HANDS, PLACE, Window
from rescue_center.documents.paper import SIZES
from rescue_center.policy import allow
from rescue_center.quarantine.event_models import Exposure
from rescue_center.tags.address import pdf

bp = Blueprint("contacts", __name__)
#: A trace of more days than these says nothing about a disease.
LONGEST = 366


@bp.get("/animals/<accession>/contacts")
@allow("vet", "manager")
def show(accession: str) -> Any:
    """Whom the animal met."""
    animal = animals.animal_or_404(accession)
    form, window = _asked(animal)
    shown = render_template("contacts/show.html", form=ExposeForm(), **_told(window, form))
    return shown, 422 if form.errors else 200


@bp.post("/animals/<accession>/contacts")
@allow("vet")
def expose(accession: str) -> Any:
    """Write down the exposure of those who are ticked."""
    animal = animals.animal_or_404(accession)
    asked, window = _asked(animal)
    found = meetings.met(window, meetings.spells(window))
    form = ExposeForm.posted()
    form.animals.choices = [(one.animal.id, one.animal.label) for one in found]
    return answer(
        form,
        lambda: rules.expose(window, found, form.animals.data or (), form.disease.data,
                             by=g.staff, at=clock.now()),
        "contacts/show.html",
        to=lambda _: url_for(".show", accession=animal.accession, **_days(asked)),
        said=_said, facts=lambda: _told(window, asked),
    )  # fmt: skip


@bp.get("/animals/<accession>/contacts.pdf")
@allow("vet", "manager")
def printed(accession: str) -> Response:
    """The same on paper."""
    animal = animals.animal_or_404(accession)
    _, window = _asked(animal)
    lived = meetings.spells(window)
    made = paper.printed(
        window, meetings.met(window, lived), people.workers(window), people.hurt(window),
        at=clock.now(), size=SIZES[current_app.config["PAPER"]],
    )  # fmt: skip
    return pdf(made, f"contacts-{animal.accession}")


def _asked(animal: Animal) -> tuple[WindowForm, Window]:
    """What the address asks for; the usual days where it asks for none, or for none that are."""
    last = animal.stay.ended_at if animal.stay and animal.stay.ended_at else clock.now()
    usual = {
        "begin": clock.today(last) - timedelta(days=DAYS), "end": clock.today(last),
        "hands": HANDS, "place": PLACE,
    }  # fmt: skip
    form = WindowForm.asked(data=usual) if request.args else WindowForm(data=usual)
    if request.args and form.validate():
        if form.begin.data > form.end.data:
            form.end.errors = ["The last day is before the first."]
        elif (form.end.data - form.begin.data).days > LONGEST:
            form.begin.errors = [f"At most {LONGEST} days at once."]
    given: Mapping[str, Any] = usual if form.errors else form.data
    return form, Window(
        animal, clock.start_of(given["begin"]),
        min(clock.now(), clock.day_bounds(given["end"])[1]),
        timedelta(hours=given["hands"]), timedelta(days=given["place"]),
    )  # fmt: skip


def _days(form: WindowForm) -> dict[str, Any]:
    """The same days, in an address."""
    return {} if form.errors else {name: str(value) for name, value in form.data.items()}


def _told(window: Window, asked: WindowForm) -> dict[str, Any]:
    """Everything the page shows."""
    lived = meetings.spells(window)
    found = meetings.met(window, lived)
    return {
        "animal": window.animal, "window": window, "asked": asked, "days": _days(asked),
        "lived": lived, "found": found,
        "heads": sum(one.animal.count for one in found),
        "staff": people.workers(window), "hurt": people.hurt(window),
        "graph": graph.drawing(window.animal.label, found), "exposed": rules.exposed(window),
    }  # fmt: skip


def _said(rows: list[Exposure]) -> str:
    if not rows:
        return "It was written down already of all of them."
    return f"The exposure of {len(rows)} is written down. Their quarantine shows it."
