"""Addresses of tags: what a scan opens, rolls of blanks, binding, sheets, door cards."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)

from rescue_center import clock
from rescue_center.db import db
from rescue_center.errors import Missing, Refused
from rescue_center.face import say
from rescue_center.policy import CARE, Role, allow
from rescue_center.tags import cards, check, forms, qr, queries, rules, sheets
from rescue_center.tags.face import Finder
from rescue_center.tags.face import Tag as Face
from rescue_center.tags.labels import STOCKS
from rescue_center.tags.models import Finding, Tag
from rescue_center.web import refusals_on

bp = Blueprint("tags", __name__)
WRITERS = ("registrar", "vet", "keeper", "manager", "coordinator")
_CARE = frozenset(Role(name) for name in CARE)


# --- the scan -------------------------------------------------------------------------------


@bp.get("/T/<number>")
@bp.get("/t/<number>")
@allow("public")
def open_tag(number: str) -> Any:
    """What a scan opens: the keeper's card, or for a stranger the finder's page, which says
    nothing of the animal, nor whether the number exists."""
    if g.staff is None or not g.staff.roles & _CARE:
        return _finder(number)
    tag = queries.by_number(number)
    if tag is None:
        form = forms.ScanForm(data={"number": number})
        return render_template("tags/scan.html", form=form, unknown=check.tidy(number)), 404
    if tag.unit is not None:
        return redirect(url_for("boards.unit", code=tag.unit.code), 303)
    if tag.status == "blank":
        return render_template(
            "tags/blank.html", tag=tag, form=forms.BlankForm(), animals=queries.untagged()
        )
    return render_template("tags/card.html", tag=tag, spoken=check.spoken(tag.number))


def _finder(number: str, form: Any = None, code: int = 200) -> Any:
    page = render_template(
        "tags/finder.html", number=check.tidy(number)[:8], form=form or forms.FoundForm(),
        phone=current_app.config["CENTRE_PHONE"], whatsapp=current_app.config["CENTRE_WHATSAPP"],
        address=current_app.config["CENTRE_ADDRESS"],
    )  # fmt: skip
    return page, code


@bp.post("/T/<number>/found")
@allow("public")
def found(number: str) -> Any:
    """A stranger tells where a tagged animal is. Any number is answered alike."""
    form = forms.FoundForm.posted()
    if not form.validate():
        return _finder(number, form, 422)
    address = hashlib.sha256(
        f"{current_app.config['SECRET_KEY']}{request.remote_addr}".encode()
    ).hexdigest()
    since = clock.now() - timedelta(minutes=10)
    told = db.session.scalar(
        sa.select(sa.func.count())
        .select_from(Finding)
        .where(Finding.address_hash == address, Finding.at > since)
    )
    if told and told >= 5:
        abort(429)
    tag = queries.by_number(number)
    db.session.add(
        Finding(
            tag_number=check.tidy(number)[:20], tag_id=tag.id if tag else None, at=clock.now(),
            where_text=form.where.data, contact=form.contact.data, message=form.message.data,
            address_hash=address,
        )
    )  # fmt: skip
    db.session.commit()
    return redirect(url_for(".thanks"), 303)


@bp.get("/thanks")
@allow("public")
def thanks() -> str:
    """After a stranger told us."""
    return render_template("tags/thanks.html", phone=current_app.config["CENTRE_PHONE"])


@bp.route("/scan", methods=["GET", "POST"])
@allow(*CARE)
def scan() -> Any:
    """Type the number on a tag."""
    form = forms.ScanForm.posted()
    if request.method == "POST" and form.validate():
        return redirect(url_for(".open_tag", number=check.tidy(form.number.data)), 303)
    page = render_template("tags/scan.html", form=form, unknown="")
    return page, 422 if form.errors else 200


@bp.post("/T/<number>/bearer")
@allow(*WRITERS)
def bind_blank(number: str) -> Any:
    """Bind a blank tag, scanned at the crate, to the animal inside."""
    tag = queries.by_number(number)
    if tag is None:
        raise Missing
    form = forms.BlankForm.posted()
    with refusals_on(form):
        if form.validate():
            try:
                animal = queries.animal_or_404(form.accession.data)
            except Missing:
                raise Refused("No animal has this accession number.", field="accession") from None
            rules.bind(tag, animal, by=g.staff, at=clock.now())
            db.session.commit()
            say(f"Tag {check.spoken(tag.number)} now belongs to {animal.label}.")
            return redirect(url_for("boards.animal", accession=animal.accession), 303)
    return render_template("tags/blank.html", tag=tag, form=form, animals=queries.untagged()), 422


@bp.route("/animals/<accession>/tag", methods=["GET", "POST"])
@allow(*WRITERS)
def bind(accession: str) -> Any:
    """Give an animal a tag: a blank one from a roll, or a new number."""
    animal = queries.animal_or_404(accession)
    form = forms.BindForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                _bind(animal, form)
                db.session.commit()
                return redirect(url_for("boards.animal", accession=accession), 303)
        return _bind_page(animal, form), 422
    return _bind_page(animal, form)


def _bind(animal: Any, form: forms.BindForm) -> None:
    facts = {"by": g.staff, "at": clock.now(), "replace": form.replace.data,
             "reason": form.reason.data}  # fmt: skip
    if not form.number.data:
        tag = rules.tag_new(animal, **facts)
    else:
        blank = queries.by_number(form.number.data)
        if blank is None:
            raise Refused("This number is on none of our tags.", field="number")
        rules.bind(blank, animal, **facts)
        tag = blank
    say(f"{animal.label} has tag {check.spoken(tag.number)}.")


def _bind_page(animal: Any, form: forms.BindForm) -> str:
    return render_template(
        "tags/bind.html", animal=animal, form=form, worn=rules.live_tag(animal), spoken=check.spoken
    )


@bp.route("/tags/<number>/revocation", methods=["GET", "POST"])
@allow("registrar", "manager", "vet")
def revoke(number: str) -> Any:
    """Take a tag out of use for good."""
    tag = queries.by_number(number)
    if tag is None:
        raise Missing
    form = forms.RevokeForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                rules.revoke(tag, by=g.staff, at=clock.now(), reason=form.reason.data)
                db.session.commit()
                say(f"Tag {check.spoken(tag.number)} is revoked.")
                return redirect(url_for(".labels"), 303)
        return render_template("tags/revoke.html", tag=tag, form=form,
                               spoken=check.spoken(tag.number)), 422  # fmt: skip
    return render_template("tags/revoke.html", tag=tag, form=form, spoken=check.spoken(tag.number))


# --- rolls and sheets -------------------------------------------------------------------------


@bp.route("/labels", methods=["GET", "POST"])
@allow("registrar", "manager", "vet", "coordinator", "admin")
def labels() -> Any:
    """Rolls of blank tags, and what to print."""
    form = forms.RollForm.posted(data={"count": 21, "case": request.args.get("case", "")})
    code = 200
    if request.method == "POST":
        code = 422
        with refusals_on(form):
            if form.validate():
                case = queries.case_or_404(form.case.data) if form.case.data else None
                batch = rules.allocate(
                    form.count.data, by=g.staff, at=clock.now(), case=case, label=form.label.data
                )
                db.session.commit()
                return redirect(url_for(".roll", batch_id=batch.id), 303)
    page = render_template(
        "tags/labels.html", form=form, batches=queries.batches(), findings=queries.findings(10)
    )
    return page, code


@bp.get("/labels/<int:batch_id>")
@allow("registrar", "manager", "vet", "coordinator", "admin")
def roll(batch_id: int) -> str:
    """One roll: its numbers, and the sheet to print."""
    batch = queries.batch_or_404(batch_id)
    return render_template(
        "tags/roll.html", batch=batch, tags=queries.tags_of(batch), spoken=check.spoken,
        form=forms.PrintForm(data={"stock": "L7160", "start": 1}),
        action=url_for(".print_roll", batch_id=batch_id),
    )  # fmt: skip


@bp.post("/labels/<int:batch_id>/sheet")
@allow("registrar", "manager", "vet", "coordinator", "admin")
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
    tag = rules.live_tag(queries.animal_or_404(accession))
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
    return _pdf(sheets.calibration(stock), f"calibration-{code}")


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
    return _pdf(made, f"tags-{name}")


def _face(tag: Tag) -> Face:
    lines: tuple[str, ...] = ()
    if tag.animal is not None:
        many = f"{tag.animal.count} " if tag.animal.is_lot else ""
        lines = (f"{many}{tag.animal.name or tag.animal.taxon.label}", tag.animal.accession)
    return Face(tag.number, qr.address(current_app.config["BASE_URL"], tag.number), lines)


def finder_of() -> Finder:
    """Whom to call, as every tag says."""
    config = current_app.config
    return Finder(config["CENTRE_NAME"], config["CENTRE_PHONE"])


@bp.get("/units/<code>/door-card.pdf")
@allow(*WRITERS)
def door_card(code: str) -> Response:
    """The card for an enclosure's door; its number must exist."""
    unit = queries.unit_or_404(code)
    tag = rules.live_tag(unit)
    if tag is None:
        raise Refused("This enclosure has no number yet: give it one on its page.")
    card = cards.DoorCard(
        tag.number, qr.address(current_app.config["BASE_URL"], tag.number), unit.label,
        capacity=f"{unit.capacity} places", ppe=_protection(unit.biosecurity),
        quarantine=unit.is_quarantine, site=unit.parent.label if unit.parent else None,
    )  # fmt: skip
    return _pdf(cards.door_cards([card], finder_of()), f"door-{code}")


@bp.post("/units/<code>/tag")
@allow(*WRITERS)
def tag_unit(code: str) -> Any:
    """Give an enclosure's door a number."""
    unit = queries.unit_or_404(code)
    tag = rules.tag_new(unit, by=g.staff, at=clock.now())
    db.session.commit()
    say(f"{unit.code} has door number {check.spoken(tag.number)}. Print its card.")
    return redirect(url_for("boards.unit", code=code), 303)


def _protection(biosecurity: str) -> tuple[str, ...]:
    worn = {"quarantine": ("gloves", "mask", "boots", "footbath"),
            "isolation": ("gloves", "mask", "goggles", "gown", "boots", "footbath"),
            "hospital": ("gloves",)}  # fmt: skip
    return worn.get(biosecurity, ())


def _pdf(made: bytes, name: str) -> Response:
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
