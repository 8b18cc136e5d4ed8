"""One row: accepted with its doubts as a sensible registrar would, or reported by column."""

from datetime import date
from decimal import Decimal

import pytest

from rescue_center.exchange.case_cells import Codes
from rescue_center.exchange.case_reading import RowFacts, read_row
from rescue_center.exchange.sheet import Row
from tests.exchange.makers import row

CODES = Codes(
    frozenset({"VESSEL", "OTHER", "UNK", "ROADBLOCK", "MARKET"}),
    frozenset({"LIV", "BOD", "MEA", "SCA", "OTH", "UNK", "IVP", "TUS"}),
    date(2026, 5, 12),
)


def read(**cells: str) -> RowFacts:
    facts = read_row(Row(2, row(**cells)), CODES)
    assert isinstance(facts, RowFacts), facts
    return facts


def test_a_sound_row_is_read_without_a_doubt() -> None:
    facts = read()
    assert (facts.happened_on, facts.precision) == (date(2016, 6, 4), "day")
    assert facts.agencies == ("Forestry Administration", "Customs")
    assert (facts.quantity, facts.unit, facts.condition) == (Decimal(21), "individual", "alive")
    assert (facts.location_type, facts.specimen, facts.persons) == ("VESSEL", "LIV", 0)
    assert facts.doubts == ()


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("", None, "unknown"),
        ("2016", date(2016, 1, 1), "year"),
        ("2016-06", date(2016, 6, 1), "month"),
        ("June 2016", date(2016, 6, 1), "month"),
        ("4 Jun 2016", date(2016, 6, 4), "day"),
        ("២០១៦", date(2016, 1, 1), "year"),
    ],
)
def test_a_date_is_taken_as_far_as_it_is_known(
    typed: str, day: date | None, precision: str
) -> None:
    facts = read(date=typed)
    assert (facts.happened_on, facts.precision) == (day, precision)


@pytest.mark.parametrize(
    ("cells", "doubt"),
    [
        ({"count": ""}, "number was not published"),
        ({"unit": ""}, "taken as animals"),
        ({"unit": "kg", "count": "13.8"}, "only the weight is known"),
        ({"alive": "mixed"}, "not told apart"),
        ({"alive": "no"}, "live and dead at once"),
        ({"location_type": "spaceship"}, "“spaceship”"),
        ({"specimen": "claws"}, "“claws”"),
        ({"count": "26", "outcome_as_reported": "about 26 in truck"}, "approximate"),
        ({"count": "1000", "outcome_as_reported": "1000 or more, no permits"}, "approximate"),
        ({"count": "900", "outcome_as_reported": "over 900"}, "approximate"),
        ({"count": "500", "outcome_as_reported": "approximately; on dead ones"}, "approximate"),
        ({"count": "1600", "outcome_as_reported": "around 1,600 birds"}, "approximate"),
    ],
)
def test_a_doubt_is_stored_not_refused(cells: dict[str, str], doubt: str) -> None:
    assert any(doubt in said for said in read(**cells).doubts), read(**cells).doubts


def test_another_number_in_the_report_is_no_doubt_about_this_one() -> None:
    assert read(count="35", outcome_as_reported="about 100 kg; handed over").doubts == ()


def test_blank_cells_are_blank_facts() -> None:
    facts = read(country_iso2="", place="", location_type="", agency="", persons_apprehended="",
                 outcome_as_reported="", source_url="", alive="", specimen="")  # fmt: skip
    assert (facts.country, facts.place, facts.location_type, facts.agencies) == ("", "", "UNK", ())
    assert (facts.persons, facts.condition, facts.specimen) == (None, "unknown", "UNK")


def test_a_row_may_name_the_species_in_one_of_two_ways() -> None:
    assert read(species_common_as_reported="").common == "Heosemys grandis"
    assert read(scientific_name="").scientific == ""


