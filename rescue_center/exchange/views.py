"""Imports in the browser: a file is sent, checked without writing, then taken in."""

from __future__ import annotations

import unicodedata
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, g, redirect, render_template, url_for

from rescue_center import clock, face
from rescue_center.db import db
from rescue_center.errors import Missing
from rescue_center.exchange import staging
from rescue_center.exchange.case_plan import Plan, plan_cases, read_cases
from rescue_center.exchange.cells import COLUMNS, NEEDED
from rescue_center.exchange.forms import ImportForm, UploadForm
from rescue_center.exchange.models import ImportRun
from rescue_center.exchange.rules import store_cases
from rescue_center.journal.naming import namers
from rescue_center.policy import allow
from rescue_center.staff.models import Person
from rescue_center.web import refusals_on

bp = Blueprint("imports", __name__, url_prefix="/imports")
SHOWN = 500


@bp.get("")
@allow("registrar", "manager")
def index() -> Any:
    """The imports that were carried out, and the box for the next file."""
    return _index_page(UploadForm())


@bp.post("")
@allow("registrar")
def upload() -> Any:
    """Keep a file that is a table, and go on to its check."""
    form = UploadForm.posted()
    if form.validate():
        with refusals_on(form):
            raw = form.file.data.read()
            read_cases(raw)
            sha = staging.stage(raw, _plain(form.file.data.filename))
            return redirect(url_for("imports.check", sha=sha), 303)
    return _index_page(form), 422


def _index_page(form: UploadForm) -> str:
    runs = db.session.execute(
        sa.select(ImportRun, Person.name)
        .outerjoin(Person, Person.id == ImportRun.by_id)
        .order_by(ImportRun.id.desc())
        .limit(50)
    ).all()
    return render_template(
        "exchange/index.html", form=form, runs=runs, columns=COLUMNS, needed=NEEDED
    )


def _plain(name: str | None) -> str:
    last = (name or "cases.csv").replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in last if unicodedata.category(c)[0] != "C")[:200] or "cases.csv"


@bp.get("/check/<sha>")
@allow("registrar")
def check(sha: str) -> Any:
    """What an import of this file would do now; nothing is written."""
    file = staging.staged(sha)
    return _check_page(file, plan_cases(read_cases(file.raw), clock.now()), ImportForm())


@bp.post("/check/<sha>")
@allow("registrar")
def carry_out(sha: str) -> Any:
    """Import the file."""
    file = staging.staged(sha)
    form = ImportForm.posted()
    with refusals_on(form):
        plan = plan_cases(read_cases(file.raw), clock.now())
        if form.whole.data:
            plan.all_or_nothing()
        run = store_cases(plan, file_name=file.name, raw=file.raw, by=g.staff, at=clock.now())
        db.session.commit()
        if run is None:
            face.warn(f"Nothing was stored. {plan.sentence.capitalize()}.")
            return redirect(url_for("imports.check", sha=sha), 303)
        face.say(f"{plan.sentence.capitalize()}.")
        return redirect(url_for("imports.show", run_id=run.id), 303)
    return _check_page(file, plan_cases(read_cases(file.raw), clock.now()), form), 422


def _check_page(file: staging.Staged, plan: Plan, form: ImportForm) -> str:
    new = sum(event.case is None for event in plan.events)
    return render_template(
        "exchange/check.html", file=file, plan=plan, form=form, new_cases=new, shown=SHOWN
    )


@bp.get("/<int:run_id>")
@allow("registrar", "manager")
def show(run_id: int) -> Any:
    """What an import did."""
    run = db.session.get(ImportRun, run_id)
    if run is None:
        raise Missing
    by = db.session.get(Person, run.by_id) if run.by_id else None
    return render_template("exchange/show.html", run=run, by=by, shown=SHOWN)


def _named(ids: set[int]) -> dict[int, tuple[str, str]]:
    query = sa.select(ImportRun.id, ImportRun.file_name).where(ImportRun.id.in_(ids))
    return {
        id: (f"from {name}", url_for("imports.show", run_id=id))
        for id, name in db.session.execute(query)
    }


namers["import_run"] = _named
