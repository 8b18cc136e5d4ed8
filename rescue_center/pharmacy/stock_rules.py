"""Stock: received, drawn for a dose, wasted, sent elsewhere, counted.

The batch that expires first is drawn first; an expired or a finished one is never offered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rescue_center import clock, journal
from rescue_center.animals.models import Animal
from rescue_center.db import db, lock, lock_all
from rescue_center.errors import Refused
from rescue_center.pharmacy import ledger, stock_queries
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.quantity import text
from rescue_center.pharmacy.stock_models import KINDS, StockBatch, StockLine
from rescue_center.staff.models import Person

MOST_VIALS = 50


@dataclass(frozen=True)
class For:
    """Whom a draw is for: the animal with its weight, and the vet who ordered it."""

    animal: Animal
    weight_g: int | None = None
    vet_id: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """As a row of the ledger keeps it."""
        return {"animal_id": self.animal.id, "weight_g": self.weight_g, "vet_id": self.vet_id}


def receive(
    drug: Drug,
    qty: int,
    *,
    lot: str,
    expires_on: date,
    by: Person,
    at: datetime,
    vials: Sequence[str] = (),
    supplier: str = "",
    note: str = "",
    witness: Person | None = None,
    recorded_at: datetime | None = None,
) -> list[StockBatch]:
    """Take stock in. Of a controlled drug each vial, with its number, is a batch of its own and
    `qty` is what one vial holds; of any other drug more of a lot that is here joins it."""
    lot = lot.strip()
    if drug.retired:
        raise Refused(f"{drug.name} is retired. Put it on the list again first.", field="drug")
    if not lot:
        raise Refused("Say the lot number, as the label has it.", field="lot")
    if expires_on < clock.today(at):
        raise Refused("This has expired. Don't take it into stock.", field="expires_on")
    numbers = _numbers(drug, vials)
    lock(drug)  # two deliveries of one lot wait for each other
    made = [_batch(drug, lot, number, expires_on, supplier, at) for number in numbers]
    for batch in made:
        ledger.post(
            batch, "receipt", qty, by=by, at=at, reason=note.strip(), recorded_at=recorded_at,
            witness_id=witness.id if witness else None,
        )  # fmt: skip
        _tell("received stock", batch, qty, by=by, at=at, reason=note.strip())
    return made


def _numbers(drug: Drug, vials: Sequence[str]) -> list[str]:
    """The numbers of the vials; one batch without a number where the drug is not controlled."""
    if not drug.controlled:
        return [""]
    numbers = [number for one in vials if (number := " ".join(one.split()))]
    if not numbers:
        raise Refused("Number each vial, one on a line: the register has a page for each.",
                      field="vials")  # fmt: skip
    if len(set(numbers)) < len(numbers):
        raise Refused("Two vials have the same number.", field="vials")
    if len(numbers) > MOST_VIALS or max(map(len, numbers)) > 20:
        raise Refused(f"At most {MOST_VIALS} vials at once, of 20 letters each.", field="vials")
    return numbers


def _batch(
    drug: Drug, lot: str, vial: str, expires_on: date, supplier: str, at: datetime
) -> StockBatch:
    known = stock_queries.batch_of(drug, lot, vial, expires_on)
    if known is not None and known.controlled:
        raise Refused(f"Vial {vial} of lot {lot} is in the register already.", field="vials")
    if known is not None and (known.strength_mg, known.per) == (drug.strength_mg, drug.per):
        return known
    if known is not None:
        raise Refused(f"Lot {lot} is here at {known.strength.text}.", field="lot")
    batch = StockBatch(
        drug=drug, controlled=drug.controlled, lot=lot, vial=vial, expires_on=expires_on,
        strength_mg=drug.strength_mg, per=drug.per, supplier=supplier.strip(), received_at=at,
        balance=0, last_seq=0,
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    return batch


def draw(
    drug: Drug,
    strength_mg: Any,
    per: str,
    qty: int,
    *,
    whom: For,
    by: Person,
    at: datetime,
    recorded_at: datetime | None = None,
) -> list[StockLine] | None:
    """Draw a dose of a drug that is not controlled, first-expiring first, from several batches
    where one runs out. None where the centre keeps no stock of it; no lines where there is not
    enough, and then nothing is drawn."""
    if not stock_queries.is_kept(drug):
        return None
    ids = stock_queries.usable_ids(drug, strength_mg, per, clock.today(at))
    batches = sorted(lock_all(StockBatch, ids), key=lambda one: (one.expires_on, one.id))
    if sum(batch.balance for batch in batches) < qty:
        return []
    lines = []
    for batch in batches:
        part = min(batch.balance, qty)
        if part <= 0:
            continue
        lines.append(
            ledger.post(
                batch, "use", -part, by=by, at=at, recorded_at=recorded_at, locked=True,
                drawn=part, given=part, wasted=0, returned=0, **whom.columns,
            )
        )  # fmt: skip
        qty -= part
        if not qty:
            break
    return lines


def take_back(line: StockLine, *, by: Person, at: datetime, reason: str) -> StockLine:
    """Reverse a row: what it took is there again, and both rows stay."""
    batch = line.batch
    if not reason.strip():
        raise Refused("Say why it is reversed.", field="reason")
    return reverse(batch, line, by=by, at=at, reason=reason)


def reverse(
    batch: StockBatch,
    line: StockLine,
    *,
    by: Person,
    at: datetime,
    reason: str,
    witness: Person | None = None,
) -> StockLine:
    """Write the row that takes another back."""
    lock(batch)
    if line.kind in ("reversal", "count"):
        raise Refused("A count or a reversal is not reversed; count again.")
    if stock_queries.is_reversed(line):
        raise Refused("This row was reversed before.")
    made = ledger.post(
        batch, "reversal", -line.qty, by=by, at=at, locked=True, reason=reason.strip(),
        reverses_seq=line.seq, reverses_qty=line.qty, animal_id=line.animal_id,
        witness_id=witness.id if witness else None,
    )  # fmt: skip
    _tell("reversed a stock row", batch, -line.qty, by=by, at=at, reason=reason.strip())
    return made


def remove(
    batch: StockBatch,
    kind: str,
    qty: int,
    *,
    by: Person,
    at: datetime,
    reason: str,
    witness: Person | None = None,
) -> StockLine:
    """Waste, breakage, transfer: what leaves without being given; or `return`, what comes back."""
    if kind not in ("waste", "breakage", "transfer", "return"):
        raise Refused("Choose what happened to it.", field="kind")
    if not reason.strip():
        raise Refused("Say why.", field="reason")
    signed = qty if kind == "return" else -qty
    line = ledger.post(
        batch, kind, signed, by=by, at=at, reason=reason.strip(),
        witness_id=witness.id if witness else None,
    )  # fmt: skip
    _tell(f"stock {KINDS[kind].lower()}", batch, signed, by=by, at=at, reason=reason.strip())
    return line


def count(
    batch: StockBatch,
    found: int,
    *,
    by: Person,
    at: datetime,
    reason: str = "",
    witness: Person | None = None,
) -> StockLine:
    """Write down what is really there; the balance follows it. Of a controlled drug a difference
    opens an incident."""
    lock(batch)
    difference = found - batch.balance
    line = ledger.post(
        batch, "count", difference, by=by, at=at, locked=True, counted=found,
        reason=reason.strip(), witness_id=witness.id if witness else None,
    )  # fmt: skip
    _tell("counted stock", batch, difference, by=by, at=at, reason=reason.strip())
    return line


def _tell(
    verb: str, batch: StockBatch, qty: int, *, by: Person, at: datetime, reason: str = ""
) -> None:
    journal.record(
        verb, batch, by=by, at=at, reason=reason,
        after={"drug": batch.drug.label, "lot": batch.lot, "vial": batch.vial,
               "amount_moved": text(qty, batch.per), "balance": text(batch.balance, batch.per)},
    )  # fmt: skip
