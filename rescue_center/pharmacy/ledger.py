"""The ledger of a batch: the one function that writes a row, and how the rows are proved.

checksum = SHA-256 of the row with the checksum of the row before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center.db import db, lock
from rescue_center.errors import Refused
from rescue_center.journal.chain import digest
from rescue_center.pharmacy.quantity import text
from rescue_center.pharmacy.stock_models import GENESIS, StockBatch, StockLine
from rescue_center.staff.models import Person

#: What the checksum covers: all that a row says.
COVERED = (
    "batch_id", "seq", "prev_seq", "controlled", "kind", "qty", "bal_before", "bal_after", "drawn",
    "given", "wasted", "returned", "counted", "reverses_seq", "reverses_qty", "at", "recorded_at",
    "by_id", "witness_id", "animal_id", "weight_g", "vet_id", "reason", "prev_hash",
)  # fmt: skip


def post(
    batch: StockBatch,
    kind: str,
    qty: int,
    *,
    by: Person,
    at: datetime,
    recorded_at: datetime | None = None,
    locked: bool = False,
    **facts: Any,
) -> StockLine:
    """Write the next row of a batch's ledger; its row is locked, unless the caller did that.
    Refuses what would leave less than nothing."""
    if not locked:
        lock(batch)
    if batch.balance + qty < 0:
        raise Refused(f"{batch.label} holds {text(batch.balance, batch.per)}, not "
                      f"{text(-qty, batch.per)}.", field="amount")  # fmt: skip
    last = _last_hash(batch)
    line = StockLine(
        batch_id=batch.id, controlled=batch.controlled, kind=kind, qty=qty,
        seq=batch.last_seq + 1, prev_seq=batch.last_seq or None, bal_before=batch.balance,
        bal_after=batch.balance + qty, at=at, recorded_at=recorded_at or at, by_id=by.id,
        prev_hash=last, **facts,
    )  # fmt: skip
    line.reason = line.reason or ""
    line.hash = checksum(line)
    db.session.add(line)
    db.session.flush()
    db.session.refresh(batch, ["balance", "last_seq"])
    return line


def _last_hash(batch: StockBatch) -> str:
    if not batch.last_seq:
        return GENESIS
    query = sa.select(StockLine.hash).where(
        StockLine.batch_id == batch.id, StockLine.seq == batch.last_seq
    )
    return db.session.scalars(query).one()


def checksum(line: Any) -> str:
    """The checksum of a row, from all that it says and the checksum before it."""
    return digest({name: getattr(line, name) for name in COVERED})


def broken(lines: Iterable[Any]) -> str:
    """Why the rows of one batch, in order, are not as they were written; empty where they are."""
    before: Any = None
    for line in lines:
        if line.prev_hash != (before.hash if before else GENESIS):
            return f"row {line.seq} does not follow the row before it"
        if line.seq != (before.seq + 1 if before else 1):
            return f"row {line.seq} is out of place"
        if line.bal_before != (before.bal_after if before else 0):
            return f"row {line.seq} begins with another balance"
        if checksum(line) != line.hash:
            return f"row {line.seq} was changed"
        before = line
    return ""
