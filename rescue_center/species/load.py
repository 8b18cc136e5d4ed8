"""Load the reference data, any number of times.

What the centre edited is never overwritten: a row is brought up to date only while its `version`
is still 1; names and codes are only added. Updates go past the ORM, so that they do not count as
edits themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rescue_center import clock, journal
from rescue_center.db import db, fold
from rescue_center.species import reference
from rescue_center.species.models import (
    Code,
    Hazard,
    HazardGroup,
    Listing,
    ProtocolTest,
    Taxon,
    TaxonGroup,
    TaxonName,
)
from rescue_center.species.reference import Row

#: Reference data of packages above: each is called with `at`, adds what is missing and returns how
#: many rows.
also: list[Callable[..., int]] = []


@dataclass
class Loaded:
    """How many rows were added and brought up to date."""

    added: int = 0
    updated: int = 0

    def __str__(self) -> str:
        return f"{self.added} added, {self.updated} brought up to date"


def load(*, at: datetime) -> Loaded:
    """Add what is missing and bring up to date what nobody edited."""
    done = Loaded()
    groups = _merge(TaxonGroup, "key", reference.groups(), done)
    _tests(groups, done)
    _hazards(groups, done)
    taxa = _merge(
        Taxon,
        "scientific_name",
        [row | {"group_id": groups[group]} for group, row in reference.taxa()],
        done,
    )
    free = set(db.session.scalars(sa.select(Taxon.id).where(Taxon.version == 1)))
    _names(taxa, free, done)
    _listings(taxa, free, done, at)
    _codes(done)
    done.added += sum(add(at=at) for add in also)
    if done.added or done.updated:
        db.session.expire_all()
        subject = db.session.scalars(sa.select(TaxonGroup).limit(1)).one()
        journal.record("loaded the reference data", subject, by=None, at=at, reason=str(done))
    return done


def _merge(model: Any, key: str, new: Iterable[Row], done: Loaded) -> dict[str, int]:
    """Add rows, and change those of version 1 that differ. Returns every id by its key."""
    table = model.__table__
    known = {row[key]: row for row in db.session.execute(sa.select(table)).mappings()}
    fresh = []
    for row in new:
        old = known.get(row[key])
        if old is None:
            fresh.append(row)
        elif old["version"] == 1:
            _update(table, old, row, done)
    _add(model, fresh, done)
    return dict(db.session.execute(sa.select(table.c[key], table.c.id)).all())


def _update(table: Any, old: Any, new: Row, done: Loaded) -> None:
    if any(old[column] != value for column, value in new.items()):
        db.session.execute(sa.update(table).where(table.c.id == old["id"]).values(new))
        done.updated += 1


def _add(model: Any, new: list[Row], done: Loaded) -> None:
    if new:
        db.session.execute(sa.insert(model), new)
        done.added += len(new)


def _tests(groups: dict[str, int], done: Loaded) -> None:
    """The tests of every protocol that nobody edited."""
    table = ProtocolTest.__table__
    known = {
        (row["group_id"], row["position"]): row
        for row in db.session.execute(sa.select(table)).mappings()
    }
    free = set(db.session.scalars(sa.select(TaxonGroup.id).where(TaxonGroup.version == 1)))
    fresh = []
    for group, row in reference.tests():
        new = row | {"group_id": groups[group]}
        if groups[group] not in free:
            continue
        if old := known.get((new["group_id"], new["position"])):
            _update(table, old, new, done)
        else:
            fresh.append(new)
    _add(ProtocolTest, fresh, done)


def _hazards(groups: dict[str, int], done: Loaded) -> None:
    """The hazards, each with its groups when it is new."""
    before = set(db.session.scalars(sa.select(Hazard.disease)))
    told = list(reference.hazards())
    ids = _merge(Hazard, "disease", [row for _, row in told], done)
    links = [
        {"hazard_id": ids[row["disease"]], "group_id": groups[key]}
        for keys, row in told
        if row["disease"] not in before
        for key in keys
    ]
    if links:
        db.session.execute(sa.insert(HazardGroup), links)


def _names(taxa: dict[str, int], free: set[int], done: Loaded) -> None:
    columns = sa.select(TaxonName.taxon_id, TaxonName.kind, TaxonName.folded)
    known = {(taxon, kind, folded) for taxon, kind, folded in db.session.execute(columns)}
    fresh = []
    for taxon, row in reference.names():
        new = row | {"taxon_id": taxa[taxon], "folded": fold(row["name"])}
        key = (new["taxon_id"], new["kind"], new["folded"])
        if key not in known and taxa[taxon] in free:
            known.add(key)
            fresh.append(new)
    _add(TaxonName, fresh, done)


def _listings(taxa: dict[str, int], free: set[int], done: Loaded, at: datetime) -> None:
    """The current listings; a changed category closes the row before it."""
    rows = db.session.execute(
        sa.select(Listing.taxon_id, Listing.scheme, Listing.category, Listing.id).where(
            Listing.valid_to.is_(None), Listing.scheme != "national"
        )
    )
    now = {(taxon, scheme): (category, id) for taxon, scheme, category, id in rows}
    fresh = []
    for name, row in reference.listings():
        category, old = now.get((taxa[name], row["scheme"]), (None, None))
        if category == row["category"] or taxa[name] not in free:
            continue
        if old is not None:
            ends = row["valid_from"] or clock.today(at)
            db.session.execute(sa.update(Listing).where(Listing.id == old).values(valid_to=ends))
        fresh.append(row | {"taxon_id": taxa[name]})
    _add(Listing, fresh, done)


def _codes(done: Loaded) -> None:
    known = {(name, code) for name, code in db.session.execute(sa.select(Code.list, Code.code))}
    fresh = [row for row in reference.codes() if (row["list"], row["code"]) not in known]
    _add(Code, fresh, done)
