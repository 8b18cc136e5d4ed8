"""Diseases and dangers, and the protection that each asks for; kept by the vet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, url_for
from werkzeug.wrappers import Response

from rescue_center import clock, face
from rescue_center.db import db
from rescue_center.forms import refuse_stale
from rescue_center.policy import allow
from rescue_center.species import protocol_queries as queries
from rescue_center.species import protocol_rules as rules
from rescue_center.species.forms import AmendHazardForm, HazardForm
from rescue_center.species.models import Hazard, TaxonGroup
from rescue_center.species.words import LEVEL_WORDS
from rescue_center.web import refusals_on

bp = Blueprint("hazards", __name__, url_prefix="/hazards")


@bp.get("")
@allow("staff")
def index() -> Any:
    """Every hazard, the worst first."""
    return render_template(
        "species/hazards.html", hazards=queries.hazards(), level_words=LEVEL_WORDS
    )


@bp.get("/<int:hazard_id>")
@allow("staff")
def show(hazard_id: int) -> Any:
    """One hazard."""
    hazard = queries.hazard_by_id(hazard_id)
    return render_template("species/hazard.html", hazard=hazard, level_words=LEVEL_WORDS)


@bp.get("/new", endpoint="add")
@allow("vet")
def show_add() -> Any:
    """Ask for a new hazard."""
    return render_template("species/edit_hazard.html", hazard=None, form=_with_groups(HazardForm()))


@bp.post("/new")
@allow("vet")
def add_hazard() -> Any:
    """Add a hazard."""
    form = _with_groups(HazardForm.posted())
    if form.validate():
        with refusals_on(form):
            hazard = rules.add_hazard(_facts(form), _groups(form), by=g.staff, at=clock.now())
            db.session.commit()
            face.say(f"{hazard.disease} is in the list.")
            return _to(hazard)
    return render_template("species/edit_hazard.html", hazard=None, form=form), 422


@bp.get("/<int:hazard_id>/edit", endpoint="edit")
@allow("vet")
def show_edit(hazard_id: int) -> Any:
    """Ask for a corrected hazard."""
    hazard = queries.hazard_by_id(hazard_id)
    return render_template("species/edit_hazard.html", hazard=hazard, form=_typed_anew(hazard))


@bp.post("/<int:hazard_id>/edit")
@allow("vet")
def amend(hazard_id: int) -> Any:
    """Correct a hazard."""
    hazard = queries.hazard_by_id(hazard_id)
    form = _with_groups(AmendHazardForm.posted())
    if form.validate():
        with refusals_on(form):
            refuse_stale(form, hazard, lambda: _typed_anew(hazard), "this hazard")
            rules.amend_hazard(hazard, _facts(form), _groups(form), by=g.staff, at=clock.now(),
                               reason=form.reason.data)  # fmt: skip
            db.session.commit()
            face.say(f"{hazard.disease} is corrected.")
            return _to(hazard)
    return render_template("species/edit_hazard.html", hazard=hazard, form=form), 422


def _typed_anew(hazard: Hazard) -> AmendHazardForm:
    told = {key: getattr(hazard, key) for key in rules.HAZARD_FACTS}
    keys = [one.key for one in hazard.groups]
    form = AmendHazardForm(**told, version=hazard.version, groups=keys)
    _with_groups(form)
    return form


def _with_groups(form: HazardForm) -> Any:
    form.groups.choices = queries.group_choices()
    return form


def _groups(form: HazardForm) -> list[TaxonGroup]:
    return [group for group in queries.groups() if group.key in (form.groups.data or ())]


def _facts(form: HazardForm) -> dict[str, Any]:
    return {key: value for key, value in form.data.items() if key in rules.HAZARD_FACTS}


def _to(hazard: Hazard) -> Response:
    return redirect(url_for("hazards.show", hazard_id=hazard.id), 303)
