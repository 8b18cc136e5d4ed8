"""Two people at one page of the running centre: one is heard, the other reads why not.

Each act is sent twice at one moment. Nothing is ever done twice, nobody sees a fault, and what the
second one typed is still there.
"""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from rescue_center import clock
from rescue_center.animals.models import Animal
from rescue_center.care.order_models import Administration
from rescue_center.db import db
from rescue_center.departures import death, escape, transfer
from rescue_center.enclosures import rules as enclosures
from rescue_center.tags import rules as tags
from rescue_center.tags.models import Tag
from tests.faults.desks import Desk, send_at_once, sheet_of
from tests.faults.office import FEW, Office, hour_ago, one_was_heard, protocol_test
from tests.faults.race import PEOPLE, found
from tests.faults.test_doses import TWICE
from tests.faults.test_lots import BELOW_ZERO
from tests.faults.test_places import DRIFT, IN_TWO_PLACES
from tests.makers import (
    make_animal,
    make_case,
    make_drug,
    make_lot,
    make_person,
    make_prescription,
    make_ready,
    make_transfer,
    make_unit,
    make_weight,
)

#: One server for all of it: they run after each other, in one process.
pytestmark = [pytest.mark.faults, pytest.mark.xdist_group("two people")]


def test_a_dose_that_sixteen_give_is_given_once(office: Office) -> None:
    dose = office.make(
        lambda: make_prescription(make_animal(at=hour_ago()), at=hour_ago()).doses[0].id
    )
    keepers = [Desk(office.live, "keeper") for _ in range(PEOPLE)]
    path = f"/doses/{dose}"
    sheets = [desk.open(path, "amount") for desk in keepers]
    answers = send_at_once(keepers, sheets)
    assert sum(a.was_heard for a in answers) == 1
    for answer in answers:
        assert answer.status in (303, 409, 422), answer.html[:500]
        assert answer.was_heard or "already gave this" in answer.sentences, answer.sentences
    assert found(office.live.app, TWICE) == []
    given = sa.select(sa.func.count()).where(Administration.dose_id == dose)
    assert office.ask(lambda: db.session.scalar(given)) == 1


def _ready_lot(count: int) -> Callable[[], str]:
    """A lot that may be released without quarantine."""

    return lambda: make_ready(count, until=clock.now()).accession


def _release(typed: str) -> dict[str, str]:
    return {"animals": typed, "place": "Phnom Prich", "team": "Sok, Forestry Administration"}


def test_a_lot_is_released_once_though_two_release_it(office: Office) -> None:
    lot = office.make(_ready_lot(20))
    answers = office.race("/releases/new", "animals", **_release(lot))
    _, told = one_was_heard(answers, "not in our care")
    again = sheet_of(told.html, "/releases/new", "animals").typed
    assert (again["animals"], again["place"]) == ([lot], ["Phnom Prich"])
    assert found(office.live.app, BELOW_ZERO) == []


def test_no_more_of_a_lot_are_released_than_there_are(office: Office) -> None:
    lot = office.make(_ready_lot(20))
    answers = office.race("/releases/new", "animals", **_release(f"{lot} 12"))
    one_was_heard(answers, "counts 8 animals; 12 cannot leave it")
    left = sa.select(Animal.count).where(Animal.accession == lot)
    assert office.ask(lambda: db.session.scalar(left)) == 8


def test_a_tag_is_bound_to_one_of_two_animals(office: Office) -> None:
    def make() -> tuple[str, list[str]]:
        roll = tags.allocate(1, by=None, at=hour_ago())
        (tag,) = db.session.scalars(sa.select(Tag).where(Tag.batch_id == roll.id))
        return tag.number, [make_animal(at=hour_ago()).accession for _ in range(2)]

    number, animals = office.make(make)
    sheets = [desk.open(f"/T/{number}", "accession").fill(accession=animal)
              for desk, animal in zip(office.two, animals, strict=True)]  # fmt: skip
    answers = send_at_once(office.two, sheets)
    _, told = one_was_heard(answers, "already")
    again = sheet_of(told.html, f"/T/{number}", "accession")
    assert again.typed["accession"] == [animals[answers.index(told)]]


def test_one_animal_gets_one_of_two_tags(office: Office) -> None:
    animal = office.make(lambda: make_animal(at=hour_ago()).accession)
    one_was_heard(office.race(f"/animals/{animal}/tag", "number"), "wears tag")
    worn = sa.select(sa.func.count()).select_from(Tag).join(Animal).where(
        Animal.accession == animal, Tag.status == "bound"
    )  # fmt: skip
    assert office.ask(lambda: db.session.scalar(worn)) == 1


def test_the_last_place_is_taken_once(office: Office) -> None:
    def make() -> tuple[int, list[str]]:
        animals = [make_animal(at=hour_ago()).accession for _ in range(2)]
        return make_unit(capacity=1).id, animals

    unit, animals = office.make(make)
    sheets = [desk.open("/moves/new", "unit").fill(unit=str(unit), animals=animal)
              for desk, animal in zip(office.two, animals, strict=True)]  # fmt: skip
    answers = send_at_once(office.two, sheets)
    _, told = one_was_heard(answers, "is full")
    again = sheet_of(told.html, "/moves/new", "unit").typed
    assert again["animals"] == [animals[answers.index(told)]]
    assert again["unit"] == [str(unit)]
    assert found(office.live.app, DRIFT) == []


