"""What a record from a phone says, read as strictly as a form."""

from __future__ import annotations

import json
import math
from collections.abc import Container, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from rescue_center.db import Model, db
from rescue_center.errors import Refused

Row = TypeVar("Row", bound=Model)

#: Ids are larger in no table; what is larger is not there.
LARGEST = 2**31 - 1
MOST_ANIMALS = 400
NOT_SO = "This record does not say what it should, so it was not carried out."


def read(content: bytes) -> Any:
    """The JSON that a phone sent, as any database keeps it: half a letter, which a phone cut in
    two, is a question mark, and what is no number (NaN, 1e309) is the words it was written in.
    Raises ValueError or RecursionError where it is no JSON."""
    said = json.loads(content, parse_constant=str, parse_float=_finite)
    whole = json.dumps(said, ensure_ascii=False)
    try:
        whole.encode()
    except UnicodeEncodeError:
        return json.loads(whole.encode(errors="replace"))
    return said


def _finite(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


class Facts:
    """The facts of a record: each read by its name and kind, refused where it is anything else."""

    def __init__(self, said: Any):
        if not isinstance(said, Mapping):
            raise Refused(NOT_SO)
        self._said = said

    def text(self, name: str, *, longest: int = 2000) -> str:
        """Words, without the spaces around them; empty where there are none."""
        said = self._said.get(name)
        if said is None:
            return ""
        if not isinstance(said, str) or "\0" in said:
            raise Refused(NOT_SO)
        if len(said) > longest:
            raise Refused(f"This is longer than {longest:,} letters. Shorten it.", field=name)
        return said.strip()

    def word(self, name: str, known: Container[str]) -> str:
        """One of the known words."""
        said = self._said.get(name)
        if not isinstance(said, str) or said not in known:
            raise Refused(NOT_SO)
        return said

    def count(self, name: str, *, least: int = 0, most: int = LARGEST) -> int:
        """A whole number in these bounds."""
        said = self._said.get(name)
        if not isinstance(said, int) or isinstance(said, bool) or not least <= said <= most:
            raise Refused(NOT_SO)
        return said

    def count_or_none(self, name: str, *, least: int = 0, most: int = LARGEST) -> int | None:
        """A whole number in these bounds, or nothing."""
        if self._said.get(name) is None:
            return None
        return self.count(name, least=least, most=most)

    def amount_or_none(self, name: str) -> Decimal | None:
        """A decimal number, written as text with a point, or nothing."""
        said = self._said.get(name)
        if said is None:
            return None
        try:
            amount = Decimal(said) if isinstance(said, str) and len(said) < 20 else None
        except InvalidOperation:
            amount = None
        if amount is None or not amount.is_finite():
            raise Refused(NOT_SO)
        return amount

    def yes(self, name: str) -> bool:
        """Whether it was said."""
        return self._said.get(name) is True

    def yes_or_no(self, name: str) -> bool | None:
        """Whether it was said or denied; None where it was neither."""
        said = self._said.get(name)
        return said if isinstance(said, bool) else None

    def row(self, name: str, model: type[Row]) -> Row:
        """The record that an id names."""
        found = db.session.get(model, self.count(name, least=1))
        if found is None:
            raise Refused("What this record is about is not at the centre.")
        return found

    def row_or_none(self, name: str, model: type[Row]) -> Row | None:
        """The record that an id names, where one is named."""
        return None if self._said.get(name) is None else self.row(name, model)

    def rows(self, name: str, model: type[Row]) -> list[Row]:
        """The records that these ids name, each once."""
        said = self._said.get(name)
        if not isinstance(said, list) or not said or len(said) > MOST_ANIMALS:
            raise Refused(NOT_SO)
        found = [Facts({name: one}).row(name, model) for one in said]
        return list(dict.fromkeys(found))

    def rows_or_none(self, name: str, model: type[Row]) -> list[Row]:
        """The same, where nobody may be named."""
        return self.rows(name, model) if self._said.get(name) else []

    def moment(self, name: str) -> datetime:
        """A moment with its zone, as ISO 8601."""
        said = self._said.get(name)
        try:
            at = datetime.fromisoformat(said) if isinstance(said, str) else None
        except ValueError:
            at = None
        if at is None or at.tzinfo is None or not 1970 <= at.year < 2200:
            raise Refused(NOT_SO)
        return at

    def span_or_none(self, name: str) -> timedelta | None:
        """Milliseconds as a span, at most 200 years (a phone without a battery begins in 1970),
        or nothing."""
        most = 200 * 366 * 86_400_000
        ms = self.count_or_none(name, least=-most, most=most)
        return None if ms is None else timedelta(milliseconds=ms)
