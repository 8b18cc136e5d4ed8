"""The journal as a page, for those who oversee the centre."""

from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from rescue_center import clock
from rescue_center.journal import naming, queries
from rescue_center.journal.forms import FilterForm
from rescue_center.policy import Role, allow

bp = Blueprint("journal", __name__)
FILTERS = ("person", "verb", "day")


@bp.get("/journal")
@allow("manager", "inspector", "officer")
def index() -> Any:
    """Who did what, newest first. A case officer reads what concerns cases."""
    form = FilterForm()
    form.person.choices = queries.authors()
    form.verb.choices = [(verb, verb.capitalize()) for verb in queries.verbs()]
    form.process(request.args)
    fits = form.validate()
    found = _found(form) if fits else queries.Lines([], False)
    page = render_template(
        "journal/index.html",
        form=form,
        days=[(day, list(lines)) for day, lines in groupby(found.lines, _day)],
        names=naming.names_of(found.lines),
        older=_older(found),
        roles=g.staff.roles,
    )
    return page, 200 if fits else 422


def _day(line: queries.Line) -> date:
    return clock.local(line.recorded_at).date()


def _found(form: FilterForm) -> queries.Lines:
    return queries.whole(
        person_id=form.person.data,
        verb=form.verb.data or "",
        between=clock.day_bounds(form.day.data) if form.day.data else None,
        of_cases=g.staff.roles.isdisjoint({Role.MANAGER, Role.INSPECTOR}),
        before=int(form.before.data) if form.before.data else None,
    )


def _older(found: queries.Lines) -> str | None:
    if not found.more:
        return None
    kept: dict[str, Any] = {k: v for k, v in request.args.items() if k in FILTERS and v}
    return url_for("journal.index", **kept, before=found.lines[-1].seq)
