"""Species: the list, one taxon with its names and listings, and the search behind every picker."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from rescue_center import clock, face, panels
from rescue_center.db import db
from rescue_center.errors import Refused
from rescue_center.forms import refuse_stale
from rescue_center.policy import allow
from rescue_center.species import protocol_queries, queries, rules
from rescue_center.species.forms import (
    AddTaxonForm,
    AmendTaxonForm,
    FilterForm,
    ListingForm,
    NameForm,
    ReasonForm,
    TaxonForm,
)
from rescue_center.species.models import Taxon
from rescue_center.species.naming import parse_name
from rescue_center.species.words import CITES_WORDS, IUCN_WORDS, LANGUAGES, LEVEL_WORDS, NAME_KINDS
from rescue_center.web import refusals_on

bp = Blueprint("species", __name__)
EDITORS = ("registrar", "vet")


@bp.get("/species")
@allow("staff")
def index() -> Any:
    """The species that are known here."""
    form = FilterForm.asked()
    form.class_name.choices = [(name, name) for name in queries.class_names()]
    form.group.choices = protocol_queries.group_choices()
    fits = form.validate()
    chosen = queries.TaxonFilter(
        text=form.q.data, class_name=form.class_name.data or "", group=form.group.data or "",
        cites=form.cites.data or "", iucn=form.iucn.data or "", doubtful=form.doubtful.data,
    ) if fits else queries.TaxonFilter()  # fmt: skip
    found = queries.taxa(chosen, page=request.args.get("page", 1, type=int))
    page = render_template("species/index.html", form=form, found=found, at_page=_at_page)
    return page, 200 if fits else 422


def _at_page(number: int) -> str:
    kept: dict[str, Any] = {key: value for key, value in request.args.items() if value}
    return url_for("species.index", **(kept | {"page": number}))


@bp.get("/species.json")
@allow("staff")
def found() -> Any:
    """Taxa by any name, for a field that offers them while somebody types."""
    hits = queries.find_taxa(request.args.get("q", "")[:160])
    return jsonify(
        found=[
            {"id": hit.id, "text": queries.taxon_text(hit), "matched": hit.matched} for hit in hits
        ]
    )


@bp.get("/species/new", endpoint="add")
@allow(*EDITORS)
def show_add() -> Any:
    """Ask for the facts of a taxon that is not in the list."""
    return render_template("species/edit.html", taxon=None, form=_with_groups(AddTaxonForm()))


@bp.post("/species/new")
@allow(*EDITORS)
def add_taxon() -> Any:
    """Add a taxon."""
    form = _with_groups(AddTaxonForm.posted())
    if form.validate():
        with refusals_on(form):
            name = parse_name(form.scientific_name.data)
            if name is None:
                raise Refused("That does not read as a scientific name.", field="scientific_name")
            facts = {k: v for k, v in _facts(form).items() if v not in (None, "", False)}
            doubt = facts.pop("uncertain", "")
            taxon = rules.add_taxon(name, by=g.staff, at=clock.now(), doubt=doubt, **facts)
            db.session.commit()
            face.say(f"{taxon.label} is in the list.")
            return _to(taxon)
    return render_template("species/edit.html", taxon=None, form=form), 422


def _with_groups(form: TaxonForm) -> Any:
    form.group_id.choices = [(group.id, group.label) for group in protocol_queries.groups()]
    return form


def _facts(form: TaxonForm) -> dict[str, Any]:
    return {key: value for key, value in form.data.items() if key in rules.EDITABLE}


@bp.get("/species/<int:taxon_id>")
@allow("staff")
def show(taxon_id: int) -> Any:
    """One taxon: names, listings, protocol, hazards, doubts."""
    return _page(queries.taxon_by_id(taxon_id))


def _page(taxon: Taxon, **forms: Any) -> str:
    return render_template(
        "species/show.html",
        taxon=taxon,
        hazards=protocol_queries.hazards(taxon.group_id) if taxon.group_id else [],
        panels=panels.of("taxon", taxon),
        name_form=forms.get("name_form") or NameForm(prefix="name-", language="en", kind="common"),
        listing_form=forms.get("listing_form") or ListingForm(prefix="listing-"),
        cites_words=CITES_WORDS, iucn_words=IUCN_WORDS, languages=LANGUAGES,
        name_kinds=NAME_KINDS, level_words=LEVEL_WORDS,
    )  # fmt: skip


@bp.get("/species/<int:taxon_id>/edit", endpoint="edit")
@allow(*EDITORS)
def show_edit(taxon_id: int) -> Any:
    """Ask for corrected facts."""
    taxon = queries.taxon_by_id(taxon_id)
    form = _with_groups(AmendTaxonForm(obj=taxon))
    return render_template("species/edit.html", taxon=taxon, form=form)


@bp.post("/species/<int:taxon_id>/edit")
@allow(*EDITORS)
def amend(taxon_id: int) -> Any:
    """Correct what is known of a taxon."""
    taxon = queries.taxon_by_id(taxon_id)
    form = _with_groups(AmendTaxonForm.posted())
    if form.validate():
        with refusals_on(form):
            refuse_stale(
                form, taxon, lambda: _with_groups(AmendTaxonForm(obj=taxon)), "this species"
            )
            rules.amend_taxon(
                taxon, _facts(form), by=g.staff, at=clock.now(), reason=form.reason.data
            )
            db.session.commit()
            face.say(f"{taxon.label} is corrected.")
            return _to(taxon)
    return render_template("species/edit.html", taxon=taxon, form=form), 422


@bp.post("/species/<int:taxon_id>/names")
@allow(*EDITORS)
def add_name(taxon_id: int) -> Any:
    """Add a name that it goes by."""
    taxon = queries.taxon_by_id(taxon_id)
    form = NameForm.posted(prefix="name-")
    if form.validate():
        with refusals_on(form):
            rules.add_name(taxon, **form.data, by=g.staff, at=clock.now())
            db.session.commit()
            face.say(f"{taxon.label} is found by that name too.")
            return _to(taxon)
    return _page(taxon, name_form=form), 422


@bp.get("/species/<int:taxon_id>/names/<int:name_id>/drop", endpoint="drop_name")
@allow(*EDITORS)
def show_drop_name(taxon_id: int, name_id: int) -> Any:
    """Ask why a name is wrong."""
    taxon = queries.taxon_by_id(taxon_id)
    name = queries.name_of(taxon, name_id)
    return render_template("species/drop_name.html", taxon=taxon, name=name, form=ReasonForm())


@bp.post("/species/<int:taxon_id>/names/<int:name_id>/drop")
@allow(*EDITORS)
def drop_name_of(taxon_id: int, name_id: int) -> Any:
    """Take away a name that was wrong."""
    taxon = queries.taxon_by_id(taxon_id)
    name = queries.name_of(taxon, name_id)
    form = ReasonForm.posted()
    if form.validate():
        with refusals_on(form):
            rules.drop_name(name, by=g.staff, at=clock.now(), reason=form.reason.data)
            db.session.commit()
            face.say(f"{taxon.label} no longer goes by that name.")
            return _to(taxon)
    return render_template("species/drop_name.html", taxon=taxon, name=name, form=form), 422


@bp.post("/species/<int:taxon_id>/listings")
@allow(*EDITORS)
def add_listing(taxon_id: int) -> Any:
    """Record a listing; it closes the one before it."""
    taxon = queries.taxon_by_id(taxon_id)
    form = ListingForm.posted(prefix="listing-")
    if form.validate():
        with refusals_on(form):
            told = form.data | {"country": form.country.data.upper()}
            rules.list_under(taxon, told.pop("scheme"), told.pop("category"), **told,
                             by=g.staff, at=clock.now())  # fmt: skip
            db.session.commit()
            face.say(f"The listing of {taxon.label} is recorded.")
            return _to(taxon)
    return _page(taxon, listing_form=form), 422


def _to(taxon: Taxon) -> Response:
    return redirect(url_for("species.show", taxon_id=taxon.id), 303)
