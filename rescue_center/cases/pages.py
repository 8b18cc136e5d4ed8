"""What the pages of a case share: their blueprint, who reads and who keeps cases, the way back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, url_for

from rescue_center.cases.models import Case, CourtOrder, ManifestLine
from rescue_center.db import db
from rescue_center.journal.naming import namers

bp = Blueprint("cases", __name__, url_prefix="/cases")

#: Who may see cases (the class of facts CUSTODY), and who keeps them.
READERS = ("registrar", "officer", "manager", "vet", "coordinator", "inspector")
KEEPERS = ("registrar", "officer")
DECIDERS = (*KEEPERS, "manager")


def url_of(case: Case, part: str = "") -> str:
    """The page of a case, or a part of it."""
    return url_for("cases.show", number=case.number, _anchor=part or None)


# --- how the journal names these records ---------------------------------------------------------


def _named(query: sa.Select[Any, Any, Any, Any]) -> dict[int, tuple[str, str]]:
    return {
        id: (words.format(what=what), url_for("cases.show", number=number))
        for id, number, words, what in db.session.execute(query)
    }


def _cases(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    words = sa.select(Case.id, Case.number, sa.literal("case {what}"), Case.number)
    return _named(words.where(Case.id.in_(ids)))


def _lines(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    words = sa.select(
        ManifestLine.id, Case.number, sa.literal("“{what}”"), ManifestLine.declared_name
    )
    return _named(words.join(Case).where(ManifestLine.id.in_(ids)))


def _orders(ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    words = sa.select(CourtOrder.id, Case.number, sa.literal("order {what}"), CourtOrder.reference)
    return _named(words.join(Case).where(CourtOrder.id.in_(ids)))


namers.update(seizure_case=_cases, manifest_line=_lines, court_order=_orders)
