"""Which groups never live together, from `data/incompatible.csv`; loaded with the reference data.

Pairs are only added: one that the centre retired stays retired.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from itertools import product
from pathlib import Path

import sqlalchemy as sa

from rescue_center.db import db
from rescue_center.enclosures.models import Incompatible
from rescue_center.species.models import TaxonGroup

FILE = Path(__file__).parent / "data" / "incompatible.csv"


def pairs() -> Iterator[tuple[str, str, bool, str]]:
    """One group, the other, whether by air too, and why."""
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            by_air, reason = row["by_air"] == "yes", row["reason"]
            for one, other in product(row["ones"].split(";"), row["others"].split(";")):
                yield one, other, by_air, reason


def load(*, at: datetime) -> int:
    """Add the pairs that are missing. Returns how many."""
    ids = dict(db.session.execute(sa.select(TaxonGroup.key, TaxonGroup.id)).all())
    columns = sa.select(Incompatible.one_id, Incompatible.other_id)
    known = {frozenset(pair) for pair in db.session.execute(columns)}
    added = 0
    for one, other, by_air, reason in pairs():
        pair = frozenset((ids[one], ids[other]))
        if pair not in known:
            known.add(pair)
            db.session.add(Incompatible(one_id=ids[one], other_id=ids[other], by_air=by_air,
                                        reason=reason))  # fmt: skip
            added += 1
    db.session.flush()
    return added
