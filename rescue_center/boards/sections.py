"""What each section of an animal's record shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import g, request

from rescue_center import charts, clock, paging, panels
from rescue_center.animals.ledger_models import KIND_WORDS
from rescue_center.boards import actions, animal_queries, timeline
from rescue_center.boards.banner import Banner
from rescue_center.departures import queries as departures
from rescue_center.policy import Facts, sees
from rescue_center.tongues import N_

#: Entries of the story under what is now, and on a page of the whole.
LATEST, STORY = 6, 40
#: Entries on a page that is to be printed.
WHOLE = 1000


def _now(found: Banner) -> dict[str, Any]:
    key = found.row.id
    return {
        "doses": animal_queries.due_doses(key, found.at),
        "marks": animal_queries.marks(key),
        "photos": animal_queries.photos(key),
        "holds": animal_queries.holds(key),
        "left": departures.left(found.row.stay_id, found.row.stage),
        "events": timeline.story("animal", key, g.staff.roles, size=LATEST),
        "actions": actions.of_animal(actions.ANIMAL, found),
        "more": actions.of_animal(actions.MORE, found),
        "why_shut": actions.why_shut(found.row.case_number) if found.row.holds else "",
        "panels": panels.of("animal_now", key),
    }


def _timeline(found: Banner) -> dict[str, Any]:
    key, roles, kind = found.row.id, g.staff.roles, request.args.get("kind", "")
    kind, whole = kind if kind in timeline.KINDS else "", "whole" in request.args
    size = WHOLE if whole else STORY
    part = paging.cut(timeline.length("animal", key, roles, kind), paging.asked(), size)
    return {
        "events": timeline.story("animal", key, roles, page=part.number, size=size, kind=kind),
        "part": part, "at_page": paging.address, "kind": kind, "kinds": timeline.KINDS,
        "whole": whole,
    }  # fmt: skip


def _care(found: Banner) -> dict[str, Any]:
    readings = animal_queries.weights(found.row.id)
    clinical = sees(g.staff.roles, Facts.CLINICAL)
    return {
        "chart": charts.line(readings, **_scale(readings)),
        "exams": animal_queries.exams(found.row.id) if clinical else None,
        "orders": animal_queries.orders(found.row.id),
        "doses": animal_queries.due_doses(found.row.id, found.at),
        "actions": actions.of_animal(actions.CARE, found),
    }


def _scale(readings: list[tuple[datetime, int]]) -> dict[str, Any]:
    heavy = any(grams >= 1000 for _, grams in readings)
    return {"unit": "kg", "scale": 1000} if heavy else {"unit": "g", "scale": 1}


def _quarantine(found: Banner) -> dict[str, Any]:
    return {
        "quarantines": animal_queries.quarantines(found.row.id),
        "unneeded": animal_queries.unneeded(found.row.stay_id),
        "panels": panels.of("animal_quarantine", found.row.id),
    }


def _moves(found: Banner) -> dict[str, Any]:
    key = found.row.id
    return {
        "places": animal_queries.places(key),
        "stays": animal_queries.stays(key),
        "family": animal_queries.family(key),
        "ledger": animal_queries.ledger(key),
        "ledger_words": KIND_WORDS,
        "panels": panels.of("animal_moves", key),
    }


def _papers(found: Banner) -> dict[str, Any]:
    return {
        "papers": animal_queries.papers(found.row.id),
        "today": clock.today(found.at),
        "actions": actions.of_animal(actions.PAPERS, found),
    }


WORDS = {
    "now": N_("Now"),
    "timeline": N_("Timeline"),
    "care": N_("Care"),
    "quarantine": N_("Quarantine & tests"),
    "moves": N_("Moves"),
    "papers": N_("Papers"),
}
_FACTS: dict[str, Callable[[Banner], dict[str, Any]]] = {
    "now": _now, "timeline": _timeline, "care": _care, "quarantine": _quarantine,
    "moves": _moves, "papers": _papers,
}  # fmt: skip


def facts_of(section: str, found: Banner) -> dict[str, Any]:
    """What a section shows of an animal beside its banner."""
    return _FACTS[section](found)
