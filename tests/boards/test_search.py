"""The search box: who is in care comes first, who left is found too, and no table is read whole."""

from typing import Any

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.boards import search
from rescue_center.db import db, fold
from rescue_center.departures import death
from rescue_center.tags import check, rules
from tests.cases.makers import open_case
from tests.makers import AT, make_animal, make_person, make_unit

pytestmark = pytest.mark.usefixtures("session")


def found(typed: str) -> list[tuple[str, str]]:
    db.session.commit()
    return [(hit.kind, hit.key) for hit in search.find(typed)]


def test_who_left_is_found_by_name_after_who_is_in_care() -> None:
    gone, here = make_animal(name="Mali"), make_animal(name="Malinka")
    death.die(gone, by=make_person("vet"), at=clock.now(), manner="natural")
    assert found("mal") == [("animal", here.accession), ("left", gone.accession)]
    assert found("MALI") == found("mal")


def test_a_name_is_found_by_its_second_word() -> None:
    bold = make_animal(name="Old Bòpha")
    assert found("bopha") == [("animal", bold.accession)]
    assert found("old b") == [("animal", bold.accession)]
    death.die(bold, by=make_person("vet"), at=clock.now(), manner="natural")
    assert found("bopha") == [("left", bold.accession)]


def test_an_enclosure_is_found_by_any_word_of_its_name() -> None:
    unit = make_unit("ZZ7")
    unit.name = "Gibbon quarantine"
    assert found("gibb") == found("QUARANT") == [("unit", "ZZ7")]
    assert found("uarant") == []


def test_the_number_on_a_door_leads_to_the_enclosure() -> None:
    tag = rules.tag_new(make_unit("ZZ7"), by=None, at=AT)
    assert found(check.spoken(tag.number)) == [("unit", "ZZ7")]


def test_a_revoked_number_says_so_and_leads_to_who_wore_it(signed_in: Any, page: Any) -> None:
    mali = make_animal(name="Mali")
    old = rules.tag_new(mali, by=None, at=AT).number
    rules.tag_new(mali, by=None, at=AT, replace=True, reason="Chewed")
    assert found(old) == [("revoked", old)]
    shown = page("/search", by=signed_in("keeper"), query_string={"q": old, "stay": "1"})
    link = next(a for a in shown.all("a") if a.attrs["href"].upper() == f"/T/{old}")
    assert "revoked" in link.text and "Chewed" in link.text


def test_an_animal_stands_in_the_answer_once() -> None:
    mali = make_animal(name="2026")
    rules.tag_new(mali, by=None, at=AT)
    assert found("2026").count(("animal", mali.accession)) == 1
    assert len([key for _, key in found("2026") if key == mali.accession]) == 1


@pytest.mark.parametrize("index", ["ix_animal_name_folded", "ix_animal_name_rest"])
def test_names_are_found_by_their_indexes(index: str) -> None:
    facts = search._parameters("mali", fold("mali"))
    if db.engine.dialect.name == "sqlite":
        plan = _plan("EXPLAIN QUERY PLAN ", facts)
        assert index in plan
        whole = [line.split()[1] for line in plan.splitlines() if line.startswith("SCAN")]
        assert {"animal", "tag", "stay"}.isdisjoint(whole)
        return
    _many_animals()
    column = index.removeprefix("ix_animal_")
    branches = [one for one in search._words() if f"animal.{column} >=" in str(one)]
    assert len(branches) == 2 and all(index in _plan("EXPLAIN ", facts, one) for one in branches)


def _many_animals() -> None:
    """So many of one that PostgreSQL does not just read them all."""
    one = make_animal(name="Old Bopha")
    taken = {"id": "id + n", "accession": "'X' || n", "name_folded": "'n' || n",
             "name_rest": "'r' || n"}  # fmt: skip
    names = [column.name for column in Animal.__table__.columns]
    db.session.flush()
    db.session.execute(sa.text(
        f"INSERT INTO animal ({', '.join(names)}) "
        f"SELECT {', '.join(taken.get(name, name) for name in names)} "
        f"FROM animal, generate_series(1, 3000) AS n WHERE id = {one.id}"
    ))  # fmt: skip
    db.session.execute(sa.text("ANALYZE animal"))


def _plan(explain: str, facts: dict[str, str], statement: Any = search._FIND) -> str:
    bound = statement.params(**facts).compile(db.engine, compile_kwargs={"literal_binds": True})
    told = db.session.execute(sa.text(explain + str(bound).replace("%%", "%")))
    return "\n".join(str(row[-1]) for row in told)


@pytest.mark.parametrize(("role", "told"), [("vet", True), ("keeper", False)])
def test_a_case_is_found_by_everybody_and_its_place_told_to_those_who_read_cases(
    signed_in: Any, role: str, told: bool
) -> None:
    case, by = open_case(title="", place="Koh Thom district"), signed_in(role)
    db.session.commit()
    for url in (f"/search.json?q={case.number}", f"/search?q={case.number}&stay=1",
                f"/cases/{case.number}/intake"):  # fmt: skip
        answer = by.get(url)
        assert answer.status_code == 200 and case.number in answer.text
        assert ("Koh Thom" in answer.text) is told, url
