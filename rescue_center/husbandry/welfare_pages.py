"""The pages of welfare."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from rescue_center import clock, paging
from rescue_center.animals import queries as animals
from rescue_center.answers import answer
from rescue_center.db import get_or_missing
from rescue_center.husbandry import forms
from rescue_center.husbandry import welfare_queries as queries
from rescue_center.husbandry import welfare_rules as rules
from rescue_center.husbandry.address import KEEPING, bp
from rescue_center.husbandry.welfare_models import WelfareAssessment
from rescue_center.husbandry.words import COMPROMISE, CONFIDENCE, DOMAINS, ENHANCEMENT
from rescue_center.policy import CARE, allow
from rescue_center.tongues import phrase


@bp.get("/welfare")
@allow(*CARE)
def welfare_due() -> str:
    """Whose welfare is to be assessed."""
    today = clock.today()
    return render_template("husbandry/welfare_due.html", today=today, at_page=paging.address,
                           found=queries.due(today, paging.asked()))  # fmt: skip


@bp.get("/animals/<accession>/welfare")
@allow(*CARE)
def welfare(accession: str) -> str:
    """How an animal fares, from one assessment to the next."""
    animal = animals.animal_or_404(accession)
    found = queries.of_animal(animal.id)
    return render_template(
        "husbandry/welfare.html", animal=animal, assessments=found, today=clock.today(),
        counted=[one for one in found if not one.is_void], due=queries.next_due(animal, found),
        domains=DOMAINS, compromise=COMPROMISE, enhancement=ENHANCEMENT, confidence=CONFIDENCE,
    )  # fmt: skip


@bp.route("/animals/<accession>/welfare/new", methods=["GET", "POST"])
@allow(*KEEPING)
def assess(accession: str) -> Any:
    """Assess the five domains."""
    animal = animals.animal_or_404(accession)
    plain = {f"{domain}_plus": 0 for domain in DOMAINS}
    form: Any = forms.WelfareForm.posted(data=plain | {"at": clock.now()})

    def act() -> WelfareAssessment:
        grades = {
            domain: rules.Grade(form[domain].data, form[f"{domain}_plus"].data,
                                form[f"{domain}_indicators"].data)
            for domain in DOMAINS
        }  # fmt: skip
        return rules.assess(
            animal, grades, confidence=form.confidence.data, note=form.note.data, by=g.staff,
            at=form.at.data, recorded_at=clock.now(),
        )  # fmt: skip

    return answer(
        form, act, "husbandry/assess.html", to=lambda _: _url(accession),
        said=lambda row: f"{animal.label}: {COMPROMISE[row.overall]} in the worst domain.",
        facts=lambda: {"animal": animal, "domains": DOMAINS},
    )  # fmt: skip


@bp.route("/welfare/<int:assessment_id>/void", methods=["GET", "POST"])
@allow(*KEEPING)
def void_assessment(assessment_id: int) -> Any:
    """Strike out an assessment."""
    row, form = get_or_missing(WelfareAssessment, assessment_id), forms.ReasonForm.posted()
    back = _url(row.animal.accession)
    return answer(
        form,
        lambda: rules.void_assessment(row, by=g.staff, at=clock.now(), reason=form.reason.data),
        "husbandry/strike.html", to=lambda _: back, said=lambda _: "It is struck out.",
        facts=lambda: {"back": back, "what": f"{_title(row)}, {clock.moment_text(row.at)}"},
    )  # fmt: skip


def _url(accession: str) -> str:
    return url_for(".welfare", accession=accession)


def _title(row: WelfareAssessment) -> str:
    return phrase("Welfare of {name}", name=row.animal.label)
