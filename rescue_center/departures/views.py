"""Addresses of readiness, release, death, escape and return."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for

from rescue_center import clock
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.departures import death as deaths
from rescue_center.departures import escape as escapes
from rescue_center.departures import forms, queries, readiness, rules, voiding
from rescue_center.errors import Refused
from rescue_center.face import say
from rescue_center.media import rules as media
from rescue_center.policy import allow
from rescue_center.web import refusals_on

bp = Blueprint("departures", __name__)


def _stay(animal: Animal) -> Stay:
    if animal.stay is None:
        raise Refused(f"{animal.label} has no stay.")
    return animal.stay


def _refuse_uncounted(animal: Animal, count: int | None) -> None:
    """An empty box never means the whole of a lot."""
    if animal.is_lot and animal.count > 1 and count is None:
        raise Refused(f"Say how many of the {animal.count}.", field="count")


def _to(animal: Animal) -> Any:
    return redirect(url_for("boards.animal", accession=animal.accession), 303)


@bp.get("/readiness")
@allow("coordinator", "vet", "manager", "inspector")
def board() -> str:
    """Who is ready for release, and what each still lacks."""
    page = max(1, request.args.get("page", 1, int))
    rows, total = queries.candidates(clock.now(), page)
    return render_template(
        "departures/board.html", rows=rows, total=total, page=page, size=queries.PAGE,
        criteria=readiness.CRITERIA,
    )  # fmt: skip


@bp.get("/animals/<accession>/readiness")
@allow("coordinator", "vet", "manager", "inspector", "officer")
def gate(accession: str) -> str:
    """The release gate of one animal."""
    animal = queries.animal_or_404(accession)
    stay = _stay(animal)
    return render_template(
        "departures/gate.html", animal=animal, stay=stay,
        gate=readiness.gate(stay, clock.now()), criteria=readiness.CRITERIA,
        extra=(readiness.RANGE, readiness.TRADE),
        permits=readiness.permits(stay, ("release",)),
    )  # fmt: skip


@bp.route("/animals/<accession>/readiness/assess", methods=["GET", "POST"])
@allow("coordinator", "vet")
def assess(accession: str) -> Any:
    """Judge one criterion."""
    animal = queries.animal_or_404(accession)
    form = forms.AssessForm.posted(
        data={"at": clock.now(), "criterion": request.args.get("criterion", "")}
    )
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                rules.assess(
                    _stay(animal), form.criterion.data, form.verdict.data, by=g.staff,
                    at=form.at.data, evidence=form.evidence.data, reason=form.reason.data,
                )  # fmt: skip
                db.session.commit()
                return redirect(url_for(".gate", accession=accession), 303)
        return _again("departures/assess.html", form, animal=animal)
    return render_template(
        "departures/assess.html", form=form, animal=animal, hints=readiness.BY_KEY
    )


def _again(template: str, form: Any, **more: Any) -> tuple[str, int]:
    """The page again, with what was typed and what is wrong."""
    return render_template(template, form=form, hints=readiness.BY_KEY, **more), 422


@bp.route("/animals/<accession>/permits/new", methods=["GET", "POST"])
@allow("coordinator", "registrar", "vet", "manager")
def add_permit(accession: str) -> Any:
    """Record a permit for an animal."""
    animal = queries.animal_or_404(accession)
    form = forms.PermitForm.posted(data={"kind": request.args.get("kind", "release")})
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                now = clock.now()
                scans = [
                    media.seal(f.stream, f.filename or "permit", by=g.staff, at=now)
                    for f in form.scan.data or []
                ]
                rules.add_permit(
                    [_stay(animal)], by=g.staff, at=now, kind=form.kind.data,
                    number=form.number.data, issuer=form.issuer.data,
                    issuer_country=form.issuer_country.data, issued_on=form.issued_on.data,
                    expires_on=form.expires_on.data, notes=form.notes.data,
                    media=scans[0] if scans else None,
                )  # fmt: skip
                db.session.commit()
                say(f"Permit {form.number.data} recorded for {animal.label}.")
                return _to(animal)
        return _again("departures/permit.html", form, animal=animal)
    return render_template("departures/permit.html", form=form, animal=animal)


@bp.get("/releases")
@allow("coordinator", "vet", "manager", "inspector", "officer", "registrar")
def releases() -> str:
    """All releases."""
    page = max(1, request.args.get("page", 1, int))
    rows, total = queries.releases(page)
    return render_template(
        "departures/releases.html", rows=rows, total=total, page=page, size=queries.PAGE
    )


@bp.route("/releases/new", methods=["GET", "POST"])
@allow("coordinator", "vet", "manager")
def release() -> Any:
    """Release animals, or part of a lot."""
    form = forms.ReleaseForm.posted(
        data={
            "at": clock.now(), "kind": "WELF", "method": "hard",
            "animals": "\n".join(request.args.getlist("animal")),
        }
    )  # fmt: skip
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                typed = {k: v for k, v in form.data.items() if k not in ("animals", "at")}
                made = rules.release(
                    queries.picks_of(form.animals.data), by=g.staff, at=form.at.data, **typed
                )
                db.session.commit()
                left = sum(m.count for m in made.members)
                say(f"{left} {'animal' if left == 1 else 'animals'} released.")
                return redirect(url_for(".show_release", release_id=made.id), 303)
        return _again("departures/release.html", form)
    return render_template("departures/release.html", form=form)


@bp.get("/releases/<int:release_id>")
@allow("coordinator", "vet", "manager", "inspector", "officer", "registrar")
def show_release(release_id: int) -> str:
    """One release."""
    found = queries.release_or_404(release_id)
    return render_template(
        "departures/show_release.html", release=found,
        place=queries.shown_place(found, g.staff.roles), kinds=dict(forms.KINDS),
    )  # fmt: skip


@bp.route("/animals/<accession>/death", methods=["GET", "POST"])
@allow("vet", "keeper", "manager")
def die(accession: str) -> Any:
    """Record a death."""
    animal = queries.animal_or_404(accession)
    form = forms.DeathForm.posted(data={"at": clock.now(), "precision": "found"})
    form.count.flags.required = True
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                typed: dict[str, Any] = {
                    k: v or "" for k, v in form.data.items() if k not in ("at", "count")
                }
                typed["planned"] = bool(typed["planned"])
                typed["unexplained"] = bool(typed["unexplained"])
                _refuse_uncounted(animal, form.count.data)
                made = deaths.die(
                    animal, by=g.staff, at=form.at.data, count=form.count.data, **typed
                )
                db.session.commit()
                say("The death is recorded.")
                return redirect(url_for(".show_death", death_id=made.id), 303)
        return _again("departures/death.html", form, animal=animal)
    return render_template("departures/death.html", form=form, animal=animal)


@bp.get("/deaths/<int:death_id>")
@allow("vet", "keeper", "manager", "registrar", "officer", "inspector", "coordinator")
def show_death(death_id: int) -> str:
    """A death, with what became of the carcass."""
    death = queries.death_or_404(death_id)
    return render_template(
        "departures/show_death.html", death=death, notes=queries.notes_of(death),
        disposals=dict(forms.DISPOSALS), manners=dict(forms.MANNERS),
    )  # fmt: skip


@bp.route("/deaths/<int:death_id>/carcass", methods=["GET", "POST"])
@allow("vet", "manager")
def dispose(death_id: int) -> Any:
    """Dispose of a carcass."""
    death = queries.death_or_404(death_id)
    form = forms.DisposalForm.posted(data={"at": clock.now()})
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                deaths.dispose(
                    death, form.how.data, by=g.staff, at=form.at.data,
                    witness=form.witness.data, note=form.note.data,
                )  # fmt: skip
                db.session.commit()
                return redirect(url_for(".show_death", death_id=death_id), 303)
        return _again("departures/dispose.html", form, death=death)
    return render_template("departures/dispose.html", form=form, death=death)


@bp.route("/deaths/<int:death_id>/notes/new", methods=["GET", "POST"])
@allow("vet")
def add_note(death_id: int) -> Any:
    """Add a later finding to a death record."""
    death = queries.death_or_404(death_id)
    form = forms.NoteForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                deaths.add_note(
                    death, form.text.data, by=g.staff, at=clock.now(), reason=form.reason.data
                )
                db.session.commit()
                return redirect(url_for(".show_death", death_id=death_id), 303)
        return _again("departures/note.html", form, death=death)
    return render_template("departures/note.html", form=form, death=death)


@bp.route("/animals/<accession>/escape", methods=["GET", "POST"])
@allow("keeper", "vet", "manager")
def escape(accession: str) -> Any:
    """Record an escape or a theft."""
    animal = queries.animal_or_404(accession)
    form = forms.EscapeForm.posted(data={"at": clock.now(), "kind": "escape"})
    form.count.flags.required = True
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                _refuse_uncounted(animal, form.count.data)
                escapes.escape(animal, by=g.staff, **form.data)
                db.session.commit()
                say(f"{animal.label}: recorded as {form.kind.data}.")
                return _to(animal)
        return _again("departures/escape.html", form, animal=animal)
    return render_template("departures/escape.html", form=form, animal=animal)


@bp.route("/animals/<accession>/return", methods=["GET", "POST"])
@allow("keeper", "vet", "registrar", "manager")
def readmit(accession: str) -> Any:
    """An animal that had left is back."""
    animal = queries.animal_or_404(accession)
    form = forms.ReturnForm.posted(data={"at": clock.now(), "count": 1})
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                escapes.readmit(animal, by=g.staff, **form.data)
                db.session.commit()
                say(f"{animal.label} is back in our care.")
                return _to(animal)
        return _again("departures/return.html", form, animal=animal)
    return render_template("departures/return.html", form=form, animal=animal)


@bp.route("/animals/<accession>/void", methods=["GET", "POST"])
@allow("registrar", "manager")
def void(accession: str) -> Any:
    """Strike out a record."""
    animal = queries.animal_or_404(accession)
    form = forms.VoidForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                voiding.void_animal(animal, by=g.staff, at=clock.now(), reason=form.reason.data)
                db.session.commit()
                say(f"{animal.accession} is struck out.")
                return _to(animal)
        return _again("departures/void.html", form, animal=animal)
    return render_template("departures/void.html", form=form, animal=animal)
