"""Addresses of enclosures: the tree, one unit's forms, movement stops, who never lives together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g, redirect, render_template, request, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.enclosures import company_rules, forms, problems, queries, rules
from rescue_center.enclosures.address import bp
from rescue_center.enclosures.models import Incompatible, Unit
from rescue_center.errors import Missing
from rescue_center.face import say
from rescue_center.forms import Form, refuse_stale
from rescue_center.policy import CARE, allow
from rescue_center.tongues import N_

FILTERS = {
    "all": "All",
    "room": N_("With room"),
    "empty": N_("Empty"),
    "full": N_("Full"),
    "quarantine": N_("Quarantine"),
}
_SHOWN: dict[str, Callable[[Unit], bool]] = {
    "all": lambda unit: True,
    "room": lambda unit: unit.n < unit.capacity,
    "empty": lambda unit: unit.n == 0,
    "full": lambda unit: unit.n >= unit.capacity,
    "quarantine": lambda unit: unit.is_quarantine,
}


@bp.get("/units")
@allow(*CARE)
def index() -> str:
    """Every enclosure, where it stands, who fills it, and what needs attention."""
    show = request.args.get("show", "all")
    show = show if show in FILTERS else "all"
    blocks = queries.tree()
    enclosures = [unit for block in blocks for unit in block.enclosures]
    counts = {name: sum(map(keep, enclosures)) for name, keep in _SHOWN.items()}
    return render_template(
        "enclosures/index.html", blocks=blocks, show=show, filters=FILTERS, counts=counts,
        shown={b.unit.id: list(filter(_SHOWN[show], b.enclosures)) for b in blocks},
        problems=problems.problems(clock.now()),
        heads=sum(u.n for u in enclosures), places=sum(u.capacity for u in enclosures),
    )  # fmt: skip


# --- a unit -------------------------------------------------------------------------------------


@bp.route("/units/new", methods=["GET", "POST"])
@allow("manager", "coordinator")
def open_unit() -> Any:
    """Open a site, an area or an enclosure."""
    parents = {unit.id: unit for unit in queries.parents()}
    inside = next((u for u in parents.values() if u.code == request.args.get("in")), None)
    form = forms.OpenForm.posted(
        data={"parent": inside.id if inside else None, "level": _likely(inside, bool(parents)),
              "kind": "cage", "biosecurity": "standard", "walking_order": 0}
    )  # fmt: skip
    form.parent.choices = [(unit.id, unit.label) for unit in parents.values()]
    return answer(
        form,
        lambda: rules.open_unit(
            code=form.code.data, level=form.level.data, parent=parents.get(form.parent.data),
            by=g.staff, at=clock.now(), **_facts(form),
        ),
        "enclosures/new.html", to=_url, said=lambda unit: f"{unit.code} is open.",
    )  # fmt: skip


def _likely(inside: Unit | None, any_yet: bool) -> str:
    """What is opened next: the site first, in a site an area, otherwise enclosures."""
    if inside is not None and inside.level == "site":
        return "area"
    return "enclosure" if any_yet else "site"


def _url(unit: Unit) -> str:
    return url_for("boards.unit", code=unit.code)


@bp.route("/units/<code>/edit", methods=["GET", "POST"])
@allow("manager", "coordinator")
def edit(code: str) -> Any:
    """Change what is recorded of a unit."""
    unit = queries.unit_or_404(code)
    form = forms.AmendForm.posted(obj=unit)

    def act() -> None:
        refuse_stale(form, unit, lambda: forms.AmendForm(obj=unit), unit.code)
        rules.amend_unit(unit, _facts(form), by=g.staff, at=clock.now(), reason=form.reason.data)

    return _answer(form, unit, act, "edit", lambda: f"{unit.code} is changed.")


def _answer(
    form: Form, unit: Unit, act: Callable[[], Any], template: str, said: Callable[[], str]
) -> Any:
    """What is done to one unit: the form, then back to its board."""
    return answer(
        form, act, f"enclosures/{template}.html", to=lambda _: _url(unit),
        said=lambda _: said(), facts=lambda: {"unit": unit},
    )  # fmt: skip


def _facts(form: forms.UnitForm) -> dict[str, Any]:
    return {
        "name": form.name.data, "kind": form.kind.data, "biosecurity": form.biosecurity.data,
        "capacity": form.capacity.data or 0, "walking_order": form.walking_order.data or 0,
        "hygiene": form.hygiene.data, "notes": form.notes.data,
    }  # fmt: skip


@bp.route("/units/<code>/close", methods=["GET", "POST"])
@allow("manager", "coordinator")
def close(code: str) -> Any:
    """Close an empty unit, or open a closed one again."""
    unit = queries.unit_or_404(code)
    form = forms.CloseForm.posted(was="closed" if unit.closed_at else "open")
    act = rules.reopen_unit if form.was.data == "closed" else rules.close_unit
    return _answer(
        form, unit, lambda: act(unit, by=g.staff, at=clock.now(), reason=form.reason.data), "close",
        lambda: f"{unit.code} is {'closed' if unit.closed_at else 'open again'}.",
    )  # fmt: skip


@bp.route("/units/<code>/allowance", methods=["GET", "POST"])
@allow("vet", "manager")
def allowance(code: str) -> Any:
    """Let more live in a unit than it is made for, until a moment."""
    unit = queries.unit_or_404(code)
    form = forms.AllowanceForm.posted(
        data={"extra": unit.allowance or None, "until": unit.allowance_until,
              "reason": unit.allowance_reason}
    )  # fmt: skip
    return _answer(
        form, unit,
        lambda: rules.allow_over(
            unit, form.extra.data, until=form.until.data, reason=form.reason.data, by=g.staff,
            at=clock.now(),
        ),
        "allowance",
        lambda: f"{unit.code} may hold {unit.capacity + unit.allowance} "
        f"until {clock.moment_text(unit.allowance_until)}.",
    )  # fmt: skip


@bp.post("/units/<code>/allowance/end")
@allow("vet", "manager")
def end_allowance(code: str) -> Any:
    """Take an allowance back."""
    unit = queries.unit_or_404(code)
    rules.end_allowance(unit, by=g.staff, at=clock.now())
    db.session.commit()
    say(f"{unit.code} holds {unit.capacity} at most again.")
    return redirect(_url(unit), 303)


# --- movement stop ------------------------------------------------------------------------------


@bp.route("/units/<code>/movement-stop", methods=["GET", "POST"])
@allow("vet", "manager", "officer")
def stop(code: str) -> Any:
    """Stop all movement in and out of a unit."""
    unit, form = queries.unit_or_404(code), forms.ReasonForm.posted()
    return _answer(
        form, unit,
        lambda: rules.stop_movement(unit, reason=form.reason.data, by=g.staff, at=clock.now()),
        "stop", lambda: f"Nothing moves in or out of {unit.code}.",
    )  # fmt: skip


@bp.route("/units/<code>/movement-stop/lift", methods=["GET", "POST"])
@allow("officer", "manager")
def lift_stop(code: str) -> Any:
    """Lift a movement stop, for the authority."""
    unit, form = queries.unit_or_404(code), forms.ReasonForm.posted()
    return _answer(
        form, unit,
        lambda: rules.lift_movement_stop(unit, reason=form.reason.data, by=g.staff, at=clock.now()),
        "lift", lambda: f"The movement stop of {unit.code} is lifted.",
    )  # fmt: skip


# --- who never lives together -------------------------------------------------------------------


@bp.get("/units/company")
@allow(*CARE)
def company() -> str:
    """The groups that never share a unit, with the reason."""
    return render_template("enclosures/company.html", pairs=queries.incompatibilities())


@bp.post("/units/company/<int:one>/<int:other>")
@allow("vet", "manager")
def retire_pair(one: int, other: int) -> Any:
    """Retire a pair, or bring a retired one back."""
    pair = db.session.get(Incompatible, (one, other))
    if pair is None:
        raise Missing
    company_rules.retire_pair(
        pair, request.form.get("was") != "retired", by=g.staff, at=clock.now()
    )
    db.session.commit()
    say("These groups may share a unit now." if pair.retired else "These groups are kept apart.")
    return redirect(url_for(".company"), 303)