def test_an_animal_that_two_move_is_in_one_place(office: Office) -> None:
    def make() -> tuple[str, list[int]]:
        return make_animal(at=hour_ago()).accession, [make_unit().id for _ in range(2)]

    animal, units = office.make(make)
    sheets = [desk.open("/moves/new", "unit").fill(unit=str(unit), animals=animal)
              for desk, unit in zip(office.two, units, strict=True)]  # fmt: skip
    answers = send_at_once(office.two, sheets)
    assert {a.status for a in answers} <= {303, 422}, [a.sentences for a in answers]
    assert any(a.was_heard for a in answers)
    assert found(office.live.app, IN_TWO_PLACES) == found(office.live.app, DRIFT) == []


def _housed() -> str:
    animal = make_animal(at=hour_ago())
    enclosures.house([animal], make_unit(), by=None, at=hour_ago())
    return animal.accession


#: An act that both do: the page, what is typed, and what the second one reads.
ACTS: dict[str, tuple[Callable[[], str], str, dict[str, str], str]] = {
    "record a death": (
        lambda: f"/animals/{_housed()}/death", "found_by", {"manner": "natural"}, "not in our care",
    ),
    "record an escape": (
        lambda: f"/animals/{_housed()}/escape", "circumstances", {"circumstances": "A hole"},
        "not in our care",
    ),
    "strike out a record": (
        lambda: f"/animals/{_housed()}/void", "reason", {"reason": "Entered twice"},
        "",
    ),
    "split a lot": (
        lambda: f"/animals/{make_lot(10, at=hour_ago()).accession}/split", "count", {"count": "3"},
        "Somebody changed",
    ),
    "put it under a hold": (
        lambda: f"/animals/{make_animal(at=hour_ago(), case=make_case()).accession}/hold", "reason",
        {"reason": "Evidence"}, "already",
    ),
    "sign for a handover": (lambda: _transfer("hand-over"), "at", {"agreed": "y"}, "changed"),
    "receive a transfer": (
        lambda: _transfer("receive"), "received_by", {"received_by": "Dr Lim"}, "changed",
    ),
    "revoke a tag": (
        lambda: f"/tags/{tags.tag_new(make_animal(at=hour_ago()), by=None, at=hour_ago()).number}"
        "/revocation",
        "reason", {"reason": "Lost"}, "already",
    ),
    "retire a drug": (
        lambda: f"/drugs/{make_drug().id}/retire", "reason", {"reason": "Expired"}, "retired",
    ),
    "close a unit": (
        lambda: f"/units/{make_unit().code}/close", "reason", {"reason": "Repairs"}, "closed",
    ),
    "retire a test": (
        lambda: f"{protocol_test()}/retire", "reason", {"reason": "No reagents"}, "already",
    ),
    "stop an order": (
        lambda: f"/orders/{make_prescription(make_animal(at=hour_ago()), at=hour_ago()).id}/stop",
        "reason", {"reason": "Vomits"}, "stopped",
    ),
    "strike out a weight": (lambda: _weight(), "reason", {"reason": "Wrong"}, "struck"),
    "dispose of a carcass": (
        lambda: f"/deaths/{_death()}/carcass", "witness", {"how": "burial", "witness": "Sok"}, "",
    ),
    "have it back": (lambda: _escaped(), "reason", {"reason": "Found"}, "already"),
}  # fmt: skip


@pytest.mark.parametrize("what", ACTS)
@pytest.mark.engine("postgresql")
def test_what_two_do_at_once_is_done_once(office: Office, what: str) -> None:
    _two_act(office, what)


@pytest.mark.parametrize("what", [what for what in ACTS if what in FEW])
@pytest.mark.engine("sqlite")
def test_what_two_do_at_once_is_done_once_on_a_file(office: Office, what: str) -> None:
    _two_act(office, what)


def _two_act(office: Office, what: str) -> None:
    make, field, words, because = ACTS[what]
    path = office.make(make)
    _, told = one_was_heard(office.race(path, field, **words), because)
    if told.status == 422:
        kept = {field: text for field, text in words.items() if field != "agreed"}
        again = sheet_of(told.html, path, field).typed
        assert {name: again[name] for name in kept} == {n: [t] for n, t in kept.items()}


def _transfer(step: str) -> str:
    boss = make_person("manager")
    going = make_transfer(make_animal(at=hour_ago()), by=boss, at=hour_ago())
    if step == "receive":
        transfer.hand_over(going, by=boss, at=hour_ago())
    return f"/transfers/{going.number}/{step}"


def _weight() -> str:
    weight = make_weight(make_animal(at=hour_ago()), at=hour_ago())
    return f"/weights/{weight.id}/strike-out"


def _death() -> int:
    animal = make_animal(at=hour_ago())
    return death.die(animal, by=make_person("vet"), at=hour_ago(), manner="natural").id


def _escaped() -> str:
    animal = make_animal(at=hour_ago())
    escape.escape(animal, by=make_person("keeper"), at=hour_ago(), circumstances="A hole")
    return f"/animals/{animal.accession}/return"
