"""Taking in the file of an analyser: it is looked at first, row by row, then carried out."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import g, render_template, url_for
from sqlalchemy.orm import joinedload

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.laboratory import forms, import_reading, import_rules
from rescue_center.laboratory.address import bp
from rescue_center.laboratory.models import LabImport
from rescue_center.policy import allow
from rescue_center.refusals import refusals_on


@bp.route("/laboratory/import", methods=["GET", "POST"])
@allow("vet")
def upload() -> Any:
    """Choose a file; what would become of each row is shown before anything is stored."""
    form = forms.UploadForm.posted()
    if form.file.data is not None and form.validate():
        with refusals_on(form):
            content = import_reading.text_of(form.file.data.read())
            lines = import_reading.lines(content)
            name = str(form.file.data.filename)
            carry = forms.ImportForm(data={"name": name, "content": content})
            return render_template("laboratory/preview.html", form=carry, name=name,
                                   told=import_rules.looked_at(lines, at=clock.now()))  # fmt: skip
    elif form.file.raw_data is not None:
        form.validate()
    return _page(form), 422 if form.errors else 200


def _page(form: Any) -> str:
    query = sa.select(LabImport).options(joinedload(LabImport.by)).order_by(LabImport.id.desc())
    return render_template(
        "laboratory/import.html", form=form, runs=db.session.scalars(query.limit(20)).all(),
        columns=import_reading.NAMES, needed=import_reading.NEEDED,
    )  # fmt: skip


@bp.post("/laboratory/import/results")
@allow("vet")
def carry_out() -> Any:
    """Store the rows that were looked at."""
    form, at = forms.ImportForm.posted(), clock.now()
    content = form.content.data or ""

    def told() -> dict[str, Any]:
        try:
            rows = import_rules.looked_at(import_reading.lines(content), at=at)
        except Refused:
            rows = []
        return {"name": form.name.data, "told": rows}

    return answer(
        form,
        lambda: import_rules.take_in(
            import_reading.lines(content), name=form.name.data or "results.csv", content=content,
            by=g.staff, at=at,
        ),
        "laboratory/preview.html", to=lambda _: url_for(".index", show="back"), facts=told,
        said=lambda run: f"{run.stored} results stored, {run.there} were there already, "
        f"{run.reported} reported.",
    )  # fmt: skip
