"""The number on an enclosure's door, and the card that shows it."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, g, redirect, url_for

from rescue_center import clock
from rescue_center.db import db
from rescue_center.enclosures.queries import unit_or_404
from rescue_center.errors import Refused
from rescue_center.face import say
from rescue_center.policy import allow
from rescue_center.tags import cards, check, qr, rules
from rescue_center.tags.address import WRITERS, bp, finder_of, pdf


@bp.get("/units/<code>/door-card.pdf")
@allow(*WRITERS)
def door_card(code: str) -> Response:
    """The card for an enclosure's door; its number must exist."""
    unit = unit_or_404(code)
    tag = rules.live_tag(unit)
    if tag is None:
        raise Refused("This enclosure has no number yet: give it one on its page.")
    card = cards.DoorCard(
        tag.number, qr.address(current_app.config["BASE_URL"], tag.number), unit.label,
        capacity=f"{unit.capacity} places", ppe=_protection(unit.biosecurity),
        quarantine=unit.is_quarantine, site=unit.parent.label if unit.parent else None,
    )  # fmt: skip
    return pdf(cards.door_cards([card], finder_of()), f"door-{code}")


@bp.post("/units/<code>/tag")
@allow(*WRITERS)
def tag_unit(code: str) -> Any:
    """Give an enclosure's door a number."""
    unit = unit_or_404(code)
    tag = rules.tag_new(unit, by=g.staff, at=clock.now())
    db.session.commit()
    say(f"{unit.code} has door number {check.spoken(tag.number)}. Print its card.")
    return redirect(url_for("boards.unit", code=code), 303)


def _protection(biosecurity: str) -> tuple[str, ...]:
    worn = {"quarantine": ("gloves", "mask", "boots", "footbath"),
            "isolation": ("gloves", "mask", "goggles", "gown", "boots", "footbath"),
            "hospital": ("gloves",)}  # fmt: skip
    return worn.get(biosecurity, ())
