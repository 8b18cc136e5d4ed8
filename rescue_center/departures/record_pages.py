"""Pages of escape and return, and of a record that should never have been made."""

from __future__ import annotations

from typing import Any

from flask import g

from rescue_center import clock
from rescue_center.animals.pages import record_url
from rescue_center.animals.queries import animal_or_404
from rescue_center.answers import answer
from rescue_center.departures import escape as escapes
from rescue_center.departures import forms, voiding
from rescue_center.departures.address import ask_for_number, bp, refuse_uncounted
from rescue_center.policy import allow


@bp.route("/animals/<accession>/escape", methods=["GET", "POST"])
@allow("keeper", "vet", "manager")
def escape(accession: str) -> Any:
    """Record an escape or a theft."""
    animal = animal_or_404(accession)
    form = forms.EscapeForm.posted(data={"at": clock.now(), "kind": "escape"})
    form.count.flags.required = True

    def act() -> Any:
        refuse_uncounted(animal, form.count.data)
        return escapes.escape(animal, by=g.staff, **form.data)

    return answer(
        form, act, "departures/escape.html",
        to=lambda _: record_url(animal),
        said=lambda _: f"{animal.label}: recorded as {form.kind.data}.",
        facts=lambda: {"animal": animal},
    )  # fmt: skip


@bp.route("/animals/<accession>/return", methods=["GET", "POST"])
@allow("keeper", "vet", "coordinator", "registrar", "manager")
def readmit(accession: str) -> Any:
    """An animal that had left is back."""
    animal = animal_or_404(accession)
    form = forms.ReturnForm.posted(data={"at": clock.now(), "count": 1})
    return answer(
        form, lambda: escapes.readmit(animal, by=g.staff, **form.data), "departures/return.html",
        to=lambda _: record_url(animal), said=lambda _: f"{animal.label} is back in our care.",
        facts=lambda: {"animal": animal},
    )  # fmt: skip


@bp.route("/animals/<accession>/void", methods=["GET", "POST"])
@allow("registrar", "manager")
def void(accession: str) -> Any:
    """Strike out a record."""
    animal = animal_or_404(accession)
    form = forms.VoidForm.posted()
    ask_for_number(form, animal)
    return answer(
        form,
        lambda: voiding.void_animal(animal, by=g.staff, at=clock.now(), reason=form.reason.data),
        "departures/void.html",
        to=lambda _: record_url(animal), said=lambda _: f"{animal.accession} is struck out.",
        facts=lambda: {"animal": animal},
    )  # fmt: skip
