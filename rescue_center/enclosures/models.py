"""Where animals live: a tree of units, and who was housed where, when.

A unit's head count `n` is kept by triggers and held under its capacity by a CHECK, so two people
who fill the last place at once cannot both succeed.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from rescue_center.animals.models import Animal, Stay
from rescue_center.db import Folded, Model, fold, never_deleted, one_of, refusing, trigger
from rescue_center.staff.models import Person

KINDS = ("cage", "aviary", "pool", "terrarium", "tank", "pen", "paddock", "room", "bin",
         "island", "box", "other")  # fmt: skip
BIOSECURITY = ("clean", "standard", "hospital", "quarantine", "isolation")


class Unit(Model):
    """A site, an area or an enclosure. `capacity` is the greatest number of heads; `allowance`
    what an override adds to it for a while."""

    __table_args__ = (
        one_of("level", ("site", "area", "enclosure"), "unit_level_is_known"),
        one_of("kind", KINDS, "unit_kind_is_known"),
        one_of("biosecurity", BIOSECURITY, "unit_biosecurity_is_known"),
        sa.CheckConstraint("capacity >= 0 AND allowance >= 0", name="unit_capacity_not_negative"),
        sa.CheckConstraint("n BETWEEN 0 AND capacity + allowance", name="unit_has_room"),
        sa.CheckConstraint("level = 'enclosure' OR n = 0", name="only_enclosures_house"),
        sa.CheckConstraint("closed_at IS NULL OR n = 0", name="closed_unit_is_empty"),
        sa.CheckConstraint("(level = 'site') = (parent_id IS NULL)", name="unit_hangs_in_the_tree"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    level: Mapped[str] = mapped_column(sa.String(10))
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    code_folded: Mapped[str] = mapped_column(Folded(20), index=True)
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    name_folded: Mapped[str] = mapped_column(Folded(120), default="")
    kind: Mapped[str] = mapped_column(sa.String(12), default="cage")
    biosecurity: Mapped[str] = mapped_column(sa.String(12), default="standard")
    capacity: Mapped[int] = mapped_column(default=0)
    allowance: Mapped[int] = mapped_column(default=0)
    allowance_until: Mapped[datetime | None]
    allowance_reason: Mapped[str] = mapped_column(sa.Text, default="")
    allowance_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    n: Mapped[int] = mapped_column(default=0)
    walking_order: Mapped[int] = mapped_column(default=0)
    hygiene: Mapped[str] = mapped_column(sa.Text, default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    movement_stop_since: Mapped[datetime | None]
    movement_stop_reason: Mapped[str] = mapped_column(sa.Text, default="")
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    parent: Mapped[Unit | None] = relationship(remote_side="Unit.id", back_populates="children")
    children: Mapped[list[Unit]] = relationship(
        back_populates="parent", order_by="Unit.walking_order"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @validates("name")
    def _name_as_searched(self, _key: str, name: str) -> str:
        self.name_folded = fold(name)
        return name

    @property
    def label(self) -> str:
        """Code and name: `Q2 Gibbon quarantine`."""
        return f"{self.code} {self.name}".strip()

    @property
    def stands_in(self) -> list[Unit]:
        """The area and the site it stands in, the nearest first."""
        return [] if self.parent is None else [self.parent, *self.parent.stands_in]

    @property
    def is_quarantine(self) -> bool:
        """Whether animals here are behind the quarantine line."""
        return self.biosecurity in ("quarantine", "isolation")

    @property
    def room(self) -> int:
        """Free places, the allowance included."""
        return self.capacity + self.allowance - self.n

    def allowance_at(self, at: datetime) -> int:
        """What the allowance still adds at a moment; nothing once it has run out."""
        if self.allowance_until is None or self.allowance_until <= at:
            return 0
        return self.allowance

    @property
    def has_movement_stop(self) -> bool:
        """Whether nothing may leave because of a notifiable disease."""
        return self.movement_stop_since is not None


class Housing(Model):
    """One animal (or lot) in one enclosure, from `began_at` until `ended_at`."""

    __table_args__ = (
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= began_at",
                           name="housing_ends_after_it_began"),
        sa.CheckConstraint(
            "(override_reason IS NULL) = (override_by_id IS NULL)"
            " AND (override_reason IS NULL) = (override_until IS NULL)",
            name="housing_override_is_whole",
        ),
        sa.Index("uq_housing_open", "animal_id", unique=True,
                 sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
        sa.Index("ix_housing_unit_open", "unit_id",
                 sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
        sa.Index("ix_housing_animal", "animal_id", "began_at"),
        sa.Index("ix_housing_unit", "unit_id", "ended_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"))
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    moved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    override_reason: Mapped[str | None] = mapped_column(sa.Text)
    override_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    override_until: Mapped[datetime | None]

    animal: Mapped[Animal] = relationship()
    stay: Mapped[Stay] = relationship()
    unit: Mapped[Unit] = relationship()
    moved_by: Mapped[Person | None] = relationship(foreign_keys=[moved_by_id])


class Incompatible(Model):
    """Two taxon groups that never share a unit, with the reason (domain rules 9). `by_air`: nor
    the air of a room. A group paired with itself keeps its own species apart."""

    __tablename__ = "incompatible_groups"

    one_id: Mapped[int] = mapped_column(sa.ForeignKey("taxon_group.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(sa.ForeignKey("taxon_group.id"), primary_key=True)
    by_air: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.String(200))
    retired: Mapped[bool] = mapped_column(default=False)


# Two intervals of one animal never overlap. The row of the animal is locked first, so that on
# PostgreSQL the search that follows sees every interval committed before.
_OVERLAP = """(SELECT 1 FROM housing h WHERE h.animal_id = NEW.animal_id AND h.id <> NEW.id
  AND h.began_at < coalesce(NEW.ended_at, '9999-12-31')
  AND NEW.began_at < coalesce(h.ended_at, '9999-12-31'))"""
for _verb in ("INSERT", "UPDATE"):
    trigger(
        f"housing_never_overlaps_{_verb.lower()}",
        "housing",
        f"AFTER {_verb}",
        sqlite=f"""BEGIN SELECT RAISE(ABORT, 'housing_never_overlaps')
          WHERE EXISTS {_OVERLAP}; END""",
        postgresql=f"""BEGIN PERFORM 1 FROM animal WHERE id = NEW.animal_id FOR NO KEY UPDATE;
          IF EXISTS {_OVERLAP} THEN {refusing("housing_never_overlaps")} END IF;
          RETURN NULL; END""",
    )

_HEADS = "(SELECT count FROM animal WHERE id = NEW.animal_id)"
trigger(
    "unit_counts_arrivals",
    "housing",
    "AFTER INSERT",
    sqlite=f"""WHEN NEW.ended_at IS NULL BEGIN
      UPDATE unit SET n = n + {_HEADS} WHERE id = NEW.unit_id; END""",
    postgresql=f"""BEGIN IF NEW.ended_at IS NULL THEN
      UPDATE unit SET n = n + {_HEADS} WHERE id = NEW.unit_id; END IF; RETURN NULL; END""",
)
trigger(
    "unit_counts_leavers",
    "housing",
    "AFTER UPDATE",
    sqlite=f"""WHEN OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL BEGIN
      UPDATE unit SET n = n - {_HEADS} WHERE id = NEW.unit_id; END""",
    postgresql=f"""BEGIN IF OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL THEN
      UPDATE unit SET n = n - {_HEADS} WHERE id = NEW.unit_id; END IF; RETURN NULL; END""",
)
trigger(
    "housing_keeps_its_place",
    "housing",
    "BEFORE UPDATE",
    sqlite="""WHEN OLD.ended_at IS NOT NULL OR NEW.unit_id <> OLD.unit_id
      OR NEW.animal_id <> OLD.animal_id OR NEW.began_at <> OLD.began_at
      BEGIN SELECT RAISE(ABORT, 'housing_keeps_its_place'); END""",
    postgresql=f"""BEGIN IF OLD.ended_at IS NOT NULL OR NEW.unit_id <> OLD.unit_id
      OR NEW.animal_id <> OLD.animal_id OR NEW.began_at <> OLD.began_at THEN
      {refusing("housing_keeps_its_place")} END IF; RETURN NEW; END""",
)
_SHIFT = """UPDATE unit SET n = n + NEW.count - OLD.count WHERE id =
  (SELECT unit_id FROM housing WHERE animal_id = NEW.id AND ended_at IS NULL);"""
trigger(
    "unit_counts_lots",
    "animal",
    "AFTER UPDATE OF count",
    sqlite=f"WHEN NEW.count <> OLD.count BEGIN {_SHIFT} END",
    postgresql=f"BEGIN IF NEW.count <> OLD.count THEN {_SHIFT} END IF; RETURN NULL; END",
)

never_deleted("unit")
never_deleted("housing")
