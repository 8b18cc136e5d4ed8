"""Reference intervals: the list, one with its history, new ones, new versions."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import g, render_template, request, url_for

from rescue_center import clock, paging
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.laboratory import forms, interval_rules, queries
from rescue_center.laboratory.address import CLINICAL, bp
from rescue_center.laboratory.flags import Limits
from rescue_center.laboratory.interval_rules import Range, Whom
from rescue_center.laboratory.reference_models import ReferenceInterval
from rescue_center.policy import allow
from rescue_center.species.models import Taxon


@bp.get("/laboratory/intervals")
@allow(*CLINICAL)
def intervals() -> str:
    """What is usual, by species, each with its source."""
    taxon = request.args.get("taxon", 0, int) or None
    query = queries.intervals(taxon)
    total = db.session.scalar(
        sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    )
    cut = paging.cut(total or 0, paging.asked())
    rows = db.session.scalars(query.limit(cut.size).offset(cut.offset)).all()
    return render_template(
        "laboratory/intervals.html", found=cut.holding(rows), at_page=paging.address,
        species=_species(), taxon=taxon,
    )  # fmt: skip


def _species() -> list[Taxon]:
    query = sa.select(Taxon).where(
        sa.exists().where(ReferenceInterval.taxon_id == Taxon.id,
                          ReferenceInterval.ended_at.is_(None))
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(Taxon.scientific_name).limit(200)))


@bp.route("/laboratory/intervals/new", methods=["GET", "POST"])
@allow("vet")
def add_interval() -> Any:
    """An interval of a species, with its source."""
    form = forms.NewIntervalForm.posted(data={"taxon": request.args.get("taxon", "")})
    known = {one.id: one for one in queries.analytes()}
    form.analyte.choices = [(one.id, f"{one.label}, {one.unit}") for one in known.values()]

    def act() -> ReferenceInterval:
        name = " ".join(form.taxon.data.split())
        taxon = db.session.scalar(
            sa.select(Taxon).where(sa.func.lower(Taxon.scientific_name) == name.lower())
        )
        if taxon is None:
            raise Refused("No species of the list has this scientific name.", field="taxon")
        whom = Whom(taxon, form.sex.data or "", form.age_class.data or "", form.method.data or "",
                    form.laboratory.data or "")  # fmt: skip
        return interval_rules.add(
            known[form.analyte.data], whom, _said(form), by=g.staff, at=clock.now()
        )

    return answer(
        form, act, "laboratory/interval_form.html", to=_url,
        said=lambda row: f"{row.analyte.label} of {row.taxon.label}: {interval_rules.text(row)}.",
        facts=lambda: {"row": None},
    )  # fmt: skip


def _said(form: Any) -> Range:
    limits = Limits(form.low.data, form.high.data, form.crit_low.data, form.crit_high.data)
    return Range(limits, form.unit.data, form.source.data, form.animals.data,
                 form.note.data or "")  # fmt: skip


def _url(row: ReferenceInterval) -> str:
    return url_for(".interval", interval_id=row.id)


@bp.get("/laboratory/intervals/<int:interval_id>")
@allow(*CLINICAL)
def interval(interval_id: int) -> str:
    """An interval, what it replaced, and what replaced it."""
    row = queries.interval_or_404(interval_id)
    return render_template("laboratory/interval.html", row=row, versions=_versions(row))


def _versions(row: ReferenceInterval) -> list[ReferenceInterval]:
    """Every version of an interval, the newest first."""
    query = queries.intervals(row.taxon_id, ended=True).where(
        *(getattr(ReferenceInterval, name) == getattr(row, name)
          for name in ("analyte_id", "sex", "age_class", "method", "laboratory"))
    )  # fmt: skip
    return list(db.session.scalars(query))


@bp.route("/laboratory/intervals/<int:interval_id>/replace", methods=["GET", "POST"])
@allow("vet")
def replace_interval(interval_id: int) -> Any:
    """A new version; results keep the one that they were judged by."""
    row = queries.interval_or_404(interval_id)
    given = {name: getattr(row, name) for name in (
        "low", "high", "crit_low", "crit_high", "unit", "animals", "source", "note")}  # fmt: skip
    form = forms.ReplaceForm.posted(data=given)
    return answer(
        form,
        lambda: interval_rules.replace(
            row, _said(form), reason=form.reason.data, by=g.staff, at=clock.now()
        ),
        "laboratory/interval_form.html", to=_url, facts=lambda: {"row": row},
        said=lambda new: f"It is {interval_rules.text(new)} from now on.",
    )  # fmt: skip


@bp.route("/laboratory/intervals/<int:interval_id>/retire", methods=["GET", "POST"])
@allow("vet")
def retire_interval(interval_id: int) -> Any:
    """Take an interval out of use."""
    row, form = queries.interval_or_404(interval_id), forms.ReasonForm.posted()
    return answer(
        form,
        lambda: interval_rules.retire(row, reason=form.reason.data, by=g.staff, at=clock.now()),
        "laboratory/retire.html", to=lambda _: _url(row),
        said=lambda _: "The interval is out of use.", facts=lambda: {"row": row},
    )  # fmt: skip
