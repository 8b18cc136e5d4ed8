"""Addresses of transfers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, g, redirect, render_template, request, url_for

from rescue_center import clock, paging
from rescue_center.animals.finding import animal_by_number
from rescue_center.answers import answer
from rescue_center.cases.checking import COUNTRIES
from rescue_center.db import db, lock
from rescue_center.departures import crates, queries, transfer
from rescue_center.departures import transfer_forms as forms
from rescue_center.departures.transfer_models import Crate, Transfer, Transferred
from rescue_center.errors import Missing, Refused, Stale
from rescue_center.forms import Form, refuse_stale
from rescue_center.journal.naming import namers
from rescue_center.media import rules as media
from rescue_center.policy import allow

bp = Blueprint("transfers", __name__, url_prefix="/transfers")
READERS = ("coordinator", "registrar", "vet", "manager", "officer", "inspector")
WRITERS = ("coordinator", "registrar", "manager", "vet")


def _url(found: Transfer) -> str:
    return url_for(".show", number=found.number)


def _answer(
    form: Form, found: Transfer, act: Callable[[], Any], template: str, said: str = ""
) -> Any:
    """What is done to one transfer: the form, then back to it."""
    return answer(
        form, act, f"departures/{template}.html", to=lambda _: _url(found),
        said=(lambda _: said) if said else None, facts=lambda: {"transfer": found},
    )  # fmt: skip


@bp.get("")
@allow(*READERS)
def index() -> str:
    """All transfers."""
    found = queries.transfers(paging.asked())
    return render_template("departures/transfers.html", found=found, at_page=paging.address)


@bp.route("/new", methods=["GET", "POST"])
@allow(*WRITERS)
def plan() -> Any:
    """Plan a transfer, perhaps with its first animals."""
    form = forms.TransferForm.posted()
    named = [animal_by_number(typed) for typed in request.args.getlist("animal")]
    first = [animal for animal in named if animal is not None]
    form.order_id.choices = queries.transfer_orders(first)

    def act() -> Transfer:
        made = transfer.plan(by=g.staff, at=clock.now(), **form.data)
        picks = [(animal, None) for animal in first]
        transfer.add_animals(made, picks, by=g.staff, at=clock.now())
        return made

    return answer(
        form, act, "departures/transfer_form.html", to=_url, facts=lambda: {"transfer": None}
    )


@bp.get("/<number>")
@allow(*READERS)
def show(number: str) -> str:
    """One transfer: animals, crates, what is missing, signatures."""
    found = queries.transfer_or_404(number)
    planned = found.status == "planned"
    return render_template(
        "departures/transfer.html", transfer=found, countries=COUNTRIES,
        missing=transfer.blockers(found, clock.now()) if planned else [],
        lacks=transfer.lacks(found) if found.status in ("planned", "departed") else {},
    )  # fmt: skip


@bp.route("/<number>/edit", methods=["GET", "POST"])
@allow(*WRITERS)
def amend(number: str) -> Any:
    """Change the facts of a planned transfer."""
    found = queries.transfer_or_404(number)
    listed = queries.transfer_orders([member.stay.animal for member in found.members])

    def with_orders(form: forms.AmendTransferForm) -> forms.AmendTransferForm:
        form.order_id.choices = listed
        return form

    form = with_orders(forms.AmendTransferForm.posted(obj=found))

    def act() -> None:
        refuse_stale(form, found, lambda: with_orders(forms.AmendTransferForm(obj=found)),
                     found.number, but=())  # fmt: skip
        facts = {key: value for key, value in form.data.items() if key != "version"}
        transfer.amend(found, facts, by=g.staff, at=clock.now())

    return _answer(form, found, act, "transfer_form")


@bp.post("/<number>/statement")
@allow("vet")
def require_statement(number: str) -> Any:
    """Say whether a health statement is required."""
    found = queries.transfer_or_404(number)
    needed = request.form.get("needed") == "y"
    transfer.require_statement(found, needed, by=g.staff, at=clock.now())
    db.session.commit()
    return redirect(_url(found), 303)


@bp.route("/<number>/completion", methods=["GET", "POST"])
@allow(*WRITERS)
def complete(number: str) -> Any:
    """Complete what the handover paper states, on the way."""
    found = queries.transfer_or_404(number)
    form = forms.CompletionForm.posted(obj=found)

    def act() -> None:
        _same_version(found, form.version.data)
        facts = {key: value for key, value in form.data.items() if key not in ("version", "why")}
        transfer.complete(found, facts, by=g.staff, at=clock.now(), reason=form.why.data)

    return _answer(form, found, act, "completion", "Completed.")


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

    return _answer(form, found, act, "member")


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
    return redirect(_url(found), 303)


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
        "departures/its_crate.html", to=lambda _: _url(found),
        facts=lambda: {"transfer": found, "member": member},
    )  # fmt: skip


@bp.route("/<number>/crates/new", methods=["GET", "POST"])
@allow(*WRITERS)
def add_crate(number: str) -> Any:
    """Add a crate."""
    found = queries.transfer_or_404(number)
    form = forms.CrateForm.posted()
    return _answer(
        form, found,
        lambda: crates.add_crate(found, by=g.staff, at=clock.now(), **form.data), "crate",
    )  # fmt: skip


def _same_version(found: Transfer, typed: str | None) -> None:
    lock(found)
    if typed != str(found.version):
        raise Stale(f"transfer {found.number}")


@bp.route("/<number>/hand-over", methods=["GET", "POST"])
@allow("coordinator", "manager", "vet", "registrar")
def hand_over(number: str) -> Any:
    """The giver signs and the animals leave."""
    found = queries.transfer_or_404(number)
    form = forms.HandOverForm.posted(data={"at": clock.now(), "version": found.version})

    def act() -> None:
        _same_version(found, form.version.data)
        transfer.hand_over(found, by=g.staff, at=form.at.data)

    return _answer(form, found, act, "hand_over", "Handed over. The receiver signs next.")


@bp.route("/<number>/receive", methods=["GET", "POST"])
@allow("coordinator", "manager", "vet", "registrar")
def receive(number: str) -> Any:
    """The receiver signs and the stays end."""
    found = queries.transfer_or_404(number)
    form = forms.ReceiveForm.posted(data={"received_at": clock.now(), "version": found.version})

    def act() -> None:
        _same_version(found, form.version.data)
        _receive(found, form)

    return _answer(form, found, act, "receive", "Received. The transfer is complete.")


def _receive(found: Transfer, form: forms.ReceiveForm) -> None:
    pictures = [
        media.seal(f.stream, f.filename or "handover", by=g.staff, at=clock.now())
        for f in form.signature.data or []
    ]
    transfer.receive(
        found, by=g.staff, at=form.received_at.data, received_by=form.received_by.data,
        received_role=form.received_role.data, received_id_document=form.received_id_document.data,
        witness=form.witness.data, differences=form.differences.data,
        signature=pictures[0] if pictures else None,
    )  # fmt: skip


@bp.route("/<number>/cancel", methods=["GET", "POST"])
@allow(*WRITERS)
def cancel(number: str) -> Any:
    """Call a transfer off."""
    found = queries.transfer_or_404(number)
    form = forms.CancelForm.posted()
    return _answer(
        form, found,
        lambda: transfer.cancel(found, by=g.staff, at=clock.now(), reason=form.reason.data),
        "cancel",
    )  # fmt: skip


def _named(ids: set[int]) -> dict[int, tuple[str, str]]:
    query = sa.select(Transfer.id, Transfer.number).where(Transfer.id.in_(ids))
    return {
        id: (f"Transfer {number}", url_for("transfers.show", number=number))
        for id, number in db.session.execute(query)
    }


namers["animal_transfer"] = _named
