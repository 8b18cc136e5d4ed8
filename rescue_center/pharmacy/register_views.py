"""Addresses of the register of controlled drugs: its pages, the weekly count, differences."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.pharmacy import quantity, register_rules, stock_queries
from rescue_center.pharmacy.quantity import asked
from rescue_center.pharmacy.signing import offered, witness_of
from rescue_center.pharmacy.stock_forms import ExplainForm, counting
from rescue_center.pharmacy.stock_models import StockLine
from rescue_center.pharmacy.stock_views import KEEPERS_OF_STOCK, READERS
from rescue_center.policy import allow

bp = Blueprint("register", __name__, url_prefix="/register")


@bp.get("")
@allow(*READERS)
def index() -> Any:
    """The register: a page for each vial, added up from its first receipt to today."""
    drugs = stock_queries.controlled_drugs()
    chosen = next((one for one in drugs if one.id == request.args.get("drug", 0, int)), None)
    return render_template(
        "pharmacy/register.html", drugs=drugs, chosen=chosen, pages=stock_queries.register(chosen),
        incidents=stock_queries.open_incidents(), now=clock.now(), today=clock.today(),
    )  # fmt: skip


@bp.route("/count", methods=["GET", "POST"])
@allow(*KEEPERS_OF_STOCK)
def count() -> Any:
    """The weekly count of all vials, by two people who don't see the book."""
    vials = [page.batch for page in stock_queries.register() if not page.batch.is_finished]
    form = counting(vials).posted()
    offered(form)

    def act() -> tuple[int, list[StockLine]]:
        typed = [(vial, form[f"vial_{vial.id}"]) for vial in vials]
        found = [
            (vial, asked(field.data, field.short_name, least=0))
            for vial, field in typed
            if field.data is not None
        ]
        differ = register_rules.count_all(
            found, witness=witness_of(form), by=g.staff, at=clock.now(),
            reason=form.reason.data or "",
        )  # fmt: skip
        return len(found), differ

    return answer(
        form, act, "pharmacy/count_all.html", to=lambda _: url_for("register.index"), said=_said,
        facts=lambda: {"vials": vials, "counted": stock_queries.last_counts()},
    )  # fmt: skip


def _said(made: tuple[int, list[StockLine]]) -> str:
    n, differ = made
    said = f"{n} {'vial is' if n == 1 else 'vials are'} counted."
    if not differ:
        return f"{said} All agree with the register."
    each = ", ".join(
        f"{line.batch.label}: {quantity.text(line.qty, line.batch.per)}" for line in differ
    )
    return f"{said} An incident is open for {each}."


@bp.route("/incidents/<int:incident_id>", methods=["GET", "POST"])
@allow(*KEEPERS_OF_STOCK)
def explain(incident_id: int) -> Any:
    """A difference that a count found; somebody else than who counted explains it."""
    incident, form = stock_queries.get_incident(incident_id), ExplainForm.posted()
    return answer(
        form,
        lambda: register_rules.explain_difference(
            incident, form.explanation.data, by=g.staff, at=clock.now()
        ),
        "pharmacy/explain.html", to=lambda _: url_for("register.index"),
        facts=lambda: {"incident": incident, "line": incident.line, "batch": incident.batch},
        said=lambda _: "The difference is explained.",
    )  # fmt: skip
