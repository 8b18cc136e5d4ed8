"""What tells an animal from others: who said which species it is, its marks, its photographs."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.db import (
    Folded,
    Model,
    Voidable,
    append_only,
    never_deleted,
    one_of,
    void_is_whole,
    written_once,
)
from rescue_center.media.models import Media
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person

if TYPE_CHECKING:
    from rescue_center.animals.models import Animal


class Identification(Model):
    """Who said which species this is, when, on what ground. The newest row is in force; the
    older ones stay."""

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    taxon_id: Mapped[int] = mapped_column(sa.ForeignKey("taxon.id"))
    qualifier: Mapped[str] = mapped_column(sa.String(20), default="")
    basis: Mapped[str] = mapped_column(sa.String(300), default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    animal: Mapped[Animal] = relationship(back_populates="identifications")
    taxon: Mapped[Taxon] = relationship()
    by: Mapped[Person | None] = relationship()


MARK_KINDS = ("microchip", "ring", "tattoo", "notch", "tag", "clip", "paint", "photo", "other")
#: Of which side of the body a chip lies; empty where nobody said.
SIDES = ("", "left", "right", "midline")


class Mark(Voidable, Model):
    """A mark that identifies the animal: chip, ring, tattoo, notch, photograph, with its dates.

    `code` is as read, `code_key` as compared (no spaces, no dashes, upper case). A chip belongs to
    one animal for ever, dead or alive."""

    __table_args__ = (
        void_is_whole("mark"),
        one_of("kind", MARK_KINDS, "mark_kind_is_known"),
        one_of("status", ("in_place", "lost", "removed", "unreadable"), "mark_status_is_known"),
        sa.CheckConstraint("removed_on IS NULL OR applied_on IS NULL OR removed_on >= applied_on",
                           name="mark_removed_after_applied"),
        one_of("side", SIDES, "mark_side_is_known"),
        sa.CheckConstraint("kind = 'microchip' OR (side = '' AND reader = '')",
                           name="only_a_chip_has_side_and_reader"),
        sa.Index("uq_mark_chip", "code_key", unique=True,
                 sqlite_where=sa.text("kind = 'microchip' AND voided_at IS NULL"),
                 postgresql_where=sa.text("kind = 'microchip' AND voided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    code: Mapped[str] = mapped_column(sa.String(60), default="")
    code_key: Mapped[str] = mapped_column(Folded(60), default="", index=True)
    standard: Mapped[str] = mapped_column(sa.String(12), default="")
    position: Mapped[str] = mapped_column(sa.String(80), default="")
    side: Mapped[str] = mapped_column(sa.String(8), default="")  # of the body, of a chip
    reader: Mapped[str] = mapped_column(sa.String(80), default="")  # what read the chip
    description: Mapped[str] = mapped_column(sa.String(200), default="")
    found_on_arrival: Mapped[bool] = mapped_column(default=False)
    applied_on: Mapped[date | None]
    applied_by: Mapped[str] = mapped_column(sa.String(120), default="")
    removed_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(sa.String(12), default="in_place")
    media_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    animal: Mapped[Animal] = relationship(back_populates="marks")
    media: Mapped[Media | None] = relationship()


class Photo(Voidable, Model):
    """A photograph of an animal."""

    __tablename__ = "animal_photo"
    __table_args__ = (
        void_is_whole("animal_photo"),
        one_of("view", ("whole", "left", "right", "front", "back", "face", "mark", "wound",
                        "container", "other"), "animal_photo_view_is_known"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    media_id: Mapped[int] = mapped_column(sa.ForeignKey("media.id"), index=True)
    view: Mapped[str] = mapped_column(sa.String(12), default="whole")
    caption: Mapped[str] = mapped_column(sa.String(200), default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    animal: Mapped[Animal] = relationship(back_populates="photos", foreign_keys=[animal_id])
    media: Mapped[Media] = relationship()


append_only("identification")
never_deleted("mark")
written_once("mark", "animal_id", "kind", "code", "code_key", "side", "reader")
never_deleted("animal_photo")
