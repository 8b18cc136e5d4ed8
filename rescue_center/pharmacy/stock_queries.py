"""What is asked about stock: what may be drawn, what is there, what was written down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from rescue_center.animals.models import Animal
from rescue_center.db import db, one_or_missing
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.stock_models import StockBatch, StockIncident, StockLine
from rescue_center.policy import Role
from rescue_center.staff.models import Person

#: Who may sign beside whoever gives it.
WITNESSES = frozenset({Role.VET, Role.KEEPER, Role.MANAGER})
#: A vial is counted this often.
COUNT_EVERY = timedelta(days=7)
#: How long before its end a batch is shown as expiring soon.
SOON = timedelta(days=60)


def batch_of(drug: Drug, lot: str, vial: str, expires_on: date) -> StockBatch | None:
    """The batch with this number, where it is in stock."""
    return db.session.scalar(
        sa.select(StockBatch).where(
            StockBatch.drug_id == drug.id, StockBatch.lot == lot, StockBatch.vial == vial,
            StockBatch.expires_on == expires_on,
        )
    )  # fmt: skip


def is_kept(drug: Drug) -> bool:
    """Whether the centre ever had stock of it."""
    query = sa.select(sa.exists().where(StockBatch.drug_id == drug.id))
    return bool(db.session.scalar(query))


def usable_ids(drug: Drug, strength_mg: Decimal, per: str, day: date) -> Sequence[int]:
    """Batches of this strength with something left that has not expired, first-expiring first."""
    return db.session.scalars(
        sa.select(StockBatch.id)
        .where(
            StockBatch.drug_id == drug.id, StockBatch.strength_mg == strength_mg,
            StockBatch.per == per, StockBatch.balance > 0, StockBatch.expires_on >= day,
        )
        .order_by(StockBatch.expires_on, StockBatch.id)
    ).all()  # fmt: skip


def usable(drug: Drug, strength_mg: Decimal, per: str, day: date) -> list[StockBatch]:
    """The same, as batches to choose from."""
    ids = usable_ids(drug, strength_mg, per, day)
    query = sa.select(StockBatch).where(StockBatch.id.in_(ids))
    return list(db.session.scalars(query.order_by(StockBatch.expires_on, StockBatch.id)))


def is_reversed(line: StockLine) -> bool:
    """Whether a later row takes it back."""
    query = sa.select(sa.exists().where(
        StockLine.batch_id == line.batch_id, StockLine.reverses_seq == line.seq))  # fmt: skip
    return bool(db.session.scalar(query))


def get_batch(batch_id: int) -> StockBatch:
    """A batch with its drug. Raises Missing."""
    query = sa.select(StockBatch).where(StockBatch.id == batch_id)
    return one_or_missing(query.options(joinedload(StockBatch.drug)))


def get_line(line_id: int) -> StockLine:
    """A row with its batch. Raises Missing."""
    query = sa.select(StockLine).where(StockLine.id == line_id)
    return one_or_missing(query.options(joinedload(StockLine.batch).joinedload(StockBatch.drug)))


def get_incident(incident_id: int) -> StockIncident:
    """A difference that was found at a count. Raises Missing."""
    query = sa.select(StockIncident).where(StockIncident.id == incident_id)
    return one_or_missing(
        query.options(joinedload(StockIncident.batch).joinedload(StockBatch.drug),
                      joinedload(StockIncident.line))
    )  # fmt: skip


def open_incidents() -> list[StockIncident]:
    """Differences that nobody has explained, the oldest first."""
    query = sa.select(StockIncident).where(StockIncident.closed_at.is_(None))
    return list(
        db.session.scalars(
            query.options(joinedload(StockIncident.batch).joinedload(StockBatch.drug),
                          joinedload(StockIncident.line)).order_by(StockIncident.id)
        )
    )  # fmt: skip


_SHOWN = (
    joinedload(StockLine.by), joinedload(StockLine.witness), joinedload(StockLine.vet),
    joinedload(StockLine.animal).joinedload(Animal.taxon),
)  # fmt: skip


def lines_of(batch: StockBatch) -> list[StockLine]:
    """Every row of a batch, the first first."""
    query = sa.select(StockLine).where(StockLine.batch_id == batch.id).options(*_SHOWN)
    return list(db.session.scalars(query.order_by(StockLine.seq)))


def batches(*, finished: bool = False) -> list[StockBatch]:
    """What is in stock, by drug, first-expiring first; with the finished ones if asked."""
    query = sa.select(StockBatch).join(StockBatch.drug).options(joinedload(StockBatch.drug))
    if not finished:
        query = query.where(StockBatch.balance > 0)
    return list(
        db.session.scalars(
            query.order_by(Drug.name, Drug.strength_mg, StockBatch.expires_on, StockBatch.id)
        )
    )


# --- the register -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Sums:
    """What went in and out of a vial, in whole parts, since it was received."""

    of: dict[str, int] = field(default_factory=dict)

    @property
    def balance(self) -> int:
        """What should be there: the sum of all that went in and out."""
        return sum(self.of[key] for key in COLUMNS)


#: The columns of a reconciliation; each row of the ledger falls into exactly one (a use in two).
COLUMNS = ("receipt", "given", "wasted", "return", "waste", "breakage", "transfer", "count",
           "reversal")  # fmt: skip


@dataclass(frozen=True)
class Page:
    """The page of one vial in the register."""

    batch: StockBatch
    lines: list[StockLine]
    sums: Sums
    counted_at: datetime | None

    @property
    def agrees(self) -> bool:
        """Whether the balance is the sum of its rows."""
        return self.sums.balance == self.batch.balance

    def is_due(self, at: datetime) -> bool:
        """Whether its weekly count is due."""
        since = self.counted_at or self.batch.received_at
        return not self.batch.is_finished and at - since >= COUNT_EVERY


def sums(lines: Sequence[StockLine]) -> Sums:
    """Rows added up by what happened; what was drawn up and put back cancels out."""
    found = dict.fromkeys(COLUMNS, 0)
    for line in lines:
        if line.kind == "use":
            found["given"] -= line.given or 0
            found["wasted"] -= line.wasted or 0
        else:
            found[line.kind] += line.qty
    return Sums(found)


def register(drug: Drug | None = None) -> list[Page]:
    """A page for each vial of the register, by drug and strength, from its first receipt on."""
    query = (
        sa.select(StockBatch)
        .join(StockBatch.drug)
        .where(StockBatch.controlled)
        .options(joinedload(StockBatch.drug), selectinload(StockBatch.lines).options(*_SHOWN))
        .order_by(Drug.name, Drug.strength_mg, StockBatch.received_at, StockBatch.id)
    )
    if drug is not None:
        query = query.where(StockBatch.drug_id == drug.id)
    return [_page(batch) for batch in db.session.scalars(query)]


def _page(batch: StockBatch) -> Page:
    counted = [line.at for line in batch.lines if line.kind == "count"]
    return Page(batch, batch.lines, sums(batch.lines), counted[-1] if counted else None)


def controlled_drugs() -> list[Drug]:
    """Drugs that have pages in the register."""
    query = sa.select(Drug).where(Drug.id.in_(
        sa.select(StockBatch.drug_id).where(StockBatch.controlled)))  # fmt: skip
    return list(db.session.scalars(query.order_by(Drug.name, Drug.strength_mg)))


def last_counts() -> dict[int, datetime]:
    """When each batch was last counted."""
    query = sa.select(StockLine.batch_id, sa.func.max(StockLine.at)).where(
        StockLine.kind == "count"
    )
    return {row[0]: row[1] for row in db.session.execute(query.group_by(StockLine.batch_id))}


def by_drug(found: Sequence[StockBatch]) -> dict[int, list[StockBatch]]:
    """Batches by the drug they are of."""
    held: dict[int, list[StockBatch]] = defaultdict(list)
    for batch in found:
        held[batch.drug_id].append(batch)
    return held


def witnesses(at: datetime) -> list[Person]:
    """Who may witness at this moment, by name."""
    query = (
        sa.select(Person)
        .where(Person.disabled_at.is_(None), Person.password_hash.is_not(None))
        .options(selectinload(Person.grants))
        .order_by(Person.name, Person.id)
    )
    return [one for one in db.session.scalars(query) if not WITNESSES.isdisjoint(one.roles_at(at))]


def kept_ids() -> set[int]:
    """The drugs that the centre has or had stock of."""
    return set(db.session.scalars(sa.select(StockBatch.drug_id).distinct()))


def incidents() -> list[StockIncident]:
    """Every difference that a count found, the oldest first."""
    query = sa.select(StockIncident).options(
        joinedload(StockIncident.batch).joinedload(StockBatch.drug),
        joinedload(StockIncident.line), joinedload(StockIncident.closed_by),
    )  # fmt: skip
    return list(db.session.scalars(query.order_by(StockIncident.id)))
