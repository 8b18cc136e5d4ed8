"""Stock by batch, and the ledger of each batch: rows that follow one another and are never changed.

A batch of a controlled drug is one vial. Amounts are whole parts (pharmacy/quantity.py). Each row
takes up where the row before it ended: its number, its balance and its checksum point there by
foreign key, so that no row can be left out, forked, slipped in or balanced anew.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from rescue_center.animals.models import Animal
from rescue_center.db import Model, one_of
from rescue_center.errors import explain
from rescue_center.pharmacy.models import Drug
from rescue_center.pharmacy.strength import Strength
from rescue_center.staff.models import Person

#: What happened to the stock. `return` is what comes back unused, `transfer` what goes elsewhere.
KINDS = {
    "receipt": "Received",
    "use": "Used",
    "return": "Came back",
    "waste": "Wasted",
    "breakage": "Broken",
    "transfer": "Went elsewhere",
    "count": "Counted",
    "reversal": "Reversed",
}
INWARD = ("receipt", "return")
OUTWARD = ("use", "waste", "breakage", "transfer")
#: Of a controlled drug two people sign for these.
SIGNED_BY_TWO = (*OUTWARD, "return", "count", "reversal")
GENESIS = "0" * 64


def _among(kinds: tuple[str, ...]) -> str:
    return "kind IN (" + ", ".join(f"'{kind}'" for kind in kinds) + ")"


class StockBatch(Model):
    """What came in under one lot number, or one vial of it. `balance` is that of the ledger's last
    row, kept by a trigger; nothing else writes it."""

    __tablename__ = "stock_batch"
    __table_args__ = (
        sa.UniqueConstraint("drug_id", "lot", "vial", "expires_on", name="stock_batch_is_one"),
        sa.UniqueConstraint("id", "controlled", name="stock_batch_kind"),
        sa.CheckConstraint("balance >= 0", name="stock_batch_never_negative"),
        sa.CheckConstraint("last_seq > 0 OR balance = 0", name="stock_batch_begins_empty"),
        sa.CheckConstraint("NOT controlled OR length(vial) > 0", name="stock_vial_has_a_number"),
        sa.CheckConstraint("length(lot) > 0", name="stock_batch_has_a_lot"),
        one_of("per", ("ml", "tablet", "g"), "stock_batch_per_is_known"),
        sa.Index("ix_stock_batch_first_expiring", "drug_id", "expires_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    drug_id: Mapped[int] = mapped_column(sa.ForeignKey("drug.id"))
    controlled: Mapped[bool]
    lot: Mapped[str] = mapped_column(sa.String(60))
    vial: Mapped[str] = mapped_column(sa.String(20), default="")
    expires_on: Mapped[date]
    #: As it was when it came: a later change of the drug's entry is another strength.
    strength_mg: Mapped[Decimal] = mapped_column(sa.Numeric(12, 4))
    per: Mapped[str] = mapped_column(sa.String(8))
    supplier: Mapped[str] = mapped_column(sa.String(120), default="")
    received_at: Mapped[datetime]
    balance: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    last_seq: Mapped[int] = mapped_column(default=0)

    drug: Mapped[Drug] = relationship()
    lines: Mapped[list[StockLine]] = relationship(back_populates="batch", order_by="StockLine.seq")

    @property
    def strength(self) -> Strength:
        """Milligrams in one millilitre, tablet or gram."""
        return Strength(self.strength_mg, self.per)

    @property
    def label(self) -> str:
        """`Vial K-3 of lot 4411`, `Lot 22-118`."""
        return f"Vial {self.vial} of lot {self.lot}" if self.vial else f"Lot {self.lot}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left of it."""
        return self.balance == 0

    def has_expired(self, day: date) -> bool:
        """Whether its last day is over."""
        return self.expires_on < day


