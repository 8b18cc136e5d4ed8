"""Quarantine of a stay: its clock, its tests, what happened in the unit, and how it ended.

`clock_start`, `min_end` and the blockers are caches: quarantine/clock.py recomputes them from
the events, and `flask verify` compares.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.animals.models import Animal, Stay
from rescue_center.cases.models import CourtOrder
from rescue_center.db import (
    Model,
    Voidable,
    append_only,
    never_deleted,
    one_of,
    refusing,
    trigger,
    void_is_whole,
    written_once,
)
from rescue_center.enclosures.models import Unit
from rescue_center.media.models import Media
from rescue_center.quarantine.counting import Days, Round
from rescue_center.quarantine.event_models import AdverseEvent as AdverseEvent
from rescue_center.quarantine.event_models import Exposure as Exposure
from rescue_center.quarantine.event_models import ExposureDecision as ExposureDecision
from rescue_center.quarantine.exemption_models import Exemption as Exemption
from rescue_center.quarantine.notice_models import DiseaseNotice as DiseaseNotice
from rescue_center.species.models import ProtocolTest, TaxonGroup
from rescue_center.staff.models import Person


class Quarantine(Days, Model):
    """One animal's or lot's time behind the line. Its cohort is everything in the same unit with
    the same `scope_key` (order of a mammal, class of all others)."""

    __table_args__ = (
        one_of("outcome", ("", "cleared", "early_exit", "left", "void"),
               "quarantine_outcome_is_known"),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome = '')",
                           name="quarantine_ends_with_outcome"),
        sa.CheckConstraint("min_end >= clock_start AND clock_start >= began_at",
                           name="quarantine_clock_is_ordered"),
        sa.CheckConstraint(
            "outcome <> 'cleared' OR ended_at >= min_end", name="quarantine_lasts_its_days"
        ),
        sa.CheckConstraint(
            "outcome NOT IN ('cleared','early_exit') OR signed_by_id IS NOT NULL",
            name="quarantine_exit_is_signed",
        ),
        sa.CheckConstraint(
            "outcome <> 'early_exit' OR (length(reason) > 0 AND length(authority) > 0)",
            name="early_exit_has_reason_and_authority",
        ),
        sa.Index("uq_quarantine_open", "stay_id", unique=True,
                 sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
        sa.Index("ix_quarantine_unit_open", "unit_id",
                 sqlite_where=sa.text("ended_at IS NULL"),
                 postgresql_where=sa.text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), index=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    group_id: Mapped[int] = mapped_column(sa.ForeignKey("taxon_group.id"))
    group_reason: Mapped[str] = mapped_column(sa.Text, default="")  # why not its species' own
    scope_key: Mapped[str] = mapped_column(sa.String(80))
    min_days: Mapped[int]
    began_at: Mapped[datetime]
    clock_start: Mapped[datetime]
    min_end: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(sa.String(12), default="")
    signed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    authority: Mapped[str] = mapped_column(sa.String(200), default="")
    order_id: Mapped[int | None] = mapped_column(sa.ForeignKey("court_order.id"))
    began_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    stay: Mapped[Stay] = relationship()
    animal: Mapped[Animal] = relationship()
    unit: Mapped[Unit] = relationship()
    group: Mapped[TaxonGroup] = relationship()
    order: Mapped[CourtOrder | None] = relationship()
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])
    events: Mapped[list[ClockEvent]] = relationship(
        back_populates="quarantine", order_by="ClockEvent.id"
    )
    tests: Mapped[list[Test]] = relationship(
        back_populates="quarantine", order_by="(Test.due_on, Test.id)"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_open(self) -> bool:
        """Whether it is still running."""
        return self.ended_at is None


class ClockEvent(Model):
    """Why the clock reads what it reads: it began, restarted because somebody joined, or was
    prolonged."""

    __tablename__ = "quarantine_clock_event"
    __table_args__ = (
        one_of("kind", ("begin", "restart", "inherit", "prolong"), "clock_event_kind_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    quarantine_id: Mapped[int] = mapped_column(sa.ForeignKey("quarantine.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    at: Mapped[datetime]
    clock_start: Mapped[datetime]
    min_end: Mapped[datetime]
    cause_animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)

    quarantine: Mapped[Quarantine] = relationship(back_populates="events")
    cause: Mapped[Animal | None] = relationship()


#: A test that still waits for its sample or its result.
_UNSETTLED = "result = '' AND waived_at IS NULL AND voided_at IS NULL"
RESULTS = ("", "negative", "positive", "inconclusive", "acceptable")


class Test(Round, Voidable, Model):
    """One test of a quarantine: due on a day, sampled, with a result. An empty result is pending.

    A lot is tested by sample: `pool_size` animals a pool, `sampled_n` animals in all (domain
    rules 2.3)."""

    __tablename__ = "quarantine_test"
    __table_args__ = (
        void_is_whole("quarantine_test"),
        one_of("result", RESULTS, "quarantine_test_result_is_known"),
        sa.CheckConstraint("(resulted_at IS NULL) = (result = '')",
                           name="quarantine_test_result_is_dated"),
        sa.CheckConstraint("result = '' OR sampled_at IS NOT NULL",
                           name="quarantine_test_was_sampled"),
        sa.CheckConstraint("(resolved_at IS NULL) = (resolved_by_id IS NULL)"
                           " AND (resolved_at IS NULL) = (resolution = '')"
                           " AND (resolved_at IS NULL OR result = 'positive')",
                           name="quarantine_test_resolution_is_whole"),
        sa.CheckConstraint("sampled_n IS NULL OR sampled_n > 0",
                           name="quarantine_test_sample_is_positive"),
        sa.Index("ix_quarantine_test_open", "quarantine_id",
                 sqlite_where=sa.text(_UNSETTLED), postgresql_where=sa.text(_UNSETTLED)),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    quarantine_id: Mapped[int] = mapped_column(sa.ForeignKey("quarantine.id"), index=True)
    protocol_test_id: Mapped[int | None] = mapped_column(sa.ForeignKey("protocol_test.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    sample: Mapped[str] = mapped_column(sa.String(120), default="")
    round: Mapped[int] = mapped_column(default=1)
    mandatory: Mapped[bool] = mapped_column(default=True)
    notifiable: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date]
    sampled_at: Mapped[datetime | None]
    sampled_n: Mapped[int | None]
    pool_size: Mapped[int | None]
    method: Mapped[str] = mapped_column(sa.String(120), default="")
    laboratory: Mapped[str] = mapped_column(sa.String(160), default="")
    lab_reference: Mapped[str] = mapped_column(sa.String(80), default="")
    resulted_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(sa.String(14), default="")
    result_text: Mapped[str] = mapped_column(sa.Text, default="")
    waived_at: Mapped[datetime | None]
    waived_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    waive_reason: Mapped[str] = mapped_column(sa.Text, default="")
    #: A vet's word that a positive finding no longer stands in the way of a release.
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    resolution: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    media_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))

    quarantine: Mapped[Quarantine] = relationship(back_populates="tests")
    protocol_test: Mapped[ProtocolTest | None] = relationship()
    media: Mapped[Media | None] = relationship()
    resolved_by: Mapped[Person | None] = relationship(foreign_keys=[resolved_by_id])


# A result is added once; a wrong one is voided with a reason and entered anew.
_CHANGED = """OLD.result <> '' AND (NEW.result <> OLD.result OR NEW.resulted_at <> OLD.resulted_at
  OR NEW.sampled_at <> OLD.sampled_at OR NEW.quarantine_id <> OLD.quarantine_id)"""
trigger(
    "quarantine_test_result_stands",
    "quarantine_test",
    "BEFORE UPDATE",
    sqlite=f"WHEN {_CHANGED} BEGIN SELECT RAISE(ABORT, 'quarantine_test_result_stands'); END",
    postgresql=f"""BEGIN IF {_CHANGED} THEN {refusing("quarantine_test_result_stands")} END IF;
      RETURN NEW; END""",
)

append_only("quarantine_clock_event")
never_deleted("quarantine")
written_once(
    "quarantine", "stay_id", "animal_id", "group_id", "group_reason", "scope_key", "began_at",
    once_set=("ended_at",),
)  # fmt: skip
never_deleted("quarantine_test")
