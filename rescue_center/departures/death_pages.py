"""Pages of deaths, and of what became of the carcass."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from rescue_center import clock, panels
from rescue_center.animals.queries import animal_or_404
from rescue_center.answers import answer
from rescue_center.departures import death as deaths
from rescue_center.departures import forms, found_dead, queries
from rescue_center.departures import reversal as reversals
from rescue_center.departures.address import ask_for_number, bp, refuse_uncounted
from rescue_center.departures.models import NECROPSIES, Death
from rescue_center.forms import Form
from rescue_center.husbandry.concern_queries import concern_or_404
from rescue_center.policy import allow


@bp.route("/animals/<accession>/death", methods=["GET", "POST"])
@allow("vet", "keeper", "manager")
def die(accession: str) -> Any:
    """Record a death."""
    animal = animal_or_404(accession)
    given = {"at": clock.now(), "precision": "found", "necropsy": "pending"}
    form = forms.DeathForm.posted(data=given)
    form.count.flags.required = True
    ask_for_number(form, animal)

    def act() -> Death:
        typed: dict[str, Any] = {
            k: v or "" for k, v in form.data.items() if k not in ("at", "count")
        }
        typed["necropsy"] = typed["necropsy"] or "pending"
        refuse_uncounted(animal, form.count.data)
        typed |= {k: bool(typed[k]) for k in ("planned", "unexplained", "authority_not_told")}
        typed["last_seen_alive_at"] = form.last_seen_alive_at.data
        return deaths.die(animal, by=g.staff, at=form.at.data, count=form.count.data, **typed)

    return answer(
        form, act, "departures/death.html", said=lambda _: "The death is recorded.",
        to=lambda made: url_for(".show_death", death_id=made.id), facts=lambda: {"animal": animal},
    )  # fmt: skip


@bp.post("/concerns/<int:concern_id>/death")
@allow("vet", "manager", "registrar")
def confirm_found_dead(concern_id: int) -> Any:
    """Who was found dead is dead: one press writes it down."""
    concern = concern_or_404(concern_id)
    return answer(
        Form.posted(),
        lambda: found_dead.confirm(concern, by=g.staff, at=clock.now()),
        "departures/found_dead.html", said=lambda _: "The death is recorded.",
        to=lambda made: url_for(".show_death", death_id=made.id),
        facts=lambda: {"concern": concern},
    )  # fmt: skip


@bp.get("/deaths/<int:death_id>")
@allow("vet", "keeper", "manager", "registrar", "officer", "inspector", "coordinator")
def show_death(death_id: int) -> str:
    """A death, with what became of the carcass."""
    death = queries.death_or_404(death_id)
    return render_template(
        "departures/show_death.html", death=death, notes=queries.notes_of(death),
        disposals=dict(forms.DISPOSALS), manners=dict(forms.MANNERS),
        necropsies=NECROPSIES, panels=panels.of("death", death),
    )  # fmt: skip


@bp.get("/deaths/untold")
@allow("officer", "registrar", "manager", "vet", "inspector")
def untold() -> str:
    """The deaths of held animals of which the authority is not told yet."""
    return render_template("departures/untold.html", found=queries.untold())


@bp.route("/deaths/<int:death_id>/notice", methods=["GET", "POST"])
@allow("officer", "registrar", "manager", "vet")
def tell_authority(death_id: int) -> Any:
    """Record that the authority was told of a death."""
    death = queries.death_or_404(death_id)
    form = forms.NoticeForm.posted(data={"at": clock.now()})
    return answer(
        form,
        lambda: deaths.tell_authority(death, form.who.data, by=g.staff, at=form.at.data),
        "departures/tell_authority.html", said=lambda _: "It is recorded whom you told.",
        to=lambda _: url_for(".show_death", death_id=death_id), facts=lambda: {"death": death},
    )  # fmt: skip


@bp.route("/deaths/<int:death_id>/carcass", methods=["GET", "POST"])
@allow("vet", "manager")
def dispose(death_id: int) -> Any:
    """Dispose of a carcass."""
    death = queries.death_or_404(death_id)
    form = forms.DisposalForm.posted(data={"at": clock.now()})
    ask_for_number(form, death.stay.animal)
    return answer(
        form,
        lambda: deaths.dispose(
            death, form.how.data, by=g.staff, at=form.at.data, witness=form.witness.data,
            place=form.place.data or "", note=form.note.data,
        ),
        "departures/dispose.html",
        to=lambda _: url_for(".show_death", death_id=death_id), facts=lambda: {"death": death},
    )  # fmt: skip


@bp.route("/deaths/<int:death_id>/reversal", methods=["GET", "POST"])
@allow("manager")
def reverse_death(death_id: int) -> Any:
    """Strike out a death recorded in error; where the animal is now is asked next."""
    death = queries.death_or_404(death_id)
    form = forms.ReversalForm.posted()
    if death.disposed_at is None:
        del form.with_disposal
    return answer(
        form,
        lambda: reversals.reverse_death(
            death, by=g.staff, at=clock.now(), reason=form.reason.data,
            with_disposal="with_disposal" in form and form.with_disposal.data,
        ),
        "departures/reverse_death.html",
        to=lambda stay: url_for("enclosures.move", animal=stay.animal.accession),
        said=lambda stay: f"{stay.animal.label} is in our care again, "
        f"{stay.stage_label.lower()} as before. Say where it is.",
        facts=lambda: {"death": death},
    )  # fmt: skip


@bp.route("/deaths/<int:death_id>/notes/new", methods=["GET", "POST"])
@allow("vet")
def add_note(death_id: int) -> Any:
    """Add a later finding to a death record."""
    death = queries.death_or_404(death_id)
    form = forms.NoteForm.posted()
    return answer(
        form,
        lambda: deaths.add_note(
            death,
            form.text.data,
            by=g.staff,
            at=clock.now(),
            reason=form.reason.data,
            necropsy=form.necropsy.data or "",
        ),
        "departures/note.html",
        to=lambda _: url_for(".show_death", death_id=death_id),
        facts=lambda: {"death": death},
    )
