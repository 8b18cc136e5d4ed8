"""The pages of concerns: raised at an animal or an enclosure, waiting, answered."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, request, url_for

from rescue_center import clock, paging
from rescue_center.animals import queries as animals
from rescue_center.animals.pages import sealed
from rescue_center.answers import answer as answered
from rescue_center.enclosures import queries as places
from rescue_center.husbandry import concern_queries as queries
from rescue_center.husbandry import concern_rules as rules
from rescue_center.husbandry import forms, photographs
from rescue_center.husbandry.address import KEEPING, back_to, bp
from rescue_center.husbandry.concern_models import Concern
from rescue_center.policy import CARE, allow
from rescue_center.tongues import phrase


@bp.get("/concerns")
@allow(*CARE)
def concerns() -> str:
    """Concerns that wait for an answer, and those that had one."""
    is_open = request.args.get("show") != "past"
    found = queries.listed(is_open=is_open, page=paging.asked())
    return render_template("husbandry/concerns.html", found=found, is_open=is_open,
                           at_page=paging.address)  # fmt: skip


@bp.route("/animals/<accession>/concerns/new", methods=["GET", "POST"])
@bp.route("/units/<code>/concerns/new", methods=["GET", "POST"])
@allow(*KEEPING, "registrar", "officer")
def raise_concern(accession: str = "", code: str = "") -> Any:
    """Tell the vet of something that worries."""
    animal = animals.animal_or_404(accession) if accession else None
    unit = places.unit_or_404(code) if code else None
    form = forms.ConcernForm.posted(data={"at": clock.now()})

    def act() -> Concern:
        concern = rules.raise_concern(
            form.what.data, form.urgency.data, animal=animal, unit=unit, note=form.note.data,
            by=g.staff, at=form.at.data, recorded_at=clock.now(),
        )  # fmt: skip
        for media in sealed(form.photos):
            photographs.show(concern, media, by=g.staff, at=form.at.data)
        return concern

    return answered(
        form, act, "husbandry/raise.html", to=_url, said=lambda _: "The vet sees it on their home.",
        facts=lambda: {"animal": animal, "unit": unit, "back": back_to(animal, unit)},
    )  # fmt: skip


@bp.get("/concerns/<int:concern_id>")
@allow(*CARE)
def concern(concern_id: int) -> str:
    """One concern, with its photographs and its answer."""
    return render_template("husbandry/concern.html", concern=queries.concern_or_404(concern_id),
                           form=forms.AnswerForm())  # fmt: skip


@bp.post("/concerns/<int:concern_id>/answer")
@allow("vet", "manager")
def answer(concern_id: int) -> Any:
    """Say what was found or done."""
    concern, form = queries.concern_or_404(concern_id), forms.AnswerForm.posted()
    return answered(
        form, lambda: rules.answer(concern, form.answer.data, by=g.staff, at=clock.now()),
        "husbandry/concern.html", to=lambda _: _url(concern),
        said=lambda _: "The concern is answered.", facts=lambda: {"concern": concern},
    )  # fmt: skip


@bp.route("/concerns/<int:concern_id>/void", methods=["GET", "POST"])
@allow(*KEEPING, "registrar", "officer")
def void_concern(concern_id: int) -> Any:
    """Strike out a concern that was none."""
    concern, form = queries.concern_or_404(concern_id), forms.ReasonForm.posted()
    return answered(
        form,
        lambda: rules.void_concern(concern, by=g.staff, at=clock.now(), reason=form.reason.data),
        "husbandry/strike.html", to=lambda _: _url(concern), said=lambda _: "It is struck out.",
        facts=lambda: {"what": f"{phrase(concern.label)}, {clock.moment_text(concern.at)}",
                       "back": _url(concern)},
    )  # fmt: skip


def _url(concern: Concern) -> str:
    return url_for(".concern", concern_id=concern.id)
