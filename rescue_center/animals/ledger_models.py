"""The ledger of counts, and the triggers that keep it true on both databases.

A count is never written: it is the sum of the rows, never below zero at any instant, back-dated
rows included. Splits, merges and individualisations are one `Regroup` row; its two ledger rows are
made by the database, so they cannot disagree.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.db import Model, append_only, one_of, refusing, trigger
from rescue_center.staff.models import Person

GAINS = ("receive", "birth", "found", "transfer_in", "recapture", "death_reversed")
LOSSES = ("death", "euthanasia", "release", "transfer_out", "escape", "theft")
PAIRED = ("split", "merge", "individualise")
EITHER = ("recount", "void")
#: What each kind of row is called.
KIND_WORDS = {
    "receive": "Received", "birth": "Born or hatched", "found": "Found",
    "transfer_in": "Transferred in", "recapture": "Came back", "split": "Split",
    "merge": "Merged", "individualise": "Made an individual", "death": "Died",
    "euthanasia": "Euthanised", "death_reversed": "Death struck out", "release": "Released",
    "transfer_out": "Transferred",
    "escape": "Escaped", "theft": "Stolen", "recount": "Recounted", "void": "Struck out",
}  # fmt: skip


class LedgerEntry(Model):
    """One change of a count: `delta` animals at `at`."""

    __table_args__ = (
        one_of("kind", GAINS + LOSSES + PAIRED + EITHER, "ledger_kind_is_known"),
        sa.CheckConstraint("delta <> 0", name="ledger_delta_is_not_zero"),
        sa.CheckConstraint(
            f"kind NOT IN ({', '.join(repr(k) for k in GAINS)}) OR delta > 0",
            name="ledger_gain_is_positive",
        ),
        sa.CheckConstraint(
            f"kind NOT IN ({', '.join(repr(k) for k in LOSSES)}) OR delta < 0",
            name="ledger_loss_is_negative",
        ),
        sa.CheckConstraint(
            f"(regroup_id IS NOT NULL) = (kind IN ({', '.join(repr(k) for k in PAIRED)}))",
            name="ledger_pair_has_its_regroup",
        ),
        sa.UniqueConstraint("regroup_id", "animal_id", name="uq_ledger_entry_one_side"),
        sa.Index("ix_ledger_entry_animal_at", "animal_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    animal_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    kind: Mapped[str] = mapped_column(sa.String(16))
    delta: Mapped[int]
    regroup_id: Mapped[int | None] = mapped_column(sa.ForeignKey("regroup.id"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    second_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))

    animal: Mapped[Animal] = relationship()
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])


class Regroup(Model):
    """`count` animals go from one record to another: a split, a merge or an individualisation."""

    __table_args__ = (
        one_of("kind", PAIRED, "regroup_kind_is_known"),
        sa.CheckConstraint("count > 0", name="regroup_count_is_positive"),
        sa.CheckConstraint("from_id <> to_id", name="regroup_has_two_sides"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    from_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    to_id: Mapped[int] = mapped_column(sa.ForeignKey("animal.id"), index=True)
    count: Mapped[int]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(default=clock.now)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))


_PAIR = """INSERT INTO ledger_entry (animal_id, at, recorded_at, kind, delta, regroup_id, reason,
  by_id) VALUES (NEW.{side}_id, NEW.at, NEW.recorded_at, NEW.kind, {sign}NEW.count, NEW.id,
  NEW.reason, NEW.by_id);"""
# The giving side first: two lots in one full unit may merge without overfilling it on the way.
_BOTH = _PAIR.format(side="from", sign="-") + _PAIR.format(side="to", sign="")

trigger(
    "regroup_makes_its_pair",
    "regroup",
    "AFTER INSERT",
    sqlite=f"BEGIN {_BOTH} END",
    postgresql=f"""BEGIN
      PERFORM 1 FROM animal WHERE id IN (NEW.from_id, NEW.to_id) ORDER BY id FOR NO KEY UPDATE;
      {_BOTH} RETURN NULL; END""",
)

# The update of the animal's row comes first: it takes the row's lock, so that on PostgreSQL the
# running sum that follows is read after every earlier writer has committed.
_POST = "UPDATE animal SET count = count + NEW.delta WHERE id = NEW.animal_id;"
_BELOW_ZERO = """(SELECT 1 FROM (SELECT sum(delta) OVER (ORDER BY at) AS running FROM ledger_entry
  WHERE animal_id = NEW.animal_id) AS series WHERE running < 0)"""

trigger(
    "ledger_never_negative",
    "ledger_entry",
    "AFTER INSERT",
    sqlite=f"""BEGIN {_POST}
      SELECT RAISE(ABORT, 'ledger_never_negative') WHERE NEW.delta < 0 AND EXISTS {_BELOW_ZERO};
      END""",
    postgresql=f"""BEGIN {_POST}
      IF NEW.delta < 0 AND EXISTS {_BELOW_ZERO} THEN {refusing("ledger_never_negative")} END IF;
      RETURN NULL; END""",
)

# A hold counts on the stay and on the animal; the CHECKs there do the refusing.
_PLACE = """UPDATE animal SET holds = holds + 1
    WHERE id = (SELECT animal_id FROM stay WHERE id = NEW.stay_id);
  UPDATE stay SET holds = holds + 1 WHERE id = NEW.stay_id;"""
_LIFT = _PLACE.replace("+ 1", "- 1")

trigger(
    "hold_counts_when_placed",
    "evidence_hold",
    "AFTER INSERT",
    sqlite=f"WHEN NEW.lifted_at IS NULL BEGIN {_PLACE} END",
    postgresql=f"BEGIN IF NEW.lifted_at IS NULL THEN {_PLACE} END IF; RETURN NULL; END",
)
trigger(
    "hold_counts_when_lifted",
    "evidence_hold",
    "AFTER UPDATE",
    sqlite=f"WHEN OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL BEGIN {_LIFT} END",
    postgresql=f"""BEGIN IF OLD.lifted_at IS NULL AND NEW.lifted_at IS NOT NULL THEN {_LIFT} END IF;
      RETURN NULL; END""",
)
trigger(
    "lifted_hold_stays_lifted",
    "evidence_hold",
    "BEFORE UPDATE",
    sqlite="""WHEN OLD.lifted_at IS NOT NULL OR NEW.stay_id <> OLD.stay_id
      BEGIN SELECT RAISE(ABORT, 'lifted_hold_stays_lifted'); END""",
    postgresql=f"""BEGIN IF OLD.lifted_at IS NOT NULL OR NEW.stay_id <> OLD.stay_id THEN
      {refusing("lifted_hold_stays_lifted")} END IF; RETURN NEW; END""",
)

# A hold on an earlier stay (the animal got away, and came back) holds the animal all the same. Its
# row is locked before it is read, so that a hold placed at this moment is either seen or waits.
_LEAVES = """NEW.number > 1 AND NEW.holds = 0 AND (NEW.stage IN ('released', 'transferred', 'void')
  OR NEW.carcass_disposed_at IS NOT NULL OR NEW.planned_euthanasia)"""
trigger(
    "held_animal_stays_through_its_stays",
    "stay",
    "BEFORE UPDATE OF stage, carcass_disposed_at, planned_euthanasia",
    sqlite=f"""WHEN {_LEAVES} AND (SELECT holds FROM animal WHERE id = NEW.animal_id) > 0
      BEGIN SELECT RAISE(ABORT, 'held_animal_stays_through_its_stays'); END""",
    postgresql=f"""DECLARE standing integer; BEGIN IF {_LEAVES} THEN
      SELECT holds INTO standing FROM animal WHERE id = NEW.animal_id FOR NO KEY UPDATE;
      IF standing > 0 THEN {refusing("held_animal_stays_through_its_stays")} END IF;
      END IF; RETURN NEW; END""",
)

append_only("ledger_entry")
append_only("regroup")
