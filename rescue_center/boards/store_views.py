"""Addresses of the store: what is there against what is planned; and the register on paper."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request

from rescue_center import clock
from rescue_center.boards import shelves
from rescue_center.care import need_queries, words
from rescue_center.documents import drug_register, gather
from rescue_center.pharmacy import queries, stock_queries
from rescue_center.policy import allow
from rescue_center.tags.address import pdf

bp = Blueprint("store", __name__)

READERS = ("vet", "manager", "inspector")


@bp.get("/stock")
@allow(*READERS)
def index() -> Any:
    """What is in the store, what the next thirty days need, and what is to be put right."""
    now = clock.now()
    found = shelves.shelves(now)
    return render_template(
        "boards/store.html", shelves=found, undrawn=need_queries.undrawn(), words=words,
        struck_out=need_queries.struck_out_but_drawn(), today=clock.today(now),
        incidents=stock_queries.open_incidents(),
        due=[page for page in stock_queries.register() if page.is_due(now)],
        soon=clock.today(now) + stock_queries.SOON,
    )  # fmt: skip


@bp.get("/register.pdf")
@allow(*READERS)
def register_paper() -> Any:
    """The register on A4, from the first receipt to now."""
    asked = request.args.get("drug", 0, int)
    drug = queries.get_drug(asked) if asked else None
    now = clock.now()
    made = drug_register.printed(
        stock_queries.register(drug), centre=gather.centre(), at=now,
        incidents=stock_queries.incidents(),
    )  # fmt: skip
    return pdf(made, f"register-{clock.today(now).isoformat()}")
