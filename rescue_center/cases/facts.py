"""What a person tells of a case: the same shape from a form, an import and a test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rescue_center.cases.models import Case, CaseAgency
from rescue_center.media.models import Media
from rescue_center.species.models import Taxon


@dataclass(frozen=True)
class AgencyFacts:
    """An agency that took part, what as, and its officer."""

    name: str
    role: str = ""
    officer: str = ""


@dataclass(frozen=True)
class CaseFacts:
    """The facts of a seizure or another event, as declared.

    `happened_on` is the first day it could have been, `precision` how much of it is known.
    Coordinates are decimal degrees, `uncertainty_m` metres around them.
    """

    kind: str = "seizure"
    title: str = ""
    happened_on: date | None = None
    precision: str = "unknown"
    happened_at: datetime | None = None
    country: str = ""
    place: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    uncertainty_m: int | None = None
    location_type: str = "UNK"
    persons_apprehended: int | None = None
    summary: str = ""
    doubts: str = ""
    source: str = ""
    external_ref: str | None = None
    follows: Case | None = None
    agencies: tuple[AgencyFacts, ...] = ()

    @classmethod
    def of(cls, case: Case) -> CaseFacts:
        """The facts of a case as they stand."""
        told = {f.name: getattr(case, f.name) for f in fields(cls) if f.name != "agencies"}
        return cls(**told, agencies=tuple(map(agency_facts, case.agencies)))

    def columns(self) -> dict[str, Any]:
        """The columns of the case itself, without its agencies."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "agencies"}


def agency_facts(row: CaseAgency) -> AgencyFacts:
    """The facts of an agency's row."""
    return AgencyFacts(row.name, row.role, row.officer)


@dataclass(frozen=True)
class LineFacts:
    """One line of a manifest: what was declared. A blank quantity was not counted or not said."""

    declared_name: str
    declared_scientific: str = ""
    taxon: Taxon | None = None
    qualifier: str = ""
    specimen: str = "LIV"
    quantity: Decimal | int | None = None
    unit: str = "individual"
    condition: str = "alive"
    note: str = ""
    doubts: str = ""
    external_ref: str | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the line."""
        told = {f.name: getattr(self, f.name) for f in fields(self)}
        return told | {"quantity": None if self.quantity is None else Decimal(self.quantity)}


@dataclass(frozen=True)
class OrderFacts:
    """An order of a court, prosecutor or authority."""

    kind: str
    authority: str
    reference: str
    issued_on: date
    signed_by: str = ""
    scope: str = ""
    media: Media | None = None


#: Kept apart in the journal, so that only those see the place who may (policy.Facts).
POINT = ("latitude", "longitude", "uncertainty_m")


def for_journal(told: dict[str, Any]) -> dict[str, Any]:
    """Facts as the journal keeps them: only what was said, the point under its own key."""
    plain = {k: v for k, v in told.items() if v not in (None, "", ()) and k not in POINT}
    point = {k: told[k] for k in POINT if told.get(k) is not None}
    return plain | ({"coordinates": point} if point else {})


def agencies_for_journal(agencies: tuple[AgencyFacts, ...]) -> list[dict[str, str]]:
    """Agencies as the journal keeps them."""
    return [dict(_said(agency)) for agency in agencies]


def _said(agency: AgencyFacts) -> Iterator[tuple[str, str]]:
    yield from ((key, value) for key, value in asdict(agency).items() if value)
