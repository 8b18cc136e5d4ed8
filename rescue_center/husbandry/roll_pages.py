"""The pages of roll-calls: called at a desk, open until somebody knows why one differs."""

from __future__ import annotations

from typing import Any

from flask import g, render_template, url_for

from rescue_center import clock, paging
from rescue_center.answers import answer
from rescue_center.enclosures import queries as places
from rescue_center.enclosures.move_pages import resident
from rescue_center.husbandry import forms
from rescue_center.husbandry import roll_queries as queries
from rescue_center.husbandry import roll_rules as rules
from rescue_center.husbandry.address import KEEPING, bp
from rescue_center.husbandry.roll_models import RollCall
from rescue_center.policy import CARE, allow
from rescue_center.tongues import phrase


@bp.get("/roll-calls")
@allow(*CARE)
def rolls() -> str:
    """Who is being looked for, and every roll-call."""
    return render_template(
        "husbandry/rolls.html", mismatches=queries.mismatches(),
        found=queries.listed(paging.asked()), at_page=paging.address,
    )  # fmt: skip


@bp.route("/units/<code>/roll-call/new", methods=["GET", "POST"])
@allow(*KEEPING)
def call_roll(code: str) -> Any:
    """Write down who is in an enclosure."""
    unit = places.unit_or_404(code)
    living = {h.animal_id: h.animal for h in places.roster(unit)}
    form = forms.RollForm.posted(data={"at": clock.now(), "found": unit.n})
    form.missing.choices = [(key, resident(animal)) for key, animal in living.items()]

    def act() -> RollCall:
        missing = [living[key] for key in form.missing.data or ()]
        whole = form.found.data == unit.n and not missing
        return rules.call(
            unit, expected=unit.n, found=form.found.data, missing=missing,
            seen=living.values() if whole else (), note=form.note.data, by=g.staff,
            at=form.at.data, recorded_at=clock.now(),
        )  # fmt: skip

    return answer(
        form, act, "husbandry/call.html",
        to=lambda row: _url(row) if row.differs else url_for("boards.unit", code=unit.code),
        said=lambda row: f"{row.found} of {row.expected} seen in {unit.code}.",
        facts=lambda: {"unit": unit, "living": living},
    )  # fmt: skip


@bp.get("/roll-calls/<int:call_id>")
@allow(*CARE)
def roll(call_id: int) -> str:
    """One roll-call, and what became of who was missing."""
    return render_template("husbandry/roll.html", call=queries.call_or_404(call_id),
                           form=forms.ResolveForm())  # fmt: skip


@bp.post("/roll-calls/<int:call_id>/resolution")
@allow(*KEEPING, "registrar")
def resolve(call_id: int) -> Any:
    """Say why it differed."""
    call, form = queries.call_or_404(call_id), forms.ResolveForm.posted()
    return answer(
        form,
        lambda: rules.resolve(call, form.resolution.data, by=g.staff, at=clock.now(),
                              note=form.note.data),
        "husbandry/roll.html", to=lambda _: _url(call), facts=lambda: {"call": call},
        said=lambda _: "It is resolved.",
    )  # fmt: skip


@bp.route("/roll-calls/<int:call_id>/void", methods=["GET", "POST"])
@allow(*KEEPING, "registrar")
def void_call(call_id: int) -> Any:
    """Strike out a roll-call that was not so."""
    call, form = queries.call_or_404(call_id), forms.ReasonForm.posted()
    return answer(
        form, lambda: rules.void_call(call, by=g.staff, at=clock.now(), reason=form.reason.data),
        "husbandry/strike.html", to=lambda _: _url(call), said=lambda _: "It is struck out.",
        facts=lambda: {"what": f"{phrase('Roll-call in {unit}', unit=call.unit.code)}, "
                               f"{clock.moment_text(call.at)}",
                       "back": _url(call)},
    )  # fmt: skip


def _url(call: RollCall) -> str:
    return url_for(".roll", call_id=call.id)
