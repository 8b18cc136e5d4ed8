"""Append-only and hash-chained: who did what, to what, when, why.

`record` is called by every verb; the rows are written when the transaction commits, with the head
locked last, so that writers do not wait for each other longer than they must.
"""

from rescue_center.journal.chain import record, settle
from rescue_center.journal.changes import change
from rescue_center.staff.acts import on_act

on_act.append(record)

__all__ = ["change", "record", "settle"]
