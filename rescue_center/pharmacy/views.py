"""Addresses of the drug list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, render_template, request, url_for

from rescue_center import clock
from rescue_center.answers import answer
from rescue_center.db import db
from rescue_center.forms import Form, refuse_stale
from rescue_center.journal.queries import of_record
from rescue_center.pharmacy import queries, rules
from rescue_center.pharmacy.forms import ALL, DrugForm, LimitForm, RetireForm
from rescue_center.pharmacy.models import ROUTES, DoseLimit, Drug
from rescue_center.pharmacy.strength import number
from rescue_center.policy import allow
from rescue_center.species import queries as species
from rescue_center.species.models import Taxon, TaxonGroup

bp = Blueprint("pharmacy", __name__, url_prefix="/drugs")

#: What names the limit; the rest of the form is what it says.
NAMED = ("group", "species", "route", "version")
READERS = ("keeper", "vet", "coordinator", "manager", "inspector")


@bp.get("")
@allow(*READERS)
def index() -> Any:
    """The drugs that may be ordered, and those that were."""
    return render_template("pharmacy/index.html", drugs=queries.drugs(retired=True))


@bp.get("/<int:drug_id>")
@allow(*READERS)
def show(drug_id: int) -> Any:
    """One drug with its limits."""
    drug = queries.get_drug(drug_id)
    return render_template(
        "pharmacy/show.html", drug=drug, number=number, routes=ROUTES, roles=g.staff.roles,
        history=of_record(f"drug:{drug.id}", rules.VERBS),
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@allow("vet")
def add() -> Any:
    """Put a product on the list."""
    form = DrugForm.posted()
    return answer(
        form, lambda: rules.add_drug(form.data, by=g.staff, at=clock.now()), "pharmacy/edit.html",
        to=_url, facts=lambda: {"drug": None},
        said=lambda drug: f"{drug.label} is on the list. Set its limits next.",
    )  # fmt: skip


def _url(drug: Drug) -> str:
    return url_for("pharmacy.show", drug_id=drug.id)


@bp.route("/<int:drug_id>/edit", methods=["GET", "POST"])
@allow("vet")
def edit(drug_id: int) -> Any:
    """Change a product's entry."""
    drug = queries.get_drug(drug_id)
    form = DrugForm.posted(obj=drug)

    def act() -> None:
        refuse_stale(form, drug, lambda: DrugForm(obj=drug), drug.name, but=())
        rules.amend_drug(drug, form.data, by=g.staff, at=clock.now(), version=drug.version)

    return _answer(form, drug, act, "edit", lambda: f"{drug.label} is saved.")


def _answer(
    form: Form, drug: Drug, act: Callable[[], Any], template: str, said: Callable[[], str]
) -> Any:
    """What is done to one drug: the form, then back to it."""
    return answer(
        form, act, f"pharmacy/{template}.html", to=lambda _: _url(drug), said=lambda _: said(),
        facts=lambda: {"drug": drug},
    )  # fmt: skip


@bp.route("/<int:drug_id>/retire", methods=["GET", "POST"])
@allow("vet")
def retire(drug_id: int) -> Any:
    """Take a product off the list."""
    drug, form = queries.get_drug(drug_id), RetireForm.posted()
    return _answer(
        form, drug,
        lambda: rules.retire_drug(drug, by=g.staff, at=clock.now(), reason=form.reason.data),
        "retire", lambda: f"{drug.label} is retired.",
    )  # fmt: skip


@bp.route("/<int:drug_id>/limits", methods=["GET", "POST"])
@allow("vet")
def set_limit(drug_id: int) -> Any:
    """Set the limits of a drug for a group or a species; the same again replaces them."""
    drug, groups = queries.get_drug(drug_id), queries.groups()
    asked = next((x for x in drug.limits if x.id == request.args.get("limit", 0, int)), None)
    form = LimitForm.posted(version=drug.version, **_known(asked))
    form.group.choices = [(ALL, "All other groups"), *((x.id, x.label) for x in groups)]

    def act() -> None:
        group = next((x for x in groups if x.id == form.group.data), None)
        taxon = species.typed(form.species.data) if form.species.data else None
        refuse_stale(form, drug, lambda: _typed_anew(drug, group, taxon, form), drug.name, but=())
        facts = {k: v for k, v in form.data.items() if k not in NAMED}
        rules.set_limit(drug, group, by=g.staff, at=clock.now(), route=form.route.data or "",
                        taxon=taxon, **facts)  # fmt: skip

    return _answer(form, drug, act, "limit", lambda: f"The limits of {drug.name} are saved.")


def _typed_anew(
    drug: Drug, group: TaxonGroup | None, taxon: Taxon | None, form: LimitForm
) -> LimitForm:
    """The form as it would show now the limit that was typed."""
    route, group = form.route.data or "", None if taxon else group
    for one in drug.limits:
        db.session.refresh(one)
    limit = next((x for x in drug.limits
                  if x.group is group and x.taxon is taxon and x.route == route), None)  # fmt: skip
    here = {"group": form.group.data, "route": form.route.data, "species": form.species.data}
    now = LimitForm(version=drug.version, **(here | _known(limit)))
    now.group.choices = form.group.choices
    return now


def _known(limit: DoseLimit | None) -> dict[str, Any]:
    """What the form shows of a limit that is to be changed."""
    if limit is None:
        return {}
    least, most, ceiling = limit.accepted or (None, None, None)
    return {
        "group": limit.group_id or ALL,
        "species": limit.taxon.scientific_name if limit.taxon else "",
        "route": limit.route, "least": least, "most": most,
        "ceiling": ceiling, "never": limit.never, "reason": limit.reason,
        "source": limit.source, "uncertain": limit.uncertain,
    }  # fmt: skip
