"""Which taxon a row of animals names: by any of its names, common or scientific; a scientific name
that nobody has yet is added with the doubt when the file is taken in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from rescue_center.db import db, fold
from rescue_center.exchange.cell import Unreadable, quoted
from rescue_center.exchange.taxa import ADDED, Names, depth_doubts
from rescue_center.species.models import Taxon
from rescue_center.species.naming import ScientificName, parse_name, placement
from rescue_center.species.rules import add_taxon
from rescue_center.staff.models import Person

_BOTH = re.compile(r"(.+?)\s*\(([A-Z][^()]+)\)$")


@dataclass(frozen=True)
class Named:
    """What a row names: a taxon that is known, or one to be added under its scientific name."""

    name: str
    qualifier: str = ""
    new: ScientificName | None = None
    known: Taxon | None = None
    doubts: tuple[str, ...] = ()


class AnimalNames(Names):
    """The names by which animals in a file are known. Nothing is written."""

    def __init__(self) -> None:
        super().__init__()
        self._genera = {fold(name).partition(" ")[0] for name in self._scientific}
        self._read: dict[tuple[str, str], Named | Unreadable] = {}

    def read(self, common: str, scientific: str) -> Named:
        """What these two cells name. Unreadable where they name nothing."""
        asked = (common, scientific)
        if asked not in self._read:
            try:
                self._read[asked] = self._named(common, scientific)
            except Unreadable as reason:
                self._read[asked] = reason
        found = self._read[asked]
        if isinstance(found, Unreadable):
            raise Unreadable(*found.args)
        return found

    def _named(self, common: str, scientific: str) -> Named:
        if not scientific and (both := _BOTH.match(common)):
            common, scientific = both.groups()
        if scientific:
            return self._scientifically(scientific)
        known = self._either(common)
        if known is not None:
            return _taxon(known)
        if fold(common) in self._common or fold(common) in self._scientific:
            raise Unreadable(f"{quoted(common)} can mean several: add the scientific name.")
        parsed = parse_name(common)
        if parsed is None or not self._is_genus(parsed.genus):
            raise Unreadable(
                f"No species here is called {quoted(common)}. Add its scientific name, or one of "
                "its other names."
            )
        return self._parsed(parsed)

    def _either(self, name: str) -> Taxon | None:
        """By any name, in the singular where only that is known."""
        for typed in (name, name.removesuffix("s")):
            known = self._scientific.get(fold(typed)) or self._common.get(fold(typed))
            if known is not None:
                return known
        return None

    def _is_genus(self, genus: str) -> bool:
        return fold(genus) in self._genera or placement(genus) is not None

    def _scientifically(self, typed: str) -> Named:
        several = [parse_name(part) for part in typed.split(";") if part.strip()]
        names = [name for name in several if name is not None]
        if len(several) > 1 and len(names) == len(several):
            return self._shared(names, typed)
        known = self._scientific.get(fold(typed))
        if known is not None:
            return _taxon(known)
        if len(several) != 1 or not names:
            raise Unreadable(f"{quoted(typed)} does not read as a scientific name.")
        return self._parsed(names[0])

    def _shared(self, names: list[ScientificName], typed: str) -> Named:
        """Several names in one row: the genus they share, with the doubt."""
        if len({name.genus for name in names}) > 1:
            raise Unreadable(f"{quoted(typed)} are several: give each a row of its own.")
        found = self._parsed(ScientificName(names[0].genus, "genus", "sp."))
        doubts = (*found.doubts, f"one of several: {typed}")
        return Named(found.name, found.qualifier, found.new, found.known, doubts)

    def _parsed(self, parsed: ScientificName) -> Named:
        known = self._scientific.get(fold(parsed.name))
        rank = known.rank if known else parsed.rank
        doubts = depth_doubts(rank)
        if known is not None:
            return Named(known.scientific_name, parsed.qualifier, None, known, tuple(doubts))
        new = (*doubts, f"{parsed.name} is new in the list of species")
        return Named(parsed.name, parsed.qualifier, parsed, None, new)


def _taxon(known: Taxon) -> Named:
    return Named(known.scientific_name, known=known, doubts=tuple(depth_doubts(known.rank)))


def taxon_ids(named: Iterable[Named], *, by: Person | None, at: datetime) -> dict[str, int]:
    """The ids of these taxa by their names; those that are new are added."""
    wanted = {one.name: one.new for one in named}
    found = _ids(wanted)
    for name in sorted(wanted.keys() - found.keys()):
        if new := wanted[name]:
            add_taxon(new, by=by, at=at, doubt=ADDED)
    db.session.flush()
    return _ids(wanted)


def _ids(names: Iterable[str]) -> dict[str, int]:
    rest, found = sorted(names), dict[str, int]()
    for start in range(0, len(rest), 500):
        query = sa.select(Taxon.scientific_name, Taxon.id).where(
            Taxon.scientific_name.in_(rest[start : start + 500])
        )
        found |= {row.scientific_name: row.id for row in db.session.execute(query)}
    return found
