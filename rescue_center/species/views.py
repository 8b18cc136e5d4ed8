"""Species: the list, one taxon with its names and listings, and the search behind every picker."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, g, jsonify, render_template, request, url_for

from rescue_center import clock, paging, panels
from rescue_center.answers import answer
from rescue_center.errors import Refused
from rescue_center.forms import Form, refuse_stale
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
    found = queries.taxa(chosen, page=paging.asked())
    page = render_template(
        "species/index.html", form=form, found=found, at_page=paging.address, iucn_words=IUCN_WORDS
    )
    return page, 200 if fits else 422


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


@bp.route("/species/new", methods=["GET", "POST"])
@allow(*EDITORS)
def add() -> Any:
    """Add a taxon that is not in the list."""
    form = _with_groups(AddTaxonForm.posted())

    def act() -> Taxon:
        name = parse_name(form.scientific_name.data)
        if name is None:
            raise Refused("That does not read as a scientific name.", field="scientific_name")
        facts = {k: v for k, v in _facts(form).items() if v not in (None, "", False)}
        doubt = facts.pop("uncertain", "")
        return rules.add_taxon(name, by=g.staff, at=clock.now(), doubt=doubt, **facts)

    return answer(
        form, act, "species/edit.html", to=_url, facts=lambda: {"taxon": None},
        said=lambda taxon: f"{taxon.label} is in the list.",
    )  # fmt: skip


def _with_groups(form: TaxonForm) -> Any:
    form.group_id.choices = [(group.id, group.label) for group in protocol_queries.groups()]
    return form


def _facts(form: TaxonForm) -> dict[str, Any]:
    return {key: value for key, value in form.data.items() if key in rules.EDITABLE}


@bp.get("/species/<int:taxon_id>")
@allow("staff")
def show(taxon_id: int) -> Any:
    """One taxon: names, listings, protocol, hazards, doubts."""
    return render_template("species/show.html", **_shown(queries.taxon_by_id(taxon_id)))


def _shown(taxon: Taxon, **forms: Form) -> dict[str, Any]:
    """What the page of a taxon shows, with the form that was refused, where one was."""
    empty = {
        "name_form": NameForm(prefix="name-", language="en", kind="common"),
        "listing_form": ListingForm(prefix="listing-"),
    }
    return {
        "taxon": taxon, "panels": panels.of("taxon", taxon),
        "hazards": protocol_queries.hazards(taxon.group_id) if taxon.group_id else [],
        "cites_words": CITES_WORDS, "iucn_words": IUCN_WORDS, "languages": LANGUAGES,
        "name_kinds": NAME_KINDS, "level_words": LEVEL_WORDS, **empty, **forms,
    }  # fmt: skip


@bp.route("/species/<int:taxon_id>/edit", methods=["GET", "POST"])
@allow(*EDITORS)
def edit(taxon_id: int) -> Any:
    """Correct what is known of a taxon."""
    taxon = queries.taxon_by_id(taxon_id)
    form = _with_groups(AmendTaxonForm.posted(obj=taxon))

    def act() -> None:
        now = partial(_typed_anew, taxon)
        refuse_stale(form, taxon, now, "this species")
        rules.amend_taxon(taxon, _facts(form), by=g.staff, at=clock.now(), reason=form.reason.data)

    return answer(
        form, act, "species/edit.html", to=lambda _: _url(taxon), facts=lambda: {"taxon": taxon},
        said=lambda _: f"{taxon.label} is corrected.",
    )  # fmt: skip


def _typed_anew(taxon: Taxon) -> Any:
    return _with_groups(AmendTaxonForm(obj=taxon))


@bp.post("/species/<int:taxon_id>/names")
@allow(*EDITORS)
def add_name(taxon_id: int) -> Any:
    """Add a name that it goes by."""
    taxon, form = queries.taxon_by_id(taxon_id), NameForm.posted(prefix="name-")
    return answer(
        form, lambda: rules.add_name(taxon, **form.data, by=g.staff, at=clock.now()),
        "species/show.html", to=lambda _: _url(taxon),
        facts=lambda: _shown(taxon, name_form=form),
        said=lambda _: f"{taxon.label} is found by that name too.",
    )  # fmt: skip


@bp.route("/species/<int:taxon_id>/names/<int:name_id>/drop", methods=["GET", "POST"])
@allow(*EDITORS)
def drop_name(taxon_id: int, name_id: int) -> Any:
    """Take away a name that was wrong."""
    taxon, form = queries.taxon_by_id(taxon_id), ReasonForm.posted()
    name = queries.name_of(taxon, name_id)
    return answer(
        form,
        lambda: rules.drop_name(name, by=g.staff, at=clock.now(), reason=form.reason.data),
        "species/drop_name.html", to=lambda _: _url(taxon),
        facts=lambda: {"taxon": taxon, "name": name},
        said=lambda _: f"{taxon.label} no longer goes by that name.",
    )  # fmt: skip


@bp.post("/species/<int:taxon_id>/listings")
@allow(*EDITORS)
def add_listing(taxon_id: int) -> Any:
    """Record a listing; it closes the one before it."""
    taxon, form = queries.taxon_by_id(taxon_id), ListingForm.posted(prefix="listing-")

    def act() -> None:
        told = form.data | {"country": form.country.data.upper()}
        rules.list_under(taxon, told.pop("scheme"), told.pop("category"), **told,
                         by=g.staff, at=clock.now())  # fmt: skip

    return answer(
        form, act, "species/show.html", to=lambda _: _url(taxon),
        facts=lambda: _shown(taxon, listing_form=form),
        said=lambda _: f"The listing of {taxon.label} is recorded.",
    )  # fmt: skip


def _url(taxon: Taxon) -> str:
    return url_for("species.show", taxon_id=taxon.id)
