"""The page of who keeps what and who works when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import g, redirect, render_template, url_for

from rescue_center import clock, face
from rescue_center.answers import answer
from rescue_center.db import db, get_or_missing
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry import forms, heads
from rescue_center.husbandry import keeper_rules as rules
from rescue_center.husbandry import plan_queries as queries
from rescue_center.husbandry.address import KEEPING, bp
from rescue_center.husbandry.day_pages import asked_day
from rescue_center.husbandry.keeper_models import PARTS, Keepership, Shift
from rescue_center.policy import CARE, allow
from rescue_center.staff.models import Person


@bp.get("/keepers")
@allow(*CARE)
def keepers() -> str:
    """Who keeps which area, and who works in the next seven days."""
    today = clock.today()
    return render_template(
        "husbandry/keepers.html", kept=queries.keeperships(today), shifts=queries.shifts(today),
        days=[today + timedelta(days=n) for n in range(7)], parts=PARTS,
        planner=heads.is_planner(g.staff, clock.now()),
    )  # fmt: skip


@bp.route("/keepers/areas/new", methods=["GET", "POST"])
@allow("manager", "vet", "coordinator")
def give_area() -> Any:
    """Give somebody an area to keep."""
    form = forms.AreaForm.posted(data={"from_on": clock.today()})
    form.person.choices, form.unit.choices = queries.keepers(), queries.area_choices()
    return answer(
        form,
        lambda: rules.give_area(
            db.session.get_one(Person, form.person.data), db.session.get_one(Unit, form.unit.data),
            head=form.head.data, from_on=form.from_on.data, by=g.staff, at=clock.now(),
        ),
        "husbandry/area_form.html", to=lambda _: url_for(".keepers"),
        said=lambda row: f"{row.person.name} keeps {row.unit.label}.",
    )  # fmt: skip


@bp.route("/keepers/areas/<int:keepership_id>/end", methods=["GET", "POST"])
@allow("manager", "vet", "coordinator")
def end_area(keepership_id: int) -> Any:
    """An area is somebody's no longer."""
    row = get_or_missing(Keepership, keepership_id)
    form = forms.EndForm.posted(data={"on": max(clock.today(), row.from_on)})
    return answer(
        form, lambda: rules.end(row, on=form.on.data, by=g.staff, at=clock.now()),
        "husbandry/area_end.html", to=lambda _: url_for(".keepers"), facts=lambda: {"row": row},
        said=lambda _: f"{row.person.name} keeps {row.unit.code} until "
        f"{clock.day_text(row.until_on)}.",
    )  # fmt: skip


@bp.route("/keepers/shifts/new", methods=["GET", "POST"])
@allow(*KEEPING)
def add_shift() -> Any:
    """Put somebody on a shift."""
    form = forms.ShiftForm.posted(data={"day": asked_day()})
    form.person.choices, form.unit.choices = queries.keepers(), queries.area_choices()
    return answer(
        form,
        lambda: rules.roster(
            db.session.get_one(Person, form.person.data), db.session.get_one(Unit, form.unit.data),
            form.part.data, day=form.day.data, by=g.staff, at=clock.now(),
        ),
        "husbandry/shift_form.html", to=lambda _: url_for(".keepers"),
        said=lambda row: f"{row.person.name} works on {clock.day_text(row.day)}.",
    )  # fmt: skip


@bp.post("/keepers/shifts/<int:shift_id>/cancellation")
@allow(*KEEPING)
def cancel_shift(shift_id: int) -> Any:
    """Take a shift back."""
    row = get_or_missing(Shift, shift_id)
    rules.cancel(row, by=g.staff, at=clock.now())
    db.session.commit()
    face.say("The shift is taken back.")
    return redirect(url_for(".keepers"), 303)
