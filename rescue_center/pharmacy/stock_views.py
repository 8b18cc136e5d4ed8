"""Addresses of stock: received, a batch with its ledger, counted, taken out, reversed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.pharmacy import (
    quantity,
    queries,
    register_rules,
    stock_forms,
    stock_queries,
    stock_rules,
)
from rescue_center.pharmacy.signing import offered, witness_of
from rescue_center.pharmacy.stock_models import StockBatch, StockLine
from rescue_center.policy import allow
from rescue_center.staff.models import Person

bp = Blueprint("stock", __name__, url_prefix="/stock")

READERS = ("vet", "manager", "inspector")
KEEPERS_OF_STOCK = ("vet", "manager")


@bp.app_template_filter()
def parts(value: int | None, per: str = "") -> str:
    """Whole parts in words: `0.32 ml`."""
    return "" if value is None else quantity.text(value, per).strip()


@bp.route("/receive", methods=["GET", "POST"])
@allow(*KEEPERS_OF_STOCK)
def receive() -> Any:
    """Take stock in."""
    form = stock_forms.ReceiveForm.posted(data={"drug": request.args.get("drug", None, int)})
    form.offer(queries.drugs())

    def act() -> list[StockBatch]:
        return stock_rules.receive(
            queries.get_drug(form.drug.data), quantity.asked(form.amount.data, "amount"),
            lot=form.lot.data, expires_on=form.expires_on.data, by=g.staff, at=clock.now(),
            vials=(form.vials.data or "").splitlines(), supplier=form.supplier.data or "",
            note=form.note.data or "",
        )  # fmt: skip

    return answer(
        form, act, "pharmacy/receive.html", to=lambda made: _url(made[0]),
        said=lambda made: f"{made[0].drug.label} is in stock: "
        f"{', '.join(one.label.lower() for one in made)}.",
    )  # fmt: skip


def _url(batch: StockBatch) -> str:
    return url_for("stock.batch", batch_id=batch.id)


@bp.get("/batches/<int:batch_id>")
@allow(*READERS)
def batch(batch_id: int) -> Any:
    """A batch or vial, with every row of its ledger."""
    found = stock_queries.get_batch(batch_id)
    lines = stock_queries.lines_of(found)
    return render_template(
        "pharmacy/batch.html", batch=found, lines=lines, today=clock.today(),
        reversed={line.reverses_seq for line in lines if line.reverses_seq},
        sums=stock_queries.sums(lines),
    )  # fmt: skip


def _witness(form: stock_forms.Signed, controlled: bool) -> Person | None:
    """The second person, where the drug is controlled."""
    return witness_of(form) if controlled else None


@bp.route("/batches/<int:batch_id>/count", methods=["GET", "POST"])
@allow(*KEEPERS_OF_STOCK)
def count(batch_id: int) -> Any:
    """Write down what is really there."""
    found, form = stock_queries.get_batch(batch_id), stock_forms.CountForm.posted()
    offered(form)

    def act() -> StockLine:
        there = quantity.asked(form.found.data, "found", least=0)
        who = _witness(form, found.controlled)
        if found.controlled:
            register_rules.refuse_witness(who, by=g.staff, at=clock.now())
        return stock_rules.count(found, there, by=g.staff, at=clock.now(),
                                 reason=form.reason.data or "", witness=who)  # fmt: skip

    return answer(form, act, "pharmacy/count.html", to=lambda _: _url(found), said=_counted,
                  facts=lambda: {"batch": found})  # fmt: skip


def _counted(line: StockLine) -> str:
    if not line.qty:
        return "Counted: it agrees."
    said = f"Counted: {quantity.text(line.qty, line.batch.per)} against the book."
    return f"{said} An incident is open." if line.controlled else said


@bp.route("/batches/<int:batch_id>/out", methods=["GET", "POST"])
@allow(*KEEPERS_OF_STOCK)
def remove(batch_id: int) -> Any:
    """Wasted, broken, gone elsewhere; or came back."""
    found, form = stock_queries.get_batch(batch_id), stock_forms.RemoveForm.posted()
    offered(form)

    def act() -> StockLine:
        parts_out = quantity.asked(form.amount.data, "amount")
        who = _witness(form, found.controlled)
        if found.controlled:
            register_rules.refuse_witness(who, by=g.staff, at=clock.now())
        return stock_rules.remove(found, form.kind.data, parts_out, by=g.staff, at=clock.now(),
                                  reason=form.reason.data, witness=who)  # fmt: skip

    return answer(
        form, act, "pharmacy/remove.html", to=lambda _: _url(found), facts=lambda: {"batch": found},
        said=lambda line: f"{line.words}: {quantity.text(abs(line.qty), found.per)}.",
    )  # fmt: skip


@bp.route("/lines/<int:line_id>/reversal", methods=["GET", "POST"])
@allow(*KEEPERS_OF_STOCK)
def reverse(line_id: int) -> Any:
    """Take a row of the ledger back by another row."""
    line, form = stock_queries.get_line(line_id), stock_forms.ReverseForm.posted()
    offered(form)

    def act() -> StockLine:
        at, reason = clock.now(), form.reason.data
        if line.controlled:
            who = witness_of(form)
            return register_rules.reverse(line, witness=who, by=g.staff, at=at, reason=reason)
        return stock_rules.take_back(line, by=g.staff, at=at, reason=reason)

    return answer(
        form, act, "pharmacy/reverse.html", to=lambda _: _url(line.batch),
        facts=lambda: {"line": line, "batch": line.batch},
        said=lambda made: f"Row {made.reverses_seq} is reversed by row {made.seq}.",
    )  # fmt: skip
