"""Pages of readiness: the board, the gate of one animal, its judgements."""

from __future__ import annotations

from typing import Any

from flask import current_app, g, render_template, request, url_for

from rescue_center import clock, paging
from rescue_center.animals.life import Stage
from rescue_center.animals.queries import animal_or_404
from rescue_center.answers import answer
from rescue_center.departures import approval, forms, queries, readiness, rules
from rescue_center.departures.address import bp, stay_of
from rescue_center.policy import allow
from rescue_center.quarantine.passage import in_words


@bp.get("/readiness")
@allow("coordinator", "vet", "manager", "inspector")
def board() -> str:
    """Who is ready for release, and what each still lacks."""
    found = queries.candidates(clock.now(), paging.asked())
    return render_template("departures/board.html", found=found, at_page=paging.address)


@bp.get("/animals/<accession>/readiness")
@allow("coordinator", "vet", "manager", "inspector", "officer")
def gate(accession: str) -> str:
    """The release gate of one animal."""
    animal = animal_or_404(accession)
    stay = stay_of(animal)
    return render_template(
        "departures/gate.html", animal=animal, stay=stay,
        gate=readiness.gate(stay, clock.now()),
        extra=(
            readiness.RANGE,
            *readiness.fast_track_criteria(current_app.config["FAST_TRACK_DAYS"]),
        ),
        permits=readiness.permits(stay, ("release",)), leaves=Stage.RELEASED in stay.next_stages,
        left=queries.left(stay.id, stay.stage), passage=in_words(stay),
    )  # fmt: skip


@bp.route("/animals/<accession>/readiness/assess", methods=["GET", "POST"])
@allow("coordinator", "vet")
def assess(accession: str) -> Any:
    """Judge one criterion."""
    animal = animal_or_404(accession)
    form = forms.AssessForm.posted(
        data={"at": clock.now(), "criterion": request.args.get("criterion", "")}
    )
    form.approval.choices = approval.choices(stay_of(animal))
    return answer(
        form,
        lambda: rules.assess(
            stay_of(animal), form.criterion.data, form.verdict.data, by=g.staff, at=form.at.data,
            evidence=form.evidence.data, reason=form.reason.data,
            approved_by=form.approval.data or "",
        ),
        "departures/assess.html",
        to=lambda _: url_for(".gate", accession=accession), facts=lambda: {"animal": animal},
    )  # fmt: skip


@bp.route("/animals/<accession>/readiness/risk", methods=["GET", "POST"])
@allow("coordinator", "vet")
def judge_risk(accession: str) -> Any:
    """Judge the disease risk to the site."""
    animal = animal_or_404(accession)
    form = forms.RiskForm.posted(data={"at": clock.now()})
    return answer(
        form,
        lambda: rules.judge_risk(
            stay_of(animal), form.level.data, by=g.staff, at=form.at.data,
            evidence=form.evidence.data, mitigation=form.mitigation.data or "",
        ),
        "departures/risk.html",
        to=lambda _: url_for(".gate", accession=accession), facts=lambda: {"animal": animal},
    )  # fmt: skip
