"""The address of births and hatchings."""

from __future__ import annotations

from typing import Any

from flask import g

from rescue_center.animals import births, queries
from rescue_center.animals.forms import BirthForm
from rescue_center.animals.pages import KEEPING, begin_now, bp, record_url
from rescue_center.answers import answer
from rescue_center.policy import allow


@bp.route("/animals/<accession>/young", methods=["GET", "POST"])
@allow(*KEEPING)
def bear(accession: str) -> Any:
    """Take young that were born or hatched here onto the books."""
    dam = queries.animal_or_404(accession)
    form = BirthForm.posted(data={"age_class": "neonate", "sex": "unknown"})
    begin_now(form)
    return answer(
        form,
        lambda: births.bear(
            dam, form.count.data, by=g.staff, at=form.at.data, sex=form.sex.data,
            age_class=form.age_class.data, notes=form.notes.data or "",
        ),
        "animals/bear.html", to=record_url, facts=lambda: {"animal": dam},
        said=lambda young: f"{young.count} born of {dam.label}: {young.accession}. "
        "Give a place, and begin its quarantine.",
    )  # fmt: skip
