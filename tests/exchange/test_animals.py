"""An import of animals in care: every row stored, already there or reported; in doubt, not lost."""

from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.boards import search
from rescue_center.care.models import Weight
from rescue_center.db import db
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.enclosures.queries import place_of
from rescue_center.exchange.animal_plan import plan_animals, read_animals
from rescue_center.exchange.animal_rules import store_animals
from rescue_center.exchange.models import ImportRun
from rescue_center.species.models import Taxon
from rescue_center.species.rules import add_name
from tests.exchange.animal_makers import csv_of, imported, planned, row
from tests.exchange.stored import count, doubts, one, told
from tests.makers import AT, make_animal, make_case, make_unit

pytestmark = pytest.mark.usefixtures("loaded")


def test_an_animal_is_taken_in_with_all_that_the_old_books_say() -> None:
    unit = make_unit(code="B3", capacity=2)
    plan = imported(row(
        microchip="116 098 100 123 456", ring="KH-22;KH-23", tattoo="7", marks="torn left ear",
        weight_kg="41,5", weighed_on="2024-05-01", enclosure="b3", notes="Shy.",
    ))  # fmt: skip
    assert plan.sentence == "rows: 1, stored: 1, already there: 0, reported: 0"
    animal = one()
    stay = animal.stays[-1]
    assert (animal.name, animal.sex, animal.age_class, animal.count) == (
        "Sopheap", "female", "adult", 1,
    )  # fmt: skip
    assert animal.taxon.scientific_name == "Helarctos malayanus"
    assert animal.accession.startswith("2019-")
    assert clock.local(stay.began_at).isoformat() == "2019-03-04T12:00:00+07:00"
    assert stay.stage == Stage.LONG_TERM_CARE and stay.is_open
    assert animal.notes == "Shy.\nOrigin: Handed in at Takeo."
    assert [(m.kind, m.code, m.description) for m in animal.marks] == [
        ("microchip", "116098100123456", ""), ("ring", "KH-22", ""), ("ring", "KH-23", ""),
        ("tattoo", "7", ""), ("other", "", "torn left ear"),
    ]  # fmt: skip
    weight = db.session.scalars(sa.select(Weight).filter_by(animal_id=animal.id)).one()
    assert (weight.weight_g, clock.today(weight.at).isoformat()) == (41_500, "2024-05-01")
    place = place_of(animal.id)
    assert place is not None and (place.unit_id, place.began_at) == (unit.id, AT)
    assert doubts() == []


def test_a_second_import_adds_nothing_and_a_changed_row_is_reported() -> None:
    rows = [row(), row(number="", name="", count="12", species="Cuora amboinensis")]
    imported(*rows)
    again = imported(*rows)
    assert again.sentence == "rows: 2, stored: 0, already there: 2, reported: 0"
    assert (count(Animal), count(ImportRun)) == (2, 1)
    changed = planned(row(name="Mali", weight_g="40000"))
    assert [[column, reason] for _, column, reason in changed.told] == [
        ["name", f"PT-0412 is recorded already as {one().accession}. It said “Sopheap” and now "
         "says “Mali”: change that on the animal's page."],
        ["weight_g", f"PT-0412 is recorded already as {one().accession}. It said “nothing” and "
         "now says “40000”: change that on the animal's page."],
    ]  # fmt: skip


def test_the_number_of_the_old_books_is_found_by_the_search() -> None:
    imported(row(), row(number="B7", name=""))
    for typed in ("pt-0412", "PT 0412", "pt04"):
        assert [hit.key for hit in search.find(typed) if hit.kind == "animal"] == [one().accession]
    assert [hit.key for hit in search.find("b7")] == [one("B7").accession]


def test_two_rows_that_say_the_same_without_a_number_are_two_animals_in_doubt() -> None:
    twin = row(number="", name="")
    plan = imported(twin, twin)
    assert plan.stored == 2
    assert plan.rows[1].doubts[-1] == "another row says just the same: two animals?"
    assert imported(twin, twin).already == 2
    assert imported(twin, twin, twin).stored == 1


def test_one_number_of_two_animals_is_reported() -> None:
    plan = planned(row(), row(), row(name="Mali"))
    assert plan.told == [
        [3, "number", "It says the same as row 2."],
        [4, "number", "Row 2 has this number too: give each animal its own."],
    ]


def test_animals_of_a_case_are_its_and_held_with_it() -> None:
    case = make_case(external_ref="KH-900", evidence_hold=True)
    imported(
        row(case_number=case.number, received_on="2026-05"),
        row(number="2", case_number="KH-900", received_on=""),
    )
    assert one().case_id == one("2").case_id == case.id
    assert one().is_held and one().epi_group_id == one("2").epi_group_id
    assert clock.today(one().admitted_at) == clock.today(one("2").admitted_at) == case.happened_on
    early = told(number="3", case_number=case.number, received_on="2025")
    assert early[0][0] == "received_on" and "cannot have come before that" in early[0][1]


def test_what_came_today_came_by_now() -> None:
    imported(row(received_on="2026-05-12", weight_g="40000", weighed_on="2026-05-12"))
    assert one().admitted_at == AT


def test_species_are_known_by_any_name() -> None:
    for number, named in enumerate(("sun bears", "HELARCTOS MALAYANUS",
                                    "Sun bear (Helarctos malayanus)")):  # fmt: skip
        imported(row(number=f"s{number}", name="", species=named))
        assert one(f"s{number}").taxon.scientific_name == "Helarctos malayanus"
    before = count(Taxon)
    assert planned(row(number="9", scientific_name="Novum genus")).stored == 1
    assert count(Taxon) == before


def test_a_common_name_of_two_species_names_neither() -> None:
    first, second = make_animal().taxon, make_animal().taxon
    for taxon in (first, second):
        add_name(taxon, "Tortue", kind="common", by=None, at=AT)
    assert told(species="tortue") == [
        ["species", "“tortue” can mean several: add the scientific name."]
    ]


def test_a_row_that_is_refused_meanwhile_is_reported_and_the_others_stand() -> None:
    raw = csv_of(*(row(number=str(n), name=f"Bear {n}") for n in range(1, 8))).encode()
    plan = plan_animals(read_animals(raw), AT)
    imported(row(number="4", name="somebody was quicker"))
    for _ in store_animals(plan, file_name="a.csv", raw=raw, by=None, at=AT):
        pass
    assert plan.sentence == "rows: 7, stored: 6, already there: 0, reported: 1"
    assert plan.told == [[5, "species", "Somebody took this row in a moment ago."]]
    assert one("4").name == "somebody was quicker" and one("7").name == "Bear 7"
    assert db.session.scalars(sa.select(ImportRun.stored).order_by(ImportRun.id)).all() == [1, 6]


def test_many_rows_cost_few_statements() -> None:
    make_unit(code="T1", capacity=999)
    rows = [row(number=str(n), species="Cuora amboinensis", enclosure="T1", weight_g="1200",
                microchip=f"116{n:012d}") for n in range(1, 101)]  # fmt: skip
    statements: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_: Any) -> None:
        statements.append(statement)

    engine = db.session.get_bind()
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        assert imported(*rows).stored == 100
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    others = [text for text in statements if not text.startswith("INSERT")]
    assert len(others) < 60, others
    assert count(Housing) == 100
    assert db.session.scalars(sa.select(Unit.n).filter_by(code="T1")).one() == 100
