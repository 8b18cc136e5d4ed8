"""What the owner of a database can do to the journal, once the triggers are out of the way."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from rescue_center.db import db, drop_triggers, make_triggers
from rescue_center.journal.chain import GENESIS, digest
from rescue_center.journal.models import Entry, Head

ENTRY, HEAD = Entry.__table__, Head.__table__


@contextmanager
def as_owner() -> Iterator[sa.Connection]:
    """Write past the triggers; they are there again afterwards, as an attacker would leave them."""
    connection = db.session.connection()
    drop_triggers(connection)
    yield connection
    make_triggers(connection)
    db.session.expire_all()


def edit(seq: int) -> None:
    """Change what a row says."""
    with as_owner() as connection:
        connection.execute(
            sa.update(ENTRY).where(ENTRY.c.seq == seq).values(reason="something else")
        )


def delete(*seqs: int) -> None:
    """Remove rows."""
    with as_owner() as connection:
        connection.execute(sa.delete(ENTRY).where(ENTRY.c.seq.in_(seqs)))


def truncate(length: int) -> None:
    """Remove the end, and set the head to what is left."""
    with as_owner() as connection:
        connection.execute(sa.delete(ENTRY).where(ENTRY.c.seq > length))
        last = connection.scalar(sa.select(ENTRY.c.hash).where(ENTRY.c.seq == length))
        connection.execute(sa.update(HEAD).values(seq=length, hash=last))


def rewrite(seq: int) -> None:
    """Change a row and give it, every row after it and the head new hashes."""
    edit(seq)
    with as_owner() as connection:
        last = GENESIS
        for row in connection.execute(sa.select(ENTRY).order_by(ENTRY.c.seq)).mappings().all():
            values = dict(row) | {"prev_hash": last}
            last = digest(values)
            connection.execute(
                sa.update(ENTRY).where(ENTRY.c.seq == row["seq"])
                .values(prev_hash=values["prev_hash"], hash=last)
            )  # fmt: skip
        connection.execute(sa.update(HEAD).values(hash=last))


def insert(seq: int, *, after: int) -> None:
    """Put in a row that claims to follow another, with a right hash of its own."""
    with as_owner() as connection:
        row = dict(
            connection.execute(sa.select(ENTRY).where(ENTRY.c.seq == after)).mappings().one()
        )
        row |= {"seq": seq, "prev_hash": row["hash"], "reason": "never happened"}
        connection.execute(sa.insert(ENTRY), row | {"hash": digest(row)})
