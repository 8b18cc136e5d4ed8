"""The store at a glance: of each drug what is there, what the planned doses need, what expires."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rescue_center import clock
from rescue_center.care import need_queries
from rescue_center.pharmacy import queries, stock_queries
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.quantity import text
from rescue_center.pharmacy.stock_models import StockBatch

AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class Shelf:
    """One drug in the store. Amounts are whole parts; what has expired doesn't count."""

    drug: Drug
    batches: list[StockBatch]
    need: int
    as_needed: bool
    day: date

    @property
    def there(self) -> int:
        """What may be given from: of this strength, not expired."""
        return sum(
            one.balance for one in self.batches
            if not one.has_expired(self.day)
            and (one.strength_mg, one.per) == (self.drug.strength_mg, self.drug.per)
        )  # fmt: skip

    @property
    def kept(self) -> bool:
        """Whether any of it is or was in stock."""
        return bool(self.batches)

    @property
    def short(self) -> int:
        """By how much it falls short of the plans."""
        return max(0, self.need - self.there)

    @property
    def filled(self) -> float:
        """How full its bar is: what is there of what is needed, or of itself, in per cent."""
        whole = max(self.need, 1)
        return round(min(self.there / whole, 1) * 100, 1) if self.need else 100.0

    @property
    def tone(self) -> str:
        """`overdue` where nothing is left for what is planned, `due` where it falls short."""
        if not self.short:
            return "given"
        return "due" if self.there else "overdue"

    @property
    def first_end(self) -> date | None:
        """When the first of it that may be given expires."""
        ends = [one.expires_on for one in self.batches if not one.has_expired(self.day)]
        return min(ends, default=None)

    @property
    def soon(self) -> bool:
        """Whether some of it expires soon."""
        return self.first_end is not None and self.first_end <= self.day + stock_queries.SOON

    @property
    def expired(self) -> list[StockBatch]:
        """What is still there although it has expired."""
        return [one for one in self.batches if one.has_expired(self.day)]

    def amount(self, parts: int) -> str:
        """An amount of it in words."""
        return text(parts, self.drug.per)


def shelves(now: datetime) -> list[Shelf]:
    """Drugs that are in stock or planned, by name: those that fall short first."""
    held = stock_queries.by_drug(stock_queries.batches())
    need, prn = need_queries.planned(now, now + AHEAD), need_queries.needed_as_needed()
    kept = stock_queries.kept_ids()
    wanted = kept | {drug for drug, parts in need.items() if parts}
    day = clock.today(now)
    found = [
        Shelf(drug, held.get(drug.id, []), need.get(drug.id, 0), drug.id in prn, day)
        for drug in queries.drugs(retired=True)
        if drug.id in wanted
    ]
    return sorted(found, key=lambda one: (not one.short, one.drug.name, one.drug.strength_mg))
