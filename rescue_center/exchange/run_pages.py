"""An import that was carried out, a sheet to fill in, and what an animal's page shows of the old
books."""

from __future__ import annotations

import csv
import io
from typing import Any

import sqlalchemy as sa
from flask import Response, render_template, url_for

from rescue_center import panels
from rescue_center.db import db
from rescue_center.errors import Missing
from rescue_center.exchange.address import KINDS, SHOWN, bp
from rescue_center.exchange.models import ImportRun, OldRecord
from rescue_center.journal.naming import namers
from rescue_center.policy import allow
from rescue_center.staff.models import Person


@bp.get("/<int:run_id>")
@allow("registrar", "manager")
def show(run_id: int) -> Any:
    """What an import did."""
    run = db.session.get(ImportRun, run_id)
    if run is None:
        raise Missing
    by = db.session.get(Person, run.by_id) if run.by_id else None
    return render_template("exchange/show.html", run=run, by=by, shown=SHOWN, kind=KINDS[run.kind])


@bp.get("/<any(cases, animals):kind>.csv")
@allow("registrar", "manager")
def sheet(kind: str) -> Response:
    """An empty sheet of a kind: its columns, for a spreadsheet to fill in."""
    out = io.StringIO()
    csv.writer(out).writerow(KINDS[kind].columns)
    answer = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f"attachment; filename={kind}.csv"
    return answer


def _named(ids: set[int]) -> dict[int, tuple[str, str]]:
    query = sa.select(ImportRun.id, ImportRun.file_name).where(ImportRun.id.in_(ids))
    return {
        id: (f"from {name}", url_for("imports.show", run_id=id))
        for id, name in db.session.execute(query)
    }


def _old_record(animal_id: int) -> OldRecord | None:
    return db.session.scalars(sa.select(OldRecord).filter_by(animal_id=animal_id)).one_or_none()


namers["import_run"] = _named
panels.add("animal_moves", "exchange/_old_record.html", _old_record)
