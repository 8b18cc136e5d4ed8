"""Addresses of an intake: the list of tasks, receiving, differences."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from rescue_center.animals import differences as comparing
from rescue_center.animals import queries, rules
from rescue_center.animals.differences import Difference
from rescue_center.animals.forms import ExplainForm
from rescue_center.animals.intake import arrivals
from rescue_center.animals.intake_forms import arrival_form, rows_of
from rescue_center.animals.pages import begin_now, bp, number_in, see_anew
from rescue_center.animals.tasks import intake_tasks
from rescue_center.answers import answer
from rescue_center.cases.models import Case
from rescue_center.clock import now
from rescue_center.errors import Missing
from rescue_center.policy import CARE, allow

RECEIVERS = ("registrar", "keeper", "vet", "officer", "manager", "coordinator")


@bp.get("/cases/<number>/intake")
@allow(*CARE)
def intake(number: str) -> str:
    """The intake of a case as a list of tasks."""
    case = queries.case_or_404(number)
    return render_template(
        "animals/intake.html", case=case, tasks=intake_tasks(case),
        arrivals=queries.arrivals_of(case), account=queries.account_of(case),
    )  # fmt: skip


@bp.route("/cases/<number>/intake/receive", methods=["GET", "POST"])
@allow(*RECEIVERS)
def receive(number: str) -> Any:
    """Receive animals, alive and dead, against the manifest."""
    case = queries.case_or_404(number)
    kind, answered = arrival_form(comparing.differences(case))
    form = kind.posted()
    begin_now(form)
    rows = rows_of(form, answered)

    def act() -> Any:
        return rules.receive(
            case, by=g.staff, at=form.at.data, lines=[row.received for row in rows],
            apart=form.apart.data, after=number_in(form, "after"), **form.facts,
        )  # fmt: skip

    def facts() -> dict[str, Any]:
        see_anew(form, "after", len(arrivals(case)))
        return {"case": case, "rows": rows, "species": queries.species_names(),
                "came": queries.arrivals_of(case)}  # fmt: skip

    if "as_declared" in request.form:
        for row in rows:
            row.fill()
        return render_template("animals/receive.html", form=form, **facts())
    return answer(
        form, act, "animals/receive.html",
        to=lambda came: url_for(".received", number=case.number, intake_id=came.id),
        said=_said,
        facts=facts,
    )  # fmt: skip


@bp.get("/cases/<number>/intake/<int:intake_id>")
@allow(*CARE)
def received(number: str, intake_id: int) -> str:
    """One arrival: its facts, and the records it made."""
    case = queries.case_or_404(number)
    return render_template(
        "animals/received.html", case=case, intake=queries.intake_or_404(case, intake_id),
        open=[row for row in comparing.differences(case) if row.is_open],
    )  # fmt: skip


@bp.get("/cases/<number>/intake/differences")
@allow(*CARE)
def differences(number: str) -> str:
    """What was declared and what came, line by line."""
    case = queries.case_or_404(number)
    rows = comparing.differences(case)
    return render_template("animals/differences.html", case=case, rows=rows, key_of=_key)


@bp.route("/cases/<number>/intake/differences/<key>", methods=["GET", "POST"])
@allow(*RECEIVERS)
def explain(number: str, key: str) -> Any:
    """Explain a difference and sign it."""
    case, form = queries.case_or_404(number), ExplainForm.posted()
    row = _row(case, key)
    return answer(
        form,
        lambda: rules.explain_difference(
            case, line=row.line, taxon=row.taxon if row.line is None else None,
            explanation=form.explanation.data, by=g.staff, at=now(),
        ),
        "animals/explain.html",
        to=lambda _: url_for(".differences", number=case.number),
        said=lambda _: f"{row.name}: explained and signed.",
        facts=lambda: {"case": case, "row": row},
    )  # fmt: skip


def _key(row: Difference) -> str:
    """How an address names a difference: by the manifest's line, or by the undeclared species."""
    if row.line is not None:
        return f"line-{row.line.position}"
    return f"species-{row.taxon.id if row.taxon else 0}"


def _row(case: Case, key: str) -> Difference:
    for row in comparing.differences(case):
        if _key(row) == key:
            return row
    raise Missing


def _said(came: Any) -> str:
    alive, dead = sum(r.alive for r in came.lines), sum(r.dead for r in came.lines)
    return f"Received: {alive:,} alive, {dead:,} dead."
