"""What the database itself refuses of orders and doses, on both engines."""

from rescue_center.db import never_deleted, refuse, refusing, trigger, written_once

# Nothing is given to an animal that has left (a late report is kept for the vet to review). The
# stay's row is locked, so that on PostgreSQL a departure that commits meanwhile is seen.
trigger(
    "no_dose_after_departure",
    "administration",
    "BEFORE INSERT",
    sqlite="""WHEN NOT NEW.is_conflict AND EXISTS (SELECT 1 FROM prescription p
        JOIN stay s ON s.id = p.stay_id WHERE p.id = NEW.prescription_id AND s.ended_at IS NOT NULL)
      BEGIN SELECT RAISE(ABORT, 'no_dose_after_departure'); END""",
    postgresql=f"""DECLARE ended timestamptz; BEGIN
      SELECT s.ended_at INTO ended FROM stay s JOIN prescription p ON p.stay_id = s.id
        WHERE p.id = NEW.prescription_id FOR SHARE OF s;
      IF ended IS NOT NULL AND NOT NEW.is_conflict THEN
        {refusing("no_dose_after_departure")} END IF; RETURN NEW; END""",
)

# As needed has no slot that a unique key could guard: the order's row is locked, then the last
# record is read.
_GUARDED = (
    "NEW.dose_id IS NULL AND NOT NEW.is_conflict AND NEW.too_soon_reason = ''"
    " AND NEW.status IN ('given', 'partly')"
)
_TOO_NEAR = """EXISTS (SELECT 1 FROM administration a
  JOIN prescription p ON p.id = a.prescription_id
  WHERE a.prescription_id = NEW.prescription_id AND a.voided_at IS NULL
    AND a.status IN ('given', 'partly') AND {apart} < p.min_interval_h * 3600)"""
_APART_SQLITE = "abs(julianday(NEW.at) - julianday(a.at)) * 86400 + 1"
_APART_POSTGRESQL = "abs(extract(epoch FROM NEW.at - a.at)) + 1"
trigger(
    "prn_keeps_its_interval",
    "administration",
    "BEFORE INSERT",
    sqlite=f"""WHEN {_GUARDED} AND {_TOO_NEAR.format(apart=_APART_SQLITE)}
      BEGIN SELECT RAISE(ABORT, 'prn_keeps_its_interval'); END""",
    postgresql=f"""BEGIN IF {_GUARDED} THEN
      PERFORM 1 FROM prescription WHERE id = NEW.prescription_id FOR NO KEY UPDATE;
      IF {_TOO_NEAR.format(apart=_APART_POSTGRESQL)} THEN
        {refusing("prn_keeps_its_interval")} END IF;
      END IF; RETURN NEW; END""",
)

# Nothing is given of an order from the moment on that it ended, nor of a dose that was cancelled:
# what a keeper reports then is kept for a vet. The order's row is locked, so that on PostgreSQL a
# change that commits meanwhile is seen; as strongly as `prn_keeps_its_interval` locks it, or two
# who share it would wait for each other for ever.
_ENDED = """EXISTS (SELECT 1 FROM prescription p WHERE p.id = NEW.prescription_id
  AND (p.voided_at IS NOT NULL OR p.stopped_at <= NEW.at))"""
trigger(
    "no_dose_of_an_ended_order",
    "administration",
    "BEFORE INSERT",
    sqlite=f"""WHEN NOT NEW.is_conflict AND {_ENDED}
      BEGIN SELECT RAISE(ABORT, 'no_dose_of_an_ended_order'); END""",
    postgresql=f"""BEGIN IF NOT NEW.is_conflict THEN
      PERFORM 1 FROM prescription WHERE id = NEW.prescription_id FOR NO KEY UPDATE;
      IF {_ENDED} THEN {refusing("no_dose_of_an_ended_order")} END IF;
      END IF; RETURN NEW; END""",
)
_CANCELLED = """EXISTS (SELECT 1 FROM dose d WHERE d.id = NEW.dose_id
  AND d.cancelled_at IS NOT NULL)"""
trigger(
    "no_record_of_a_cancelled_dose",
    "administration",
    "BEFORE INSERT",
    sqlite=f"""WHEN NOT NEW.is_conflict AND {_CANCELLED}
      BEGIN SELECT RAISE(ABORT, 'no_record_of_a_cancelled_dose'); END""",
    postgresql=f"""BEGIN IF NOT NEW.is_conflict AND {_CANCELLED} THEN
      {refusing("no_record_of_a_cancelled_dose")} END IF; RETURN NEW; END""",
)

# An edition follows the one that ended for it, of the same animal in the same stay.
_FOLLOWS = """NEW.replaces_id IS NULL OR EXISTS (SELECT 1 FROM prescription p
  WHERE p.id = NEW.replaces_id AND p.animal_id = NEW.animal_id AND p.stay_id = NEW.stay_id
    AND p.edition = NEW.edition - 1 AND p.stopped_at IS NOT NULL AND p.voided_at IS NULL)"""
refuse("an_edition_follows_its_order", "prescription", "BEFORE INSERT", f"NOT ({_FOLLOWS})")
refuse(
    "a_stopped_order_stays_stopped",
    "prescription",
    "BEFORE UPDATE",
    "OLD.stopped_at IS NOT NULL AND (NEW.stopped_at IS DISTINCT FROM OLD.stopped_at"
    " OR NEW.stop_reason IS DISTINCT FROM OLD.stop_reason)",
)

# An order is never rewritten: a change ends it and makes its next edition.
_FROZEN = (
    "animal_id", "stay_id", "drug_id", "rate_mg_per_kg", "weight_g", "strength_mg", "dose_mg",
    "amount", "amount_unit", "dilution", "route", "frequency", "interval_h", "is_once", "is_prn",
    "min_interval_h", "max_per_day", "starts_at", "days", "ordered_at", "ordered_by_id",
    "time_critical", "indication", "instructions", "weight_id", "outside_limits_reason",
    "inherited_from_id", "edition", "replaces_id", "change_reason", "batch_id",
)  # fmt: skip
_REWRITTEN = " OR ".join(f"NEW.{c} IS DISTINCT FROM OLD.{c}" for c in _FROZEN)
trigger(
    "order_is_never_rewritten",
    "prescription",
    "BEFORE UPDATE",
    sqlite=f"""WHEN {_REWRITTEN.replace(" IS DISTINCT FROM ", " IS NOT ")}
      BEGIN SELECT RAISE(ABORT, 'order_is_never_rewritten'); END""",
    postgresql=f"""BEGIN IF {_REWRITTEN} THEN {refusing("order_is_never_rewritten")} END IF;
      RETURN NEW; END""",
)

for _table in ("prescription", "dose", "administration", "order_batch"):
    never_deleted(_table)
written_once("order_batch", "at", "by_id", "unit_id", "whom", once_set=("undone_at",))
written_once("dose", "prescription_id", "animal_id", "due_at", "window_min")
written_once(
    "administration", "prescription_id", "dose_id", "animal_id", "ingredient", "status", "amount",
    "amount_unit", "dose_mg", "at", "recorded_at", "by_id",
)  # fmt: skip
