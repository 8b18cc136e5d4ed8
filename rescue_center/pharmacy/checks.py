"""What must hold of the stock; `flask verify` asks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import sqlalchemy as sa

from rescue_center.checks import must_be_empty, recomputed
from rescue_center.db import db
from rescue_center.pharmacy import ledger
from rescue_center.pharmacy.stock_models import StockLine

must_be_empty(
    "stock_balance_is_the_sum_of_its_rows",
    "What a batch holds is what came in less what went out.",
    """SELECT b.id AS batch, b.lot AS lot, b.vial AS vial, b.balance AS balance,
        coalesce(sum(l.qty), 0) AS "sum of its rows"
      FROM stock_batch b LEFT JOIN stock_line l ON l.batch_id = b.id
      GROUP BY b.id, b.lot, b.vial, b.balance HAVING b.balance <> coalesce(sum(l.qty), 0)""",
)
must_be_empty(
    "stock_never_went_below_zero",
    "No batch ever held less than nothing.",
    "SELECT batch_id AS batch, seq AS row, bal_after AS balance FROM stock_line"
    " WHERE bal_after < 0",
)
must_be_empty(
    "controlled_drugs_are_signed_by_two",
    "Every row of the register that takes something out has two signatures.",
    """SELECT batch_id AS batch, seq AS row FROM stock_line
      WHERE controlled AND kind <> 'receipt' AND (witness_id IS NULL OR witness_id = by_id)""",
)
must_be_empty(
    "differences_in_the_register_are_incidents",
    "Every count of a controlled drug that differs opened an incident.",
    """SELECT l.batch_id AS batch, l.seq AS row, l.qty AS difference FROM stock_line l
      LEFT JOIN stock_incident i ON i.batch_id = l.batch_id AND i.seq = l.seq
      WHERE l.controlled AND l.kind = 'count' AND l.qty <> 0 AND i.id IS NULL""",
)


@recomputed("stock_ledger_is_unbroken", "Every row of the stock's ledger follows the one before.")
def _chain() -> Iterator[str]:
    query = sa.select(StockLine.__table__).order_by(StockLine.batch_id, StockLine.seq)
    rows = db.session.execute(query.execution_options(yield_per=2000))
    for batch, lines in groupby(rows, key=lambda row: row.batch_id):
        found = list(lines)
        if why := ledger.broken(found):
            yield f"batch {batch}: {why}"
