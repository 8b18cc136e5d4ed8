"""The list of animals, narrowed down."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center.animals import ledger, life, regroup
from rescue_center.animals.life import Stage
from rescue_center.animals.models import Animal
from rescue_center.boards.animal_list import Chosen, animals
from rescue_center.db import db
from rescue_center.enclosures.models import Housing, Unit
from tests.makers import AT, HOUR, make_animal, make_case, make_lot, make_taxon
from tests.pages import Page
from tests.staff.makers import let_in, make_person

pytestmark = pytest.mark.usefixtures("session")
Pages = Callable[..., Page]


@pytest.fixture
def keeper(new_client: Callable[[], FlaskClient]) -> FlaskClient:
    """A keeper at work."""
    return let_in(new_client(), make_person("keeper"))


@pytest.fixture
def statements(session: object) -> Iterator[list[str]]:
    """What is asked of the database."""
    ran: list[str] = []
    connection = db.session.connection()

    def listen(*asked: object) -> None:
        ran.append(str(asked[2]))

    sa.event.listen(connection, "before_cursor_execute", listen)
    yield ran
    sa.event.remove(connection, "before_cursor_execute", listen)


def escaped(**facts: object) -> Animal:
    animal = make_animal(**facts)
    ledger.post(animal, "escape", -1, by=None, at=AT + HOUR)
    life.move(animal.stays[-1], Stage.ESCAPED, by=None, at=AT + HOUR)
    return animal


def found(**chosen: object) -> set[str]:
    return {row.accession for row in animals(Chosen(**chosen)).rows}  # type: ignore[arg-type]


def test_those_in_our_care_are_shown_unless_others_are_asked_for() -> None:
    here, gone = make_animal(), escaped()
    assert found() == {here.accession}
    assert found(where="departed") == {gone.accession}
    assert found(where="all") == {here.accession, gone.accession}


def test_an_animal_that_came_back_is_listed_once() -> None:
    from rescue_center.animals import rules

    animal = escaped()
    rules.new_stay(animal, by=None, at=AT + 2 * HOUR)
    ledger.post(animal, "recapture", 1, by=None, at=AT + 2 * HOUR)
    assert [r.accession for r in animals(Chosen(where="all")).rows] == [animal.accession]
    assert found() == {animal.accession}
    assert found(where="departed") == set()


def test_heads_and_records_are_both_counted() -> None:
    lot = make_lot(10)
    regroup.split(lot, 4, by=None, at=AT + HOUR)
    make_animal()
    listed = animals(Chosen())
    assert (listed.total, listed.heads, listed.pages) == (3, 11, 1)


def test_the_list_is_narrowed_by_each_of_its_filters() -> None:
    case = make_case(evidence_hold=True)
    gibbon = make_taxon("Hylobates pileatus", common_name="Pileated gibbon")
    mali = make_animal(taxon=gibbon, name="Măli")
    held = make_lot(5, case=case)
    life.move(held.stays[-1], Stage.HOSPITAL, by=None, at=AT + HOUR)
    site = Unit(level="site", code="S", code_folded="s")
    area = Unit(level="area", code="A", code_folded="a", parent=site)
    cage = Unit(level="enclosure", code="A1", code_folded="a1", parent=area, capacity=9)
    db.session.add_all((site, area, cage))
    db.session.flush()
    db.session.add(
        Housing(animal_id=mali.id, stay_id=mali.stays[-1].id, unit_id=cage.id, began_at=AT)
    )
    db.session.flush()
    for chosen in (
        {"text": "mal"}, {"text": mali.accession[:-1] + mali.accession[-1].lower()},
        {"text": "GIBBON"}, {"species": "hylobates"}, {"unit": "a1"}, {"unit": "A"}, {"unit": "s"},
    ):  # fmt: skip
        assert mali.accession in found(**chosen), chosen
        if "text" not in chosen or chosen["text"] != mali.accession:
            assert held.accession not in found(**chosen), chosen
    for chosen in ({"case": case.number}, {"held": True}, {"stage": "hospital"}):
        assert found(**chosen) == {held.accession}, chosen
    for chosen in ({"text": "%"}, {"unit": "_"}, {"case": "x"}, {"species": "zebra"}):
        assert found(**chosen) == set(), chosen


def test_a_page_beyond_the_last_is_the_last(page: Pages, keeper: FlaskClient) -> None:
    taxon = make_taxon()
    for _ in range(51):
        make_animal(taxon=taxon)
    read = page("/animals", by=keeper)
    assert "Page 1 of 2" in read.text and len(read.one("tbody").all("tr")) == 50
    for number in ("2", "99", "9" * 30):
        assert len(page(f"/animals?page={number}", by=keeper).one("tbody").all("tr")) == 1
    for number in ("0", "-3", "x"):
        assert len(page(f"/animals?page={number}", by=keeper).one("tbody").all("tr")) == 50


@pytest.mark.parametrize(
    "query",
    ["stage=purple", "where=moon", "text=%01", "text=" + "x" * 5000, "unit=%27%3B--", "case=%25",
     "stage=dead", "species=%E1%9E%96", "held=y&where=all"],
)  # fmt: skip
def test_odd_filters_are_answered_with_a_page(page: Pages, keeper: FlaskClient, query: str) -> None:
    make_animal()
    assert page(f"/animals?{query}", by=keeper).h1 == "Animals"


def test_a_stage_that_ends_a_stay_is_looked_for_among_all(page: Pages, keeper: FlaskClient) -> None:
    gone = escaped()
    assert gone.accession in page("/animals?stage=escaped", by=keeper).text


def test_the_list_keeps_its_filters_from_page_to_page(page: Pages, keeper: FlaskClient) -> None:
    taxon = make_taxon("Python bivittatus", common_name="Burmese python")
    for _ in range(51):
        make_animal(taxon=taxon)
    read = page("/animals?text=python&where=all", by=keeper)
    (following,) = [a.attrs["href"] for a in read.all("a", rel="next")]
    assert len(page(following, by=keeper).one("tbody").all("tr")) == 1
    assert "text=python" in following and "where=all" in following


def test_the_list_costs_as_much_with_fifty_animals_as_with_one(
    page: Pages, keeper: FlaskClient, statements: list[str]
) -> None:
    def cost() -> int:
        db.session.commit()
        statements.clear()
        page("/animals?text=turtle", by=keeper)
        return len(statements)

    make_animal(case=make_case())
    cost()
    with_one = cost()
    for _ in range(49):
        make_animal(case=make_case(), at=datetime(2026, 5, 12, tzinfo=UTC))
    assert cost() <= with_one
