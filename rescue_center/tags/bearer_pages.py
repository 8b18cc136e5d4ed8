"""Who wears a tag: binding a blank one or a new number, and taking one out of use."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.animals.pages import record_url
from rescue_center.animals.queries import animal_or_404
from rescue_center.answers import answer
from rescue_center.enclosures.models import Unit
from rescue_center.errors import Missing, Refused
from rescue_center.policy import allow
from rescue_center.tags import check, forms, printing, queries, rules
from rescue_center.tags.address import WRITERS, bp
from rescue_center.tags.models import Tag


@bp.post("/T/<number>/bearer")
@allow(*WRITERS)
def bind_blank(number: str) -> Any:
    """Bind a blank tag, scanned at the crate, to the animal inside."""
    tag, form = _tag_or_404(number), forms.BlankForm.posted()

    def act() -> Animal:
        try:
            animal = animal_or_404(form.accession.data)
        except Missing:
            raise Refused("No animal has this accession number.", field="accession") from None
        rules.bind(tag, animal, by=g.staff, at=clock.now())
        return animal

    return answer(
        form, act, "tags/blank.html", to=record_url,
        facts=lambda: {"tag": tag, "animals": queries.untagged()},
        said=lambda animal: f"Tag {check.spoken(tag.number)} now belongs to {animal.label}.",
    )  # fmt: skip


def _tag_or_404(number: str) -> Tag:
    tag = queries.by_number(number)
    if tag is None:
        raise Missing
    return tag


@bp.route("/animals/<accession>/tag", methods=["GET", "POST"])
@allow(*WRITERS)
def bind(accession: str) -> Any:
    """Give an animal a tag: a blank one from a roll, or a new number."""
    animal, form = animal_or_404(accession), forms.BindForm.posted()
    return answer(
        form, lambda: number_of(animal, form, replace=form.replace.data), "tags/bind.html",
        to=lambda _: record_url(animal),
        said=lambda tag: f"{animal.label} has tag {check.spoken(tag.number)}.",
        facts=lambda: _facts(animal),
    )  # fmt: skip


def _facts(animal: Animal) -> dict[str, Any]:
    return {"animal": animal, "worn": rules.live_tag(animal), "spoken": check.spoken,
            "printer": printing.form()}  # fmt: skip


@bp.post("/animals/<accession>/tag/sheet")
@allow(*WRITERS)
def print_tag(accession: str) -> Any:
    """The PDF of one animal's tag."""
    animal = animal_or_404(accession)
    worn = rules.live_tag(animal)
    return printing.sheet(
        [worn] if worn else [], accession,
        lambda form: render_template(
            "tags/bind.html", form=forms.BindForm(), **{**_facts(animal), "printer": form}
        ),
    )  # fmt: skip


def number_of(bearer: Animal | Unit, form: forms.NumberForm, *, replace: bool) -> Tag:
    """Give the bearer the blank tag that was typed, or a new number."""
    facts = {"by": g.staff, "at": clock.now(), "replace": replace, "reason": form.reason.data}
    if not form.number.data:
        return rules.tag_new(bearer, **facts)
    blank = queries.by_number(form.number.data)
    if blank is None:
        raise Refused("This number is on none of our tags.", field="number")
    rules.bind(blank, bearer, **facts)
    return blank


@bp.route("/tags/<number>/revocation", methods=["GET", "POST"])
@allow("registrar", "manager", "vet")
def revoke(number: str) -> Any:
    """Take a tag out of use for good."""
    tag, form = _tag_or_404(number), forms.RevokeForm.posted()
    spoken, back = check.spoken(tag.number), bearer_url(tag)
    return answer(
        form, lambda: rules.revoke(tag, by=g.staff, at=clock.now(), reason=form.reason.data),
        "tags/revoke.html", to=lambda _: back, said=lambda _: f"Tag {spoken} is revoked.",
        facts=lambda: {"tag": tag, "spoken": spoken, "back": back},
    )  # fmt: skip


def bearer_url(tag: Tag) -> str:
    """Where a tag belongs: its animal, its enclosure, or the roll it came from."""
    if tag.animal is not None:
        return record_url(tag.animal)
    if tag.unit is not None:
        return url_for("boards.unit", code=tag.unit.code)
    return url_for(".roll", batch_id=tag.batch_id) if tag.batch_id else url_for(".labels")
