"""The page that says that an enclosure was cleaned."""

from __future__ import annotations

from typing import Any

from flask import g, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.enclosures import cleaning_rules, forms, queries
from rescue_center.enclosures.address import bp
from rescue_center.policy import allow


@bp.route("/units/<code>/cleaned", methods=["GET", "POST"])
@allow("keeper", "vet", "manager", "coordinator")
def clean(code: str) -> Any:
    """Write down that an enclosure was cleaned and stands empty."""
    unit, form = queries.unit_or_404(code), forms.CleanForm.posted(data={"at": clock.now()})
    return answer(
        form,
        lambda: cleaning_rules.clean(unit, by=g.staff, at=form.at.data, note=form.note.data),
        "enclosures/clean.html", to=lambda _: url_for("boards.unit", code=unit.code),
        said=lambda _: f"{unit.code} is clean and empty: a new batch may come in.",
        facts=lambda: {"unit": unit},
    )  # fmt: skip
