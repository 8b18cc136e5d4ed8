"""An import of cases: every row stored, already there or reported; nothing half done, twice the
same as once."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

import rescue_center.exchange
from rescue_center import journal
from rescue_center.cases import manifest_rules, rules
from rescue_center.cases.models import Case, ManifestLine
from rescue_center.db import db
from rescue_center.exchange.case_plan import plan_cases, read_cases
from rescue_center.exchange.models import ImportRun
from rescue_center.exchange.rules import store_cases
from rescue_center.journal.models import Entry
from rescue_center.species.models import Taxon, TaxonName
from tests.exchange.makers import imported, planned, row
from tests.makers import AT, make_person

pytestmark = pytest.mark.usefixtures("loaded")
REAL = Path(rescue_center.exchange.__file__).parent / "data" / "real_cases.csv"


def case(ref: str = "KH-900") -> Case:
    return db.session.scalars(sa.select(Case).where(Case.external_ref == ref)).one()


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_every_row_of_the_real_cases_is_stored_and_a_second_import_adds_nothing() -> None:
    raw = REAL.read_bytes()
    plan = plan_cases(read_cases(raw), AT)
    assert plan.sentence == "rows: 343, stored: 343, already there: 0, reported: 0"
    run = store_cases(plan, file_name=REAL.name, raw=raw, by=None, at=AT)
    assert run is not None
    assert (count(Case), count(ManifestLine)) == (167, 343)
    taxa = count(Taxon)

    again = plan_cases(read_cases(raw), AT)
    assert again.sentence == "rows: 343, stored: 0, already there: 343, reported: 0"
    assert store_cases(again, file_name=REAL.name, raw=raw, by=None, at=AT) is None
    assert (count(Case), count(ManifestLine), count(ImportRun)) == (167, 343, 1)
    assert count(Taxon) == taxa

    boat = case("KH-001")
    assert boat.happened_text == "4 Jun 2016"
    assert sum(one.heads or 0 for one in boat.lines) == 785
    assert [one.name for one in boat.agencies][1:] == ["Cambodian Customs"]
    assert case("KH-044").follows is case("KH-042")
    assert case("KH-042").follows is None
    assert case("CM-005").follows is case("CM-003")
    assert "CM-004" in case("CM-005").doubts


def test_doubts_are_kept_with_the_line_they_are_about() -> None:
    imported(
        row(scientific_name="Cyclemys sp.", species_common_as_reported="leaf turtle", count=""),
        row(scientific_name="Sus scrofa; Muntiacus muntjak", species_common_as_reported="meat"),
        row(scientific_name="", species_common_as_reported="bushmeat"),
        row(scientific_name="", species_common_as_reported="Sun Bear"),
        row(scientific_name="3 kinds?", species_common_as_reported="birds"),
        row(scientific_name="Naja cf. kaouthia", species_common_as_reported="cobra"),
    )
    genus, several, none, common, unread, unsure = case().lines
    assert genus.taxon is not None and genus.taxon.rank == "genus"
    assert (genus.taxon.scientific_name, genus.qualifier) == ("Cyclemys", "sp.")
    assert genus.doubts == "the number was not published; identified to the genus only"
    assert (several.taxon, several.doubts) == (
        None, "several species in one lot: Sus scrofa; Muntiacus muntjak",
    )  # fmt: skip
    assert (none.taxon, none.doubts) == (None, "no scientific name was published")
    assert common.taxon is not None and "common name alone" in common.doubts
    assert (unread.taxon, "does not read" in unread.doubts) == (None, True)
    assert unsure.taxon is not None and unsure.qualifier == "cf."


def test_a_case_says_how_well_its_day_is_known() -> None:
    imported(row(event_id="A-1", date=""), row(event_id="A-2", date="2016"), row(event_id="A-3"))
    assert case("A-1").doubts == "the day was not published"
    assert case("A-2").doubts == "only the year is known"
    assert case("A-3").doubts == ""


def test_a_missing_taxon_is_added_once_with_the_doubt_and_placed_like_its_relatives() -> None:
    imported(
        row(scientific_name="Accipiter badius", species_common_as_reported="shikra"),
        row(scientific_name="accipiter  BADIUS", species_common_as_reported="hawk"),
    )
    added = db.session.scalars(sa.select(Taxon).where(Taxon.uncertain == "added by import")).all()
    assert [taxon.scientific_name for taxon in added] == ["Accipiter badius"]
    (hawk,) = added
    assert (hawk.class_name, hawk.group and hawk.group.key) == ("Aves", "raptor")
    assert (hawk.cites, hawk.iucn) == ("?", "NE")
    assert {n.name for n in hawk.names} == {"Accipiter badius", "shikra"}
    names = db.session.scalars(sa.select(TaxonName).where(TaxonName.name == "shikra")).one()
    assert names.uncertain == "as declared; added by import"


def test_a_synonym_finds_its_species() -> None:
    imported(row(scientific_name="Hieremys annandalii"))
    taxon = case().lines[0].taxon
    assert taxon is not None and taxon.scientific_name == "Heosemys annandalii"


def test_a_bad_row_is_reported_and_the_good_ones_are_stored() -> None:
    plan = imported(row(), row(event_id="KH-901", count="-3"), row(event_id="KH-902"))
    assert plan.sentence == "rows: 3, stored: 2, already there: 0, reported: 1"
    assert [(r.row, r.column) for r in plan.reports] == [(3, "count")]
    assert count(Case) == 2


def test_all_or_nothing_stores_nothing_where_a_row_is_reported() -> None:
    plan = planned(row(), row(event_id="KH-901", count="-3"))
    plan.all_or_nothing()
    assert plan.sentence == "rows: 2, stored: 0, already there: 0, reported: 2"
    assert store_cases(plan, file_name="x", raw=b"", by=None, at=AT) is None
    sound = planned(row())
    sound.all_or_nothing()
    assert sound.stored == 1


def test_a_mended_row_joins_the_case_of_its_event() -> None:
    imported(row(), row(species_common_as_reported="python", count="-2"))
    plan = imported(row(), row(species_common_as_reported="python", count="2"))
    assert plan.sentence == "rows: 2, stored: 1, already there: 1, reported: 0"
    assert [(one.position, one.declared_name) for one in case().lines] == [
        (1, "giant Asian pond turtle"), (2, "python"),
    ]  # fmt: skip


TWINS: list[tuple[dict[str, str], str, str]] = [
    ({}, "species_common_as_reported", "same as row 2"),
    ({"count": "22"}, "count", "Row 2 gives 21 of the same animals, this row 22"),
    ({"species_common_as_reported": "python", "date": "2016-06-05"}, "date", "2016-06-04"),
    ({"species_common_as_reported": "python", "event_type": "release"}, "event_type", "seizure"),
    ({"species_common_as_reported": "python", "place": "Poipet"}, "place", "Koh Thom"),
    ({"species_common_as_reported": "python", "country_iso2": "VN"}, "country_iso2", "KH"),
    ({"species_common_as_reported": "python", "location_type": "market"}, "location_type", "VES"),
    ({"species_common_as_reported": "python", "persons_apprehended": "3"}, "persons_apprehended",
     "“0”"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "words"), TWINS, ids=[t[1] for t in TWINS])
def test_rows_of_one_event_that_contradict_each_other_are_reported(
    cells: dict[str, str], column: str, words: str
) -> None:
    plan = planned(row(), row(**cells))
    (report,) = plan.reports
    assert (report.row, report.column) == (3, column)
    assert words in report.reason


def test_a_blank_fact_is_taken_from_another_row_of_the_event() -> None:
    imported(
        row(date="", place="", persons_apprehended="", agency="Customs"),
        row(species_common_as_reported="python", agency="customs; Police"),
    )
    assert case().happened_text == "4 Jun 2016"
    assert (case().place, case().persons_apprehended) == ("Koh Thom district", 0)
    assert [one.name for one in case().agencies] == ["Customs", "Police"]


def test_what_is_recorded_is_never_overwritten() -> None:
    imported(row())
    plan = imported(row(count="22"))
    assert plan.sentence == "rows: 1, stored: 0, already there: 0, reported: 1"
    assert "recorded already, with 21, and now says 22" in plan.reports[0].reason
    assert case().lines[0].quantity == Decimal(21)


def test_a_line_that_was_struck_out_does_not_come_back() -> None:
    imported(row())
    manifest_rules.strike_line(case().lines[0], by=make_person(), at=AT, reason="miscounted")
    plan = imported(row())
    assert plan.sentence == "rows: 1, stored: 0, already there: 1, reported: 0"
    assert case().open_lines == []


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"date": "2016-06-05"}, "date", "4 Jun 2016"),
        ({"event_type": "release"}, "event_type", "seizure"),
    ],
)
def test_a_new_row_must_agree_with_the_case_that_is_recorded(
    cells: dict[str, str], column: str, words: str
) -> None:
    imported(row())
    (report,) = planned(row(species_common_as_reported="python", **cells)).reports
    assert (report.column, words in report.reason) == (column, True)


def test_a_case_that_is_struck_out_takes_no_more_rows() -> None:
    imported(row())
    rules.void_case(case(), by=make_person(), at=AT, reason="entered twice")
    (report,) = planned(row(species_common_as_reported="python")).reports
    assert "struck out" in report.reason


def test_a_release_follows_the_seizure_that_it_names_and_not_the_other_way() -> None:
    imported(
        row(event_id="A-10", outcome_as_reported="all released (A-11)"),
        row(event_id="A-11", event_type="release", outcome_as_reported="release from A-10"),
        row(event_id="A-12", event_type="release", outcome_as_reported="from ZZ-1 and A-12"),
    )
    assert case("A-11").follows is case("A-10")
    assert case("A-10").follows is None
    assert case("A-12").follows is None


def test_a_release_follows_a_case_of_an_earlier_import() -> None:
    imported(row(event_id="A-10"))
    imported(row(event_id="A-11", event_type="release", outcome_as_reported="of A-10"))
    assert case("A-11").follows is case("A-10")


def test_events_that_follow_each_other_in_a_circle_are_stored_with_the_doubt() -> None:
    imported(
        row(event_id="A-10", event_type="release", outcome_as_reported="from A-11"),
        row(event_id="A-11", event_type="transfer", outcome_as_reported="from A-10"),
    )
    assert case("A-10").follows is case("A-11")
    assert case("A-11").follows is None
    assert "also names A-10" in case("A-11").doubts


def test_an_import_is_remembered_and_in_the_journal(session: scoped_session[Session]) -> None:
    by = make_person("registrar")
    imported(row(), row(event_id="KH-901", count="-3"), by=by)
    journal.settle()
    run = session.scalars(sa.select(ImportRun)).one()
    assert (run.total, run.stored, run.already, run.reported) == (2, 1, 0, 1)
    assert run.reports[0][:2] == [3, "count"]
    entries = session.scalars(sa.select(Entry).order_by(Entry.seq)).all()
    assert [e.verb for e in entries if e.person_id == by.id] == [
        "opened the case",
        "imported cases",
    ]
    with pytest.raises(sa.exc.DBAPIError, match="import_run_is_append_only"):
        session.execute(sa.text("UPDATE import_run SET stored = 9, total = 10"))


def test_cases_are_numbered_in_the_order_of_the_file() -> None:
    imported(row(event_id="A"), row(event_id="B", date="2015"), row(event_id="C"))
    assert [case(ref).number for ref in "ABC"] == ["2016-001", "2015-001", "2016-002"]
