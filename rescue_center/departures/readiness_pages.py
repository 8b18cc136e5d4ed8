"""Pages of readiness: the board, the gate of one animal, its judgements and permits."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from rescue_center import clock, paging
from rescue_center.animals.life import Stage
from rescue_center.animals.pages import record_url
from rescue_center.animals.queries import animal_or_404
from rescue_center.answers import answer
from rescue_center.departures import forms, queries, readiness, rules
from rescue_center.departures.address import bp, stay_of
from rescue_center.media import rules as media
from rescue_center.policy import allow


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
        gate=readiness.gate(stay, clock.now()), extra=(readiness.RANGE, readiness.TRADE),
        permits=readiness.permits(stay, ("release",)), leaves=Stage.RELEASED in stay.next_stages,
        left=queries.left(stay.id, stay.stage),
    )  # fmt: skip


@bp.route("/animals/<accession>/readiness/assess", methods=["GET", "POST"])
@allow("coordinator", "vet")
def assess(accession: str) -> Any:
    """Judge one criterion."""
    animal = animal_or_404(accession)
    form = forms.AssessForm.posted(
        data={"at": clock.now(), "criterion": request.args.get("criterion", "")}
    )
    return answer(
        form,
        lambda: rules.assess(
            stay_of(animal), form.criterion.data, form.verdict.data, by=g.staff, at=form.at.data,
            evidence=form.evidence.data, reason=form.reason.data,
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


@bp.route("/animals/<accession>/permits/new", methods=["GET", "POST"])
@allow("coordinator", "registrar", "vet", "manager")
def add_permit(accession: str) -> Any:
    """Record a permit for an animal."""
    animal = animal_or_404(accession)
    form = forms.PermitForm.posted(data={"kind": request.args.get("kind", "release")})

    def act() -> Any:
        now = clock.now()
        scans = [
            media.seal(f.stream, f.filename or "permit", by=g.staff, at=now)
            for f in form.scan.data or []
        ]
        return rules.add_permit(
            [stay_of(animal)], by=g.staff, at=now, kind=form.kind.data, number=form.number.data,
            issuer=form.issuer.data, issuer_country=form.issuer_country.data,
            issued_on=form.issued_on.data, expires_on=form.expires_on.data, notes=form.notes.data,
            media=scans[0] if scans else None,
        )  # fmt: skip

    return answer(
        form, act, "departures/permit.html", to=lambda _: record_url(animal),
        said=lambda permit: f"Permit {permit.number} recorded for {animal.label}.",
        facts=lambda: {"animal": animal},
    )  # fmt: skip
