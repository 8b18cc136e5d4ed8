"""Addresses of weights."""

from __future__ import annotations

from typing import Any

from flask import g, url_for

from rescue_center import charts, clock
from rescue_center.animals.models import Animal
from rescue_center.answers import answer
from rescue_center.care import queries, weight_rules
from rescue_center.care.address import back, bp, page
from rescue_center.care.models import Weight
from rescue_center.care.weight_forms import ReasonForm, WeighForm
from rescue_center.measures import weight_text
from rescue_center.policy import CARE, allow

#: From here on a weight is typed in kilograms unless the person says otherwise.
KILOS_FROM_G = 1000


@bp.route("/animals/<accession>/weigh", methods=["GET", "POST"])
@allow("keeper", "vet", "coordinator", "registrar")
def weigh(accession: str) -> Any:
    """Weigh an animal, or a sample of a lot."""
    animal, now = queries.get_animal(accession), clock.now()
    form = WeighForm.posted(at=now, method="weighed")

    def act() -> Weight:
        return weight_rules.weigh(
            animal, form.weight.data, by=g.staff, at=form.at.data,
            method=form.method.data or "weighed",
            sample_n=form.sample_n.data if animal.is_lot else None,
            unusual_confirmed=form.unusual_confirmed.data, note=form.note.data, recorded_at=now,
        )  # fmt: skip

    return answer(
        form, act, "care/weigh.html", facts=lambda: _scales(animal, form),
        to=lambda _: back(url_for("boards.animal", accession=accession)),
        said=lambda weight: f"{animal.label} weighs {weight_text(weight.weight_g)}.",
    )  # fmt: skip


def _scales(animal: Animal, form: WeighForm) -> dict[str, Any]:
    """The last reading; the unit it suggests is offered to who has chosen none."""
    last = queries.last_weight(animal.id)
    form.unit.data = form.unit.data or _usual_unit(animal, last)
    return {"animal": animal, "last": last}


def _usual_unit(animal: Animal, last: Weight | None) -> str:
    usual = last.weight_g if last else animal.taxon.weight_min_g
    return "kg" if usual is None or usual >= KILOS_FROM_G else "g"


@bp.get("/animals/<accession>/weights")
@allow(*CARE)
def weights(accession: str) -> Any:
    """The weights of an animal, as a curve and as a list."""
    animal = queries.get_animal(accession)
    found = queries.weights(animal.id)
    return page("care/weights.html", animal=animal, weights=found, chart=chart_of(animal, found))


def chart_of(animal: Animal, weights: list[Weight]) -> charts.Chart:
    """The curve of the valid readings, with the adult range of the species behind it."""
    valid = [w for w in weights if not w.is_void]
    heavy = any(w.weight_g >= KILOS_FROM_G for w in valid)
    low, high = animal.taxon.weight_min_g, animal.taxon.weight_max_g
    band = (low, high) if low is not None and high is not None else None
    return charts.line(
        [(w.at, w.weight_g) for w in valid], unit="kg" if heavy else "g",
        scale=1000 if heavy else 1, band=band, odd=[w.at for w in valid if w.unusual_confirmed],
    )  # fmt: skip


@bp.route("/weights/<int:weight_id>/strike-out", methods=["GET", "POST"])
@allow("keeper", "vet", "registrar")
def void_weight(weight_id: int) -> Any:
    """Strike out a reading that is wrong."""
    weight = queries.get_weight(weight_id)
    animal, form = weight.animal, ReasonForm.posted()
    return answer(
        form,
        lambda: weight_rules.void_weight(
            weight, by=g.staff, at=clock.now(), reason=form.reason.data
        ),
        "care/void_weight.html", to=lambda _: url_for("care.weights", accession=animal.accession),
        said=lambda _: f"The reading of {weight_text(weight.weight_g)} is struck out.",
        facts=lambda: {"animal": animal, "weight": weight},
    )  # fmt: skip
