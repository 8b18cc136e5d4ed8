"""Orders of courts, prosecutors and authorities, each with its scan."""

from __future__ import annotations

from typing import Any

from flask import g

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.cases import order_rules, queries
from rescue_center.cases.facts import OrderFacts
from rescue_center.cases.forms import OrderForm, ReasonForm
from rescue_center.cases.models import CourtOrder
from rescue_center.cases.pages import DECIDERS, bp, url_of
from rescue_center.media import rules as media
from rescue_center.media.models import Media
from rescue_center.policy import allow


@bp.route("/<number>/orders/new", methods=["GET", "POST"])
@allow(*DECIDERS)
def add_order(number: str) -> Any:
    """Record an order with its scan."""
    case, form = queries.whole_case(number), OrderForm.posted()

    def act() -> CourtOrder:
        facts = {key: value for key, value in form.data.items() if key != "scan"}
        told = OrderFacts(**facts, media=_scan(form))
        return order_rules.add_order(case, told, by=g.staff, at=clock.now())

    return answer(
        form, act, "cases/add_order.html", to=lambda _: url_of(case, "legal"),
        facts=lambda: {"case": case}, said=lambda order: f"Order {order.reference} is recorded.",
    )  # fmt: skip


def _scan(form: OrderForm) -> Media | None:
    file = form.scan.data
    if file is None:
        return None
    return media.seal(file.stream, file.filename, by=g.staff, at=clock.now(), field="scan")


@bp.route("/<number>/orders/<int:order_id>/strike", methods=["GET", "POST"])
@allow(*DECIDERS)
def strike_order(number: str, order_id: int) -> Any:
    """Strike out an order that was recorded in error."""
    case, form = queries.whole_case(number), ReasonForm.posted()
    order = queries.order_of(case, order_id)
    return answer(
        form,
        lambda: order_rules.strike_order(
            order, by=g.staff, at=clock.now(), reason=form.reason.data
        ),
        "cases/strike_order.html", to=lambda _: url_of(case, "legal"),
        facts=lambda: {"case": case, "order": order},
        said=lambda _: f"Order {order.reference} is struck out.",
    )  # fmt: skip
