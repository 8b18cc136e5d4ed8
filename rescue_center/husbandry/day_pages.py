"""The pages of a day: the round of the centre, and the record of an enclosure or an animal."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import g, render_template, request

from rescue_center import charts, clock
from rescue_center.animals import queries as animals
from rescue_center.enclosures import queries as places
from rescue_center.husbandry import (
    alerts,
    board_queries,
    census_queries,
    day_queries,
    plan_queries,
    record_queries,
)
from rescue_center.husbandry.address import bp
from rescue_center.husbandry.heads import kept_by
from rescue_center.policy import CARE, allow

#: Nothing was written down before.
FIRST = date(2000, 1, 1)


def asked_day() -> date:
    """The day that the address asks for; today, unless it is one."""
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return clock.today()
    return min(max(asked, FIRST), clock.today())


def _days(day: date) -> dict[str, Any]:
    """The day of a page, and those beside it."""
    today = clock.today()
    return {
        "day": day, "at": clock.now(), "is_today": day == today,
        "before": day - timedelta(days=1) if day > FIRST else None,
        "after": day + timedelta(days=1) if day < today else None,
    }  # fmt: skip


@bp.get("/keeping")
@allow(*CARE)
def keeping() -> str:
    """The round of a day: what is to be done, what was, what is missing."""
    day, areas = asked_day(), board_queries.areas()
    asked = request.args.get("area", type=int)
    mine = kept_by(g.staff.id, day)
    within = [asked] if asked else ([] if "all" in request.args else mine)
    return render_template(
        "husbandry/keeping.html", parts=board_queries.board(day, within), areas=areas,
        asked=asked, mine=mine, within=within, **_days(day),
        is_overdue=alerts.is_past_the_hour(clock.now()) or day < clock.today(),
    )  # fmt: skip


@bp.get("/keeping/census")
@allow(*CARE)
def census() -> str:
    """Who was in care at the end of a day, and whether that is who was counted."""
    day = asked_day()
    until = min(clock.day_bounds(day)[1], clock.now())
    return render_template(
        "husbandry/census.html", places=census_queries.places(day, until),
        species=census_queries.species(day, until), **_days(day),
    )  # fmt: skip


@bp.get("/units/<code>/day")
@allow(*CARE)
def unit_day(code: str) -> str:
    """The record of an enclosure on a day."""
    unit, day = places.unit_or_404(code), asked_day()
    record = record_queries.record("unit", unit.id, day)
    return render_template(
        "husbandry/unit_day.html", unit=unit, doings=day_queries.day_of([unit.id], day),
        record=record, counted=record.counted(day_queries.noon_of(day)), **_days(day),
        eaten=_grams(record_queries.eaten("unit", unit.id, day)),
        plans=plan_queries.plans_for(day, unit_id=unit.id),
    )  # fmt: skip


@bp.get("/animals/<accession>/day")
@allow(*CARE)
def animal_day(accession: str) -> str:
    """The record of an animal on a day."""
    animal, day = animals.animal_or_404(accession), asked_day()
    place = places.place_of(animal.id)
    doings = day_queries.day_of([place.unit_id], day) if place else []
    return render_template(
        "husbandry/animal_day.html", animal=animal, place=place, **_days(day),
        doings=[one for one in doings
                if animal.id in {head.animal_id for head in one.task.heads}],
        record=record_queries.record("animal", animal.id, day),
        eaten=_grams(record_queries.eaten("animal", animal.id, day)),
        plans=plan_queries.plans_for(day, animal_id=animal.id),
        appetite=charts.line(record_queries.appetite(animal.id, day), unit="of 4",
                             from_zero=True),
    )  # fmt: skip


def _grams(eaten: list[tuple[date, int]]) -> charts.Chart:
    heavy = any(grams >= 1000 for _, grams in eaten)
    unit, scale = ("kg", 1000) if heavy else ("g", 1)
    return charts.line(eaten, unit=unit, scale=scale, from_zero=True)
