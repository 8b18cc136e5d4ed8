"""Who wears a tag: binding a blank one or a new number, and taking one out of use."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, render_template, request, url_for

from rescue_center import clock
from rescue_center.db import db
from rescue_center.errors import Missing, Refused
from rescue_center.face import say
from rescue_center.policy import allow
from rescue_center.tags import check, forms, queries, rules
from rescue_center.tags.address import WRITERS, bp
from rescue_center.web import refusals_on


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
