"""What was handed over and not received yet is in our custody and not here: it is neither parted,
merged, counted, housed nor released. It may die or get away on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center.animals import admission
from rescue_center.animals.admission import refuse_away as refuse_away
from rescue_center.animals.models import Animal, Stay
from rescue_center.db import db
from rescue_center.departures.transfer_models import Transfer, Transferred
from rescue_center.enclosures import rules as enclosures
from rescue_center.enclosures.compatibility import Objection
from rescue_center.enclosures.models import Unit


def on_their_way(animals: Sequence[Animal]) -> list[str]:
    """Of each that was handed over on a transfer that nobody received yet, why it is not here."""
    query = (
        sa.select(Animal, Transfer.number)
        .join(Stay, Stay.animal_id == Animal.id)
        .join(Transferred, Transferred.stay_id == Stay.id)
        .join(Transfer, Transfer.id == Transferred.transfer_id)
        .where(
            Animal.id.in_([animal.id for animal in animals]),
            Stay.ended_at.is_(None),
            Transfer.status == "departed",
        )
        .order_by(Animal.id)
    )
    return [
        f"{animal.label} was handed over on transfer {number}: it is on its way. The receiver "
        "signs, or the transfer is called off."
        for animal, number in db.session.execute(query)
    ]


def _not_here(animals: Sequence[Animal], _unit: Unit, _at: datetime) -> Iterator[Objection]:
    return (Objection(why, final=True) for why in on_their_way(animals))


admission.away.append(lambda animal: on_their_way([animal]))
enclosures.vet_move.append(_not_here)
