"""How animals leave: readiness, release, transfer with its handover, death, escape."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Stay
from rescue_center.cases.models import CourtOrder
from rescue_center.db import Model, Voidable, append_only, never_deleted, one_of, void_is_whole
from rescue_center.enclosures.models import Unit
from rescue_center.media.models import Media
from rescue_center.staff.models import Person


class Assessment(Voidable, Model):
    """One criterion of release readiness, with its evidence; the newest valid row counts.

    Hard stops are computed, never assessed (departures/readiness.py)."""

    __table_args__ = (
        void_is_whole("assessment"),
        one_of("verdict", ("met", "not_met", "overridden", "not_applicable"),
               "assessment_verdict_is_known"),
        sa.CheckConstraint("verdict NOT IN ('overridden','not_applicable') OR length(reason) > 0",
                           name="assessment_override_has_reason"),
        sa.Index("ix_assessment_stay", "stay_id", "criterion"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"))
    criterion: Mapped[str] = mapped_column(sa.String(40))
    verdict: Mapped[str] = mapped_column(sa.String(16))
    evidence: Mapped[str] = mapped_column(sa.Text, default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    media_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])


class Permit(Voidable, Model):
    """A permit of an authority: for release, for movement, CITES. Free number, issuer, dates."""

    __table_args__ = (
        void_is_whole("permit"),
        one_of("kind", ("release", "movement", "cites_export", "cites_import", "cites_reexport",
                        "health_endorsement", "other"), "permit_kind_is_known"),
        sa.CheckConstraint("expires_on IS NULL OR expires_on >= issued_on",
                           name="permit_expires_after_issue"),
        sa.UniqueConstraint("issuer", "number"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    number: Mapped[str] = mapped_column(sa.String(70))
    issuer: Mapped[str] = mapped_column(sa.String(160))
    issuer_country: Mapped[str] = mapped_column(sa.String(2), default="")
    issued_on: Mapped[date]
    expires_on: Mapped[date | None]
    purpose_code: Mapped[str] = mapped_column(sa.String(2), default="")
    source_code: Mapped[str] = mapped_column(sa.String(2), default="I")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    media_id: Mapped[int | None] = mapped_column(sa.ForeignKey("media.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    media: Mapped[Media | None] = relationship()


class PermitStay(Model):
    """Which stays a permit covers."""

    permit_id: Mapped[int] = mapped_column(sa.ForeignKey("permit.id"), primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), primary_key=True, index=True)

    permit: Mapped[Permit] = relationship()
    stay: Mapped[Stay] = relationship()


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
    recorded_at: Mapped[datetime]
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


class Transfer(Model):
    """A transfer to another place: planned, handed over, countersigned by the receiver."""

    __tablename__ = "animal_transfer"
    __table_args__ = (
        one_of("status", ("planned", "departed", "received", "cancelled"),
               "transfer_status_is_known"),
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
    purpose_code: Mapped[str] = mapped_column(sa.String(2), default="Z")
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


class Death(Model):
    """A death: when, how, why, and what became of the carcass. Corrected by an amendment row."""

    __tablename__ = "animal_death"
    __table_args__ = (
        one_of("manner", ("natural", "euthanised", "accident", "conspecific", "predator",
                          "dead_on_arrival", "unknown"), "death_manner_is_known"),
        one_of("precision", ("exact", "day", "found", "unknown"), "death_precision_is_known"),
        sa.CheckConstraint("manner <> 'euthanised' OR (length(agent) > 0 AND"
                           " length(euthanasia_reason) > 0)", name="euthanasia_is_explained"),
        sa.CheckConstraint("(disposed_at IS NULL) = (disposal = '')",
                           name="carcass_disposal_is_whole"),
        one_of("disposal", ("", "burial", "incineration", "evidence_freezer", "museum",
                            "laboratory", "other"), "carcass_disposal_is_known"),
        sa.Index("ix_animal_death_at", "at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    stay_id: Mapped[int] = mapped_column(sa.ForeignKey("stay.id"), unique=True)
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
    necropsy_note: Mapped[str] = mapped_column(sa.Text, default="")
    authority_notified_at: Mapped[datetime | None]
    authority_notified_who: Mapped[str] = mapped_column(sa.String(160), default="")
    found_by: Mapped[str] = mapped_column(sa.String(120), default="")
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    disposal: Mapped[str] = mapped_column(sa.String(20), default="")
    disposed_at: Mapped[datetime | None]
    disposal_witness: Mapped[str] = mapped_column(sa.String(120), default="")
    disposal_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    disposal_note: Mapped[str] = mapped_column(sa.Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    stay: Mapped[Stay] = relationship()
    unit: Mapped[Unit | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])

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
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    recaptured_at: Mapped[datetime | None]
    recapture_stay_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stay.id"))
    version: Mapped[int] = mapped_column(default=1)

    stay: Mapped[Stay] = relationship(foreign_keys=[stay_id])
    recapture_stay: Mapped[Stay | None] = relationship(foreign_keys=[recapture_stay_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


append_only("released_stay")
append_only("death_note")
for _table in ("assessment", "permit", "animal_release", "animal_transfer", "animal_death",
               "animal_escape"):  # fmt: skip
    never_deleted(_table)
