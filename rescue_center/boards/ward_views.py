"""The address of the ward board: what a vet opens at eight in the morning."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from rescue_center import clock, paging
from rescue_center.boards import home, home_queries, ward_queries
from rescue_center.care import recheck_queries, treatment_queries
from rescue_center.documents import wanted_queries
from rescue_center.husbandry import concern_queries
from rescue_center.policy import allow

bp = Blueprint("ward", __name__)


@bp.get("/ward")
@allow("vet", "manager")
def board() -> str:
    """In-patients, what is overdue, and what waits for a vet, on one page."""
    at = clock.now()
    show = request.args.get("show", "inside")
    show = show if show in ward_queries.SHOWN else "inside"
    return render_template(
        "boards/ward.html", at=at, show=show, shown=ward_queries.SHOWN, at_page=paging.address,
        ward=ward_queries.ward(at, show, paging.asked()), days_in=ward_queries.days_in,
        waiting=home.counted(("concerns", "samples", "results", "unsigned"), at),
        rechecks=recheck_queries.rechecks_due(clock.today(at)),
        wanted=wanted_queries.statements_wanted(clock.today(at)),
        concerns=concern_queries.waiting(), unsigned=home_queries.exams_to_sign(),
        to_review=treatment_queries.to_review(), to_confirm=treatment_queries.to_confirm(),
    )  # fmt: skip
