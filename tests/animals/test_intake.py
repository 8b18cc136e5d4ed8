"""Receiving against the manifest, and explaining what differs."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, scoped_session

from rescue_center.animals import intake, ledger
from rescue_center.animals.differences import differences, explain_difference
from rescue_center.animals.intake import Received
from rescue_center.animals.intake_models import IntakeLine
from rescue_center.animals.life import Stage
from rescue_center.errors import Refused
from tests.makers import AT, DAY, make_case, make_line, make_person, make_taxon

pytestmark = pytest.mark.usefixtures("session")


def test_alive_and_dead_become_two_records_and_both_count_as_received() -> None:
    case, leaf, sok = make_case(), make_taxon("Cyclemys sp."), make_person("registrar")
    line = make_line(case, leaf, 178)
    came = intake.receive(
        case, by=sok, at=AT, lines=[Received(line, alive=175, dead=3)], delivered_by="WRRT"
    )
    (row,) = came.lines
    alive, dead = row.alive_animal, row.dead_animal
    assert alive is not None and dead is not None and dead.stay is not None
    assert (alive.kind, alive.count, alive.manifest_line) == ("lot", 175, line)
    assert (dead.count, dead.stay.stage) == (0, Stage.DEAD)
    assert dead.stay.began_at == dead.stay.ended_at == AT
    assert came.dead_animals == [dead]
    (account,) = ledger.case_account(case)
    assert (account.received, account.alive, account.dead) == (178, 175, 3)


def test_one_animal_is_received_as_an_individual() -> None:
    case, taxon = make_case(), make_taxon()
    came = intake.receive(case, by=None, at=AT, lines=[Received(taxon=taxon, alive=1)])
    assert came.lines[0].alive_animal is not None
    assert came.lines[0].alive_animal.kind == "individual"


def test_all_of_a_case_are_one_group_unless_they_came_apart() -> None:
    case, one, two = make_case(), make_taxon(), make_taxon()
    first = intake.receive(
        case, by=None, at=AT, lines=[Received(taxon=one, alive=2), Received(taxon=two, alive=2)]
    )
    second = intake.receive(case, by=None, at=AT, lines=[Received(taxon=one, alive=2)])
    apart = intake.receive(case, by=None, at=AT, lines=[Received(taxon=one, alive=2)], apart=True)
    groups = [
        row.alive_animal.epi_group_id  # type: ignore[union-attr]
        for came in (first, second, apart) for row in came.lines
    ]  # fmt: skip
    assert groups[0] == groups[1] == groups[2] != groups[3]


def test_a_held_cases_animals_are_held_dead_or_alive() -> None:
    case, taxon = make_case(evidence_hold=True), make_taxon()
    came = intake.receive(case, by=None, at=AT, lines=[Received(taxon=taxon, alive=5, dead=2)])
    assert came.lines[0].alive_animal is not None
    assert (came.lines[0].alive_animal.holds, came.dead_animals[0].holds) == (1, 1)


def test_receiving_nothing_is_refused(session: scoped_session[Session]) -> None:
    case = make_case()
    for lines in ([], [Received(make_line(case, make_taxon(), 3))]):
        with pytest.raises(Refused, match="of at least one species"):
            intake.receive(case, by=None, at=AT, lines=lines)
    assert session.scalar(sa.select(sa.func.count(IntakeLine.id))) == 0


@pytest.mark.parametrize(("alive", "dead", "field"), [(-1, 0, "alive"), (0, 100_001, "dead")])
def test_absurd_counts_are_refused_beside_their_box(alive: int, dead: int, field: str) -> None:
    case = make_case()
    fine = Received(make_line(case, make_taxon(), 3), alive=3)
    with pytest.raises(Refused) as refused:
        bad = Received(make_line(case, make_taxon(), 3), alive=alive, dead=dead)
        intake.receive(case, by=None, at=AT, lines=[fine, bad])
    assert refused.value.field == f"lines-1-{field}"


def test_a_name_that_nobody_knows_needs_a_species_and_keeps_its_line() -> None:
    case, snake = make_case(), make_taxon("Ptyas sp.")
    line = make_line(case, None, 468, declared_name="Rat snakes")
    with pytest.raises(Refused, match="species of “Rat snakes”") as refused:
        intake.receive(case, by=None, at=AT, lines=[Received(line, alive=468)])
    assert refused.value.field == "lines-0-taxon"
    came = intake.receive(case, by=None, at=AT, lines=[Received(line, taxon=snake, alive=468)])
    assert came.lines[0].alive_animal is not None
    assert (came.lines[0].alive_animal.taxon, line.taxon) == (snake, None)


def test_a_line_of_another_case_is_refused() -> None:
    line = make_line(make_case(), make_taxon(), 3)
    with pytest.raises(Refused, match="not on the manifest"):
        intake.receive(make_case(), by=None, at=AT, lines=[Received(line, alive=3)])


# --- differences --------------------------------------------------------------------------------


def test_what_was_declared_and_what_came_are_compared_line_by_line() -> None:
    case = make_case()
    taxa = {name: make_taxon(common_name=name) for name in "abcdefg"}
    exact, short, over, dead, heavy, blank = (
        make_line(case, taxa["a"], 8), make_line(case, taxa["b"], 21),
        make_line(case, taxa["c"], 4), make_line(case, taxa["d"], 10),
        make_line(case, taxa["e"], Decimal("25.5"), unit="kg", condition="mixed"),
        make_line(case, taxa["f"], None, condition="unknown"),
    )  # fmt: skip
    make_line(case, taxa["a"], 3, specimen="SCA", unit="kg")
    intake.receive(
        case, by=None, at=AT,
        lines=[
            Received(exact, alive=8), Received(short, alive=20), Received(over, alive=5),
            Received(dead, alive=8, dead=2), Received(heavy, alive=40, dead=2),
            Received(blank, alive=7), Received(taxon=taxa["g"], alive=1, dead=1),
        ],
    )  # fmt: skip
    found = {row.name: row.sentences for row in differences(case)}
    assert found == {
        "a": [], "b": ["1 fewer than declared"], "c": ["1 more than declared"],
        "d": ["2 dead, all declared alive"], "e": [], "f": [],
        "g": ["2 received, not on the manifest"],
    }  # fmt: skip


def test_a_second_truck_adds_to_the_first() -> None:
    case = make_case()
    line = make_line(case, make_taxon(), 100)
    intake.receive(case, by=None, at=AT, lines=[Received(line, alive=60)])
    assert differences(case)[0].sentences == ["40 fewer than declared"]
    intake.receive(case, by=None, at=AT + DAY, lines=[Received(line, alive=40)])
    assert differences(case)[0].sentences == []


def test_an_explanation_is_signed_by_who_received_and_for_the_figures_of_that_day() -> None:
    case, sok, other = make_case(), make_person("registrar"), make_person("registrar")
    line = make_line(case, make_taxon(), 178)
    with pytest.raises(Refused, match="Nothing was received yet"):
        explain_difference(case, line=line, explanation="x", by=sok, at=AT)
    intake.receive(case, by=sok, at=AT, lines=[Received(line, alive=175, dead=2)])
    with pytest.raises(Refused, match="Say why"):
        explain_difference(case, line=line, explanation=" ", by=sok, at=AT)
    with pytest.raises(Refused, match=f"signed by who received the animals .{sok.name}"):
        explain_difference(case, line=line, explanation="Lost", by=other, at=AT)
    explain_difference(case, line=line, explanation="Drowned", by=sok, at=AT)
    (row,) = differences(case)
    assert (row.differs, row.is_explained, row.is_open) == (True, True, False)
    intake.receive(case, by=sok, at=AT + DAY, lines=[Received(line, dead=1)])
    (row,) = differences(case)
    assert (row.is_explained, row.is_open, len(row.signed)) == (False, True, 1)
    manager = make_person("manager")
    explain_difference(case, line=line, explanation="One more found", by=manager, at=AT)
    (row,) = differences(case)
    assert [s.explanation for s in row.signed] == ["Drowned", "One more found"]
    assert not row.is_open


def test_what_agrees_needs_no_explanation() -> None:
    case, sok = make_case(), make_person("registrar")
    line = make_line(case, make_taxon(), 3)
    intake.receive(case, by=sok, at=AT, lines=[Received(line, alive=3)])
    with pytest.raises(Refused, match="Nothing differs"):
        explain_difference(case, line=line, explanation="x", by=sok, at=AT)
