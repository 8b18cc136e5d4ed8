"""The pages on which a keeper at a desk writes down what was done and seen."""

from __future__ import annotations

from typing import Any

from flask import g, url_for

from rescue_center import clock
from rescue_center.animals import queries as animals
from rescue_center.answers import answer
from rescue_center.db import get_or_missing
from rescue_center.enclosures import queries as places
from rescue_center.enclosures.move_pages import resident
from rescue_center.errors import Refused
from rescue_center.husbandry import forms
from rescue_center.husbandry import keeping_rules as rules
from rescue_center.husbandry.address import KEEPING, back_to, bp
from rescue_center.husbandry.keeping_models import Observation, Tending
from rescue_center.policy import allow
from rescue_center.tongues import phrase


@bp.route("/units/<code>/tending/new", methods=["GET", "POST"])
@allow(*KEEPING)
def tend(code: str) -> Any:
    """Write down food, cleaning, water or enrichment."""
    unit = places.unit_or_404(code)
    living = {h.animal_id: h.animal for h in places.roster(unit)}
    form = forms.TendForm.posted(data={"at": clock.now()})
    form.animal.choices = [(key, resident(animal)) for key, animal in living.items()]
    return answer(
        form,
        lambda: rules.tend(
            form.kind.data, unit, animal=living.get(form.animal.data),
            offered_g=form.offered.data, left_g=form.left.data, note=form.note.data, by=g.staff,
            at=form.at.data, recorded_at=clock.now(),
        ),
        "husbandry/tend.html", to=lambda _: url_for(".unit_day", code=unit.code),
        said=lambda row: f"Written down: {row.label}, {unit.code}.", facts=lambda: {"unit": unit},
    )  # fmt: skip


@bp.route("/animals/<accession>/observations/new", methods=["GET", "POST"])
@allow(*KEEPING)
def observe(accession: str) -> Any:
    """Write down how an animal was."""
    animal = animals.animal_or_404(accession)
    form = forms.ObserveForm.posted(data={
        "at": clock.now(), "water": "unknown", "body_system": "seen"})  # fmt: skip
    return answer(
        form,
        lambda: rules.observe(
            animal, appetite=form.appetite.data, faeces=form.faeces.data, water=form.water.data,
            body=form.body.data, body_system=form.body_system.data or "seen",
            behaviour=form.behaviour.data, note=form.note.data, by=g.staff, at=form.at.data,
            recorded_at=clock.now(),
        ),
        "husbandry/observe.html", to=lambda _: url_for(".animal_day", accession=accession),
        said=lambda _: f"{animal.label} is observed.", facts=lambda: {"animal": animal},
    )  # fmt: skip


@bp.route("/tending/<int:tending_id>/left", methods=["GET", "POST"])
@allow(*KEEPING)
def weigh_back(tending_id: int) -> Any:
    """Weigh what was left of a meal."""
    row, form = get_or_missing(Tending, tending_id), forms.LeftForm.posted()
    return answer(
        form, lambda: rules.weigh_back(row, form.left.data, by=g.staff, at=clock.now(),
                                       control=_control(form)),
        "husbandry/left.html",
        to=lambda _: url_for(".unit_day", code=row.unit.code, day=clock.today(row.at)),
        said=lambda _: "It is written down.", facts=lambda: {"row": row},
    )  # fmt: skip


def _control(form: forms.LeftForm) -> tuple[int, int] | None:
    """What the control dish weighed, where there was one."""
    put, now = form.control.data, form.control_left.data
    if put is None and now is None:
        return None
    if put is None or now is None:
        raise Refused("Weigh the control dish before and now.",
                      field="control" if put is None else "control_left")  # fmt: skip
    return put, now


@bp.route("/tending/<int:tending_id>/void", methods=["GET", "POST"])
@allow(*KEEPING)
def void_tending(tending_id: int) -> Any:
    """Strike out what was not done."""
    row, form = get_or_missing(Tending, tending_id), forms.ReasonForm.posted()
    back = url_for(".unit_day", code=row.unit.code, day=clock.today(row.at))
    return answer(
        form, lambda: rules.void_tending(row, by=g.staff, at=clock.now(), reason=form.reason.data),
        "husbandry/strike.html", to=lambda _: back, said=lambda _: "It is struck out.",
        facts=lambda: {"what": f"{phrase(row.label)} {row.unit.code}, {clock.moment_text(row.at)}",
                       "back": back},
    )  # fmt: skip


@bp.route("/observations/<int:observation_id>/void", methods=["GET", "POST"])
@allow(*KEEPING)
def void_observation(observation_id: int) -> Any:
    """Strike out an observation that was of another."""
    row, form = get_or_missing(Observation, observation_id), forms.ReasonForm.posted()
    back = back_to(row.animal, None)
    return answer(
        form,
        lambda: rules.void_observation(row, by=g.staff, at=clock.now(), reason=form.reason.data),
        "husbandry/strike.html", to=lambda _: back, said=lambda _: "It is struck out.",
        facts=lambda: {"what": f"{row.animal.label}, {clock.moment_text(row.at)}", "back": back},
    )  # fmt: skip
