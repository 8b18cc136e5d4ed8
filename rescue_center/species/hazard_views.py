"""Diseases and dangers, and the protection that each asks for; kept by the vet."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, g, render_template, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.forms import refuse_stale
from rescue_center.policy import allow
from rescue_center.species import protocol_queries as queries
from rescue_center.species import protocol_rules as rules
from rescue_center.species.forms import AmendHazardForm, HazardForm
from rescue_center.species.models import Hazard, TaxonGroup
from rescue_center.species.words import LEVEL_WORDS

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


@bp.route("/new", methods=["GET", "POST"])
@allow("vet")
def add() -> Any:
    """Add a hazard."""
    form = _with_groups(HazardForm.posted())
    return answer(
        form, lambda: rules.add_hazard(_facts(form), _groups(form), by=g.staff, at=clock.now()),
        "species/edit_hazard.html", to=_url, facts=lambda: {"hazard": None},
        said=lambda hazard: f"{hazard.disease} is in the list.",
    )  # fmt: skip


@bp.route("/<int:hazard_id>/edit", methods=["GET", "POST"])
@allow("vet")
def edit(hazard_id: int) -> Any:
    """Correct a hazard."""
    hazard = queries.hazard_by_id(hazard_id)
    form = _with_groups(AmendHazardForm.posted(**_known(hazard)))

    def act() -> None:
        now = partial(_typed_anew, hazard)
        refuse_stale(form, hazard, now, "this hazard")
        rules.amend_hazard(hazard, _facts(form), _groups(form), by=g.staff, at=clock.now(),
                           reason=form.reason.data)  # fmt: skip

    return answer(
        form, act, "species/edit_hazard.html", to=lambda _: _url(hazard),
        facts=lambda: {"hazard": hazard}, said=lambda _: f"{hazard.disease} is corrected.",
    )  # fmt: skip


def _typed_anew(hazard: Hazard) -> Any:
    return _with_groups(AmendHazardForm(**_known(hazard)))


def _known(hazard: Hazard) -> dict[str, Any]:
    """What the form of a hazard shows."""
    told = {key: getattr(hazard, key) for key in rules.HAZARD_FACTS}
    return told | {"version": hazard.version, "groups": [one.key for one in hazard.groups]}


def _with_groups(form: HazardForm) -> Any:
    form.groups.choices = queries.group_choices()
    return form


def _groups(form: HazardForm) -> list[TaxonGroup]:
    return [group for group in queries.groups() if group.key in (form.groups.data or ())]


def _facts(form: HazardForm) -> dict[str, Any]:
    return {key: value for key, value in form.data.items() if key in rules.HAZARD_FACTS}


def _url(hazard: Hazard) -> str:
    return url_for("hazards.show", hazard_id=hazard.id)
