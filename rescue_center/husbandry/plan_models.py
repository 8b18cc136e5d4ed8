"""Diets, and the plans from which the work of a day is computed."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Animal
from rescue_center.db import Model, never_deleted, one_of, written_once
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry.words import METHODS, PLANNED
from rescue_center.species.models import Taxon
from rescue_center.staff.models import Person


class Diet(Model):
    """A recipe for one meal of one animal: its foods, how it is given, what is added, what never
    may be in it."""

    __table_args__ = (one_of("method", METHODS, "diet_method_is_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120), unique=True)
    method: Mapped[str] = mapped_column(sa.String(8), default="self")
    supplements: Mapped[str] = mapped_column(sa.Text, default="")
    never: Mapped[str] = mapped_column(sa.Text, default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    retired: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    items: Mapped[list[DietItem]] = relationship(
        back_populates="diet", order_by="DietItem.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DietItem(Model):
    """A food of a diet: grams, or a share of the animal's own weight."""

    __table_args__ = (
        sa.UniqueConstraint("diet_id", "position", name="diet_item_has_its_place"),
        sa.CheckConstraint("(grams IS NULL) <> (percent IS NULL)", name="diet_item_has_an_amount"),
        sa.CheckConstraint("grams > 0", name="diet_item_weighs_something"),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name="diet_item_is_a_share"),
        sa.CheckConstraint("kcal_100g BETWEEN 0 AND 1000", name="diet_item_energy_is_sane"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    diet_id: Mapped[int] = mapped_column(sa.ForeignKey("diet.id"))
    position: Mapped[int]
    food: Mapped[str] = mapped_column(sa.String(80))
    grams: Mapped[int | None]
    percent: Mapped[Decimal | None] = mapped_column(sa.Numeric(6, 3))
    kcal_100g: Mapped[int | None]

    diet: Mapped[Diet] = relationship(back_populates="items")


class CarePlan(Model):
    """What is done for an enclosure, for a species wherever it lives, or for one animal: at these
    times of these weekdays, from a day on. It is ended and never rewritten."""

    __table_args__ = (
        one_of("kind", PLANNED, "care_plan_kind_is_known"),
        sa.CheckConstraint(
            "(unit_id IS NOT NULL AND taxon_id IS NULL AND animal_id IS NULL)"
            " OR (unit_id IS NULL AND taxon_id IS NOT NULL AND animal_id IS NULL)"
            " OR (unit_id IS NULL AND taxon_id IS NULL AND animal_id IS NOT NULL)",
            name="care_plan_is_for_one",
        ),
        sa.CheckConstraint("kind = 'feed' OR diet_id IS NULL", name="only_feeding_has_a_diet"),
        sa.CheckConstraint("times <> '' AND weekdays <> ''", name="care_plan_has_its_times"),
        sa.CheckConstraint("until_on IS NULL OR until_on >= from_on",
                           name="care_plan_ends_after_it_began"),
        sa.CheckConstraint("(until_on IS NULL) = (ended_by_id IS NULL)",
                           name="care_plan_end_is_whole"),
        sa.Index("ix_care_plan_open", "from_on", sqlite_where=sa.text("until_on IS NULL"),
                 postgresql_where=sa.text("until_on IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    taxon_id: Mapped[int | None] = mapped_column(sa.ForeignKey("taxon.id"), index=True)
    animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    times: Mapped[str] = mapped_column(sa.String(80))  # 07:30 16:00
    weekdays: Mapped[str] = mapped_column(sa.String(7))  # 1 is Monday
    diet_id: Mapped[int | None] = mapped_column(sa.ForeignKey("diet.id"), index=True)
    words: Mapped[str] = mapped_column(sa.String(300), default="")
    from_on: Mapped[date]
    until_on: Mapped[date | None]  # the last day
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recorded_at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    unit: Mapped[Unit | None] = relationship()
    taxon: Mapped[Taxon | None] = relationship()
    animal: Mapped[Animal | None] = relationship()
    diet: Mapped[Diet | None] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def label(self) -> str:
        """What is done, in words."""
        return PLANNED[self.kind]

    @property
    def subject(self) -> str:
        """Whom it is for, in words."""
        one = self.animal or self.taxon or self.unit
        return one.label if one is not None else ""

    def holds_on(self, day: date) -> bool:
        """Whether it asks for something on a day."""
        begun = self.from_on <= day and (self.until_on is None or day <= self.until_on)
        return begun and str(day.isoweekday()) in self.weekdays


never_deleted("diet")
never_deleted("care_plan")
written_once(
    "care_plan", "unit_id", "taxon_id", "animal_id", "kind", "times", "weekdays", "diet_id",
    "words", "from_on", "by_id", "recorded_at", once_set=("until_on",),
)  # fmt: skip
