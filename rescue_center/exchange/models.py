"""Imports: which file came in, when, by whom, what became of its rows, and what the old books of a
centre say of an animal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Animal
from rescue_center.db import Folded, Model, append_only


class ImportRun(Model):
    """One import that was carried out: `total = stored + already + reported`."""

    __table_args__ = (
        sa.CheckConstraint("total = stored + already + reported", name="import_accounts_for_rows"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    sha256: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    total: Mapped[int]
    stored: Mapped[int]
    already: Mapped[int]
    reported: Mapped[int]
    reports: Mapped[list[Any]] = mapped_column(sa.JSON)


class OldRecord(Model):
    """What the old books say of an animal: the row it was taken in from, as it was written, its
    number there, and what is in doubt. `ref` lets a second import find it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), unique=True)
    ref: Mapped[str] = mapped_column(Folded(120), unique=True)
    number: Mapped[str] = mapped_column(sa.String(60), default="")
    number_key: Mapped[str] = mapped_column(Folded(60), default="", index=True)
    written: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    doubts: Mapped[list[Any]] = mapped_column(sa.JSON)
    file_name: Mapped[str] = mapped_column(sa.String(200))
    row: Mapped[int]
    at: Mapped[datetime]

    animal: Mapped[Animal] = relationship()

    @property
    def as_written(self) -> list[tuple[str, str]]:
        """The cells of the row, each with the words of its column."""
        return [(column.replace("_", " ").capitalize(), said)
                for column, said in self.written.items()]  # fmt: skip


append_only("import_run")
append_only("old_record")
