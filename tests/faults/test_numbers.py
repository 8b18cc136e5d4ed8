"""Numbers follow each other without a gap and without a twin, though 30 % is undone (I6)."""

import random
from collections import Counter
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Connection

from rescue_center.animals import rules as animals
from rescue_center.animals.models import Stay
from rescue_center.cases import rules as cases
from rescue_center.cases.facts import CaseFacts
from rescue_center.db import db, writing
from rescue_center.departures import transfer
from rescue_center.documents import rules as documents
from rescue_center.documents.models import Issued
from rescue_center.errors import Refused
from rescue_center.media.models import Media
from rescue_center.species.models import Code, Taxon
from rescue_center.staff.models import Person
from tests.documents import papers
from tests.faults.dropping import drop
from tests.faults.race import PEOPLE, Tally, faults, found, naive, race, size
from tests.makers import AT, make_animal, make_person, make_taxon

pytestmark = pytest.mark.faults

#: Of each series: the highest number, how many there are, how many different ones.
ACCESSIONS = """SELECT max(accession) AS last, count(*) AS made, count(DISTINCT accession) AS apart
  FROM animal"""
TRANSFERS = """SELECT max(CAST(substr(number, 8) AS integer)) AS last, count(*) AS made,
  count(DISTINCT number) AS apart FROM animal_transfer"""
CASES = """SELECT max(CAST(substr(number, 6) AS integer)) AS last, count(*) AS made,
  count(DISTINCT number) AS apart FROM seizure_case"""
PAPERS = """SELECT max(number) AS last, count(*) AS made, count(DISTINCT number) AS apart
  FROM issued_document"""
TWINS = """SELECT serial, count(*) AS times FROM issued_document GROUP BY kind, year, serial
  HAVING count(*) > 1"""
GAPS = """SELECT d.serial FROM issued_document d WHERE d.serial > 1 AND NOT EXISTS
  (SELECT 1 FROM issued_document b WHERE b.kind = d.kind AND b.year = d.year
   AND b.serial = d.serial - 1)"""


class ThoughtBetter(Refused):
    """Somebody undoes what they did, after the number was taken."""

    def __init__(self) -> None:
        super().__init__("On second thoughts, no.")


def undone(dice: random.Random, act: Callable[[], object]) -> Callable[[], object]:
    """Three in ten are rolled back at the last moment."""
    undo = dice.random() < 0.3

    def do() -> object:
        act()
        if undo:
            raise ThoughtBetter
        return None

    return do


def undone_by_all(act: Callable[[], object], times: int) -> list[list[Callable[[], object]]]:
    return [[undone(dice, act) for _ in range(times)] for dice in map(random.Random, range(PEOPLE))]


