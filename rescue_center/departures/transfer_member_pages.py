"""Pages of what travels: the animals of a transfer, and their crates."""

from __future__ import annotations

from typing import Any

from flask import g, redirect

from rescue_center import clock
from rescue_center.animals.finding import animal_by_number
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.departures import crates, queries, transfer
from rescue_center.departures import transfer_forms as forms
from rescue_center.departures.transfer_address import WRITERS, answered, bp, url
from rescue_center.departures.transfer_models import Crate, Transfer, Transferred
from rescue_center.errors import Missing, Refused
from rescue_center.policy import allow


@bp.route("/<number>/animals/new", methods=["GET", "POST"])
@allow(*WRITERS)
def add_animal(number: str) -> Any:
    """Put an animal, or part of a lot, on a transfer."""
    found = queries.transfer_or_404(number)
    form = forms.MemberForm.posted()
    form.crate.choices = _crates(found)

    def act() -> None:
        animal = animal_by_number(form.animal.data)
        if animal is None:
            raise Refused("No animal has this number.", field="animal")
        transfer.add_animal(
            found, animal, by=g.staff, at=clock.now(), count=form.count.data,
            crate=_crate(found, form.crate.data), condition=form.condition.data,
        )  # fmt: skip

    return answered(form, found, act, "member")


def _crates(found: Transfer) -> list[tuple[str, str]]:
    """The crates to choose from, each with its size."""
    return [("", "No crate")] + [
        (str(one.id), f"{one.number}, {one.length_cm} × {one.width_cm} × {one.height_cm} cm")
        for one in found.crates
    ]


def _crate(found: Transfer, chosen: str) -> Crate | None:
    return next((one for one in found.crates if str(one.id) == chosen), None)


@bp.post("/<number>/animals/<int:stay_id>/remove")
@allow(*WRITERS)
def remove_animal(number: str, stay_id: int) -> Any:
    """Take an animal off a planned transfer."""
    found = queries.transfer_or_404(number)
    transfer.remove_animal(
        found, _member(found, stay_id), by=g.staff, at=clock.now(), reason="taken off the list"
    )
    db.session.commit()
    return redirect(url(found), 303)


def _member(found: Transfer, stay_id: int) -> Transferred:
    member = db.session.get(Transferred, (found.id, stay_id))
    if member is None:
        raise Missing
    return member


@bp.route("/<number>/animals/<int:stay_id>/crate", methods=["GET", "POST"])
@allow(*WRITERS)
def choose_crate(number: str, stay_id: int) -> Any:
    """Choose the crate of an animal that is on the transfer already."""
    found = queries.transfer_or_404(number)
    member = _member(found, stay_id)
    form = forms.ItsCrateForm.posted(data={"crate": str(member.crate_id or "")})
    form.crate.choices = _crates(found)
    return answer(
        form,
        lambda: crates.put_in_crate(
            found, member, _crate(found, form.crate.data), by=g.staff, at=clock.now()
        ),
        "departures/its_crate.html", to=lambda _: url(found),
        facts=lambda: {"transfer": found, "member": member},
    )  # fmt: skip


@bp.route("/<number>/crates/new", methods=["GET", "POST"])
@allow(*WRITERS)
def add_crate(number: str) -> Any:
    """Add a crate."""
    found = queries.transfer_or_404(number)
    form = forms.CrateForm.posted()
    return answered(
        form, found,
        lambda: crates.add_crate(found, by=g.staff, at=clock.now(), **form.data), "crate",
    )  # fmt: skip
