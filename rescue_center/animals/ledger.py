"""The ledger of counts: what was there at a moment, what may leave, what a case adds up to.

The rows themselves and the triggers that keep them true are in ledger_models.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.ledger_models import PAIRED, LedgerEntry
from rescue_center.animals.models import Animal, Stay
from rescue_center.cases.models import Case
from rescue_center.db import db, lock
from rescue_center.errors import Refused, explain
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

explain(
    "ledger_never_negative",
    "There were fewer animals than that at that time. Look at the ledger of the lot.",
)
explain("animal_count_never_negative", "There are fewer animals than that in this record.")
explain("individual_is_at_most_one", "An individual is one animal; its count cannot be more.")


def post(
    animal: Animal,
    kind: str,
    delta: int,
    *,
    by: Person | None,
    at: datetime,
    reason: str = "",
    second_by: Person | None = None,
) -> LedgerEntry:
    """Add a row to the ledger: `delta` animals at `at`. The verb that calls it writes the journal.

    Splits, merges and individualisations are made by regroup.py, never here.
    """
    if kind in PAIRED:
        raise ValueError(f"{kind} has two sides; regroup.py makes both")
    if delta < 0:
        lock(animal)
        refuse_more_than_there_are(animal, -delta, at)
    elif kind != "void":
        _refuse_departed(animal)
    entry = LedgerEntry(
        animal=animal, kind=kind, delta=delta, at=at, reason=reason,
        by_id=by.id if by else None, second_by_id=second_by.id if second_by else None,
    )  # fmt: skip
    db.session.add(entry)
    count_anew(animal)
    return entry


def _refuse_departed(animal: Animal) -> None:
    stay = animal.stay
    if stay is not None and not stay.is_open:
        raise Refused(
            f"{animal.label} is {stay.stage_label.lower()}: "
            "nothing can be added to a closed record."
        )


def count_anew(*rows: Animal | Stay) -> None:
    """Write what is pending and forget the counts, which the database's triggers have changed."""
    db.session.flush()
    for row in rows:
        db.session.expire(row, ["count", "holds"] if isinstance(row, Animal) else ["holds"])


def refuse_more_than_there_are(animal: Animal, wanted: int, at: datetime) -> None:
    """Refuse to take out more than can leave at `at`, later rows considered."""
    free = can_leave(animal, at)
    if wanted > free:
        some = f"only {free}" if free else "none"
        raise Refused(
            f"{wanted} cannot leave {animal.label} on {clock.moment_text(at)}: "
            f"{some} can, counting what left later.",
            field="count",
        )


def refuse_stale(lot: Animal, seen: int | None) -> None:
    """Refuse an act on a lot that counts otherwise than the person saw, so that a form sent twice
    does not part a lot twice. The lot is locked by now."""
    if seen is not None and seen != lot.count:
        raise Refused(
            f"{lot.label} had {seen} when you opened this page and has {lot.count} now. Somebody "
            "changed it meanwhile, or the form was sent twice. Look again, then go on."
        )


def balance(animal: Animal, at: datetime | None = None) -> int:
    """How many there are now, or were at a moment."""
    if at is None:
        return animal.count
    total = sa.select(sa.func.coalesce(sa.func.sum(LedgerEntry.delta), 0)).where(
        LedgerEntry.animal_id == animal.id, LedgerEntry.at <= at
    )
    return int(db.session.scalar(total) or 0)


def can_leave(animal: Animal, at: datetime) -> int:
    """How many can leave at `at` so that no later moment falls below zero."""
    running = (
        sa.select(
            LedgerEntry.at,
            sa.func.sum(LedgerEntry.delta).over(order_by=LedgerEntry.at).label("running"),
        )
        .where(LedgerEntry.animal_id == animal.id)
        .subquery()
    )
    later = db.session.scalar(sa.select(sa.func.min(running.c.running)).where(running.c.at > at))
    now = balance(animal, at)
    return max(0, now if later is None else min(now, int(later)))


# --- what a case adds up to -------------------------------------------------------------------


@dataclass(frozen=True)
class Account:
    """The account of one species in a case; `in_` and `out` agree, always.

    `reidentified` is the net of what came from or went to records of another species, `recount`
    that of recounts, `struck_out` that of voided records."""

    taxon: Taxon | None
    received: int = 0
    born: int = 0
    found: int = 0
    joined: int = 0
    recount: int = 0
    reidentified: int = 0
    struck_out: int = 0
    alive: int = 0
    dead: int = 0
    released: int = 0
    transferred: int = 0
    escaped: int = 0

    @property
    def in_(self) -> int:
        """Everything that came, corrections included."""
        return (self.received + self.born + self.found + self.joined + self.recount
                + self.reidentified + self.struck_out)  # fmt: skip

    @property
    def out(self) -> int:
        """Everything that is here or left."""
        return self.alive + self.dead + self.released + self.transferred + self.escaped

    @property
    def agrees(self) -> bool:
        """Whether the books balance."""
        return self.in_ == self.out


#: Which column of the account a kind of row belongs to, and its sign there.
_COLUMN = {
    "receive": ("received", 1), "birth": ("born", 1), "found": ("found", 1),
    "transfer_in": ("joined", 1), "recapture": ("joined", 1),
    "recount": ("recount", 1), "void": ("struck_out", 1),
    "split": ("reidentified", 1), "merge": ("reidentified", 1),
    "individualise": ("reidentified", 1),
    "death": ("dead", -1), "euthanasia": ("dead", -1), "death_reversed": ("dead", -1),
    "release": ("released", -1),
    "transfer_out": ("transferred", -1), "escape": ("escaped", -1), "theft": ("escaped", -1),
}  # fmt: skip


def case_account(case: Case) -> list[Account]:
    """The account of a case, one row per species, most animals first."""
    sums: dict[int, dict[str, int]] = {}
    for taxon_id, kind, total in db.session.execute(
        sa.select(Animal.taxon_id, LedgerEntry.kind, sa.func.sum(LedgerEntry.delta))
        .join(LedgerEntry, LedgerEntry.animal_id == Animal.id)
        .where(Animal.case_id == case.id)
        .group_by(Animal.taxon_id, LedgerEntry.kind)
    ):
        column, sign = _COLUMN[kind]
        row = sums.setdefault(taxon_id, {})
        row[column] = row.get(column, 0) + sign * int(total)
    for taxon_id, alive in db.session.execute(
        sa.select(Animal.taxon_id, sa.func.sum(Animal.count))
        .where(Animal.case_id == case.id)
        .group_by(Animal.taxon_id)
    ):
        sums.setdefault(taxon_id, {})["alive"] = int(alive)
    taxa = {t.id: t for t in db.session.scalars(sa.select(Taxon).where(Taxon.id.in_(sums)))}
    rows = [Account(taxa[taxon_id], **row) for taxon_id, row in sums.items()]
    return sorted(rows, key=lambda row: -row.received)


def total(rows: list[Account]) -> Account:
    """The sum of several accounts."""
    names = [f for f in Account.__dataclass_fields__ if f != "taxon"]
    return Account(None, **{name: sum(getattr(row, name) for row in rows) for name in names})
