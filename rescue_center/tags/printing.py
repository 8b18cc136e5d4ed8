"""Printing tags: what was chosen last on this device, the sheet, and what was wrong beside it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import Response, current_app, g, request

from rescue_center import clock
from rescue_center.db import db
from rescue_center.refusals import refusals_on
from rescue_center.tags import forms, qr, rules, sheets
from rescue_center.tags.address import finder_of, pdf
from rescue_center.tags.face import Tag as Face
from rescue_center.tags.labels import STOCKS
from rescue_center.tags.models import Tag

#: The label stock that most have in the drawer, by the centre's paper.
USUAL = {"A4": "L7160", "LETTER": "5160"}
COOKIE, YEAR = "labels", 365 * 24 * 3600


def form() -> forms.PrintForm:
    """The form as it stands before anything is typed: the stock of the centre's paper, or the
    stock and shift that were chosen last on this device."""
    stock, right, down = _chosen()
    return forms.PrintForm(data={"stock": stock, "start": 1, "right": right, "down": down})


def _chosen() -> tuple[str, Decimal | None, Decimal | None]:
    stock, _, shift = request.cookies.get(COOKIE, "").partition("|")
    if stock not in STOCKS:
        return USUAL[current_app.config["PAPER"]], None, None
    right, _, down = shift.partition("|")
    return stock, _millimetres(right), _millimetres(down)


def _millimetres(kept: str) -> Decimal | None:
    try:
        far = Decimal(kept)
    except InvalidOperation:
        return None
    return far if far.is_finite() and far and abs(far) <= forms.SHIFT else None


def remember(response: Response, chosen: forms.CalibrationForm) -> Response:
    """Let this device keep the stock and the shift: they belong to the printer it prints on."""
    right, down = chosen.shift
    response.set_cookie(
        COOKIE, f"{chosen.stock.data}|{right:g}|{down:g}", max_age=YEAR, samesite="Lax",
        secure=request.is_secure, httponly=True,
    )  # fmt: skip
    return response


def sheet(tags: list[Tag], name: str, page: Callable[[forms.PrintForm], str]) -> Any:
    """The PDF of these tags, noted in the journal; else the `page` with what was typed."""
    typed = forms.PrintForm.posted()
    if typed.validate():
        with refusals_on(typed):
            stock, again = STOCKS[typed.stock.data], bool(typed.again.data)
            chosen = rules.to_print(tags, again=again, reason=typed.why.data)
            made = sheets.tag_sheets(
                [_face(tag) for tag in chosen], stock, start=typed.start.data,
                finder=finder_of(), shift_mm=typed.shift,
            )  # fmt: skip
            rules.printed(chosen, by=g.staff, at=clock.now(), reason=typed.why.data)
            db.session.commit()
            return remember(pdf(made, f"tags-{name}"), typed)
    return page(typed), 422


def _face(tag: Tag) -> Face:
    lines: tuple[str, ...] = ()
    if tag.animal is not None:
        many = f"{tag.animal.count} " if tag.animal.is_lot else ""
        lines = (f"{many}{tag.animal.name or tag.animal.taxon.label}", tag.animal.accession)
    return Face(tag.number, qr.address(current_app.config["BASE_URL"], tag.number), lines)
