"""What may happen to a taxon: it is added, amended, named, listed. Nothing known is overwritten:
a new listing closes the one before it, and a correction says why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.attributes import flag_modified

from rescue_center import clock, journal
from rescue_center.db import db, fold
from rescue_center.errors import Refused, explain
from rescue_center.species import reference
from rescue_center.species.models import RANKS, Listing, Taxon, TaxonGroup, TaxonName
from rescue_center.species.naming import ScientificName, placement
from rescue_center.staff.models import Person

#: No animal is heavier: a blue whale reaches 190 t.
HEAVIEST_G = 200_000_000

explain("uq_taxon_scientific_name", "That scientific name is in the list already.")
explain("uq_taxon_name_taxon_id_kind_folded", "It has that name already.")
explain("uq_listing_taxon_id_scheme_country_category_valid_from", "It has that listing already.")
explain("taxon_weights_are_ordered", "The least weight is more than the greatest.")
explain("taxon_is_never_deleted", "A taxon is never deleted: animals bear its name.")

CITES = ("I", "II", "III", "NL", "I/II", "?")
IUCN = ("EX", "EW", "CR", "EN", "VU", "NT", "LC", "DD", "NE")
#: What a person may correct; the rest follows from names and listings.
EDITABLE = frozenset({
    "common_name", "rank", "class_name", "order_name", "family", "group_id", "weight_min_g",
    "weight_max_g", "solitary", "edible", "uncertain", "notes",
})  # fmt: skip


def add_taxon(
    name: ScientificName,
    *,
    by: Person | None,
    at: datetime,
    common_name: str = "",
    doubt: str = "",
    **facts: Any,
) -> Taxon:
    """Add a taxon, placed like its relatives where those are known and nothing else is said."""
    placed = place_of(name) | {key: value for key, value in facts.items() if value}
    common = common_name or placed["common_name"]
    del placed["common_name"]
    taxon = Taxon(
        scientific_name=name.name,
        common_name=common,
        uncertain=doubt,
        names=[
            TaxonName(name=words, kind=kind, language=language, folded=fold(words))
            for words, kind, language in (
                (name.name, "scientific", "la"),
                (common, "common", "en"),
            )
            if words
        ],
        **placed,
    )
    _refuse_bad(taxon)
    db.session.add(taxon)
    told = {key: value for key, value in placed.items() if value}
    journal.record("added a taxon", taxon, by=by, at=at, reason=doubt,
                   after=told | {"scientific_name": name.name, "common_name": common})  # fmt: skip
    return taxon


def place_of(name: ScientificName) -> dict[str, Any]:
    """Where a taxon belongs: as the reference data place it, else like the others of its genus."""
    known = placement(name.name) or placement(name.genus)
    if known is None:
        return {"rank": name.rank, "common_name": ""} | _like_relatives(name.genus)
    group = db.session.scalar(
        sa.select(TaxonGroup.id).where(TaxonGroup.key == known["taxon_group"])
    )
    exact = known["name"] == name.name
    return {
        "rank": known["rank"] if exact else name.rank,
        "common_name": known["common_name"] if exact else "",
        "class_name": known["class"],
        "order_name": known["order"],
        "family": known["family"],
        "group_id": group,
    } | reference.habits(known["taxon_group"])


def _like_relatives(genus: str) -> dict[str, Any]:
    columns = (Taxon.class_name, Taxon.order_name, Taxon.family, Taxon.group_id, Taxon.solitary,
               Taxon.edible)  # fmt: skip
    found = db.session.execute(
        sa.select(*columns).where(Taxon.scientific_name.startswith(f"{genus} ")).distinct()
    ).all()
    return dict(found[0]._mapping) if len(found) == 1 else {}


def _refuse_bad(taxon: Taxon) -> None:
    if taxon.rank not in RANKS:
        raise Refused("Choose one of the ranks.", field="rank")
    least, most = taxon.weight_min_g, taxon.weight_max_g
    if any(g is not None and not 0 < g <= HEAVIEST_G for g in (least, most)):
        raise Refused("An adult weighs more than 0 g and less than 200 t.", field="weight_max_g")
    if least and most and least > most:
        raise Refused("The least weight is more than the greatest.", field="weight_min_g")


def amend_taxon(
    taxon: Taxon, changes: Mapping[str, Any], *, by: Person | None, at: datetime, reason: str
) -> None:
    """Correct what is known of a taxon, with the reason."""
    if wrong := changes.keys() - EDITABLE:
        raise ValueError(f"not to be amended so: {', '.join(sorted(wrong))}")
    if not reason.strip():
        raise Refused("Say why this is corrected.", field="reason")
    before, after = journal.change(taxon, changes)
    if not after:
        raise Refused("Nothing was changed.")
    _refuse_bad(taxon)
    if after.get("common_name"):
        _name(taxon, after["common_name"], "common", "en", "", "")
    journal.record("corrected a taxon", taxon, by=by, at=at, reason=reason,
                   before=before, after=after)  # fmt: skip
    db.session.flush()


# --- names --------------------------------------------------------------------------------------


def add_name(
    taxon: Taxon,
    name: str,
    *,
    kind: str,
    language: str = "en",
    uncertain: str = "",
    source: str = "",
    by: Person | None,
    at: datetime,
) -> TaxonName:
    """Add a name it goes by; a search finds it from now on."""
    words = " ".join(name.split())
    if not words:
        raise Refused("Write the name.", field="name")
    if kind not in ("common", "synonym", "cites"):
        raise Refused("Say whether it is a common name, a synonym or the CITES name.", field="kind")
    if any(n.kind == kind and n.folded == fold(words) for n in taxon.names):
        raise Refused("It has that name already.", field="name")
    row = _name(taxon, words, kind, language, uncertain, source)
    _touch(taxon)
    journal.record("added a name", taxon, by=by, at=at,
                   after={"name": words, "kind": kind, "language": language})  # fmt: skip
    db.session.flush()
    return row


def _name(
    taxon: Taxon, words: str, kind: str, language: str, uncertain: str, source: str
) -> TaxonName:
    same = [n for n in taxon.names if n.kind == kind and n.folded == fold(words)]
    row = same[0] if same else TaxonName(kind=kind, folded=fold(words))
    row.name, row.language, row.uncertain, row.source = words, language, uncertain, source
    if not same:
        taxon.names.append(row)
    return row


def drop_name(name: TaxonName, *, by: Person | None, at: datetime, reason: str) -> None:
    """Take away a name that was wrong. The accepted scientific name stays."""
    if name.kind == "scientific":
        raise Refused("The accepted scientific name stays.")
    if not reason.strip():
        raise Refused("Say why the name is wrong.", field="reason")
    taxon = name.taxon
    journal.record("took away a name", taxon, by=by, at=at, reason=reason,
                   before={"name": name.name, "kind": name.kind})  # fmt: skip
    taxon.names.remove(name)
    db.session.delete(name)
    _touch(taxon)
    db.session.flush()


def _touch(taxon: Taxon) -> None:
    """Count as an edit of the taxon, so that a colleague and the next loading know of it."""
    flag_modified(taxon, "notes")


# --- listings -----------------------------------------------------------------------------------


def list_under(
    taxon: Taxon,
    scheme: str,
    category: str,
    *,
    valid_from: date | None,
    country: str = "",
    source: str = "",
    uncertain: str = "",
    by: Person | None,
    at: datetime,
) -> Listing:
    """Record a listing (CITES, IUCN, national). It closes the one before it, which is kept."""
    _refuse_bad_listing(scheme, category, country)
    same = [row for row in taxon.listings if (row.scheme, row.country) == (scheme, country)]
    current = next((row for row in same if row.valid_to is None), None)
    if current is not None and current.category == category:
        raise Refused("That is its listing already.", field="category")
    starts = valid_from or clock.today(at)
    if any(row.valid_from and row.valid_from > starts for row in same):
        raise Refused("A later listing is recorded; this one would come before it.",
                      field="valid_from")  # fmt: skip
    if current is not None:
        current.valid_to = starts
    row = Listing(scheme=scheme, country=country, category=category, valid_from=starts,
                  source=source, uncertain=uncertain)  # fmt: skip
    taxon.listings.append(row)
    if scheme == "CITES":
        taxon.cites, taxon.cites_check = category, source[:80]
    elif scheme == "IUCN":
        taxon.iucn = category
    _touch(taxon)
    journal.record("recorded a listing", taxon, by=by, at=at, after={
        "scheme": scheme, "country": country, "category": category, "valid_from": starts,
        "source": source,
    }, before={"category": current.category if current else None})  # fmt: skip
    db.session.flush()
    return row


def _refuse_bad_listing(scheme: str, category: str, country: str) -> None:
    known = {"CITES": CITES, "IUCN": IUCN}.get(scheme)
    if scheme not in ("CITES", "IUCN", "national"):
        raise Refused("A listing is of CITES, of the IUCN or national.", field="scheme")
    if known and category not in known:
        raise Refused(f"{scheme} has the categories {', '.join(known)}.", field="category")
    if not category.strip():
        raise Refused("Write the category.", field="category")
    if (scheme == "national") != bool(country):
        raise Refused("A national listing names its country; others do not.", field="country")
