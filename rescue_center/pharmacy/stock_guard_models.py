"""What the database itself keeps of the stock: the balance beside its ledger, rows for ever, and
an incident for each count of a controlled drug that differs."""

from rescue_center.db import append_only, never_deleted, refuse, trigger, written_once

# The batch's row is updated by the row of its ledger, and by nothing else: whoever sets another
# balance than the last row's is refused.
_POST = """UPDATE stock_batch SET balance = NEW.bal_after, last_seq = NEW.seq
  WHERE id = NEW.batch_id;"""
_DIFFERS = "NEW.kind = 'count' AND NEW.controlled AND NEW.qty <> 0"
_OPEN = """INSERT INTO stock_incident (batch_id, seq, difference, opened_at, explanation)
  VALUES (NEW.batch_id, NEW.seq, NEW.qty, NEW.recorded_at, '');"""
trigger(
    "stock_line_is_posted",
    "stock_line",
    "AFTER INSERT",
    sqlite=f"BEGIN {_POST} END",
    postgresql=f"BEGIN {_POST} RETURN NULL; END",
)
trigger(
    "stock_count_that_differs_is_an_incident",
    "stock_line",
    "AFTER INSERT",
    sqlite=f"WHEN {_DIFFERS} BEGIN {_OPEN} END",
    postgresql=f"BEGIN IF {_DIFFERS} THEN {_OPEN} END IF; RETURN NULL; END",
)
refuse(
    "stock_balance_is_its_ledgers",
    "stock_batch",
    "BEFORE UPDATE",
    """(NEW.balance <> OLD.balance OR NEW.last_seq <> OLD.last_seq) AND NOT EXISTS
      (SELECT 1 FROM stock_line l WHERE l.batch_id = NEW.id AND l.seq = NEW.last_seq
        AND l.bal_after = NEW.balance)""",
)

append_only("stock_line")
never_deleted("stock_batch")
never_deleted("stock_incident")
written_once(
    "stock_batch", "drug_id", "controlled", "lot", "vial", "expires_on", "strength_mg", "per",
    "received_at",
)  # fmt: skip
written_once(
    "stock_incident", "batch_id", "seq", "difference", "opened_at",
    once_set=("closed_at", "closed_by_id"),
)  # fmt: skip
