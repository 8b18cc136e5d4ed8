"""Post-mortem examinations. A draft may change; a signed one is closed, its final diagnosis is
given once, when the histology is back, and everything later is a note on the death."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.db import Model, Voidable, never_deleted, one_of, void_is_whole, written_once
from rescue_center.departures.models import Death
from rescue_center.measures import plain
from rescue_center.necropsy.words import CONDITIONS, ORGANS, SYSTEMS, UNITS
from rescue_center.staff.models import Person
from rescue_center.triggers import refuse

_OF_THE_WHOLE = (
    "at", "condition", "safety", "safety_note", "storage", "examined", "weight_g", "external",
    "preliminary", "by_id", "death_id", "recorded_at",
)  # fmt: skip


class Necropsy(Voidable, Model):
    """One post-mortem examination of a death. A carcass that may be of anthrax is not opened."""

    __table_args__ = (
        void_is_whole("necropsy"),
        one_of("condition", CONDITIONS, "necropsy_condition_is_known"),
        one_of("safety", ("not_suspected", "ruled_out"), "anthrax_is_never_opened"),
        sa.CheckConstraint("safety <> 'ruled_out' OR length(safety_note) > 0",
                           name="necropsy_safety_says_how"),
        sa.CheckConstraint("examined > 0", name="necropsy_is_of_somebody"),
        sa.CheckConstraint("weight_g IS NULL OR weight_g > 0", name="carcass_weighs_something"),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)",
                           name="necropsy_signature_is_whole"),
        sa.CheckConstraint("signed_at IS NULL OR length(preliminary) > 0",
                           name="signed_necropsy_has_a_diagnosis"),
        sa.CheckConstraint(
            "(final_at IS NULL) = (final_by_id IS NULL)"
            " AND (final_at IS NULL) = (length(final) = 0)"
            " AND (final_at IS NULL OR signed_at IS NOT NULL)",
            name="final_diagnosis_is_whole",
        ),
        sa.Index("uq_necropsy_death", "death_id", unique=True,
                 sqlite_where=sa.text("voided_at IS NULL"),
                 postgresql_where=sa.text("voided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    death_id: Mapped[int] = mapped_column(sa.ForeignKey("animal_death.id"))
    at: Mapped[datetime]
    condition: Mapped[str] = mapped_column(sa.String(8))
    safety: Mapped[str] = mapped_column(sa.String(16))
    safety_note: Mapped[str] = mapped_column(sa.Text, default="")
    storage: Mapped[str] = mapped_column(sa.String(120), default="")
    examined: Mapped[int] = mapped_column(default=1)  # of those that died
    weight_g: Mapped[int | None]
    external: Mapped[str] = mapped_column(sa.Text, default="")
    preliminary: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    histology: Mapped[str] = mapped_column(sa.Text, default="")
    final: Mapped[str] = mapped_column(sa.Text, default="")
    proximate: Mapped[str] = mapped_column(sa.Text, default="")
    ultimate: Mapped[str] = mapped_column(sa.Text, default="")
    final_at: Mapped[datetime | None]
    final_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    death: Mapped[Death] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])
    final_by: Mapped[Person | None] = relationship(foreign_keys=[final_by_id])
    voided_by: Mapped[Person | None] = relationship(foreign_keys="Necropsy.voided_by_id")
    systems: Mapped[list[SystemFinding]] = relationship(
        cascade="all, delete-orphan", order_by="SystemFinding.id"
    )
    organs: Mapped[list[OrganWeight]] = relationship(
        cascade="all, delete-orphan", order_by="OrganWeight.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_signed(self) -> bool:
        """Whether it is closed."""
        return self.signed_at is not None

    @property
    def found(self) -> dict[str, str]:
        """What was found, by system."""
        return {one.system: one.found for one in self.systems}

    @property
    def weights(self) -> dict[str, Decimal]:
        """Grams, by organ."""
        return {one.organ: one.grams for one in self.organs}

    @property
    def hours(self) -> int:
        """Hours from the death to the examination."""
        return int((self.at - self.death.at).total_seconds() // 3600)


class SystemFinding(Model):
    """What was found in one system, or that nothing was."""

    __tablename__ = "necropsy_finding"
    __table_args__ = (
        one_of("system", SYSTEMS, "necropsy_system_is_known"),
        sa.CheckConstraint("length(found) > 0", name="necropsy_finding_says_what"),
        sa.UniqueConstraint("necropsy_id", "system", name="one_finding_a_system"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    necropsy_id: Mapped[int] = mapped_column(sa.ForeignKey("necropsy.id"))
    system: Mapped[str] = mapped_column(sa.String(16))
    found: Mapped[str] = mapped_column(sa.Text)

    @property
    def label(self) -> str:
        """The system in words."""
        return SYSTEMS[self.system]


class OrganWeight(Model):
    """What an organ weighed, in grams to the hundredth."""

    __tablename__ = "necropsy_organ"
    __table_args__ = (
        one_of("organ", ORGANS, "necropsy_organ_is_known"),
        sa.CheckConstraint("grams > 0", name="an_organ_weighs_something"),
        sa.UniqueConstraint("necropsy_id", "organ", name="one_weight_an_organ"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    necropsy_id: Mapped[int] = mapped_column(sa.ForeignKey("necropsy.id"))
    organ: Mapped[str] = mapped_column(sa.String(16))
    grams: Mapped[Decimal] = mapped_column(sa.Numeric(10, 2))

    @property
    def label(self) -> str:
        """The organ in words."""
        return ORGANS[self.organ]


class CarcassPart(Voidable, Model):
    """What was kept of a carcass: scales, tusks, a skull. Evidence, counted and with its place."""

    __tablename__ = "carcass_part"
    __table_args__ = (
        void_is_whole("carcass_part"),
        one_of("unit", UNITS, "carcass_part_unit_is_known"),
        sa.CheckConstraint("quantity > 0", name="carcass_part_is_something"),
        sa.CheckConstraint("length(what) > 0 AND length(kept_at) > 0",
                           name="carcass_part_says_what_and_where"),
        sa.CheckConstraint("length(witness) > 0", name="carcass_part_has_a_witness"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    death_id: Mapped[int] = mapped_column(sa.ForeignKey("animal_death.id"), index=True)
    what: Mapped[str] = mapped_column(sa.String(120))
    quantity: Mapped[Decimal] = mapped_column(sa.Numeric(10, 3))
    unit: Mapped[str] = mapped_column(sa.String(8))
    kept_at: Mapped[str] = mapped_column(sa.String(160))
    seal: Mapped[str] = mapped_column(sa.String(80), default="")
    witness: Mapped[str] = mapped_column(sa.String(120))
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))

    death: Mapped[Death] = relationship()
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    voided_by: Mapped[Person | None] = relationship(foreign_keys="CarcassPart.voided_by_id")

    @property
    def amount(self) -> str:
        """How much, with its unit: `1.2 kg`, `1 piece`, `3 pieces`."""
        unit = "piece" if self.unit == "piece" and self.quantity == 1 else UNITS[self.unit]
        return f"{plain(self.quantity)} {unit}"


refuse(
    "signed_necropsy_is_closed", "necropsy", "BEFORE UPDATE",
    "OLD.signed_at IS NOT NULL AND ("
    + " OR ".join(f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in _OF_THE_WHOLE) + ")",
)  # fmt: skip
written_once("necropsy", "death_id", "recorded_at", "by_id", once_set=("signed_at", "final_at"))
refuse(
    "final_diagnosis_stays", "necropsy", "BEFORE UPDATE",
    "OLD.final_at IS NOT NULL AND (NEW.final <> OLD.final OR NEW.histology <> OLD.histology"
    " OR NEW.proximate <> OLD.proximate OR NEW.ultimate <> OLD.ultimate)",
)  # fmt: skip
for _table in ("necropsy_finding", "necropsy_organ"):
    for _verb, _row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        refuse(
            f"{_table}_is_closed_with_its_whole_{_verb.lower()}", _table, f"BEFORE {_verb}",
            "EXISTS (SELECT 1 FROM necropsy n"
            f" WHERE n.id = {_row}.necropsy_id AND n.signed_at IS NOT NULL)",
        )  # fmt: skip
never_deleted("necropsy")
never_deleted("carcass_part")
written_once(
    "carcass_part", "death_id", "what", "quantity", "unit", "kept_at", "seal", "witness", "at",
    "by_id",
)  # fmt: skip
