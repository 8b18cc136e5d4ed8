"""How animals come onto the books, come back, and are put right."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.animals import ledger, life, rules
from rescue_center.animals.admission import Newcomer
from rescue_center.animals.life import Stage
from rescue_center.errors import Refused
from rescue_center.journal.models import Entry
from tests.makers import (
    AT,
    DAY,
    HOUR,
    make_animal,
    make_case,
    make_lot,
    make_order,
    make_person,
    make_taxon,
)

pytestmark = pytest.mark.usefixtures("session")


def test_an_admitted_animal_has_a_number_a_stay_an_identification_and_a_count() -> None:
    taxon = make_taxon("Python bivittatus")
    one = make_animal(taxon=taxon, name="Môm ")
    two = make_animal(taxon=taxon)
    assert (one.accession, two.accession) == ("2026-00001", "2026-00002")
    assert (one.count, one.kind, one.name, one.name_folded) == (1, "individual", "Môm", "mom")
    assert one.stay is not None and one.stay.is_open and one.stay.stage == Stage.ADMITTED
    assert [i.taxon for i in one.identifications] == [taxon]
    assert ledger.balance(one) == ledger.balance(one, AT) == 1
    assert ledger.balance(one, AT - HOUR) == 0


def test_many_are_admitted_at_once_or_none() -> None:
    case, taxon = make_case(evidence_hold=True), make_taxon()
    last_year = AT.replace(year=2025)
    newcomers = [
        Newcomer(taxon, 1, AT, case=case),
        Newcomer(taxon, 30, AT, case=case),
        Newcomer(taxon, 1, last_year),
        Newcomer(taxon, 2, AT, name="Twins"),
    ]
    many = rules.admit_all(newcomers, by=None)
    assert [(a.accession, a.count, a.kind, a.holds) for a in many] == [
        ("2026-00001", 1, "individual", 1), ("2026-00002", 30, "lot", 1),
        ("2025-00001", 1, "individual", 0), ("2026-00003", 2, "lot", 0),
    ]  # fmt: skip
    assert many[0].epi_group is many[1].epi_group is not many[2].epi_group
    with pytest.raises(Refused, match="from 1 to"):
        rules.admit_all([*newcomers, Newcomer(taxon, 0, AT)], by=None)
    assert make_animal().accession == "2026-00004"
    assert rules.admit_all([], by=None) == []


def test_the_year_of_the_number_is_that_of_the_centres_clock() -> None:
    new_year_at_the_centre = AT.replace(year=2025, month=12, day=31, hour=18)
    assert make_animal(at=new_year_at_the_centre).accession.startswith("2026-")


@pytest.mark.parametrize("count", [0, -1, 100_001])
def test_an_absurd_count_is_refused(count: int) -> None:
    with pytest.raises(Refused, match="from 1 to 100,000") as refused:
        make_lot(count)
    assert refused.value.field == "count"


def test_an_animal_does_not_arrive_before_its_case_happened() -> None:
    with pytest.raises(Refused, match="1 May 2026"):
        make_animal(case=make_case(), at=AT - 20 * DAY)


def test_an_individual_has_one_sex() -> None:
    with pytest.raises(Refused, match="mixed sex"):
        make_animal(sex="mixed")
    assert make_lot(2, sex="mixed").sex == "mixed"


def test_the_animals_of_a_case_are_one_epidemiological_group() -> None:
    case = make_case()
    one, two, other = make_animal(case=case), make_lot(case=case), make_animal()
    assert one.epi_group_id == two.epi_group_id != other.epi_group_id is not None


def test_an_animal_that_got_away_comes_back_as_the_same_animal() -> None:
    animal = make_animal()
    assert animal.stay is not None
    with pytest.raises(Refused, match="admitted; it cannot begin a new stay"):
        rules.new_stay(animal, by=None, at=AT + DAY)
    ledger.post(animal, "escape", -1, by=None, at=AT + HOUR)
    life.move(animal.stay, Stage.ESCAPED, by=None, at=AT + HOUR)
    with pytest.raises(Refused, match="cannot have come back before"):
        rules.new_stay(animal, by=None, at=AT)
    stay = rules.new_stay(animal, by=None, at=AT + DAY)
    ledger.post(animal, "recapture", 1, by=None, at=AT + DAY)
    assert (stay.number, animal.stay, animal.count) == (2, stay, 1)


def test_a_dead_animal_does_not_come_back() -> None:
    animal = make_animal()
    assert animal.stay is not None
    ledger.post(animal, "death", -1, by=None, at=AT + HOUR)
    life.move(animal.stay, Stage.DEAD, by=None, at=AT + HOUR)
    with pytest.raises(Refused, match="is dead"):
        rules.new_stay(animal, by=None, at=AT + DAY)


def test_an_animal_that_escaped_while_held_is_held_when_it_comes_back() -> None:
    case = make_case(evidence_hold=True)
    animal = make_animal(case=case)
    ledger.post(animal, "escape", -1, by=None, at=AT + HOUR)
    life.move(animal.stay, Stage.ESCAPED, by=None, at=AT + HOUR)  # type: ignore[arg-type]
    stay = rules.new_stay(animal, by=None, at=AT + DAY)
    assert stay.holds == 1 == len(stay.open_holds)


# --- amending, identifying, recounting ----------------------------------------------------------


def test_amending_keeps_what_was_there_in_the_journal(session: scoped_session[Session]) -> None:
    clerk, animal = make_person("registrar"), make_animal()
    rules.amend(animal, {"name": "Mali", "sex": "female"}, by=clerk, at=AT + HOUR)
    journal.settle()
    entry = session.query(Entry).filter_by(verb="amended").one()
    assert entry.before == {"name": "", "sex": "unknown"}
    assert entry.after == {"name": "Mali", "sex": "female"}
    assert animal.name_folded == "mali"


def test_a_new_identification_is_a_new_row() -> None:
    vet, animal, other = make_person("vet"), make_animal(), make_taxon("Cyclemys oldhamii")
    before = animal.taxon
    rules.identify(animal, other, by=vet, at=AT + HOUR, basis="Plastron pattern")
    assert [i.taxon for i in animal.identifications] == [before, other]
    assert animal.taxon is other
    with pytest.raises(Refused, match="identified as that already"):
        rules.identify(animal, other, by=vet, at=AT + HOUR, basis="Again")


def test_the_identity_of_evidence_changes_only_on_an_experts_word_or_an_order() -> None:
    case = make_case(evidence_hold=True)
    animal, other = make_animal(case=case), make_taxon()
    vet, officer = make_person("vet"), make_person("officer")
    with pytest.raises(Refused, match="name the expert"):
        rules.identify(animal, other, by=officer, at=AT + HOUR, basis="Looks like it")
    with pytest.raises(Refused, match="a case officer, the registrar or the manager"):
        rules.identify(animal, other, by=vet, at=AT + HOUR, basis="Key", expert="Dr Lim")
    rules.identify(animal, other, by=officer, at=AT + HOUR, basis="Key", expert="Dr Lim")
    assert animal.identifications[-1].basis == "Key (expert: Dr Lim)"
    order = make_order(case, kind="other")
    rules.identify(animal, make_taxon(), by=vet, at=AT + HOUR, basis="DNA", order=order)


def test_a_recount_that_agrees_writes_no_ledger_row(session: scoped_session[Session]) -> None:
    lot = make_lot(10)
    assert rules.recount(lot, 10, by=make_person(), at=AT + HOUR) is None
    journal.settle()
    assert session.query(Entry).filter_by(verb="recounted").one().after == {"count": 10}


def test_a_recount_that_differs_needs_a_reason_and_a_second_person() -> None:
    lot, sok, lim = make_lot(1000), make_person(), make_person()
    with pytest.raises(Refused, match="why the count differs"):
        rules.recount(lot, 999, by=sok, at=AT + HOUR)
    rules.recount(lot, 995, by=sok, at=AT + HOUR, reason="Hidden in the mud")
    assert lot.count == 995
    with pytest.raises(Refused, match="a second person"):
        rules.recount(lot, 989, by=sok, at=AT + HOUR, reason="Again")
    with pytest.raises(Refused, match="somebody else"):
        rules.recount(lot, 989, by=sok, at=AT + HOUR, reason="Again", second_by=sok)
    entry = rules.recount(lot, 989, by=sok, at=AT + HOUR, reason="Again", second_by=lim)
    assert entry is not None and (entry.delta, entry.second_by_id) == (-6, lim.id)


def test_two_percent_of_a_small_lot_is_less_than_one_animal() -> None:
    with pytest.raises(Refused, match="a second person"):
        rules.recount(make_lot(10), 9, by=make_person(), at=AT + HOUR, reason="One less")


def test_a_lot_is_not_counted_down_to_nothing() -> None:
    with pytest.raises(Refused, match="what became of them"):
        rules.recount(make_lot(10), 0, by=make_person(), at=AT + HOUR, reason="All gone")


def test_a_late_recount_is_measured_against_that_time() -> None:
    lot, sok = make_lot(1000), make_person()
    ledger.post(lot, "death", -100, by=None, at=AT + 3 * DAY)
    rules.recount(lot, 998, by=sok, at=AT + DAY, reason="Counted on the second day")
    assert (ledger.balance(lot, AT + DAY), lot.count) == (998, 898)


def test_a_record_that_was_struck_out_is_left_alone(session: scoped_session[Session]) -> None:
    animal, clerk = make_animal(), make_person()
    animal.voided_at, animal.voided_by_id, animal.void_reason = AT, clerk.id, "Entered twice"
    for verb in (
        lambda: rules.amend(animal, {"name": "X"}, by=clerk, at=AT + timedelta(hours=1)),
        lambda: rules.identify(animal, make_taxon(), by=clerk, at=AT, basis="x"),
    ):
        with pytest.raises(Refused, match="Entered twice"):
            verb()
