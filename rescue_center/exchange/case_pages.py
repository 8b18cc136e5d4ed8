"""Imports of cases in the browser: a file is sent, checked without writing, then taken in."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, url_for

from rescue_center import clock, face
from rescue_center.db import db
from rescue_center.exchange import staging
from rescue_center.exchange.address import CASES, SHOWN, bp, index_page, take_file
from rescue_center.exchange.case_plan import Plan, plan_cases, read_cases
from rescue_center.exchange.forms import ImportForm
from rescue_center.exchange.rules import store_cases
from rescue_center.policy import allow
from rescue_center.refusals import cut_off, refusals_on


@bp.get("")
@allow("registrar", "manager")
def index() -> Any:
    """The imports of cases that were carried out, and the box for the next file."""
    return index_page(CASES)


@bp.post("")
@allow("registrar")
def upload() -> Any:
    """Keep a file that is a table, and go on to its check."""
    return take_file(CASES, read_cases)


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
        "exchange/check.html", kind=CASES, file=file, plan=plan, form=form,
        note=f"{new:,} new {'case' if new == 1 else 'cases'}", kept=cut_off(),
        doubts=[], shown=SHOWN,
    )  # fmt: skip
