"""Addresses of transfers."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from flask import g, redirect, render_template, request, url_for

from rescue_center import clock, paging
from rescue_center.animals.finding import animal_by_number
from rescue_center.answers import answer
from rescue_center.cases.checking import COUNTRIES
from rescue_center.db import db, lock
from rescue_center.departures import queries, transfer
from rescue_center.departures import transfer_forms as forms
from rescue_center.departures import transfer_member_pages as transfer_member_pages
from rescue_center.departures.transfer_address import READERS, WRITERS, answered, bp, url
from rescue_center.departures.transfer_models import Transfer
from rescue_center.errors import Stale
from rescue_center.forms import refuse_stale
from rescue_center.journal.naming import namers
from rescue_center.media import rules as media
from rescue_center.policy import allow


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
    form = forms.PlanForm.posted()
    named = [animal_by_number(typed) for typed in request.args.getlist("animal")]
    first = [animal for animal in named if animal is not None]
    form.order_id.choices = queries.transfer_orders(first)

    def act() -> Transfer:
        made = transfer.plan(by=g.staff, at=clock.now(), **form.data)
        picks = [(animal, None) for animal in first]
        transfer.add_animals(made, picks, by=g.staff, at=clock.now())
        return made

    return answer(
        form, act, "departures/transfer_form.html", to=url, facts=lambda: {"transfer": None}
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

    return answered(form, found, act, "transfer_form")


@bp.post("/<number>/statement")
@allow("vet")
def require_statement(number: str) -> Any:
    """Say whether a health statement is required."""
    found = queries.transfer_or_404(number)
    needed = request.form.get("needed") == "y"
    transfer.require_statement(found, needed, by=g.staff, at=clock.now())
    db.session.commit()
    return redirect(url(found), 303)


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

    return answered(form, found, act, "completion", "Completed.")


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

    return answered(form, found, act, "hand_over", "Handed over. The receiver signs next.")


@bp.route("/<number>/receive", methods=["GET", "POST"])
@allow("coordinator", "manager", "vet", "registrar")
def receive(number: str) -> Any:
    """The receiver signs and the stays end."""
    found = queries.transfer_or_404(number)
    form = forms.ReceiveForm.posted(data={"received_at": clock.now(), "version": found.version})

    def act() -> None:
        _same_version(found, form.version.data)
        _receive(found, form)

    return answered(form, found, act, "receive", "Received. The transfer is complete.")


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
    return answered(
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