def test_animals_and_transfers_are_numbered_without_a_gap(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    with arena.app_context(), writing():
        taxon = make_taxon().id
        db.session.commit()

    def admit_and_plan() -> None:
        animals.admit(taxon=db.session.get_one(Taxon, taxon), count=1, by=None, at=AT)
        transfer.plan(by=None, at=AT, to_organisation="Zoo")

    tally = race(arena, *undone_by_all(admit_and_plan, size(5, 640)), together=False)
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    assert tally.refused.total() > 0
    for query, last in (
        (ACCESSIONS, f"2026-{tally.ok:05d}"),
        (TRANSFERS, tally.ok),
    ):
        assert found(arena, query) == [(last, tally.ok, tally.ok)]
    assert faults(arena) == {}


def test_cases_are_numbered_without_a_gap(arena: Flask, measured: Callable[[object], None]) -> None:
    with arena.app_context(), writing():
        codes = (("location_type", "UNK"), ("legal_stage", "SEIZED"))
        db.session.add_all([Code(list=name, code=code, label=code) for name, code in codes])
        db.session.commit()
    facts = CaseFacts(happened_on=AT.date(), precision="day", country="KH", place="Koh Thom")
    acts = undone_by_all(lambda: cases.open_case(facts, by=None, at=AT), size(3, 40))
    tally = race(arena, *acts, together=False)
    measured(tally)
    assert not tally.other, tally.other
    assert found(arena, CASES) == [(tally.ok, tally.ok, tally.ok)]


def test_papers_are_numbered_without_a_gap(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    with arena.app_context(), writing():
        vet, animal = make_person("vet"), make_animal()
        db.session.commit()
        by, stay = vet.id, animal.stays[0].id
    facts = papers.death_record()

    def issue() -> None:
        documents.issue(
            "death_record", facts, [db.session.get_one(Stay, stay)], at=AT,
            by=db.session.get_one(Person, by), base_url="https://r.example",
        )  # fmt: skip

    tally = race(arena, *undone_by_all(issue, size(1, 10)), together=False)
    measured(f"{tally}; {dict(tally.refused)}")
    assert not tally.other, tally.other
    assert found(arena, PAPERS) == [(f"DR-2026-{tally.ok:05d}", tally.ok, tally.ok)]
    assert found(arena, GAPS) == []
    assert faults(arena) == {}


# --- what holds it is the database -----------------------------------------------------------


class Office:
    """Clerks who number papers by hand."""

    def __init__(self, app: Flask) -> None:
        self.app, self.kinds = app, iter(("death_record", "handover", "intake_receipt"))
        with app.app_context(), writing():
            sealed = Media(sha256="0" * 64, size=1, mime="x", original_name="x", sealed_at=AT)
            db.session.add(sealed)
            db.session.commit()
            self.sealed, self.made = sealed.id, Counter[str]()

    def paper(self, kind: str, serial: int) -> sa.Insert:
        self.made[kind] += 1
        word = f"{kind[:2]}{self.made[kind]}"
        return sa.insert(Issued.__table__).values(
            kind=kind, year=2026, serial=serial, number=word, code=word, facts={}, sha256=word,
            paper_version=1, media_id=self.sealed, issued_at=AT, species_text="", animal_count=0,
            author="vet", approver="manager",
        )  # fmt: skip

    def look_up_the_last(self) -> Tally:
        """Sixteen look up the last number and each writes the next one."""
        kind, table = next(self.kinds), Issued.__table__

        def look(connection: Connection) -> int:
            last = sa.select(sa.func.max(table.c.serial)).where(table.c.kind == kind)
            return int(connection.scalar(last) or 0)

        return naive(self.app, look, lambda c, last: c.execute(self.paper(kind, last + 1)))

    def draw_lots(self) -> Tally:
        """Sixteen draw a number each, as from a sequence, and three in ten think better of it."""
        kind, dice = next(self.kinds), random.Random(7)
        numbers = [n for n in range(1, PEOPLE + 1) if n < 3 or dice.random() > 0.3]

        def write(connection: Connection, _: object) -> None:
            connection.execute(self.paper(kind, numbers.pop(0)))

        outcome = Tally()
        for _ in range(len(numbers)):  # one after the other: it is not a race that makes a gap
            one = naive(self.app, lambda _: None, write, people=1)
            outcome.ok += one.ok
            outcome.refused += one.refused
            outcome.other += one.other
        return outcome


def test_without_its_unique_rule_papers_share_a_number(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    office = Office(arena)
    kept = office.look_up_the_last()
    assert (kept.ok, dict(kept.refused)) == (1, {"uq_issued_document_serial": 15}), kept.other
    assert found(arena, TWINS) == []
    drop(arena, "uq_issued_document_serial")
    assert office.look_up_the_last().ok == PEOPLE
    (twins,) = found(arena, TWINS)
    assert twins.times == PEOPLE
    measured(f"kept 0, dropped 1 number on {twins.times} papers")


def test_without_its_trigger_numbers_have_gaps(
    arena: Flask, measured: Callable[[object], None]
) -> None:
    office = Office(arena)
    kept = office.draw_lots()
    assert set(kept.refused) == {"issued_document_has_no_gap"}, kept
    assert found(arena, GAPS) == []
    drop(arena, "issued_document_has_no_gap")
    assert not office.draw_lots().refused
    gaps = found(arena, GAPS)
    assert gaps
    measured(f"kept 0, dropped {len(gaps)} gaps")
