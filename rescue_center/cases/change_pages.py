"""Corrections of a case: its facts, its manifest, its legal stage, striking it out."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import g

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.cases import manifest_rules, queries, reading, rules
from rescue_center.cases.forms import AddLineForm, AmendForm, ReasonForm, StageForm
from rescue_center.cases.models import Case
from rescue_center.cases.pages import DECIDERS, KEEPERS, bp, url_of
from rescue_center.forms import refuse_stale
from rescue_center.policy import allow
from rescue_center.species.code_queries import code_choices
from rescue_center.species.queries import offered


@bp.route("/<number>/edit", methods=["GET", "POST"])
@allow(*KEEPERS)
def edit(number: str) -> Any:
    """Correct the facts of a case."""
    case = queries.whole_case(number)
    form = AmendForm.posted(**reading.typed_anew(case))
    reading.offer_choices(form, case)

    def act() -> None:
        now = partial(_typed_anew, case)
        refuse_stale(form, case, now, "this case")
        rules.amend(case, reading.facts_typed(form), by=g.staff, at=clock.now(),
                    reason=form.reason.data)  # fmt: skip

    return answer(
        form, act, "cases/edit.html", to=lambda _: url_of(case), facts=lambda: {"case": case},
        said=lambda _: f"Case {case.number} is corrected.",
    )  # fmt: skip


def _typed_anew(case: Case) -> AmendForm:
    form = AmendForm(**reading.typed_anew(case))
    reading.offer_choices(form, case)
    return form


@bp.route("/<number>/lines/new", methods=["GET", "POST"])
@allow(*KEEPERS)
def add_line(number: str) -> Any:
    """Add a line to the manifest."""
    case, form = queries.whole_case(number), AddLineForm.posted()
    reading.offer_specimens(form)
    return answer(
        form,
        lambda: manifest_rules.add_line(
            case, reading.line_typed(form), by=g.staff, at=clock.now(), reason=form.reason.data
        ),
        "cases/add_line.html", to=lambda _: url_of(case, "manifest"),
        facts=lambda: {"case": case, "species": offered()},
        said=lambda line: f"Line {line.position} is on the manifest.",
    )  # fmt: skip


@bp.route("/<number>/lines/<int:position>/strike", methods=["GET", "POST"])
@allow(*KEEPERS)
def strike_line(number: str, position: int) -> Any:
    """Strike out a line of the manifest."""
    case, form = queries.whole_case(number), ReasonForm.posted()
    line = queries.line_of(case, position)
    return answer(
        form,
        lambda: manifest_rules.strike_line(
            line, by=g.staff, at=clock.now(), reason=form.reason.data
        ),
        "cases/strike_line.html", to=lambda _: url_of(case, "manifest"),
        facts=lambda: {"case": case, "line": line},
        said=lambda _: f"Line {line.position} is struck out. Add the right one, if there is one.",
    )  # fmt: skip


@bp.route("/<number>/stage", methods=["GET", "POST"])
@allow(*DECIDERS)
def take_to(number: str) -> Any:
    """Take the case to a legal stage."""
    case, form = queries.whole_case(number), StageForm.posted()
    stages = form.stage.choices = code_choices("legal_stage")
    return answer(
        form,
        lambda: rules.take_to(
            case, form.stage.data, by=g.staff, at=clock.now(), reason=form.reason.data
        ),
        "cases/stage.html", to=lambda _: url_of(case, "legal"), facts=lambda: {"case": case},
        said=lambda _: f"Case {case.number}: {dict(stages)[case.legal_stage]}.",
    )  # fmt: skip


@bp.route("/<number>/void", methods=["GET", "POST"])
@allow(*DECIDERS)
def void(number: str) -> Any:
    """Strike out a case that was opened in error."""
    case, form = queries.whole_case(number), ReasonForm.posted()
    return answer(
        form,
        lambda: rules.void_case(case, by=g.staff, at=clock.now(), reason=form.reason.data),
        "cases/void.html", to=lambda _: url_of(case), facts=lambda: {"case": case},
        said=lambda _: f"Case {case.number} is struck out.",
    )  # fmt: skip
