"""Rolls of blank tags, the tags of a case, and the sheets to print."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, g, redirect, render_template, request, url_for

from rescue_center import clock
from rescue_center.animals.queries import animal_or_404
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.errors import Missing, Refused
from rescue_center.face import say
from rescue_center.policy import allow
from rescue_center.tags import check, forms, qr, queries, rules, sheets
from rescue_center.tags.address import PRINTERS, WRITERS, bp, finder_of, pdf
from rescue_center.tags.face import Tag as Face
from rescue_center.tags.labels import STOCKS
from rescue_center.tags.models import Batch, Tag


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
    batch = queries.batch_or_404(batch_id)
    return render_template(
        "tags/roll.html", batch=batch, tags=queries.tags_of(batch), spoken=check.spoken,
        form=forms.PrintForm(data={"stock": "L7160", "start": 1}),
        action=url_for(".print_roll", batch_id=batch_id),
    )  # fmt: skip


@bp.post("/labels/<int:batch_id>/sheet")
@allow(*PRINTERS)
def print_roll(batch_id: int) -> Any:
    """The PDF of a roll."""
    batch = queries.batch_or_404(batch_id)
    return _sheet([t for t in queries.tags_of(batch) if t.status != "revoked"], f"roll-{batch_id}")


@bp.get("/cases/<number>/tags")
@allow("registrar", "manager", "vet", "coordinator")
def case_tags(number: str) -> str:
    """The tags of a case's animals: who has one, and the sheet to print."""
    case = queries.case_or_404(number)
    animals = queries.in_care_of(case)
    worn = {tag.animal_id: tag for tag in queries.live_tags(animals)}
    return render_template(
        "tags/case.html", case=case, animals=animals, worn=worn, spoken=check.spoken,
        form=forms.PrintForm(data={"stock": "L7160", "start": 1}),
        action=url_for(".print_case", number=number),
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
    return _sheet(queries.live_tags(queries.in_care_of(case)), f"case-{number}")


@bp.post("/animals/<accession>/tag/sheet")
@allow(*WRITERS)
def print_tag(accession: str) -> Any:
    """The PDF of one animal's tag."""
    tag = rules.live_tag(animal_or_404(accession))
    if tag is None:
        raise Refused("There is no tag to print yet.")
    return _sheet([tag], accession)


@bp.get("/labels/stock/<code>/calibration.pdf")
@allow("registrar", "manager", "vet", "coordinator", "admin", "keeper")
def calibration(code: str) -> Response:
    """A page with the outlines of a label stock, to hold against it."""
    stock = STOCKS.get(code)
    if stock is None:
        raise Missing
    return pdf(sheets.calibration(stock), f"calibration-{code}")


def _sheet(tags: list[Tag], name: str) -> Any:
    form = forms.PrintForm.posted()
    if not form.validate():
        raise Refused(" ".join(e for errors in form.errors.values() for e in errors))
    if not tags:
        raise Refused("There are no tags to print here yet.")
    stock = STOCKS[form.stock.data]
    made = sheets.tag_sheets(
        [_face(tag) for tag in tags], stock, start=form.start.data, finder=finder_of()
    )
    rules.printed(tags, by=g.staff, at=clock.now())
    db.session.commit()
    return pdf(made, f"tags-{name}")


def _face(tag: Tag) -> Face:
    lines: tuple[str, ...] = ()
    if tag.animal is not None:
        many = f"{tag.animal.count} " if tag.animal.is_lot else ""
        lines = (f"{many}{tag.animal.name or tag.animal.taxon.label}", tag.animal.accession)
    return Face(tag.number, qr.address(current_app.config["BASE_URL"], tag.number), lines)
