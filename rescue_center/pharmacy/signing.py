"""How a form that two people sign is signed: the witness with an account and a password of their
own, on the first one's device."""

from __future__ import annotations

from flask import g, request

from rescue_center import clock
from rescue_center.pharmacy import stock_queries
from rescue_center.pharmacy.stock_forms import Signed
from rescue_center.staff import witness
from rescue_center.staff.models import Person


def offered(form: Signed) -> None:
    """Offer who may witness, but whoever is signed in."""
    form.signed_by(one for one in stock_queries.witnesses(clock.now()) if one.id != g.staff.id)


def witness_of(form: Signed) -> Person:
    """The second person. Commits the try and lets go of what was loaded: ask it first."""
    return witness.signed(
        form.witness.data or "", form.password.data or "", by=g.staff,
        address=request.remote_addr or "", at=clock.now(),
    )  # fmt: skip
