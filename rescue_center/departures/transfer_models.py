"""A transfer to another place: its animals, its crates, its two signatures."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Stay
from rescue_center.cases.models import CourtOrder
from rescue_center.db import Model, never_deleted, one_of, refuse
from rescue_center.staff.models import Person

#: The mark and the words of each status, as lists show them.
STANDINGS = {
    "planned": ("planned", "Planned"),
    "departed": ("waiting", "On the way"),
    "received": ("completed", "Received"),
    "cancelled": ("void", "Called off"),
}


class Transfer(Model):
    """A transfer to another place: planned, handed over, countersigned by the receiver."""

    __tablename__ = "animal_transfer"
    __table_args__ = (
        one_of("status", STANDINGS, "transfer_status_is_known"),
        sa.CheckConstraint("status NOT IN ('departed','received') OR"
                           " (given_at IS NOT NULL AND given_by_id IS NOT NULL)",
                           name="transfer_departs_with_first_signature"),
        sa.CheckConstraint("status <> 'received' OR"
                           " (received_at IS NOT NULL AND length(received_by) > 0)",
                           name="transfer_is_received_with_second_signature"),
        sa.CheckConstraint("received_at IS NULL OR received_at >= given_at",
                           name="transfer_received_after_given"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    status: Mapped[str] = mapped_column(sa.String(10), default="planned")
    to_organisation: Mapped[str] = mapped_column(sa.String(200))
    to_address: Mapped[str] = mapped_column(sa.Text, default="")
    to_country: Mapped[str] = mapped_column(sa.String(2), default="")
    to_licence: Mapped[str] = mapped_column(sa.String(80), default="")
    to_contact: Mapped[str] = mapped_column(sa.String(160), default="")
    to_phone: Mapped[str] = mapped_column(sa.String(40), default="")
    legal_basis: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    planned_for: Mapped[datetime | None]
    mode: Mapped[str] = mapped_column(sa.String(40), default="")
    carrier: Mapped[str] = mapped_column(sa.String(160), default="")
    planned_hours: Mapped[Decimal | None] = mapped_column(sa.Numeric(6, 1))
    feed_water_plan: Mapped[str] = mapped_column(sa.Text, default="")
    emergency_contact: Mapped[str] = mapped_column(sa.String(160), default="")
    conditions: Mapped[str] = mapped_column(sa.Text, default="")
    care_instructions: Mapped[str] = mapped_column(sa.Text, default="")
    #: Whether a vet wants a health statement; None leaves it to where it goes.
    statement_needed: Mapped[bool | None]
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("court_order.id"))
    given_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    given_at: Mapped[datetime | None]
    received_by: Mapped[str] = mapped_column(sa.String(120), default="")
    received_role: Mapped[str] = mapped_column(sa.String(120), default="")
    received_id_document: Mapped[str] = mapped_column(sa.String(80), default="")
    received_at: Mapped[datetime | None]
    received_signature_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))
    witness: Mapped[str] = mapped_column(sa.String(120), default="")
    differences: Mapped[str] = mapped_column(sa.Text, default="")
    cancelled_reason: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    members: Mapped[list[Transferred]] = relationship(back_populates="transfer")
    crates: Mapped[list[Crate]] = relationship(back_populates="transfer", order_by="Crate.id")
    order: Mapped[CourtOrder | None] = relationship()
    given_by: Mapped[Person | None] = relationship(foreign_keys=[given_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def standing(self) -> tuple[str, str]:
        """How far it is: the mark and the words."""
        return STANDINGS[self.status]


class Crate(Model):
    """A crate of a transfer, with its inner size in centimetres and its seals."""

    __table_args__ = (
        sa.UniqueConstraint("transfer_id", "number"),
        sa.CheckConstraint("length_cm > 0 AND width_cm > 0 AND height_cm > 0",
                           name="crate_has_a_size"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(sa.ForeignKey("animal_transfer.id"))
    number: Mapped[str] = mapped_column(sa.String(20))
    length_cm: Mapped[int]
    width_cm: Mapped[int]
    height_cm: Mapped[int]
    requirement: Mapped[str] = mapped_column(sa.String(20), default="")
    seal: Mapped[str] = mapped_column(sa.String(60), default="")

    transfer: Mapped[Transfer] = relationship(back_populates="crates")


class Transferred(Model):
    """A stay on a transfer, and the crate it travels in."""

    __tablename__ = "transferred_stay"

    transfer_id: Mapped[int] = mapped_column(sa.ForeignKey("animal_transfer.id"), primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), primary_key=True, index=True)
    count: Mapped[int]
    crate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("crate.id"))
    condition: Mapped[str] = mapped_column(sa.String(200), default="")

    transfer: Mapped[Transfer] = relationship(back_populates="members")
    stay: Mapped[Stay] = relationship()
    crate: Mapped[Crate | None] = relationship()


never_deleted("animal_transfer")
# What two people signed stays as they signed it.
refuse(
    "signed_transfer_is_final", "animal_transfer", "BEFORE UPDATE",
    "OLD.status IN ('received', 'cancelled')",
)  # fmt: skip
refuse(
    "signed_transfer_keeps_its_animals", "transferred_stay", "BEFORE UPDATE OR DELETE",
    "(SELECT status FROM animal_transfer WHERE id = OLD.transfer_id) = 'received'",
)  # fmt: skip
