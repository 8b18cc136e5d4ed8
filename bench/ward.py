"""The ward: a treatment sheet of 60 patients, and the board with 1,000 in the hospital."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, cycle

import sqlalchemy as sa
from flask import Flask

from bench import reference
from bench.dataset import UNITS
from bench.measure import Client, Figure, beside, expect
from rescue_center.db import db, writing
from rescue_center.enclosures.models import Unit

#: Every fifth enclosure holds ten animals that are all under treatment.
SIXTY = [20 + n for n in range(0, 30, 5)]
THOUSAND = [20 + n for n in range(UNITS) if n % 10 != 9][:100]


def figures(app: Flask, client: Client, yard: Client, rounds: int) -> Iterator[Figure]:
    """Both pages, as a vet who is signed in."""
    page, bare, numbers = expect(client, "GET", 200), expect(yard, "GET", 200), count(1)

    def bare_page() -> object:
        return bare(f"/thing/N{next(numbers) * 37 % reference.ROWS:06d}")

    for name, limit, beds, url in (
        ("treatment sheet of 60", 15.0, SIXTY, "/treatments/sheet?in=y"),
        ("ward board, 1,000 in-patients", 30.0, THOUSAND, "/ward"),
    ):
        _make_hospital(app, beds)
        yield beside(Figure(name, limit), page, bare_page, cycle([url]), rounds)


def _make_hospital(app: Flask, beds: list[int]) -> None:
    """Whoever lives in these enclosures lies in the hospital."""
    with app.app_context(), writing():
        db.session.execute(sa.update(Unit).where(Unit.id.in_(beds)).values(biosecurity="hospital"))
        db.session.commit()
        db.engine.dispose()
