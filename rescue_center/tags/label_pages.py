"""Rolls of blank tags, the tags of a case, and the sheets to print."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.cases.models import Case
from rescue_center.db import db
from rescue_center.face import say
from rescue_center.policy import allow
from rescue_center.tags import check, forms, printing, queries, rules, sheets
from rescue_center.tags.address import PRINTERS, WRITERS, bp, pdf
from rescue_center.tags.labels import STOCKS
from rescue_center.tags.models import Batch

#: Who prints any tag may see what the printer makes of a sheet.
CALIBRATORS = tuple(dict.fromkeys((*PRINTERS, *WRITERS)))


@bp.route("/labels", methods=["GET", "POST"])
@allow(*PRINTERS)
def labels() -> Any:
    """Rolls of blank tags, and what to print."""
    form = forms.RollForm.posted(data={"count": 21, "case": request.args.get("case", "")})

    def act() -> Batch:
        case = queries.case_or_404(form.case.data) if form.case.data else None
        return rules.allocate(
            form.count.data, by=g.staff, at=clock.now(), case=case, label=form.label.data
        )

    return answer(
        form, act, "tags/labels.html", to=lambda batch: url_for(".roll", batch_id=batch.id),
        facts=lambda: {"batches": queries.batches()},
    )  # fmt: skip


@bp.get("/labels/<int:batch_id>")
@allow(*PRINTERS)
def roll(batch_id: int) -> str:
    """One roll: its numbers, and the sheet to print."""
    return _roll_page(queries.batch_or_404(batch_id), printing.form())


def _roll_page(batch: Batch, form: forms.PrintForm) -> str:
    tags = queries.tags_of(batch)
    return render_template(
        "tags/roll.html", batch=batch, tags=tags, spoken=check.spoken, form=form,
        blank=[tag for tag in tags if tag.status == "blank"],
        action=url_for(".print_roll", batch_id=batch.id),
    )  # fmt: skip


@bp.post("/labels/<int:batch_id>/sheet")
@allow(*PRINTERS)
def print_roll(batch_id: int) -> Any:
    """The PDF of the blank tags of a roll: a bound one is printed from its bearer's page."""
    batch = queries.batch_or_404(batch_id)
    blank = [tag for tag in queries.tags_of(batch) if tag.status == "blank"]
    return printing.sheet(blank, f"roll-{batch_id}", lambda form: _roll_page(batch, form))


@bp.get("/cases/<number>/tags")
@allow("registrar", "manager", "vet", "coordinator")
def case_tags(number: str) -> str:
    """The tags of a case's animals: who has one, and the sheet to print."""
    return _case_page(queries.case_or_404(number), printing.form())


def _case_page(case: Case, form: forms.PrintForm) -> str:
    animals = queries.in_care_of(case)
    worn = {tag.animal_id: tag for tag in queries.live_tags(animals)}
    return render_template(
        "tags/case.html", case=case, animals=animals, worn=worn, spoken=check.spoken, form=form,
        action=url_for(".print_case", number=case.number),
    )  # fmt: skip


@bp.post("/cases/<number>/tags")
@allow("registrar", "manager", "vet", "coordinator")
def tag_case(number: str) -> Any:
    """Number every animal and lot of a case that has no tag yet."""
    case = queries.case_or_404(number)
    made = rules.tag_all(queries.in_care_of(case), by=g.staff, at=clock.now())
    db.session.commit()
    say(f"{len(made)} new tag numbers. Print them now.")
    return redirect(url_for(".case_tags", number=number), 303)


@bp.post("/cases/<number>/tags/sheet")
@allow("registrar", "manager", "vet", "coordinator")
def print_case(number: str) -> Any:
    """The PDF of the tags of a case."""
    case = queries.case_or_404(number)
    worn = queries.live_tags(queries.in_care_of(case))
    return printing.sheet(worn, f"case-{number}", lambda form: _case_page(case, form))


@bp.get("/labels/calibration")
@allow(*CALIBRATORS)
def calibrate() -> str:
    """For which stock a page of outlines is wanted, and how far the printer was out."""
    return render_template("tags/calibrate.html", form=printing.form())


@bp.get("/labels/calibration.pdf")
@allow(*CALIBRATORS)
def calibration() -> Any:
    """A page with the outlines of a label stock, to hold against it."""
    if "stock" not in request.args:
        return redirect(url_for(".calibrate"), 303)
    form = forms.CalibrationForm.asked()
    if not form.validate():
        return render_template("tags/calibrate.html", form=form), 422
    stock = STOCKS[form.stock.data]
    made = sheets.calibration(stock, shift_mm=form.shift)
    return printing.remember(pdf(made, f"calibration-{stock.code}"), form)
