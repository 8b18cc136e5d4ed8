"""A store with something in it, made by the real verbs."""

from datetime import date, datetime
from typing import Any

from rescue_center.pharmacy import stock_rules
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.quantity import PARTS
from rescue_center.pharmacy.stock_models import StockBatch
from rescue_center.staff.models import Person
from tests.makers import AT, make_drug, make_person

LATER = date(2027, 12, 31)


def make_batch(
    drug: Drug | None = None,
    ml: float = 100,
    *,
    lot: str = "L1",
    expires_on: date = LATER,
    by: Person | None = None,
    at: datetime = AT,
    **facts: Any,
) -> StockBatch:
    """A lot of a drug that is not controlled."""
    (batch,) = stock_rules.receive(
        drug or make_drug(at=at), int(ml * PARTS), lot=lot, expires_on=expires_on,
        by=by or make_person("vet"), at=at, **facts,
    )  # fmt: skip
    return batch


def make_vial(
    drug: Drug | None = None,
    ml: float = 10,
    *,
    vial: str = "K-1",
    by: Person | None = None,
    at: datetime = AT,
    **facts: Any,
) -> StockBatch:
    """A vial of a controlled drug."""
    drug = drug or make_drug("100 mg/ml", controlled=True, at=at)
    return make_batch(drug, ml, by=by, at=at, vials=[vial], **facts)
