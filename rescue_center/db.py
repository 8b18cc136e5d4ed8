"""The database session, the types of its columns, and what many tables share.

SQLite is the embedded default, PostgreSQL what a growing organisation runs; both hold the same
constraints under the same names.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, TypeVarTuple

import sqlalchemy as sa
from flask import g
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from rescue_center.columns import Folded as Folded
from rescue_center.columns import UtcDateTime as UtcDateTime
from rescue_center.connections import WAL_IS_SAFE as WAL_IS_SAFE
from rescue_center.connections import only_reads
from rescue_center.connections import set_writing as set_writing
from rescue_center.connections import writing as writing
from rescue_center.errors import Missing, explain
from rescue_center.triggers import TRIGGERS as TRIGGERS
from rescue_center.triggers import Trigger as Trigger
from rescue_center.triggers import append_only as append_only
from rescue_center.triggers import drop_triggers as drop_triggers
from rescue_center.triggers import make_triggers as make_triggers
from rescue_center.triggers import never_deleted as never_deleted
from rescue_center.triggers import refuse as refuse
from rescue_center.triggers import refusing as refusing
from rescue_center.triggers import trigger as trigger
from rescue_center.triggers import written_once as written_once

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every model inherits."""

    metadata = sa.MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)


if TYPE_CHECKING:

    class Model(Base):
        """What every table inherits; the name of its table is that of the class."""

        __abstract__ = True
        __table__: ClassVar[sa.Table]

else:
    Model = db.Model

Model.registry.update_type_annotation_map({datetime: UtcDateTime()})

Row = TypeVar("Row", bound=Model)
Chosen = TypeVarTuple("Chosen")


# --- reading and locking ------------------------------------------------------------------


def rows(statement: sa.Select[*tuple[Any, ...]], **facts: Any) -> Sequence[Any]:
    """The rows of a statement that selects columns, read in half the time that the session takes
    for them: for pages that people wait at. Entities are the session's business."""
    return _connection().execute(statement, facts).all()


def _connection() -> Connection:
    """Where it is asked. A page of PostgreSQL that only reads has a plain connection, had in a
    fourth of the session's time: each statement sees what was committed before it, whoever asks.
    Elsewhere it is the session's, with all that was said to it; on SQLite a page that only reads
    sees one moment, and its connection is kept until the session lets go of it."""
    if only_reads() and db.engine.dialect.name == "postgresql":
        return _reading()
    session = db.session()
    if not only_reads():
        session.flush()
        return session.connection()
    kept: Connection | None = session.info.get("reading")
    if kept is None or kept.closed:
        kept = session.info["reading"] = session.connection()
    return kept


def _reading() -> Connection:
    kept: Connection | None = g.get("reading")
    if kept is None or kept.closed or kept.invalidated:
        kept = g.reading = db.engine.connect()
    return kept


def stop_reading() -> None:
    """Give the plain connection back, at the end of a request."""
    if (kept := g.pop("reading", None)) is not None:
        kept.close()


def one_or_missing(query: sa.Select[Row]) -> Row:
    """The one row that was asked for; Missing, which is a 404, where there is none."""
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise Missing
    return found


def get_or_missing(model: type[Row], key: Any, **how: Any) -> Row:
    """The row with this key, or Missing; `how` as `Session.get` takes it."""
    found = db.session.get(model, key, **how)
    if found is None:
        raise Missing
    return found


def lock(*rows: Any) -> None:
    """Lock rows until the transaction ends and read them anew, so that what we check still holds
    when we write. Order: case, animal, enclosure, batch, counter, journal head. The key is left
    shared, so that rows that merely point here are not kept waiting; what was loaded along with
    the row is not locked. SQLite's writers are already alone."""
    alone = db.session.get_bind().dialect.name == "sqlite"
    for row in rows:
        how = None if alone else {"key_share": True, "of": type(row)}
        db.session.refresh(row, with_for_update=how)


def lock_all(model: type[Row], ids: Iterable[int], *, shared: bool = False) -> list[Row]:
    """The same for many rows of one table at once, in the order of their ids. `shared` keeps
    others from changing them, not from relying on them too."""
    query = sa.select(model).where(model.id.in_(set(ids))).order_by(model.id)  # type: ignore[attr-defined]
    query = for_update(query, model, shared=shared)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def for_update(
    query: sa.Select[*Chosen], *models: type[Model], shared: bool = False
) -> sa.Select[*Chosen]:
    """The query, locking its rows of `models` in this order. SQLite's writers are already alone."""
    if db.session.get_bind().dialect.name == "sqlite":
        return query
    return query.with_for_update(key_share=not shared, read=shared, of=models)


@event.listens_for(Base.metadata, "after_create")
def _triggers_after_create(_target: Any, connection: Connection, **_: Any) -> None:
    make_triggers(connection)


# --- gapless numbers --------------------------------------------------------------------------


class Counter(Model):
    """The last number given, per series and year. A sequence would leave gaps on rollback."""

    __tablename__ = "counter"
    __table_args__ = (sa.CheckConstraint("value >= 0", name="counter_never_negative"),)

    series = sa.Column(sa.String(40), primary_key=True)
    year = sa.Column(sa.Integer, primary_key=True)
    value = sa.Column(sa.Integer, nullable=False)


def next_number(series: str, year: int, *, count: int = 1) -> int:
    """The next number of a series, held by this transaction until it commits.

    Returns the first of `count` consecutive numbers. A rollback gives them back, so a
    committed series has no gaps.
    """
    table = Counter.__table__
    take = (
        sa.update(table)
        .where(table.c.series == series, table.c.year == year)
        .values(value=table.c.value + count)
        .returning(table.c.value)
    )
    last = db.session.execute(take).scalar()
    if last is None:
        dialect = db.session.get_bind().dialect.name
        insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
        db.session.execute(
            insert.values(series=series, year=year, value=0).on_conflict_do_nothing()
        )
        last = db.session.execute(take).scalar_one()
    return int(last) - count + 1


# --- what many records share ------------------------------------------------------------------


class Voidable:
    """A record that is struck out with a reason instead of deleted."""

    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    void_reason: Mapped[str | None] = mapped_column(sa.Text)

    @property
    def is_void(self) -> bool:
        """Whether somebody struck it out."""
        return self.voided_at is not None


def void_is_whole(table: str) -> sa.CheckConstraint:
    """A voided row says when, by whom and why, all or nothing; and once said, it stays said."""
    final = f"{table}_void_is_final"
    trigger(
        final, table, "BEFORE UPDATE OF voided_at",
        sqlite=f"WHEN OLD.voided_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{final}'); END",
        postgresql=f"BEGIN IF OLD.voided_at IS NOT NULL THEN {refusing(final)} END IF; "
        "RETURN NEW; END",
    )  # fmt: skip
    explain(final, "Somebody else has just struck this out.")
    return sa.CheckConstraint(
        "(voided_at IS NULL) = (voided_by_id IS NULL)"
        " AND (voided_at IS NULL) = (void_reason IS NULL)",
        name=f"{table}_void_is_whole",
    )


def one_of(column: str, values: Iterable[str], name: str) -> sa.CheckConstraint:
    """`column` holds one of the known words."""
    words = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({words})", name=name)


def fold(text: str) -> str:
    """Text as it is searched: lower case, no accents, single spaces. `Voọc ` -> `vooc`."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("đ", "d"))
    kept = "".join(c for c in plain if not unicodedata.combining(c) or ord(c) > 0x0370)
    return " ".join(unicodedata.normalize("NFC", kept).split())
