"""Corrections of a case: its facts, its manifest, its legal stage, striking it out."""

from __future__ import annotations

from typing import Any

from flask import g, render_template

from rescue_center import clock, face
from rescue_center.cases import manifest_rules, queries, reading, rules
from rescue_center.cases.forms import AddLineForm, AmendForm, ReasonForm, StageForm
from rescue_center.cases.models import Case
from rescue_center.cases.pages import DECIDERS, KEEPERS, bp, to_case
from rescue_center.db import db
from rescue_center.forms import refuse_stale
from rescue_center.policy import allow
from rescue_center.species.code_queries import code_choices
from rescue_center.species.queries import offered
from rescue_center.web import refusals_on


@bp.get("/<number>/edit", endpoint="edit")
@allow(*KEEPERS)
def show_edit(number: str) -> Any:
    """Ask for corrected facts."""
    case = queries.whole_case(number)
    return _edit_page(case, _typed_anew(case))


@bp.post("/<number>/edit")
@allow(*KEEPERS)
def amend(number: str) -> Any:
    """Correct the facts of a case."""
    case = queries.whole_case(number)
    form = AmendForm.posted()
    reading.offer_choices(form, case)
    if form.validate():
        with refusals_on(form):
            refuse_stale(form, case, lambda: _typed_anew(case), "this case")
            rules.amend(case, reading.facts_typed(form), by=g.staff, at=clock.now(),
                        reason=form.reason.data)  # fmt: skip
            db.session.commit()
            face.say(f"Case {case.number} is corrected.")
            return to_case(case)
    return _edit_page(case, form), 422


def _typed_anew(case: Case) -> AmendForm:
    form = AmendForm(**reading.typed_anew(case))
    reading.offer_choices(form, case)
    return form


def _edit_page(case: Case, form: AmendForm) -> str:
    reading.offer_choices(form, case)
    return render_template("cases/edit.html", case=case, form=form)


@bp.get("/<number>/lines/new", endpoint="add_line")
@allow(*KEEPERS)
def show_add_line(number: str) -> Any:
    """Ask for one more line of the manifest."""
    return _line_page(queries.whole_case(number), AddLineForm())


@bp.post("/<number>/lines/new")
@allow(*KEEPERS)
def add_line_to(number: str) -> Any:
    """Add a line to the manifest."""
    case = queries.whole_case(number)
    form = AddLineForm.posted()
    reading.offer_specimens(form)
    if form.validate():
        with refusals_on(form):
            line = manifest_rules.add_line(
                case, reading.line_typed(form), by=g.staff, at=clock.now(), reason=form.reason.data
            )
            db.session.commit()
            face.say(f"Line {line.position} is on the manifest.")
            return to_case(case, "manifest")
    return _line_page(case, form), 422


def _line_page(case: Case, form: AddLineForm) -> str:
    reading.offer_specimens(form)
    return render_template("cases/add_line.html", case=case, form=form, species=offered())


@bp.get("/<number>/lines/<int:position>/strike", endpoint="strike_line")
@allow(*KEEPERS)
def show_strike_line(number: str, position: int) -> Any:
    """Ask why a line is wrong."""
    case = queries.whole_case(number)
    line = queries.line_of(case, position)
    return render_template("cases/strike_line.html", case=case, line=line, form=ReasonForm())


@bp.post("/<number>/lines/<int:position>/strike")
@allow(*KEEPERS)
def strike(number: str, position: int) -> Any:
    """Strike out a line of the manifest."""
    case = queries.whole_case(number)
    line = queries.line_of(case, position)
    form = ReasonForm.posted()
    if form.validate():
        with refusals_on(form):
            manifest_rules.strike_line(line, by=g.staff, at=clock.now(), reason=form.reason.data)
            db.session.commit()
            face.say(f"Line {line.position} is struck out. Add the right one, if there is one.")
            return to_case(case, "manifest")
    return render_template("cases/strike_line.html", case=case, line=line, form=form), 422


@bp.get("/<number>/stage", endpoint="take_to")
@allow(*DECIDERS)
def show_stage(number: str) -> Any:
    """Ask for the next legal stage."""
    return _stage_page(queries.whole_case(number), StageForm())


@bp.post("/<number>/stage")
@allow(*DECIDERS)
def take(number: str) -> Any:
    """Take the case to a legal stage."""
    case = queries.whole_case(number)
    form = StageForm.posted()
    form.stage.choices = code_choices("legal_stage")
    if form.validate():
        with refusals_on(form):
            rules.take_to(
                case, form.stage.data, by=g.staff, at=clock.now(), reason=form.reason.data
            )
            db.session.commit()
            face.say(f"Case {case.number}: {dict(form.stage.choices)[case.legal_stage]}.")
            return to_case(case, "legal")
    return _stage_page(case, form), 422


def _stage_page(case: Case, form: StageForm) -> str:
    form.stage.choices = code_choices("legal_stage")
    return render_template("cases/stage.html", case=case, form=form)


@bp.get("/<number>/void", endpoint="void")
@allow(*DECIDERS)
def show_void(number: str) -> Any:
    """Ask why a case is struck out."""
    return render_template("cases/void.html", case=queries.whole_case(number), form=ReasonForm())


@bp.post("/<number>/void")
@allow(*DECIDERS)
def strike_out(number: str) -> Any:
    """Strike out a case that was opened in error."""
    case = queries.whole_case(number)
    form = ReasonForm.posted()
    if form.validate():
        with refusals_on(form):
            rules.void_case(case, by=g.staff, at=clock.now(), reason=form.reason.data)
            db.session.commit()
            face.say(f"Case {case.number} is struck out.")
            return to_case(case)
    return render_template("cases/void.html", case=case, form=form), 422
