"""Code lists, as pages and forms show them."""

from __future__ import annotations

import sqlalchemy as sa

from rescue_center.db import db, one_or_missing
from rescue_center.species.models import Code


def codes(name: str, *, retired: bool = False) -> list[Code]:
    """The entries of a code list, in its order."""
    query = sa.select(Code).where(Code.list == name).order_by(Code.position, Code.code)
    if not retired:
        query = query.where(Code.retired.is_(False))
    return list(db.session.scalars(query))


def code_choices(name: str) -> list[tuple[str, str]]:
    """A code list as a form offers it."""
    return [(code.code, code.label) for code in codes(name)]


def code_labels(name: str) -> dict[str, str]:
    """Every code of a list with its words, retired ones too, because records bear them."""
    return {code.code: code.label for code in codes(name, retired=True)}


def code_lists() -> list[tuple[str, int]]:
    """The code lists, with how many entries each has."""
    query = sa.select(Code.list, sa.func.count()).group_by(Code.list).order_by(Code.list)
    return [(name, number) for name, number in db.session.execute(query)]


def code_of(name: str, code: str) -> Code:
    """One entry of a code list, or Missing."""
    query = sa.select(Code).where(Code.list == name, Code.code == code)
    return one_or_missing(query)