class StockLine(Model):
    """One row of a batch's ledger. Of a use: drawn up = given + wasted + returned, and what was
    given and wasted leaves the balance. Put right by a row that reverses it, never changed."""

    __tablename__ = "stock_line"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "seq", name="stock_line_counts_on"),
        sa.UniqueConstraint("batch_id", "prev_seq", name="stock_line_has_one_next"),
        sa.UniqueConstraint("batch_id", "seq", "bal_after", "hash", name="stock_line_end"),
        sa.UniqueConstraint("batch_id", "seq", "qty", name="stock_line_quantity"),
        sa.UniqueConstraint("batch_id", "reverses_seq", name="stock_line_reversed_once"),
        sa.ForeignKeyConstraint(
            ["batch_id", "prev_seq", "bal_before", "prev_hash"],
            ["stock_line.batch_id", "stock_line.seq", "stock_line.bal_after", "stock_line.hash"],
            name="stock_line_follows",
        ),
        sa.ForeignKeyConstraint(
            ["batch_id", "reverses_seq", "reverses_qty"],
            ["stock_line.batch_id", "stock_line.seq", "stock_line.qty"],
            name="stock_line_reverses",
        ),
        sa.ForeignKeyConstraint(["batch_id", "controlled"],
                                ["stock_batch.id", "stock_batch.controlled"],
                                name="stock_line_kind_of_its_batch"),
        sa.CheckConstraint("bal_after = bal_before + qty", name="stock_line_adds_up"),
        sa.CheckConstraint("bal_after >= 0", name="stock_line_never_negative"),
        sa.CheckConstraint(
            "(seq = 1 AND prev_seq IS NULL AND bal_before = 0 AND kind = 'receipt')"
            " OR (seq > 1 AND prev_seq IS NOT NULL AND prev_seq = seq - 1)",
            name="stock_line_begins_with_a_receipt",
        ),
        one_of("kind", KINDS, "stock_line_kind_is_known"),
        sa.CheckConstraint(
            f"(NOT ({_among(INWARD)}) OR qty > 0) AND (NOT ({_among(OUTWARD)}) OR qty < 0)"
            " AND (kind <> 'reversal' OR qty <> 0)",
            name="stock_line_goes_its_way",
        ),
        sa.CheckConstraint(
            "(kind = 'use') = (drawn IS NOT NULL) AND (kind = 'use') = (given IS NOT NULL)"
            " AND (kind = 'use') = (wasted IS NOT NULL) AND (kind = 'use') = (returned IS NOT NULL)"
            " AND (kind <> 'use' OR (given >= 0 AND wasted >= 0 AND returned >= 0"
            " AND drawn = given + wasted + returned AND qty = -(given + wasted)))",
            name="stock_draw_is_accounted_for",
        ),
        sa.CheckConstraint("(kind = 'count') = (counted IS NOT NULL)"
                           " AND (kind <> 'count' OR counted = bal_after)",
                           name="stock_count_is_what_is_there"),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_seq IS NOT NULL)"
            " AND (kind = 'reversal') = (reverses_qty IS NOT NULL)"
            " AND (kind <> 'reversal' OR (qty = -reverses_qty AND reverses_seq < seq))",
            name="stock_reversal_takes_all_back",
        ),
        sa.CheckConstraint("witness_id IS NULL OR witness_id <> by_id",
                           name="stock_witness_is_another"),
        sa.CheckConstraint(f"NOT controlled OR NOT ({_among(SIGNED_BY_TWO)})"
                           " OR witness_id IS NOT NULL", name="controlled_drug_has_a_witness"),
        sa.CheckConstraint("kind NOT IN ('waste', 'breakage', 'transfer', 'reversal')"
                           " OR length(reason) > 0", name="stock_line_says_why"),
        sa.Index("ix_stock_line_at", "at"),
        sa.Index("ix_stock_line_animal", "animal_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int]
    seq: Mapped[int]
    prev_seq: Mapped[int | None]
    controlled: Mapped[bool]
    kind: Mapped[str] = mapped_column(sa.String(10))
    qty: Mapped[int] = mapped_column(sa.BigInteger)
    bal_before: Mapped[int] = mapped_column(sa.BigInteger)
    bal_after: Mapped[int] = mapped_column(sa.BigInteger)
    drawn: Mapped[int | None] = mapped_column(sa.BigInteger)
    given: Mapped[int | None] = mapped_column(sa.BigInteger)
    wasted: Mapped[int | None] = mapped_column(sa.BigInteger)
    returned: Mapped[int | None] = mapped_column(sa.BigInteger)
    counted: Mapped[int | None] = mapped_column(sa.BigInteger)
    reverses_seq: Mapped[int | None]
    reverses_qty: Mapped[int | None] = mapped_column(sa.BigInteger)
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    witness_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    animal_id: Mapped[int | None] = mapped_column(sa.ForeignKey("animal.id"))
    weight_g: Mapped[int | None]
    #: The vet whose order it was.
    vet_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    prev_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))

    batch: Mapped[StockBatch] = relationship(back_populates="lines")
    by: Mapped[Person] = relationship(foreign_keys=[by_id])
    witness: Mapped[Person | None] = relationship(foreign_keys=[witness_id])
    vet: Mapped[Person | None] = relationship(foreign_keys=[vet_id])
    animal: Mapped[Animal | None] = relationship()

    @property
    def words(self) -> str:
        """What happened: `Used`, `Reversed no. 4`."""
        said = KINDS[self.kind]
        return f"{said} no. {self.reverses_seq}" if self.reverses_seq else said


class StockIncident(Model):
    """A count of a controlled drug that differed from the register. A trigger opens it with the
    count; it is closed by somebody else than who counted, with what was found."""

    __tablename__ = "stock_incident"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "seq", name="stock_incident_of_one_count"),
        sa.ForeignKeyConstraint(["batch_id", "seq"], ["stock_line.batch_id", "stock_line.seq"],
                                name="stock_incident_has_its_count"),
        sa.CheckConstraint("difference <> 0", name="stock_incident_differs"),
        sa.CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)"
                           " AND (closed_at IS NULL) = (explanation = '')",
                           name="stock_incident_closing_is_whole"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("stock_batch.id"))
    seq: Mapped[int]
    difference: Mapped[int] = mapped_column(sa.BigInteger)
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))
    explanation: Mapped[str] = mapped_column(sa.Text, default="", server_default="")

    batch: Mapped[StockBatch] = relationship(foreign_keys=[batch_id])
    line: Mapped[StockLine] = relationship(
        foreign_keys="[StockIncident.batch_id, StockIncident.seq]", viewonly=True
    )
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])

    @property
    def is_open(self) -> bool:
        """Whether nobody has explained it."""
        return self.closed_at is None


explain("stock_batch_never_negative", "There is not so much left in it.")
explain("stock_line_never_negative", "There is not so much left in it.")
explain("stock_line_counts_on", "Somebody else has just drawn from this. Look at the balance.")
explain("stock_line_has_one_next", "Somebody else has just drawn from this. Look at the balance.")
explain("stock_witness_is_another", "The witness is somebody else than who gives it.")
explain("controlled_drug_has_a_witness", "Two people sign for a controlled drug.")
explain("stock_draw_is_accounted_for", "What was drawn up is what was given, wasted and put back.")
explain("stock_line_reversed_once", "This row was reversed before.")
explain("stock_batch_is_one", "This lot, or a vial with this number, is in stock already.")
