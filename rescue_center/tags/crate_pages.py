"""The card that goes with an animal: on its crate, its cage, its tank."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from flask import Response, current_app, request
from sqlalchemy.orm import joinedload

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.animals.queries import animal_or_404
from rescue_center.db import db
from rescue_center.enclosures.models import Housing
from rescue_center.enclosures.queries import unit_or_404
from rescue_center.errors import Missing, Refused
from rescue_center.media import rules as media
from rescue_center.policy import allow
from rescue_center.quarantine.models import Quarantine
from rescue_center.tags import cards, qr, rules
from rescue_center.tags.address import WRITERS, bp, finder_of, pdf
from rescue_center.tags.models import Tag

#: Pixels of the photograph's longer side: 66 mm of it at 300 dots an inch are 780.
PHOTO_PX = 1280


@bp.get("/animals/<accession>/crate-card.pdf")
@allow(*WRITERS)
def crate_card(accession: str) -> Response:
    """The card of an animal that wears a tag."""
    animal = animal_or_404(accession)
    tag = rules.live_tag(animal)
    if tag is None:
        raise Refused("It wears no tag yet. Give it one first: the card shows its number.")
    began = db.session.scalar(
        sa.select(Quarantine.began_at)
        .where(Quarantine.animal_id == animal.id, Quarantine.ended_at.is_(None))
        .limit(1)
    )
    card = _card(animal, tag.number, began)
    return pdf(cards.crate_cards([card], finder_of()), f"crate-{accession}")


@bp.get("/units/<code>/cage-cards.pdf")
@allow(*WRITERS)
def cage_cards(code: str) -> Response:
    """The cards of everybody with a tag in an enclosure, four on a sheet of A4 or, with
    `?paper=letter`, of US Letter."""
    unit = unit_or_404(code)
    paper = "LETTER" if request.args.get("paper", "").lower() == "letter" else "A4"
    found = [_card(*row) for row in db.session.execute(_IN_UNIT, {"unit_id": unit.id})]
    if not found:
        raise Refused("Nobody in it wears a tag yet: a card shows its number.")
    return pdf(cards.crate_cards(found, finder_of(), paper=paper), f"cages-{code}")


_IN_UNIT = (
    sa.select(Animal, Tag.number, Quarantine.began_at)
    .join(Housing, sa.and_(Housing.animal_id == Animal.id, Housing.ended_at.is_(None)))
    .join(Tag, sa.and_(Tag.animal_id == Animal.id, Tag.status == "bound"))
    .outerjoin(Quarantine, sa.and_(Quarantine.stay_id == Housing.stay_id,
                                   Quarantine.ended_at.is_(None)))
    .where(Housing.unit_id == sa.bindparam("unit_id"))
    .options(joinedload(Animal.taxon), joinedload(Animal.case), joinedload(Animal.photo))
    .order_by(Animal.name_folded == "", Animal.name_folded, Animal.accession)
    .limit(200)
)  # fmt: skip


def _card(animal: Animal, number: str, began: datetime | None) -> cards.CrateCard:
    return cards.CrateCard(
        number, qr.address(current_app.config["BASE_URL"], number), name=animal.name or None,
        species=animal.taxon.scientific_name, common_name=animal.taxon.common_name or None,
        count=animal.count, case=animal.case.number if animal.case else None,
        arrived_on=clock.local(animal.admitted_at).date().isoformat(), photo=_photo(animal),
        quarantine=began is not None,
        quarantine_since=clock.local(began).date().isoformat() if began else None,
    )  # fmt: skip


def _photo(animal: Animal) -> bytes | None:
    """The cover photograph without what the camera wrote in it; a card is printed without one
    rather than not at all."""
    if animal.photo is None:
        return None
    try:
        return media.derivative(animal.photo, PHOTO_PX).read_bytes()
    except Missing:
        return None
