"""The journal: one row per act, chained by hash, written once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from rescue_center.db import Model, append_only, never_deleted, trigger


class Entry(Model):
    """Who did what, to what, when it happened, when it was recorded, why, before and after.

    `subject` is `kind:id`; `animal_id`, `case_id` and `unit_id` index the same act for timelines.
    They carry no foreign key: the journal outlives what it speaks of and knows no other table.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        sa.Index("ix_journal_entry_animal", "animal_id", "at"),
        sa.Index("ix_journal_entry_case", "case_id", "at"),
        sa.Index("ix_journal_entry_unit", "unit_id", "at"),
        sa.Index("ix_journal_entry_person", "person_id", "seq"),
        sa.Index("ix_journal_entry_verb", "verb", "seq"),
        sa.Index("ix_journal_entry_recorded_at", "recorded_at"),
        sa.UniqueConstraint("prev_hash", name="journal_never_forks"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    verb: Mapped[str] = mapped_column(sa.String(60))
    subject: Mapped[str] = mapped_column(sa.String(60))
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    animal_id: Mapped[int | None]
    case_id: Mapped[int | None]
    unit_id: Mapped[int | None]
    prev_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)


class Head(Model):
    """The one row that says where the chain ends; locked last, so appenders queue on it."""

    __tablename__ = "journal_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="journal_has_one_head"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(sa.String(64))


#: The head follows the last entry by itself, whoever writes it.
_FOLLOW = "UPDATE journal_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1;"
trigger(
    "journal_head_follows", "journal_entry", "AFTER INSERT",
    sqlite=f"BEGIN {_FOLLOW} END", postgresql=f"BEGIN {_FOLLOW} RETURN NULL; END",
)  # fmt: skip
append_only("journal_entry")
never_deleted("journal_head")
