"""Cases made with the verbs that staff use."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from rescue_center.cases import rules
from rescue_center.cases.facts import CaseFacts, LineFacts, OrderFacts
from rescue_center.cases.models import Case
from rescue_center.cases.order_rules import add_order
from rescue_center.db import db
from rescue_center.species.models import Code, Taxon
from rescue_center.staff.models import Person
from tests.makers import AT

CODES = {
    "location_type": "UNK VESSEL MARKET AIRPORT ROADBLOCK",
    "legal_stage": "SEIZED EVIDENCE CHARGED TRIAL APPEAL CONFISCATED RETURNED CLOSED",
    "specimen": "LIV BOD MEA SCA UNK OTH",
}


def make_codes() -> None:
    """A few codes of the lists that a case uses, in the order of their lists."""
    if db.session.scalar(sa.select(Code.id).limit(1)) is None:
        db.session.add_all(
            Code(list=name, code=code, label=code.capitalize(), position=position)
            for name, codes in CODES.items()
            for position, code in enumerate(codes.split())
        )
        db.session.flush()


def line(taxon: Taxon | None = None, quantity: Any = 8, **rest: Any) -> LineFacts:
    """One line of a manifest."""
    named = {"declared_name": taxon.label if taxon else "turtles"}
    science = {"declared_scientific": taxon.scientific_name if taxon else ""}
    return LineFacts(**(named | science | {"taxon": taxon, "quantity": quantity} | rest))


def case_facts(**rest: Any) -> CaseFacts:
    """A seizure at Koh Thom."""
    told: dict[str, Any] = {
        "title": "Boat at Koh Thom",
        "happened_on": date(2026, 5, 11),
        "precision": "day",
        "country": "KH",
        "place": "Koh Thom district, Kandal",
        "location_type": "VESSEL",
    }
    return CaseFacts(**(told | rest))


def open_case(
    *lines: LineFacts, by: Person | None = None, at: datetime = AT, evidence_hold: bool = False,
    legal_stage: str = "SEIZED", **facts: Any,
) -> Case:  # fmt: skip
    """A seizure, of eight turtles unless told."""
    make_codes()
    case = rules.open_case(
        case_facts(**facts), by=by, at=at, lines=lines or (line(),),
        evidence_hold=evidence_hold, legal_stage=legal_stage,
    )  # fmt: skip
    db.session.flush()
    return case


def order(case: Case, kind: str = "confiscation", *, at: datetime = AT, **rest: Any) -> Any:
    """An order of the provincial court."""
    told: dict[str, Any] = {
        "authority": "Kandal Provincial Court",
        "reference": "12/2026",
        "issued_on": date(2026, 5, 10),
    }
    return add_order(case, OrderFacts(kind=kind, **(told | rest)), by=None, at=at)
