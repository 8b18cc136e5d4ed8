"""What is measured, in which units, and the panels."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.laboratory import forms, queries, reference_rules
from rescue_center.laboratory.address import CLINICAL, bp
from rescue_center.policy import allow


@bp.get("/laboratory/analytes")
@allow(*CLINICAL)
def analytes() -> str:
    """Every analyte with the units it comes in and their factors, and the panels."""
    return render_template(
        "laboratory/analytes.html", analytes=queries.analytes(), panels=queries.panels()
    )


@bp.route("/laboratory/analytes/new", methods=["GET", "POST"])
@allow("vet")
def add_analyte() -> Any:
    """Something that the list does not have."""
    form = forms.AnalyteForm.posted()
    return answer(
        form,
        lambda: reference_rules.add_analyte(
            form.key.data, form.label.data, form.unit.data, form.units.data or "", by=g.staff,
            at=clock.now(),
        ),
        "laboratory/analyte_form.html", to=lambda _: url_for(".analytes"),
        said=lambda row: f"{row.label} is in the list.",
    )  # fmt: skip


@bp.route("/laboratory/panels/new", methods=["GET", "POST"])
@allow("vet")
def add_panel() -> Any:
    """Analytes that are asked for together."""
    form, known = forms.PanelForm.posted(), {one.id: one for one in queries.analytes()}
    form.analytes.choices = [(one.id, one.label) for one in known.values()]
    return answer(
        form,
        lambda: reference_rules.add_panel(
            form.name.data, [known[key] for key in form.analytes.data],
            sample=form.sample.data or "", by=g.staff, at=clock.now(),
        ),
        "laboratory/panel_form.html", to=lambda _: url_for(".analytes"),
        said=lambda row: f"{row.name} can be asked for.",
    )  # fmt: skip
