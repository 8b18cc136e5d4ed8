"""What keepers did on their round, and what they saw: food, cleaning, water, enrichment, scores."""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import (
    Model,
    Voidable,
    append_only,
    never_deleted,
    one_of,
    void_is_whole,
    written_once,
)
from rescue_center.enclosures.models import Unit
from rescue_center.husbandry.plan_models import CarePlan
from rescue_center.husbandry.words import BODY_SYSTEMS, TENDING, WATER
from rescue_center.media.models import Media
from rescue_center.staff.models import Person

_DONE = "plan_id IS NOT NULL AND voided_at IS NULL"


class Tending(Voidable, Model):
    """Food, cleaning, water or enrichment given to an enclosure or to one animal in it. What a plan
    asks for names plan, day and slot, and is done once; eaten is what was offered less what was
    left, where both were weighed, put right by what a control dish dried meanwhile."""

    __table_args__ = (
        void_is_whole("tending"),
        one_of("kind", TENDING, "tending_kind_is_known"),
        sa.CheckConstraint("offered_g >= 0 AND left_g >= 0", name="food_is_not_negative"),
        sa.CheckConstraint("left_g IS NULL OR (offered_g IS NOT NULL AND left_g <= offered_g)",
                           name="no_more_is_left_than_was_offered"),
        sa.CheckConstraint("kind = 'feed' OR (offered_g IS NULL AND left_g IS NULL)",
                           name="only_food_is_weighed"),
        sa.CheckConstraint("(plan_id IS NULL) = (day IS NULL) AND (plan_id IS NULL) = (slot = '')",
                           name="tending_task_is_whole"),
        sa.Index("uq_tending_task", "plan_id", "day", "slot", unique=True,
                 sqlite_where=sa.text(_DONE), postgresql_where=sa.text(_DONE)),
        sa.Index("ix_tending_unit", "unit_id", "at"),
        sa.Index("ix_tending_animal", "animal_id", "at"),
        sa.Index("ix_tending_at", "at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"))
    plan_id: Mapped[int | None] = mapped_column(sa.ForeignKey("care_plan.id"))
    day: Mapped[date | None]
    slot: Mapped[str] = mapped_column(sa.String(20), default="")
    at: Mapped[datetime]
    offered_g: Mapped[int | None]
    left_g: Mapped[int | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    unit: Mapped[Unit] = relationship()
    animal: Mapped[Animal | None] = relationship()
    plan: Mapped[CarePlan | None] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    control: Mapped[ControlDish | None] = relationship(back_populates="tending")

    @property
    def label(self) -> str:
        """What was done, in words."""
        return TENDING[self.kind]

    @property
    def eaten_g(self) -> int | None:
        """Offered less left, where both are known."""
        dish = self.control
        return eaten(self.offered_g, self.left_g, dish.put_g if dish else None,
                     dish.left_g if dish else None)  # fmt: skip


def eaten(
    offered_g: int | None, left_g: int | None, put_g: int | None, dried_g: int | None
) -> int | None:
    """Offered less left (domain rules 9). A dish of the same food that nobody could reach weighed
    `put_g` and weighs `dried_g` now: what was left weighed that much more before it dried."""
    if offered_g is None or left_g is None:
        return None
    moist = left_g if put_g is None or not dried_g else round(left_g * put_g / dried_g)
    return max(offered_g - moist, 0)


class ControlDish(Model):
    """A dish of the same food that nobody could reach: how much of it dried away while a meal stood
    in the enclosure."""

    __table_args__ = (
        sa.UniqueConstraint("tending_id", name="one_control_dish_a_meal"),
        sa.CheckConstraint("left_g > 0 AND left_g <= put_g", name="a_control_dish_only_dries"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tending_id: Mapped[int] = mapped_column(sa.ForeignKey("tending.id"))
    put_g: Mapped[int]
    left_g: Mapped[int]

    tending: Mapped[Tending] = relationship(back_populates="control")


class Observation(Voidable, Model):
    """How an animal (or lot) was: appetite 0 (nothing) to 4 (all), faeces 1 (hard) to 5 (watery),
    water, behaviour, body condition on its scale and how that was judged. What was not looked at
    is empty."""

    __table_args__ = (
        void_is_whole("observation"),
        sa.CheckConstraint("appetite BETWEEN 0 AND 4", name="appetite_is_a_score"),
        sa.CheckConstraint("faeces BETWEEN 1 AND 5", name="faeces_are_a_score"),
        one_of("water", WATER, "observed_water_is_known"),
        sa.CheckConstraint(
            "appetite IS NOT NULL OR faeces IS NOT NULL OR water <> 'unknown'"
            " OR behaviour <> '' OR note <> '' OR body_condition IS NOT NULL",
            name="observation_says_something",
        ),
        sa.CheckConstraint("body_condition IS NULL OR (body_condition_scale IN (5, 9)"
                           " AND body_condition BETWEEN 1 AND body_condition_scale)",
                           name="observed_body_condition_on_its_scale"),
        sa.CheckConstraint("(body_condition IS NULL) = (body_condition_scale IS NULL)"
                           " AND (body_condition IS NULL) = (body_condition_system = '')",
                           name="observed_body_condition_is_whole"),
        one_of("body_condition_system", ("", *BODY_SYSTEMS), "body_condition_system_is_known"),
        sa.Index("ix_observation_animal", "animal_id", "at"),
        sa.Index("ix_observation_unit", "unit_id", "at"),
        sa.Index("ix_observation_at", "at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"))
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    at: Mapped[datetime]
    appetite: Mapped[int | None]
    faeces: Mapped[int | None]
    water: Mapped[str] = mapped_column(sa.String(8), default="unknown")
    behaviour: Mapped[str] = mapped_column(sa.Text, default="")
    note: Mapped[str] = mapped_column(sa.Text, default="")
    body_condition: Mapped[int | None]
    body_condition_scale: Mapped[int | None]
    body_condition_system: Mapped[str] = mapped_column(sa.String(8), default="", server_default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    animal: Mapped[Animal] = relationship()
    unit: Mapped[Unit | None] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])
    photos: Mapped[list[ObservationPhoto]] = relationship(order_by="ObservationPhoto.id")


class ObservationPhoto(Model):
    """A photograph of what was seen."""

    __table_args__ = (
        sa.UniqueConstraint("observation_id", "media_id", name="observation_photo_once"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    observation_id: Mapped[int] = mapped_column(sa.ForeignKey("observation.id"))
    media_id: Mapped[int] = mapped_column(sa.ForeignKey("media.id"))

    media: Mapped[Media] = relationship()


append_only("control_dish")
append_only("observation_photo")
never_deleted("tending")
never_deleted("observation")
written_once(
    "tending", "kind", "unit_id", "animal_id", "plan_id", "day", "slot", "at", "offered_g", "note",
    "by_id", "recorded_at", once_set=("left_g",),
)  # fmt: skip
written_once(
    "observation", "animal_id", "unit_id", "at", "appetite", "faeces", "water", "behaviour",
    "note", "body_condition", "body_condition_scale", "body_condition_system", "by_id",
    "recorded_at",
)  # fmt: skip
