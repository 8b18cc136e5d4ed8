"""Reference data: taxa with their names and listings, protocols, hazards, code lists.

Editable, with every doubt kept in `uncertain` (empty: none known) and every source named.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.db import Folded, Model, fold, never_deleted, one_of


class Scope(StrEnum):
    """Whose arrival restarts a quarantine: the same order (mammals) or the same class (others)."""

    ORDER = "order"
    CLASS = "class"


class TaxonGroup(Model):
    """A group of taxa that share a quarantine protocol and hazards (domain rules 2.2)."""

    __table_args__ = (
        sa.CheckConstraint("min_days BETWEEN 0 AND 3650", name="taxon_group_days_are_sane"),
        one_of("restart_scope", Scope, "taxon_group_scope_is_known"),
        one_of("ppe_level", ("standard", "enhanced", "maximum"), "taxon_group_ppe_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    label: Mapped[str] = mapped_column(sa.String(80))
    min_days: Mapped[int]
    restart_scope: Mapped[str] = mapped_column(sa.String(10))
    ppe_level: Mapped[str] = mapped_column(sa.String(10))
    conditional_days: Mapped[str] = mapped_column(sa.Text, default="")
    tests_text: Mapped[str] = mapped_column(sa.Text, default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.Text, default="")
    uncertain: Mapped[str] = mapped_column(sa.String(200), default="")
    never_fast_track: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    tests: Mapped[list[ProtocolTest]] = relationship(
        back_populates="group", order_by="ProtocolTest.position"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ProtocolTest(Model):
    """One test of a protocol, due on days counted from the start of the clock."""

    __table_args__ = (
        sa.UniqueConstraint("group_id", "position"),
        sa.CheckConstraint("repeats BETWEEN 1 AND 12", name="protocol_test_repeats_are_sane"),
        sa.CheckConstraint("first_day >= 0", name="protocol_test_first_day_is_sane"),
        sa.CheckConstraint("every_days >= 0", name="protocol_test_interval_is_sane"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("taxon_group.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(120))
    sample: Mapped[str] = mapped_column(sa.String(120), default="")
    first_day: Mapped[int]
    every_days: Mapped[int] = mapped_column(default=0)
    repeats: Mapped[int] = mapped_column(default=1)
    mandatory: Mapped[bool] = mapped_column(default=True)
    notifiable: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    retired: Mapped[bool] = mapped_column(default=False)

    group: Mapped[TaxonGroup] = relationship(back_populates="tests")


class Hazard(Model):
    """A disease or danger of some groups, with the protection it asks for (domain rules 2.4)."""

    __table_args__ = (
        one_of("level", ("critical", "high", "medium", "low", "not_zoonotic"),
               "hazard_level_is_known"),
        one_of("ppe_level", ("standard", "enhanced", "maximum"), "hazard_ppe_is_known"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    disease: Mapped[str] = mapped_column(sa.String(120), unique=True)
    agent: Mapped[str] = mapped_column(sa.String(200), default="")
    level: Mapped[str] = mapped_column(sa.String(20))
    transmission: Mapped[str] = mapped_column(sa.Text, default="")
    typical_test: Mapped[str] = mapped_column(sa.Text, default="")
    sample_type: Mapped[str] = mapped_column(sa.Text, default="")
    ppe_level: Mapped[str] = mapped_column(sa.String(10))
    action: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.Text, default="")
    uncertain: Mapped[str] = mapped_column(sa.String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    groups: Mapped[list[TaxonGroup]] = relationship(secondary="hazard_group")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class HazardGroup(Model):
    """Which groups a hazard concerns."""

    hazard_id: Mapped[int] = mapped_column(sa.ForeignKey("hazard.id"), primary_key=True)
    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("taxon_group.id"), primary_key=True, index=True
    )


RANKS = ("species", "subspecies", "genus", "subfamily", "family", "suborder", "order", "class",
         "kingdom", "unknown")  # fmt: skip


class Taxon(Model):
    """A taxon at any rank; a seizure often knows no more than the genus or the family.

    `group_id` is empty where the rank is too wide for one protocol; a quarantine then needs a
    group chosen by the vet.
    """

    __table_args__ = (
        one_of("rank", RANKS, "taxon_rank_is_known"),
        sa.CheckConstraint(
            "weight_min_g IS NULL OR weight_max_g IS NULL OR weight_min_g <= weight_max_g",
            name="taxon_weights_are_ordered",
        ),
        sa.CheckConstraint("iucn IN ('EX','EW','CR','EN','VU','NT','LC','DD','NE')",
                           name="taxon_iucn_is_known"),
        sa.CheckConstraint("cites IN ('I','II','III','NL','I/II','?')",
                           name="taxon_cites_is_known"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    scientific_name: Mapped[str] = mapped_column(sa.String(160), unique=True)
    common_name: Mapped[str] = mapped_column(sa.String(160), default="")
    rank: Mapped[str] = mapped_column(sa.String(20), default="species")
    class_name: Mapped[str] = mapped_column(sa.String(60), default="")
    order_name: Mapped[str] = mapped_column(sa.String(60), default="")
    family: Mapped[str] = mapped_column(sa.String(60), default="")
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("taxon_group.id"), index=True)
    cites: Mapped[str] = mapped_column(sa.String(8), default="?")
    cites_check: Mapped[str] = mapped_column(sa.String(80), default="")
    iucn: Mapped[str] = mapped_column(sa.String(2), default="NE")
    weight_min_g: Mapped[int | None]
    weight_max_g: Mapped[int | None]
    weight_check: Mapped[str] = mapped_column(sa.String(80), default="")
    solitary: Mapped[bool] = mapped_column(default=False)
    edible: Mapped[bool] = mapped_column(default=False)
    uncertain: Mapped[str] = mapped_column(sa.String(200), default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    group: Mapped[TaxonGroup | None] = relationship()
    names: Mapped[list[TaxonName]] = relationship(back_populates="taxon", order_by="TaxonName.id")
    listings: Mapped[list[Listing]] = relationship(back_populates="taxon", order_by="Listing.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def label(self) -> str:
        """The name people say: the common one where known."""
        return self.common_name or self.scientific_name


class TaxonName(Model):
    """Any name a taxon goes by; `folded` is what a search compares."""

    __table_args__ = (
        sa.UniqueConstraint("taxon_id", "kind", "folded"),
        one_of("kind", ("scientific", "common", "synonym", "cites"), "taxon_name_kind_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    taxon_id: Mapped[int] = mapped_column(sa.ForeignKey("taxon.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(160))
    folded: Mapped[str] = mapped_column(
        Folded(160), index=True, default=lambda c: fold(c.get_current_parameters()["name"])
    )
    kind: Mapped[str] = mapped_column(sa.String(12))
    language: Mapped[str] = mapped_column(sa.String(12), default="en")
    source: Mapped[str] = mapped_column(sa.String(200), default="")
    uncertain: Mapped[str] = mapped_column(sa.String(200), default="")

    taxon: Mapped[Taxon] = relationship(back_populates="names")


class Listing(Model):
    """A legal or conservation status with the dates it held; the newest one is the current."""

    __table_args__ = (
        one_of("scheme", ("CITES", "IUCN", "national"), "listing_scheme_is_known"),
        sa.UniqueConstraint("taxon_id", "scheme", "country", "category", "valid_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    taxon_id: Mapped[int] = mapped_column(sa.ForeignKey("taxon.id"), index=True)
    scheme: Mapped[str] = mapped_column(sa.String(10))
    country: Mapped[str] = mapped_column(sa.String(2), default="")
    category: Mapped[str] = mapped_column(sa.String(40))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(sa.String(200), default="")
    uncertain: Mapped[str] = mapped_column(sa.String(200), default="")

    taxon: Mapped[Taxon] = relationship(back_populates="listings")


class Code(Model):
    """One entry of a code list (CITES purposes, location types, legal stages ...)."""

    __table_args__ = (sa.UniqueConstraint("list", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    list: Mapped[str] = mapped_column(sa.String(40))
    code: Mapped[str] = mapped_column(sa.String(20))
    label: Mapped[str] = mapped_column(sa.String(160))
    official_code: Mapped[str] = mapped_column(sa.String(20), default="")
    preferred_unit: Mapped[str] = mapped_column(sa.String(40), default="")
    alternative_unit: Mapped[str] = mapped_column(sa.String(40), default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    source: Mapped[str] = mapped_column(sa.Text, default="")
    uncertain: Mapped[str] = mapped_column(sa.String(200), default="")
    position: Mapped[int] = mapped_column(default=0)
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


never_deleted("taxon")
never_deleted("taxon_group")
never_deleted("hazard")
never_deleted("code")
