"""An animal or a lot, and its stays at the centre.

Every record counts: an individual is a lot of one. All counts come from the ledger
(animals/ledger.py); every departure is that of a whole stay, so part of a lot is split off first.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals import life
from rescue_center.animals.hold_models import Hold as Hold
from rescue_center.animals.identity_models import Identification as Identification
from rescue_center.animals.identity_models import Mark as Mark
from rescue_center.animals.identity_models import Photo as Photo
from rescue_center.animals.life import Stage
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import (
    Folded,
    Model,
    Voidable,
    fold,
    never_deleted,
    one_of,
    refuse,
    refusing,
    trigger,
    void_is_whole,
    written_once,
)
from rescue_center.media.models import Media
from rescue_center.species.models import Taxon

SEXES = ("female", "male", "mixed", "unknown")
AGES = ("egg", "neonate", "infant", "juvenile", "subadult", "adult", "mixed", "unknown")


class EpiGroup(Model):
    """Animals that shared a vehicle, a crate or air: one epidemiological group, across species."""

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seizure_case.id"), index=True)
    label: Mapped[str] = mapped_column(sa.String(120))


class Animal(Voidable, Model):
    """An individual, or a lot: a counted group of one species from one epidemiological group.

    `count` is the ledger's balance, kept by a trigger; nothing else writes it. `holds` counts the
    open evidence holds, likewise.
    """

    __table_args__ = (
        void_is_whole("animal"),
        one_of("kind", ("individual", "lot"), "animal_kind_is_known"),
        one_of("sex", SEXES, "animal_sex_is_known"),
        one_of("age_class", AGES, "animal_age_class_is_known"),
        sa.CheckConstraint("count >= 0", name="animal_count_never_negative"),
        sa.CheckConstraint("kind = 'lot' OR count <= 1", name="individual_is_at_most_one"),
        sa.CheckConstraint("holds >= 0", name="animal_holds_never_negative"),
        sa.CheckConstraint("holds = 0 OR voided_at IS NULL", name="held_animal_is_not_voided"),
        sa.Index("ix_animal_case", "case_id"),
        sa.Index("ix_animal_name_rest", "name_rest",
                 sqlite_where=sa.text("name_rest IS NOT NULL"),
                 postgresql_where=sa.text("name_rest IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    accession: Mapped[str] = mapped_column(Folded(20), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(12))
    taxon_id: Mapped[int] = mapped_column(sa.ForeignKey("taxon.id"), index=True)
    qualifier: Mapped[str] = mapped_column(sa.String(20), default="")
    name: Mapped[str] = mapped_column(sa.String(80), default="")
    name_folded: Mapped[str] = mapped_column(Folded(80), default="", index=True)
    name_rest: Mapped[str | None] = mapped_column(Folded(80))  # from the second word on
    sex: Mapped[str] = mapped_column(sa.String(10), default="unknown")
    age_class: Mapped[str] = mapped_column(sa.String(12), default="unknown")
    count: Mapped[int] = mapped_column(default=0)
    holds: Mapped[int] = mapped_column(default=0)
    case_id: Mapped[int | None] = mapped_column(sa.ForeignKey("seizure_case.id"))
    manifest_line_id: Mapped[int | None] = mapped_column(sa.ForeignKey("manifest_line.id"))
    epi_group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("epi_group.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    dam_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    photo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    admitted_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    taxon: Mapped[Taxon] = relationship()
    case: Mapped[Case | None] = relationship()
    manifest_line: Mapped[ManifestLine | None] = relationship()
    epi_group: Mapped[EpiGroup | None] = relationship()
    parent: Mapped[Animal | None] = relationship(remote_side="Animal.id", foreign_keys=[parent_id])
    dam: Mapped[Animal | None] = relationship(remote_side="Animal.id", foreign_keys=[dam_id])
    photo: Mapped[Media | None] = relationship()
    stays: Mapped[list[Stay]] = relationship(back_populates="animal", order_by="Stay.number")
    marks: Mapped[list[Mark]] = relationship(back_populates="animal", order_by="Mark.id")
    photos: Mapped[list[Photo]] = relationship(back_populates="animal", order_by="Photo.id")
    identifications: Mapped[list[Identification]] = relationship(
        back_populates="animal", order_by="Identification.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    def rename(self, name: str) -> None:
        """Give the house name, and the forms of it that a search compares."""
        self.name, self.name_folded = name, fold(name)
        self.name_rest = self.name_folded.partition(" ")[2] or None

    @property
    def is_lot(self) -> bool:
        """Whether this record counts more than one animal, or could."""
        return self.kind == "lot"

    @property
    def is_held(self) -> bool:
        """Whether an evidence hold stands."""
        return self.holds > 0

    @property
    def label(self) -> str:
        """What people call it: its name, else its accession number."""
        return self.name or self.accession

    @property
    def stay(self) -> Stay | None:
        """The newest stay, open or ended."""
        return self.stays[-1] if self.stays else None


class Stay(Model):
    """One custody episode, from arrival to departure. A recapture is a new stay of the same
    animal. `stage` is changed by `life.move` alone."""

    __table_args__ = (
        one_of("stage", Stage, "stay_stage_is_known"),
        one_of("began_how", ("intake", "birth", "transfer_in", "recapture", "split"),
               "stay_began_how_is_known"),
        sa.UniqueConstraint("animal_id", "number"),
        sa.CheckConstraint("holds >= 0", name="stay_holds_never_negative"),
        sa.CheckConstraint(
            "(ended_at IS NOT NULL) ="
            " (stage IN ('released','transferred','dead','escaped','merged','void'))",
            name="stay_ends_with_departure",
        ),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= began_at",
                           name="stay_ends_after_it_began"),
        sa.CheckConstraint(
            "holds = 0 OR stage NOT IN ('released', 'transferred', 'void')",
            name="held_animal_stays",
        ),
        sa.CheckConstraint("holds = 0 OR carcass_disposed_at IS NULL",
                           name="held_carcass_is_kept"),
        sa.CheckConstraint("holds = 0 OR NOT planned_euthanasia OR stage = 'dead'",
                           name="held_animal_is_not_put_down_by_plan"),
        sa.CheckConstraint("carcass_disposed_at IS NULL OR stage = 'dead'",
                           name="only_a_carcass_is_disposed_of"),
        sa.Index("uq_stay_open", "animal_id", unique=True,
                 sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
        sa.Index("ix_stay_stage", "stage",
                 sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    number: Mapped[int] = mapped_column(default=1)
    began_at: Mapped[datetime]
    began_how: Mapped[str] = mapped_column(sa.String(12), default="intake")
    stage: Mapped[str] = mapped_column(sa.String(16), default=Stage.ADMITTED.value)
    stage_since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    holds: Mapped[int] = mapped_column(default=0)
    planned_euthanasia: Mapped[bool] = mapped_column(default=False)
    carcass_disposed_at: Mapped[datetime | None]
    taken_over: Mapped[bool] = mapped_column(default=False)  # from old books, with its past
    version: Mapped[int] = mapped_column(default=1)

    animal: Mapped[Animal] = relationship(back_populates="stays")
    evidence_holds: Mapped[list[Hold]] = relationship(back_populates="stay", order_by="Hold.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_open(self) -> bool:
        """Whether the animal is in our care."""
        return self.ended_at is None

    @property
    def open_holds(self) -> list[Hold]:
        """The evidence holds in force."""
        return [hold for hold in self.evidence_holds if hold.stands]

    def hold_at(self, at: datetime) -> Hold | None:
        """The evidence hold that stood on it at a moment, or stands now: of several the one that
        is lifted last."""
        stood = (hold for hold in self.evidence_holds if hold.stood_at(at))
        return max(stood, key=lambda hold: (hold.stands, hold.lifted_at or at), default=None)

    @property
    def in_quarantine(self) -> bool:
        """Whether it is in quarantine now."""
        return self.stage == Stage.QUARANTINE

    @property
    def is_dead(self) -> bool:
        """Whether it ended in death."""
        return self.stage == Stage.DEAD

    @property
    def stage_label(self) -> str:
        """The stage in words."""
        return Stage(self.stage).label

    @property
    def next_stages(self) -> list[Stage]:
        """The stages that may ever follow, in the order of the life."""
        return [stage for stage in Stage if stage in life.NEXT[Stage(self.stage)]]

    def days(self, at: datetime) -> int:
        """Whole days in care, until `at` or the departure."""
        return ((self.ended_at or at) - self.began_at).days


# Nobody held is put down by plan; the carcass of one that was free then may be held afterwards, as
# any other. The row's lock makes NEW.holds the count of every hold that was committed before.
_PLANNED = "NEW.planned_euthanasia AND NOT OLD.planned_euthanasia AND NEW.holds > 0"
trigger(
    "nobody_held_is_put_down_by_plan",
    "stay",
    "BEFORE UPDATE OF planned_euthanasia",
    sqlite=f"""WHEN {_PLANNED}
      BEGIN SELECT RAISE(ABORT, 'nobody_held_is_put_down_by_plan'); END""",
    postgresql=f"""BEGIN IF {_PLANNED} THEN {refusing("nobody_held_is_put_down_by_plan")} END IF;
      RETURN NEW; END""",
)

never_deleted("animal")
never_deleted("stay")
written_once("animal", "accession", once_set=("case_id", "parent_id"))
written_once("stay", "animal_id", "number", "began_at", "began_how", "taken_over")
# A stay that ended is over; only a death recorded in error may still be reversed, which opens it
# again (departures/models.py asks for the death that was struck out).
refuse(
    "stay_that_ended_is_over",
    "stay",
    "BEFORE UPDATE OF stage, ended_at",
    "OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR NEW.stage <> OLD.stage)"
    " AND NOT (OLD.stage = 'dead' AND NEW.ended_at IS NULL)",
)
