"""The number on an enclosure's door, and the card that shows it."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.enclosures.models import Unit
from rescue_center.enclosures.queries import unit_or_404
from rescue_center.errors import Missing, Refused
from rescue_center.policy import allow
from rescue_center.tags import cards, check, forms, qr, queries, rules
from rescue_center.tags.address import WRITERS, bp, finder_of, pdf
from rescue_center.tags.bearer_pages import number_of
from rescue_center.tags.worn import worn, worn_with


@bp.get("/units/<code>/door-card.pdf")
@allow(*WRITERS)
def door_card(code: str) -> Response:
    """The card for an enclosure's door; its number must exist."""
    unit = _enclosure_or_404(code)
    tag = rules.live_tag(unit)
    if tag is None:
        raise Refused("This enclosure's door has no number yet: give it one under Door card.")
    card = cards.DoorCard(
        tag.number, qr.address(current_app.config["BASE_URL"], tag.number), unit.label,
        capacity=f"{unit.capacity} places", ppe=worn_at(unit), ppe_on=clock.today().isoformat(),
        quarantine=unit.is_quarantine, site=unit.parent.label if unit.parent else None,
    )  # fmt: skip
    return pdf(cards.door_cards([card], finder_of()), f"door-{code}")


@bp.route("/units/<code>/tag", methods=["GET", "POST"])
@allow(*WRITERS)
def tag_unit(code: str) -> Any:
    """The number on an enclosure's door: its first, its card, another in place of a lost one."""
    unit, form = _enclosure_or_404(code), forms.NumberForm.posted()
    return answer(
        form, lambda: number_of(unit, form, replace=True), "tags/door.html",
        to=lambda _: url_for(".tag_unit", code=unit.code),
        said=lambda tag: (
            f"{unit.code} has door number {check.spoken(tag.number)}. Print its card now."
        ),
        facts=lambda: {"unit": unit, "worn": rules.live_tag(unit), "spoken": check.spoken},
    )  # fmt: skip


def _enclosure_or_404(code: str) -> Unit:
    unit = unit_or_404(code)
    if unit.level != "enclosure":
        raise Missing
    return unit


def worn_at(unit: Unit) -> tuple[str, ...]:
    """What to wear in an enclosure today: what its own line asks, and what its animals do."""
    return worn(unit.biosecurity, worn_with(queries.protection_in(unit.id)))
