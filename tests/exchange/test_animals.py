"""An import of animals in care: every row stored, already there or reported; in doubt, not lost."""

from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal, Mark
from rescue_center.boards import search
from rescue_center.care.models import Weight
from rescue_center.db import db
from rescue_center.enclosures.models import Housing, Unit
from rescue_center.enclosures.queries import place_of
from rescue_center.exchange.animal_cells import order_of
from rescue_center.exchange.animal_plan import plan_animals, read_animals
from rescue_center.exchange.animal_rules import store_animals
from rescue_center.exchange.models import ImportRun, OldRecord
from rescue_center.species.models import Taxon
from rescue_center.species.rules import add_name
from tests.exchange.animal_makers import csv_of, imported, planned, row
from tests.makers import AT, make_animal, make_case, make_unit

pytestmark = pytest.mark.usefixtures("loaded")


def one(number: str = "PT-0412") -> Animal:
    query = sa.select(Animal).join(OldRecord, OldRecord.animal_id == Animal.id)
    return db.session.scalars(query.where(OldRecord.number == number)).one()


def doubts(number: str = "PT-0412") -> list[Any]:
    query = sa.select(OldRecord.doubts).where(OldRecord.number == number)
    return db.session.scalars(query).one()


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def told(**cells: str) -> list[list[Any]]:
    plan = planned(row(**cells))
    assert plan.stored + plan.reported == 1
    return [[column, reason] for _, column, reason in plan.told]


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


WRONG: list[tuple[dict[str, str], str, str]] = [
        ({"count": "-3"}, "count", "less than nothing"),
        ({"count": "0"}, "count", "not in care"),
        ({"count": "2.5"}, "count", "write 2.3.0"),
        ({"count": "100001"}, "count", "more than 100,000"),
        ({"count": "many"}, "count", "not a number"),
        ({"species": "", "scientific_name": ""}, "species", "say what the animal is"),
        ({"species": "Jackalope"}, "species", "No species here is called “Jackalope”"),
        ({"scientific_name": "3 kinds"}, "scientific_name", "does not read"),
        ({"received_on": "2027-01-01"}, "received_on", "in the future"),
        ({"received_on": "04/05/2019"}, "received_on", "can be read two ways"),
        ({"weighed_on": "2018-01-01"}, "weighed_on", "before it came"),
        ({"status_since": "2018"}, "status_since", "before it came"),
        ({"microchip": "1160981001234"}, "microchip", "this has 13"),
        ({"microchip": "1.16098E+14"}, "microchip", "the spreadsheet shortened"),
        ({"microchip": "999098100123456"}, "microchip", "test chips only"),
        ({"count": "3", "microchip": "116098100123456"}, "microchip", "cannot have one chip"),
        ({"weight_g": "-5"}, "weight_g", "cannot be the weight"),
        ({"weight_g": "2000000"}, "weight_g", "cannot be right for Sun bear"),
        ({"weight_g": "5", "weight_kg": "5"}, "weight_kg", "given twice"),
        ({"status": "died"}, "status", "Only animals in care"),
        ({"name": "=HYPERLINK(1)"}, "name", "like a formula"),
        ({"name": "x" * 81}, "name", "at most 80 fit"),
        ({"ring": "—"}, "ring", "no code"),
]  # fmt: skip


def test_what_cannot_be_true_is_reported() -> None:
    plan = planned(*(row(number=str(n)) | cells for n, (cells, _, _) in enumerate(WRONG)))
    assert plan.stored == 0
    assert [[number, column] for number, column, _ in plan.told] == [
        [n, column] for n, (_, column, _) in enumerate(WRONG, start=2)
    ]
    for (_, _, words), (_, _, reason) in zip(WRONG, plan.told, strict=True):
        assert words in reason


DOUBTFUL: list[tuple[dict[str, str], str]] = [
        ({"count": "", "name": ""}, "the number is not said: taken as one animal; count again"),
        ({"count": "about 12"}, "the number is approximate (“about 12”); count again"),
        ({"sex": "yes"}, "the sex is “yes”, which is not in the list"),
        ({"age_class": "7 y"}, "the age is “7 y”, which is not in the list"),
        ({"sex": "mixed"}, "one animal of mixed sex"),
        ({"received_on": ""}, "the day it came is not known: the day of the import stands"),
        ({"received_on": "2019"}, "of the day it came only the year is known"),
        ({"weight_g": "40000"}, "the day of the weighing is not said: taken as the day it came"),
        ({"weight_g": "4000"}, "Adults of Sun bear weigh 25 kg to 65 kg; this is 4 kg."),
        ({"status": "happy"}, "the status is “happy”, which is not in the list"),
        ({"species": "Cyclemys sp."}, "identified to the genus only"),
        ({"species": "x", "scientific_name": "Cuora mouhotii; Cuora zhoui"},
         "one of several: Cuora mouhotii; Cuora zhoui"),
        ({"species": "newt", "scientific_name": "Ichthyosaura alpestris"},
         "Ichthyosaura alpestris is new in the list of species"),
        ({"microchip": "012*345*678"}, "012345678 is not an ISO chip"),
        ({"case_number": "1999-001"}, "case “1999-001” is not recorded"),
        ({"enclosure": "Z9"}, "there is no enclosure “Z9”: not housed"),
        ({"status": "quarantine"},
         "no quarantine enclosure is named: begin its quarantine on its page"),
]  # fmt: skip


def test_what_is_in_doubt_is_stored_with_the_doubt() -> None:
    plan = imported(*(row(number=str(n)) | cells for n, (cells, _) in enumerate(DOUBTFUL)))
    assert plan.stored == len(DOUBTFUL), plan.told
    assert not [said for n, (_, said) in enumerate(DOUBTFUL) if said not in doubts(str(n))]


def test_a_count_of_males_females_and_unknown_is_their_sum() -> None:
    imported(row(count="2.3.1", name=""), row(number="2", count="0.4.0", sex="", name=""))
    assert (one().count, one().sex, one().kind) == (6, "female", "lot")
    assert (one("2").count, one("2").sex) == (4, "female")


def test_days_are_read_in_the_order_that_the_file_shows() -> None:
    assert order_of(["04/06/2016", "25/06/2016"]) == "day first"
    assert order_of(["06/25/2016", "04/06/2016"]) == "month first"
    assert order_of(["04/06/2016"]) == order_of(["13/02/2016", "02/13/2016"]) == ""
    plan = imported(row(received_on="04/06/2016"), row(number="2", received_on="25/06/2016 00:00"))
    assert plan.notes == ["Days like 04/06/2016 are read with the day first, as others here show."]
    assert clock.today(one().admitted_at).isoformat() == "2016-06-04"


def test_a_chip_is_of_one_animal_in_the_file_and_on_the_books() -> None:
    chip = "116098100123456"
    plan = imported(row(microchip=chip), row(number="2", microchip=chip))
    assert plan.told == [[3, "microchip", "Row 2 has this chip too: which is right?"]]
    later = planned(row(number="3", microchip=chip))
    assert later.told == [[2, "microchip", f"This chip belongs to {one().accession} already."]]
    assert count(Mark) == 1


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
