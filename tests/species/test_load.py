"""The reference data: complete, loaded any number of times, never over an edit."""

import csv
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, scoped_session

from rescue_center import journal
from rescue_center.db import db
from rescue_center.journal.models import Entry
from rescue_center.species import reference
from rescue_center.species.load import load
from rescue_center.species.models import (
    Code,
    Hazard,
    Listing,
    ProtocolTest,
    Taxon,
    TaxonGroup,
    TaxonName,
)
from tests.makers import AT


def count(model: Any) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def taxon(name: str) -> Taxon:
    return db.session.scalars(sa.select(Taxon).where(Taxon.scientific_name == name)).one()


@pytest.mark.usefixtures("loaded")
def test_every_species_protocol_hazard_and_code_is_there() -> None:
    assert (count(Taxon), count(TaxonGroup), count(Hazard)) == (214, 28, 23)
    assert count(Code) == 142 + 175 + 3
    assert count(ProtocolTest) == 157


@pytest.mark.usefixtures("loaded")
def test_a_second_load_adds_and_changes_nothing() -> None:
    again = load(at=AT)
    assert (again.added, again.updated) == (0, 0)


@pytest.mark.usefixtures("loaded")
def test_doubts_are_kept_with_the_facts_they_are_about() -> None:
    falcon = taxon("Falco peregrinus")
    assert falcon.uncertain == "CITES"
    assert "not verified" in falcon.notes
    cites = next(one for one in falcon.listings if one.scheme == "CITES")
    assert "in doubt" in cites.uncertain


@pytest.mark.usefixtures("loaded")
def test_weights_are_grams_and_groups_tell_what_a_placement_needs() -> None:
    frog = taxon("Dendrobates tinctorius")
    assert (frog.weight_min_g, frog.weight_max_g) == (3, 8)
    pangolin = taxon("Manis javanica")
    assert pangolin.solitary and pangolin.group is not None
    assert pangolin.group.restart_scope == "order"
    assert taxon("Macaca mulatta").group.never_fast_track  # type: ignore[union-attr]


@pytest.mark.usefixtures("loaded")
def test_a_listing_says_since_when_and_from_where() -> None:
    (cites,) = [one for one in taxon("Manis javanica").listings if one.scheme == "CITES"]
    assert (cites.category, cites.valid_from) == ("I", date(2017, 1, 2))
    assert "from memory" in cites.uncertain
    (iucn,) = [one for one in taxon("Manis javanica").listings if one.scheme == "IUCN"]
    assert iucn.category == "CR"
    assert "2025-2" in iucn.source


@pytest.mark.usefixtures("loaded")
def test_a_name_keeps_its_language_and_its_doubt() -> None:
    names = {n.name: n for n in taxon("Batagur affinis").names}
    assert names["អណ្តើកហ្លួង"].language == "km"
    assert names["Royal turtle"].kind == "common"
    doubtful = {n.name: n for n in taxon("Naja kaouthia").names}
    assert doubtful["ពស់វែក"].uncertain == "used of any cobra"


@pytest.mark.usefixtures("loaded")
def test_three_tests_at_two_to_four_weeks_are_three_tests_three_weeks_apart() -> None:
    gibbons = db.session.scalars(sa.select(TaxonGroup).where(TaxonGroup.key == "gibbon")).one()
    tb = next(test for test in gibbons.tests if test.name == "Tuberculosis")
    assert (tb.first_day, tb.every_days, tb.repeats) == (3, 21, 3)
    assert tb.mandatory and tb.notifiable
    assert "judgement" in tb.notes


@pytest.mark.usefixtures("loaded")
def test_what_the_centre_edited_is_not_overwritten(session: scoped_session[Session]) -> None:
    bear = taxon("Helarctos malayanus")
    bear.common_name = "Honey bear"
    group = session.scalars(sa.select(TaxonGroup).where(TaxonGroup.key == "bear")).one()
    group.min_days = 45
    session.flush()
    session.execute(sa.delete(TaxonName).where(TaxonName.taxon_id == bear.id))
    load(at=AT)
    session.expire_all()
    assert bear.common_name == "Honey bear"
    assert group.min_days == 45
    assert bear.names == []


@pytest.mark.usefixtures("loaded")
def test_what_nobody_edited_is_brought_up_to_date(session: scoped_session[Session]) -> None:
    session.execute(
        sa.update(Taxon.__table__)  # type: ignore[arg-type]
        .where(Taxon.__table__.c.scientific_name == "Helarctos malayanus")
        .values(common_name="Old name", cites="II")
    )
    bear = taxon("Helarctos malayanus")
    session.execute(
        sa.update(Listing)
        .where(Listing.taxon_id == bear.id, Listing.scheme == "CITES")
        .values(category="II")
    )
    assert load(at=AT).updated == 1
    session.expire_all()
    assert (bear.common_name, bear.version) == ("Sun bear", 1)
    old, new = [one for one in bear.listings if one.scheme == "CITES"]
    assert (old.category, old.valid_to is not None) == ("II", True)
    assert (new.category, new.valid_to) == ("I", None)


@pytest.mark.usefixtures("loaded")
def test_a_retired_code_stays_retired(session: scoped_session[Session]) -> None:
    code = session.scalars(sa.select(Code).where(Code.code == "PETSHOP")).one()
    code.retired, code.label = True, "Pet shop or breeder"
    load(at=AT)
    session.expire_all()
    assert (code.retired, code.label) == (True, "Pet shop or breeder")


@pytest.mark.usefixtures("loaded")
def test_the_journal_says_that_it_was_loaded(session: scoped_session[Session]) -> None:
    journal.settle()
    loaded = Entry.verb == "loaded the reference data"
    entry = session.scalars(sa.select(Entry).where(loaded)).one()
    assert entry.person_id is None


def test_every_test_of_a_protocol_has_its_group_and_says_what_is_a_judgement() -> None:
    groups = {row["key"] for row in reference.groups()}
    told = list(reference.tests())
    assert {group for group, _ in told} == groups
    assert all("judgement" in row["notes"] or "source" in row["notes"] for _, row in told)


def test_the_placements_name_known_groups_and_each_name_once() -> None:
    groups = {row["key"] for row in reference.groups()} | {""}
    rows = list(reference.placements())
    assert {row["taxon_group"] for row in rows} <= groups
    assert len({row["name"] for row in rows}) == len(rows)


@pytest.mark.parametrize("file", sorted(reference.DATA.glob("*.csv")), ids=lambda f: f.name)
def test_every_file_has_as_many_cells_as_its_header(file: Any) -> None:
    with file.open(encoding="utf-8", newline="") as opened:
        header, *rows = csv.reader(opened)
    assert all(len(row) == len(header) for row in rows)


def test_the_command_says_what_it_did(own_app: Flask) -> None:
    runner = own_app.test_cli_runner()
    first = runner.invoke(args=["load-reference"])
    assert first.exit_code == 0, first.output
    assert "added" in first.output
    assert "0 added, 0 brought up to date" in runner.invoke(args=["load-reference"]).output
