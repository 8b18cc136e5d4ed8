"""What a vet makes of a trace: the exposure of those who met it is written down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa

from rescue_center.contacts.meetings import Met
from rescue_center.contacts.window import Window
from rescue_center.db import lock, rows
from rescue_center.errors import Refused
from rescue_center.policy import Role
from rescue_center.quarantine import event_rules
from rescue_center.quarantine.event_models import Exposure
from rescue_center.staff import duty
from rescue_center.staff.models import Person


def source_of(window: Window, disease: str) -> str:
    """What they were exposed to, as it is written down."""
    return f"{disease.strip()}: {window.animal.label} ({window.animal.accession})"


def exposed(window: Window) -> dict[int, list[str]]:
    """Of which animals an exposure to this one is written down, and to what."""
    ending = f": {window.animal.label} ({window.animal.accession})"
    query = sa.select(Exposure.animal_id, Exposure.source).where(
        Exposure.source.endswith(ending, autoescape=True)
    )
    told: dict[int, list[str]] = {}
    for animal_id, source in rows(query):
        told.setdefault(animal_id, []).append(source.removesuffix(ending))
    return told


def expose(
    window: Window,
    found: Sequence[Met],
    chosen: Collection[int],
    disease: str,
    *,
    by: Person | None,
    at: datetime,
) -> list[Exposure]:
    """Write down the exposure of the chosen animals, from when to when they met it. Whose is
    written down already is left as it is, so that it counts once."""
    duty.only(by, {Role.VET}, at, "write down exposures")
    if not disease.strip():
        raise Refused("Say which disease, or which suspicion.", field="disease")
    if not chosen:
        raise Refused("Tick the animals that were exposed.", field="animals")
    there = {one.animal.id: one for one in found}
    if strange := set(chosen) - there.keys():
        raise Refused(
            f"{len(strange)} of the ticked animals did not meet it in these days. "
            "The list is drawn anew: tick them again.", field="animals",
        )  # fmt: skip
    gone = [one.animal.label for one in found if one.animal.id in chosen and not _is_here(one)]
    if gone:
        raise Refused(f"{', '.join(gone)}: not here any more.", field="animals")
    lock(window.animal)
    told = exposed(window)
    return [
        event_rules.expose(one.animal, source_of(window, disease), since=one.since,
                           until=one.until, by=by, at=at)
        for one in found
        if one.animal.id in chosen and disease.strip() not in told.get(one.animal.id, ())
    ]  # fmt: skip


def _is_here(one: Met) -> bool:
    stay = one.animal.stay
    return stay is not None and stay.is_open
