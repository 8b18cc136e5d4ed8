"""The treatment board: the front page of a vet's day and of a keeper's round."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask import g, request, url_for

from rescue_center import clock
from rescue_center.care import sheet_cells, sheet_queries, words
from rescue_center.care import treatment_queries as queries
from rescue_center.care.address import bp, page
from rescue_center.navigation import addresses_of, open_to
from rescue_center.policy import Role, allow
from rescue_center.tongues import N_

#: No record has a number from here on.
LARGEST = 2**31

SHOWN = {"all": N_("All today"), "overdue": N_("Overdue"), "due": N_("Due now")}


@bp.get("/treatments")
@allow("keeper", "vet", "coordinator", "manager", "inspector")
def treatments() -> Any:
    """The doses of today by place, the overdue first."""
    at, show = clock.now(), request.args.get("show", "all")
    show = show if show in SHOWN else "all"
    doses = queries.doses_due(at)
    counts = {"all": len(doses)} | {
        state: sum(dose.state == state for dose in doses) for state in ("overdue", "due")
    }
    wanted = [dose for dose in doses if show in ("all", dose.state)]
    is_vet = Role.VET in g.staff.roles
    return page(
        "care/treatments.html", places=queries.by_place(wanted), counts=counts, show=show,
        shown=SHOWN, at=at, done=queries.recorded_today(at), as_needed=queries.as_needed(),
        to_review=queries.to_review() if is_vet else [],
        to_confirm=queries.to_confirm() if is_vet else [], words=words,
    )  # fmt: skip


@bp.get("/treatments/sheet")
@allow("keeper", "vet", "coordinator", "manager", "inspector")
def sheet() -> Any:
    """The treatment sheet of a day: patients down the page, hours across it; prints on A4."""
    at = clock.now()
    day, area, inside = _asked_day(at), request.args.get("area", None, int), "in" in request.args
    area = area if area is not None and 0 < area < LARGEST else None
    found = sheet_queries.sheet(day, at, area=area, inside=inside)
    return page(
        "care/sheet.html", sheet=found, at=at, words=words, today=clock.today(at), area=area,
        inside=inside, before=day - timedelta(days=1), after=day + timedelta(days=1),
        cell=sheet_cells.cell, STATES=sheet_cells.STATES, ways=_ways(day, area, inside),
        to_order=addresses_of("care.order", "prescription_id"),
        to_animal=addresses_of("boards.animal", "accession"), this=_this_sheet,
    )  # fmt: skip


def _ways(day: date, area: int | None, inside: bool) -> sheet_cells.Ways:
    """Where the marks lead for who reads."""
    roles = g.staff.roles
    return sheet_cells.Ways(
        addresses_of("care.give", "dose_id") if open_to("care.give", roles) else None,
        addresses_of("care.review", "record_id") if open_to("care.review", roles) else None,
        quote(_this_sheet(day, area, inside), safe=""),
    )


def _this_sheet(day: date, area: int | None = None, inside: bool = False) -> str:
    """The address of a sheet, narrowed as this one is."""
    narrowed: dict[str, Any] = {"in": "y"} if inside else {}
    return url_for("care.sheet", day=day, area=area, **narrowed)


def _asked_day(at: datetime) -> date:
    """`?day=2026-11-22`, within ten years of today; today where it is none."""
    today = clock.today(at)
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return day if abs(day - today) < timedelta(days=3650) else today
