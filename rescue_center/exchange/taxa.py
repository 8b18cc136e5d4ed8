"""Which taxon a row of a file names: known by any of its names, else added with the doubt."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from rescue_center.db import db, fold
from rescue_center.exchange.case_reading import RowFacts
from rescue_center.species.models import Taxon, TaxonName
from rescue_center.species.naming import ScientificName, parse_name
from rescue_center.species.rules import add_taxon
from rescue_center.staff.models import Person

ADDED = "added by import"


class Names:
    """Every name of every taxon, looked up once. One that two taxa share names neither: None."""

    def __init__(self) -> None:
        self._scientific: dict[str, Taxon | None] = {}
        self._common: dict[str, Taxon | None] = {}
        taxa = {taxon.id: taxon for taxon in db.session.scalars(sa.select(Taxon))}
        accepted = {fold(taxon.scientific_name): taxon for taxon in taxa.values()}
        for taxon_id, kind, folded in db.session.execute(
            sa.select(TaxonName.taxon_id, TaxonName.kind, TaxonName.folded)
        ):
            names = self._common if kind == "common" else self._scientific
            known = names.setdefault(folded, taxa[taxon_id])
            if known is not taxa[taxon_id]:
                names[folded] = None
        self._scientific.update(accepted)


class Taxa(Names):
    """The taxa of one import: every missing taxon is added once."""

    def __init__(self, *, by: Person | None, at: datetime):
        super().__init__()
        self.by, self.at = by, at

    def of(self, row: RowFacts) -> tuple[Taxon | None, str, list[str]]:
        """The taxon of a row, its qualifier (`sp.`, `cf.`), and what is in doubt about it."""
        names = [name.strip() for name in row.scientific.split(";") if name.strip()]
        if len(names) > 1:
            return None, "", [f"several species in one lot: {'; '.join(names)}"]
        if not names:
            return self._by_common(row.common)
        parsed = parse_name(names[0])
        if parsed is None:
            known = self._scientific.get(fold(names[0]))
            return known, "", [] if known else [f"“{names[0]}” does not read as a scientific name"]
        taxon = self._scientific.get(fold(parsed.name))
        if taxon is None:
            taxon = self._add(parsed, row.common)
        return taxon, parsed.qualifier, list(depth_doubts(taxon.rank))

    def _add(self, parsed: ScientificName, declared: str) -> Taxon:
        """Add a taxon; a species is found by the name it was declared as, too."""
        taxon = add_taxon(parsed, by=self.by, at=self.at, doubt=ADDED)
        if parsed.rank in ("species", "subspecies") and fold(declared) != fold(parsed.name):
            taxon.names.append(
                TaxonName(name=declared[:160], kind="common", language="und",
                          uncertain=f"as declared; {ADDED}")
            )  # fmt: skip
        self._scientific[fold(parsed.name)] = taxon
        return taxon

    def _by_common(self, name: str) -> tuple[Taxon | None, str, list[str]]:
        taxon = self._common.get(fold(name))
        if taxon is None:
            return None, "", ["no scientific name was published"]
        return taxon, "", ["the species is taken from the common name alone"]


def depth_doubts(rank: str) -> list[str]:
    """What is in doubt of a name that is no species."""
    if rank in ("species", "subspecies"):
        return []
    rank = "a higher group" if rank == "unknown" else f"the {rank}"
    return [f"identified to {rank} only"]
