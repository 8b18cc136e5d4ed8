"""Tag numbers: random, checked, bound to one animal or enclosure, revoked and replaced."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Animal
from rescue_center.cases.models import Case
from rescue_center.db import (
    Folded,
    Model,
    append_only,
    never_deleted,
    one_of,
    refusing,
    trigger,
    written_once,
)
from rescue_center.enclosures.models import Unit
from rescue_center.media.models import Media
from rescue_center.staff.models import Person


class Batch(Model):
    """A roll of blank tags, printed ahead, perhaps for one case."""

    __tablename__ = "tag_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(sa.String(120), default="")
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seizure_case.id"), index=True)
    size: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    case: Mapped[Case | None] = relationship()


class Tag(Model):
    """Eight digits with a Verhoeff check. Blank until bound by a scan; a number is used once."""

    __table_args__ = (
        one_of("status", ("blank", "bound", "revoked"), "tag_status_is_known"),
        sa.CheckConstraint("length(number) = 8", name="tag_number_has_eight_digits"),
        sa.CheckConstraint("animal_id IS NULL OR unit_id IS NULL", name="tag_has_one_bearer"),
        sa.CheckConstraint("status <> 'bound' OR animal_id IS NOT NULL OR unit_id IS NOT NULL",
                           name="bound_tag_has_a_bearer"),
        sa.CheckConstraint("status <> 'blank' OR (animal_id IS NULL AND unit_id IS NULL)",
                           name="blank_tag_has_no_bearer"),
        sa.CheckConstraint("(status = 'revoked') = (revoked_at IS NOT NULL)",
                           name="revoked_tag_is_dated"),
        sa.Index("uq_tag_animal_live", "animal_id", unique=True,
                 sqlite_where=sa.text("status = 'bound'"),
                 postgresql_where=sa.text("status = 'bound'")),
        sa.Index("ix_tag_blank", "id", sqlite_where=sa.text("status = 'blank'"),
                 postgresql_where=sa.text("status = 'blank'")),
        sa.Index("uq_tag_unit_live", "unit_id", unique=True,
                 sqlite_where=sa.text("status = 'bound'"),
                 postgresql_where=sa.text("status = 'bound'")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Folded(8), unique=True)
    status: Mapped[str] = mapped_column(sa.String(8), default="blank")
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tag_batch.id"), index=True)
    animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    made_at: Mapped[datetime]
    bound_at: Mapped[datetime | None]
    bound_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    revoke_reason: Mapped[str] = mapped_column(sa.Text, default="")
    replaced_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tag.id"))
    printed_at: Mapped[datetime | None]
    printed_times: Mapped[int] = mapped_column(default=0)

    animal: Mapped[Animal | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    batch: Mapped[Batch | None] = relationship()
    replaced_by: Mapped[Tag | None] = relationship(remote_side="Tag.id")


class Finding(Model):
    """What a member of the public told us about a tagged animal they found, and what was done.
    Kept apart: it names a place and perhaps a person."""

    __tablename__ = "tag_finding"
    __table_args__ = (
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)"
            " AND (answered_at IS NULL) = (answer IS NULL)",
            name="tag_finding_answer_is_whole",
        ),
        sa.Index("ix_tag_finding_address", "address_hash", "at"),
        sa.Index("ix_tag_finding_open", "at", sqlite_where=sa.text("answered_at IS NULL"),
                 postgresql_where=sa.text("answered_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    tag_number: Mapped[str] = mapped_column(sa.String(20))
    tag_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tag.id"), index=True)
    at: Mapped[datetime]
    where_text: Mapped[str] = mapped_column(sa.Text, default="")
    contact: Mapped[str] = mapped_column(sa.String(120), default="")
    message: Mapped[str] = mapped_column(sa.Text, default="")
    address_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    answer: Mapped[str | None] = mapped_column(sa.Text)

    tag: Mapped[Tag | None] = relationship()
    answered_by: Mapped[Person | None] = relationship()
    position: Mapped[FindingPosition | None] = relationship()
    photo: Mapped[FindingPhoto | None] = relationship()


class FindingPosition(Model):
    """Where the finder's phone said it was, in degrees (WGS 84), and within how many metres."""

    __table_args__ = (
        sa.CheckConstraint(
            "latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
            name="finding_position_is_on_earth",
        ),
        sa.CheckConstraint("accuracy_m >= 0", name="finding_position_accuracy_not_negative"),
    )

    finding_id: Mapped[int] = mapped_column(sa.ForeignKey("tag_finding.id"), primary_key=True)
    latitude: Mapped[Decimal] = mapped_column(sa.Numeric(9, 6))
    longitude: Mapped[Decimal] = mapped_column(sa.Numeric(9, 6))
    accuracy_m: Mapped[int | None]


class FindingPhoto(Model):
    """What the finder photographed."""

    finding_id: Mapped[int] = mapped_column(sa.ForeignKey("tag_finding.id"), primary_key=True)
    media_id: Mapped[int] = mapped_column(sa.ForeignKey("media.id"))

    media: Mapped[Media] = relationship()


append_only("finding_position")
append_only("finding_photo")
written_once(
    "tag_finding", "tag_number", "tag_id", "at", "where_text", "contact", "message",
    once_set=("answered_at", "answered_by_id", "answer"),
)  # fmt: skip
never_deleted("tag_finding")


# A number once bound stays with its bearer: it can be revoked, never passed on or made blank again.
trigger(
    "tag_keeps_its_bearer",
    "tag",
    "BEFORE UPDATE",
    sqlite="""WHEN NEW.number <> OLD.number OR OLD.status = 'revoked' AND NEW.status <> 'revoked'
      OR OLD.status = 'bound' AND (NEW.status = 'blank'
        OR NEW.animal_id IS NOT OLD.animal_id OR NEW.unit_id IS NOT OLD.unit_id)
      BEGIN SELECT RAISE(ABORT, 'tag_keeps_its_bearer'); END""",
    postgresql=f"""BEGIN IF NEW.number <> OLD.number
      OR OLD.status = 'revoked' AND NEW.status <> 'revoked'
      OR OLD.status = 'bound' AND (NEW.status = 'blank'
        OR NEW.animal_id IS DISTINCT FROM OLD.animal_id
        OR NEW.unit_id IS DISTINCT FROM OLD.unit_id) THEN
      {refusing("tag_keeps_its_bearer")} END IF; RETURN NEW; END""",
)

never_deleted("tag")
never_deleted("tag_finding")
