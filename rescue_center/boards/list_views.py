"""The addresses of the lists of animals, and of those that died."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from rescue_center import clock, paging
from rescue_center.animals.life import DEPARTED, Stage
from rescue_center.boards import deaths as death_list
from rescue_center.boards.animal_list import Chosen, animals
from rescue_center.departures.forms import MANNERS
from rescue_center.forms import ChoiceField, Form, TextField, YesField
from rescue_center.policy import CARE, allow

bp = Blueprint("animal_list", __name__)


class FilterForm(Form):
    """What the list is narrowed down to."""

    where = ChoiceField("Show", required=False, empty="In our care",
                        choices=[("departed", "Departed"), ("all", "All")])  # fmt: skip
    text = TextField("Number, name or species", required=False, most=160)
    stage = ChoiceField("Stage", required=False, empty="Any",
                        choices=[(stage.value, stage.label) for stage in Stage])  # fmt: skip
    unit = TextField("Enclosure or area, or none", required=False, most=20)
    case = TextField("Case", required=False, most=20)
    held = YesField("Legal hold")


@bp.get("/animals")
@allow(*CARE)
def index() -> str:
    """All animals in our care; or those that left, or all, narrowed down."""
    form = FilterForm.asked()
    form.validate()
    chosen = Chosen(
        where=_said(form.where) or ("all" if _left(form) else "care"),
        text=_said(form.text), stage=_said(form.stage), unit=_said(form.unit),
        case=_said(form.case), held=form.held.data, species=request.args.get("species", "")[:160],
    )  # fmt: skip
    found = animals(chosen, paging.asked())
    return render_template(
        "boards/animals.html", form=form, found=found, chosen=chosen,
        narrowed=any(value for key, value in request.args.items() if key != "page"),
        at_page=paging.address,
    )  # fmt: skip


def _said(field: Any) -> str:
    return "" if field.errors else (field.data or "")


def _left(form: FilterForm) -> bool:
    """A stage that ends a stay was chosen: looking in our care would find nothing."""
    return _said(form.stage) in set(DEPARTED)


@bp.get("/deaths")
@allow(*CARE)
def deaths() -> str:
    """Who died, the last first: in 30 days, or ever."""
    every = request.args.get("show") == "all"
    return render_template(
        "boards/deaths.html", every=every, at_page=paging.address, manners=dict(MANNERS),
        found=death_list.deaths(paging.asked(), clock.now(), every=every),
    )  # fmt: skip
