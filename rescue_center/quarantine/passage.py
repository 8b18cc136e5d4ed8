"""Whether a stay has passed quarantine: cleared or left early with consent, found to need none by
a vet, or taken over from the old books, which say nothing of it (domain rules 2.1, 11)."""

from __future__ import annotations

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.lineage import ancestry
from rescue_center.animals.models import Stay
from rescue_center.db import db
from rescue_center.quarantine.exemption_models import Exemption
from rescue_center.quarantine.models import Quarantine

#: How a quarantine ends that lets its animal go on.
LEFT_FREE = ("cleared", "early_exit")


def last_quarantine(stay: Stay) -> Quarantine | None:
    """The newest quarantine of this stay, or of the lot it was split from before the split. What
    came back begins anew: a quarantine from before it left says nothing."""
    for animal, until in ancestry(stay.animal):
        asked = (
            sa.select(Quarantine)
            .where(Quarantine.animal_id == animal.id, Quarantine.outcome != "void")
            .where(Quarantine.began_at >= stay.began_at)
            .order_by(Quarantine.began_at.desc(), Quarantine.id.desc())
        )
        if animal is stay.animal:
            asked = asked.where(Quarantine.stay_id == stay.id)
        elif until is not None:
            asked = asked.where(Quarantine.ended_at <= until)
        found = db.session.scalars(asked.limit(1)).first()
        if found is not None:
            return found
    return None


def exemption_of(stay: Stay) -> Exemption | None:
    """What a vet said of this stay: that it needs no quarantine."""
    asked = sa.select(Exemption).where(Exemption.stay_id == stay.id)
    return db.session.scalars(asked.order_by(Exemption.id.desc()).limit(1)).first()


def needs_none(stay: Stay) -> bool:
    """Whether it may go on without a quarantine of its own, as long as none is begun."""
    return stay.taken_over or exemption_of(stay) is not None


def passed(stay: Stay) -> bool:
    """Whether quarantine lies behind it: the newest one decides, where there is any."""
    last = last_quarantine(stay)
    return last.outcome in LEFT_FREE if last is not None else needs_none(stay)


def signed(stay: Stay) -> bool:
    """The same, by the signature of a vet: a clearance, an early exit, or the word that none is
    needed. The old books sign nothing."""
    last = last_quarantine(stay)
    return last.outcome in LEFT_FREE if last is not None else exemption_of(stay) is not None


def in_words(stay: Stay) -> str:
    """On what it rests that quarantine lies behind it: when, and who signed it."""
    last, said = last_quarantine(stay), exemption_of(stay)
    if last is not None and last.outcome in LEFT_FREE:
        how = "Left early" if last.outcome == "early_exit" else "Cleared"
        by = f" by {last.signed_by.name}" if last.signed_by else ""
        return f"{how} on {clock.day_text(last.ended_at)}{by}."
    if last is None and said is not None:
        by = f", {said.by.name}" if said.by else ""
        return f"No quarantine needed: {said.reason} ({clock.day_text(said.at)}{by})"
    return ""
