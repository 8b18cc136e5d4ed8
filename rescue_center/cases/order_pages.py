"""Orders of courts, prosecutors and authorities, each with its scan."""

from __future__ import annotations

from typing import Any

from flask import g, render_template

from rescue_center import clock, face
from rescue_center.cases import order_rules, queries
from rescue_center.cases.facts import OrderFacts
from rescue_center.cases.forms import OrderForm, ReasonForm
from rescue_center.cases.pages import DECIDERS, bp, to_case
from rescue_center.db import db
from rescue_center.media import rules as media
from rescue_center.media.models import Media
from rescue_center.policy import allow
from rescue_center.web import refusals_on


@bp.get("/<number>/orders/new", endpoint="add_order")
@allow(*DECIDERS)
def show_add_order(number: str) -> Any:
    """Ask for an order."""
    case = queries.whole_case(number)
    return render_template("cases/add_order.html", case=case, form=OrderForm())


@bp.post("/<number>/orders/new")
@allow(*DECIDERS)
def add_order_to(number: str) -> Any:
    """Record an order with its scan."""
    case = queries.whole_case(number)
    form = OrderForm.posted()
    if form.validate():
        with refusals_on(form):
            facts = {key: value for key, value in form.data.items() if key != "scan"}
            order = order_rules.add_order(case, OrderFacts(**facts, media=_scan(form)),
                                          by=g.staff, at=clock.now())  # fmt: skip
            db.session.commit()
            face.say(f"Order {order.reference} is recorded.")
            return to_case(case, "legal")
    return render_template("cases/add_order.html", case=case, form=form), 422


def _scan(form: OrderForm) -> Media | None:
    file = form.scan.data
    if file is None:
        return None
    return media.seal(file.stream, file.filename, by=g.staff, at=clock.now(), field="scan")


@bp.get("/<number>/orders/<int:order_id>/strike", endpoint="strike_order")
@allow(*DECIDERS)
def show_strike_order(number: str, order_id: int) -> Any:
    """Ask why an order is wrong."""
    case = queries.whole_case(number)
    order = queries.order_of(case, order_id)
    return render_template("cases/strike_order.html", case=case, order=order, form=ReasonForm())


@bp.post("/<number>/orders/<int:order_id>/strike")
@allow(*DECIDERS)
def strike_order_of(number: str, order_id: int) -> Any:
    """Strike out an order that was recorded in error."""
    case = queries.whole_case(number)
    order = queries.order_of(case, order_id)
    form = ReasonForm.posted()
    if form.validate():
        with refusals_on(form):
            order_rules.strike_order(order, by=g.staff, at=clock.now(), reason=form.reason.data)
            db.session.commit()
            face.say(f"Order {order.reference} is struck out.")
            return to_case(case, "legal")
    return render_template("cases/strike_order.html", case=case, order=order, form=form), 422
