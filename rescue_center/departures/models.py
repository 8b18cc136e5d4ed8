"""How a stay ends here: a release, a death, an escape. Transfers have a file of their own."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Stay
from rescue_center.db import (
    Model,
    Voidable,
    append_only,
    never_deleted,
    one_of,
    refuse,
    void_is_whole,
    written_once,
)
from rescue_center.enclosures.models import Unit
from rescue_center.staff.models import Person


class Release(Model):
    """One release: a place, a time, a method, the people. The place is exact here and generalised
    for everybody whose role does not need it."""

    __tablename__ = "animal_release"
    __table_args__ = (
        one_of("kind", ("REINF", "REINT", "ACOL", "ECOR", "WELF", "REPAT"),
               "release_kind_is_known"),
        one_of("method", ("hard", "soft", "hack", "self"), "release_method_is_known"),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)"
                           " AND (latitude IS NULL OR latitude BETWEEN -90 AND 90)"
                           " AND (longitude IS NULL OR longitude BETWEEN -180 AND 180)",
                           name="release_point_is_on_earth"),
        sa.Index("ix_animal_release_at", "at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    precision: Mapped[str] = mapped_column(sa.String(8), default="day")
    kind: Mapped[str] = mapped_column(sa.String(6), default="WELF")
    method: Mapped[str] = mapped_column(sa.String(6), default="hard")
    place: Mapped[str] = mapped_column(sa.String(300))
    latitude: Mapped[Decimal | None] = mapped_column(sa.Numeric(9, 6))
    longitude: Mapped[Decimal | None] = mapped_column(sa.Numeric(9, 6))
    uncertainty_m: Mapped[int | None]
    habitat: Mapped[str] = mapped_column(sa.String(160), default="")
    team: Mapped[str] = mapped_column(sa.Text)
    monitoring: Mapped[str] = mapped_column(sa.Text, default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    fast_track: Mapped[bool] = mapped_column(default=False)
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    members: Mapped[list[Released]] = relationship(back_populates="release")


class Released(Model):
    """A stay that ended in a release, with what the gate said at that moment."""

    __tablename__ = "released_stay"

    release_id: Mapped[int] = mapped_column(sa.ForeignKey("animal_release.id"), primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), primary_key=True, unique=True)
    count: Mapped[int]
    gate: Mapped[dict[str, object]] = mapped_column(sa.JSON)

    release: Mapped[Release] = relationship(back_populates="members")
    stay: Mapped[Stay] = relationship()


#: What becomes of the question why it died.
NECROPSIES = {"pending": "To be done", "done": "Done", "waived": "Done without"}


class Death(Voidable, Model):
    """A death: when, how, why, and what became of the carcass. Corrected by an amendment row;
    struck out by its reversal, which opens the stay again as it was."""

    __tablename__ = "animal_death"
    __table_args__ = (
        void_is_whole("animal_death"),
        one_of("manner", ("natural", "euthanised", "accident", "conspecific", "predator",
                          "dead_on_arrival", "unknown"), "death_manner_is_known"),
        one_of("precision", ("exact", "day", "found", "unknown"), "death_precision_is_known"),
        sa.CheckConstraint("manner <> 'euthanised' OR (length(agent) > 0 AND"
                           " length(euthanasia_reason) > 0)", name="euthanasia_is_explained"),
        one_of("necropsy", NECROPSIES, "death_necropsy_is_known"),
        sa.CheckConstraint("(necropsy = 'waived') = (length(necropsy_waiver) > 0)",
                           name="death_necropsy_waiver_has_reason"),
        sa.CheckConstraint("manner <> 'unknown' OR unexplained",
                           name="death_of_unknown_manner_is_unexplained"),
        sa.CheckConstraint("(disposed_at IS NULL) = (disposal = '')",
                           name="carcass_disposal_is_whole"),
        one_of("disposal", ("", "burial", "incineration", "evidence_freezer", "museum",
                            "laboratory", "other"), "carcass_disposal_is_known"),
        sa.Index("ix_animal_death_at", "at"),
        sa.Index("uq_animal_death_stay_id", "stay_id", unique=True,
                 sqlite_where=sa.text("voided_at IS NULL"),
                 postgresql_where=sa.text("voided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"))
    #: The stage it died in, and since when it had it: where a reversal takes it back to.
    stage_before: Mapped[str] = mapped_column(sa.String(16), default=Stage.ADMITTED.value)
    stage_before_since: Mapped[datetime | None]
    at: Mapped[datetime]
    precision: Mapped[str] = mapped_column(sa.String(8), default="exact")
    last_seen_alive_at: Mapped[datetime | None]
    count: Mapped[int]
    manner: Mapped[str] = mapped_column(sa.String(16))
    planned: Mapped[bool] = mapped_column(default=False)
    agent: Mapped[str] = mapped_column(sa.String(120), default="")
    dose_text: Mapped[str] = mapped_column(sa.String(80), default="")
    route: Mapped[str] = mapped_column(sa.String(20), default="")
    euthanasia_reason: Mapped[str] = mapped_column(sa.Text, default="")
    cause: Mapped[str] = mapped_column(sa.Text, default="")
    unexplained: Mapped[bool] = mapped_column(default=False)
    carcass_condition: Mapped[str] = mapped_column(sa.String(20), default="")
    storage: Mapped[str] = mapped_column(sa.String(120), default="")
    necropsy: Mapped[str] = mapped_column(sa.String(20), default="pending")
    necropsy_waiver: Mapped[str] = mapped_column(sa.Text, default="")
    #: It was held as evidence when it died: the authority is told, or a task until it is.
    authority_due: Mapped[bool] = mapped_column(default=False)
    authority_notified_at: Mapped[datetime | None]
    authority_notified_who: Mapped[str] = mapped_column(sa.String(160), default="")
    found_by: Mapped[str] = mapped_column(sa.String(120), default="")
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    disposal: Mapped[str] = mapped_column(sa.String(20), default="")
    disposed_at: Mapped[datetime | None]
    disposal_witness: Mapped[str] = mapped_column(sa.String(120), default="")
    disposal_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    disposal_place: Mapped[str] = mapped_column(sa.String(160), default="")
    disposal_note: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    stay: Mapped[Stay] = relationship()
    unit: Mapped[Unit | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    voided_by: Mapped[Person | None] = relationship(foreign_keys="Death.voided_by_id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class DeathNote(Model):
    """A later finding or correction about a death; the first record stays."""

    id: Mapped[int] = mapped_column(primary_key=True)
    death_id: Mapped[int] = mapped_column(sa.ForeignKey("animal_death.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    by: Mapped[Person | None] = relationship()


class Escape(Model):
    """An escape or a theft; a recapture begins a new stay, named here."""

    __tablename__ = "animal_escape"
    __table_args__ = (one_of("kind", ("escape", "theft"), "escape_kind_is_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(8), default="escape")
    at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    count: Mapped[int]
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    circumstances: Mapped[str] = mapped_column(sa.Text)
    reported_to: Mapped[str] = mapped_column(sa.String(160), default="")
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recaptured_at: Mapped[datetime | None]
    recapture_stay_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stay.id"))
    version: Mapped[int] = mapped_column(default=1)

    stay: Mapped[Stay] = relationship(foreign_keys=[stay_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


append_only("released_stay")
append_only("death_note")
written_once(
    "animal_death", "stay_id", "at", "precision", "count", "manner", "planned", "agent",
    "euthanasia_reason", "stage_before", "stage_before_since", "authority_due", "recorded_at",
    once_set=("disposed_at", "authority_notified_at"),
)  # fmt: skip
written_once("animal_escape", "stay_id", "kind", "at", "count", "circumstances")
written_once(
    "animal_release", "at", "kind", "method", "place", "latitude", "longitude", "team",
    "recorded_at",
)  # fmt: skip
for _table in ("animal_release", "animal_death", "animal_escape"):
    never_deleted(_table)

# A stay that ended in death opens again only when that death was struck out.
refuse(
    "dead_stay_opens_by_a_reversal", "stay", "BEFORE UPDATE OF stage, ended_at",
    "OLD.stage = 'dead' AND NEW.stage <> 'dead' AND (NOT EXISTS (SELECT 1 FROM animal_death"
    " WHERE stay_id = OLD.id) OR EXISTS (SELECT 1 FROM animal_death"
    " WHERE stay_id = OLD.id AND voided_at IS NULL))",
)  # fmt: skip
