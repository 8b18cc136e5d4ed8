"""The round on paper, for a day without phones: the same facts as a phone's slice, with boxes to
tick, and a code that leads back to what is so now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, current_app, g, render_template, request, url_for

from rescue_center import clock
from rescue_center.care.treatment_queries import Due, doses_due
from rescue_center.db import db
from rescue_center.documents import qr
from rescue_center.policy import CARE, allow
from rescue_center.rounds import slice, slice_animals, slice_places
from rescue_center.rounds.slice_places import Area
from rescue_center.staff.models import Person

bp = Blueprint("sheets", __name__)


@bp.get("/round-sheet")
@allow(*CARE)
def round_sheet() -> str:
    """Enclosures in walking order with their counts, the doses of today, and boxes to tick."""
    at = clock.now()
    facts = _shown(at, "sheets.round_sheet")
    living = slice_animals.animals([unit.id for unit in facts["units"]])
    due = doses_due(at, animal_ids=[row.id for row in living]) if living else []
    return render_template("rounds/round_sheet.html", doses=_by_unit(living, due), **facts)


@bp.get("/roster")
@allow(*CARE)
def roster() -> str:
    """Who lives in each enclosure: face, tag, species, weight."""
    at = clock.now()
    facts = _shown(at, "sheets.roster")
    living = slice_animals.animals([unit.id for unit in facts["units"]])
    species = {one["id"]: one for one in slice_animals.species({row.taxon_id for row in living})}
    by_unit: dict[int, list[Any]] = {}
    for row in living:
        by_unit.setdefault(row.unit_id, []).append(row)
    return render_template("rounds/roster.html", living=by_unit, species=species, **facts)


def _shown(at: datetime, endpoint: str) -> dict[str, Any]:
    """The areas to choose from, those chosen, and their enclosures in walking order."""
    areas = slice_places.areas()
    chosen = _chosen(areas, at)
    places = slice_places.chosen(areas, chosen)
    address = current_app.config["BASE_URL"] + url_for(endpoint, area=sorted(chosen))
    return {
        "at": at, "areas": areas, "chosen": chosen, "units": places.enclosures,
        "left_off": places.left_off, "day": clock.today(at),
        "code": qr.svg(address, label=address) if chosen else "",
    }  # fmt: skip


def _chosen(areas: Sequence[Area], at: datetime) -> set[int]:
    """The areas that were asked for; else those that this person keeps."""
    known = {area.row.id for area in areas}
    asked = {int(one) for one in request.args.getlist("area") if one.isascii() and one.isdigit()}
    if "area" in request.args:
        return asked & known
    person = db.session.get_one(Person, g.staff.id)
    return {area for keeper in slice.KEEPS for area in keeper(person, clock.today(at))} & known


def _by_unit(living: Sequence[Any], due: Sequence[Due]) -> dict[int, list[Due]]:
    """The doses of each enclosure, in the order of time."""
    lives = {row.id: row.unit_id for row in living}
    found: dict[int, list[Due]] = {}
    for dose in due:
        found.setdefault(lives[dose.row.animal_id], []).append(dose)
    return found