def test_ivory_is_a_tusk_where_the_report_says_so() -> None:
    assert read(specimen="ivory", species_common_as_reported="elephant tusk").specimen == "TUS"
    assert read(specimen="ivory", species_common_as_reported="ivory").specimen == "IVP"


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"event_id": ""}, "event_id", "names its event"),
        ({"event_id": "x" * 61}, "event_id", "61 characters; at most 60"),
        ({"event_type": "theft"}, "event_type", "“theft” is none of seizure"),
        ({"event_type": ""}, "event_type", "is none of"),
        ({"date": "2016-13"}, "date", "is not a day"),
        ({"date": "04/06/2016"}, "date", "read two ways"),
        ({"date": "2016-02-30"}, "date", "is not a day"),
        ({"date": "2027"}, "date", "in the future"),
        ({"date": "1066"}, "date", "1900 or later"),
        ({"date": "soon" * 20}, "date", "too long"),
        ({"country_iso2": "Cambodia"}, "country_iso2", "two letters"),
        ({"place": "x" * 301}, "place", "at most 300"),
        ({"agency": "x" * 201}, "agency", "more than 200"),
        ({"species_common_as_reported": "", "scientific_name": ""}, "species_common_as_reported",
         "say what the animals are"),
        ({"species_common_as_reported": "x" * 301}, "species_common_as_reported", "at most 300"),
        ({"count": "-3"}, "count", "less than nothing"),
        ({"count": "0"}, "count", "Zero animals"),
        ({"count": "2.5"}, "count", "whole number"),
        ({"count": "1,500"}, "count", "thousands or decimals"),
        ({"count": "1,500", "unit": "kg"}, "count", "thousands or decimals"),
        ({"count": "1.000"}, "count", "thousands or decimals"),
        ({"count": "1.500.000"}, "count", "between thousands"),
        ({"count": "many"}, "count", "not a number"),
        ({"count": "1e9"}, "count", "not a number"),
        ({"count": "NaN"}, "count", "not a number"),
        ({"count": "99999999"}, "count", "more than 10,000,000"),
        ({"count": "9" * 500}, "count", "too long"),
        ({"count": "1.23456", "unit": "kg"}, "count", "three decimals"),
        ({"unit": "sacks"}, "unit", "none of individual, kg, pieces"),
        ({"alive": "maybe"}, "alive", "none of yes, no, mixed"),
        ({"persons_apprehended": "two"}, "persons_apprehended", "not a number"),
        ({"persons_apprehended": "-1"}, "persons_apprehended", "number of people"),
        ({"persons_apprehended": "1.5"}, "persons_apprehended", "number of people"),
        ({"outcome_as_reported": "x" * 5001}, "outcome_as_reported", "at most 5000"),
        ({"source_url": "x" * 2001}, "source_url", "at most 2000"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_reported_with_its_column(
    cells: dict[str, str], column: str, words: str
) -> None:
    reports = read_row(Row(7, row(**cells)), CODES)
    assert isinstance(reports, list)
    assert [(r.row, r.column) for r in reports] == [(7, column)]
    assert words in reports[0].reason
    assert str(reports[0]).startswith(f"row 7, {column}: ")


def test_every_fault_of_a_row_is_reported_at_once() -> None:
    reports = read_row(Row(7, row(date="soon", count="-1", unit="sacks")), CODES)
    assert isinstance(reports, list)
    assert [r.column for r in reports] == ["date", "count", "unit"]


def test_a_row_is_told_from_others_by_what_it_is_about() -> None:
    refs = {
        read(**cells).ref
        for cells in (
            {}, {"event_id": "KH-901"}, {"species_common_as_reported": "turtle"}, {"alive": "no"},
            {"scientific_name": "Cyclemys sp."}, {"unit": "kg"}, {"specimen": "body"},
        )
    }  # fmt: skip
    assert len(refs) == 7
    assert read(count="9", place="x").ref == read().ref
