"""Addresses of the drug list."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, url_for

from rescue_center import clock
from rescue_center.db import db
from rescue_center.face import say
from rescue_center.forms import refuse_stale
from rescue_center.pharmacy import queries, rules
from rescue_center.pharmacy.forms import ALL, DrugForm, LimitForm, RetireForm
from rescue_center.pharmacy.models import DoseLimit, Drug
from rescue_center.pharmacy.strength import number
from rescue_center.policy import allow
from rescue_center.species.models import TaxonGroup
from rescue_center.web import refusals_on

bp = Blueprint("pharmacy", __name__, url_prefix="/drugs")

READERS = ("keeper", "vet", "coordinator", "manager", "inspector")


def _page(template: str, form: Any, **facts: Any) -> Any:
    shown = render_template(template, form=form, **facts)
    return (shown, 422) if form.errors else shown


def _to(drug_id: int) -> Any:
    return redirect(url_for("pharmacy.show", drug_id=drug_id), 303)


@bp.get("")
@allow(*READERS)
def index() -> Any:
    """The drugs that may be ordered, and those that were."""
    return render_template("pharmacy/index.html", drugs=queries.drugs(retired=True))


@bp.get("/<int:drug_id>")
@allow(*READERS)
def show(drug_id: int) -> Any:
    """One drug with its limits."""
    return render_template("pharmacy/show.html", drug=queries.get_drug(drug_id), number=number)


@bp.route("/new", methods=["GET", "POST"])
@allow("vet")
def add() -> Any:
    """Put a product on the list."""
    form = DrugForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                drug = rules.add_drug(form.data, by=g.staff, at=clock.now())
                db.session.commit()
                say(f"{drug.label} is on the list. Set its limits next.")
                return _to(drug.id)
    return _page("pharmacy/edit.html", form, drug=None)


@bp.route("/<int:drug_id>/edit", methods=["GET", "POST"])
@allow("vet")
def edit(drug_id: int) -> Any:
    """Change a product's entry."""
    drug = queries.get_drug(drug_id)
    form = DrugForm.posted(obj=drug)
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                refuse_stale(form, drug, lambda: DrugForm(obj=drug), drug.name, but=())
                rules.amend_drug(drug, form.data, by=g.staff, at=clock.now(), version=drug.version)
                db.session.commit()
                say(f"{drug.label} is saved.")
                return _to(drug_id)
    return _page("pharmacy/edit.html", form, drug=drug)


@bp.route("/<int:drug_id>/retire", methods=["GET", "POST"])
@allow("vet")
def retire(drug_id: int) -> Any:
    """Take a product off the list."""
    drug, form = queries.get_drug(drug_id), RetireForm.posted()
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                rules.retire_drug(drug, by=g.staff, at=clock.now(), reason=form.reason.data)
                db.session.commit()
                say(f"{drug.label} is retired.")
                return _to(drug_id)
    return _page("pharmacy/retire.html", form, drug=drug)


@bp.route("/<int:drug_id>/limits", methods=["GET", "POST"])
@allow("vet")
def set_limit(drug_id: int) -> Any:
    """Set the limits of a drug for a group; the same group again replaces them."""
    drug, groups = queries.get_drug(drug_id), queries.groups()
    asked = next((x for x in drug.limits if x.id == request.args.get("limit", 0, int)), None)
    form = LimitForm.posted(version=drug.version, **_known(asked))
    form.group.choices = [(ALL, "All other groups"), *((x.id, x.label) for x in groups)]
    if request.method == "POST":
        with refusals_on(form):
            if form.validate():
                group = next((x for x in groups if x.id == form.group.data), None)
                now = partial(_typed_anew, drug, group, form)
                refuse_stale(form, drug, now, drug.name, but=())
                beside = ("group", "route", "version")
                facts = {k: v for k, v in form.data.items() if k not in beside}
                rules.set_limit(drug, group, by=g.staff, at=clock.now(),
                                route=form.route.data or "", **facts)  # fmt: skip
                db.session.commit()
                say(f"The limits of {drug.name} are saved.")
                return _to(drug_id)
    return _page("pharmacy/limit.html", form, drug=drug)


def _typed_anew(drug: Drug, group: TaxonGroup | None, form: LimitForm) -> LimitForm:
    """The form as it would show now the limit that was typed."""
    route = form.route.data or ""
    for one in drug.limits:
        db.session.refresh(one)
    limit = next((x for x in drug.limits if x.group is group and x.route == route), None)
    here = {"group": form.group.data, "route": form.route.data}
    now = LimitForm(version=drug.version, **(here | _known(limit)))
    now.group.choices = form.group.choices
    return now


def _known(limit: DoseLimit | None) -> dict[str, Any]:
    """What the form shows of a limit that is to be changed."""
    if limit is None:
        return {}
    least, most, ceiling = limit.accepted or (None, None, None)
    return {
        "group": limit.group_id or ALL, "route": limit.route, "least": least, "most": most,
        "ceiling": ceiling, "never": limit.never, "reason": limit.reason,
        "source": limit.source, "uncertain": limit.uncertain,
    }  # fmt: skip
