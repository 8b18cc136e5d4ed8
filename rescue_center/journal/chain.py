"""The chain: how an act becomes a row.

hash = SHA-256(previous hash + canonical JSON of the row). The head row is locked when the first
row of a transaction is written, which happens as the transaction commits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import SessionTransaction

from rescue_center import clock
from rescue_center.db import db

if TYPE_CHECKING:
    from rescue_center.staff.models import Person

GENESIS = "0" * 64
_PENDING = "journal"


@dataclass
class _Act:
    verb: str
    subject: Any
    by: Any
    at: datetime
    reason: str
    before: dict[str, Any]
    after: dict[str, Any]
    recorded_at: datetime
    links: dict[str, Any] = field(default_factory=dict)


def record(
    verb: str,
    subject: Any,
    *,
    by: Person | None,
    at: datetime,
    reason: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    animal: Any = None,
    case: Any = None,
    unit: Any = None,
) -> None:
    """Write down an act, in the transaction that does it.

    `subject` is a record (its identity is read at commit); `animal`, `case` and `unit` say on
    whose timeline it belongs, and are found on the subject where it has them. `at` is when it
    happened, which may be before it is recorded.
    """
    if not db.session().in_transaction():
        db.session().begin()  # an act belongs to a transaction, and is undone with it
    act = _Act(
        verb, subject, by, at, reason, _plain(before or {}), _plain(after or {}), clock.now()
    )
    act.links = {
        "animal": animal if animal is not None else _link(subject, "animal"),
        "case": case if case is not None else _link(subject, "case"),
        "unit": unit if unit is not None else _link(subject, "unit"),
    }
    db.session.info.setdefault(_PENDING, []).append(act)


def _link(subject: Any, name: str) -> Any:
    """The record itself when it is the animal, case or unit; else what it points to."""
    table = {"animal": "animal", "case": "seizure_case", "unit": "unit"}[name]
    if subject.__tablename__ == table:
        return subject
    found = getattr(subject, name, None)
    if hasattr(found, "__tablename__"):  # a manifest line's `unit` is a word
        return found
    return getattr(subject, f"{name}_id", None)


def _id(link: Any) -> int | None:
    return link if link is None or isinstance(link, int) else link.id


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {str(key): _value(value) for key, value in facts.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_value(v) for v in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return str(value)
    if hasattr(value, "__tablename__"):
        return f"{value.__tablename__}:{value.id}"
    return str(value)


def digest(row: Mapping[str, Any]) -> str:
    """The hash of a row, from everything in it but the hash itself."""
    kept = {k: _value(v) for k, v in row.items() if k != "hash"}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def settle() -> None:
    """Write the acts recorded so far. Committing does it; a test of a rule may ask for it."""
    acts: list[_Act] = db.session.info.pop(_PENDING, [])
    if not acts:
        return
    db.session.flush()
    from rescue_center.journal.models import Entry

    seq, last = _locked_head()
    rows = []
    for act in acts:
        seq += 1
        row = {
            "seq": seq,
            "verb": act.verb,
            "subject": f"{act.subject.__tablename__}:{act.subject.id}",
            "person_id": act.by.id if act.by is not None else None,
            "at": act.at.astimezone(UTC),
            "recorded_at": act.recorded_at,
            "reason": act.reason,
            "before": act.before,
            "after": act.after,
            "animal_id": _id(act.links["animal"]),
            "case_id": _id(act.links["case"]),
            "unit_id": _id(act.links["unit"]),
            "prev_hash": last,
        }
        row["hash"] = last = digest(row)
        rows.append(row)
    db.session.connection().execute(sa.insert(Entry.__table__), rows)


def _locked_head() -> tuple[int, str]:
    """The end of the chain, ours until the transaction ends; the database moves it on with each
    entry. It begins with the first act of all."""
    from rescue_center.journal.models import Head

    table = Head.__table__
    take = (
        sa.update(table).where(table.c.id == 1).values(seq=table.c.seq)
        .returning(table.c.seq, table.c.hash)
    )  # fmt: skip
    connection = db.session.connection()
    found = connection.execute(take).one_or_none()
    if found is None:
        insert = (
            sa.dialects.postgresql.insert
            if connection.dialect.name == "postgresql"
            else sa.dialects.sqlite.insert
        )
        connection.execute(insert(table).values(id=1, seq=0, hash=GENESIS).on_conflict_do_nothing())
        found = connection.execute(take).one()
    return int(found[0]), str(found[1])


# A savepoint that is rolled back (one row of an import, say) takes with it the acts recorded
# inside, and no others; the transaction's end takes the rest.

_MARKS = "journal_marks"


@event.listens_for(OrmSession, "before_commit")
def _before_commit(session: OrmSession) -> None:
    if session.info.get(_PENDING) and not session.in_nested_transaction():
        settle()


@event.listens_for(OrmSession, "after_transaction_create")
def _mark(session: OrmSession, transaction: SessionTransaction) -> None:
    if transaction.nested:
        marks = session.info.setdefault(_MARKS, {})
        marks[transaction] = len(session.info.get(_PENDING, ()))


@event.listens_for(OrmSession, "after_rollback")
def _after_rollback(session: OrmSession) -> None:
    savepoint = session.get_nested_transaction()
    mark = session.info.get(_MARKS, {}).get(savepoint)
    if mark is not None:
        del session.info.get(_PENDING, [])[mark:]


@event.listens_for(OrmSession, "after_transaction_end")
def _after_end(session: OrmSession, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_PENDING, None)
        session.info.pop(_MARKS, None)
