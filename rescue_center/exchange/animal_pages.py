"""Imports of animals in care in the browser: a file is sent, checked without writing, then taken
in, part by part."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, url_for

from rescue_center import clock, face
from rescue_center.db import db
from rescue_center.exchange import staging
from rescue_center.exchange.address import ANIMALS, SHOWN, bp, index_page, take_file
from rescue_center.exchange.animal_plan import AnimalPlan, plan_animals, read_animals
from rescue_center.exchange.animal_rules import store_animals
from rescue_center.exchange.forms import ImportForm
from rescue_center.policy import allow
from rescue_center.refusals import cut_off, refusals_on, save_in_parts

#: Said where an import was cut off after some of its parts were taken in.
GOES_ON = (
    "It was cut off half-way. The parts of the file before that are taken in and stay. "
    "Send the file again: it goes on where it stopped, and takes nothing in twice."
)


@bp.get("/animals")
@allow("registrar", "manager")
def animals() -> Any:
    """The imports of animals that were carried out, and the box for the next file."""
    return index_page(ANIMALS)


@bp.post("/animals")
@allow("registrar")
def upload_animals() -> Any:
    """Keep a file that is a table, and go on to its check."""
    return take_file(ANIMALS, read_animals)


@bp.get("/animals/check/<sha>")
@allow("registrar")
def check_animals(sha: str) -> Any:
    """What an import of this file would do now; nothing is written."""
    file = staging.staged(sha)
    return _check_page(file, plan_animals(read_animals(file.raw), clock.now()), ImportForm())


@bp.post("/animals/check/<sha>")
@allow("registrar")
def carry_out_animals(sha: str) -> Any:
    """Import the file; each part of it is committed by itself, unless all or nothing is asked."""
    file = staging.staged(sha)
    form = ImportForm.posted()
    with refusals_on(form):
        plan = _carry_out(file, whole=form.whole.data)
        if plan.run_id is None:
            face.warn(f"Nothing was stored. {plan.sentence.capitalize()}.")
            return redirect(url_for("imports.check_animals", sha=sha), 303)
        face.say(f"{plan.sentence.capitalize()}.")
        return redirect(url_for("imports.show", run_id=plan.run_id), 303)
    return _check_page(file, plan_animals(read_animals(file.raw), clock.now()), form), 422


def _carry_out(file: staging.Staged, *, whole: bool) -> AnimalPlan:
    at = clock.now()
    plan = plan_animals(read_animals(file.raw), at)
    if whole:
        plan.all_or_nothing()
    else:
        save_in_parts(GOES_ON)
    for _ in store_animals(plan, file_name=file.name, raw=file.raw, by=g.staff, at=at):
        if not whole:
            db.session.commit()
    db.session.commit()
    return plan


def _check_page(file: staging.Staged, plan: AnimalPlan, form: ImportForm) -> str:
    heads = plan.heads
    return render_template(
        "exchange/check.html", kind=ANIMALS, file=file, plan=plan, form=form, shown=SHOWN,
        kept=cut_off(), note=f"{heads:,} {'animal' if heads == 1 else 'animals'}",
        doubts=[(row.facts.row, doubt) for row in plan.rows for doubt in row.doubts],
    )  # fmt: skip
