"""The proof of the chain: every row follows the one before it, and none was changed or removed.

Whoever owns the database can rewrite all of it, head and hashes too. Only a head that was kept
elsewhere (`flask journal head`) tells that, so give it as the anchor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.journal.chain import GENESIS, digest
from rescue_center.journal.models import Entry, Head

PORTION = 5000


@dataclass(frozen=True)
class Break:
    """The first row at which the chain does not hold, and why."""

    seq: int
    why: str


def verify(
    anchor: tuple[int, str] | None = None, *, between: Callable[[], object] = lambda: None
) -> tuple[int, Break | None]:
    """Recompute the chain from its first row. Returns how many rows hold, and the first that does
    not. `anchor` is a head kept elsewhere (seq, hash): it must still be in the chain.

    Rows are read in portions; `between` is called after each, so that a long reading need not keep
    SQLite's writers waiting. What is appended meanwhile is not looked at.
    """
    end, head = current_head()
    last, count = GENESIS, 0
    for row in _rows(end, between):
        if broken := _broken(row, count + 1, last):
            return count, broken
        count, last = count + 1, row["hash"]
        for whose, kept in (("the kept head", anchor), ("the journal's own head", (end, head))):
            if kept is not None and kept[0] == count and kept[1] != last:
                return count - 1, Break(count, f"it is not the row that {whose} names")
    return count, _ends_wrong(count, end, anchor)


def _broken(row: Mapping[str, Any], seq: int, last: str) -> Break | None:
    if row["seq"] != seq:
        return Break(seq, "it is missing")
    if row["prev_hash"] != last:
        return Break(seq, "it does not follow the row before it")
    if digest(row) != row["hash"]:
        return Break(seq, "it was changed after it was written")
    return None


def _ends_wrong(count: int, end: int, anchor: tuple[int, str] | None) -> Break | None:
    if count < end:
        return Break(count + 1, "the journal ends before its head says it does")
    if anchor and anchor[0] > count:
        return Break(count + 1, "the kept head is beyond the end of the journal")
    beyond = _last_seq()
    if beyond > current_head()[0]:
        return Break(end + 1, "it is beyond the journal's head")
    return None


def _rows(end: int, between: Callable[[], object]) -> Iterator[dict[str, Any]]:
    columns = list(Entry.__table__.columns)
    for start in range(0, end, PORTION):
        which = Entry.seq.between(start + 1, min(start + PORTION, end))
        query = sa.select(*columns).where(which).order_by(Entry.seq)
        rows = db.session.execute(query).mappings().all()
        between()
        for row in rows:
            yield {c.name: row[c.name] for c in columns}


def _last_seq() -> int:
    return db.session.scalar(sa.select(sa.func.max(Entry.seq))) or 0


def current_head() -> tuple[int, str]:
    """The number and hash of the last row, as they are now."""
    head = db.session.execute(sa.select(Head.seq, Head.hash).where(Head.id == 1)).one_or_none()
    return (head.seq, head.hash) if head else (0, GENESIS)
