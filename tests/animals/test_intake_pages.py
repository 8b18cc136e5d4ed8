"""The intake of a case: the tasks, the form of an arrival, the differences and their signatures."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from rescue_center.animals import tasks
from rescue_center.animals.intake_models import Discrepancy, Intake
from rescue_center.animals.models import Animal
from rescue_center.animals.tasks import Task, intake_tasks
from rescue_center.cases.models import Case
from rescue_center.db import db
from rescue_center.departures.models import Death
from tests.makers import make_case, make_line, make_taxon
from tests.pages import Page
from tests.staff.makers import let_in, make_person

Pages = Callable[..., Page]
Clients = Callable[[], FlaskClient]
WHEN = "2026-05-13T09:00"


@pytest.fixture
def registrar(new_client: Clients) -> FlaskClient:
    """A registrar at work."""
    return let_in(new_client(), make_person("registrar", name="Sok Dara"))


def seizure() -> Case:
    """A boat with turtles, and snakes that nobody could name."""
    case = make_case()
    make_line(case, make_taxon("Cyclemys sp.", common_name="Asian leaf turtle"), 178)
    make_line(case, make_taxon("Cuora amboinensis", common_name="Box turtle"), 4)
    make_line(case, None, 468, declared_name="Rat snakes")
    return case


def states(case: Case) -> dict[str, str]:
    """Of the steps that are ours; tags and receipt are tested where they are made."""
    ours = (task for task in intake_tasks(case) if task.key not in ("tags", "receipt"))
    return {task.key: task.state for task in ours}


def typed(**boxes: str) -> dict[str, str]:
    """What is typed: `a0="175"` for the alive box of row 0, `d0`, `s0` for the dead and species."""
    words = {"a": "alive", "d": "dead", "s": "taxon"}
    rows = {f"lines-{key[1:]}-{words[key[0]]}": value for key, value in boxes.items()}
    return {"at": WHEN, "after": "0"} | rows


def test_an_intake_goes_from_task_to_task(page: Pages, registrar: FlaskClient) -> None:
    case = seizure()
    make_taxon("Ptyas sp.", common_name="Rat snake")
    url = f"/cases/{case.number}/intake"
    assert states(case) == {
        "facts": "partly", "manifest": "done", "received": "planned", "differences": "blocked",
        "quarantine": "blocked", "hold": "planned",
    }  # fmt: skip
    read = page(url, by=registrar)
    assert "Nothing received yet" in read.text

    read = page(f"{url}/receive", by=registrar)
    for label in ("Alive: Asian leaf turtle", "Dead: Asian leaf turtle", "Alive: Rat snakes",
                  "Species: Rat snakes"):  # fmt: skip
        assert read.labelled(label).attrs["value"] == ""
    assert "178" in read.one("table").text
    sent = typed(a0="175", d0="3", a1="4", a2="468", s2="ptyas sp.") | {"delivered_by": "WRRT"}
    response = registrar.post(f"{url}/receive", data=sent)
    assert response.status_code == 303
    read = page(response.location, by=registrar)
    assert "1 to explain" in read.text and "Received by Sok Dara" in read.text
    counts = {
        a.taxon.scientific_name: a.count for a in db.session.scalars(sa.select(Animal)) if a.count
    }
    deaths = db.session.scalars(sa.select(Death)).all()
    assert [(d.count, d.manner) for d in deaths] == [(3, "dead_on_arrival")]
    assert counts == {"Cyclemys sp.": 175, "Cuora amboinensis": 4, "Ptyas sp.": 468}
    assert states(case) == {
        "facts": "partly", "manifest": "done", "received": "done", "differences": "problem",
        "quarantine": "planned", "hold": "planned",
    }  # fmt: skip

    read = page(f"{url}/differences", by=registrar)
    assert "3 dead, all declared alive" in read.text
    page(f"{url}/differences/line-1", by=registrar)
    read = page(
        f"{url}/differences/line-1", by=registrar, method="POST", status=422,
        data={"explanation": ""},
    )  # fmt: skip
    assert "Say why it differs." in read.text
    page(
        f"{url}/differences/line-1", by=registrar, method="POST", status=303,
        data={"explanation": "Drowned in the bilge"},
    )  # fmt: skip
    assert states(case)["differences"] == "done"
    assert "Drowned in the bilge" in page(f"{url}/differences", by=registrar).text
    read = page(url, by=registrar)
    row = next(r.text for r in read.one("table").all("tr") if "leaf" in r.text)
    assert row.split()[-4:] == ["178", "175", "3", "0"]


@pytest.mark.parametrize(
    ("boxes", "sentence", "label"),
    [
        ({"a0": "-1"}, "Alive: Asian leaf turtle must be 0 or more.", "Alive: Asian leaf turtle"),
        ({"a0": "one"}, "“one” is not a number.", "Alive: Asian leaf turtle"),
        ({"d0": "999999999"}, "must be 100,000 or less", "Dead: Asian leaf turtle"),
        ({"a2": "468"}, "Choose the species of “Rat snakes”", "Alive: Rat snakes"),
        ({"a2": "4", "s2": "dragon"}, "No species here is called “dragon”", "Species: Rat snakes"),
        ({"a3": "1"}, "Choose the species of “what arrived”", "Alive: undeclared 4"),
        ({}, "Enter how many were received", "Alive: Rat snakes"),
    ],
)
def test_a_bad_arrival_is_explained_and_nothing_is_half_written(
    page: Pages, registrar: FlaskClient, boxes: dict[str, str], sentence: str, label: str
) -> None:
    case = seizure()
    given: dict[str, Any] = {"a1": "4"} if boxes else {}
    sent = typed(**(given | boxes)) | {"condition": "Thirsty", "seals": "K-14"}
    read = page(
        f"/cases/{case.number}/intake/receive", by=registrar, method="POST", data=sent, status=422
    )
    assert sentence in read.text
    key = {"a": "alive", "d": "dead", "s": "taxon"}
    for box, value in (given | boxes).items():
        field = read.one("input", name=f"lines-{box[1:]}-{key[box[0]]}")
        assert field.attrs["value"] == value
    assert read.labelled(label)
    assert read.one("textarea", name="condition").text == "Thirsty"
    assert db.session.scalar(sa.select(sa.func.count(Animal.id))) == 0
    assert db.session.scalar(sa.select(sa.func.count(Intake.id))) == 0


def test_the_same_arrival_sent_twice_is_received_once(page: Pages, registrar: FlaskClient) -> None:
    case = seizure()
    url = f"/cases/{case.number}/intake/receive"
    page(url, by=registrar, method="POST", data=typed(a1="4"), status=303)
    read = page(url, by=registrar, method="POST", data=typed(a1="4"), status=422)
    assert "perhaps by sending the form twice" in read.text
    assert [a.count for a in db.session.scalars(sa.select(Animal))] == [4]
    assert read.one("input", name="after").attrs["value"] == "1"
    second = typed(a0="178") | {"after": "1"}
    page(url, by=registrar, method="POST", data=second, status=303)
    assert "What you enter now is added to that." in page(url, by=registrar).text


def test_what_nobody_declared_is_received_and_explained(
    page: Pages, registrar: FlaskClient
) -> None:
    case, otter = seizure(), make_taxon("Aonyx cinereus", common_name="Small-clawed otter")
    url = f"/cases/{case.number}/intake"
    page(
        f"{url}/receive", by=registrar, method="POST", status=303,
        data=typed(a3="1", s3="small-clawed otter"),
    )  # fmt: skip
    page(
        f"{url}/differences/species-{otter.id}", by=registrar, method="POST", status=303,
        data={"explanation": "Under the deck"},
    )  # fmt: skip
    assert db.session.scalars(sa.select(Discrepancy.explanation)).all() == ["Under the deck"]


def test_a_stranger_to_the_arrival_cannot_sign(
    page: Pages, registrar: FlaskClient, new_client: Clients
) -> None:
    case = seizure()
    url = f"/cases/{case.number}/intake"
    page(f"{url}/receive", by=registrar, method="POST", data=typed(a1="3"), status=303)
    other = let_in(new_client(), make_person("keeper"))
    read = page(
        f"{url}/differences/line-2", by=other, method="POST", status=422,
        data={"explanation": "It ran"},
    )  # fmt: skip
    assert "signed by who received the animals (Sok Dara)" in read.text
    assert read.one("textarea").text == "It ran"


@pytest.mark.parametrize(
    "path", ["", "/receive", "/1", "/differences", "/differences/line-9", "/differences/x"]
)
def test_what_is_not_there_is_not_found(page: Pages, registrar: FlaskClient, path: str) -> None:
    page(f"/cases/1999-001/intake{path}", by=registrar, status=404)
    case = make_case()
    if path[-1:] in ("1", "9", "x"):
        page(f"/cases/{case.number}/intake{path}", by=registrar, status=404)


def test_other_packages_add_their_tasks(
    monkeypatch: pytest.MonkeyPatch, session: object, page: Pages, registrar: FlaskClient
) -> None:
    mine = Task("tags", "Tags", "partly", "3 of 8")
    monkeypatch.setattr(tasks, "more", [lambda _case: mine])
    case = make_case()
    assert [t.key for t in intake_tasks(case)] == [
        "facts", "manifest", "received", "differences", "tags", "quarantine", "hold",
    ]  # fmt: skip
    assert "3 of 8" in page(f"/cases/{case.number}/intake", by=registrar).text


def test_the_intake_costs_as_much_with_fifty_lines_as_with_one(
    page: Pages, registrar: FlaskClient, statements: Callable[[], int]
) -> None:
    small, large = make_case(), make_case()
    for case, n in ((small, 1), (large, 50)):
        for _ in range(n):
            make_line(case, make_taxon(), 2)
        boxes = {f"a{k}": "2" for k in range(n)}
        page(
            f"/cases/{case.number}/intake/receive", by=registrar, method="POST", status=303,
            data=typed(**boxes),
        )  # fmt: skip

    def cost(case: Case, path: str) -> int:
        before = statements()
        page(f"/cases/{case.number}/intake{path}", by=registrar)
        return statements() - before

    def arrival(case: Case) -> str:
        return f"/{db.session.scalars(sa.select(Intake.id).where(Intake.case_id == case.id)).one()}"

    for path_of in (lambda _: "", lambda _: "/receive", lambda _: "/differences", arrival):
        one, fifty = path_of(small), path_of(large)
        cost(small, one)
        assert cost(large, fifty) <= cost(small, one), one


def test_all_as_declared_fills_in_what_has_not_come_and_stores_nothing(
    page: Pages, registrar: FlaskClient
) -> None:
    case = seizure()
    make_line(case, make_taxon("Manis javanica", common_name="Pangolin"), 3, condition="dead")
    make_line(case, make_taxon("Naja kaouthia", common_name="Cobra"), 9, condition="mixed")
    url = f"/cases/{case.number}/intake/receive"
    boxes = typed(a1="3", d1="1") | {"as_declared": "yes"}
    filled = page(url, by=registrar, method="POST", data=boxes)
    values = {
        box.attrs["name"]: box.attrs["value"] for box in filled.all("input")
        if box.attrs["name"].startswith("lines-") and box.attrs.get("value")
    }  # fmt: skip
    assert values == {
        "lines-0-alive": "178", "lines-1-alive": "3", "lines-1-dead": "1", "lines-2-alive": "468",
        "lines-3-dead": "3",
    }  # fmt: skip
    assert db.session.scalar(sa.select(sa.func.count(Intake.id))) == 0
    assert registrar.post(url, data=typed(a0="170", a1="4")).status_code == 303
    again = page(
        url, by=registrar, method="POST", data=typed() | {"as_declared": "yes", "after": "1"}
    )
    assert again.one("input", name="lines-0-alive").attrs["value"] == "8"
    assert not again.one("input", name="lines-1-alive").attrs.get("value")
