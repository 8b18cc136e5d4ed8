"""Addresses of a record's facts: amend them, identify the species, change the stage."""

from __future__ import annotations

from typing import Any

from flask import g

from rescue_center.animals import queries, rules, stages
from rescue_center.animals.forms import (
    AGE_CHOICES,
    AGE_OF_ONE,
    OF_ONE,
    SEX_CHOICES,
    AmendForm,
    IdentifyForm,
    StageForm,
)
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.animals.pages import (
    BOOKS,
    begin_now,
    bp,
    record_url,
)
from rescue_center.answers import answer
from rescue_center.cases.models import CourtOrder
from rescue_center.clock import now
from rescue_center.db import db
from rescue_center.forms import refuse_stale
from rescue_center.policy import allow


@bp.route("/animals/<accession>/edit", methods=["GET", "POST"])
@allow(*BOOKS, "keeper")
def amend(accession: str) -> Any:
    """Change the name, sex, age class or notes."""
    animal = queries.animal_or_404(accession)
    names = rules.AMENDABLE
    form = _described(AmendForm.posted(obj=animal), animal)

    def act() -> None:
        refuse_stale(form, animal, lambda: _described(AmendForm(obj=animal), animal), animal.label)
        changes = {name: form[name].data for name in names}
        rules.amend(animal, changes, by=g.staff, at=now(), reason=form.reason.data)

    return answer(
        form, act, "animals/amend.html",
        to=lambda _: record_url(animal), said=lambda _: f"{animal.label}: saved.",
        facts=lambda: {"animal": animal},
    )  # fmt: skip


def _described(form: AmendForm, animal: Animal) -> AmendForm:
    form.sex.choices = SEX_CHOICES if animal.is_lot else OF_ONE
    form.age_class.choices = AGE_CHOICES if animal.is_lot else AGE_OF_ONE
    return form


@bp.route("/animals/<accession>/identify", methods=["GET", "POST"])
@allow(*BOOKS)
def identify(accession: str) -> Any:
    """Say which species it is; what was said before is kept."""
    animal, form = queries.animal_or_404(accession), IdentifyForm.posted()
    orders = queries.orders_of(animal.case) if animal.case else []
    form.order.choices = [(o.id, f"{o.authority} {o.reference}") for o in orders]
    begin_now(form)

    def act() -> Any:
        order = form.order.data
        return rules.identify(
            animal, queries.taxon_named(form.taxon.data, field="taxon"), by=g.staff,
            at=form.at.data, basis=form.basis.data, qualifier=form.qualifier.data or "",
            expert=form.expert.data, order=db.session.get_one(CourtOrder, order) if order else None,
        )  # fmt: skip

    return answer(
        form, act, "animals/identify.html",
        to=lambda _: record_url(animal),
        said=lambda row: f"{animal.label} is {row.taxon.label} now.",
        facts=lambda: {
            "animal": animal, "species": queries.species_names(),
            "before": queries.identifications_of(animal),
        },
    )  # fmt: skip


@bp.route("/animals/<accession>/stage", methods=["GET", "POST"])
@allow("vet", "coordinator", "manager")
def change_stage(accession: str) -> Any:
    """Take it to another stage of its care."""
    animal, form = queries.animal_or_404(accession), StageForm.posted()
    form.to.choices = _stages(animal)
    begin_now(form)
    return answer(
        form,
        lambda: stages.change_stage(
            animal, Stage(form.to.data), by=g.staff, at=form.at.data, reason=form.reason.data
        ),
        "animals/change_stage.html",
        to=lambda _: record_url(animal),
        said=lambda _: f"{animal.label}: {animal.stays[-1].stage_label.lower()}.",
        facts=lambda: {"animal": animal},
    )


def _stages(animal: Animal) -> list[tuple[str, str]]:
    stay = animal.stay
    if stay is None or not stay.is_open:
        return []
    return [(stage.value, stage.label) for stage in stages.choices(stay)]
